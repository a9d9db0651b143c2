"""Signals and closed pipes end every command with one line on stderr and a documented exit code."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from rich.table import Table
from rich.text import Text
from typer.testing import CliRunner

from sealog.cli import terminal
from sealog.cli.main import app
from sealog.errors import SettingError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX devices")

RUN = [sys.executable, "-m", "sealog.cli.program"]
HOSTILE = "a\x1b[31mred\r\nforged line\x9b2J\u202egnp.exe\x07\ttab"
STEERING = ["\x1b", "\r", "\x9b", "\u202e", "\x07"]


def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "HOME": str(tmp_path)}


def make_keys(tmp_path: Path, passphrase: str = "") -> dict[str, str]:
    env = environment(tmp_path)
    if passphrase:
        (tmp_path / "pass").write_text(passphrase + "\n")
        env["SEALOG_PASSPHRASE_FILE"] = str(tmp_path / "pass")
    done = subprocess.run(
        [*RUN, "init"], env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    assert done.returncode == 0, done.stderr
    return env


COMMANDS = [["--help"], ["scan", "--help"], ["scan", "-"], ["seal", "-"], ["keys", "list", "--json"], ["audit"]]
LINE = b"mail mira@quellwerk.example\n"


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return make_keys(tmp_path_factory.mktemp("keys"))


def run(command: list[str], env: dict[str, str], stdout: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*RUN, *command], env=env, input=LINE, stdout=stdout, stderr=subprocess.PIPE, check=False)


@pytest.mark.process
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux's full device")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_full_disk_is_one_line(command: list[str], env: dict[str, str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*RUN, *command],
            env=env,
            input=b"mail mira@quellwerk.example\n",
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.decode().splitlines()[-1] == "sealog: the output can't be written: No space left on device"
    assert b"Traceback" not in done.stderr
    assert b"ignored" not in done.stderr


@pytest.mark.process
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_reader_that_has_gone_is_told_nothing(command: list[str], env: dict[str, str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        done = subprocess.run(
            [*RUN, *command],
            env=env,
            input=b"mail mira@quellwerk.example\n",
            stdout=gone,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert b"can't be written" not in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"ignored" not in done.stderr


@pytest.mark.process
def test_ctrl_c_while_it_loads_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt\n")
    env = {**environment(tmp_path), "PYTHONPATH": str(tmp_path)}
    done = subprocess.run([*RUN, "--help"], env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "sealog: interrupted\n")


@pytest.mark.process
def test_ctrl_c_while_it_runs_is_one_line(tmp_path: Path) -> None:
    env = make_keys(tmp_path)
    process = subprocess.Popen(
        [*RUN, "scan", "-"], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"mail mira@quellwerk.example\n")
    process.stdin.flush()
    assert b"email_address" in process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    assert process.returncode == 130
    assert errors == b"sealog: interrupted\n"


@pytest.mark.process
def test_without_a_terminal_open_reads_no_passphrase_from_its_input(tmp_path: Path) -> None:
    env = make_keys(tmp_path, "correct horse")
    sealed = subprocess.run([*RUN, "seal"], env=env, input=b"mira@quellwerk.example\n", capture_output=True, check=True)
    without = {name: value for name, value in env.items() if name != "SEALOG_PASSPHRASE_FILE"}
    done = subprocess.run(
        [*RUN, "open", "--reason", "a test"],
        env=without,
        input=b"correct horse\n" + sealed.stdout,
        capture_output=True,
        check=False,
        start_new_session=True,  # so that /dev/tty is there and can't be opened
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"SEALOG_PASSPHRASE_FILE" in done.stderr
    named = [*RUN, "open", "--reason", "a test", "--passphrase-file", env["SEALOG_PASSPHRASE_FILE"]]
    done = subprocess.run(named, env=without, input=sealed.stdout, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"mira@quellwerk.example\n")


@pytest.mark.process
def test_opened_values_steer_no_terminal_and_leave_a_pipe_as_they_are(tmp_path: Path) -> None:
    env = make_keys(tmp_path)
    hostile = "password='\x1b[2J\u202ehunter2'\n".encode()
    sealed = subprocess.run([*RUN, "seal"], env=env, input=hostile, capture_output=True, check=True).stdout
    command = [*RUN, "open", "--reason", "a test"]
    piped = subprocess.run(command, env=env, input=sealed, capture_output=True, check=True)
    assert piped.stdout == hostile
    (tmp_path / "sealed").write_bytes(sealed)
    parent, child = pty.openpty()
    subprocess.run([*command, str(tmp_path / "sealed")], env=env, stdout=child, stderr=subprocess.PIPE, check=True)
    os.close(child)
    shown = b""
    with suppress(OSError):
        while block := os.read(parent, 4096):
            shown += block
    os.close(parent)
    assert shown.decode().strip() == "password='·[2J·hunter2'"


@pytest.mark.parametrize("text", [HOSTILE, *STEERING, "\u2066", "\u200f", "\u2028", "\x00", "\x7f", "\ud800", "\u200b"])
def test_no_text_steers_a_terminal(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    table = Table("a", title=text)
    table.add_row(Text(text))
    table.add_row(text)
    terminal.complain(text)
    terminal.out.print(text, markup=False)
    terminal.out.print(Text(text), table)
    printed = "".join(capsys.readouterr())
    assert not any(char in printed for char in [*STEERING, "\u2066", "\u200f", "\u2028", "\x00", "\x7f", "\ud800"])


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_nothing_is_sealed_by_a_policy_that_others_can_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    runner = CliRunner()
    assert runner.invoke(app, ["init"]).exit_code == 0
    policy = tmp_path / "sealog.yaml"
    policy.write_text("default: keep\n")
    policy.chmod(0o666)
    monkeypatch.setenv("SEALOG_POLICY", str(policy))
    done = runner.invoke(app, ["seal"], input="mira@quellwerk.example\n")
    assert isinstance(done.exception, SettingError)
    assert "others can write it" in str(done.exception)
    assert done.stdout == ""
    assert runner.invoke(app, ["scan", "-"], input="mira@quellwerk.example\n").exit_code == 0, "it only looks"


def test_audit_shows_reason_and_actor_on_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    runner = CliRunner()
    assert runner.invoke(app, ["init"]).exit_code == 0
    sealed = runner.invoke(app, ["seal"], input="mira@quellwerk.example\n").stdout
    opened = runner.invoke(app, ["open", "--reason", HOSTILE], input=sealed)
    assert opened.stdout == "mira@quellwerk.example\n"
    shown = runner.invoke(app, ["audit"])
    assert shown.exit_code == 0
    assert "3 entries, unbroken" in shown.stdout
    assert not any(char in shown.stdout for char in STEERING)
    assert not any(line.startswith("forged") for line in shown.stdout.splitlines())


def test_audit_shows_time_and_entity_whole_on_a_narrow_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    runner = CliRunner(env={"COLUMNS": "80"})
    assert runner.invoke(app, ["init"]).exit_code == 0
    sealed = runner.invoke(app, ["seal"], input="mira@quellwerk.example\n").stdout
    runner.invoke(app, ["open", "--reason", "ticket 4711"], input=sealed)
    (entry,) = json.loads(f"[{runner.invoke(app, ['audit', 'show', '--json', '--action', 'open']).stdout}]")
    shown = runner.invoke(app, ["audit"]).stdout
    assert entry["time"][:19].replace("T", " ") in shown
    assert "email_address" in shown.split()


def test_help_shows_what_stays_shut_as_it_is_written() -> None:
    shown = " ".join(CliRunner().invoke(app, ["open", "--help"]).stdout.replace("│", " ").split())
    assert "[unopened <outcome>: <sealed value>]" in shown


def test_audit_says_what_is_wrong_and_shows_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    runner = CliRunner()
    runner.invoke(app, ["init"])
    sealed = runner.invoke(app, ["seal"], input="mira@quellwerk.example\n").stdout
    runner.invoke(app, ["open", "--reason", "ticket 4711"], input=sealed)
    trail = tmp_path / "sealog" / "audit.jsonl"
    with trail.open("ab") as file:
        file.write(b'{"action": "open", "rea')
    torn = runner.invoke(app, ["audit"])
    assert torn.exit_code == 1
    assert "torn" in torn.stderr
    assert "ticket 4711" in torn.stdout
    runner.invoke(app, ["open", "--reason", "ticket 4712"], input=sealed)
    mended = runner.invoke(app, ["audit"])
    assert mended.exit_code == 0
    assert "set aside" in mended.stdout
    trail.write_bytes(b"")
    assert runner.invoke(app, ["audit"]).exit_code == 1
    other = runner.invoke(app, ["audit", "--public-key", "00" * 32])
    assert other.exit_code == 1
    assert runner.invoke(app, ["audit", "--public-key", "zz"]).exit_code != 0


def test_open_says_which_value_was_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    runner = CliRunner()
    runner.invoke(app, ["init"])
    token = runner.invoke(app, ["seal"], input="mira@quellwerk.example\n").stdout.strip()
    moved = runner.invoke(app, ["open", "--reason", "a test"], input=f'{{"attributes": {{"owner": "{token}"}}}}\n')
    assert moved.exit_code == 0
    assert "moved from $" in moved.stderr
    same = runner.invoke(app, ["open", "--reason", "a test"], input=f'{{"body": "{token}"}}\n')
    assert "moved" not in same.stderr
    cut = runner.invoke(app, ["open", "--reason", "a test"], input=token[:-7] + "\n")
    assert cut.exit_code == 1
    assert cut.stdout.startswith("[unopened bad_spelling: ")


@pytest.mark.process
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_never_looks_like_a_finding() -> None:
    """Exit code 1 means that something was found."""
    command = [sys.executable, "-m", "sealog.cli.main", "scan", "-"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command, input="mail mira@quellwerk.example\n", stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
