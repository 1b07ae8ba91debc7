"""The general questions and the eight prompts."""

from collections import Counter

from core.evaluation.asking.fixed_sets import eight_prompts, general_questions
from core.evaluation.scoring.metrics import normalise
from core.prompts import messages
from core.records.question import normalised_text


def test_the_general_set_holds_at_least_120_questions_of_12_topics_and_none_twice() -> None:
    questions = general_questions()
    assert len(questions) >= 120
    topics = Counter(question.group for question in questions)
    assert len(topics) >= 12
    assert min(topics.values()) >= 8
    assert len({normalised_text(question.text) for question in questions}) == len(questions)
    assert len({question.id for question in questions}) == len(questions)


def test_every_general_question_has_a_short_answer_that_scoring_can_find() -> None:
    for question in general_questions():
        assert question.answers, question.text
        for answer in question.answers:
            assert 1 <= len(normalise(answer).split()) <= 4, (question.text, answer)
        asked = f" {normalised_text(question.text)} "
        # A model that repeats the question must not be right by it, unless it is offered a choice.
        said = [a for a in question.answers if f" {normalised_text(a)} " in asked]
        assert not said or "," in question.text, question.text


def test_the_prompts_are_eight_that_differ_and_each_holds_question_and_passages() -> None:
    prompts = eight_prompts()
    assert len(prompts) == 8
    assert len({prompt.key for prompt in prompts}) == 8
    chats = [messages("When?", ["It opens in May."], prompt) for prompt in prompts]
    assert len({str((chat, p.opening)) for chat, p in zip(chats, prompts, strict=True)}) == 8
    for chat in chats:
        assert "When?" in chat[-1]["content"]
        assert "It opens in May." in chat[-1]["content"]
