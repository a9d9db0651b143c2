"""Reads what a request asks for: parameters of its address, or the fields of a form."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from sealog.errors import SettingError
from sealog_exporters.otlp.errors import BadRequest
from sealog_exporters.otlp.server.asgi import read_body
from sealog_exporters.store.sqlite_paging import RecordFilter
from sealog_exporters.web.overview import SPANS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.datastructures import QueryParams
    from starlette.requests import Request

    from sealog_exporters.web.guard import Sessions

__all__ = ["TEMPLATE_ID", "form_of", "place_of", "records_of", "span_of"]

_MAX_FORM: Final = 16 * 1024
_READ_S: Final = 5.0
TEMPLATE_ID: Final = re.compile(r"[0-9a-f]{16}|other", re.ASCII)
"""An id of a template, as records carry it."""

_INDEX: Final = re.compile(r"[a-z2-7]{13}", re.ASCII)
_MAX_LISTED: Final = 100  # ids in a query


def span_of(request: Request) -> str:
    """Give how far to look back, a key of `SPANS`.

    Raises:
        SettingError: it is none.
    """
    span = request.query_params.get("span", "1h")
    if span not in SPANS:
        raise SettingError(f"span: {', '.join(SPANS)} is expected")
    return span


def records_of(asked: QueryParams) -> RecordFilter:
    """Give which records are asked for.

    Raises:
        SettingError: a parameter is wrong, or they exclude each other; names it.
    """
    wanted = RecordFilter(
        service=asked.get("service", ""),
        min_severity=_number(asked.get("severity", ""), "severity", 24),
        text=asked.get("text", ""),
        templates=tuple(one for one in _several(asked, "template") if TEMPLATE_ID.fullmatch(one)),
        indexes=tuple(one for one in _several(asked, "index") if _INDEX.fullmatch(one)),
        entity=asked.get("entity", ""),
    )
    if sum(map(bool, (wanted.templates, wanted.indexes, wanted.entity))) > 1:
        raise SettingError("of template, index and entity only one can be asked for")
    return wanted


def place_of(asked: QueryParams) -> int | None:
    """Give the number before which a page of records begins; None for the newest.

    Raises:
        SettingError: it is no number of a record.
    """
    return _number(asked["before"], "before", 2**63 - 1) if asked.get("before") else None


async def form_of(request: Request, sessions: Sessions) -> Mapping[str, str]:
    """Read a form that one of our pages sent.

    Raises:
        BadRequest, TooLarge: it is none, or did not come in time.
    """
    try:
        body = await asyncio.wait_for(read_body(request.receive, _MAX_FORM), _READ_S)
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=20, errors="strict")
    except asyncio.TimeoutError:
        raise BadRequest("the form did not come in time") from None
    except ValueError:  # `from None`: its message quotes the form
        raise BadRequest("this is not a form") from None
    form = {name: values[0] for name, values in fields.items()}
    if not sessions.is_form_token(form.pop("form_token", "")):
        raise BadRequest("this form is not of this run of `sealog up`: load the page again")
    return form


def _number(text: str, name: str, most: int) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and int(text) <= most):  # noqa: PLR2004 - of 64 bits
        raise SettingError(f"{name}: a number up to {most} is expected")
    return int(text)


def _several(asked: QueryParams, name: str) -> list[str]:
    return [one for one in asked.getlist(name) if one][:_MAX_LISTED]
