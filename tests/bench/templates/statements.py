"""Reads logging statements out of programs' sources: their constants, and what is put into them. It keeps no source.

A statement is `{"parts": [["s", constant] | ["h", argument], …], "keys": [[name, argument], …], "where": file}`.
"""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING, Any

from bench.templates.programs import PROGRAMS

if TYPE_CHECKING:
    from pathlib import Path

EACH = 85
"""Statements of a program at most; which ones, chance decides."""

_LITERAL = re.compile(
    r'([furbsFURB$@]{0,2})("""(?:.|\n)*?"""|"(?:[^"\\\n]|\\.)*"|`[^`]*`|\'(?:[^\'\\\n]|\\.)*\')', re.DOTALL
)
_JOINT = re.compile(r"[\s+\\.]*(?=[furbsFURB$@]{0,2}[\"'`])")
_PRINTF = re.compile(r"%(?:\((\w+)\))?[-+ #0]*\d*(?:\.\d+)?(?:ll|l|z|h)*[sdrifgxcuX]")
_BRACES = re.compile(r"\{(\w*)(?::[^}]*)?\}")
_HOLES = {
    "brace": _BRACES,
    "slog_rs": _BRACES,
    "tracing": _BRACES,
    "printf": _PRINTF,
    "printf_late": _PRINTF,
    "printf_third": re.compile(r"%()(?:[-+0]?\d*\*?(?:\.\d+)?(?:ll|l|z|h|u)*[sdrifgxcuXpVTzOAiL])"),
    "go": re.compile(r"%()[-+ #0]*\d*(?:\.\d+)?[sdvqrifgxctT]"),
    "ruby": re.compile(r"#\{([^}]*)\}|%\{(\w+)\}"),
    "js": re.compile(r"\$\{([^}]*)\}"),
    "erlang": re.compile(r"~()(?:\d+)?(?:\.\d+)?t?[pswPWbB]"),
}
_INSIDE = re.compile(r"\$?\{([^}]*)\}|\$(\w+)")
_NO_STATEMENTS = re.compile(r"test|example|bench|vendor|third_party|redis/deps/|docs/|stress")
_LONGEST_CALL = 3_000
_LONGEST_TEXT = 300


def read_all(sources: Path) -> dict[str, list[dict[str, Any]]]:
    """Read the statements of all programs; `sources` has a folder for each."""
    return {name: _of_program(name, sources / name) for name in PROGRAMS}


def _of_program(name: str, folder: Path) -> list[dict[str, Any]]:
    program = PROGRAMS[name]
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(folder.rglob(program.files)):
        where = str(file.relative_to(folder))
        if _NO_STATEMENTS.search(f"{name}/{where}".lower()):
            continue
        text = file.read_text(errors="replace")
        for call in re.finditer(program.call, text):
            arguments = _arguments(text, call.end())
            statement = _statement(arguments, program.style) if arguments else None
            if statement:
                found.setdefault(json.dumps([p if p[0] == "s" else "h" for p in statement["parts"]]), statement)
                statement["where"] = where
                level = re.search(r"(?i)trace|debug|info|notice|warn|err", call[0] + (arguments or [""])[0])
                statement["level"] = level[0].lower() if level else "info"
    chosen = list(found.values())
    random.Random(name).shuffle(chosen)
    return chosen[:EACH]


def _arguments(text: str, start: int) -> list[str]:
    """Split a call's arguments; `start` is behind its opening bracket."""
    found, depth, begin, i = [], 0, start, start
    while i < min(len(text), start + _LONGEST_CALL):
        char = text[i]
        if char in "\"'`":
            quote = '"""' if text.startswith('"""', i) else char
            i += len(quote)
            while i < len(text) and not text.startswith(quote, i):
                i += 2 if text[i] == "\\" else 1
            i += len(quote)
            continue
        if char in "([{":
            depth += 1
        elif char in ")]}":
            if not depth:
                return [*found, text[begin:i]]
            depth -= 1
        elif char in ",;" and not depth:
            found.append(text[begin:i])
            begin = i + 1
        i += 1
    return []


def _statement(arguments: list[str], style: str) -> dict[str, Any] | None:
    keys: list[list[str]] = []
    if style in {"printf_late", "tracing"}:  # a level, or fields, before the text
        while arguments and not re.match(r'\s*"', arguments[0]):
            field = re.match(r"\s*(?:([\w.]+)\s*=\s*)?[?%]?([\w.&()]+)\s*$", arguments.pop(0))
            if field and style == "tracing":
                keys.append([field[1] or re.sub(r"\W.*", "", field[2]), field[2]])
    elif style == "printf_third":
        arguments = arguments[3:]
    elif style == "brace" and arguments and not re.match(r'\s*[s$@f]*["`]', arguments[0]):
        arguments = arguments[1:]  # the exception comes first
    if not arguments or not _LITERAL.match(arguments[0].strip()):
        return None
    rest = [argument.strip() for argument in arguments[1:]]
    rest, fields = _fields(rest, style)
    keys += fields
    if style == "erlang" and rest and rest[0].startswith("["):
        rest = [argument.strip() for argument in _arguments(rest[0], 1)]
    parts = _parts(arguments[0].strip(), rest, style)
    text = "".join(part[1] for part in parts if part[0] == "s")
    odd = "PRI" in "".join(part[1] for part in parts) or (style.startswith("printf") and re.search(r"%[a-zA-Z(]", text))
    if odd or not re.search(r"[A-Za-z]{2,}", text) or len(text) > _LONGEST_TEXT:
        return None
    return {"parts": parts, "keys": [[name, argument[:60]] for name, argument in keys]}


def _fields(rest: list[str], style: str) -> tuple[list[str], list[list[str]]]:
    """Take structured fields out of the arguments behind the message."""
    fields: list[list[str]] = []
    if style == "zap":
        for argument in rest:
            found = re.match(r'zap\.\w+\("([^"]+)",\s*(.*)\)$', argument, re.DOTALL)
            if found:
                fields.append([found[1], found[2]])
            elif argument.startswith("zap.Error("):
                fields.append(["error", "err"])
        return [], fields
    if style == "slog":
        return [], [
            [a.strip('"'), b] for a, b in zip(rest[::2], rest[1::2], strict=False) if re.match(r'"[\w.-]+"$', a)
        ]
    if style == "slog_rs":
        kept = []
        for argument in rest:
            found = re.match(r'"([\w .-]+)"\s*=>\s*(.*)$', argument, re.DOTALL)
            if found:
                fields.append([found[1], found[2]])
            elif not argument.startswith("?"):
                kept.append(argument)
        return kept, fields
    return rest, fields


def _parts(text: str, rest: list[str], style: str) -> list[list[str]]:
    found: list[list[str]] = []
    arguments = iter(rest)
    for kind, literal, prefix in _concatenated(text):
        if kind == "h":
            found.append(["h", literal[:60]])
            continue
        inside = ("f" in prefix and style == "printf") or (prefix == "s" and style == "brace") or "$" in prefix
        holes = _INSIDE if inside else _HOLES.get(style)
        end = 0
        for hole in holes.finditer(literal) if holes else ():
            found.append(["s", _plain(literal[end : hole.start()])])
            name = next((group for group in hole.groups() if group), "")
            if not inside and style not in {"ruby", "js", "tracing"}:
                given = next(arguments, "")
                name = name if name and not name.isdigit() else given
                if style.startswith("printf") and hole[0][-1] in "diu":
                    name = f"count {name}"
            found.append(["h", (name or "value")[:60]])
            end = hole.end()
        found.append(["s", _plain(literal[end:])])
    return [part for part in found if part[1]]


def _concatenated(text: str) -> list[tuple[str, str, str]]:
    """Split `"a" + b + "c"` into literals and expressions."""
    found, at = [], 0
    while at < len(text):
        literal = _LITERAL.match(text, at)
        if literal:
            body = literal[2]
            found.append(("s", body[3:-3] if body.startswith('"""') else body[1:-1], literal[1].lower()))
            at = literal.end()
            continue
        joint = _JOINT.match(text, at)
        if joint and joint.end() > at:
            at = joint.end()
            continue
        end, depth = at, 0
        while end < len(text) and not (text[end] == "+" and not depth and end > at):
            depth += (text[end] in "([{") - (text[end] in ")]}")
            end += 1
        expression = text[at:end].strip(" +\n\t")
        if expression:
            found.append(("h", expression, ""))
        at = max(end, at + 1)
    return found


def _plain(text: str) -> str:
    for escape, char in (
        ('\\"', '"'),
        ("\\'", "'"),
        ("\\n", " "),
        ("\\t", " "),
        ("~n", " "),
        ("%%", "%"),
        ("\\\\", "\\"),
    ):
        text = text.replace(escape, char)
    return text
