"""The Recommend page: limits first, then weights, the outcome, and what would change it."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.fakes import FakeEngine

PAGE = "pages/decide/recommend.py"


@pytest.fixture
def page(app: AppTest, handbook: str) -> AppTest:
    return app.run().switch_page(PAGE).run()


def texts(page: AppTest) -> str:
    lines = [*page.subheader, *page.markdown, *page.caption, *page.info]
    return "\n".join(str(line.value).replace("\\", "") for line in lines)


def test_the_first_visit_already_says_what_fits(page: AppTest) -> None:
    assert not page.exception
    told = texts(page)
    assert "Prompt only fits your wishes best: it wins in 100 of 100 resamples." in told
    assert "What carried it" in told
    assert "100 of 100 resamples" in told.replace("wins in 100 of 100 resamples", "")
    assert "All documents in the prompt: not measured." in told
    assert "Example volume: 1,000 questions and 4 updates a month. Set your own." in told
    assert len(page.get("plotly_chart")) == 1


def test_limits_and_weights_are_asked_for_and_a_failed_limit_shows_its_number(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    page.number_input(key="recommend.latency").set_value(1)
    page.toggle(key="recommend.training").set_value(False)
    page.slider(key="recommend.weight.accuracy").set_value(90)
    page = page.button(key="recommend.ask").click().run()
    asked = engine.held[handbook]["recommendation"]["wishes"]
    assert (asked["limits"]["latency_ms"], asked["limits"]["training_allowed"]) == (1, False)
    assert asked["weights"]["accuracy"] == 90
    told = texts(page)
    assert "No option keeps your limits." in told
    assert "RAG: 1,100 ms; at most 500 ms is allowed." in told
    assert "If at most 900 ms were allowed instead of 500 ms, Fine-tuned would be best." in told


def test_an_emptied_field_limits_nothing_and_a_negative_number_reaches_the_engine(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    fields = {"latency": "latency_ms", "budget": "budget"}
    for number in (7.0, -5.0, None):
        for field in (*fields, "queries", "updates"):
            page.number_input(key=f"recommend.{field}").set_value(number)
        page = page.button(key="recommend.ask").click().run()
        assert not page.exception
        asked = engine.held[handbook]["recommendation"]["wishes"]
        assert [asked["limits"][limit] for limit in fields.values()] == [number, number]
        assert [asked["queries"], asked["updates"]] == [number, number]
        # A least value would keep what is below it in the browser, and the old number would run.
        assert not any(page.number_input(key=f"recommend.{field}").min for field in fields)


def test_nothing_is_cut_where_the_wishes_stand_beside_the_outcome(page: AppTest) -> None:
    """The presets wrap, and a number has the whole width of the form."""
    assert page.pills(key="recommend.preset").proto.wrap
    stacked = [column for column in page.main.get("column") if column.get("number_input")]
    assert {len(column.get("number_input")) for column in stacked} == {4}


def test_a_use_sets_the_weights_and_the_situation_sets_the_limits_too(page: AppTest) -> None:
    page = page.pills(key="recommend.preset").set_value("current").run()
    assert page.slider(key="recommend.weight.freshness").value == 40
    page.selectbox(key="recommend.situation.cite").set_value("yes")
    page.selectbox(key="recommend.situation.changes").set_value("daily")
    page = page.button(key="recommend.prefill").click().run()
    assert page.toggle(key="recommend.cite").value is True
    assert page.number_input(key="recommend.updates").value == 30
    assert not page.exception


def test_a_project_without_an_evaluation_is_led_to_one(app: AppTest, project: str) -> None:
    page = app.run().switch_page(PAGE).run()
    assert [link.value for link in page.main.get("page_link")] == ["Run an evaluation"]
