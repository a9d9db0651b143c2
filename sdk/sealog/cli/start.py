"""The entry of the `sealog` program. It says which extra is missing where the command line's packages are not there."""

from __future__ import annotations

import sys

_OF_THE_COMMAND_LINE = frozenset({"typer", "rich"})
EXIT_USAGE = 2


def main() -> None:
    """Run the command line.

    An application needs none of its packages, so `pip install sealog` brings none. Exits with 2 where they are missing.
    """
    try:
        from sealog.cli.main import main as run  # what it imports may not be there
    except ModuleNotFoundError as missing:
        if missing.name not in _OF_THE_COMMAND_LINE:
            raise
        print(f"sealog: the commands need {missing.name}: pip install 'sealog[cli]'", file=sys.stderr)  # noqa: T201 - no rich
        sys.exit(EXIT_USAGE)
    run()
