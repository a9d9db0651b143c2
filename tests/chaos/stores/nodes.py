"""Elasticsearch of two nodes that hold data and one that only votes: each of the two is killed under load."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

from backends import eventually
from chaos.pairs import Balancer
from chaos.paths import Path_, before_elasticsearch
from chaos.stored import Elasticsearch, install
from local import Running, free
from local.ports import HOST, unused
from local.servers import elasticsearch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from chaos.outcomes import Outcome
    from chaos.rows import Bench

__all__ = ["ROWS", "with_nodes"]

_DATA = ("a", "b")
_VOTES = "v"
_NODES = 3
_WHOLE_WITHIN_S = 120.0


class OnNodes(Path_):
    """The way of `with_nodes`. The memory of the nodes is not counted: they are not ours."""

    nodes: dict[str, Running]
    balancer: Balancer

    def stop(self) -> None:
        """End what runs, the balancer and the nodes."""
        super().stop()
        self.balancer.close()
        _stop(self.nodes)


def with_nodes(running: Running, folder: Path, cache_root: Path, queue: Path, **environ: str) -> Path_:  # noqa: ARG001 - nodes of its own
    """Collector and sink before a cluster of its own; the sink reaches whichever data node is there."""
    nodes = _cluster(folder, cache_root)
    balancer = Balancer([nodes[name].ports.es for name in _DATA])
    try:
        path = before_elasticsearch(f"http://{HOST}:{balancer.port}", folder, cache_root, queue, **environ)
    except BaseException:
        balancer.close()
        _stop(nodes)
        raise
    made = OnNodes(path.url, path.queue, path.programs, elasticsearch=nodes[_DATA[0]].elasticsearch_url)
    made.nodes, made.balancer = nodes, balancer
    return made


def each_node_killed(bench: Bench) -> Outcome:
    """Each data node is killed, and comes back; the next one once all shards have their copy again."""
    begun = time.monotonic()
    assert isinstance(bench.path, OnNodes)
    nodes = bench.path.nodes
    with bench.load(pause=0.2) as load:
        time.sleep(2.0)
        for name in _DATA:
            _whole(nodes[_VOTES])
            nodes[name].kill("elasticsearch")
            time.sleep(bench.seconds)
            nodes[name].start_one("elasticsearch")
        _whole(nodes[_VOTES])
    return bench.judge(begun, load)


ROWS: dict[str, Callable[[Bench], Outcome]] = {"two Elasticsearch nodes, each killed in turn": each_node_killed}


def _cluster(folder: Path, cache_root: Path) -> dict[str, Running]:
    transport = {name: f"{HOST}:{unused()}" for name in (_VOTES, *_DATA)}
    shared = {
        "cluster.name": folder.name,
        "cluster.initial_master_nodes": _VOTES,
        "discovery.seed_hosts": ",".join(transport.values()),
    }
    nodes: dict[str, Running] = {}
    try:
        for name, address in transport.items():
            own = {
                "node.name": name,
                "node.roles": "master" if name == _VOTES else "master,data",
                "transport.port": address.rpartition(":")[2],
            }
            place, ports = folder / f"node-{name}", free()
            place.mkdir()
            program = elasticsearch.program(place, ports, cache_root, shared | own)
            nodes[name] = Running(place, ports, (program,))
            nodes[name].start_one("elasticsearch")
        install(nodes[_DATA[0]].elasticsearch_url)
    except BaseException:
        _stop(nodes)
        raise
    return nodes


def _stop(nodes: dict[str, Running]) -> None:
    for node in nodes.values():
        node.kill("elasticsearch")  # one of three that is asked to go waits for the others
        node.stop(forget=True)


def _whole(node: Running) -> None:
    """Wait until all nodes are there, and every shard has its copy."""
    with closing(Elasticsearch(node.elasticsearch_url)) as asked:
        eventually(lambda: asked.request("GET", "/_cluster/health"), _is_whole, _WHOLE_WITHIN_S)


def _is_whole(health: dict[str, Any]) -> bool:
    return health["status"] == "green" and health["number_of_nodes"] == _NODES and not health["initializing_shards"]
