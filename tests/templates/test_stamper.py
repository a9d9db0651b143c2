"""Templates' ids as records come in: what keeps its id, and what an id finds again."""

from __future__ import annotations

import json
import stat
from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING, Any

import pytest

from sealog.errors import SettingError
from sealog_exporters.event import Event
from sealog_exporters.templates.snapshot import load, save
from sealog_exporters.templates.stamper import Stamper

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAMES = ["amber", "basil", "cedar", "dahlia", "elder", "fennel", "ginger", "heather", "iris", "jasmine", "laurel"]


class AtOnce(Executor):
    """Runs what it is given at once, in the caller's thread."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def event(body: Any, **attributes: Any) -> Event:
    return Event(
        time_unix_nano=5,
        observed_unix_nano=5,
        severity_number=9,
        severity_text="",
        body=body,
        attributes=attributes,
        resource={"service.name": "shop"},
        scope="",
        event_name="",
        trace_id="",
        span_id="",
    )


class Intake:
    """A stamper, and the id that each body got."""

    def __init__(self, path: Path | None = None) -> None:
        self.clock = Clock()
        self.stamper = Stamper(path, beside=AtOnce(), clock=self.clock)

    def ids(self, *bodies: str) -> list[str]:
        return [str(one.attributes["sealog.template.id"]) for one in self.stamper.stamped([event(b) for b in bodies])]

    def join(self) -> None:
        """Let a minute pass, in which forms are joined."""
        self.clock.now += 61
        self.stamper.refine()
        self.stamper.refine()


def logins(names: list[str]) -> list[str]:
    return [f"the gardener {name} has logged in" for name in names]


def test_lines_of_one_statement_have_one_id_and_others_another() -> None:
    intake = Intake()
    first, second, other = intake.ids("order 1 was shipped", "order 22 was shipped", "order 1 was paid")
    assert first == second != other


def test_a_word_that_was_never_seen_gets_the_id_of_the_pattern_that_others_made() -> None:
    intake = Intake()
    early = intake.ids(*logins(NAMES[:8]))
    assert len(set(early)) == 8
    intake.join()
    late = intake.ids(*logins(NAMES[8:]))
    assert set(late) == {early[0]}


def test_all_ids_that_a_template_had_are_found_from_any_of_them() -> None:
    intake = Intake()
    early = intake.ids(*logins(NAMES[:8]))
    intake.join()
    assert sorted(intake.stamper.miner.former_ids(early[0])) == sorted(early)
    assert intake.stamper.miner.former_ids(early[5]) == intake.stamper.miner.former_ids(early[0])
    assert intake.stamper.miner.former_ids(early[5])[0] == early[0]


def test_a_place_for_words_takes_no_other_statement_in() -> None:
    intake = Intake()
    known = set(intake.ids(*logins(NAMES[:8])))
    intake.join()
    others = intake.ids(
        "the gardener amber has logged out", "the gardener amber: no such person has logged in", "the gardener"
    )
    assert known.isdisjoint(others)


def test_a_place_for_numbers_takes_no_words() -> None:
    intake = Intake()
    first = intake.ids(*(f"{name} ate {n} of all pears" for n, name in enumerate(NAMES[:8])))
    intake.join()
    assert intake.ids("laurel ate some of all pears")[0] not in first


def test_ids_and_what_was_joined_survive_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "templates.json"
    intake = Intake(path)
    early = intake.ids(*logins(NAMES[:8]), "order 1 was shipped")
    intake.join()
    intake.stamper.close()
    again = Intake(path)
    assert again.ids(*logins(NAMES[8:]), "order 2 was shipped") == [early[0]] * 3 + [early[8]]
    assert sorted(again.stamper.miner.former_ids(early[3])) == sorted(early[:8])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_came_after_the_last_snapshot_has_the_same_ids_after_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "templates.json"
    intake = Intake(path)
    intake.ids(*logins(NAMES[:8]))
    intake.join()
    lost = ["order 1 was shipped", *logins(NAMES[8:])]
    assert Intake(path).ids(*lost) == intake.ids(*lost)


def test_replicas_give_a_statement_of_values_only_the_same_id() -> None:
    assert Intake().ids("order 1 was shipped") == Intake().ids("cart 5 is empty", "order 7 was shipped")[1:]


def test_what_a_sender_wrote_as_an_id_is_replaced_and_its_template_is_kept() -> None:
    intake = Intake()
    forged = event("order 1 was shipped", **{"sealog.template.id": "aaaaaaaaaaaaaaaa"})
    given = event("ann has left the house", **{"log.record.template": "%s has left the %s"})
    named = event("bob has left the boat", **{"message_template.text": "%s has left the %s"})
    found = [one.attributes for one in intake.stamper.stamped([forged, given, named])]
    assert found[0]["sealog.template.id"] == intake.ids("order 2 was shipped")[0]
    assert found[0]["log.record.template"] == "order <*> was shipped"
    assert found[1]["sealog.template.id"] == found[2]["sealog.template.id"]
    assert found[1]["log.record.template"] == found[2]["log.record.template"] == "%s has left the %s"
    assert forged.attributes == {"sealog.template.id": "aaaaaaaaaaaaaaaa"}


@pytest.mark.parametrize("body", [None, "", 5, b"\xff", {"a": [b"\xff", None]}, "\ud800", [1, 2]])
def test_a_body_of_any_kind_has_a_template(body: Any) -> None:
    (stamped,) = Intake().stamper.stamped([event(body)])
    assert len(str(stamped.attributes["sealog.template.id"])) == 16


def test_sealed_values_are_values_of_their_kind() -> None:
    intake = Intake()
    tokens = [f"seal1~email_address~{n:0>13}~{'Ab' * 30}" for n in range(3)]
    found = intake.stamper.stamped([event(f"mail to {token} was sent") for token in tokens])
    assert len({one.attributes["sealog.template.id"] for one in found}) == 1
    assert {one.attributes["log.record.template"] for one in found} == {"mail to <email_address> was sent"}


def test_memory_is_bounded_under_a_flood_and_counts_add_up() -> None:
    stamper = Stamper(None, beside=AtOnce(), clock=Clock(), max_forms=500)
    bodies = [f"{a}{b} {c} {d}ly" for a in NAMES for b in NAMES for c in NAMES for d in NAMES]
    for start in range(0, len(bodies), 500):
        stamper.stamped([event(body) for body in bodies[start : start + 500]])
    assert stamper.miner.forms <= 500
    assert sum(one.count for one in stamper.miner.templates()) == len(bodies)


def test_a_state_that_cannot_be_written_stops_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    intake = Intake(tmp_path / "none" / "templates.json")
    (tmp_path / "none").touch()
    assert len(intake.ids("order 1 was shipped")) == 1
    intake.stamper.close()
    assert "templates are kept in memory meanwhile" in capsys.readouterr().err


def test_what_people_decide_in_the_file_is_taken_over_and_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "templates.json"
    intake = Intake(path)
    shipped, paid = intake.ids("order 1 was shipped", "order 1 was paid")
    intake.join()
    theirs = load(path)
    theirs.templates()
    theirs.merge(shipped, [paid])
    theirs.choices.names[shipped] = "order-changed"
    save(theirs, path)
    intake.clock.now += 5
    intake.stamper.refine()
    intake.stamper.refine()
    assert intake.ids("order 2 was shipped", "order 2 was paid", "cart 1 is empty")[:2] == [shipped, shipped]
    intake.join()
    kept = load(path)
    assert kept.choices.names == {shipped: "order-changed"}
    assert sorted(kept.former_ids(paid)) == sorted([shipped, paid])


def test_a_pinned_template_keeps_its_text_here_and_in_the_file_until_it_is_unpinned(tmp_path: Path) -> None:
    path = tmp_path / "templates.json"
    intake = Intake(path)
    (shipped,) = intake.ids("order amber was shipped")
    intake.stamper.pin(shipped, wanted=True)
    assert intake.stamper.is_pinned(shipped)
    assert load(path).choices.pinned == {shipped: "order amber was shipped"}
    with pytest.raises(SettingError, match="not among those that are kept"):
        intake.stamper.pin("0" * 16, wanted=True)
    theirs = load(path)
    theirs.choices.names[shipped] = "shipped"
    save(theirs, path)
    intake.stamper.pin(shipped, wanted=False)
    assert not intake.stamper.is_pinned(shipped)
    assert (load(path).choices.pinned, load(path).choices.names) == ({}, {shipped: "shipped"})


def test_a_damaged_state_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "templates.json"
    path.write_text(json.dumps({"format": "another"}))
    with pytest.raises(SettingError, match=r"templates\.json: no snapshot of templates"):
        Stamper(path)
