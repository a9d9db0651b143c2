"""The script to run: `python deploy/local/backends.py get|start|stop|status`. Everything is in command.py.

Run as a script, Python puts this folder in front of its path, where `elasticsearch.py` would hide the library of
that name; so the folder above takes its place, and the modules here are `local.*`, as in tests.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    from local.command import main

    sys.exit(main())
