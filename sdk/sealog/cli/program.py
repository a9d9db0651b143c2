"""The entry point of the `sealog` program: loads the commands, also while Ctrl-C is pressed. It imports little."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line."""
    try:
        from sealog.cli.main import main as run
    except KeyboardInterrupt:
        os.write(2, b"sealog: interrupted\n")
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
