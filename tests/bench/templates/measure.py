"""Judges `sealog templates` on lines of known statements, and times it beside drain3. It tunes nothing.

    git clone … into SOURCES/etcd, SOURCES/zookeeper, … (programs.py names them); pip install drain3
    python tests/bench/templates/measure.py SOURCES [--public LOGHUB]

GA is the share of lines whose group is exactly right, FGA the F1 score of groups. LogHub's logs are for research; they
are read where they lie, and kept nowhere else.
"""

from __future__ import annotations

import argparse
import csv
import random
import statistics
import string
import sys
import time
from collections import Counter, defaultdict
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parents[3]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "exporters"), str(ROOT / "sdk")]

from bench.templates.lines import Made, lines_of  # noqa: E402 - the path comes first
from bench.templates.programs import PROGRAMS  # noqa: E402 - same
from bench.templates.statements import read_all  # noqa: E402 - same
from sealog_exporters.templates import Miner  # noqa: E402 - same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Assign = Callable[[Sequence[str]], list[Any]]

ROUNDS = 3
COMMON = 2_000
SIGNS = string.digits * 3 + string.punctuation + " " * 4


def score(truth: Sequence[str], found: Sequence[Any]) -> tuple[float, float]:
    """Give GA and FGA."""
    true_groups, found_groups = defaultdict(list), defaultdict(list)
    for i, (statement, group) in enumerate(zip(truth, found, strict=False)):
        true_groups[statement].append(i)
        found_groups[group].append(i)
    all_found = {tuple(lines) for lines in found_groups.values()}
    right = [lines for lines in true_groups.values() if tuple(lines) in all_found]
    precision, recall = len(right) / len(found_groups), len(right) / len(true_groups)
    return sum(map(len, right)) / len(truth), 2 * precision * recall / (precision + recall) if right else 0.0


def sealog(lines: Sequence[str]) -> list[Any]:
    """Give each line's template of ours."""
    miner = Miner()
    seen = [miner.add(line) for line in lines]
    miner.templates()
    return [one.id for one in seen]


def drain3(lines: Sequence[str]) -> list[Any]:
    """Give each line's cluster of drain3, with the masks of its own example."""
    miner = _drain3()
    return [miner.add_log_message(line)["cluster_id"] for line in lines]


def _drain3() -> Any:
    from drain3 import TemplateMiner  # noqa: PLC0415 - it may not be there
    from drain3.masking import MaskingInstruction  # noqa: PLC0415 - it may not be there
    from drain3.template_miner_config import TemplateMinerConfig  # noqa: PLC0415 - it may not be there

    left, right = r"((?<=[^A-Za-z0-9])|^)", r"((?=[^A-Za-z0-9])|$)"
    config = TemplateMinerConfig()
    for shape, name in (
        (r"(([0-9a-f]{2,}:){3,}([0-9a-f]{2,}))", "ID"),
        (r"(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})", "IP"),
        (r"([0-9a-f]{6,} ?){3,}", "SEQ"),
        (r"([0-9A-F]{4} ?){4,}", "SEQ"),
        (r"(0x[a-f0-9A-F]+)", "HEX"),
        (r"([\-\+]?\d+)", "NUM"),
    ):
        config.masking_instructions.append(MaskingInstruction(f"{left}{shape}{right}", name))
    return TemplateMiner(config=config)


def public(folder: Path) -> Iterable[tuple[str, list[Made]]]:
    """Give the logs of LogHub with their labels."""
    for file in sorted(folder.glob("*/*_2k.log_structured.csv")):
        with file.open(newline="", errors="replace") as rows:
            yield file.parent.name, [Made(row["Content"], row["EventId"]) for row in csv.DictReader(rows)]


def judge(title: str, logs: Sequence[tuple[str, list[Made]]], contestants: Sequence[Assign]) -> None:
    """Print the means of each contestant over some logs."""
    for assign in contestants:
        scores = [score([one.statement for one in made], assign([one.line for one in made])) for _, made in logs]
        means = (sum(values) / len(scores) for values in zip(*scores, strict=False))
        print(f"{title:45} {assign.__name__:8} GA {next(means):.3f} FGA {next(means):.3f}", flush=True)


class Hostile:
    """Lines that no statement writes, each another one; the common words are those of the lines of statements."""

    def __init__(self, lines: Sequence[str], seed: int) -> None:
        self._random = random.Random(seed)
        counted = Counter(word for line in lines for word in set(line.split()) if word.isalpha())
        self._common = [word for word, _ in counted.most_common(COMMON)]
        self.kinds: dict[str, Callable[[], str]] = {
            "random words": lambda: self._words(self._random.randint(4, 14)),
            "random signs and digits": lambda: "".join(self._random.choices(SIGNS, k=self._random.randint(40, 120))),
            "random common words": lambda: " ".join(self._random.choices(self._common, k=self._random.randint(4, 14))),
            "random words, 1,200 a line": lambda: self._words(1_200),
        }

    def _words(self, many: int) -> str:
        letters = string.ascii_lowercase
        return " ".join("".join(self._random.choices(letters, k=self._random.randint(2, 9))) for _ in range(many))


def flood(logs: Sequence[tuple[str, list[Made]]]) -> None:
    """Print GA and FGA of the lines of all programs in one file, alone and with two hostile lines behind each."""
    made = [one for _, lines in logs for one in lines]
    random.Random(1).shuffle(made)
    truth, lines = [one.statement for one in made], [one.line for one in made]
    hostile = Hostile(lines, seed=2)
    print("{:45} sealog   GA {:.3f} FGA {:.3f}".format("all programs in one file", *score(truth, sealog(lines))))
    for kind in list(hostile.kinds)[:3]:
        make = hostile.kinds[kind]
        found = sealog([one for line in lines for one in (line, make(), make())])[::3]
        print(
            "{:45} sealog   GA {:.3f} FGA {:.3f}".format(f"  with twice as many {kind}", *score(truth, found)),
            flush=True,
        )


def race(lines: list[str], *, beside: bool) -> None:
    """Print lines a CPU second of both on the same lines, in turns, as the median; `joined` is until templates stand.

    Of hostile lines drain3 reads the first tenth, because it slows down with each.
    """
    random.Random(1).shuffle(lines)
    hostile = Hostile(lines, seed=3)
    kinds = {"mixed": lines}
    for kind, make in hostile.kinds.items():
        kinds[kind] = [make() for _ in range(2_000 if "1,200" in kind else 20_000)]
    for kind, read in kinds.items():
        rates: dict[str, list[float]] = defaultdict(list)
        for _ in range(ROUNDS):
            miner = Miner()
            rates["sealog"].append(_rate(miner.add, read))
            start = time.process_time()
            miner.templates()
            rates["joined"].append(len(read) / (len(read) / rates["sealog"][-1] + time.process_time() - start))
            if beside:
                rates["drain3"].append(
                    _rate(_drain3().add_log_message, read if kind == "mixed" else read[: len(read) // 10])
                )
        medians = ", ".join(f"{name} {statistics.median(found):,.0f}" for name, found in rates.items())
        print(f"{kind:30} {len(read):,} lines, a CPU second: {medians}", flush=True)


def _rate(add: Callable[[str], object], lines: Sequence[str]) -> float:
    start = time.process_time()
    for line in lines:
        add(line)
    return len(lines) / (time.process_time() - start)


def main() -> None:
    """Read the statements, make the lines, and judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path, help="a folder with the source of each program in a folder of its name")
    parser.add_argument("--public", type=Path, help="a folder with LogHub's logs")
    arguments = parser.parse_args()
    statements = {name: found for name, found in read_all(arguments.sources).items() if found}
    print(f"{sum(map(len, statements.values()))} statements of {len(statements)} programs", flush=True)
    contestants: list[Assign] = [sealog]
    if find_spec("drain3"):
        contestants.append(drain3)
    else:
        print("drain3 is not installed: no comparison")
    lines, bare_logs = [], []
    for held in (False, True):
        for bare in (True, False):
            logs = [
                (name, lines_of(name, found, bare=bare))
                for name, found in statements.items()
                if PROGRAMS[name].held == held
            ]
            lines += [one.line for _, made in logs for one in made]
            bare_logs += logs if bare else []
            half = "held back" if held else "looked at"
            judge(f"programs {half}, {'messages alone' if bare else 'with header and format'}", logs, contestants)
    flood(bare_logs)
    if arguments.public:
        logs = list(public(arguments.public))
        lines += [one.line for _, made in logs for one in made]
        judge("public logs", logs, contestants)
    race(lines, beside=drain3 in contestants)


if __name__ == "__main__":
    main()
