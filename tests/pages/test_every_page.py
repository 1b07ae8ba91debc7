"""What holds on every page, whatever the workspace holds."""

import pytest
from streamlit.testing.v1 import AppTest

from core.errors import EngineError
from tests.fakes import FakeEngine
from ui.menu import ENTRIES, FULL_SCREEN

FILES = {key: f"pages/{entry.section.lower()}/{key}.py" for key, entry in ENTRIES.items()}
PAGES = list(FILES.values())
FRAMED = [file for key, file in FILES.items() if key not in FULL_SCREEN]


def opened(app: AppTest, page: str) -> AppTest:
    return app.run().switch_page(page).run()


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_workspace_leads_to_making_a_project(app: AppTest, page: str) -> None:
    seen = opened(app, page)
    assert not seen.exception
    assert not seen.error
    assert "home.create" in [button.key for button in seen.button] or [
        link.value for link in seen.page_link
    ] == ["Create a project"]


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_project_shows_every_page(app: AppTest, page: str, project: str) -> None:
    seen = opened(app, page)
    assert not seen.exception
    assert not seen.error
    assert seen.query_params["project"] == project


@pytest.mark.parametrize("page", PAGES)
def test_a_full_project_shows_every_page(app: AppTest, page: str, handbook: str) -> None:
    seen = opened(app, page)
    assert not seen.exception
    assert not seen.error


@pytest.mark.parametrize("page", PAGES)
def test_a_dead_engine_is_one_sentence_and_what_to_type(
    app: AppTest, page: str, engine: FakeEngine
) -> None:
    opened(app, page)
    engine.down = EngineError("The engine of this workspace does not answer.")
    seen = app.run()
    assert not seen.exception
    assert [error.value for error in seen.error] == [
        r"The engine of this workspace does not answer\."
    ]
    assert [code.value for code in seen.code] == ["python3 start.py"]
