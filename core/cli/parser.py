"""The parser of the command line, made from the table of verbs."""

import argparse
from argparse import Namespace
from pathlib import Path

from core.cli.table import VERBS
from core.cli.verb import Verb


def parser() -> argparse.ArgumentParser:
    """Return the parser of all verbs. Beside their options it stores `verb`, a name, alone."""
    # These two may stand before the verb or behind it.
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--workspace", type=Path, help="folder of projects")
    common.add_argument("--json", action="store_true", help="one JSON object on stdout")
    top = argparse.ArgumentParser(
        prog="python -m core",
        description="The same jobs without a browser: python -m core [--workspace DIR] VERB "
        "PROJECT ...",
    )
    top.add_argument("--workspace", type=Path, help="folder of projects (default ./workspace)")
    top.add_argument("--json", action="store_true", help="one JSON object on stdout")
    verbs_of = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    for each in VERBS:
        sub = verbs_of.add_parser(
            each.name, help=each.help, description=each.help, parents=[common]
        )
        for add in each.options:
            add(sub)
    return top


def chosen(options: Namespace) -> Verb:
    """Return the verb that a parsed command line names."""
    return next(each for each in VERBS if each.name == options.verb)
