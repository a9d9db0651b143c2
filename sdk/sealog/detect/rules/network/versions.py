"""Four numbers with dots that are no address: versions, object identifiers, sections, file names.

It judges by the surroundings. `ip_address.py` calls it for texts that are spelled like an IPv4 address.
"""

from __future__ import annotations

import re

from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import after, before
from sealog.pattern import pattern

_REACH = 48
_NAMES = 8  # steps of looking for the name of a version
_OLDEST_HOST_NETWORK = 10  # first numbers below are versions when they are glued to a name

_WORD = (
    r"(?:versions?|vers?|releases?|rel|build|firmware|fw|kernel|rev(?:ision)?"
    r"|oid|sections?|chapter|clause|patch|schema)"
)
_NAMED = pattern(
    rf"(?:^|[^a-z]|_){_WORD}[\"']?(?:[ ]?[:=#][ ]?|[ ]is[ ]|[ ]no\.?[ ]|[ ]number[ ]|[ ])?[\"'(\[v]?\Z", re.IGNORECASE
)
# `serverVersion=1.2.3.4`: the word ends a name in camelCase.
_NAMED_CAMEL = pattern(r"[a-z](?:Version|Ver|Release|Build|Revision|Oid)[\"']?[ ]?[:=]?[ ]?[\"'(\[]?\Z")
# Nearly all addresses have none of these before them; that is cheaper to test than the shapes.
_BETWEEN = " \"'([:=#v"
HINTS = (
    *("version", "versions", "vers", "ver", "release", "releases", "rel", "build", "firmware", "fw", "rev"),
    *("revision", "oid", "section", "sections", "chapter", "clause", "patch", "schema", "kernel"),
    *(" is", " no", " no.", " number", " to", "->", "=>", " and", " or"),
)
_SIGNS = ("==", ">=", "<=", "~=", "!=", "~", "^", "§")
_ENDS_OF_HINTS = frozenset(end for hint in HINTS for end in (hint[-1], hint[-1].upper()))
_ENDS_OF_SIGNS = frozenset(sign[-1] for sign in _SIGNS)
_SECOND = pattern(
    rf"(?:{_WORD}[ :=]+v?|==)[0-9]+(?:\.[0-9]+)+[ ](?:to|->|=>|and|or)[ ](?:version[ ])?v?\Z", re.IGNORECASE
)
_RAISED = pattern(r"\b(?:up|down)grad(?:e|es|ed|ing) to v?\Z|\b(?:updat|bump)(?:e|es|s|ed|ing) to v?\Z", re.IGNORECASE)
_SIGNED = pattern(r"(?:[=~!<>]=|===|\^|~|§ ?)[ ]?\Z")
_PRODUCT = pattern(r"(?:^|[^A-Za-z0-9./])[A-Za-z][A-Za-z_-]*/\Z")
_NAME = pattern(r"[A-Za-z0-9_-]/\Z")
_PORT = pattern(r":[0-9]")
_PRODUCTS_OF_FOUR = pattern(r"(?:openresty|Chromium|CriOS|EdgA?|OPR|YaBrowser|Electron|PHP|OpenSSL)/\Z")
# `v=1.2.3.4`, `-DVERSION=\\"1.2.3.4\\"`, an image's tag, and what Java writes behind the archive of a stack frame.
_MARKED = pattern(
    r"(?:^|[^\w])v=[\"']?\Z|-D\w*VERSION=\\{0,3}[\"']?\Z|\.jar(?:!/)?:\Z"
    r"|(?:^|[^\w])(?:tagged|tag|image|pulled)[ :=]{1,2}\\?[\"']?[\w./-]+:\Z"
)
_GLUE = frozenset("_-")
_GLUED_NAME = pattern(r"[A-Za-z][A-Za-z0-9]*[_-]\Z")
_HOST_NAME = pattern(r"(?:ip|host|node|addr|server|dns|peer|vm|pod|client|src|dst|from)[_-]\Z", re.IGNORECASE)
_RELEASED = pattern(r"(?:^|[^A-Za-z0-9])(?:(?:open)?jdk|jre|java|kernel|chrome|chromium|firefox)[_-]\Z", re.IGNORECASE)
_JOINTS = frozenset("._+~-")
_MARKS = frozenset("=:\"'")
_FILE_OR_STAGE = pattern(
    r"[._+~-](?:jar|war|tar|t?gz|tgz|zip|whl|rpm|deb|exe|dll|msi|so|dylib|nupkg|apk|xml|pom|py|js|el[0-9]|fc[0-9]"
    r"|x86|amd64|arm64|aarch64|noarch|snapshot|release|final|ga|rc|alpha|beta|dev|pre|post|sp[0-9]|m[0-9]|b[0-9]"
    r"|r[0-9]|p[0-9]|build|bin|src|sources|javadoc|linux|windows|darwin|ubuntu|debian|generic|stable|nightly|dirty)"
    r"|[+~][0-9A-Za-z]|-[0-9]+[a-z]",
    re.IGNORECASE,
)


def is_version(text: str, start: int, end: int) -> bool:
    """Tell whether the dotted quad `text[start:end]` is no address, by the text next to it."""
    if text[end : end + 1] in _JOINTS and _FILE_OR_STAGE.match(after(text, end, _REACH)):
        return True
    left = before(text, start, _REACH)
    last = left[-1:]
    if last == "/":
        return _is_in_path(left, text[start:end], text[end : end + 2])
    if last in _GLUE and _GLUED_NAME.search(left):
        return _RELEASED.search(left) is not None or (_is_low(text[start:end]) and not _HOST_NAME.search(left))
    if last in _MARKS and _MARKED.search(left):
        return True
    word = left.rstrip(_BETWEEN)
    is_hinted = word[-1:] in _ENDS_OF_HINTS and word.lower().endswith(HINTS)
    if not is_hinted and left.rstrip()[-1:] not in _ENDS_OF_SIGNS:
        return False
    spend(_NAMES)
    return any(shape.search(left) for shape in (_NAMED, _NAMED_CAMEL, _SIGNED, _SECOND, _RAISED))


def _is_in_path(left: str, quad: str, right: str) -> bool:
    if _PRODUCTS_OF_FOUR.search(left) or (quad.endswith(".0.0") and _PRODUCT.search(left)):
        return True
    # Hadoop writes node7/10.10.34.11:8020, user agents Tomcat/9.0.85.0, repositories …/bar/2.0.1.3/bar.jar.
    return _is_low(quad) and bool(_NAME.search(left)) and not _PORT.match(right)


def _is_low(quad: str) -> bool:
    return int(quad.partition(".")[0]) < _OLDEST_HOST_NETWORK
