"""What holds for records of the embedded store holds for its spans: access, erasure, rewrap."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from people.site import POLICY, Site
from people.test_erase import erase, receipt, secrets_of
from people.test_rewrap import opened, rewrap, without_first
from sealog_exporters.event import OtlpSpan
from sealog_exporters.store import LogStore

if TYPE_CHECKING:
    from pathlib import Path


def span_of(record: Any, number: int) -> OtlpSpan:
    """A span whose name, or whose event where it is no text, is what a record says."""
    is_text = isinstance(record.body, str)
    return OtlpSpan(
        trace_id="ab" * 16,
        span_id=f"{number:016x}",
        parent_id="",
        name=record.body if is_text else "work",
        kind=1,
        start_unix_nano=record.time_unix_nano,
        end_unix_nano=record.time_unix_nano + 1,
        status_code=2,
        status_message=record.body if is_text else "",
        attributes=record.attributes,
        events=[{"time_unix_nano": 1, "name": "said", "attributes": {"body": record.body}}],
        links=[],
        resource=record.resource,
        scope="",
    )


@pytest.fixture
def events(site: Site) -> list[Any]:
    return site.events()


@pytest.fixture
def store(site: Site, events: list[Any]) -> Path:
    path = site.folder / "logs.sqlite"
    with LogStore(path) as made:
        made.spans.add([span_of(record, number) for number, record in enumerate(events, 1)])
    return path


def spans(path: Path) -> list[OtlpSpan]:
    with LogStore(path, read_only=True) as store:
        return store.spans.trace("ab" * 16)


def test_a_person_gets_their_spans(site: Site, store: Path) -> None:
    bundle = site.folder / "answer.zip"
    done = site.run(
        "access",
        "--subject",
        site.folder / "subject.yaml",
        "--request",
        "R",
        "--out",
        bundle,
        "--stores",
        f"store:{store}",
    )
    assert f"store:{store}: 3 records" in done.output, (done.output, done.exception)
    with zipfile.ZipFile(bundle) as archive:
        found = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "mail from alice@example.com to <email_address 1>" in found
    assert "C-4711" in found
    assert "bob@example.org" not in found


def test_erasure_leaves_neither_token_nor_index_in_the_file_and_others_still_open(
    site: Site, events: list[Any], store: Path
) -> None:
    done = erase(site, "--stores", f"store:{store}")
    assert done.exit_code == 0, (done.output, done.exception)
    assert f"store:{store}: 3 erased, 0 already, 0 held, verified" in done.output
    assert {"table": "spans", "max_id": 6} in receipt(site)["body"]["stores"][0]["marks"]
    raw = store.read_bytes()
    assert not [text for text in secrets_of(events) if text in raw]
    left = json.dumps([one._asdict() for one in spans(store)])
    text, unopened = opened(site.keys, site.folder, left)
    assert unopened == 0
    assert "bob@example.org" in text
    assert "alice" not in text
    assert {one.name for one in spans(store)} >= {"nothing to see", "work"}
    with LogStore(store, read_only=True) as kept:
        indexes = [index for event in events for index in event.attributes.get("sealog.index", ())]
        assert {record.body for record in kept.spans.find(indexes)} >= {"work"}


def test_erasure_reaches_what_tells_operations_apart(site: Site, events: list[Any]) -> None:
    path = site.folder / "logs.sqlite"
    sealed = events[1].body
    resource = {"service.name": sealed, "service.version": sealed}
    with LogStore(path) as made:
        made.spans.add([span_of(events[1], 1)._replace(resource=resource)])
    done = erase(site, "--stores", f"store:{path}")
    assert "1 erased" in done.output, (done.output, done.exception)
    raw = path.read_bytes()
    assert not [text for text in secrets_of(events) if text in raw]


def test_spans_under_a_hold_stay(site: Site, events: list[Any], store: Path) -> None:
    site.write("policy.yaml", POLICY + "  holds: [{name: dispute, service: shop}]\n")
    done = erase(site, "--stores", f"store:{store}")
    assert "3 held" in done.output, (done.output, done.exception)
    assert all(text in store.read_bytes() for text in secrets_of(events)[:1])


def test_spans_open_without_the_old_epoch_after_a_rewrap(site: Site, store: Path) -> None:
    old = json.dumps([one._asdict() for one in spans(store)])
    assert opened(without_first(site.keys), site.folder, old)[1] > 0
    done = rewrap(site, "--stores", f"store:{store}")
    assert f"store:{store}: 1 records were changed" in done.output, (done.output, done.exception)
    new = json.dumps([one._asdict() for one in spans(store)])
    assert opened(without_first(site.keys), site.folder, new)[1] == 0
