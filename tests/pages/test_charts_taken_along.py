"""A chart leaves the page with what it holds for: its caption as text, its picture by name."""

import json

import pytest
from streamlit.testing.v1 import AppTest

PAGE = "pages/compare/evaluate.py"


@pytest.fixture
def page(app: AppTest, handbook: str) -> AppTest:
    return app.run().switch_page(PAGE).run()


def saved(page: AppTest) -> list[dict[str, str]]:
    """Return how each chart of a page would be saved."""
    configs = [json.loads(chart.proto.config) for chart in page.get("plotly_chart")]
    assert all(config["modeBarButtons"] == [["toImage"]] for config in configs)
    return [config["toImageButtonOptions"] for config in configs]


def test_a_caption_is_copied_with_title_limits_model_questions_and_day(page: AppTest) -> None:
    [caption] = [code.value for code in page.code if code.value.startswith("Accuracy.")]
    assert "Limits:" in caption
    assert caption.endswith("SmolLM2-135M-Instruct · 200 questions · 22 Nov 2026")


def test_the_chosen_format_is_that_of_every_chart(page: AppTest) -> None:
    assert {options["format"] for options in saved(page)} == {"png"}
    page = page.segmented_control(key="charting.format.accuracy.e-1").set_value("svg").run()
    assert {options["format"] for options in saved(page)} == {"svg"}
    [accuracy] = [one for one in saved(page) if one["filename"].startswith("accuracy")]
    assert accuracy["filename"].endswith("200-questions-22-Nov-2026")


def test_a_page_does_not_keep_what_the_charts_of_another_hold_for(page: AppTest) -> None:
    page = page.switch_page("pages/prepare/questions.py").run()
    page = page.segmented_control(key="questions.view").set_value("check").run()
    captions = [code.value for code in page.code]
    assert captions
    assert not any("22 Nov 2026" in caption for caption in captions)
