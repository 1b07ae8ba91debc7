"""What each verb of the command line does with an engine, and how its result reads."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from core.arms import ALL_ARMS, parse_arms
from core.config import BASE_MODEL
from core.engine.wire.client import Client
from core.errors import CancelledError, EngineError
from core.records.run_card import RETRIEVAL
from core.tuning.settings import seeded

Json = dict[str, Any]
LOOK_SECONDS = 1.0


def finish(client: Client, job: Json) -> Json:
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
        raise CancelledError(f"Stopped. Go on with: resume {project} {job['id']}") from None
    if job["state"] != "done":
        raise EngineError(f"{job['error']} (job {job['id']}, {job['state']})")
    result: Json = job["result"]
    return result | {"job": job["id"]}


def _progress(job: Json) -> str:
    left = f", {job['seconds_left']:.0f} s left" if job["seconds_left"] else ""
    return f"{job['kind']}: {job['message'] or job['state']}{left}"


def new(client: Client, given: Namespace) -> Json:
    """Make an empty project."""
    if given.server:
        at = {"url": given.server, "adapter": given.adapter}
        served: Json = client.create_project(name=given.project, base=given.base or "", server=at)
        return served
    base = given.base or BASE_MODEL
    if Path(base).expanduser().exists():
        base = str(Path(base).expanduser().resolve())
    project: Json = client.create_project(name=given.project, base=base)
    if project["job"]:
        finish(client, project["job"])
    return project


def server(client: Client, given: Namespace) -> Json:
    """Show or change where a project's model is served."""
    keys = ("url", "adapter", "per_minute", "cap")
    wanted = {key: getattr(given, key) for key in keys if getattr(given, key) is not None}
    found: Json = client.set_server(project=given.project, server=wanted)["server"]
    return found


def projects(client: Client, given: Namespace) -> Json:
    """List the projects; say on stderr which cannot be opened."""
    for sentence in client.set_aside():
        print(sentence, file=sys.stderr)
    return {"projects": client.projects()}


def delete(client: Client, given: Namespace) -> Json:
    """Remove a project."""
    client.delete_project(project=given.project)
    return {"deleted": given.project}


def add(client: Client, given: Namespace) -> Json:
    """Index files and folders."""
    files = [{"path": str(path.resolve()), "name": path.name} for path in given.files]
    return finish(client, client.add_documents(project=given.project, files=files))


def remove(client: Client, given: Namespace) -> Json:
    """Remove documents."""
    job = client.remove_documents(project=given.project, documents=given.documents)
    return finish(client, job)


def rebuild(client: Client, given: Namespace) -> Json:
    """Make the index anew."""
    return finish(client, client.rebuild(project=given.project))


def import_(client: Client, given: Namespace) -> Json:
    """Import a question folder."""
    folder = str(given.folder.resolve())
    job = client.import_folder(project=given.project, folder=folder, version=given.version)
    return finish(client, job)


def questions(client: Client, given: Namespace) -> Json:
    """Import a file of questions."""
    path = str(given.file.resolve())
    report: Json = client.import_questions(project=given.project, path=path, name=given.file.name)
    return report


def generate(client: Client, given: Namespace) -> Json:
    """Write questions from the documents."""
    plan = client.estimate_generation(project=given.project, n=given.n, seed=given.seed)
    print(f"generate: {plan['facts']} facts, about {plan['minutes']} minutes", file=sys.stderr)
    job = client.generate(project=given.project, n=given.n, seed=given.seed)
    return finish(client, job)


def retrieve(client: Client, given: Namespace) -> Json:
    """Show what retrieval finds."""
    found: Json = client.retrieve(project=given.project, question=given.question, k=given.k)
    return found


def train(client: Client, given: Namespace) -> Json:
    """Train an adapter, or one a seed: each begins when the one before it is done."""
    settings = {key: getattr(given, key) for key in ("recipe", "seed", "epochs", "name")}
    runs = seeded(settings, given.seeds)
    plan = client.estimate_training(project=given.project, settings=settings)
    each = " each" * (len(runs) > 1)
    print(f"train: about {plan['minutes']} minutes{each}, {plan['memory_gb']} GB", file=sys.stderr)
    done = [finish(client, client.train(project=given.project, settings=run)) for run in runs]
    return done[0] if len(done) == 1 else {"adapters": done}


def adapters(client: Client, given: Namespace) -> Json:
    """List the adapters."""
    return {"adapters": client.adapters(project=given.project)}


def export(client: Client, given: Namespace) -> Json:
    """Write an adapter to a zip file, or the fine-tuned model to a GGUF file."""
    if given.gguf:
        file = str(given.gguf.resolve())
        job = client.export_gguf(project=given.project, adapter=given.adapter, file=file)
        return finish(client, job)
    found: Json = client.export_adapter(project=given.project, adapter=given.adapter)
    return found


def jobs(client: Client, given: Namespace) -> Json:
    """List the jobs."""
    return {"jobs": client.jobs(project=given.project)}


def cancel(client: Client, given: Namespace) -> Json:
    """Stop a job."""
    job: Json = client.cancel(project=given.project, job=given.job)
    return job


def resume(client: Client, given: Namespace) -> Json:
    """Go on with a stopped job, to its end."""
    job = client.resume(project=given.project, job=given.job)
    result = finish(client, job)
    if job["kind"] == "freshness":
        found: Json = client.experiment(project=given.project, experiment=result["experiment"])
        return found
    return _evaluated(client, given.project, result) if job["kind"] == "evaluate" else result


def ask(client: Client, given: Namespace) -> Json:
    """Ask one question in several arms."""
    arms = [arm.key for arm in parse_arms(given.arms)]
    begun = client.ask(project=given.project, question=given.question, arms=arms)
    state: Json = {}
    said = set()
    for state in client.stream(begun["ask"]):
        for arm in state["arms"]:
            if arm["state"] not in ("waiting", "running") and arm["arm"] not in said:
                said.add(arm["arm"])
                print(f"ask: {arm['arm']} {arm['state']}", file=sys.stderr)
    return {**state, "arms": {arm["arm"]: arm for arm in state["arms"]}}


def selftest(client: Client, given: Namespace) -> Json:
    """Prove the arms."""
    return finish(client, client.self_test(project=given.project))


def evaluate(client: Client, given: Namespace) -> Json:
    """Put questions through the arms."""
    retrieval = given.arms == RETRIEVAL
    arms = [RETRIEVAL] if retrieval else [arm.key for arm in parse_arms(given.arms, ALL_ARMS)]
    job = client.evaluate(
        project=given.project,
        arms=arms,
        split=given.split,
        n=given.n,
        seed=given.seed,
        all_seeds=given.all_seeds,
        timed=given.timed,
    )
    return _evaluated(client, given.project, finish(client, job))


def _evaluated(client: Client, project: str, result: Json) -> Json:
    found = client.evaluation(project=project, evaluation=result["evaluation"])
    return {"evaluation": found["id"], "card": found["card"]["hash"], **found["summary"]}


def prices(client: Client, given: Namespace) -> Json:
    """Show or set prices."""
    keys = ("currency", "machine_per_hour", "input_per_million", "output_per_million")
    wanted = {key: getattr(given, key) for key in keys if getattr(given, key) is not None}
    if wanted:
        client.set_prices(project=given.project, prices=wanted)
    found: Json = client.prices(project=given.project)
    return found


def text(verb: str, result: Json) -> str:
    """Return a result as people read it."""
    writer = {
        "retrieve": _retrieve_text,
        "ask": _ask_text,
        "evaluate": _evaluate_text,
        "add": _add_text,
        "selftest": _selftest_text,
    }.get(verb)
    if writer:
        return writer(result)
    rows = next((value for value in result.values() if isinstance(value, list)), None)
    if rows is not None and len(result) == 1:
        return "\n".join(_line(row) for row in rows) or f"No {verb} yet."
    return _line(result)


def _line(row: Any) -> str:
    if not isinstance(row, dict):
        return str(row)
    shown = {key: value for key, value in row.items() if not isinstance(value, dict | list)}
    return "  ".join(f"{key} {value}" for key, value in shown.items())


def _add_text(result: Json) -> str:
    return "\n".join(
        f"{file['state']:9} {file['name']}: "
        + (file["error"] or f"{file['pages']} pages, {file['passages']} passages")
        for file in result["files"]
    )


def _retrieve_text(result: Json) -> str:
    return "\n\n".join(
        f"{one['document']}, page {one['page']} (score {one['score']:.4f}; "
        f"matches {', '.join(one['matches']) or 'none'})\n{one['text']}"
        for one in result["passages"]
    )


def _ask_text(result: Json) -> str:
    return "\n".join(
        f"{ALL_ARMS[key].label:14} {arm['text'] or arm['error']}"
        for key, arm in result["arms"].items()
    )


def _selftest_text(result: Json) -> str:
    return "\n".join(
        f"{'passed' if check['passed'] else 'FAILED'}  {check['name']}: {check['detail']}"
        for check in result["checks"]
    )


def _evaluate_text(result: Json) -> str:
    lines = [
        f"{ALL_ARMS[key].label:14} EM {arm['em']:.3f}  F1 {arm['f1']:.3f}  "
        f"containment {arm['containment']:.3f}  n {arm['n']}  failed {arm['failed']}"
        + f"  seeds {arm['seeds']}"
        * (arm["seeds"] > 1)
        for key, arm in result["arms"].items()
    ]
    found = result["retrieval"]
    if found:
        lines.append("retrieval  " + "  ".join(f"{key} {found[key]:.4g}" for key in found))
    return "\n".join(lines)
