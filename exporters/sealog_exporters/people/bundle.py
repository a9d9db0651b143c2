"""The file that a person gets: report.json, report.html and SHA256SUMS in one zip. It opens no value."""

from __future__ import annotations

import hashlib
import html
import json
import os
import tempfile
import zipfile
from typing import IO, TYPE_CHECKING, Any

from sealog.errors import SettingError
from sealog_exporters.html_page import PAGE_END, page_start

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["write_bundle"]

_CHUNK = 1 << 20
_STYLE = (
    "table{width:100%}td,th{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere}pre{white-space:pre-wrap;margin:0}"
)


def write_bundle(path: Path, head: Mapping[str, Any], records: Iterable[Mapping[str, Any]], tail: Any) -> str:
    """Write a new zip, readable by its owner only; gives the SHA-256 of its SHA256SUMS, the hash over the bundle.

    `tail` is a function that gives what is known only after the records were read.

    Raises:
        SettingError: the file is there already, or can't be written.
    """
    unfinished = path.with_name(f".{path.name}.part")
    try:
        if path.exists():
            raise SettingError(f"{path} is there already; --out names a new file")
        handle = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            # Opened values lie where the bundle will, and in no folder for temporary files.
            with (
                os.fdopen(handle, "w+b") as raw,
                tempfile.TemporaryFile("w+b", dir=path.parent) as page,
                tempfile.TemporaryFile("w+b", dir=path.parent) as rows,
            ):
                with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
                    sums = {"report.json": _write(archive, "report.json", page, rows, head, records, tail)}
                    page.seek(0)
                    sums["report.html"] = _copy(archive, "report.html", page)
                    listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())).encode()
                    archive.writestr("SHA256SUMS", listed)
                raw.flush()
                os.fsync(raw.fileno())
            os.link(unfinished, path)  # fails where another run was quicker
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise SettingError(f"{path} can't be written: {error.strerror}") from error
    return hashlib.sha256(listed).hexdigest()


def _write(
    archive: zipfile.ZipFile,
    name: str,
    page: IO[bytes],
    rows: IO[bytes],
    head: Mapping[str, Any],
    records: Iterable[Mapping[str, Any]],
    tail: Any,
) -> str:
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as member:

        def put(text: str) -> None:
            raw = text.encode("utf-8", "backslashreplace")
            digest.update(raw)
            member.write(raw)

        put(json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "records": [')
        for number, record in enumerate(records):
            put(("," if number else "") + "\n  " + json.dumps(record, ensure_ascii=False))
            rows.write(_row(record).encode("utf-8", "backslashreplace"))
        ending = tail()
        put("\n ],\n" + json.dumps(ending, ensure_ascii=False, indent=1)[2:] + "\n")
        _page(page, {**head, **ending}, rows)
    return digest.hexdigest()


def _copy(archive: zipfile.ZipFile, name: str, source: IO[bytes]) -> str:
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as member:
        while block := source.read(_CHUNK):
            digest.update(block)
            member.write(block)
    return digest.hexdigest()


def _page(page: IO[bytes], facts: Mapping[str, Any], rows: IO[bytes]) -> None:
    def put(text: str) -> None:
        page.write(text.encode("utf-8", "backslashreplace"))

    about = facts["about"]
    put(
        f"{page_start('Your data in our logs', _STYLE)}<h1>Your data in our logs</h1>"
        f"<p>Request {_text(facts['request'])}, answered {_text(facts['made'])}.</p>"
    )
    put("<h2>Who keeps it, and why</h2><table>")
    for title, value in (
        ("Controller", about["controller"]),
        ("Purposes", "; ".join(f"{service}: {', '.join(kept) or '-'}" for service, kept in about["purposes"].items())),
        ("Recipients", ", ".join(about["recipients"])),
        ("Kept for", about["retention"]),
        ("Your rights", about["rights"]),
        ("Searched", "; ".join(f"{one['store']}: {one['records']} records" for one in facts["searched"])),
        (
            "In doubt",
            "; ".join(f"{one['values']} values: {one['why']}" for one in facts["doubts"].values()) or "nothing",
        ),
        ("Kinds of data", ", ".join(f"{name} ({count})" for name, count in facts["entities"].items())),
    ):
        put(f"<tr><th>{title}<td>{_text(value) or 'not stated'}")
    put("</table>")
    put("<h2>What could not be searched</h2>")
    put(_table(("what", "why"), facts["not_searched"]) or "<p>Nothing is known that could not be searched.</p>")
    put("<h2>When your values were opened</h2>")
    put(_table(("time", "purpose", "what", "values", "outcome", "by"), facts["openings"]) or "<p>Never.</p>")
    put(
        "<h2>Records</h2><p>Values of others are not shown: one such as &lt;email_address 1&gt; stands for each."
        "<table><tr><th>Time (UTC)<th>Service<th>Text"
    )
    rows.seek(0)
    while block := rows.read(_CHUNK):
        page.write(block)
    put(f"</table>\n{PAGE_END}")


def _row(record: Mapping[str, Any]) -> str:
    fields = "".join(f"\n{name}: {value}" for name, value in record["fields"].items())
    return (
        f"<tr><td>{_text(record['time'])}<td>{_text(record['service'])}"
        f"<td><pre>{_text(str(record['body']) + fields)}</pre>\n"
    )


def _table(columns: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> str:
    lines = ["<tr>" + "".join(f"<td>{_text(row[name])}" for name in columns) for row in rows]
    head = "".join(f"<th>{name.capitalize()}" for name in columns)
    return f"<table><tr>{head}{''.join(lines)}</table>" if lines else ""


def _text(value: Any) -> str:
    return html.escape(str(value))
