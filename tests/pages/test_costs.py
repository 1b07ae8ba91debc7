"""Costs of a month on the Evaluate page: amounts are typed, charts follow."""

import pytest
from streamlit.testing.v1 import AppTest

from core.evaluation.scoring.cost import EXAMPLE
from tests.fakes import FakeEngine
from tests.pages.conftest import chapter

PAGE = "pages/compare/evaluate.py"


@pytest.fixture
def page(app: AppTest, engine: FakeEngine, handbook: str) -> AppTest:
    engine.set_prices(handbook, {**EXAMPLE, "machine_per_hour": 0.2})
    return chapter(app.run().switch_page(PAGE).run(), "cost")


def headings(page: AppTest) -> list[str]:
    return [heading.value for heading in page.subheader]


def test_typed_amounts_are_saved_dated_and_counted(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    assert all(box.value is None for box in page.number_input if "upkeep" in str(box.key))
    page.number_input(key="evaluate.upkeep.queries").set_value(10_000)
    page.number_input(key="evaluate.upkeep.updates").set_value(4)
    page.number_input(key="evaluate.upkeep.retrain_hours").set_value(0.5)
    page.number_input(key="evaluate.upkeep.wage").set_value(40)
    page = page.button(key="evaluate.save_upkeep").click().run()
    saved = engine.upkeep(handbook)
    assert (saved["updates"], saved["wage"], saved["index_flat"]) == (4, 40, None)
    said = " ".join(line.value for line in page.caption).replace("\\", "")
    assert "A month of 10,000 queries and 4 updates" in said
    assert f"As of {saved['as_of']}" in said
    assert "Fine-tuned costs less than RAG from" in said


def test_a_stored_amount_can_be_taken_out_again(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    engine.set_upkeep(handbook, {"wage": 40})
    page = page.run()
    wage, price = "evaluate.upkeep.wage", "evaluate.price.machine_per_hour"
    assert [page.number_input(key=key).value for key in (wage, price)] == [40, 0.2]
    # The browser empties no field that has a value of its own.
    assert not any(page.number_input(key=key).proto.HasField("default") for key in (wage, price))
    page.number_input(key=wage).set_value(None)
    page = page.button(key="evaluate.save_upkeep").click().run()
    assert engine.upkeep(handbook)["wage"] is None
    assert page.number_input(key=wage).value is None


def test_another_pair_can_be_looked_at(page: AppTest) -> None:
    assert headings(page)[-3:] == ["Cost", "Cost of a month", "Break-even: Fine-tuned and RAG"]
    page = page.segmented_control(key="evaluate.pair").set_value("hybrid.rag").run()
    assert "Break-even: Hybrid and RAG" in headings(page)
    assert any("never costs less" in line.value for line in page.caption)


def test_an_evaluation_without_both_arms_has_no_break_even(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    engine.evaluate(handbook, ["base", "rag"], "test", 3)
    page = page.run().selectbox(key="evaluate.chosen").set_value("e-2").run()
    assert "Cost of a month" in headings(page)
    assert not any("Break-even" in heading for heading in headings(page))
    assert not page.exception
