"""The verbs of the command line: what each is called, takes, runs and prints, stated once."""

from pathlib import Path
from typing import get_args

from core.charts.words import CRITERIA
from core.cli import stored, text, verbs
from core.cli.claims import claims, said
from core.cli.demo import demo
from core.cli.freshness import freshness
from core.cli.recommend import recommend, recommended
from core.cli.verb import number, option, verb
from core.config import TIMED_QUESTIONS
from core.records.experiment import Size
from core.report.writers import Format
from core.tuning.settings import RECIPES

ADAPTER_THERE = option("--adapter", metavar="NAME", help="the adapted model's name at the server")
EVALUATION = option("evaluation", nargs="?", help="its id (default: the newest)")
ARMS = option("--arms", help="A,B (default: all four)")
SEED = option("--seed", type=int, default=0)

VERBS = (
    verb(
        "new",
        "make an empty project",
        verbs.new,
        option("--base", help="base model: GGUF file, folder or hub id, or its name at the server"),
        option("--server", metavar="URL", help="address of its server, up to and including /v1"),
        ADAPTER_THERE,
        text=text.created,
    ),
    verb(
        "server",
        "show or change where a project's model is served",
        verbs.server,
        option("--url", help="address, up to and including /v1"),
        ADAPTER_THERE,
        option("--per-minute", type=number, help="requests per minute, at most"),
        option("--cap", type=number, help="cost of one job, at most"),
    ),
    verb("projects", "list the projects", verbs.projects, project=False, text=text.projects),
    verb("delete", "remove a project and all it holds", verbs.delete),
    verb(
        "add",
        "index files and folders",
        verbs.add,
        option("files", nargs="+", type=Path),
        text=text.added,
    ),
    verb("remove", "remove documents", verbs.remove, option("documents", nargs="+")),
    verb("rebuild", "rebuild the index", verbs.rebuild),
    verb(
        "import",
        "import a question folder",
        verbs.import_folder,
        option("folder", type=Path),
        option("--version", type=int, default=1),
    ),
    verb(
        "questions",
        "import a CSV or JSONL file",
        verbs.questions,
        option("file", type=Path),
    ),
    verb(
        "generate",
        "write questions from the documents",
        verbs.generate,
        option("-n", type=int, help="facts to ask about"),
        SEED,
    ),
    verb(
        "retrieve",
        "show what retrieval finds",
        verbs.retrieve,
        option("question"),
        option("-k", type=int, default=5),
        text=text.retrieved,
    ),
    verb(
        "train",
        "train an adapter",
        verbs.train,
        option("--recipe", choices=list(RECIPES), default="mixed"),
        SEED,
        option(
            "--seeds", type=int, default=1, help="how many adapters, differing only in the seed"
        ),
        option("--epochs", type=int),
        option("--name"),
    ),
    verb("adapters", "list the adapters", verbs.adapters),
    verb(
        "export",
        "write an adapter to a zip file, or the tuned model to a GGUF file",
        verbs.export,
        option("adapter"),
        option("--gguf", type=Path, metavar="FILE", help="the whole model, F16"),
    ),
    verb("jobs", "list the jobs", verbs.jobs),
    verb("cancel", "stop a job", verbs.cancel, option("job")),
    verb("resume", "continue a stopped job", verbs.resume, option("job")),
    verb(
        "ask",
        "ask one question in several arms",
        verbs.ask,
        option("question"),
        ARMS,
        text=text.asked,
    ),
    verb(
        "selftest",
        "prove that each arm is the arm it claims to be",
        verbs.selftest,
        text=text.tested,
    ),
    verb(
        "evaluate",
        "put questions through the arms",
        verbs.evaluate,
        option("--arms", help="A,B or retrieval (default: all four)"),
        option("--split", default="test"),
        option("--n", type=int),
        SEED,
        option(
            "--timed",
            type=int,
            default=TIMED_QUESTIONS,
            metavar="N",
            help=f"questions answered one at a time and timed, {TIMED_QUESTIONS} by default; the "
            "others are answered in batches, which is faster",
        ),
        option(
            "--all-seeds",
            action="store_true",
            help="ask every adapter that differs only in its seed",
        ),
        text=text.evaluated,
    ),
    verb("evaluations", "list the evaluations", stored.evaluations, text=stored.listed),
    verb(
        "result",
        "show what an evaluation found, with its run card",
        stored.result,
        EVALUATION,
        option("--answers", action="store_true", help="with every question and answer, as JSON"),
        text=stored.told,
    ),
    verb(
        "verdicts",
        "show what an evaluation's planned comparisons found",
        stored.verdicts,
        EVALUATION,
        text=stored.judged,
    ),
    verb(
        "claims",
        "say what the measurements make of each slogan",
        claims,
        option("--run", choices=get_args(Size), help="measure first what is missing"),
        option("--evaluation", metavar="ID", help="default: the newest finished one"),
        text=said,
    ),
    verb(
        "compare",
        "compare two evaluations of the same questions",
        stored.compare,
        option("first", metavar="EVALUATION", help="id, or PROJECT/ID for another project"),
        option("second", metavar="EVALUATION", help="the same; differences are second less first"),
        text=stored.compared,
    ),
    verb(
        "report",
        "write a report of stored results to a file",
        verbs.report,
        option("--format", choices=get_args(Format), default="html"),
        option("--out", type=Path, metavar="FILE", help="where to (default: in the project)"),
        option("--interactive", action="store_true", help="of html: figures to point at, 5 MB"),
        text=text.reported,
    ),
    verb(
        "freshness",
        "change documents, ask before and after, retrain",
        freshness,
        option("--folder", type=Path, help="question folder with second versions"),
        option("--demo", action="store_true", help="the demo's second version"),
        option("--files", nargs="+", type=Path, help="new versions of files"),
        option("--remove", nargs="+", metavar="DOC", help="documents to remove"),
        ARMS,
        option("--n", type=int, help="changed and unchanged facts (default: 200)"),
        SEED,
        option("--retrain", action="store_true", help="retrain the adapter"),
        text=text.experiment,
    ),
    verb(
        "demo",
        "make the demo project, or open the recorded one",
        demo,
        option("--name", default="Demo"),
        option("--run", action="store_true", help="train, evaluate, change the documents"),
        option("--small", action="store_true", help="a few facts, to try it in a minute"),
        option("--recorded", action="store_true", help="open the recorded result instead"),
        project=False,
        text=text.demo,
    ),
    verb(
        "prices",
        "show or set prices",
        verbs.prices,
        *(
            option(f"--{name}", type=number)
            for name in ("machine-per-hour", "input-per-million", "output-per-million")
        ),
        option("--currency"),
    ),
    verb(
        "recommend",
        "say which option fits, from stored results",
        recommend,
        option("--last", action="store_true", help="show the last one; the rest is ignored"),
        option("--evaluation", metavar="ID", help="default: the newest finished one"),
        option("--stratum", help="seen or held_out: what the accuracy is of"),
        option(
            "--weight",
            action="append",
            default=[],
            metavar="CRITERION=NUMBER",
            help=f"how much one counts, once each: {', '.join(CRITERIA)}",
        ),
        option("--latency-ms", type=number, metavar="MS", help="most that an answer may take"),
        option("--budget", type=number, metavar="AMOUNT", help="most that a month may cost"),
        option("--must-cite", action="store_true", help="answers must come with their passage"),
        option("--no-training", action="store_true", help="nothing may be trained"),
        option("--data-stays", action="store_true", help="nothing may leave this machine"),
        option("--queries", type=number, metavar="N", help="a month"),
        option("--updates", type=number, metavar="N", help="of the documents, a month"),
        text=recommended,
    ),
)
