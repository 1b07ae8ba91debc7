"""GGUF files: a fine-tuned model leaves as one, a project's base model comes as one."""

import hashlib
import shutil
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gguf
import pytest

from core.arms import ARMS
from core.config import BASE_GGUF, BASE_MODEL, EMBEDDER, Paths
from core.engine.answering.arms import adapter_of, gather_arm, ready_arm, source_of
from core.engine.owner import Owner
from core.errors import AppError, BusyError, InvalidInputError, NotFoundError
from core.project.jobs import create_job
from core.project.questions import list_questions
from core.prompts import answer_text, messages
from core.setup import gguf_base
from tests.conftest import Sample
from tests.llama_cpp import LlamaCpp

NAME = "My own model.gguf"


def job_done(owner: Owner, job: dict[str, Any]) -> dict[str, Any]:
    asked = {"project": job["project"], "job": job["id"], "seconds": 300}
    found: dict[str, Any] = owner.call("wait", asked)
    return found


@pytest.fixture(scope="module")
def own_models(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of models in which tests may leave some."""
    folder = tmp_path_factory.mktemp("models")
    for name in (BASE_MODEL, f"{BASE_MODEL}-int8", EMBEDDER):
        (folder / name).symlink_to(small / name)
    return folder


@pytest.fixture(scope="module")
def owner(own_models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Owner]:
    one = Owner(Paths(tmp_path_factory.mktemp("workspace"), own_models))
    yield one
    one.close()


@pytest.fixture(scope="module")
def tuned(real_sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Owner]:
    """An owner over a project with an adapter of the default model itself."""
    one = Owner(real_sample.copy(tmp_path_factory.mktemp("tuned") / "workspace").paths())
    yield one
    one.close()


@pytest.fixture(scope="module")
def file(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default model's file as somebody's own."""
    return Path(
        shutil.copyfile(small / BASE_MODEL / BASE_GGUF, tmp_path_factory.mktemp("own") / NAME)
    )


def test_llama_cpp_reads_the_exported_file_as_assay_reads_its_build(tuned: Owner) -> None:
    job = tuned.call("export_gguf", {"project": "Sites", "adapter": "first"})
    done = job_done(tuned, job)
    assert done["state"] == "done", done["error"]
    [row] = tuned.call("adapters", {"project": "Sites"})
    exported = Path(row["gguf"]["path"])
    assert row["gguf"]["bytes"] == exported.stat().st_size == done["result"]["bytes"]
    assert [one.name for one in exported.parent.iterdir()] == [exported.name]
    assert gguf.GGUFReader(exported).fields["general.name"].contents() == "first"
    project, llama = tuned.engine.project("Sites"), LlamaCpp(exported)
    questions = list_questions(project.db)[:6]
    same = 0
    for key in ("tuned", "hybrid"):
        with tuned.engine.generators.exclusive():
            parts = gather_arm(tuned.engine, project, ARMS[key], adapter_of(project, ARMS[key]))
            arm = ready_arm(tuned.engine.generators, parts, source_of(parts))
            for question in questions:
                answer = arm.answer(question.text)
                texts = [passage["text"] for passage in answer.passages]
                chat = messages(question.text, texts, arm.style)
                prompt = arm.prompt(question.text, answer.passages).ids
                assert llama.tokens(llama.prompt(chat) + arm.style.opening) == prompt
                request = tuned.call(
                    "gguf_recipe",
                    {
                        "project": "Sites",
                        "adapter": "first",
                        "question": question.text,
                        "passages": texts,
                    },
                )["request"]
                assert llama.tokens(request["prompt"]) == prompt
                same += answer_text(llama.complete(request), arm.style) == answer.text
    assert same >= 10, f"{same} of 12 answers are the same"


def test_a_renamed_adapter_loses_its_file_and_a_deleted_one_takes_it_along(
    tuned: Owner,
) -> None:
    key = tuned.call("adapters", {"project": "Sites"})[0]["id"]
    kept = tuned.engine.project("Sites").folder / "exports" / f"{key}.gguf"
    kept.parent.mkdir(exist_ok=True)
    kept.write_bytes(b"GGUF")
    assert tuned.call("adapters", {"project": "Sites"})[0]["gguf"]["bytes"] == 4
    tuned.call("rename_adapter", {"project": "Sites", "adapter": key, "name": "second"})
    assert tuned.call("adapters", {"project": "Sites"})[0]["gguf"] is None


def test_an_adapter_keeps_its_name_while_its_file_waits_or_is_written(tuned: Owner) -> None:
    key = tuned.call("adapters", {"project": "Sites"})[0]["id"]
    waiting = create_job(tuned.engine.project("Sites").db, "export", {"adapter": key})
    for operation, more in (("rename_adapter", {"name": "third"}), ("delete_adapter", {})):
        with pytest.raises(BusyError, match="An export job of 'Sites' waits"):
            tuned.call(operation, {"project": "Sites", "adapter": key} | more)
    tuned.call("cancel", {"project": "Sites", "job": waiting["id"]})
    assert tuned.call("adapters", {"project": "Sites"})[0]["name"] != "third"


def test_an_export_that_does_not_fit_into_memory_fails_in_words(
    tuned: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gguf_base, "MEMORY_PER_WEIGHT", 10_000)
    key = tuned.call("adapters", {"project": "Sites"})[0]["id"]
    done = job_done(tuned, tuned.call("export_gguf", {"project": "Sites", "adapter": key}))
    assert (done["state"], done["result"]) == ("failed", None)
    assert "(0.1 billion weights) needs about 1345.2 GB of memory" in done["error"]
    assert list((tuned.engine.project("Sites").folder / "exports").iterdir()) == []


def test_an_export_that_cannot_be_written_is_refused(tuned: Owner, tmp_path: Path) -> None:
    given = {"project": "Sites", "adapter": tuned.call("adapters", {"project": "Sites"})[0]["id"]}
    with pytest.raises(InvalidInputError, match="a folder that exists"):
        tuned.call("export_gguf", given | {"file": str(tmp_path / "no" / "such.gguf")})
    with pytest.raises(NotFoundError, match="no adapter 'x'"):
        tuned.call("export_gguf", given | {"adapter": "x"})


def test_a_model_from_a_gguf_file_is_prepared_once_and_answers_as_the_default_does(
    owner: Owner, file: Path, own_models: Path
) -> None:
    before = set(own_models.iterdir())
    made = owner.call("create_project", {"name": "Own", "base": str(file)})
    with pytest.raises(AppError, match=f"{NAME} is not prepared"):
        gather_arm(owner.engine, owner.engine.project("Own"), ARMS["base"], None)
    done = job_done(owner, made["job"])
    assert done["state"] == "done", done["error"]
    key = made["base"]
    assert key == f"{NAME}-{hashlib.sha256(file.read_bytes()).hexdigest()[:12]}"
    assert {path.name for path in set(own_models.iterdir()) - before} == {key, f"{key}-int8"}
    again = owner.call("create_project", {"name": "Own again", "base": str(file)})
    assert (again["base"], again["job"]) == (key, None)
    owner.call("create_project", {"name": "Default"})
    for question in ("What is the capital of France?", "When does a week begin?"):
        texts = []
        for name in ("Own again", "Default"):
            with owner.engine.generators.exclusive():
                parts = gather_arm(owner.engine, owner.engine.project(name), ARMS["base"], None)
                arm = ready_arm(owner.engine.generators, parts, None)
                texts.append(arm.answer(question).text)
        assert texts[0] == texts[1] != ""
    assert owner.call("prompt", {"project": "Own"})["model"] == NAME


def damaged(file: Path, target: Path, keep: float) -> Path:
    target.write_bytes(file.read_bytes()[: int(file.stat().st_size * keep)])
    return target


@pytest.mark.parametrize("keep", [0.00005, 0.005, 0.5, 0.999])
def test_a_file_that_was_cut_short_is_refused_and_leaves_nothing(
    owner: Owner, file: Path, own_models: Path, tmp_path: Path, keep: float
) -> None:
    before = set(own_models.iterdir())
    cut = damaged(file, tmp_path / "cut.gguf", keep)
    with pytest.raises(InvalidInputError, match=r"cut\.gguf is damaged or cut short"):
        owner.call("create_project", {"name": "Cut", "base": str(cut)})
    assert set(own_models.iterdir()) == before
    assert "Cut" not in [row["name"] for row in owner.call("projects", {})]


def test_a_file_that_promises_more_than_it_holds_is_refused_at_once(
    owner: Owner, tmp_path: Path
) -> None:
    """A list of 2 to the 40 numbers: a reader that believes it never ends."""
    liar = tmp_path / "liar.gguf"
    header = struct.pack("<4sIQQ", b"GGUF", 3, 0, 1)
    liar.write_bytes(header + struct.pack("<Q1sIIQ", 1, b"k", 9, 4, 2**40))
    with pytest.raises(InvalidInputError, match="it ends before its last value"):
        owner.call("create_project", {"name": "Liar", "base": str(liar)})


def written(target: Path, family: str, **texts: str) -> Path:
    writer = gguf.GGUFWriter(target, family)
    for key, text in texts.items():
        writer.add_string(key.replace("__", "."), text)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return target


def test_what_is_no_base_model_is_refused_with_what_it_is(owner: Owner, tmp_path: Path) -> None:
    other = tmp_path / "other.gguf"
    other.write_bytes(b"PK\3\4 not a model")
    for base, text in (
        (tmp_path / "none.gguf", "There is no file"),
        (other, "other.gguf is not a GGUF file: it begins with b'PK"),
        (written(tmp_path / "gemma.gguf", "gemma3"), "the architecture 'gemma3'.*llama, qwen2, qw"),
        (written(tmp_path / "bare.gguf", "llama"), "bare.gguf holds no tokenizer"),
        (written(tmp_path / "raw.gguf", "llama", tokenizer__ggml__tokens="x"), "no chat template"),
    ):
        with pytest.raises(AppError, match=text):
            owner.call("create_project", {"name": "Refused", "base": str(base)})
    assert "Refused" not in [row["name"] for row in owner.call("projects", {})]


def test_a_file_that_lacks_weights_fails_in_words_and_leaves_nothing(
    owner: Owner, file: Path, own_models: Path, tmp_path: Path
) -> None:
    """A file that names one layer more than it holds: transformers would make that one up."""
    more = tmp_path / "more.gguf"
    shutil.copyfile(file, more)
    field = gguf.GGUFReader(more, "r+").fields["llama.block_count"]
    field.parts[field.data[0]][0] += 1
    before = set(own_models.iterdir())
    made = owner.call("create_project", {"name": "More", "base": str(more)})
    done = job_done(owner, made["job"])
    assert done["state"] == "failed"
    assert "more.gguf lacks weights of its model, among them model.layers.2." in done["error"]
    assert set(own_models.iterdir()) == before
