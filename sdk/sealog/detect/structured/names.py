"""Finds the value that a name belongs to in structured data: `{"name": "X-Api-Key", "value": …}`, `("password", …)`.

It knows how programs pair names and values; key rules know the names themselves.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.keyword_rules.text.placeholders import is_masked, is_placeholder
from sealog.detect.secrets.published import is_published
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog.detect.model.rule import KeyRule

_WRITTEN_NAMES = """
name, key, k, n, header, header name, field, field name, field path, attribute, attribute name, attr, attr name
property, property name, property path, prop, prop name, param, param name, parameter, parameter name, parameter key
variable, variable name, var, var name, label, column, column name, claim, claim type, id, setting, setting name
option, option name, tag, path, pointer, loc, type, system, kind, input name, element, element name, data name
cookie name, display name, placeholder, env, env name, config, config name, config key, entry key, argument name
"""
_NAMES = tuple(phrase for line in _WRITTEN_NAMES.strip().splitlines() for phrase in line.split(", "))
NAMES = frozenset(phrase.replace(" ", "") for phrase in _NAMES)
"""Keys, without their separators, whose value is the name of the value beside it."""

_WRITTEN_VALUES = """
value v val values content stringvalue bytesvalue intvalue doublevalue arrayvalue defaultvalue default newvalue
oldvalue new old current previous rawvalue raw input answer before after text fieldvalue parametervalue paramvalue
variablevalue inputvalue datavalue attributevalue attrvalue propertyvalue headervalue cookievalue optionvalue
configvalue settingvalue columnvalue elementvalue envvalue claimvalue entryvalue rejectedvalue invalidvalue
attemptedvalue currentvalue actualvalue received actual argument from to was now
"""
VALUES = frozenset(_WRITTEN_VALUES.split())
"""Keys, without their separators, whose value belongs to such a name."""

_WRITTEN_GENERIC = "name number no nr code address key value first last full id token secret"
GENERIC = frozenset(_WRITTEN_GENERIC.split())
"""Keys that have a meaning only together with the key of the object around them: `{"card": {"number": …}}`."""

_SEPARATORS = pattern(r"[^a-z0-9]+")
_PLAIN_WORD = pattern(r"[a-z]+(?:[_ -][a-z]+)*")
LONGEST = 128
"""Characters of a name; a longer text is none."""


def written_together(key: str) -> str:
    """Give a key in lower case without separators."""
    return _SEPARATORS.sub("", key.lower()) if len(key) <= LONGEST else ""


def _spelled(phrase: str) -> Iterator[str]:
    """Give a key's usual spellings: `field_name`, `field-name`, `fieldName`, `FieldName`, `FIELD_NAME`, `@name`."""
    first, *rest = phrase.split(" ")
    capitals = "".join(part.capitalize() for part in rest)
    for joint in ("", "_", "-", "."):
        joined = joint.join((first, *rest))
        yield from (joined, joined.upper(), f"@{joined}")
    yield from (first + capitals, first.capitalize() + capitals, f"@{first}{capitals}")


SPELLED_NAMES = frozenset(spelling for phrase in _NAMES for spelling in _spelled(phrase))
"""The usual spellings of `NAMES`, so that a mapping without them costs one look."""

LISTS_OF_NAMES = frozenset(
    spelling
    for phrase in ("columns", "column names", "fields", "field names", "header", "headers")
    for spelling in _spelled(phrase)
)
"""Keys of the names of columns, whose cells stand in the rows beside them: `{"columns": […], "rows": [[…]]}`."""

ROWS = frozenset({"rows", "row", "values", "data", "records", "record", "tuples"})
"""Keys, without their separators, of such rows, or of one of them."""


def is_pair(rule: KeyRule, value: str) -> bool:
    """Tell whether `value` belongs to the name before it, and is no further name: `("email", "locale")`."""
    return rule.entity == "password" or _PLAIN_WORD.fullmatch(value) is None


_NOTHING = frozenset(
    {
        *("", "null", "none", "nil", "nan", "undefined", "true", "false", "n/a", "na", "unknown", "empty", "redacted"),
        *("masked", "hidden", "filtered", "anonymous", "removed", "omitted", "string", "required", "optional", "int"),
        *("integer", "number", "boolean", "bool", "object", "array", "text", "date", "keyword", "constant_keyword"),
        *("match_only_text", "wildcard", "flattened", "varchar", "nvarchar", "citext", "uuid", "datetime", "timestamp"),
    }
)
_SHAPES = pattern(
    r"[*\u2022\u25cfxX.#?_ -]+|<(?:redacted|masked|hidden|removed|filtered|omitted|none|null|empty)>"
    r"|[\[(](?:redacted|masked|hidden|removed|filtered|omitted|none|null|empty|masked:[a-z0-9_]{1,40})[\])]"
    r"|system:(?:serviceaccounts?|nodes?|masters|kube-[a-z-]{1,40}|anonymous|admin|unsecured)(?::[\w.-]{1,128}){0,2}"
    r"|\$\{[\w.:-]{1,64}\}|\{\{?[\w. ]{1,64}\}?\}|%\(\w{1,64}\)s|%s|\?|\$[0-9]{1,3}|:\w{1,64}",
    re.IGNORECASE,
)


SHAPES_OF_NOTHING = {"shapes_of_nothing": _SHAPES}
NO_VALUES = {"no_values": _NOTHING}
"""What the compiled half has to know."""


def is_nothing(value: str) -> bool:
    """Tell whether `value` is a placeholder."""
    lowered = value.strip().lower()
    return lowered in _NOTHING or _SHAPES.fullmatch(lowered) is not None


_FEWEST_DIGITS = 3  # of a number under a key that names it: a smaller one is a flag or a count


def is_value(value: str, rule: KeyRule, kind: str = "string") -> bool:
    """Tell whether the text under a key, or beside a name, is a value that its rule seals.

    `kind` is `string`, `number`, or `word` for what has no quotes around it.
    """
    if rule.excepts is not None and rule.excepts(value):
        return False
    if kind == "number" and rule.entity != "geo_coordinates":
        return sum(map(str.isdigit, value)) >= _FEWEST_DIGITS
    if kind == "word" and (rule.entity == "secret" or (rule.entity == "authorization" and value.isalpha())):
        return False  # without quotes it may be the name of a thing, or a scheme
    if rule.entity == "authorization":
        value = value.rpartition(" ")[2]  # the credential behind its scheme may be masked, or sealed already
    return not (_is_no_secret(value, rule.entity) if rule.group == "secret" else is_nothing(value))


def _is_no_secret(value: str, entity: str) -> bool:
    """Tell whether a value is a placeholder, a flag, or a masked token."""
    if is_placeholder(value) or value in {"0", "1"}:
        return True
    return entity != "password" and (is_masked(value) or is_published(value))
