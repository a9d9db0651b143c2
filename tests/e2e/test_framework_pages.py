"""Each page of docs/frameworks as its reader would follow it: records arrive sealed, with their trace."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import pytest

from applications import ROOT, clean_environ
from backends import eventually, needed
from servers import answers, free_port, get
from serving import serving
from venvs import FRAMEWORKS, environment, path_with_sealog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from applications import Keys, Sink

pytestmark = pytest.mark.process

PAGES = ROOT / "docs/frameworks"
MAIL = "ada@example.com"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INSTALL = re.compile(r"^\$ pip install (.+)$", re.MULTILINE)
NOTEBOOK = """
import json, sys
import nbformat
from nbclient import NotebookClient
cells = [nbformat.v4.new_code_cell(text) for text in json.load(sys.stdin)]
NotebookClient(nbformat.v4.new_notebook(cells=cells), timeout=100, kernel_name="python3").execute()
"""


class Page:
    """A page's files, written into a folder, and its commands."""

    def __init__(self, name: str, folder: Path, keys: Keys, endpoint: str) -> None:
        self.folder = folder
        blocks = BLOCK.findall((PAGES / f"{name}.md").read_text(encoding="utf-8"))
        self.code = [text for kind, text in blocks if kind == "python"]
        lines = [line for kind, text in blocks if kind == "console" for line in text.splitlines()]
        self.commands = [line.removeprefix("$ ") for line in lines if not line.startswith("$ pip install")]
        for text in self.code:
            if named := re.match(r"# (\w+\.py)\n", text):
                (folder / named[1]).write_text(text)
        self.python = _python()
        self._environ = (
            clean_environ(endpoint, "http/protobuf")
            | keys.environ
            | {
                "PATH": f"{self.python.parent}{os.pathsep}{os.environ['PATH']}",
                "PYTHONPATH": f"{path_with_sealog(Path(mkdtemp(dir=folder)))}{os.pathsep}{folder}",
                "HOME": str(folder),
                "SEALOG_STATUS_DIR": "off",
                "SEALOG_EXIT_SECONDS": "20",  # two are not always enough on a busy machine
                "PYTHONUNBUFFERED": "1",
            }
        )

    def environ(self) -> dict[str, str]:
        """The environment, with what the page exports."""
        exported = (line.removeprefix("export ").partition("=") for line in self.commands if line.startswith("export "))
        return self._environ | {name: value for name, _, value in exported}

    def run(self, command: str, given: str | None = None) -> str:
        """Run a command to its end; gives what it printed."""
        done = subprocess.run(
            shlex.split(command), cwd=self.folder, env=self.environ(), input=given, capture_output=True, text=True,
            timeout=200, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    @contextmanager
    def started(self, command: str, ended_by: int = signal.SIGTERM, **environ: str) -> Iterator[Path]:
        """Run a command until the block ends, then end it by a signal; gives the file that it prints to."""
        printed = self.folder / "printed.txt"
        with printed.open("ab") as out:
            process = subprocess.Popen(
                shlex.split(command), cwd=self.folder, env=self.environ() | environ, stdout=out,
                stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        try:
            yield printed
            process.send_signal(ended_by)
            process.wait(100)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(30)


def _python() -> Path:
    return needed(lambda: environment(*FRAMEWORKS))


@pytest.fixture
def page(request: pytest.FixtureRequest, tmp_path: Path, keys: Keys, sink: Sink) -> Page:
    return Page(request.param, tmp_path, keys, sink.endpoint)


def order(sink: Sink) -> Any:
    """Wait for the page's one record: sealed, with its trace."""
    (record,) = eventually(
        lambda: [record for record in sink.records() if record.body.string_value.startswith("order of ")],
        lambda found: len(found) == 1,
    )
    assert record.body.string_value.startswith("order of seal1~email_address~")
    assert len(record.trace_id) == 16
    return record


def assert_nothing_in_the_clear(sink: Sink) -> None:
    order(sink)
    assert MAIL.encode() not in sink.wire


@pytest.mark.parametrize("page", ["fastapi", "django", "flask"], indirect=True)
def test_a_web_applications_records_arrive_sealed_in_their_trace(page: Page, sink: Sink) -> None:
    port = free_port()
    command = page.commands[-1].replace("8000", str(port))
    with page.started(command) as printed:
        eventually(lambda: answers(port) or printed.read_text(), lambda seen: seen is True)
        get(f"http://127.0.0.1:{port}/orders/{MAIL}")
        order(sink)
    assert "Traceback" not in printed.read_text()
    assert_nothing_in_the_clear(sink)


@pytest.mark.parametrize("page", ["celery"], indirect=True)
def test_a_celery_tasks_record_arrives_sealed_in_its_callers_trace(page: Page, sink: Sink) -> None:
    make, worker, call = page.commands
    page.run(make)
    with page.started(worker):
        page.run(call)
        order(sink)
    assert_nothing_in_the_clear(sink)


@pytest.mark.parametrize("page", ["structlog", "loguru"], indirect=True)
def test_another_logging_librarys_record_arrives_sealed_in_its_trace(page: Page, sink: Sink) -> None:
    page.run(page.commands[-1])
    record = order(sink)
    assert "mail" in str(record.attributes)
    assert_nothing_in_the_clear(sink)


@pytest.mark.parametrize("page", ["jupyter"], indirect=True)
def test_a_notebooks_record_arrives_sealed_in_its_trace(page: Page, sink: Sink) -> None:
    page.run(f"{page.python} -c {shlex.quote(NOTEBOOK)}", json.dumps(page.code))
    assert_nothing_in_the_clear(sink)


@pytest.mark.parametrize("page", ["aws-lambda"], indirect=True)
def test_a_lambda_has_sent_everything_when_it_answers(page: Page, sink: Sink) -> None:
    with (
        lambda_runtime({"mail": MAIL}, sink) as runtime,
        page.started(page.commands[-1], signal.SIGKILL, **runtime.environ) as printed,
    ):
        eventually(lambda: runtime.answers or printed.read_text(), lambda seen: isinstance(seen, list))
    assert runtime.answers == [b'{"ok": true}']
    assert runtime.sent_before == [1], "Lambda freezes the process when it has the answer"
    assert_nothing_in_the_clear(sink)


class Runtime:
    """What AWS Lambda's runtime interface was told: answers, and how many records had arrived by then."""

    def __init__(self, url: str) -> None:
        self.environ = {
            "AWS_LAMBDA_RUNTIME_API": url,
            "AWS_LAMBDA_FUNCTION_NAME": "shop",
            "AWS_LAMBDA_FUNCTION_VERSION": "1",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
        }
        self.answers: list[bytes] = []
        self.sent_before: list[int] = []


@contextmanager
def lambda_runtime(event: dict[str, str], sink: Sink) -> Iterator[Runtime]:
    """Run the runtime interface of AWS Lambda with one event; whoever asks for the next one waits."""
    over = threading.Event()
    events = [json.dumps(event).encode()]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not events:
                over.wait(100)
                return
            body = events.pop()
            self.send_response(200)
            for name, value in (
                ("Lambda-Runtime-Aws-Request-Id", "one"),
                ("Lambda-Runtime-Deadline-Ms", "99999999999999"),
                ("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-central-1:1:function:shop"),
                ("Content-Type", "application/json"),
                ("Content-Length", str(len(body))),
            ):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            if self.path.endswith("/response"):
                runtime.sent_before.append(len(sink.records()))
            runtime.answers.append(body)
            self.send_response(202)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    runtime = Runtime(f"127.0.0.1:{server.server_port}")
    with serving(server):
        try:
            yield runtime
        finally:
            over.set()


def test_what_a_page_installs_is_what_it_is_run_with() -> None:
    wanted = {
        name for path in PAGES.glob("*.md") for line in INSTALL.findall(path.read_text()) for name in line.split()
    }
    # A notebook is run by the same kernel without its pages.
    assert wanted - {"sealog", "notebook"} <= {pinned.partition("==")[0] for pinned in FRAMEWORKS}


def test_every_page_is_in_the_table_and_run_here() -> None:
    pages = {path.stem for path in PAGES.glob("*.md")}
    table = (ROOT / "docs/frameworks.md").read_text(encoding="utf-8")
    assert pages == {*re.findall(r"\(frameworks/([\w-]+)\.md\)", table)}
    assert pages == {*re.findall(r'"([\w-]+)"(?=[^\n]*indirect=True)', Path(__file__).read_text(encoding="utf-8"))} - {
        "page"
    }
