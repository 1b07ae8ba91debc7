"""Ask: four cards, plain text, refusals, stopping, coming back, the self-test."""

import pytest
from streamlit.testing.v1 import AppTest

from tests import fake_data
from tests.fakes import FakeEngine

PAGE = "pages/compare/ask.py"
QUESTION = "How many days of leave do new staff have?"


@pytest.fixture
def page(app: AppTest, handbook: str) -> AppTest:
    return app.run().switch_page(PAGE).run()


def ask(page: AppTest, question: str = QUESTION) -> AppTest:
    page.text_area(key="ask.question").set_value(question)
    return page.button(key="ask.ask").click().run()


def headings(page: AppTest) -> list[str]:
    return [heading.value for heading in page.subheader]


def texts(page: AppTest) -> list[str]:
    return [text.value for text in page.text]


def test_every_chosen_arm_gets_a_card_with_its_answer(page: AppTest) -> None:
    page = ask(page)
    assert headings(page)[-4:] == ["Base", "RAG", "Fine-tuned", "Hybrid"]
    assert {"25 days of leave a year.", "25 days"} <= set(texts(page))
    assert any("first token 640 ms · complete 1\\.2 s" in line.value for line in page.caption)
    assert "ask.stop" not in [button.key for button in page.button]


def test_only_arms_that_retrieve_show_passages(page: AppTest) -> None:
    page = ask(page)
    assert [box.label for box in page.expander[:2]] == ["3 passages", "3 passages"]
    lines = [line.value for line in page.caption]
    assert lines.count(":material/description: no passages") == 2


def test_a_passage_is_shown_as_it_stands(page: AppTest) -> None:
    page = ask(page)
    assert fake_data.PASSAGE in texts(page)
    assert not any("<b>" in markdown.value for markdown in page.markdown)


def test_a_subset_of_arms_is_asked_alone(page: AppTest, engine: FakeEngine) -> None:
    page.pills(key="ask.arms").set_value(["hybrid", "base"])
    page = ask(page)
    assert [arm["arm"] for arm in engine.asks["k-1"]["arms"]] == ["base", "hybrid"]
    assert headings(page)[-2:] == ["Base", "Hybrid"]


def test_a_question_that_is_too_long_is_refused_and_stays_to_be_shortened(page: AppTest) -> None:
    page = ask(page, "word " * 1000)
    assert "5,000 characters; the limit is 2,000" in page.error[0].value.replace("\\", "")
    assert page.text_area(key="ask.question").value == "word " * 1000


def test_a_blank_question_is_refused(page: AppTest, engine: FakeEngine) -> None:
    assert ask(page, "  ").error[0].value == r"Type a question first\."
    assert engine.asks == {}


def test_no_arm_is_refused(page: AppTest, engine: FakeEngine) -> None:
    page.pills(key="ask.arms").set_value([])
    assert ask(page).error[0].value == r"Choose at least one arm\."
    assert engine.asks == {}


def test_an_arm_that_cannot_run_says_why_and_links_to_the_page_that_mends_it(
    page: AppTest, engine: FakeEngine
) -> None:
    engine.failing_arm = "tuned"
    page = ask(page)
    assert "There is no adapter yet" in page.error[0].value
    assert "Go to Fine-tuning" in [link.value for link in page.page_link]
    assert "25 days" in texts(page)


def test_a_reload_comes_back_to_the_same_answers(page: AppTest, engine: FakeEngine) -> None:
    page = ask(page)
    assert page.query_params["ask"] == "k-1"
    again = AppTest.from_file(page._script_path, default_timeout=60)
    again.query_params.update(page.query_params)
    again = again.run().switch_page(PAGE)
    again.query_params["ask"] = "k-1"
    assert headings(again.run())[-4:] == ["Base", "RAG", "Fine-tuned", "Hybrid"]
    assert list(engine.asks) == ["k-1"]


def test_a_question_that_the_engine_forgot_is_dropped(page: AppTest) -> None:
    page.query_params["ask"] = "k-9"
    page = page.run()
    assert not page.error
    assert "ask" not in page.query_params


def test_a_stopped_arm_keeps_what_it_had_written(page: AppTest, engine: FakeEngine) -> None:
    ask(page)
    engine.asks["k-1"]["arms"][0] |= {"state": "stopped", "text": "New staff"}
    page = page.run()
    assert "New staff" in texts(page)
    assert any("stopped" in badge.value for badge in page.markdown)


def test_other_work_on_the_machine_is_named(page: AppTest, engine: FakeEngine) -> None:
    ask(page)
    engine.asks["k-1"]["busy"] = "a training run was under way"
    assert "a training run was under way" in page.run().warning[0].value


def test_the_self_test_shows_each_check_in_words(page: AppTest) -> None:
    page = page.button(key="ask.selftest").click().run()
    assert {"Base answers stay the same", "The adapter changes answers"} <= set(texts(page))
    badges = " ".join(markdown.value for markdown in page.markdown)
    assert "passed" in badges
    assert "failed" in badges
