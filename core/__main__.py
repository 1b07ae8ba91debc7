"""The same jobs without a browser: python -m core [--workspace DIR] VERB PROJECT ..."""

import argparse
import json
import sys
from functools import partial
from pathlib import Path

from core.cli import demo as verbs_demo
from core.cli import freshness as verbs_freshness
from core.cli import verbs
from core.config import TIMED_QUESTIONS, Paths
from core.engine.wire.client import connect
from core.errors import AppError
from core.process.memory import leave
from core.tuning.settings import RECIPES


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; return the exit status, 2 for what the user can mend."""
    given = parser().parse_args(arguments)
    paths = Paths(workspace=given.workspace.resolve()) if given.workspace else Paths()
    client = None
    try:
        client = connect(paths, own=True)
        result = given.run(client, given)
    except AppError as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        if client:
            client.close()
    texts = {"freshness": verbs_freshness.freshness_text, "demo": verbs_demo.demo_text}
    shown = texts.get(given.verb) or partial(verbs.text, given.verb)
    print(json.dumps(result) if given.json else shown(result))
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the parser of all verbs."""
    # Options may stand before the verb or behind it.
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--workspace", type=Path, help="folder of projects")
    common.add_argument("--json", action="store_true", help="one JSON object on stdout")
    top = argparse.ArgumentParser(prog="python -m core", description=__doc__)
    top.add_argument("--workspace", type=Path, help="folder of projects (default ./workspace)")
    top.add_argument("--json", action="store_true", help="one JSON object on stdout")
    subs = top.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(name: str, text: str, *, project: bool = True) -> argparse.ArgumentParser:
        sub = subs.add_parser(name, help=text, description=text, parents=[common])
        if project:
            sub.add_argument("project", help="name or id")
        sub.set_defaults(run=getattr(verbs, name.replace("import", "import_"), None))
        return sub

    new = verb("new", "make an empty project")
    new.add_argument(
        "--base", help="base model: GGUF file, folder or hub id, or its name at the server"
    )
    new.add_argument("--server", metavar="URL", help="address of its server, up to and with /v1")
    new.add_argument("--adapter", metavar="NAME", help="the adapted model's name at the server")
    server = verb("server", "show or change where a project's model is served")
    server.add_argument("--url", help="address, up to and with /v1")
    server.add_argument("--adapter", metavar="NAME", help="the adapted model's name at the server")
    server.add_argument("--per-minute", type=float, help="most requests a minute")
    server.add_argument("--cap", type=float, help="most that one job may cost")
    verb("projects", "list the projects", project=False)
    verb("delete", "remove a project and all it holds")
    verb("add", "index files and folders").add_argument("files", nargs="+", type=Path)
    verb("remove", "remove documents").add_argument("documents", nargs="+")
    verb("rebuild", "make the index anew")
    folder = verb("import", "import a question folder")
    folder.add_argument("folder", type=Path)
    folder.add_argument("--version", type=int, default=1)
    verb("questions", "import a CSV or JSONL file").add_argument("file", type=Path)
    generate = verb("generate", "write questions from the documents")
    generate.add_argument("-n", type=int, help="facts to ask about")
    generate.add_argument("--seed", type=int, default=0)
    search = verb("retrieve", "show what retrieval finds")
    search.add_argument("question")
    search.add_argument("-k", type=int, default=5)
    train = verb("train", "train an adapter")
    train.add_argument("--recipe", choices=list(RECIPES), default="mixed")
    train.add_argument("--seed", type=int, default=0)
    train.add_argument("--seeds", type=int, default=1, help="adapters, alike but for the seed")
    train.add_argument("--epochs", type=int)
    train.add_argument("--name")
    verb("adapters", "list the adapters")
    export = verb("export", "write an adapter to a zip file, or the tuned model to a GGUF file")
    export.add_argument("adapter")
    export.add_argument("--gguf", type=Path, metavar="FILE", help="the whole model, F16")
    verb("jobs", "list the jobs")
    verb("cancel", "stop a job").add_argument("job")
    verb("resume", "go on with a stopped job").add_argument("job")
    ask = verb("ask", "ask one question in several arms")
    ask.add_argument("question")
    ask.add_argument("--arms")
    verb("selftest", "prove that each arm is the arm it claims to be")
    evaluate = verb("evaluate", "put questions through the arms")
    evaluate.add_argument("--arms", help="A,B or retrieval (default: all four)")
    evaluate.add_argument("--split", default="test")
    evaluate.add_argument("--n", type=int)
    evaluate.add_argument("--seed", type=int, default=0)
    evaluate.add_argument(
        "--timed",
        type=int,
        default=TIMED_QUESTIONS,
        metavar="N",
        help=f"questions answered one at a time and timed, {TIMED_QUESTIONS} by default; the "
        "others are answered together, which is faster",
    )
    evaluate.add_argument(
        "--all-seeds", action="store_true", help="ask every adapter that differs in the seed alone"
    )
    freshness = verb("freshness", "change documents, ask before and after, train anew")
    freshness.add_argument("--folder", type=Path, help="question folder with second versions")
    freshness.add_argument("--demo", action="store_true", help="the demo's second version")
    freshness.add_argument("--files", nargs="+", type=Path, help="new versions of files")
    freshness.add_argument("--remove", nargs="+", metavar="DOC", help="documents that go")
    freshness.add_argument("--arms", help="A,B (default: all four)")
    freshness.add_argument("--n", type=int, help="changed and unchanged facts (default: 200)")
    freshness.add_argument("--seed", type=int, default=0)
    freshness.add_argument("--retrain", action="store_true", help="train an adapter anew")
    freshness.set_defaults(run=verbs_freshness.freshness)
    demo = verb("demo", "make the demo project", project=False)
    demo.add_argument("--name", default="Demo")
    demo.add_argument("--run", action="store_true", help="train, evaluate, change the documents")
    demo.set_defaults(run=verbs_demo.demo)
    prices = verb("prices", "show or set prices")
    for name in ("machine-per-hour", "input-per-million", "output-per-million"):
        prices.add_argument(f"--{name}", type=float)
    prices.add_argument("--currency")
    return top


if __name__ == "__main__":
    leave(main())
