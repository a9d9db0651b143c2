"""Passwords beside their name, in free text, JSON, logfmt, URLs, SQL and options of commands.

It leaves facts about a password (`password_changed_at=…`), and placeholders. Misses: passwords
without a name, or whose name is only `pass` in a sentence; in unquoted values what follows a comma or an ampersand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.keyword_rules.text.assignment import LONGEST, Assignment, is_prose
from sealog.detect.keyword_rules.text.extent import password_value
from sealog.detect.keyword_rules.text.placeholders import is_placeholder
from sealog.detect.lexicon.owners import OF_PASSWORDS
from sealog.detect.model.rule import Form, KeywordRule
from sealog.detect.model.scan_budget import spend
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog.detect.model.rule import Span

_ABOUT_BEFORE = pattern(
    r"(?:^|[^a-z])(?:is|has|no|needs?|requires?|required|forgot|reset|show|allow|hide|min|max|old)[_-]?\Z",
    re.IGNORECASE,
)
_REST = pattern(
    r"[_-]?(?:[0-9]{1,2}|s|values?|text|plain|plaintext|raw|string|new|confirm\w*|repeat|again|current|hash|enc|encrypted|b64"
    r"|base64|db|database|root|admin|user|prod|dev|test|auth|word)?",
    re.IGNORECASE,
)
_FLAG = pattern(r"-?[01]|0x0{0,7}[01]|dword:0{7}[01]", re.IGNORECASE)
_NUMBER = pattern(r"[0-9]+(?:\.[0-9]+)*")
_COUNT = pattern(r"[0-9]{1,2}")
_DIRECTORY = pattern(r"[/~]|[A-Za-z]:\\")
_TUPLE = pattern(r",[ ]?(?:<<)?\"(?P<value>[^\"\n\x1e]{1,256})\"(?:>>)?[ ]?[},]")
_PASSPHRASES = frozenset({"passphrase", "pass phrase", "pass-phrase", "pass_phrase"})
_PHRASE = pattern(
    r"\\{0,3}[\"']?[ ]?[:=][ ]?(?P<words>[a-z]{3,12}"
    r"(?:(?:[ ][a-z]{3,12}){3,23}|(?:[ ][a-z]{3,12}){1,22}[ ][a-z]{1,12}[0-9]{1,4}))"
    r"(?=[\"'\\,;)\]}]|\r?\n|\x1e|\Z)",
    re.ASCII,
)
_WRITTEN_OF_SENTENCES = """
about accepted again all and any are been before changed characters check checked cannot could does empty enter failed
for from given has have incorrect input invalid key least length long match maximum minimum missing most must need
needed needs new not now one only passphrase password please prompt provide provided read rejected required set should
stored strong than that the their then this too try type typed use used user using was weak were will with within word
words wrong you your
"""
_OF_SENTENCES = frozenset(_WRITTEN_OF_SENTENCES.split())
"""Words that sentences have and people choose no passphrase of."""

_CHANGED = pattern(
    r"\\{0,3}[\"'`]?[ ](?:->|=>|to|\u2192)[ ](?P<q>\\{0,3}[\"'`])(?P<value>(?:(?!(?P=q))[^\n\x1e]){1,256})(?P=q)"
)
_CHANGES = (" -> ", " => ", " to ", " \u2192 ")
_JUDGE = 6  # steps of judging what stands behind a name
_PASS = 4  # characters of the keyword `pass`, and of the rest of a longer one that are looked at
_LONGER_WORDS = ("word", "wd", "phra", "code")
_OPTION = pattern(r"--?[\w-]*\Z")
_SIGIL = pattern(r"[$-]{1,2}")  # of a variable, or of an option as PuTTY has: `-pw hunter2`
_OWNED = pattern(r"[a-z0-9][_.-]\Z", re.IGNORECASE)
_LISTED = pattern(r"\[[^\[\]]+\]")  # as servlets print a parameter: `password=[hunter2]`
_QUOTES = frozenset("\"'")
_WORDS_OF_SQL = frozenset({"identified by", "password"})


def _find(text: str, start: int, end: int) -> Span | None:
    return _find_phrase(text, start, end) or _find_assigned(text, start, end)


def _find_assigned(text: str, start: int, end: int) -> Span | None:
    if end - start == _PASS and text[end : end + _PASS].lower().startswith(_LONGER_WORDS):
        return None  # the longer keyword is judged for itself, and less strictly
    found = _in_tuple(text, start, end) or password_value(text, start, end)
    if found is None or not _is_of_a_password(found) or _is_empty(text, start, found):
        return None
    spend(_JUDGE)
    value = text[found.start : found.end]
    if (
        is_placeholder(value, is_quoted=found.is_quoted)
        or is_prose(text, found)
        or _is_flag(value, found.rest, is_quoted=found.is_quoted)
    ):
        return None
    is_in_quotes = found.is_quoted and text[found.start - 1] != "`"  # which prose has, and SQL around names only
    if not found.sign and not _is_separated_by_gap(text, start, end, quoted=is_in_quotes, prefix=found.prefix):
        return None
    if not _fits(text[start:end], found.prefix, found.sign, value, quoted=found.is_quoted):
        return None
    is_listed = not found.is_quoted and _LISTED.fullmatch(value) is not None
    return (found.start + 1, found.end - 1) if is_listed else (found.start, found.end)


def _find_phrase(text: str, start: int, end: int) -> Span | None:
    """Give a passphrase of four words, or of three with a number, which end the line or the string they are in."""
    if text[start:end].lower() not in _PASSPHRASES:
        return None
    match = _PHRASE.match(text, end)
    if match is None or _OF_SENTENCES.intersection(match["words"].split(" ")):
        return None
    return match.span("words")


def _in_tuple(text: str, start: int, end: int) -> Assignment | None:
    """Give the second of Erlang's pairs: `{password,"hunter2"}`, `{password,<<"hunter2">>}`."""
    match = _TUPLE.match(text, end) if text[start - 1 : start] == "{" else None
    return None if match is None else Assignment("", "", "=", *match.span("value"), is_quoted=True)


def _others(text: str, start: int, end: int) -> Iterator[Span]:
    """Give what a password was changed to: `password = "old" -> "new"`."""
    reach = end + 2 * LONGEST
    for sign in _CHANGES:
        if text.find(sign, end, reach) >= 0:
            break
    else:
        return  # nearly every password ends here, and is not read twice
    first = _find(text, start, end)
    match = None if first is None else _CHANGED.match(text, first[1])
    if match is not None and not is_placeholder(match["value"], is_quoted=True):
        yield match.span("value")


def _is_of_a_password(found: Assignment) -> bool:
    """Tell whether name and sign assign a password, rather than state a fact about one."""
    if found.sign in {"==", ","} or not _REST.fullmatch(found.rest):
        return False
    return _ABOUT_BEFORE.search(found.prefix) is None


def _is_empty(text: str, start: int, found: Assignment) -> bool:
    """Tell whether no value follows.

    Examples: an empty parameter at the end of a URL, a shell's `${PASSWORD:?message}`, PAM's service and step
    `pam_unix(passwd:chauthtok)`.
    """
    left = text[start - len(found.prefix) - 1 : start][:1]
    if left == "{":
        return text[found.start] == "?"
    if left == "(":
        is_step = found.sign == ":" and text[found.start - 1] == ":" and text[found.start : found.end].isalpha()
        return is_step and found.prefix == "" and text[found.end : found.end + 1] == ")"
    is_alone = left in {"?", "&"} or found.prefix.startswith("--")
    return is_alone and found.sign == "=" and text[found.start - 1] == " "


def _is_flag(value: str, rest: str, *, is_quoted: bool) -> bool:
    """Tell whether a value only says whether there is a password, or how many: `PuttyPassword=0`, `passwords=12`."""
    if _FLAG.fullmatch(value) or (rest.lower() == "s" and value.isdigit()):
        return True
    return not is_quoted and _COUNT.fullmatch(value) is not None


def _is_separated_by_gap(text: str, start: int, end: int, *, quoted: bool, prefix: str) -> bool:
    """Tell whether only a space may stand before the value: in options of commands and in SQL."""
    if quoted and text[start:end].lower() in _WORDS_OF_SQL:
        return text[end : end + 1] not in _QUOTES  # which Terraform has: `resource "random_password" "db"`
    return _OPTION.match(prefix) is not None


def _fits(word: str, prefix: str, sign: str, value: str, *, quoted: bool) -> bool:
    lowered = word.lower()
    if lowered == "pwd" and _DIRECTORY.match(value):
        return False
    if lowered in {"pass", "pw"}:
        # Test runners count them, and print PASS: before a test's name.
        is_owned = _OWNED.search(prefix) is not None or (word[0] == "P" and prefix[-1:].islower())
        is_an_option = lowered == "pw" and _SIGIL.fullmatch(prefix) is not None
        is_a_name = is_owned or is_an_option or (not prefix and (sign == "=" or quoted))
        return is_a_name and sign != "(" and not _NUMBER.fullmatch(value)
    return quoted or sign != "("


SHAPES = {"rest": _REST, "about_before": _ABOUT_BEFORE, "flag": _FLAG, "number": _NUMBER}
"""What the compiled half has to know."""

RULE = KeywordRule(
    entity="password",
    group="secret",
    keywords=(
        *("password", "passwd", *sorted(_PASSPHRASES), "pwd", "pass", "identified by"),
        *("pswd", "psw", "pw", "pass_word", "pass-word", "passwrd", "pasword", "passw0rd", "passcode"),
        *(f"{owner}{word}" for owner in sorted(OF_PASSWORDS) for word in ("pass", "pw")),
    ),
    find=_find,
    form=Form("password"),
    others=_others,
    hits=(
        "dbpass=«hunter2» bindpw: «hunter2» --rootpw «hunter2»",
        "login with password=«hunter2» failed",
        "params {user=[bob], password=[«hunter2»]}",
        "user[password]=«Gr8n!»&user[n]=3",
        "password | «hunter2»\nlast_login | never",
        '{"user":"bob","password":"«s3cr,et \\"x\\" !»","ok":true}',
        r'body="{\"password\": \"«hunter2»\"}"',
        "{'user': 'bob', 'passwd': u'«hunter2»'}",
        "Config(host='db', password='«hunter2»', port=5432)",
        "user=app pwd=«Tr0ub4dor&3»",
        'config: password: Some("«hunter 2»")',
        "Settings(password=SecretStr('«hunter2»'), port=5)",
        "pwd = «Gr8;nbaum»; retry=3",
        "(password=«Gr8)nbaum»)",
        "password=«&Gr8nbaum» user=bob",
        "password: !!str «hunter2»",
        'password: !<tag:yaml.org,2002:str> "«my long pass»"',
        "Server=db;User Id=sa;Password={«a;b=c»};Encrypt=yes",
        "password: “«my long pass»”",
        "password='«my long pass»' user=«x»".replace("«x»", "x"),
        "password: |\n  «my long pass»\nuser: bob",
        'password = """«my long pass»"""',
        'password = "«old9»" -> "«new9»"',
        '{password,"«hunter2»"}, {password,<<"«hunter2»">>}',
        "password=«<abc>def» pswd=«$ecret»",
        '{"password": "«example-Pa55»"}',
        "level=info db.password=«p@ss:w0rd» msg=connected",
        "GET /login?user=bob&password=«hunter2»&next=%2F HTTP/1.1",
        "CREATE USER app IDENTIFIED BY '«hunter2»'",
        "ALTER ROLE app WITH PASSWORD '«hunter2»' VALID UNTIL 'infinity'",
        "SET PASSWORD FOR 'app'@'%' = PASSWORD('«hunter2»')",
        "backup --user root --password «hunter2» --all",
        "<Password>«hunter2»</Password>",
        "password: «hunter2»",
        "spring.datasource.password: «changeme»",
        "DB_PASS=«hunter2» ./run",
        """pw=«hunter2» {"pw":"«hunter2»"} DB_PW='«hunter2»' ftpPw: «Gr8nbaum» plink -pw «hunter2» h""",
        'pw=Optional["«hunter2»"] $pw = "«my long pass»"',
        'password: *string "«hunter 2»" password: ptr(0xc000) "«hunter 2»"',
        'password: (string) (len=8) "«hunter 2»" password: (*string)(0xc000010250)((len=8) "«hunter 2»")',
        "{Password: (string) «hunter2»}",
        "passphrase: «correct horse battery staple»",
        "pass phrase: «velvet river lamp42»",
        "pass-phrase=«hunter2»",
        "Access denied (password: «hunter2»)",
        '{"msg":"passphrase=«correct horse battery staple five»","ok":true}',
        "'smtp_password' => '«hunter2»',",
        "next=%2Fhome%3Fpassword%3D«hunter2»",
    ),
    misses=(
        "Failed password for root from 52.80.34.196 port 22 ssh2",
        "password=**** password=${DB_PASSWORD} password=<redacted> password=null",
        '{"password":"[REDACTED]","password_hint":true,"passwordless":"yes1"}',
        "password: too short",
        "password_changed_at=2024-05-18 password_length=12 password.policy=strict1",
        "has_password=1 reset_password=1234",
        'pass("This is a subtest"); const pass = new PassThrough(); pub pwd: *mut spwd,',
        "the item identified by `key2`",
        "sudo: PWD=/srv/app ; USER=root",
        "GET /login?password=&user=bob8 password=&remember",
        "PASS: tests/test_login.py pass=12 fail=0",
        "bypass=cache1 compass: north1",
        'raise ValueError("password " + name)',
        'resource "random_password" "db" { length = 24 }',
        "password: obbligatoria",
        "Enter password:",
        "if password == stored1:",
        "the password expired yesterday",
        "password=os.environ['DB_PASSWORD']",
        "connect(user=user, password=password, timeout=3)",
        'password = getpass.getpass("Password: ")',
        'password: <your-password-here> password="{{ db_password }}" password=%(password)s',
        "PuttyPassword=0 SavePassword=1 passwords=1500",
        'password="[object Object]" password=(not set) password=$DB_PASSWORD',
        "pam_unix(sshd:auth): check pass; user unknown",
        "pw 12 mm, PW=1500 us, pw: none, spw=hunter2 pwm=hunter2 the pw hunter2 pwd_mode=x1",
        "password: (string) required; password: (string) The user's password",
        "pub fn f(password: *const c_char, pw: *mut u8)",
        "passphrase: please type four words, passphrase: minimum length eight characters",
        "passphrase: checking four stored words",
        "passphrase: correct horse battery",
        "Enter pass phrase for /etc/ssl/shop.key: ",
        "pam_unix(passwd:chauthtok)",
    ),
)
