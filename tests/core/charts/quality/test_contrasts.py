"""The planned comparisons: drawn, tabled, and said so that nobody needs statistics."""

import pytest

from core.charts.quality import contrasts as contrast_charts
from core.charts.quality import sentences
from tests.fake_data import ARMS, contrast, contrasts


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_comparison_has_its_interval_and_its_word(theme: contrast_charts.Theme) -> None:
    figure = contrast_charts.differences(contrasts(ARMS, 200), theme)
    assert [list(trace.x) for trace in figure.data] == [[3.0], [27.0], [30.0]]
    assert list(figure.data[1].error_x.array) == pytest.approx([9.0])
    words = " ".join(note.text for note in figure.layout.annotations)
    assert "<b>+27</b><br>supported" in words
    assert "Held out: n = 200 in 50 groups" in words
    # The margin and the line of no difference.
    assert [(shape.type, shape.x0, shape.x1) for shape in figure.layout.shapes] == [
        ("rect", -5, 5),
        ("line", 0, 0),
    ]
    # Words differ in more than hue.
    assert len({trace.marker.symbol for trace in figure.data}) == 2


def test_strata_have_panels_of_their_own() -> None:
    seen = contrast("rag", "tuned", "refuted", -0.4, 100) | {"stratum": "seen"}
    figure = contrast_charts.differences([seen, *contrasts(ARMS, 200)])
    assert [trace.yaxis for trace in figure.data] == ["y", "y2", "y2", "y2"]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        (
            "supported",
            "Hybrid beats RAG on facts held out from training by 8 points of F1 (95 % interval -1 "
            "to 17; 200 questions in 50 groups; for this adapter only; adjusted p = .040). It may "
            "be less than 5 points, which would count as none.",
        ),
        (
            "equivalent",
            "Hybrid and RAG are within 5 points of each other on facts held out from training: "
            "Hybrid is ahead by 8 points of F1 (95 % interval: RAG ahead by 1 to Hybrid ahead by "
            "17; 200",
        ),
        (
            "inconclusive",
            "Not enough data to tell which is better on facts held out from training, Hybrid or "
            "RAG: so far Hybrid is ahead by 8 points",
        ),
        (
            "exploratory",
            "200 questions in 50 groups on facts held out from training are too few to compare",
        ),
    ],
)
def test_each_word_is_said_in_plain_words(word: str, said: str) -> None:
    assert said in sentences.sentence(contrast("hybrid", "rag", word, 0.08, 200))


def test_a_refuted_claim_is_told_by_its_winner() -> None:
    refuted = contrast("rag", "tuned", "refuted", -0.62, 200) | {"stratum": "seen"}
    said = sentences.sentence(refuted | {"beyond_margin": True})
    assert said.startswith(
        "Fine-tuned beats RAG on trained facts by 62 points of F1 (95 % interval 53 to 71;"
    )
    assert sentences.tested(refuted) == "RAG beats Fine-tuned"
    assert "none" not in said  # The whole interval lies beyond the margin.


@pytest.mark.parametrize("word", ["inconclusive", "exploratory"])
def test_too_little_data_never_reads_as_alike(word: str) -> None:
    drawn = contrast_charts.differences([contrast("hybrid", "rag", word, 0.0, 200)])
    words = " ".join(note.text for note in drawn.layout.annotations)
    said = sentences.sentence(contrast("hybrid", "rag", word, 0.0, 200))
    for text in (words, said):
        assert not {"equal", "alike", "same", "no difference"} & set(text.lower().split())
    assert "not enough data" in words or "too few questions" in words


def test_an_open_question_says_what_would_close_it() -> None:
    one = contrast("hybrid", "rag", "inconclusive", 0.02, 200)
    assert "About 640 such questions in 160 groups in all would show a difference of 5 points" in (
        sentences.sentence(one)
    )
    assert "it may be smaller" in sentences.sentence(one | {"needed": 180})
    assert "About" not in sentences.sentence(one | {"needed": None})


def test_what_is_not_shown_names_the_single_adapter() -> None:
    _, hidden = contrast_charts.differences_sentence(contrasts(ARMS, 200))
    assert "a verdict on it, not on fine-tuning" in hidden
    _, hidden = contrast_charts.differences_sentence(contrasts(ARMS, 200), adapters=2)
    assert "verdicts on them, not on fine-tuning" in hidden
    _, hidden = contrast_charts.differences_sentence(contrasts(ARMS, 200), adapters=0)
    assert "fine-tuning" not in hidden


def test_a_verdict_says_whether_it_is_on_adapters_or_on_fine_tuning() -> None:
    one = contrast("hybrid", "rag", "inconclusive", 0.08, 200)
    assert "; for this adapter only" in sentences.sentence(one)
    two = one | {"seeds": 2, "adapters": 2}
    assert "; for these 2 adapters only" in sentences.sentence(two)
    three = one | {"seeds": 3, "adapters": 3, "on_tuning": True}
    assert "; fine-tuning over 3 seeds" in sentences.sentence(three)
    assert "more seeds may" in sentences.sentence(three | {"needed": None})
    _, hidden = contrast_charts.differences_sentence([three], adapters=3)
    assert "allow for other seeds" in hidden
    assert "not on fine-tuning" not in hidden
    assert list(contrast_charts.differences_table([one, three])["Seeds"]) == [1, 3]


def test_a_lead_that_may_lie_within_the_margin_says_so() -> None:
    small = "It may be less than 5 points, which would count as none."
    assert small in sentences.sentence(contrast("hybrid", "rag", "supported", 0.1, 200))
    assert small not in sentences.sentence(contrast("hybrid", "rag", "supported", 0.3, 200))


def test_the_table_holds_the_four_counts_behind_each_comparison() -> None:
    table = contrast_charts.differences_table(contrasts(ARMS, 200))
    counts = table[["First better", "Second better", "Same, above 0", "Both 0"]]
    assert (counts.sum(axis=1) == 200).all()
    assert list(table["Claim"]) == [
        "RAG over Fine-tuned",
        "Hybrid over RAG",
        "Hybrid over Fine-tuned",
    ]


def test_nothing_to_compare_is_a_sentence() -> None:
    assert contrast_charts.differences([]).layout.annotations
    assert contrast_charts.differences_sentence([])[0] == "There are no two arms to compare."
