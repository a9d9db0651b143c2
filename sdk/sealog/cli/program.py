"""The entry point of the `sealog` program: loads the commands, and handles Ctrl-C while it does.

An application needs none of the command line's packages, so `pip install sealog` installs none; then this program says
which extra is missing.
"""

from __future__ import annotations

import os
import sys

_OF_THE_COMMAND_LINE = frozenset({"typer", "rich"})


def main() -> None:
    """Run the command line."""
    try:
        from sealog.cli.main import main as run
    except KeyboardInterrupt:
        os.write(2, b"sealog: interrupted\n")
        sys.exit(130)
    except ModuleNotFoundError as missing:
        if missing.name not in _OF_THE_COMMAND_LINE:
            raise
        os.write(2, f"sealog: the commands need {missing.name}: pip install 'sealog[cli]'\n".encode())
        sys.exit(2)
    run()


if __name__ == "__main__":
    main()
