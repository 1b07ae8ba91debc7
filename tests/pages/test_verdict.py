"""The Verdict page: the answer, four measures, and what each slogan is worth."""

import pytest
from streamlit.testing.v1 import AppTest

from core.decision.catalogue import CLAIMS
from tests.fake_data import RECORDING
from tests.fake_deciding import four_measures
from tests.fakes import FakeEngine
from ui.decide.claims import WORDS

PAGE = "pages/decide/verdict.py"


@pytest.fixture
def page(app: AppTest, handbook: str) -> AppTest:
    return app.run().switch_page(PAGE).run()


def texts(page: AppTest) -> str:
    lines = [*page.subheader, *page.markdown, *page.caption]
    return "\n".join(str(line.value).replace("\\", "") for line in lines)


def test_the_answer_stands_first_then_four_charts_and_what_they_hold_for(page: AppTest) -> None:
    measures = four_measures()
    assert page.subheader[0].value.replace("\\", "") == measures["headline"]
    assert measures["how_sure"] in texts(page)
    assert len(page.get("plotly_chart")) == 4
    [held] = [line.value for line in page.caption if "Holds for" in line.value]
    for part in ("SmolLM2", "12 documents", "300 questions", "24 Nov 2026", "example price"):
        assert part in held.replace("\\", "")


def test_a_project_without_an_evaluation_is_led_to_one(app: AppTest, project: str) -> None:
    page = app.run().switch_page(PAGE).run()
    assert "Nothing was measured yet" in texts(page)
    assert [link.value for link in page.main.get("page_link")] == ["Run an evaluation"]


def test_a_measure_that_nobody_took_says_how_and_how_long(
    app: AppTest, engine: FakeEngine, handbook: str
) -> None:
    arms = [arm | {"fresh": None} for arm in four_measures()["arms"]]
    engine.measures_changes = {"arms": arms}
    page = app.run().switch_page(PAGE).run()
    assert len(page.get("plotly_chart")) == 3
    assert "Not measured yet. No documents were changed yet." in texts(page)
    assert "Change some" in [link.value for link in page.main.get("page_link")]


def test_every_claim_is_a_row_with_its_word_and_what_would_change_it(page: AppTest) -> None:
    said = texts(page)
    for claim in CLAIMS:
        assert f"“{claim.slogan}”" in said
    for label in ("Supported", "Refuted", "Not enough data to tell", "Does not apply"):
        assert f"{label}" in said
    assert said.count("What would change it:") == len(CLAIMS)
    assert "184 questions in 40 groups · 1 adapter · SmolLM2" in said
    assert "adjusted p" not in said
    assert "None" not in said


def test_no_word_stands_by_its_colour_alone() -> None:
    assert len({icon for _, icon, _ in WORDS.values()}) == len(WORDS)
    assert len({label for label, _, _ in WORDS.values()}) == len(WORDS)


def test_a_claim_has_an_address_that_opens_it(app: AppTest, handbook: str) -> None:
    app.query_params["claim"] = "cheaper"
    page = app.run().switch_page(PAGE).run()
    rule = next(claim.holds for claim in CLAIMS if claim.key == "cheaper")
    assert f"**Supported if:** {rule}." in texts(page)
    page.query_params.clear()  # As the browser does at a change of page.
    page = page.switch_page("pages/compare/ask.py").run().switch_page(PAGE).run()
    assert "Supported if" not in texts(page)
    page = page.button(key="verdict.open.hybrid").click().run()
    assert page.query_params["claim"] == "hybrid"
    assert "Supported if" in texts(page)


def test_an_unknown_claim_is_said(app: AppTest, handbook: str) -> None:
    app.query_params["claim"] = "nonsense"
    page = app.run().switch_page(PAGE).run()
    assert "There is no claim nonsense" in page.warning[0].value


def test_from_an_unknown_evaluation_the_newest_is_a_click_away(app: AppTest, handbook: str) -> None:
    app.query_params["evaluation"] = "nonsense"
    page = app.run().switch_page(PAGE).run()
    assert "nonsense" in page.error[0].value
    page = page.button(key="verdict.newest").click().run()
    assert not page.error
    assert page.subheader


def test_a_claim_leads_to_its_chart_and_its_answers(page: AppTest) -> None:
    links = [link.proto for link in page.main.get("page_link")]
    asked = {link.label: link.query_string for link in links if "chapter=cost" in link.query_string}
    assert "evaluation=e-1" in asked["Its chart"]
    assert "project=p-1" in asked["Its chart"]
    assert "chapter=answers" in "".join(
        link.query_string for link in links if link.label == "Its answers"
    )


def test_one_button_measures_what_is_missing(page: AppTest, engine: FakeEngine) -> None:
    assert "8 experiments not run yet, about 20 min here" in texts(page).replace("*", "")
    page = page.segmented_control(key="verdict.size").set_value("standard").run()
    assert "about 1 h 36 min here" in texts(page)
    engine.seconds = 1000
    page = page.button(key="verdict.measure").click().run()
    name, asked = engine.calls[-1]
    assert (name, asked["size"], len(asked["what"])) == ("measure", "standard", 8)
    assert "job.cancel.j-measure-1" in [button.key for button in page.button]
    assert "verdict.measure" not in [button.key for button in page.button]


def test_a_recorded_verdict_offers_nothing_to_measure(app: AppTest, engine: FakeEngine) -> None:
    engine.recording = RECORDING
    engine.open_recorded()
    page = app.run().switch_page(PAGE).run()
    assert "verdict.measure" not in [button.key for button in page.button]
    [held] = [line.value for line in page.caption if "Holds for" in line.value]
    assert held.endswith("recorded")


def test_the_report_is_offered_in_every_format(page: AppTest) -> None:
    offered = [button.key for button in page.get("download_button")]
    assert [key for key in offered if "report" in str(key)] == [
        f"verdict.report.{key}" for key in ("html", "pdf", "pptx", "md", "xlsx")
    ]
