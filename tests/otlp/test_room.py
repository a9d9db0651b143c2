"""Turns of the event loop: each sender has one step in each."""

from __future__ import annotations

import asyncio

from sealog_exporters.otlp.room import Room


def test_a_sender_with_one_request_goes_before_most_of_anothers() -> None:
    order: list[str] = []

    async def steps(room: Room, sender: str, many: int) -> None:
        for _ in range(many):
            await room.step(sender)
            order.append(sender)

    async def run() -> None:
        room = Room(128, 1 << 20)
        await asyncio.gather(*(steps(room, "many", 2) for _ in range(50)), steps(room, "one", 4))

    asyncio.run(run())
    assert len(order) == 104
    assert max(at for at, sender in enumerate(order) if sender == "one") < 12


def test_a_step_that_nobody_else_takes_waits_for_nothing() -> None:
    async def run() -> bool:
        step = asyncio.ensure_future(Room(128, 1 << 20).step("one"))
        await asyncio.sleep(0)  # it begins
        return step.done()

    assert asyncio.run(run())


def test_a_request_that_ends_while_it_waits_holds_up_no_other() -> None:
    async def run() -> None:
        room = Room(128, 1 << 20)
        await room.step("one")
        waiting = [asyncio.ensure_future(room.step("one")) for _ in range(4)]
        await asyncio.sleep(0)
        for task in waiting[:3]:
            task.cancel()
        await asyncio.wait_for(waiting[3], 60)
        await asyncio.sleep(0.01)
        await asyncio.wait_for(room.step("one"), 60)

    asyncio.run(run())
