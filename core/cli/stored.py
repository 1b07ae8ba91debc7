"""The verbs of stored results: what a page says of them, also of the recorded demo; no model."""

from argparse import Namespace
from typing import TypedDict

from core.charts.quality.sentences import between_evaluations, sentence, tested
from core.charts.words import VERDICT_LABELS, arm_label
from core.engine.wire.client import Client
from core.errors import InvalidInputError
from core.records.comparison import Comparison, Moved, Side
from core.records.contrast import Contrast
from core.records.evaluation import EvaluationFigures, EvaluationLine


class Evaluations(TypedDict):
    """Of `evaluations`, newest first."""

    evaluations: list[EvaluationLine]


class Found(Contrast):
    """A planned contrast with the claim under test, and what was found in a sentence."""

    claim: str
    finding: str


class Verdicts(TypedDict):
    """Of `verdicts`."""

    evaluation: str
    card: str
    contrasts: list[Found]


def evaluations(client: Client, options: Namespace) -> Evaluations:
    """List a project's evaluations."""
    return {"evaluations": client.evaluations(project=options.project)}


def result(client: Client, options: Namespace) -> EvaluationFigures:
    """Return an evaluation's summary and run card; with `--answers` every question as well."""
    which = {"project": options.project, "evaluation": _chosen(client, options)}
    return client.evaluation(**which) if options.answers else client.figures(**which)


def verdicts(client: Client, options: Namespace) -> Verdicts:
    """Return the planned contrasts of an evaluation, each with its finding."""
    figures = client.figures(project=options.project, evaluation=_chosen(client, options))
    return {
        "evaluation": figures["id"],
        "card": figures["card"]["hash"],
        "contrasts": [
            {**contrast, "claim": tested(contrast), "finding": sentence(contrast)}
            for contrast in figures["summary"]["contrasts"]
        ],
    }


def compare(client: Client, options: Namespace) -> Comparison:
    """Compare two evaluations of the same questions."""
    project, evaluation = _place(options.project, options.first)
    other, other_evaluation = _place(options.project, options.second)
    return client.compare(
        project=project,
        evaluation=evaluation,
        other_project=other,
        other_evaluation=other_evaluation,
    )


def _place(project: str, named: str) -> tuple[str, str]:
    """Return project and evaluation of "e-1", of this project, or "Other/e-1", of another."""
    other, _, evaluation = named.rpartition("/")
    return other or project, evaluation


def _chosen(client: Client, options: Namespace) -> str:
    """Return the evaluation that was named, else the newest with answers.

    Raises:
        InvalidInputError: there is none.
    """
    if options.evaluation:
        return str(options.evaluation)
    rows = client.evaluations(project=options.project)
    newest = next((row["id"] for row in rows if row["answers"]), None)
    if newest is None:
        raise InvalidInputError(
            f"{options.project} has no evaluation yet. Run one: evaluate {options.project}"
        )
    return newest


def listed(result: Evaluations) -> str:
    """Return a line an evaluation."""
    lines = [
        f"{row['id']}  {row['created_at'][:16]}  {row['n']} {row['split']} questions  "
        f"{', '.join(map(arm_label, row['arms']))}  {row['state']}"
        for row in result["evaluations"]
    ]
    return "\n".join(lines) or "No evaluations yet."


def told(result: EvaluationFigures) -> str:
    """Return what the page says: the findings, then what each chart shows and its limits."""
    # Late: charts take a second to import, and other verbs need none.
    from core.charts.catalogue import of_evaluation

    card, summary = result["card"], result["summary"]
    head = (
        f"{result['id']}: {summary['model']}, {summary['n']} questions, split {card['split']}, "
        f"seed {card['seed']}. Run card {card['hash']}."
    )
    parts = [head, "\n".join(map(_finding, summary["contrasts"]))]
    for charts in of_evaluation(summary).values():
        for chart in charts:
            shown, limits = chart.sentences(summary)
            parts.append(f"{chart.title}\n{shown}\nLimits: {limits}")
    return "\n\n".join(filter(None, parts))


def judged(result: Verdicts) -> str:
    """Return a finding a line, each with the claim under test and its word."""
    found = "\n".join(map(_finding, result["contrasts"]))
    return found or "No verdicts: the evaluation is not complete, or no two arms can be compared."


def _finding(contrast: Contrast) -> str:
    word = VERDICT_LABELS[contrast["verdict"]]
    return f"{sentence(contrast)} (Claim under test: {tested(contrast)}. {word.capitalize()}.)"


def compared(result: Comparison) -> str:
    """Return both sides, a finding a line, what differs, and what moved question by question."""
    return "\n".join(
        (
            f"First: {_side(result['first'])}",
            f"Second: {_side(result['second'])}",
            f"The same {result['n']} questions.",
            *map(between_evaluations, result["differences"]),
            *result["changed"],
            *map(_item, result["moved"]),
        )
    )


def _side(side: Side) -> str:
    return f"{side['name']}, {side['evaluation']}, {side['model']}, {side['measured_at'][:10]}"


def _item(item: Moved) -> str:
    way = "better" if item["better"] else "worse"
    return (
        f"{way:6}  {arm_label(item['arm'])}: {item['question']} Expected "
        f"{' | '.join(item['gold']) or 'no answer'}. First: {item['first']} Second: "
        f"{item['second']}"
    )
