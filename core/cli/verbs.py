"""What each verb of the command line does with an engine."""

import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import cast

from core.arms import ALL_ARMS, parse_arms
from core.cli.text import (
    Added,
    Asked,
    Evaluated,
    Projects,
    Reported,
    Result,
    Retrieved,
    Tested,
    counted,
)
from core.config import BASE_MODEL
from core.engine.wire.client import Client
from core.errors import CancelledError, EngineError
from core.records.document import UploadedFile
from core.records.job import Job, JobResult
from core.records.prices import Prices
from core.records.project import NewProject
from core.records.run_card import RETRIEVAL
from core.tuning.settings import seeded

LOOK_SECONDS = 1.0


def finish(client: Client, job: Job) -> JobResult:
    """Follow a job to its end, its progress on stderr; return its result.

    Raises:
        AppError: it failed or was stopped; Ctrl-C stops it.
    """
    project, last = job["project"], ""
    try:
        while job["state"] in ("queued", "running"):
            job = client.wait(project=project, job=job["id"], seconds=LOOK_SECONDS)
            line = _progress(job)
            if line != last:
                print(line, file=sys.stderr, flush=True)
                last = line
    except KeyboardInterrupt:
        client.cancel(project=project, job=job["id"])
        client.wait(project=project, job=job["id"], seconds=30)
        raise CancelledError(f"Stopped. Continue with: resume {project} {job['id']}") from None
    if job["state"] != "done":
        raise EngineError(f"{job['error']} (job {job['id']}, {job['state']})")
    return (job["result"] or {}) | {"job": job["id"]}


def once(client: Client, project: str, kind: str, begin: Callable[[], Job]) -> JobResult:
    """Return the result of the project's job of a kind: it stands, goes on, or begins."""
    rows = [row for row in client.jobs(project=project) if row["kind"] == kind]
    if not rows:
        return finish(client, begin())
    last = rows[0]
    if last["state"] in ("cancelled", "failed", "interrupted"):
        last = client.resume(project=project, job=last["id"])
    return finish(client, last)


def _progress(job: Job) -> str:
    left = f", {job['seconds_left']:.0f} s left" if job["seconds_left"] else ""
    return f"{job['kind']}: {job['message'] or job['state']}{left}"


def new(client: Client, options: Namespace) -> NewProject:
    """Make an empty project."""
    if options.server:
        at = {"url": options.server, "adapter": options.adapter}
        return client.create_project(name=options.project, base=options.base or "", server=at)
    base = options.base or BASE_MODEL
    if Path(base).expanduser().exists():
        base = str(Path(base).expanduser().resolve())
    project = client.create_project(name=options.project, base=base)
    if project["job"]:
        finish(client, project["job"])
    return project


def server(client: Client, options: Namespace) -> Result:
    """Show or change where a project's model is served."""
    keys = ("url", "adapter", "per_minute", "cap")
    wanted = {key: getattr(options, key) for key in keys if getattr(options, key) is not None}
    settings = client.set_server(project=options.project, server=wanted)["server"]
    assert settings is not None  # Or the engine would have refused.
    return settings


def projects(client: Client, options: Namespace) -> Projects:
    """List the projects; say on stderr which cannot be opened."""
    for sentence in client.set_aside():
        print(sentence, file=sys.stderr)
    return {"projects": client.projects()}


def delete(client: Client, options: Namespace) -> Result:
    """Remove a project."""
    client.delete_project(project=options.project)
    return {"deleted": options.project}


def add(client: Client, options: Namespace) -> Added:
    """Index files and folders."""
    files: list[UploadedFile] = [
        {"path": str(path.resolve()), "name": path.name} for path in options.files
    ]
    return cast(Added, finish(client, client.add_documents(project=options.project, files=files)))


def remove(client: Client, options: Namespace) -> Result:
    """Remove documents."""
    job = client.remove_documents(project=options.project, documents=options.documents)
    return finish(client, job)


def rebuild(client: Client, options: Namespace) -> Result:
    """Rebuild the index."""
    return finish(client, client.rebuild(project=options.project))


def import_folder(client: Client, options: Namespace) -> Result:
    """Import a question folder."""
    folder = str(options.folder.resolve())
    job = client.import_folder(project=options.project, folder=folder, version=options.version)
    return finish(client, job)


def questions(client: Client, options: Namespace) -> Result:
    """Import a file of questions."""
    path = str(options.file.resolve())
    return client.import_questions(project=options.project, path=path, name=options.file.name)


def generate(client: Client, options: Namespace) -> Result:
    """Write questions from the documents."""
    plan = client.estimate_generation(project=options.project, n=options.n, seed=options.seed)
    print(
        f"generate: {counted(plan['facts'], 'fact')}, about {plan['minutes']} min",
        file=sys.stderr,
    )
    job = client.generate(project=options.project, n=options.n, seed=options.seed)
    return finish(client, job)


def retrieve(client: Client, options: Namespace) -> Retrieved:
    """Show what retrieval finds."""
    passages = client.retrieve(project=options.project, question=options.question, k=options.k)
    return cast(Retrieved, passages)


def train(client: Client, options: Namespace) -> Result:
    """Train an adapter, or one a seed: each begins when the one before it is done."""
    settings = {key: getattr(options, key) for key in ("recipe", "seed", "epochs", "name")}
    runs = seeded(settings, options.seeds)
    plan = client.estimate_training(project=options.project, settings=settings)
    each = " each" * (len(runs) > 1)
    print(f"train: about {plan['minutes']} min{each}, {plan['memory_gb']} GB", file=sys.stderr)
    done = [finish(client, client.train(project=options.project, settings=run)) for run in runs]
    return done[0] if len(done) == 1 else {"adapters": done}


def adapters(client: Client, options: Namespace) -> Result:
    """List the adapters."""
    return {"adapters": client.adapters(project=options.project)}


def export(client: Client, options: Namespace) -> Result:
    """Write an adapter to a zip file, or the fine-tuned model to a GGUF file."""
    if options.gguf:
        file = str(options.gguf.resolve())
        job = client.export_gguf(project=options.project, adapter=options.adapter, file=file)
        return finish(client, job)
    return client.export_adapter(project=options.project, adapter=options.adapter)


def jobs(client: Client, options: Namespace) -> Result:
    """List the jobs."""
    return {"jobs": client.jobs(project=options.project)}


def cancel(client: Client, options: Namespace) -> Result:
    """Stop a job."""
    return client.cancel(project=options.project, job=options.job)


def resume(client: Client, options: Namespace) -> Result:
    """Go on with a stopped job, to its end."""
    job = client.resume(project=options.project, job=options.job)
    result = finish(client, job)
    if job["kind"] == "freshness":
        return client.experiment(project=options.project, experiment=result["experiment"])
    return _evaluated(client, options.project, result) if job["kind"] == "evaluate" else result


def ask(client: Client, options: Namespace) -> Asked:
    """Ask one question in several arms."""
    arms = [arm.key for arm in parse_arms(options.arms)]
    begun = client.ask(project=options.project, question=options.question, arms=arms)
    told = set()
    for state in client.stream(begun["ask"]):
        for arm in state["arms"]:
            if arm["state"] not in ("waiting", "running") and arm["arm"] not in told:
                told.add(arm["arm"])
                print(f"ask: {arm['arm']} {arm['state']}", file=sys.stderr)
    return cast(Asked, {**state, "arms": {arm["arm"]: arm for arm in state["arms"]}})


def selftest(client: Client, options: Namespace) -> Tested:
    """Prove the arms."""
    return cast(Tested, finish(client, client.self_test(project=options.project)))


def evaluate(client: Client, options: Namespace) -> Evaluated:
    """Put questions through the arms."""
    retrieval = options.arms == RETRIEVAL
    arms = [RETRIEVAL] if retrieval else [arm.key for arm in parse_arms(options.arms, ALL_ARMS)]
    job = client.evaluate(
        project=options.project,
        arms=arms,
        split=options.split,
        n=options.n,
        seed=options.seed,
        all_seeds=options.all_seeds,
        timed=options.timed,
    )
    return _evaluated(client, options.project, finish(client, job))


def _evaluated(client: Client, project: str, result: JobResult) -> Evaluated:
    stored = client.evaluation(project=project, evaluation=result["evaluation"])
    named = {"evaluation": stored["id"], "card": stored["card"]["hash"]}
    return cast(Evaluated, named | stored["summary"])


def report(client: Client, options: Namespace) -> Reported:
    """Write a report of the newest finished evaluation."""
    file = str(options.out.resolve()) if options.out else None
    made = client.report(
        project=options.project,
        format=options.format,
        interactive=options.interactive,
        file=file,
    )
    return {"report": made["path"], "format": options.format}


def prices(client: Client, options: Namespace) -> Result:
    """Show or set prices."""
    keys = ("currency", "machine_per_hour", "input_per_million", "output_per_million")
    wanted = {key: getattr(options, key) for key in keys if getattr(options, key) is not None}
    if wanted:
        client.set_prices(project=options.project, prices=cast(Prices, wanted))
    return client.prices(project=options.project)
