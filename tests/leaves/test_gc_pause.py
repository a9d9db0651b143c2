"""While sealog is set up, Python's garbage collector rests; the application finds it as it left it."""

from __future__ import annotations

import gc

import pytest

from sealog.gc_pause import uncollected


def test_the_collector_rests_inside_and_works_afterwards() -> None:
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_works_again_after_an_exception() -> None:
    with pytest.raises(KeyError), uncollected():
        raise KeyError
    assert gc.isenabled()


def test_a_collector_that_is_off_stays_off() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
