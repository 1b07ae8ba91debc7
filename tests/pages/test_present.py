"""The Present page: slides on the whole screen, by arrow keys, each with its address."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.fake_deciding import four_measures

PAGE = "pages/decide/present.py"


@pytest.fixture
def page(app: AppTest, handbook: str) -> AppTest:
    return app.run().switch_page(PAGE).run()


def title(page: AppTest) -> str:
    return str(page.title[0].value).replace("\\", "")


def foot(page: AppTest) -> str:
    return str(page.caption[-1].value).replace("\\", "")


def test_the_slides_are_walked_by_keys_and_the_address_holds_the_number(page: AppTest) -> None:
    assert title(page).endswith("or both?")
    keys = {button.key: button.proto.shortcut for button in page.button}
    assert keys == {"present.back": "left", "present.next": "right", "present.close": "escape"}
    assert page.button(key="present.back").disabled
    page = page.button(key="present.next").click().run()
    assert four_measures()["headline"].startswith(title(page))
    assert page.query_params["slide"] == "2"
    page = page.button(key="present.back").click().run()
    assert page.query_params["slide"] == "1"


def test_each_slide_says_what_it_holds_for_and_the_last_one_ends(
    app: AppTest, handbook: str
) -> None:
    app.query_params["slide"] = "99"
    page = app.run().switch_page(PAGE).run()
    assert page.button(key="present.next").disabled
    assert "10 of 10" in foot(page)
    for part in ("SmolLM2-135M-Instruct", "300 questions", "95 % intervals", "24 Nov 2026"):
        assert part in foot(page)


def test_it_fills_the_screen_and_closes_onto_the_verdict(page: AppTest) -> None:
    assert not page.sidebar.selectbox
    page = page.button(key="present.close").click().run()
    assert title(page) == "Verdict"
    assert page.sidebar.selectbox


def test_a_project_without_an_evaluation_is_led_to_one(app: AppTest, project: str) -> None:
    page = app.run().switch_page(PAGE).run()
    assert "Run an evaluation" in [link.value for link in page.main.get("page_link")]
    assert title(page) == "Present"
