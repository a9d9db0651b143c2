"""The `sealog` program: collects the commands, and turns our errors into one line and an exit code."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points, version
from io import TextIOWrapper
from typing import TYPE_CHECKING, Annotated

import typer

from sealog.cli import policy, text
from sealog.cli.audit.app import app as audit
from sealog.cli.doctor import command as doctor
from sealog.cli.failures import Commands
from sealog.cli.keys import init
from sealog.cli.keys.app import app as keys
from sealog.cli.scan import command as scan
from sealog.cli.terminal import EXIT_CODES, EXIT_USAGE, complain
from sealog.errors import SealogError

if TYPE_CHECKING:
    from collections.abc import Callable

app = typer.Typer(
    name="sealog",
    cls=Commands,
    help="Keeps personal data out of log stores without losing it.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,  # they print local variables, which may be somebody's data
    add_completion=False,
)


@app.callback(invoke_without_command=True)
def _version(
    show: Annotated[bool, typer.Option("--version", help="Print the version and exit.", is_eager=True)] = False,
) -> None:
    if show:
        typer.echo(version("sealog"))
        raise typer.Exit


app.command("init", epilog=init.EXAMPLES)(init.init)
app.add_typer(keys, name="keys")
app.add_typer(policy.app, name="policy")
app.command("scan", epilog=scan.EXAMPLES)(scan.scan)
app.command("seal", epilog=text.SEAL_EXAMPLES)(text.seal)
app.command("open", epilog=text.OPEN_EXAMPLES)(text.open_)
app.add_typer(audit, name="audit")
app.command("doctor", epilog=doctor.EXAMPLES)(doctor.doctor)


def _lacking(missing: ModuleNotFoundError) -> Callable[[], None]:
    """Return a stand-in for a command whose package is missing: it says so when it is called, and only then."""

    def command() -> None:
        raise missing

    command.__doc__ = f"Not usable yet: {_needs(missing)}."
    return command


def _needs(missing: ModuleNotFoundError) -> str:
    return f"this command needs {missing.name}: pip install 'sealog[exporters]'"


_GROUPS = {"": app, "keys": keys}
"""The groups that entry points can add commands to; `keys.rewrap` is `sealog keys rewrap`."""
_ANYTHING = {"allow_extra_args": True, "ignore_unknown_options": True}

for _point in sorted(entry_points(group="sealog.commands"), key=lambda point: point.name):
    _group, _, _name = _point.name.rpartition(".")
    _to = _GROUPS[_group]
    try:
        _command = _point.load()
    except ModuleNotFoundError as _missing:
        _to.command(_name, context_settings=_ANYTHING)(_lacking(_missing))
        continue
    if isinstance(_command, typer.Typer):
        _to.add_typer(_command, name=_name)
        continue
    _to.command(_name, epilog=getattr(sys.modules[_command.__module__], "EXAMPLES", None))(_command)


def main() -> None:
    """Run the command line; our errors become one line on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal of another encoding gets what it can't show spelled out
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except SealogError as error:
        complain(str(error))
        sys.exit(EXIT_USAGE)
    except ModuleNotFoundError as error:
        complain(_needs(error))
        sys.exit(EXIT_USAGE)


if __name__ == "__main__":
    main()
