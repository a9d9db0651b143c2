"""Names of workflows: runs of one workflow share theirs, whatever id its runs carry."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from sealog_exporters.cli.workflow_runs.reading import read_runs
from sealog_exporters.workflows import Span
from sealog_exporters.workflows.plans.workflow_name import names_one_only, workflow_name
from workflows.frameworks.running import recorded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog_exporters.cli.workflow_runs.sources import Place


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        (
            "Crew_dfbe7531-20d1-4edc-9d69-b605f54f2351.kickoff",
            "Crew_3E7D96FE-3338-4859-89FE-05811C1495A0.kickoff",
            "Crew_<id>.kickoff",
        ),
        ("run dfbe753120d14edc9d69b605f54f2351", "run 3e7d96fe33384859089fe05811c149500", "run <id>"),
        ("build-3f9a1c2", "build-77b01d4e", "build-<id>"),
        ("flow 01HZX3K9QW8F4T6B7Y5N2M1P0R", "flow 01J0A2S4D6F8G0H1J3K5M7N9PQ", "flow <id>"),
        ("job/48213/start", "job/9907/start", "job/<id>/start"),
        ("nightly 2026-12-03T05:50:11Z", "nightly 2026-11-30T23:01:02Z", "nightly <id>"),
        ("nightly 03.12.2026", "nightly 30.11.2026", "nightly <id>"),
        ("run_20261203_0550", "run_20261130_2301", "run_<id>"),
        ("at 1764740000.123 for 5512", "at 1764740999.4 for 91231", "at <id> for <id>"),
        ("mail to [masked:email_address]", "mail to [erased:email_address]", "mail to <email_address>"),
    ],
)
def test_what_differs_between_runs_is_no_part_of_the_name(first: str, second: str, name: str) -> None:
    assert workflow_name(first) == workflow_name(second) == name
    assert workflow_name(name) == name
    assert not names_one_only(first)
    assert not names_one_only(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "invoke_agent agent-1",
        "plan v2.10.3",
        "chat gpt-4o-mini",
        "step 12",
        "Facade.defaced",
        "effaceable",
        "oauth2_login sha256 utf8",
        "internationalisation",
        "r\u00fcckfrage \u0661\u0662\u0663\u0664\u0665",
    ],
)
def test_words_versions_and_small_numbers_stay(name: str) -> None:
    assert workflow_name(name) == name
    assert names_one_only(name)


def test_models_stay_apart_by_their_versions() -> None:
    assert workflow_name("chat gpt-4-0613") == "chat gpt-4-<id>"
    assert workflow_name("chat gpt-3-0613") == "chat gpt-3-<id>"


@pytest.mark.parametrize("piece", ["1-", "1234-", "a1", "01-01-", "0123abcd-", "~", "[masked:"])
def test_of_a_long_name_only_the_beginning_counts(piece: str) -> None:
    name = workflow_name(piece * 100_000)
    assert len(name) <= 1_000
    assert workflow_name(name) == name


def test_runs_of_crewai_are_runs_of_one_workflow(tmp_path: Path) -> None:
    files = []
    for mode, data in recorded("crewai").items():
        files.append(str(tmp_path / f"{mode}.jsonl"))
        (tmp_path / f"{mode}.jsonl").write_bytes(data)
    roots = set(re.findall(r"Crew_[-0-9a-f]+[.]kickoff", "".join(Path(file).read_text("utf-8") for file in files)))
    assert len(roots) == len(files) == 2
    for workflow in ("", "Crew_<id>.kickoff", *roots):
        assert [run.root for run in read_runs(files, workflow)] == ["Crew_<id>.kickoff"] * 2


def run_of(number: int, name: str) -> Span:
    """Make a run of one span."""
    return Span(
        trace_id=f"{number:032x}",
        span_id=f"{number:016x}",
        parent_id="",
        name=name,
        start_ns=number,
        end_ns=number + 1_000,
        failed=False,
        scope="",
        service="",
        version="",
        attributes={},
    )


class Newest:
    """A place with these traces; `asked` is what it was asked for."""

    option = "--store"

    def __init__(self, traces: list[list[Span]]) -> None:
        self._traces = traces
        self.asked: list[str] = []

    @contextmanager
    def opened(self) -> Iterator[Newest]:
        yield self

    def newest(self, workflow: str, limit: int) -> Iterator[list[Span]]:
        self.asked.append(workflow)
        yield from self._traces[:limit]


@pytest.mark.parametrize(
    ("workflow", "asked", "found"),
    [("run 4711", "", 2), ("run <id>", "", 2), ("walk", "walk", 1)],
)
def test_a_server_is_asked_by_name_only_if_the_name_has_no_id(workflow: str, asked: str, found: int) -> None:
    names = ["run 4711", "walk", "run 4712"]
    place = Newest([[run_of(number, name)] for number, name in enumerate(names, 1)])
    assert len(read_runs((), workflow, place=cast("Place", place), newest=found)) == found
    assert place.asked == [asked]
