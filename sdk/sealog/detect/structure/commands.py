"""Passwords in the arguments of well-known commands, where no name stands before them (`mysql -pX`, `curl -u a:X`).

It leaves other commands' `-p` and `-u`, which mean ports, paths and users. Source: the commands' manuals.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.interface import KeywordRule
from sealog.detect.structure.placeholders import is_placeholder
from sealog.detect.surroundings import is_word

if TYPE_CHECKING:
    from sealog.detect.interface import Span

_VALUE = r"[\"']?(?P<value>[^\s\"'\x1e]{3,128})"
_ARGUMENTS = r"(?:[^\n\\\x1e|;]|\\.|\\\n){0,160}?[ ]"  # also over continued lines
_SHAPES = {
    "mysql": re.compile(rf"(?:dump|admin|import|show)?(?=[ ]){_ARGUMENTS}-p{_VALUE}", re.ASCII),
    "mariadb": re.compile(rf"(?:-dump|-admin)?(?=[ ]){_ARGUMENTS}-p{_VALUE}", re.ASCII),
    "sshpass": re.compile(rf"[ ]-p[ ]?{_VALUE}", re.ASCII),
    "curl": re.compile(
        rf"(?=[ ]){_ARGUMENTS}(?:-u|--user)[ =]{{0,3}}"
        rf"[\"']?[^\s:\"'\x1e]{{0,64}}[\"']?:[\"']?(?P<value>[^\s\"'\x1e]{{3,128}})",
        re.ASCII,
    ),
    "redis-cli": re.compile(rf"(?=[ ]){_ARGUMENTS}-a[ ]{_VALUE}", re.ASCII),
    "ldapsearch": re.compile(rf"(?=[ ]){_ARGUMENTS}-w[ ]?{_VALUE}", re.ASCII),
    "machine": re.compile(
        rf"[ ]\S{{1,128}}\s{{1,4}}login\s{{1,4}}\S{{1,128}}\s{{1,4}}password\s{{1,4}}{_VALUE}", re.ASCII
    ),
    "docker login": re.compile(rf"(?=[ ]){_ARGUMENTS}-p[ ]{_VALUE}", re.ASCII),
}


def _find(text: str, start: int, end: int) -> Span | None:
    if is_word(text[start - 1 : start]):
        return None
    match = _SHAPES[text[start:end].lower()].match(text, end)
    if match is None or is_placeholder(match["value"].rstrip(">")):
        return None
    return match.span("value")


RULE = KeywordRule(
    entity="password",
    group="secret",
    keywords=tuple(_SHAPES),
    find=_find,
    hits=(
        "CMD mysql -u root -p«hunter2» shop < dump.sql",
        "mysqldump --single-transaction -h db -p'«hunter2»' shop",
        "sshpass -p «hunter2» ssh root@web01 uptime",
        'curl -s -u "bob:«hunter2»" https://api.example.com/v1',
        "redis-cli -h cache -a «hunter2» ping",
        "docker login -u bob -p «hunter2» registry.example.com",
        "machine git.example.com login bob password «hunter2»",
        "ldapsearch -x -D cn=admin -w «hunter2» -b dc=example",
    ),
    misses=(
        "mkdir -p /var/lib/mysql",
        "mysql -u root -p shop",
        "ssh -p 2222 root@web01 uptime",
        "docker run -p 8080:80 nginx",
        "curl -u bob https://api.example.com",
        "mysqld: ready for connections",
        "nmap -p 1-1024 host",
        "/usr/sbin/mysqld -port3306",
    ),
)
