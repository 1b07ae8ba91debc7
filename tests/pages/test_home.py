"""Home: making, switching, renaming and deleting projects."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.fake_data import RECORDING
from tests.fakes import FakeEngine, full


def create(page: AppTest, name: str) -> AppTest:
    page.text_input(key="home.name").set_value(name)
    return page.button(key="home.create").click().run()


def buttons(page: AppTest) -> dict[str, str]:
    return {str(button.key): button.label for button in page.button}


def test_first_contact_says_what_assay_is_and_shows_three_doors(
    app: AppTest, engine: FakeEngine
) -> None:
    page = app.run()
    assert page.title[0].value == "Assay"
    assert "Assay measures it on your own documents" in page.markdown[0].value
    doors = [heading.value for heading in page.subheader]
    assert doors == ["Try the demo", "Compare on my documents", "Open a project"]
    page.selectbox(key="home.use").set_value("legal")
    page = create(page, "Handbook")
    assert page.title[0].value == "Documents"
    assert engine.projects()[0]["use"] == "legal"
    assert page.success[0].value == r"Handbook is ready\. Start with its documents\."
    assert page.query_params["project"] == "p-1"


def test_a_project_that_cannot_be_opened_is_named_with_the_reason(
    app: AppTest, engine: FakeEngine
) -> None:
    engine.closed = ["The project in p-2 was stored by a newer Assay."]
    page = app.run()
    assert [warning.value for warning in page.warning] == [
        r"The project in p\-2 was stored by a newer Assay\."
    ]


def test_a_base_model_that_is_being_prepared_is_shown_on_documents(
    app: AppTest, engine: FakeEngine
) -> None:
    engine.seconds = 1000
    page = app.run()
    page.text_input(key="home.base").set_value("/models/own.gguf")
    page = create(page, "Handbook")
    assert engine.jobs("Handbook")[0]["settings"] == {"path": "/models/own.gguf"}
    assert "**Preparing the base model**" in [line.value for line in page.markdown]
    assert "whatever you add waits for that" in page.success[0].value
    engine.halt("Handbook", "cancelled")
    engine.rebuild("Handbook")
    assert "job.resume.j-base-1" in [button.key for button in page.run().button]


@pytest.mark.usefixtures("project")
def test_a_taken_name_is_refused_with_the_reason(app: AppTest, engine: FakeEngine) -> None:
    page = create(app.run(), "Empty one")
    assert "Choose another name" in page.error[0].value
    assert len(engine.held) == 1


def test_a_link_opens_its_project_and_an_unknown_one_is_said(
    app: AppTest, engine: FakeEngine, project: str
) -> None:
    engine.create_project("Second")
    app.query_params["project"] = project
    assert app.run().title[0].value == "Empty one"
    app.query_params["project"] = "p-99"
    page = app.run()
    assert "There is no project p\\-99 here" in page.warning[0].value
    assert page.title[0].value == "Assay"
    for name in ("start/home", "prepare/documents", "compare/evaluate", "decide/present"):
        page = page.switch_page(f"pages/{name}.py").run()
        shown = " ".join(str(element.value) for element in page.main if hasattr(element, "value"))
        assert "There is no project p" in page.warning[0].value
        assert "Second" not in shown
        assert "Empty one" not in shown
        assert [box.value for box in page.sidebar.selectbox] in ([None], [])
        assert page.query_params["project"] == "p-99"


def test_switching_in_the_sidebar_changes_the_address(
    app: AppTest, engine: FakeEngine, project: str
) -> None:
    second = engine.create_project("Second")["id"]
    page = app.run()
    assert page.title[0].value == "Second"
    page = page.selectbox(key="frame.project").set_value(project).run()
    assert page.query_params["project"] == project
    assert page.title[0].value == "Empty one"
    assert second in engine.held


def test_the_project_stays_when_the_page_changes(
    app: AppTest, engine: FakeEngine, project: str
) -> None:
    engine.create_project("Second")
    app.query_params["project"] = project
    page = app.run()
    del page.query_params["project"]
    page = page.switch_page("pages/compare/ask.py").run()
    assert page.query_params["project"] == project


def test_renaming_changes_the_name_everywhere(app: AppTest, project: str) -> None:
    page = app.run()
    page.text_input(key="home.new_name").set_value("Rules")
    page = page.button(key="home.rename").click().run()
    assert page.title[0].value == "Rules"
    assert page.query_params["project"] == project


def test_deleting_needs_the_name_typed(app: AppTest, engine: FakeEngine, project: str) -> None:
    page = app.run()
    page.text_input(key="home.confirm").set_value("Empty")
    page = page.button(key="home.delete").click().run()
    assert "Nothing was deleted" in page.error[0].value
    assert project in engine.held
    page.text_input(key="home.confirm").set_value("Empty one")
    page = page.button(key="home.delete").click().run()
    assert engine.held == {}
    assert page.title[0].value == "Assay"


def test_a_project_with_a_waiting_job_is_refused_in_one_sentence(
    app: AppTest, engine: FakeEngine, project: str
) -> None:
    engine.seconds = 1000
    engine.rebuild(project)
    page = app.run()
    page.text_input(key="home.confirm").set_value("Empty one")
    page = page.button(key="home.delete").click().run()
    assert [error.value for error in page.error] == [
        r"The project 'Empty one' has a job that runs or waits\. Cancel it first\."
    ]


@pytest.mark.usefixtures("handbook")
def test_a_full_project_says_what_is_stale_and_what_is_next(app: AppTest) -> None:
    page = app.run()
    assert [warning.value for warning in page.warning] == [
        r"closed\-book\-1 was trained before travel policy\.docx changed\.",
        r"1 document could not be read; the Documents page says why\.",
    ]
    assert page.text[0].value == "Read all arms' answers side by side."
    assert page.button(key="home.next").label == "Ask a question"
    assert page.button(key="home.next").click().run().title[0].value == "Ask"


def test_an_interrupted_run_is_named_with_the_page_that_resumes_it(
    app: AppTest, engine: FakeEngine, handbook: str
) -> None:
    engine.seconds = 1000
    engine.train(handbook, {"name": "x", "epochs": 1})
    engine.halt(handbook, "interrupted")
    page = app.run()
    assert "Resume there" in [link.value for link in page.page_link]


def test_another_project_opens_without_what_was_chosen_in_the_one_before(
    app: AppTest, engine: FakeEngine, handbook: str, project: str
) -> None:
    app.query_params.update({"project": handbook, "evaluation": "e-1", "chapter": "cost"})
    page = app.run().selectbox(key="frame.project").set_value(project).run()
    assert page.query_params == {"project": project}


def test_the_sidebar_says_what_runs_now(app: AppTest, engine: FakeEngine, handbook: str) -> None:
    engine.seconds = 1000
    engine.rebuild(handbook)
    lines = [caption.value for caption in app.run().sidebar.caption]
    assert len(lines) == 1
    assert "Rebuilding the index" in lines[0]
    assert "17 min left" in lines[0]


def test_without_a_recording_the_demo_is_run_without_promising_minutes(app: AppTest) -> None:
    shown = buttons(app.run())
    assert "home.recorded" not in shown
    assert shown["demo.run.home"] == "Run it here"


def test_the_recorded_result_opens_on_its_verdict_in_one_click(
    app: AppTest, engine: FakeEngine
) -> None:
    engine.recording = RECORDING
    page = app.run()
    assert buttons(page)["demo.run.home"] == "Run it here (about 38 min)"
    page = page.button(key="home.recorded").click().run()
    assert page.title[0].value == "Verdict"
    assert len(page.get("plotly_chart")) == 4
    assert page.query_params["project"] == "p-1"


def test_running_the_demo_makes_a_project_of_a_free_name_and_shows_its_documents(
    app: AppTest, engine: FakeEngine
) -> None:
    engine.create_project("Demo")
    page = app.run()
    page = page.button(key="demo.run.home").click().run()
    assert [row["name"] for row in engine.projects()] == ["Demo", "Demo 2"]
    assert page.title[0].value == "Documents"
    assert page.query_params["project"] == "p-2"
    assert any("The company is invented" in line.value for line in page.caption)


def test_a_project_is_opened_from_its_door_where_it_has_come_to(
    app: AppTest, engine: FakeEngine, project: str
) -> None:
    second = full(engine)
    page = app.run()
    assert page.title[0].value == "Staff handbook"
    page = page.button(key=f"home.open.{project}").click().run()
    assert page.title[0].value == "Empty one"
    measured = next(key for key in second.held if key != project)
    page = page.button(key=f"home.open.{measured}").click().run()
    assert page.title[0].value == "Verdict"


def test_what_a_project_is_for_can_be_changed(
    app: AppTest, engine: FakeEngine, project: str
) -> None:
    page = app.run()
    page = page.selectbox(key="home.project_use").set_value("finance").run()
    assert engine.projects()[0]["use"] == "finance"
    assert any("For finance look first at exact match" in line.value for line in page.caption)
    assert page.selectbox(key="home.project_use").value == "finance"
    assert project
