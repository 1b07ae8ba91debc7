"""A model behind a server, from Home to a failed card, on a real engine and a real server."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.config import Paths
from core.engine.wire.client import Client, connect
from tests.conftest import CODES, write_question_folder
from tests.core.engine.answering.test_servers import reads
from tests.core.engine.test_operations import finished
from tests.model_server import ModelServer, start
from tests.pages.conftest import APP
from ui import services


@pytest.fixture
def real(models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    monkeypatch.setenv("ASSAY_WORKSPACE", str(tmp_path / "workspace"))
    one = connect(replace(Paths(models=models), workspace=tmp_path / "workspace"), own=True)
    monkeypatch.setattr(services, "client", lambda: one)
    yield one
    one.close()


@pytest.fixture
def server() -> ModelServer:
    one = start()
    one.reply = reads
    return one


@pytest.fixture
def page(real: Client, server: ModelServer, tmp_path: Path) -> AppTest:
    """The app with a project that was made by Home's form, its documents indexed."""
    app = AppTest.from_file(APP, default_timeout=60).run()
    app.text_input(key="home.name").set_value("Sites")
    app.text_input(key="home.server.url").set_value(server.url)
    app.text_input(key="home.server.model").set_value("big")
    app = app.button(key="home.create").click().run()
    assert app.title[0].value == "Documents"
    folder = write_question_folder(tmp_path / "questions")
    finished(real, real.import_folder(project="Sites", folder=str(folder)))
    return app


def ask(page: AppTest) -> AppTest:
    page = page.switch_page("pages/compare/ask.py").run()
    page.pills(key="ask.arms").set_value(["base", "rag", "tuned"])
    page.text_area(key="ask.question").set_value("What is the dock code of Carrow?")
    return page.button(key="ask.ask").click().run()


def test_an_arm_that_the_server_refuses_says_so_and_the_others_answer(
    page: AppTest, server: ModelServer
) -> None:
    page = ask(page)
    assert CODES[2] in [text.value for text in page.text]
    assert "needs an adapted model" in page.error[0].value
    server.always = lambda body: 503 if "dock code is" in str(body["messages"][-1]) else None
    page = ask(page)
    failed = page.error[0].value.replace("\\", "")
    assert "refused with status 503" in failed
    assert "Check its address and the model's name on Home" in failed
    texts = [text.value for text in page.text]
    assert "I don't know" in texts
    assert CODES[2] not in texts


def test_what_an_evaluation_can_cost_stands_beside_its_button_and_a_cap_refuses_it(
    page: AppTest, server: ModelServer
) -> None:
    page = page.switch_page("pages/start/home.py").run()
    page.number_input(key="home.served.in").set_value(3.0)
    page.number_input(key="home.served.out").set_value(0.0)
    page.number_input(key="home.served.cap").set_value(0.5)
    page = page.button(key="home.served.save").click().run()
    page = page.switch_page("pages/compare/evaluate.py").run()
    assert page.pills(key="evaluate.arms").value == ["base", "rag"]
    said = " ".join(line.value for line in page.caption).replace("\\", "")
    assert "Costs at most 0.02" in said
    assert "USD, of 0.5 that are allowed" in said
    page = page.switch_page("pages/start/home.py").run()
    page.number_input(key="home.served.cap").set_value(0.001)
    page = page.button(key="home.served.save").click().run()
    page = page.switch_page("pages/compare/evaluate.py").run()
    page = page.button(key="evaluate.start").click().run()
    assert "the spending cap is 0.001 USD" in page.error[0].value.replace("\\", "")
    assert server.bodies == []


def test_what_an_experiment_can_cost_stands_beside_its_button_and_a_cap_refuses_it(
    page: AppTest, server: ModelServer
) -> None:
    def experiment(page: AppTest) -> AppTest:
        page = page.switch_page("pages/compare/freshness.py").run()
        page = page.segmented_control(key="freshness.kind").set_value("remove").run()
        return page.multiselect(key="freshness.remove.0").set_value(["Carrow"]).run()

    def priced(page: AppTest, cap: float) -> AppTest:
        page = page.switch_page("pages/start/home.py").run()
        page.number_input(key="home.served.in").set_value(3.0)
        page.number_input(key="home.served.out").set_value(9.0)
        page.number_input(key="home.served.cap").set_value(cap)
        return page.button(key="home.served.save").click().run()

    def said(page: AppTest) -> str:
        lines = [*page.caption, *page.error]
        return " ".join(line.value for line in lines).replace("\\", "")

    page = experiment(page)
    assert page.pills(key="freshness.arms").value == ["base", "rag"]
    assert "The cost of this is not known. Enter the prices" in said(page)
    page = experiment(priced(page, 0.5))
    assert "USD, of 0.5 that are allowed" in said(page)
    page = experiment(priced(page, 0.001))
    assert "the spending cap is 0.001 USD" in said(page)
    page = page.button(key="freshness.start").click().run()
    assert not page.exception
    assert server.bodies == []


def test_nothing_is_trained_on_a_model_elsewhere(page: AppTest) -> None:
    page = page.switch_page("pages/prepare/finetune.py").run()
    assert any("big runs on a server" in line.value for line in page.markdown)
    assert "finetune.start" not in [button.key for button in page.button]
