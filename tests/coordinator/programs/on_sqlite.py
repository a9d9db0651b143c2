"""One run on LangGraph with checkpoints in SQLite, which can be killed and started again: `python on_sqlite.py FOLDER`.

Each node first writes its name into FOLDER/made. `slow` then waits for the file FOLDER/go. At the end the state is
printed as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from sealog.coordinator import Plan, to_langgraph

folder = Path(sys.argv[1])
ORDER = {"first": [], "quick": ["first"], "slow": ["first"], "last": ["quick", "slow"]}
PLAN = {"version": 1, "nodes": [{"id": name, "after": after} for name, after in ORDER.items()]}


def node(name: str) -> Any:
    async def call(_: Any) -> dict[str, str]:
        with (folder / "made").open("a") as made:
            made.write(f"{name}\n")
        while name == "slow" and not (folder / "go").exists():  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.01)
        return {name: "done"}

    return call


async def main() -> None:
    async with AsyncSqliteSaver.from_conn_string(str(folder / "run.sqlite")) as saver:
        graph = to_langgraph(Plan.from_json(PLAN), {name: node(name) for name in ORDER})
        app = graph.compile(checkpointer=saver)
        config: Any = {"configurable": {"thread_id": "7"}}
        begun = await saver.aget_tuple(config)
        state = await app.ainvoke(None if begun else {"city": "Oslo"}, config, durability="sync")
    print(json.dumps(state))


asyncio.run(main())
