"""Batches are split to find the refused records, and those are kept."""

from __future__ import annotations

from sealog.delivery.encoding.encode import export_request
from sealog.delivery.sending.batch_sender import BatchAttempt, deliver
from sealog.delivery.transports.interface import Answer
from sealog.spool.record import NO_CONTEXT, Batch, Place, SpooledRecord
from sealog.spool.spool import Spool
from sealog.spool.storage.memory import MemoryFiles

RECORDS = tuple(SpooledRecord(NO_CONTEXT, b"\x10" + bytes((number,)), number) for number in range(1, 17))


class Picky:
    """A transport that refuses requests with certain records, and those of more than `most` bytes."""

    def __init__(self, bad: set[int], most: int = 1 << 20, later: int = -1, rejected: int = 0) -> None:
        self.bad = [RECORDS[number - 1].data for number in bad]
        self.most = most
        self.later = later
        self.rejected = rejected
        self.taken: list[bytes] = []

    def send(self, request: bytes) -> Answer:
        if len(self.taken) == self.later:
            self.later = -1
            return Answer("later", "HTTP 503", wait=3)
        if len(request) > self.most:
            return Answer("too large", "HTTP 413")
        if any(data in request for data in self.bad):
            return Answer("refused", "HTTP 400")
        self.taken.append(request)
        return Answer("taken", rejected=self.rejected)

    def close(self) -> None:
        pass


class Breaking:
    """A transport whose endpoint breaks over every request."""

    def send(self, _request: bytes) -> Answer:
        return Answer("later", "HTTP 500", fault=True)

    def close(self) -> None:
        pass


def attempt() -> BatchAttempt:
    spool = Spool(MemoryFiles(1000), damaged=lambda *_: None)
    return BatchAttempt(spool, Batch(RECORDS, Place(1, 0), Place(1, 1)), 0, [RECORDS])


def test_only_the_refused_records_are_set_aside() -> None:
    aside: list[SpooledRecord] = []
    picky = Picky({3, 4, 11})
    one = attempt()
    assert deliver(one, picky, aside.append) == Answer("taken")
    assert [record.seq for record in aside] == [3, 4, 11]
    assert one.refused == 3
    good = [record for record in RECORDS if record.seq not in (3, 4, 11)]
    assert sum(map(len, picky.taken)) > sum(len(record.data) for record in good)
    assert all(sum(record.data in request for request in picky.taken) == 1 for record in good)


def test_a_request_that_is_too_large_is_sent_in_parts() -> None:
    picky = Picky(set(), most=len(export_request(RECORDS[:3])))
    assert deliver(attempt(), picky, [].append) == Answer("taken")
    assert all(sum(record.data in request for request in picky.taken) == 1 for record in RECORDS)


def test_after_an_interruption_only_the_rest_is_sent() -> None:
    picky = Picky({1}, later=2)
    one = attempt()
    assert deliver(one, picky, [].append) == Answer("later", "HTTP 503", wait=3)
    assert deliver(one, picky, [].append) == Answer("taken")
    assert all(sum(record.data in request for request in picky.taken) == 1 for record in RECORDS[1:])


def test_where_refused_records_cannot_be_kept_they_wait() -> None:
    def full(_: SpooledRecord) -> None:
        raise OSError

    one = attempt()
    assert deliver(one, Picky({16}), full).verdict == "later"
    assert one.parts == [RECORDS[15:]]


def test_a_part_that_was_taken_with_rejections_is_kept_whole() -> None:
    aside: list[SpooledRecord] = []
    one = attempt()
    assert deliver(one, Picky(set(), rejected=2), aside.append) == Answer("taken")
    assert (tuple(aside), one.rejected) == (RECORDS, 2)


def test_a_batch_that_the_endpoint_always_breaks_over_waits_while_no_other_was_taken() -> None:
    aside: list[SpooledRecord] = []
    one = attempt()
    for _ in range(50):
        assert deliver(one, Breaking(), aside.append, taken_in_all=7).verdict == "later"
    assert (aside, one.refused) == ([], 0)


def test_a_batch_that_the_endpoint_breaks_over_six_times_is_refused_once_another_was_taken() -> None:
    aside: list[SpooledRecord] = []
    one = attempt()
    assert deliver(one, Breaking(), aside.append, taken_in_all=7).verdict == "later"
    for _ in range(5):
        assert deliver(one, Breaking(), aside.append, taken_in_all=8).verdict == "later"
    assert aside == []
    assert deliver(one, Breaking(), aside.append, taken_in_all=8) == Answer("taken")
    assert (tuple(aside), one.refused) == (RECORDS, len(RECORDS))


def test_after_three_faults_a_batch_lets_others_go_first() -> None:
    one, other = attempt(), attempt()
    other.rank = 1
    for steps_back in (False, False, True):
        assert one.steps_back is False
        assert one < other
        deliver(one, Breaking(), [].append)
        assert one.steps_back is steps_back
    assert other < one
