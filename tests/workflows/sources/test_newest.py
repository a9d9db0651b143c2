"""Runs of the embedded store, and the newest runs that a store or a server has."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from sealog.errors import SettingError
from sealog_exporters.cli.workflow_runs.backend import ServerTraces, read_headers
from sealog_exporters.cli.workflow_runs.reading import read_one, read_runs
from sealog_exporters.cli.workflow_runs.sources import Place
from sealog_exporters.event import OtlpSpan
from sealog_exporters.store import LogStore
from sealog_exporters.workflows import analyse, load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = 1_800_000_000  # seconds
TOOL = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "get_weather"}


def stored(trace: int, span: int, start: int, name: str = "trip", parent: int = 0, **changes: Any) -> OtlpSpan:
    return OtlpSpan(
        trace_id=f"{trace:032x}",
        span_id=f"{span:016x}",
        parent_id=f"{parent:016x}" if parent else "",
        name=name,
        kind=1,
        start_unix_nano=start,
        end_unix_nano=start + 400,
        status_code=0,
        status_message="",
        attributes={},
        events=[],
        links=[],
        resource={"service.name": "agents", "service.version": "7"},
        scope="pydantic-ai",
    )._replace(**changes)


def run(trace: int, start: int, name: str = "trip") -> list[OtlpSpan]:
    """A run of agents with one call of a tool."""
    return [stored(trace, 1, start, name), stored(trace, 2, start + 1, "call", 1, attributes=TOOL)]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with runs 1 to 3 of `trip`, 4 of `report`, and the newest trace, 5, of a web server."""
    file = tmp_path / "logs.sqlite"
    with LogStore(file) as opened:
        opened.spans.add([*run(2, 2_000), *run(1, 1_000), *run(3, 3_000), *run(4, 4_000, "report")])
        opened.spans.add([stored(5, 1, 5_000, "GET /health")])
    return file


def test_a_trace_of_the_store_is_the_trace_that_was_sent(tmp_path: Path) -> None:
    call = {
        "traceId": f"{7:032x}",
        "spanId": "b7ad6b7169203331",
        "parentSpanId": "00f067aa0ba902b7",
        "name": "chat",
        "startTimeUnixNano": "1000",
        "endTimeUnixNano": "9000",
        "status": {"code": 2},
        "attributes": [{"key": "gen_ai.operation.name", "value": {"stringValue": "chat"}}],
        "events": [
            {
                "name": "gen_ai.user.message",
                "timeUnixNano": "1000",
                "attributes": [{"key": "content", "value": {"stringValue": "Oslo?"}}],
            }
        ],
    }
    resource = {"attributes": [{"key": "service.name", "value": {"stringValue": "agents"}}]}
    sent = {"resourceSpans": [{"resource": resource, "scopeSpans": [{"scope": {"name": "s"}, "spans": [call]}]}]}
    event: dict[str, Any] = {"time_unix_nano": 1000, "name": "gen_ai.user.message", "attributes": {"content": "Oslo?"}}
    kept = stored(7, 0, 1_000, "chat")._replace(
        span_id="b7ad6b7169203331",
        parent_id="00f067aa0ba902b7",
        end_unix_nano=9_000,
        status_code=2,
        attributes={"gen_ai.operation.name": "chat"},
        events=[event],
        resource={"service.name": "agents"},
        scope="s",
    )
    with LogStore(tmp_path / "logs.sqlite") as opened:
        opened.spans.add([kept])
    (loaded,) = load(json.dumps(sent).encode(), "sent")
    (found,) = read_one("", "7", Place(store=str(tmp_path / "logs.sqlite")))
    assert found == loaded
    assert "gen_ai.input.messages" in found.attributes
    assert analyse([found]).facts() == analyse([loaded]).facts()


def test_the_newest_run_of_agents_is_read_without_an_id(store: Path) -> None:
    place = Place(store=str(store))
    assert [span.name for span in read_one("", "", place)] == ["report", "call"]
    assert {span.trace_id for span in read_one("", "", place, "trip")} == {f"{3:032x}"}
    assert [span.name for span in read_one("", "", place, "GET /health")] == ["GET /health"]


def test_so_many_of_the_newest_runs_are_read_as_are_asked_for(store: Path) -> None:
    place = Place(store=str(store))
    assert [run.tree.first for run in read_runs((), "trip", place=place, newest=2)] == [2_000, 3_000]
    assert [run.tree.first for run in read_runs((), "trip", place=place, newest=9)] == [1_000, 2_000, 3_000]
    assert [run.tree.first for run in read_runs(["1", f"{3:032x}", "03"], place=place)] == [1_000, 3_000]


def test_what_a_store_does_not_have_is_told(store: Path, tmp_path: Path) -> None:
    place = Place(store=str(store))
    with pytest.raises(SettingError, match="does not have the trace 9"):
        read_one("", "9", place)
    with pytest.raises(SettingError, match="--store: none of the newest traces there has a span of this name first"):
        read_one("", "", place, "call")
    with pytest.raises(SettingError, match="is not a file"):
        read_one("", "1", Place(store=str(tmp_path / "none.sqlite")))
    with LogStore(tmp_path / "empty.sqlite"):
        pass
    with pytest.raises(SettingError, match="a call of a model or a tool"):
        read_one("", "", Place(store=str(tmp_path / "empty.sqlite")))


def test_places_that_exclude_each_other_are_refused(store: Path) -> None:
    for place in (
        Place("http://127.0.0.1:1", str(store)),
        Place(store=str(store), headers=store),
    ):
        with pytest.raises(SettingError, match=r"not both|needs --from"):
            read_one("", "1", place)
    with pytest.raises(SettingError, match="without --trace"):
        read_one("", "1", Place(store=str(store)), "trip")


def jaeger_trace(trace: int, start_us: int, name: str) -> dict[str, Any]:
    tags = [{"key": key, "type": "string", "value": value} for key, value in TOOL.items()]
    return {
        "traceID": f"{trace:x}",
        "processes": {},
        "spans": [
            {
                "traceID": f"{trace:x}",
                "spanID": "1",
                "operationName": name,
                "startTime": start_us,
                "duration": 9,
                "tags": tags,
            }
        ],
    }


def tempo_trace(trace: int, start_ns: int, name: str) -> dict[str, Any]:
    span = {
        "traceId": f"{trace:032x}",
        "spanId": "b7ad6b7169203331",
        "name": name,
        "startTimeUnixNano": str(start_ns),
        "endTimeUnixNano": str(start_ns + 9_000),
        "attributes": [{"key": key, "value": {"stringValue": value}} for key, value in TOOL.items()],
    }
    return {"batches": [{"scopeSpans": [{"spans": [span]}]}]}


class Servers(HTTPServer):
    """Answers as Jaeger below `/jaeger`, as Tempo elsewhere, as one before 2.8 below `/old`; keeps what was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.asked: list[tuple[str, dict[str, list[str]], str | None]] = []

    def answer(self, path: str, query: dict[str, list[str]]) -> Any:  # noqa: PLR0911 - one line an API
        match path.split("/")[1:]:
            case ["jaeger", "api", "services"]:
                return {"data": ["agents", "shop"]}
            case ["jaeger", "api", "traces"]:
                shop = query["service"] == ["shop"]
                return {"data": [jaeger_trace(2, 2, "trip"), *([] if shop else [jaeger_trace(1, 3, "trip")])]}
            case [*old, "api", "search"] if not old or "most_recent" not in query["q"][0]:
                starts = {1: "1000", 2: "3000", 3: "2000"}
                found = [{"traceID": f"{one:x}", "startTimeUnixNano": begin} for one, begin in starts.items()]
                return {"traces": found}
            case ["old", "api", "search"]:
                return 400
            case [*_, "api", "traces", trace]:
                return tempo_trace(int(trace, 16), int(trace, 16), "trip")
            case ["lies", *_]:
                return {"data": {"ada@example.org": 1}} if path.endswith("services") else 404
            case ["many", *_]:
                return {"data": [str(number) for number in range(51)]}
        return 404


class Asked(BaseHTTPRequestHandler):
    server: Servers

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        self.server.asked.append((parts.path, query, self.headers.get("Authorization")))
        found = self.server.answer(parts.path, query)
        self.send_response(found if isinstance(found, int) else 200)
        self.end_headers()
        self.wfile.write(json.dumps(found).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    with Servers() as http:
        thread = Thread(target=http.serve_forever)
        thread.start()
        yield http
        http.shutdown()
        thread.join()


def begins(servers: Servers, below: str, workflow: str = "", limit: int = 9) -> list[str]:
    """Give the ids of the newest traces, and keep what the server was asked."""
    servers.asked.clear()
    source = ServerTraces(
        f"http://127.0.0.1:{servers.server_port}{below}", {"Authorization": "Bearer 1"}, clock=lambda: NOW
    )
    return [spans[0].trace_id.lstrip("0") for spans in source.newest(workflow, limit)]


def test_jaeger_is_searched_by_each_of_its_services(servers: Servers) -> None:
    assert begins(servers, "/jaeger") == ["1", "2"]
    assert begins(servers, "/jaeger", "trip", 1) == ["1"]
    asked = [query for _, query, _ in servers.asked[1:]]
    assert [query["service"] for query in asked] == [["agents"], ["shop"]]
    day_us = 86_400 * 10**6
    for query in asked:
        assert (query["operation"], query["limit"]) == (["trip"], ["1"])
        assert int(query["end"][0]) - int(query["start"][0]) == day_us


@pytest.mark.parametrize("below", ["", "/old"])
def test_tempo_is_searched_in_traceql(servers: Servers, below: str) -> None:
    assert begins(servers, below) == ["2", "3", "1"]
    assert begins(servers, below, 'a"b', 2) == ["2", "3"]
    searches = [query for path, query, _ in servers.asked if path.endswith("/search")]
    assert searches[0]["q"] == [r'{ rootName = "a\"b" } with (most_recent=true)']
    assert searches[-1]["q"][0].startswith(r'{ rootName = "a\"b" }')
    assert (searches[-1]["start"], searches[-1]["end"]) == ([str(NOW - 86_400)], [str(NOW)])


def test_headers_go_with_every_request(servers: Servers) -> None:
    begins(servers, "")
    assert {authorization for _, _, authorization in servers.asked} == {"Bearer 1"}


def test_newest_runs_of_a_server_are_read(servers: Servers) -> None:
    place = Place(f"http://127.0.0.1:{servers.server_port}/jaeger")
    assert [run.root for run in read_runs((), place=place, newest=2)] == ["trip", "trip"]


def test_a_server_that_can_not_be_searched_is_told_without_its_words(servers: Servers) -> None:
    with pytest.raises(SettingError, match="more than 50 services"):
        begins(servers, "/many")
    assert begins(servers, "/lies") == []
    with pytest.raises(SettingError, match="answers 404"):
        begins(servers, "/none/at")


def test_headers_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "headers"
    file.write_text("# for Tempo\nAuthorization: Basic YTpi\r\n\nX-Scope-OrgID:  team a \n", encoding="utf-8")
    assert read_headers(file) == {"Authorization": "Basic YTpi", "X-Scope-OrgID": "team a"}


@pytest.mark.parametrize(
    "line", ["s3cret", "s3cret: ", ": s3cret", "Name: s3cret\x00", "Nämé: s3cret", "Na me: s3cret"]
)
def test_a_line_that_is_no_header_is_told_by_its_number(tmp_path: Path, line: str) -> None:
    file = tmp_path / "headers"
    file.write_text(f"A: 1\n{line}\n", encoding="utf-8")
    with pytest.raises(SettingError, match="line 2") as error:
        read_headers(file)
    assert "s3cret" not in str(error.value)


def test_secrets_leave_this_machine_over_https_only() -> None:
    with pytest.raises(SettingError, match="https"):
        ServerTraces("http://tempo.example:3200", {"Authorization": "Bearer s3cret"})
    ServerTraces("http://tempo.example:3200", {"X-Scope-OrgID": "team"})
    ServerTraces("https://tempo.example", {"Authorization": "Bearer s3cret"})
