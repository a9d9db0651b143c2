"""Every row of the makers' secrets finds its hits and leaves its misses; they lie in `secrets/`, a file a family."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from detect.marks import unmark
from sealog.detect import secrets
from sealog.detect.engine.scanner import Scanner
from sealog.detect.regex import best_engine
from sealog.detect.secrets.checksums import base62_crc32, has_crc32

if TYPE_CHECKING:
    from sealog.detect.regex import Engine

FILES = sorted((Path(__file__).parent / "secrets").glob("*.txt"))


class Example(NamedTuple):
    """One line of a file: the row it belongs to, and whether its marks are to be found."""

    entity: str
    keyword: str
    is_hit: bool
    line: str


def _examples() -> list[Example]:
    found: list[Example] = []
    for path in FILES:
        entity = keyword = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            sign, _, rest = line.partition(" ")
            if sign == "##":
                entity, _, keyword = rest.partition(" ")
            elif sign in {"+", "-"}:
                found.append(Example(entity, keyword, sign == "+", rest))
    return found


EXAMPLES = _examples()
HITS = [example for example in EXAMPLES if example.is_hit]
MISSES = [example for example in EXAMPLES if not example.is_hit]


@pytest.fixture(scope="module", params=[best_engine(), "re"])
def scanner(request: pytest.FixtureRequest) -> Scanner:
    engine: Engine = request.param
    return Scanner(engine=engine)


@pytest.mark.parametrize("example", HITS, ids=lambda example: example.line)
def test_a_row_finds_exactly_what_its_hit_marks(scanner: Scanner, example: Example) -> None:
    text, spans = unmark(example.line)
    assert spans
    assert [(f.entity, f.start, f.end) for f in scanner.scan(text)] == [(example.entity, *span) for span in spans]


@pytest.mark.parametrize("example", MISSES, ids=lambda example: example.line)
def test_a_row_leaves_its_misses(scanner: Scanner, example: Example) -> None:
    assert example.entity not in {finding.entity for finding in scanner.scan(unmark(example.line)[0])}


def test_every_row_has_two_hits_and_two_misses() -> None:
    for rule in secrets.RULES:
        mine = [e for e in EXAMPLES if (e.entity, e.keyword) == (rule.entity, rule.keywords[0])]
        assert len({e.line for e in mine if e.is_hit}) >= 2, rule
        assert len({e.line for e in mine if not e.is_hit}) >= 2, rule


def test_every_example_belongs_to_one_row() -> None:
    rows = [(rule.entity, rule.keywords[0]) for rule in secrets.RULES]
    assert len(rows) == len(set(rows))
    assert {(e.entity, e.keyword) for e in EXAMPLES} == set(rows)


def test_there_are_a_hundred_kinds() -> None:
    assert len(secrets.RULES) >= 200
    assert len({rule.entity for rule in secrets.RULES}) >= 100


def test_a_token_with_a_right_check_sum_is_found_where_its_surroundings_speak_against_it(scanner: Scanner) -> None:
    """GitHub's own example of a token, from its article on token formats."""
    token = "ghp_" + "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ" + "0mLq17"
    assert has_crc32(token)
    assert [(f.start, f.end) for f in scanner.scan(f"tag{token}")] == [(3, 3 + len(token))]
    assert scanner.scan(f"tag{token[:-1]}8") == []


def test_a_check_sum_has_six_characters() -> None:
    assert base62_crc32("") == "000000"
    assert len(base62_crc32("A" * 30)) == 6


@pytest.mark.parametrize("escape", ["\\n", "\\t", "%3D", "\\u003d"])
def test_an_escape_before_a_token_is_no_letter_of_a_word(scanner: Scanner, escape: str) -> None:
    text = f"a{escape}glpat-{'x1Y2z3W4v5U6t7S8r9Q0'}"
    assert [f.entity for f in scanner.scan(text)] == ["gitlab_token"]


def test_the_documentation_names_every_entity() -> None:
    text = (Path(__file__).parents[2] / "docs" / "detection.md").read_text(encoding="utf-8")
    assert [entity for entity in Scanner().entities if f"`{entity}`" not in text] == []


def test_two_tokens_in_reach_of_each_other_are_both_found(scanner: Scanner) -> None:
    """A token whose mark stands inside it is looked for before the mark as well, where the other one is."""
    token = "sk-" + "qJefjr3DlaqpZsDWxcci" + "T3BlbkFJ" + "3k6yiBTaXQnYWhuMyv8B"
    assert [f.entity for f in scanner.scan(f"{token} {token}")] == ["openai_key"] * 2
    assert scanner.scan_many([token, token]) == [scanner.scan(token)] * 2


@pytest.mark.parametrize("run", ["xXxxxXxxx", "b" * 12, "Bb" * 6, "-" * 12])
def test_a_token_filled_with_one_sign_is_an_example(scanner: Scanner, run: str) -> None:
    assert scanner.scan(f"glpat-x1Y2z3W4{run}") == []


@pytest.mark.parametrize("run", ["xXxxxXxxy", "b" * 11 + "c", "A" * 12])
def test_a_shorter_run_of_a_sign_is_of_a_token(scanner: Scanner, run: str) -> None:
    assert [f.entity for f in scanner.scan(f"glpat-x1Y2z3W4v5U6t7S8r9Q{run}")] == ["gitlab_token"]
