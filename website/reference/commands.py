"""The page of the `sealog` command, from the commands themselves."""

from __future__ import annotations

import inspect
import os
from typing import TYPE_CHECKING, Any

from typer.main import get_command

from reference.markdown import cell, code, escaped, made_from, table

if TYPE_CHECKING:
    from collections.abc import Iterator

_INTRODUCTION = """# Commands

`sealog COMMAND --help` shows the same.
`pip install 'sealog[cli]'` brings the commands of keys, texts and checks.
`pip install 'sealog[exporters]'` brings those of services, search and alerting too.
"""


def page() -> str:
    """Return the page."""
    from sealog.cli.main import app  # noqa: PLC0415 - it reads which commands are installed

    root: Any = get_command(app)
    commands = list(_commands(root, "sealog"))
    lines = [made_from("the commands"), _INTRODUCTION, f"{cell(root.epilog)}\n"]
    lines.append(table(("command", "what"), ((_link(path), cell(_first(command))) for path, command in commands)))
    for path, command in commands:
        lines += _command(path, command)
    return "\n".join(lines).rstrip() + "\n"


def _commands(group: Any, path: str) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def _link(path: str) -> str:
    return f"[`{path}`](#{path.replace(' ', '-')})"


def _first(command: Any) -> str:
    return str(command.help).partition("\n\n")[0].replace("\\[", "[")


def _command(path: str, command: Any) -> Iterator[str]:
    yield f"## {path}\n"
    arguments = " ".join(_argument(one) for one in command.params if not _is_option(one))
    yield f"```sh\n{f'{path} [OPTIONS] {arguments}'.strip()}\n```\n"
    yield escaped(inspect.cleandoc(str(command.help)).replace("\\[", "[")) + "\n"
    rows = [
        (code(_argument(one)), "", cell(one.help or ""))
        if not _is_option(one)
        else (code(", ".join([*one.opts, *one.secondary_opts])), _default(one), cell(one.help or ""))
        for one in command.params
    ]
    yield table(("argument or option", "default", "what"), rows)
    examples = [text for text in (command.epilog or "").split("\n\n") if text and text != "Examples:"]
    if examples:
        yield "```sh\n" + "\n".join(examples) + "\n```\n"


def _is_option(parameter: Any) -> bool:
    return bool(parameter.opts[0].startswith("-"))


def _argument(parameter: Any) -> str:
    if parameter.metavar:
        return str(parameter.metavar)
    name = parameter.name.upper() if parameter.required else f"[{parameter.name.upper()}]"
    return f"{name}..." if parameter.nargs == -1 else name


def _default(option: Any) -> str:
    value = option.default() if callable(option.default) else option.default
    if option.required:
        return "required"
    if value is None or isinstance(value, bool) or value in ("", (), []):
        return ""
    return code(str(value).replace(os.path.expanduser("~"), "~"))  # noqa: PTH111 - in a text
