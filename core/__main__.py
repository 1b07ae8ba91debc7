"""The command line: python -m core [--workspace DIR] VERB PROJECT ..."""

import json
import sys

from core.cli.parser import chosen, parser
from core.config import Paths
from core.engine.wire.client import connect
from core.errors import AppError
from core.process.memory import leave


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; return the exit status, 2 for what the user can mend."""
    options = parser().parse_args(arguments)
    verb = chosen(options)
    paths = Paths(workspace=options.workspace.resolve()) if options.workspace else Paths()
    client = None
    try:
        client = connect(paths, own=True)
        result = verb.run(client, options)
    except AppError as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        if client:
            client.close()
    print(json.dumps(result) if options.json else verb.text(result))
    return 0


if __name__ == "__main__":
    leave(main())
