"""The command line of deploy/local: get, start, stop, status. It decides nothing that the functions it calls decide.

Exit codes: 0 done, 1 a back end can't be made or run, 2 wrong usage, 3 this machine lacks a tool, 130 Ctrl-C.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from . import cache, ports
from .errors import LocalError, Missing
from .processes import launch, plan
from .servers.alerting import RULES
from .servers.collector import GATEWAY

if TYPE_CHECKING:
    from collections.abc import Sequence

RUN_DIR = Path(__file__).with_name("run")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        args = _parser(ports.from_env()).parse_args(arguments)
        return int(args.act(args))
    except Missing as error:
        print(f"skipped: {error}", file=sys.stderr)
        return 3
    except LocalError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130


def _parser(defaults: ports.Ports) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="backends.py",
        description="The real back ends on this machine, without containers.",
        epilog="Exit codes: 0 done, 1 failed, 2 wrong usage, 3 this machine lacks a tool, 130 Ctrl-C.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    only = argparse.ArgumentParser(add_help=False)
    only.add_argument(
        "--only",
        type=lambda text: tuple(name.strip() for name in text.split(",")),
        default=plan.BACKENDS,
        metavar="NAMES",
        help=f"of {','.join(plan.BACKENDS)} (the default), {','.join(plan.EXTRAS)}",
    )
    folder = argparse.ArgumentParser(add_help=False)
    folder.add_argument("--dir", type=Path, default=RUN_DIR, help="logs, process ids, state (default: %(default)s)")

    get = commands.add_parser("get", parents=[only], help="download and build into the cache, start nothing")
    get.set_defaults(act=_get)

    start = commands.add_parser("start", parents=[only, folder], help="start and wait until all are ready")
    start.add_argument("--config", type=Path, default=GATEWAY, help="the collector's config (default: %(default)s)")
    start.add_argument("--rules", type=Path, default=RULES, help="the alerting rules (default: %(default)s)")
    for name in ports.port_names():
        help_text = f"default {getattr(defaults, name)}, or {ports.variable(name)}"
        start.add_argument(ports.flag(name), type=int, default=getattr(defaults, name), metavar="PORT", help=help_text)
    start.set_defaults(act=_start)

    stop = commands.add_parser("stop", parents=[folder], help="end what `start` started")
    stop.add_argument("--forget", action="store_true", help="also delete stored documents, queues and alert state")
    stop.set_defaults(act=_stop)

    status = commands.add_parser("status", parents=[folder], help="say what runs; exit code 1 if nothing does")
    status.set_defaults(act=_status)
    return parser


def _get(args: argparse.Namespace) -> int:
    plan.get(plan.Plan(Path(), args.only).names, cache.root(), _say)
    return 0


def _start(args: argparse.Namespace) -> int:
    at = ports.Ports(**{name: getattr(args, f"{name}_port") for name in ports.port_names()})
    running = launch.start(args.only, run_dir=args.dir, at=at, gateway=args.config, rules=args.rules, say=_say)
    if "elasticsearch" in args.only:
        _say(f"Elasticsearch  {running.elasticsearch_url}")
    if "collector" in args.only:
        _say(f"OTLP           {running.otlp_http} (HTTP), {running.otlp_grpc} (gRPC)")
    if "alerting" in args.only:
        _say(f"alerting       {running.alerting_http} (HTTP), {running.alerting_grpc} (gRPC)")
    _say(f"logs           {running.run_dir}")
    return 0


def _stop(args: argparse.Namespace) -> int:
    ended = launch.stop(args.dir, forget=args.forget)
    _say(f"stopped {', '.join(ended)}" if ended else "nothing was running")
    return 0


def _status(args: argparse.Namespace) -> int:
    found = launch.status(args.dir)
    for name, pid in found.items():
        _say(f"{name:<15}{'not running' if pid is None else f'running, process {pid}'}")
    return 0 if any(found.values()) else 1


def _say(line: str) -> None:
    print(line, flush=True)
