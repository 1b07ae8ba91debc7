"""The judge beside every answer on Evaluate, on a real engine and a real endpoint."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.chat.server import TRIES
from core.config import Paths
from core.engine.wire.client import Client, connect
from core.project.workspace import Workspace
from tests.core.engine import hand_made
from tests.endpoint_server import Server, start
from tests.fake_data import RECORDING
from tests.fakes import FakeEngine
from tests.pages.conftest import APP, chapter
from ui import services

PAGE = "pages/compare/evaluate.py"


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """An engine in this process over a finished project."""
    paths = Paths(tmp_path / "workspace", tmp_path / "no models", tmp_path / "demo.jsonl.gz")
    db = hand_made.make(Workspace(paths.workspace), facts=30).db
    db.set_setting("demo", None)  # It is somebody's own project.
    db.close()
    monkeypatch.setenv("ASSAY_WORKSPACE", str(paths.workspace))
    monkeypatch.delenv("ASSAY_ENDPOINT_URL", raising=False)
    one = connect(paths, own=True)
    monkeypatch.setattr(services, "client", lambda: one)
    yield one
    one.close()


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Server:
    """An endpoint that is configured and finds right what is said of sites 20 to 29."""
    one = start()
    one.reply = lambda asked: "yes" if "site 2" in asked else "no"
    monkeypatch.setenv("ASSAY_ENDPOINT_URL", one.url)
    monkeypatch.setenv("ASSAY_ENDPOINT_MODEL", "big-judge")
    return one


def opened() -> AppTest:
    page = AppTest.from_file(APP, default_timeout=60).run().switch_page(PAGE).run()
    return chapter(page, "answers")


def headings(page: AppTest) -> list[str]:
    return [heading.value for heading in page.subheader]


def keys(page: AppTest) -> list[str]:
    return [str(button.key) for button in page.button]


def said(page: AppTest) -> str:
    elements = [*page.caption, *page.markdown, *page.info, *page.warning, *page.error, *page.text]
    return " ".join(one.value for one in elements).replace("\\", "").replace("\N{WORD JOINER}", "")


def judged(page: AppTest, client: Client) -> AppTest:
    page = page.button(key="judge.start").click().run()
    place = client.projects()[0]["id"]
    client.wait(project=place, job=client.jobs(project=place)[0]["id"], seconds=60)
    return page.run()


def labelling(page: AppTest, client: Client) -> AppTest:
    """Run with the box open in which answers are labelled: the test's pages forget that it is."""
    page.session_state[f"judge.labels.{evaluation(client)}"] = True
    return page.run()


def evaluation(client: Client) -> str:
    return str(client.evaluations(project="Demo")[0]["id"])


def press(page: AppTest, client: Client, name: str) -> AppTest:
    [button] = [one for one in page.button if (one.key or "").startswith(f"judge.{name}")]
    button.click()
    return labelling(page, client)


def shown(page: AppTest) -> str:
    return next(line.value for line in page.markdown if line.value.startswith("#### "))


def test_without_an_endpoint_there_is_one_line(real: Client) -> None:
    page = opened()
    assert "Judge" not in headings(page)
    assert said(page).count("If you have access to a stronger model") == 1
    assert [key for key in keys(page) if key.startswith("judge.")] == []
    assert not page.exception


def test_a_recorded_result_without_verdicts_has_not_even_that(
    app: AppTest, engine: FakeEngine, handbook: str
) -> None:
    page = chapter(app.run().switch_page(PAGE).run(), "answers")
    assert "access to a stronger model" in said(page)
    engine.held[handbook]["recorded"] = RECORDING
    assert "access to a stronger model" not in said(page.run())


def test_what_it_takes_is_said_before_and_asked_only_on_a_click(
    real: Client, judge: Server
) -> None:
    page = opened()
    assert headings(page)[-1] == "Judge"
    assert f"big-judge at {judge.url}: 20 calls, about" in said(page)
    assert "are sent there" in said(page)
    assert judge.bodies == []
    page = judged(page, real)
    assert len(judge.bodies) == 20
    assert "big-judge has judged every answer" in said(page)
    assert "judge.start" not in keys(page)
    assert not page.exception


def test_no_verdict_is_shown_before_people_have_labelled_enough(
    real: Client, judge: Server
) -> None:
    page = judged(opened(), real)
    assert page.metric[-1].value == "\N{EN DASH}"
    assert "so far there are 0. Until then" in said(page)
    assert "Judged right, corrected by people" not in headings(page)


def test_fifty_labels_that_agree_bring_the_chart(real: Client, judge: Server) -> None:
    page = judged(opened(), real)
    place = {"project": "Demo", "evaluation": evaluation(real)}
    for _ in range(49):
        row = real.labelling(**place)["next"]
        right = "site 2" in row["question"]
        real.label_answer(**place, answer=row["key"], correct=right)
    page = labelling(page, real)
    assert "so far there are 49. Until then" in said(page)
    for _ in range(3):
        page = press(page, real, "right" if "site 2" in shown(page) else "wrong")
    assert "52 labelled of at least 50 (80 answers)" in str(page.get("progress")[-1].proto.text)
    page = page.button(key="judge.compare").click().run()
    assert page.metric[-1].value == "1.00"
    assert "agree on 52 of 52 labelled answers: kappa 1.00" in said(page)
    assert "Judged right, corrected by people" in headings(page)
    table = page.dataframe[-1].value
    assert list(table["Judged %, corrected"]) == [50] * 4
    assert list(table["Containment %"]) == [100] * 4
    assert not page.exception


def test_a_label_can_be_looked_at_again_and_changed(real: Client, judge: Server) -> None:
    page = labelling(opened(), real)
    first = shown(page)
    page = press(page, real, "right")
    assert shown(page) != first
    page = press(page, real, "previous")
    assert shown(page) == first
    assert "labelled right" in said(page)
    press(page, real, "wrong")
    found = real.labelling(project="Demo", evaluation=evaluation(real))
    assert found["done"] == 1


def test_a_key_that_meets_the_answer_before_does_nothing(real: Client, judge: Server) -> None:
    page = labelling(opened(), real)
    [wrong] = [one for one in page.button if (one.key or "").startswith("judge.wrong.")]
    press(page, real, "right")
    page = wrong.click().run()
    page = press(page, real, "previous")
    assert "labelled right" in said(page)


def test_the_labels_name_no_arm(real: Client, judge: Server) -> None:
    page = labelling(opened(), real)
    [right] = [key for key in keys(page) if key.startswith("judge.right.")]
    assert not [arm for arm in ("base", "rag", "tuned", "hybrid") if arm in right]


def test_a_refusal_of_the_endpoint_can_be_resumed(real: Client, judge: Server) -> None:
    judge.refuse_after = 5
    page = judged(opened(), real)
    assert "refused with status 429" in said(page)
    assert "15 calls" in said(page)
    judge.refuse_after = None
    [resume] = [key for key in keys(page) if key.startswith("job.resume.")]
    page.button(key=resume).click().run()
    place = real.projects()[0]["id"]
    real.wait(project=place, job=real.jobs(project=place)[0]["id"], seconds=60)
    assert len(judge.bodies) == 20 + TRIES


def test_the_model_under_test_is_refused_before_the_click(
    real: Client, judge: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSAY_ENDPOINT_MODEL", "smollm2:135m-instruct")
    page = opened()
    assert "is the model under test" in said(page)
    assert "judge.start" not in keys(page)


def test_a_missing_model_is_one_sentence_and_the_page_stands(
    real: Client, judge: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ASSAY_ENDPOINT_MODEL")
    page = opened()
    assert "ASSAY_ENDPOINT_MODEL is not" in said(page)
    assert not page.exception
