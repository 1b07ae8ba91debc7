"""The verb that says what the measurements make of each slogan, and measures what is missing."""

import sys
from argparse import Namespace
from typing import TypedDict

from core.charts.words import VERDICT_LABELS
from core.cli.verbs import finish
from core.engine.wire.client import Client
from core.errors import InvalidInputError
from core.records.claim import ClaimVerdict


class Claimed(TypedDict):
    """Of `claims`, in the order of the catalogue."""

    claims: list[ClaimVerdict]


def claims(client: Client, options: Namespace) -> Claimed:
    """Return every claim with its verdict; with `--run` what is missing is measured first."""
    if options.run:
        try:
            job = client.measure(project=options.project, size=options.run)
        except InvalidInputError as nothing_left:
            print(nothing_left, file=sys.stderr)
        else:
            finish(client, job)
    verdicts = client.claims(project=options.project, evaluation=options.evaluation)
    return {"claims": verdicts["claims"]}


def said(result: Claimed) -> str:
    """Return a block a claim: the slogan, its word, the finding."""
    return "\n\n".join(map(_block, result["claims"]))


def _block(claim: ClaimVerdict) -> str:
    minutes, word = claim["minutes"], VERDICT_LABELS[claim["verdict"]].upper()
    takes = f" Measuring it takes about {minutes:.0f} minutes here." if minutes else ""
    return f"{claim['slogan']}\n{word}\n{claim['finding']}{takes}"
