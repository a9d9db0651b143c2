"""Finds a line's message: in JSON, logfmt, klog, zap, TiKV's format, and after the usual headers.

The message is the statement of the application; the names of the fields beside it are wording, their values are not.
"""

from __future__ import annotations

import json
import re
from typing import Final, NamedTuple

from sealog_exporters.templates.forms.vocabulary import words

__all__ = ["Statement", "statement_of"]

_LEVEL: Final = (
    r"(?:TRACE|DEBUG|DBG|INFO|INF|NOTICE|WARNING|WARN|WRN|ERROR|ERR|FATAL|FTL|CRITICAL|CRIT|PANIC|DPANIC|SEVERE|VERBOSE"
    r"|trace|debug|info|notice|warning|warn|error|fatal|critical|panic|dpanic)"
)
_TIME: Final = r"\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d+)?(?: ?(?:Z|UTC|[+-]\d{2}:?\d{2}))?"
_HEADERS: Final = re.compile(
    rf"\[?{_TIME}\]?(?:\s+|\s*[|:-]\s*)(?:\[?\d+\]?\s+)?\[?{_LEVEL}\]?:?\s+"  # most frameworks: time, process, level
    rf"|{_LEVEL}:[\w.-]+:(?=\S)"  # Python's logging.basicConfig
    r"|\d+:[A-Z] \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2}\.\d+ [.*#-] "  # Redis
    r"|(?:<\d{1,3}>)?[A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} [\w.:-]+ (?=\S)",  # syslog (RFC 3164)
    re.ASCII,
)
_KLOG: Final = re.compile(r"[IWEF]\d{4} \d{2}:\d{2}:\d{2}\.\d+\s+\d+ [\w./-]+:\d+\] ", re.ASCII)
_ZAP: Final = re.compile(rf"\S+\t{_LEVEL}\t(?:[\w.-]+\t)?(?:[\w./@-]+\.\w+:\d+\t)?", re.ASCII)
_UNIFIED: Final = re.compile(rf"\[{_TIME}\] \[{_LEVEL}\] \[[\w./<>-]+(?::\d+)?\] \[", re.ASCII)
_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
_PAIR: Final = re.compile(r"""([A-Za-z_@][\w.@/-]*)=("(?:[^"\\]|\\.)*"|[^\s"]*)(?:\s+|$)""", re.ASCII)
_FIELD: Final = re.compile(r"\[([\w.@ /-]+)=(?:\"(?:[^\"\\]|\\.)*\"|[^\]]*)\]", re.ASCII)
_KEY: Final = re.compile(r"\s([A-Za-z_][\w.-]*)=", re.ASCII)

_TEMPLATES: Final = ("@mt", "MessageTemplate", "messageTemplate", "log.record.template")
_MESSAGES: Final = ("msg", "message", "event", "@message", "MESSAGE", "Message", "@m", "log", "body", "text")
_HEADER_FIELDS: Final = words(
    "time ts timestamp @timestamp @t level lvl severity @l caller source logger name pid hostname host thread v stream"
)
_MAX_CHARS: Final = 65_536
"""A longer line is no structured line: it is not parsed."""
_MAX_FIELDS: Final = 64


class Statement(NamedTuple):
    """The message of a line, and the names of the fields beside it (sorted; those of the header are left out)."""

    message: str
    fields: tuple[str, ...] = ()


def statement_of(line: str) -> Statement:
    """Give a line's message; the whole line where it has no structure that is known."""
    if len(line) > _MAX_CHARS:
        return Statement(line)
    first = line[:1]
    found = None
    if first == "{" and line[-1] == "}":
        found = _json(line)
    elif first == "[":
        found = _unified(line)
    elif "\t" in line:
        found = _zap(line)
    elif first and first in "IWEF":
        found = _klog(line)
    if found is None and "=" in line:
        found = _logfmt(line)
    if found is not None:
        return found
    header = _HEADERS.match(line)
    return Statement(line[header.end() :] if header else line)


def _statement(message: str, names: list[str]) -> Statement:
    return Statement(message, tuple(sorted(set(names) - _HEADER_FIELDS))[:_MAX_FIELDS])


def _object(text: str) -> dict[str, object] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _json(line: str) -> Statement | None:
    fields = _object(line)
    if fields is None:
        return None
    for name in (*_TEMPLATES, *_MESSAGES):
        value = fields.get(name)
        if isinstance(value, str) and value:
            return _statement(value, [key for key in fields if key != name])
    return _statement("", list(fields))


def _unified(line: str) -> Statement | None:
    """Read TiDB's and TiKV's unified log format: `[time] [level] [file:line] ["message"] [key=value]`."""
    header = _UNIFIED.match(line)
    if header is None:
        return None
    at = header.end()
    quoted = _QUOTED.match(line, at)
    if quoted and line[quoted.end() : quoted.end() + 1] == "]":
        message, at = _unquoted(quoted[1]), quoted.end()
    else:
        end = line.find("]", at)
        message, at = (line[at:], len(line)) if end < 0 else (line[at:end], end)
    return _statement(message, [found[1] for found in _FIELD.finditer(line, at)])


def _zap(line: str) -> Statement | None:
    header = _ZAP.match(line)
    if header is None:
        return None
    message, _, fields = line[header.end() :].partition("\t")
    return _statement(message, list(_object(fields) or ()))


def _klog(line: str) -> Statement | None:
    header = _KLOG.match(line)
    if header is None:
        return None
    rest = line[header.end() :]
    quoted = _QUOTED.match(rest)
    if quoted is None:
        return Statement(rest)
    return _statement(_unquoted(quoted[1]), [found[1] for found in _KEY.finditer(rest, quoted.end())])


def _logfmt(line: str) -> Statement | None:
    """Read `key=value key="value"`; a line that is not wholly of pairs, or has no message, is none."""
    fields: dict[str, str] = {}
    at = 0
    for found in _PAIR.finditer(line):
        if found.start() != at:
            return None
        fields[found[1]] = found[2]
        at = found.end()
    if at < len(line) or len(fields) < 2:  # noqa: PLR2004 - one pair is not a format
        return None
    for name in _MESSAGES:
        value = fields.get(name)
        if value:
            message = _unquoted(value[1:-1]) if value[0] == '"' else value
            return _statement(message, [key for key in fields if key != name])
    return None


def _unquoted(text: str) -> str:
    return text.replace('\\"', '"').replace("\\\\", "\\")
