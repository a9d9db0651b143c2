"""Passwords in the arguments of commands, where no name stands before them (`mysql -pX`, `curl -u a:X`).

`command_shapes.py` has the commands that are known. Of others only `-p X` beside an option for a user counts, since
their `-p` and `-u` mean ports, paths and users too. Source: the commands' manuals.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from sealog.detect.keyword_rules.passwords.command_shapes import ARGUMENTS, SHAPES, VALUE
from sealog.detect.keyword_rules.text.legible import is_hard, is_legible, is_mixed
from sealog.detect.keyword_rules.text.placeholders import is_masked, is_placeholder
from sealog.detect.model.rule import Form, KeywordRule
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import before, is_word
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sealog.detect.model.rule import Span

_COMMAND = 16
"""Steps of looking through a command's arguments (see `scan_budget.py`)."""

# Commands that read a password from a pipe: `echo X | docker login --password-stdin`, `echo root:X | chpasswd`.
_PIPED = ("--password-stdin", "chpasswd", "passwd --stdin", "sudo -s")
_ECHO = pattern(
    r"(?:\A|[\s;&(\"'`])(?:echo|printf)[ ](?:-[neE]{1,3}[ ]|[\"']?%s(?:\\n)?[\"']?[ ]){0,2}"
    r"(?P<q>[\"']?)(?:[\w.-]{1,64}:(?=[^|]*\|[ ]{0,2}(?:sudo[ ])?(?:/usr/sbin/)?\Z))?"
    r"(?P<value>[^|\"'\n\x1e]{3,128}?)(?P=q)"
    r"[ ]{0,2}\|[^|\n\x1e]{0,96}\Z"
)
_IN_POWERSHELL = "convertto-securestring"
_PIPED_STRING = pattern(
    r"(?:\A|[\s;({=])\\{0,3}(?P<q>[\"'])(?P<value>(?:(?!(?P=q))[^\n\x1e\\]){3,128})\\{0,3}(?P=q)[ ]{0,2}\|[ ]{0,2}\Z"
)
"""`"X" | ConvertTo-SecureString`, as PowerShell gives a string to a command."""

_REACH = 256
_LONGEST_LIST = 512
_COMMA = "', '"
_BETWEEN = pattern(r"(?P<q>[\"'])(?:[ ]?,[ ]?|[ ]a[0-9]{1,3}=)(?P=q)")
"""What stands between the arguments of a list: of `subprocess.run`, of a container, of a record of Linux's audit."""


def _find(text: str, start: int, end: int) -> Span | None:
    word = text[start:end].lower()
    if is_word(text[start - 1 : start]) and word[0] != ":":
        return None
    if word == _GIVEN:
        return _given_to_user(text, start, end)
    source = _PIPED_STRING if word == _IN_POWERSHELL else _ECHO if word in _PIPED else None
    if source is not None and (span := _piped(text, start, source)) is not None:
        return span
    shape = SHAPES.get(word)
    if shape is None:
        return None
    spend(_COMMAND)
    text = _as_line(text, end)
    match = shape.match(text, end)
    if match is None or is_placeholder(match["value"].rstrip(">")):
        return None
    return match.span("value")


def _others(text: str, start: int, end: int) -> Iterator[Span]:
    """Give the second passphrase of a tool of SNMP, for privacy beside that for authentication."""
    if not text[start:end].lower().startswith("snmp"):
        return
    first = _find(text, start, end)
    if first is None:
        return
    at = first[1] + text.startswith(("'", '"'), first[1])
    match = SHAPES[text[start:end].lower()].match(text, at)
    if match is not None and not is_placeholder(match["value"]):
        yield match.span("value")


def _as_line(text: str, end: int) -> str:
    """Give the text with a listed command's arguments separated by blanks: `mysql', '-pX'` is `mysql    -pX'`."""
    if _BETWEEN.match(text, end) is None:
        return text
    return text[:end] + _BETWEEN.sub(lambda match: " " * len(match[0]), text[end : end + _LONGEST_LIST])


def argument_with_password(arguments: Sequence[str]) -> int | None:
    """Give the place of the argument in which a well-known command has a password: 3 for `mysql -u root -pX`."""
    name = arguments[0].rpartition("/")[2]
    if name not in SHAPES:
        return None
    line = _COMMA.join((f"'{name}", *arguments[1:])) + "'"
    found = _find(line, 1, 1 + len(name))
    if found is None:
        return None
    ends = accumulate(len(argument) + len(_COMMA) for argument in (f"'{name}", *arguments[1:]))
    return next(place for place, end in enumerate(ends) if found[0] < end)


# Any command that has an option for a user and one for a password: `cqlsh -u bob -p X`, `sqlcmd -P X -U sa`.
_GIVEN = "-p "
_USER_OPTIONS = (" -u", " -U", " --user", " -username")
_NAME_OF_USER = r"[ ](?:-u|-U|--user|--username|-username)[ =][\"']?[\w.@\\-]{1,64}[\"']?"
_FURTHER = r"(?:[ ]--?[\w-]{1,32}(?:[ =][^\s-]\S{0,96})?){0,4}"
_USER_BEFORE = pattern(rf"{_NAME_OF_USER}{_FURTHER}[ ]", re.ASCII)
_USER_BEHIND = pattern(rf"[\"']?{_FURTHER}{_NAME_OF_USER}(?=[\s\"'\x1e]|\Z)", re.ASCII)
_GIVEN_VALUE = pattern(VALUE, re.ASCII)
_PORT = pattern(r"[0-9.,:/\[\]-]*(?:/?(?:tcp|udp))?|[/~.$-].*", re.ASCII)
_OTHER_OPTION = pattern(
    r"\b(?:mysql|mariadb|sudo|su|runuser|mkdir|(?:docker|podman)[ ](?:run|create|exec)|ssh|psql|pg_\w{1,16})\b",
    re.ASCII,
)
"""Commands whose `-p` is a port, a place or a question, or has its value without a gap."""


def _given_to_user(text: str, start: int, end: int) -> Span | None:
    value, left = _GIVEN_VALUE.match(text, end), before(text, start, _REACH)
    if value is None or not left.endswith(" ") or _PORT.fullmatch(value["value"]) or is_placeholder(value["value"]):
        return None
    spend(_COMMAND)
    option = max(map(left.rfind, _USER_OPTIONS))
    is_before = option >= 0 and _USER_BEFORE.fullmatch(left, option) is not None
    is_given = is_before or _USER_BEHIND.match(text, value.end()) is not None
    return value.span("value") if is_given and _OTHER_OPTION.search(left) is None else None


def _piped(text: str, start: int, source: re.Pattern[str]) -> Span | None:
    left = before(text, start, _REACH)
    match = source.search(left) if "|" in left else None
    if match is None or is_placeholder(match["value"]):
        return None
    offset = start - len(left)
    return offset + match.start("value"), offset + match.end("value")


_DIGITS = pattern(r"[0-9][^0-9]*[0-9]")
# The user of HTTP's basic authentication is the key where the password is empty.
_USER = pattern(
    rf"(?=[ ]){ARGUMENTS}(?:-u|--user|-a|--auth)[ =]{{0,4}}[\"']?(?P<value>[\w.~+/=-]{{12,256}})"
    r"(?P<empty>:\S{0,2})?[\"']?(?=[\s\x1e]|\Z)",
    re.ASCII,
)


def _find_key(text: str, start: int, end: int) -> Span | None:
    if is_word(text[start - 1 : start]):
        return None
    spend(_COMMAND)
    match = _USER.match(_as_line(text, end), end)
    if match is None or is_masked(match["value"]) or is_placeholder(match["value"]):
        return None
    value = match["value"]
    # A user without a password is a key, unless it reads like a name.
    is_key = is_hard(value) or is_mixed(value) or (match["empty"] and _DIGITS.search(value) and not is_legible(value))
    return match.span("value") if is_key else None


RULE = KeywordRule(
    entity="password",
    group="secret",
    keywords=tuple(dict.fromkeys((*SHAPES, *_PIPED, _GIVEN))),
    find=_find,
    others=_others,
    form=Form("command"),
    hits=(
        "CMD mysql -u root -p«hunter2» shop < dump.sql",
        "mysqldump --single-transaction -h db -p'«hunter2»' shop",
        "mysql -u root -p'«my long pass»' shop",
        "Command '['mysql', '-u', 'root', '-p«hunter2»']' returned non-zero exit status 1.",
        '["sshpass","-p","«hunter2»","ssh","root@web01"]',
        "args=['curl', '-s', '-u', 'bob:«hunter2»', 'https://api.example.com']",
        'curl -u "bob:«my long pass»" https://api.example.com/v1',
        "sshpass -p «hunter2» ssh root@web01 uptime",
        'curl -s -u "bob:«hunter2»" https://api.example.com/v1',
        "redis-cli -h cache -a «hunter2» ping",
        "http -a bob:«hunter2» POST https://api.example.com",
        '%any : PSK "«hunter2»"',
        "docker login -u bob -p «hunter2» registry.example.com",
        'connect -p "«hunter 2»" -u bob',
        "snmpget -v3 -u bob -a SHA -A '«auth pass 1»' -x AES -X «privpass1» h ifIndex",
        "snmpwalk -v 3 -l authPriv -X «privpass1» h",
        "machine git.example.com login bob password «hunter2»",
        "ldapsearch -x -D cn=admin -w «hunter2» -b dc=example",
        "default login bob password «hunter2»",
        "db.example.com:5432:shop:app:«Gr8:nbaum»",
        "*:*:*:postgres:«hunter2»",
        "sqlplus scott/«t1ger9»@orcl",
        "jdbc:oracle:thin:scott/«t1ger»@db.example:1521/x",
        "CONFIG SET requirepass «hunter2»",
        '"AUTH" "«hunter2»" by a client of Redis',
        "openssl rsa -in key.pem -passin pass:«hunter2» -out x",
        "smbclient //srv/share -U bob%«hunter2»",
        "echo 'root:«hunter2»' | chpasswd",
        "echo «hunter2» | docker login --username bob --password-stdin",
        '$c = "«my long pass»" | ConvertTo-SecureString -AsPlainText -Force',
        "etcdctl --endpoints h --user root:«hunter2» get x",
        "passwd --stdin bob <<< '«hunter 2»'",
        "send: 'AUTH PLAIN «AGJvYgBodW50ZXIy»\\r\\n'",
        "AUTH default «hunter2»",
        "*cmd* 'PASS «hunter2»'",
    ),
    misses=(
        "mkdir -p /var/lib/mysql",
        "['mysql', '-u', 'root', '-p', 'shop']",
        "mysql -u root -p shop",
        "ssh -p 2222 root@web01 uptime",
        "docker run -p 8080:80 nginx",
        "curl -u bob https://api.example.com",
        "mysqld: ready for connections",
        "nmap -p 1-1024 host",
        "/usr/sbin/mysqld -port3306",
        "listening on 0.0.0.0:5432: ready",
        "db.example.com:5432:shop ready",
        "cat /run/secrets/pw | docker login --username bob --password-stdin",
        "sqlplus / as sysdba",
        "list:*:20228:0:99999:7:::",
        "requirepass is not set",
        "openssl rsa -passin env:PASS -passout file:/x",
        "AUTH LOGIN PLAIN XOAUTH2",
        "the 'pass through' mode",
        "*cmd* 'PASS ********'",
        "ok\nPASS TestCart (0.00s)",
        "nc -u -p 53 -l",
        "docker run -u app -p 8080:80 nginx",
        "ssh -l app -p 2222 web01",
        "sudo -u app mkdir -p build2",
        "the net user count rose",
        "net use : no entries in the list",
        "net user admin was not found",
        "zip -r archive.zip src",
        "7z x archive.7z -oout",
        "htpasswd -c /etc/nginx/.htpasswd app",
        "rabbitmqctl add_user failed",
        "openssl enc -aes-256-cbc -kfile key.bin",
        "vault login failed",
        "enable password aging on all hosts",
        "the key-string must not be empty here",
        "identified by key2 in the index",
        "neighbor 10 is down, neighbor state changed",
        "convertto-securestring $plain -AsPlainText",
        '"$env:DB_PASSWORD" | ConvertTo-SecureString -AsPlainText',
        "etcdctl --user root get x",
        "expdp job finished, rman target database is open",
    ),
)

KEY_RULE = KeywordRule(
    entity="secret",
    group="secret",
    keywords=("curl", "httpie", "wget"),
    find=_find_key,
    form=Form("command"),
    hits=(
        "curl -u «Zt7Qm2Lx9Kc4Vb8N1r5W»: https://api.example.com",
        "curl --user «Zt7Qm2Lx9Kc4Vb8N1r5W»: https://api.example.com",
        'curl -s -u "«Zt7Qm2Lx9Kc4Vb8N1r5W»:" https://api.example.com',
        "curl https://api.example.com -u '«8c1d5f0e7b2a49d3a6f4e9b80c7d2e15»:'",
        "curl --user=«Zt7Qm2Lx9Kc4Vb8N1r5W»: https://api.example.com -d x=1",
        "RUN curl -fsS -u «Zt7Qm2Lx9Kc4Vb8N1r5W»: https://api.example.com",
    ),
    misses=(
        "curl -u bob: https://api.example.com",
        "curl -u alice.example: https://api.example.com",
        "curl -u ${API_KEY}: https://api.example.com",
        "curl -u service-account-2024: https://api.example.com",
        "curl https://api.example.com/v1/users",
        "curl: (7) Failed to connect to api.example.com port 443",
        "libcurl -u Zt7Qm2Lx9Kc4Vb8N1r5W: https://api.example.com".replace("libcurl", "xcurl"),
        "curl -u xxxx-xxxx-1234: https://api.example.com",
    ),
)
