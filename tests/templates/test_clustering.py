"""Which forms are joined to one pattern, and which stay apart."""

from __future__ import annotations

import random

import pytest

from sealog_exporters.templates.clustering import cluster
from sealog_exporters.templates.forms.form import form_of
from sealog_exporters.templates.template import rendered

NAMES = ("kebana", "orviso", "tal-mir", "Zorvane", "quiltro", "ostari", "Nelvo")


def patterns(*messages: str) -> set[str]:
    return {rendered(pattern) for pattern in cluster(form_of(message) for message in messages).values()}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("topic {} was created by request", "topic <*> was created by request"),
        ("could not read the manifest: {}", "could not read the manifest: <*>"),
        ("{}: session closed by the server", "<*>: session closed by the server"),
    ],
)
def test_names_become_a_value(statement: str, expected: str) -> None:
    assert patterns(*(statement.format(name) for name in NAMES)) == {expected}


def test_two_names_that_vary_at_once_become_two_values() -> None:
    pairs = zip(NAMES, reversed(NAMES), strict=True)
    assert patterns(*(f"moved member {a} to the group {b} again" for a, b in pairs)) == {
        "moved member <*> to the group <*> again"
    }


def test_error_texts_of_any_length_behind_a_colon_become_a_value() -> None:
    texts = ("disk is full", "the lease is gone", "no more room left on this node", "a peer went away: retry", "closed")
    assert patterns(*(f"could not flush the table: {text}" for text in texts)) == {"could not flush the table: <*>"}


def test_states_become_a_value_from_the_second_on() -> None:
    assert patterns("worker changed to RUNNING", "worker changed to STOPPED") == {"worker changed to <*>"}
    assert patterns("auto commit set to true", "auto commit set to false") == {"auto commit set to <*>"}


@pytest.mark.parametrize(
    "messages",
    [
        ("connection opened", "connection closed", "connection reset", "connection refused", "connection lost"),
        ("starting the worker", "stopping the worker", "pausing the worker", "resuming the worker"),
        ("kernel: cannot load the module", "kernel: memory is low", "kernel: device added", "kernel: link is up"),
        ("failed to open the file", "failed to close the connection", "failed to read the whole record"),
    ],
)
def test_statements_that_share_words_stay_apart(messages: tuple[str, ...]) -> None:
    assert len(patterns(*messages)) == len(messages)


def test_the_order_of_forms_does_not_matter() -> None:
    forms = [form_of(f"{verb} the topic {a} for {b}") for verb in ("create", "drop") for a in NAMES for b in NAMES]
    expected = cluster(forms)
    for seed in range(5):
        random.Random(seed).shuffle(forms)
        assert cluster(forms) == expected
