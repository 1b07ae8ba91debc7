"""The chart of judged answers, its table and its words say the same as the figures."""

from typing import Any

from core.charts.quality import judge as judge_charts
from core.evaluation.judging.agreement import agreement
from core.evaluation.scoring.traces import answers_behind, trace


def part(arm: str, labels: int = 12) -> dict[str, Any]:
    enough = labels >= 10
    return {
        "n": 40,
        "labels": labels,
        "none": 1,
        "judged": 0.7,
        "corrected": 0.625 if enough else None,
        "interval": [0.5, 0.75] if enough else None,
        "containment": 0.25,
        "containment_interval": [0.1, 0.4],
        "trace": trace(arm, "containment", part="held_out"),
    }


def judge(right: int = 30, wrong: int = 25, differ: int = 5, **changes: Any) -> dict[str, Any]:
    said = [(True, True)] * right + [(False, False)] * wrong + [(True, False)] * differ
    compared = agreement(
        {(str(n), "rag"): one for n, (one, _) in enumerate(said)},
        {(str(n), "rag"): one for n, (_, one) in enumerate(said)},
    )
    figures = {"held_out": {"rag": part("rag"), "tuned": part("tuned", 4)}}
    return {
        "card": {"model": "big-judge"},
        "left": 0,
        "fewest": 10,
        "agreement": compared,
        "figures": figures,
    } | changes


def test_each_arm_stands_twice_and_too_few_labels_give_no_mark() -> None:
    figure = judge_charts.judged(judge()["figures"])
    marks = {mark.y[0]: mark for mark in figure.data if mark.mode == "markers"}
    assert {row: mark.x[0] for row, mark in marks.items()} == {0: 62.5, 1: 25, 3: 25}
    assert marks[0].marker.symbol == "square"
    assert marks[1].marker.symbol == "square-open"
    texts = " ".join(mark.text[0] for mark in figure.data if mark.mode == "text")
    assert "too few labels (4)" in texts
    assert list(figure.layout.yaxis.ticktext) == [
        "RAG, judged",
        "RAG, contains",
        "Fine-tuned, judged",
        "Fine-tuned, contains",
    ]


def test_a_mark_leads_to_the_answers_behind_it() -> None:
    figure = judge_charts.judged(judge()["figures"])
    rows = [{"stratum": stratum, "answers": {"rag": {}}} for stratum in ("seen", "held_out")]
    marks = [mark for mark in figure.data if mark.mode == "markers"]
    assert marks[1].text[0] == "10 to 40"
    behind = marks[1].customdata[0]
    assert behind["field"] == "containment"
    assert answers_behind(rows, behind) == rows[1:]


def test_the_table_holds_what_the_judge_alone_said_as_well() -> None:
    table = judge_charts.judged_table(judge()["figures"])
    first = table.iloc[0]
    assert list(table["Arm"]) == ["RAG", "Fine-tuned"]
    assert (first["Judged %, corrected"], first["By the judge alone %"]) == (62.5, 70)
    assert (first["95 % from"], first["95 % to"], first["Containment %"]) == (50, 75, 25)
    assert table.iloc[1][["Judged %, corrected", "95 % from", "95 % to"]].isna().all()


def test_the_sentences_name_the_judge_the_labels_and_what_is_missing() -> None:
    shown, hidden = judge_charts.judged_sentence(judge())
    assert "big-judge judged right, corrected by what people said about 60 answers" in shown
    assert "In 1 places too few" not in shown
    assert "In one place too few answers are labelled: it takes 10" in shown
    assert "can't tell whether two arms differ" in hidden


def test_agreement_is_a_number_and_a_plain_sentence() -> None:
    said = judge_charts.agreement_sentence(judge())
    assert said.startswith("Judge and people agree on 55 of 60 labelled answers: kappa 0.83")
    assert "0 what chance alone would give" in said
    assert "cannot be told" in judge_charts.agreement_sentence(judge(50, 0, 0))
    assert "Nobody has labelled" in judge_charts.agreement_sentence(judge(0, 0, 0))


def test_what_is_withheld_says_why() -> None:
    assert judge_charts.withheld(judge()) == ""
    few = judge_charts.withheld(judge(20, 20, 5, figures=None))
    assert few.startswith("It takes at least 50 answers that both judge and people decided on")
    assert "so far there are 45" in few
    apart = judge_charts.withheld(judge(30, 10, 20, figures=None))
    assert "Kappa is below 0.6" in apart
    assert ("The judge still has 7 calls to make") in judge_charts.withheld(
        judge(figures=None, left=7)
    )


def test_no_answers_are_said_in_place_of_a_chart() -> None:
    assert judge_charts.judged({}).layout.annotations[0].text == "No answers yet."
