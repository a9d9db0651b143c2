"""Prints the fault table: `python tests/chaos/run.py [--row TEXT] [--way sink] [--seconds 8] [--json FILE]`.

All of it takes about 40 minutes. It needs the collector and Elasticsearch of deploy/local, and stays on loopback.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "deploy")]

from chaos.rows import ROWS  # noqa: E402
from chaos.stored import install  # noqa: E402
from chaos.table import HEAD, PATHS, line, run_row  # noqa: E402
from local import free, start  # noqa: E402


def main() -> int:
    """Run the rows that were asked for; gives 1 where another way than the exporter lost or doubled a record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--row", action="append", default=[], help="rows whose name holds this text; repeatable")
    parser.add_argument("--way", action="append", choices=list(PATHS), help="by default all")
    parser.add_argument("--seconds", type=float, default=8.0, help="how long a fault lasts")
    parser.add_argument("--json", type=Path, help="write the outcomes there as well")
    options = parser.parse_args()
    rows = [name for name in ROWS if not options.row or any(text in name for text in options.row)]
    outcomes = []
    with (
        tempfile.TemporaryDirectory(prefix="sealog-chaos-") as folder,
        start(("elasticsearch",), run_dir=Path(folder) / "run", at=free()) as running,
    ):
        install(running.elasticsearch_url)
        print(HEAD, flush=True)
        for name in rows:
            for way in options.way or PATHS:
                outcome = run_row(name, way, running, Path(folder), seconds=options.seconds)
                if outcome is not None:
                    outcomes.append({"row": name, "way": way, **asdict(outcome)})
                    print(line(name, way, outcome), flush=True)
        running.stop(forget=True)
    if options.json:
        options.json.write_text(json.dumps(outcomes, indent=2) + "\n", encoding="utf-8")
    return any(each["way"] != "exporter" and (each["lost"] or each["doubled"]) for each in outcomes)


if __name__ == "__main__":
    raise SystemExit(main())
