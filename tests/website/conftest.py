"""Reading docstrings takes griffe, which needs Python 3.11: on 3.10 these tests are left out."""

from __future__ import annotations

import sys

collect_ignore_glob = ["test_*.py"] if sys.version_info < (3, 11) else []
