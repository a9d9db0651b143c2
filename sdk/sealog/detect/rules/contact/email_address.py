"""E-mail addresses: `local@domain` with a top-level domain that exists, beyond ASCII as well.

It leaves files, packages, host logins and message ids.
Standards: RFC 5321, RFC 5322 (addr-spec), RFC 6531 (internationalised). Quoted local parts, literals and spelled signs:
`spelled_address.py`. Misses: local parts with signs that separate words in logs (`a&b@…` is found from `b` on), domains
without a top-level domain.
"""

from __future__ import annotations

import re
import string
import unicodedata
from typing import Any

from sealog.detect.data.tlds import TLDS
from sealog.detect.keyword_rules.passwords.url_password import user_information
from sealog.detect.model.rule import Anchor, Rule, Span
from sealog.detect.model.surroundings import after, before
from sealog.detect.rules.contact.mailbox import domain_end, is_plain, local_start
from sealog.detect.rules.contact.spelled import SPELLED, unspelled
from sealog.pattern import pattern, source_of

_REACH = 128
_JOINTS = frozenset({":", "."})
_ASSIGNS = frozenset({":", "="})
_BEYOND_ASCII = "\x80-\U0010ffff"
_LOCAL = rf"[A-Za-z0-9._+'{_BEYOND_ASCII}-]"
_LABEL = rf"[A-Za-z0-9{_BEYOND_ASCII}-]"

_URL_REACH = 512
_URLS = pattern(r":(?://|\\/\\/|\\{2}/\\{2}/)")
_REMOTE_LOGIN = pattern(r"\b(?:ssh|scp|sftp|rsync|mosh|ssh-copy-id|autossh)(?:\s+-\S+(?:\s+[^\s@-]\S*)?)*\s+\Z")
_REMOTE_PATH = pattern(r":(?:~|[\w.-]*/)")
_MESSAGE_ID = pattern(r"(?:message-?id|msg-?id|in-reply-to|references|call-id)[\"']?\s*[:=]\s*[\"'<]*\Z", re.IGNORECASE)
_UNIT = pattern(r"\.(?:service|socket|timer|mount|target|slice|scope|path|swap|device)\b")  # of systemd
_SERVICE = pattern(r"\b[A-Za-z]+/\Z")
_VERSION = pattern(r"v?[0-9]+\.[0-9]")
_VERSION_BEGINS = frozenset("v0123456789")
_HEX = frozenset("0123456789abcdef")
_JAVA_HASH = pattern(r"[0-9a-f]{5,8}")
_JAVA_CLASS = pattern(r"(?:^|[.$])[A-Z]\w*\Z")
_SCALE = pattern(r"[0-9]+x?")  # logo@2x.png, job@3.py

_ACCOUNTS_OF_PROGRAMS = frozenset({"git", "hg", "rabbit", "celery", "ejabberd", "couchdb", "riak"})
_PACKAGE_ROOTS = frozenset({"com", "org", "net", "java", "javax", "jdk", "sun", "kotlin", "scala", "android"})
_FILES = frozenset({"zip", "mov", "properties"})
_ALSO_FILES = frozenset({"py", "sh", "rs", "pl", "md", "so", "cc", "ps", "ml", "ai", "app", "bz", "cab"})
_PACKAGE_DEPTH = 3
_AROUND = " \t\r\n\"'<>"
_DOTS = str.maketrans(dict.fromkeys("\u3002\uff0e\uff61", "."))  # those of IDNA (RFC 3490 section 3.1)
# RFC 4251 section 6: the inventor of an algorithm or extension of SSH adds a domain to its name.
_SSH_DOMAINS = frozenset(
    {
        *("openssh.com", "libssh.org", "libassh.org", "ssh.com", "tinyssh.org", "lysator.liu.se", "matt.ucc.asn.au"),
        *("putty.projects.tartarus.org", "openquantumsafe.org", "bitvise.com", "openssh.org"),
    }
)
_SSH_NAME = pattern(
    r"(?:[a-z0-9]+-)*(?:aes[0-9]*|chacha20|poly1305|hmac|umac|sha[0-9]*|sha2|md5|ripemd160|curve25519|curve448|sntrup[0-9a-z]*"
    r"|mlkem[0-9a-z]*|kyber[0-9a-z]*|ed25519|ecdsa|rsa|dss|dsa|rijndael|twofish[0-9]*|serpent[0-9]*|arcfour[0-9]*|3des|blowfish"
    r"|etm|cbc|ctr|gcm|cert|kex|strict|zlib|zstd|ssh|sk|gss|gssapi|keyex|webauthn|diffie|hellman|crypticore[0-9]*|seed|ext"
    r"|auth|agent|hostkeys|hostbound|session|sessions|keepalive|streamlocal|rename|statvfs|fstatvfs|hardlink|fsync|lsetstat"
    r"|limits|path|copy|tun|eow|ping|pong|restrict|bind|constraint|userauth|publickey|winadj|simple|kexguess2|newkeys|id"
    r"|users)(?:-[a-z0-9]+)*"
)
_SSH_FIRST_LABELS = frozenset(domain.partition(".")[0] for domain in _SSH_DOMAINS)


_LOGINS = ("://", "\\/", "ssh", "scp", "sftp", "rsync", "mosh")
_MESSAGE_IDS = ("message-id", "messageid", "msg-id", "msgid", "in-reply-to", "references", "call-id", "callid")


def _twin(compiled: Any) -> Any:
    tlds = TLDS - _FILES - _ALSO_FILES - {"local"}  # names that may be no person's: `_validate` decides
    words = (tlds, _ACCOUNTS_OF_PROGRAMS, _PACKAGE_ROOTS | _SSH_FIRST_LABELS, _LOGINS, _MESSAGE_IDS)
    return compiled.EmailAddresses(*(sorted(each) for each in words), sorted(_SSH_DOMAINS), source_of(_SSH_NAME))


def _validate(text: str, start: int, end: int) -> Span | None:
    local, _, domain = text[start:end].partition("@")
    at = start + len(local)
    if not is_plain(text[start - 1 : start], local, domain):
        begin = local_start(text, start, at)
        if begin == at:
            return None
        # More than the 64 characters of RFC 5321 section 4.5.3.1.1 are something else and an address glued to it:
        # the last 64 are taken.
        if text[at - 1] == "'":
            return None  # the end of a quoted name: 'app'@db.example.com in SQL
        stop = domain_end(text, at + 1, end)
        if stop is None:
            return None
        start, end = begin, stop
        local, domain = text[start:at], text[at + 1 : end]
    if _is_name_of_a_thing(local, domain) or _is_login_or_id(text, start, at, end):
        return None
    return start, end


def _is_name_of_a_thing(local: str, domain: str) -> bool:
    labels = domain.lower().split(".")
    first, second, last = labels[0], labels[-2], labels[-1]
    return (
        local.lower() in _ACCOUNTS_OF_PROGRAMS
        or (domain.lower() in _SSH_DOMAINS and _SSH_NAME.fullmatch(local) is not None)
        or last in _FILES
        or (first in _PACKAGE_ROOTS and len(labels) >= _PACKAGE_DEPTH)
        or (last in _ALSO_FILES and _SCALE.fullmatch(second) is not None)
        or (first[:1] in _VERSION_BEGINS and _VERSION.match(domain) is not None)
        or (last == "local" and second == "cluster")
        or (first[-1:] in _HEX and _JAVA_HASH.fullmatch(first) is not None and _JAVA_CLASS.search(local) is not None)
    )


def _is_login_or_id(text: str, begin: int, at: int, stop: int) -> bool:
    if text[stop : stop + 1] in _JOINTS:
        right = after(text, stop, _REACH)
        if _REMOTE_PATH.match(right) or _UNIT.match(right):
            return True
    left = before(text, begin, _REACH)
    if _is_url_user(text, begin, at):
        return True
    last = left[-1:]
    # Kerberos names a service host/web1.example.com@EXAMPLE.COM.
    if last == "/":
        return "." in text[begin:at] and text[at + 1 : stop].isupper() and _SERVICE.search(left) is not None
    # Written out, the names take a quarter of the time of a loop.
    is_hinted = "ssh" in left or "scp" in left or "sftp" in left or "rsync" in left or "mosh" in left
    if is_hinted and last.isspace() and _REMOTE_LOGIN.search(left):
        return True
    return left.rstrip(" \"'<")[-1:] in _ASSIGNS and _MESSAGE_ID.search(left) is not None


def _is_url_user(text: str, begin: int, at: int) -> bool:
    """Tell whether the sign at `at` separates user and password of a URL from the host."""
    left = before(text, begin, _URL_REACH)
    if "/" not in left or not (urls := list(_URLS.finditer(left))):
        return False
    offset = begin - len(left)
    user = user_information(text, offset + urls[-1].start(), offset + urls[-1].end())
    # The user may be an e-mail address; then its sign stands inside the user.
    return user is not None and user.user_end <= at <= user.at


def _normalise(value: str) -> str:
    """Give NFKC without case; the domain in Unicode (RFC 5890's U-labels) and without a dot at its end.

    Signs that are spelled (`mira [at] host [dot] example`) are put in.
    """
    if value.isascii() and SPELLED.search(value) is None:  # as nearly all are; their NFKC is themselves
        lowered = value.lower().strip(_AROUND)
        if "xn--" not in lowered:
            return lowered.rstrip(".")
    return normalise_unicode(value)


def normalise_unicode(value: str) -> str:
    """As `_normalise`, of an address beyond ASCII too."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", unspelled(value)).casefold())
    local, sign, domain = folded.strip(_AROUND).rpartition("@")
    labels = domain.translate(_DOTS).rstrip(".").split(".")
    return f"{local}{sign}{'.'.join(map(_unicode_label, labels))}"


def _unicode_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        written = label[4:].encode().decode("punycode")
    except UnicodeError:
        return label
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", written).casefold())


RULE = Rule(
    entity="email_address",
    group="contact",
    gate=rf"[A-Za-z0-9._+{_BEYOND_ASCII}-]@{_LABEL}[A-Za-z0-9.{_BEYOND_ASCII}-]*\.[A-Za-z{_BEYOND_ASCII}]",
    shape=rf"{_LOCAL}{{1,64}}@{_LABEL}+(?:\.{_LABEL}+)+",
    validate=_validate,
    anchor=Anchor("@", f"{string.ascii_letters}{string.digits}._+'-", 64),
    twin=_twin,
    normalise=_normalise,
    indexed=True,
    index_form=lambda compiled: compiled.IndexForm.addresses(),
    cost=5,
    hits=(
        "mail from «alice@example.com» now",
        "user=«bob.smith+tag@mail.example.co.uk»&next=/home",
        "to=<«o'brien@example.org»>, relay=mx.example.org:25",
        "{'email': u'«carol@example.net»'}",
        "GET /users/«dave_1@example.com»/orders HTTP/1.1",
        "wrote to «eve@example.com».",
        "bounced: «frank@example.com».Please check",
        "«jürgen@müller.example» hat sich angemeldet",
        "用户 «用户@例子.广告» 登录",
        "邮箱是«wang@example.com»。谢谢",
        "login «12345678@qq.com» ok",
        "tag left empty: «alice+@example.com»",
        "cc «grace@example.com»,«heidi@example.com»",
        "%22«ivan@example.com»%22",
        "server libssh: «alice@openssh.com», «mary-jane@libssh.org»",
        "csv;«judy@sub.domain.example.museum»;1",
        "mailto:«mallory@example.com»?subject=x",
        "Failed password for invalid user «peggy@example.com» from a host",
    ),
    misses=(
        "git@github.com:sealog/sealog.git cloned",
        "clone ssh://deploy@build.example.com:22/repo",
        "ssh -i key.pem admin@web01.example.com uptime",
        "scp dump.sql backup@db1.example.com:/var/backups/",
        "npm WARN lodash@4.17.21 requires node@18.x.y",
        "loading icon@2x.png and logo@3x.md",
        "java.lang.Object@15db9742.run",
        "com.example.Handler@1b2c3d",
        "bean@com.example.app registered",
        "Started getty@tty1.service - Getty on tty1.",
        "vpn@office.example.com.service failed",
        "rabbit@rabbitmq-0.rabbitmq.default.svc.cluster.local",
        "kex: chacha20-poly1305@openssh.com,curve25519-sha256@libssh.org,hmac-sha2-256-etm@openssh.com",
        "debug1: channel 0: request auth-agent-req@openssh.com eow@openssh.com hostkeys-00@openssh.com tun@openssh.com",
        "offers rijndael-cbc@lysator.liu.se ssh-ed25519-cert-v01@openssh.com,zlib@openssh.com, ecdsa@libssh.org",
        "principal HTTP/web1.example.com@EXAMPLE.COM",
        "message-id=<20240501123456.ABC123@mail.example.com>",
        "image nginx@sha256:0123456789abcdef",
        "postgres://app:secret@db.example.com/shop",
        r'{"url":"https:\/\/app:secret@db.example.com\/shop"}',
        "mongodb://u:p@ss/w0rd@h1.example.com:27017/db",
        "user@localhost and user@host",
        "GRANT SELECT ON shop.* TO 'app'@db.example.com",
        f"alice@example.{'ü' * 64}1 names no domain",
        "@app.route decorator, a @ b . com",
    ),
)
