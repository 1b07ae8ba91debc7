"""The chart of votes and its words say the same as the figures."""

from core.charts.quality import votes as vote_charts
from core.evaluation.figures.votes import cards_of, standing


def row(question: str, winners: list[str], build: str = "f1") -> dict:
    cards = cards_of({"base": "noon", "rag": "at six"})
    prints = {"base": "f0", "rag": build}
    return {"question": question, "cards": cards, "winners": winners, "fingerprints": prints}


ROWS = [row("One?", ["rag"]), row("Two?", ["rag"], "f2"), row("Three?", []), row("Four?", ["base"])]


def test_every_arm_stands_with_its_interval_and_its_count() -> None:
    figure = vote_charts.votes(standing(ROWS))
    table = vote_charts.votes_table(standing(ROWS))
    points = {trace.name: trace.x[0] for trace in figure.data if trace.mode == "markers"}
    assert points == dict(zip(table["Arm"], table["%"], strict=True)) == {"Base": 25, "RAG": 50}
    labels = [trace.text[0] for trace in figure.data if trace.mode == "text"]
    assert [label.split(";")[-1] for label in labels] == ["1 of 4", "2 of 4"]
    for end in table["95 % from"], table["95 % to"]:
        assert end.between(0, 100).all()


def test_the_sentences_name_counts_and_what_changed() -> None:
    shown, hidden = vote_charts.votes_sentence(standing(ROWS))
    assert "4 votes on 4 questions" in shown
    assert "Base 25 %, RAG 50 %" in shown
    assert "found good in 1 vote." in shown
    assert "changed between votes on RAG." in hidden
    assert "changed" not in vote_charts.votes_sentence(standing(ROWS[:1]))[1]
    line = vote_charts.standing_line(standing(ROWS[:1]))
    assert line.startswith("Found best so far, over 1 vote on 1 question: Base 0 % (0 of 1, 95 %:")


def test_no_votes_are_said_in_place_of_a_chart() -> None:
    none = standing([])
    assert vote_charts.votes(none).layout.annotations[0].text == "No votes yet."
    assert vote_charts.votes_sentence(none)[0] == "There are no votes to show."
    assert vote_charts.votes_table(none).empty
