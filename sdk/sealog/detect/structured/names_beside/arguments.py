"""Values in the arguments of a call or a command, which another argument or their place names.

Sources: Requests (`auth=('mira', '…')`, `HTTPBasicAuth`), Go's `SetBasicAuth`, and the command lines of AWS and Azure
(`--name password --value …`); those of Consul, etcd, Pulumi, GitHub and .NET that store a value under a name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import before
from sealog.detect.structured.names_beside.beside import QUOTED, Beside, NameRule
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_READ = 4
"""Steps of reading arguments."""

_REACH = 160
_STRING = (
    r"(?P<{q}>\\{{0,3}}[\"'])(?P<{value}>(?:(?!(?P={q}))(?:\\[^\n\x1e]|[^\n\x1e\\])){{0,256}}?)(?P={q})"  # may be empty
)
_CREDENTIALS = pattern(
    rf"[ ]?(?:user(?:name)?=)?[uUrb]?{_STRING.format(q='p', value='user')},[ ]?"
    rf"(?:pass(?:word)?=)?[uUrb]?{_STRING.format(q='q', value='password')}[ ]?[)\]]"
)
_NAMING = pattern(r"(?<![\w-])--?(?:[a-z-]{1,24}-)?(?:name|key)[ =][\"']?(?P<name>[\w./-]{1,128})")
_VALUE = pattern(
    rf"[ ]{{0,4}}(?:{QUOTED}"
    r"|(?P<bare>[^\s\"'$`-][^\s\"'`\x1e]{0,511}))"
)
_STORED = pattern(
    r"(?:[ ]?--?[\w-]{1,32}(?:=\S{1,64})?[ ]){0,3}[ ]?[\"']?(?P<name>[A-Za-z_/][\w./:-]{0,127})[\"']?[ ]{1,4}"
    r"(?:(?:--body|--value|-b)[ =]{1,2})?"
    rf"(?:{QUOTED}"
    r"|(?P<bare>[^\s\"'$`|<>@-][^\s\"'`|\x1e]{2,511}))"
)


def _credentials(text: str, _start: int, end: int) -> Iterator[Beside]:
    """Read the pair of a user and a password: `auth=('mira', '…')`."""
    spend(_READ)
    match = _CREDENTIALS.match(text, end)
    if match is not None:
        yield Beside("password", *match.span("password"))


def _option(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read an option that holds what an earlier one names: `--name /shop/password --value …`."""
    spend(_READ)
    left = before(text, start, _REACH)
    names = [named["name"] for named in _NAMING.finditer(left, left.rfind("\n") + 1)]
    value = _VALUE.match(text, end)
    if names and value is not None:
        yield Beside(names[-1], *value.span(value.lastgroup or 0))


def _stored(text: str, _start: int, end: int) -> Iterator[Beside]:
    """Read what a command stores under a name: `consul kv put app/password …`, `pulumi config set dbPassword …`."""
    spend(_READ)
    match = _STORED.match(text, end)
    if match is not None:
        yield Beside(match["name"], *match.span(match.lastgroup or 0))


RULES = (
    NameRule(("auth=(", "auth=[", "auth = (", "basicauth(", "basic_auth(", "basicauthhandler("), _credentials),
    NameRule(
        ("kv put ", "etcdctl put ", "etcdctl set ", "config set ", "secret set ", "secrets set ", "user-secrets set "),
        _stored,
        begins=True,
    ),
    NameRule(("--value ", "--value=", "--secret-value ", "--secret-value="), _option),
)
