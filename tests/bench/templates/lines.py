"""Makes log lines of logging statements: every value is invented, and the statement is the truth.

Kinds of values follow the argument's spelling. The two halves of the programs have syllables, error texts, phrases and
states of their own, so that nothing is learnt of one half for the other.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from bench.templates.pools import ERRORS, METHODS, PHRASES, STATES, SYLLABLES, WRAPPED
from bench.templates.programs import PROGRAMS

if TYPE_CHECKING:
    from collections.abc import Callable

    Statement = dict[str, Any]


class Made(NamedTuple):
    """A line, and the statement it was made from."""

    line: str
    statement: str


# By the spelling of an argument, the first that fits: kinds, of which one is chosen for the statement.
_KINDS = (
    (
        (
            r"(?i)\berr\b|err(or|no|msg|str)?\(?\)?$|exception|exc\b|\bex\b|\be\.(get)?message|strerror|cause"
            r"|failure|s\.tostring|^e\d?$"
        ),
        "error",
    ),
    (r"(?i)reason|message|msg\b|desc|explanation|details?\b|text\b", "phrase phrase error"),
    (
        (
            r"^count |(?i:count|size\b|len|num|total|length|offset|seq|epoch|index|idx|port\b|term|level|version"
            r"|zxid|bytes|limit|max|min|retries|attempt|pid\b|revision|generation|ratio|percent)"
        ),
        "number",
    ),
    (r"(?i)time(out)?s?(ms|\b)|dur|elapsed|interval|took|delay|backoff|ms\b|seconds|latency", "duration number time"),
    (r"(?i)uuid|\bid\b|id$|_id|Id\(|hash|token|digest|key\b|session", "id id number name"),
    (r"(?i)uri|url|endpoint", "url"),
    (r"(?i)addr|peer\b|remote|sock|host|server|node|broker|client", "address host host name"),
    (r"(?i)path|file|dir|folder|disk|device|fname", "path"),
    (r"(?i)method|verb|opcode|operation|action|command|cmd|apikey", "method name"),
    (r"(?i)state|status|mode|phase|role|type\b|kind", "state state name"),
    (r"(?i)^is|enabled|has[A-Z]|should|can[A-Z]|bool|Exists", "boolean"),
    (r"(?i)class|getClass|typename", "class_name"),
    (
        r"(?i)ids$|[a-z]{3}s$|list|set\b|collection|partitions|replicas|members|names|keys|addrs|topics|shards",
        "list list map",
    ),
    (r"(?i)config|opts|options|settings|params|props|headers|metadata|map\b|attributes|args", "map json object"),
    (r"(?i)json|payload|body|request|response|record|event|data", "object json map name"),
    (r"(?i)suffix|prefix|optional|\?|maybe", "optional"),
    (
        r"(?i)name|user|topic|table|queue|group|database|db|tag|label|service|cluster|instance|zone|region|job|task",
        "name",
    ),
)
_OTHERWISE = (
    *["name"] * 7,
    *["number"] * 4,
    *["object"] * 4,
    *["path", "list", "state", "phrase", "id", "error", "address", "json", "optional"],
)


def lines_of(name: str, statements: list[Statement], *, bare: bool) -> list[Made]:
    """Make the lines of a program's statements, shuffled; `bare` ones are messages without header and format."""
    random_ = random.Random(f"{name}{bare}")
    values = _Values(name, random_)
    made = []
    for number, statement in enumerate(statements):
        kinds = [_kind(text, random_) if part == "h" else "" for part, text in statement["parts"]]
        fields = [(key, _kind(f"{key} {text}", random_)) for key, text in statement["keys"]]
        times = max(1, int(random_.lognormvariate(2.4, 1.4))) if random_.random() > 0.1 else random_.choice([1, 2])
        for _ in range(min(times, 600)):
            parts = zip(statement["parts"], kinds, strict=False)
            text = "".join(values.make(kind) if kind else constant for (_, constant), kind in parts)
            pairs = [(key, values.make(kind)) for key, kind in fields]
            style = "plain" if bare else PROGRAMS[name].line
            made.append(Made(_written(style, " ".join(text.split()), pairs, statement, values), f"{name}:{number}"))
    random_.shuffle(made)
    return made


def _kind(text: str, random_: random.Random) -> str:
    for shape, kinds in _KINDS:
        if re.search(shape, text):
            return random_.choice(kinds.split())
    return random_.choice(_OTHERWISE)


class _Values:
    """Invents values for one program: names, hosts and paths come again, as they do."""

    def __init__(self, name: str, random_: random.Random) -> None:
        self.r = random_
        self.half = int(PROGRAMS[name].held)
        ends = ("Handler", "Manager", "Task", "Worker", "Provider", "Store", "Service")
        self.classes = [self.word().title() + self.r.choice(ends) for _ in range(14)]
        self.names = [self._name() for _ in range(40)]
        self.hosts = [self._host() for _ in range(15)]
        self.paths = [self._path() for _ in range(25)]

    def make(self, kind: str) -> str:
        made: str = getattr(self, kind)()
        return made

    def one(self, *makers: Callable[[], str]) -> str:
        return self.r.choice(makers)()

    def word(self) -> str:
        return "".join(self.r.choice(SYLLABLES[self.half]) for _ in range(self.r.choice([2, 2, 3])))

    def _name(self) -> str:
        w = self.word
        return self.one(
            w, w, lambda: f"{w()}-{w()}", lambda: f"{w()}_{w()}", lambda: w().title() + w().title(),
            lambda: f"{w()}-{self.r.randrange(20)}", lambda: f"{w()}.{w()}",
        )  # fmt: skip

    def _host(self) -> str:
        digit = self.r.randrange(9)
        return self.r.choice(
            [f"{self.word()}{digit}", f"{self.word()}.{self.word()}.internal", f"{self.word()}-{digit}.example.net"]
        )

    def _path(self) -> str:
        parts = [self.r.choice(["var", "lib", "data", "etc", "opt", "srv", self.word(), self.word()]) for _ in "123"]
        end = self.r.choice(["", ".log", ".yaml", f"/{self.r.randrange(99)}", ".sst", ".conf"])
        return "/" + "/".join(parts[: self.r.randrange(2, 4)]) + end

    def number(self) -> str:
        if self.r.random() > 0.8:
            return "0"
        small, large = self.r.randrange(1_000), self.r.randrange(10**6)
        return self.r.choice([str(small % 10), str(small), str(large), "-1", f"{self.r.random() * 100:.2f}"])

    def hexadecimal(self, length: int = 16) -> str:
        return "".join(self.r.choice("0123456789abcdef") for _ in range(length))

    def id(self) -> str:
        hexa = self.hexadecimal(32)
        uuid = f"{hexa[:8]}-{hexa[8:12]}-{hexa[12:16]}-{hexa[16:20]}-{hexa[20:]}"
        return self.r.choice([self.number(), hexa[:8], hexa[:16], uuid, f"{self.name()}-{self.number()}"])

    def name(self) -> str:
        return self.r.choice(self.names)

    def ip(self) -> str:
        return ".".join(str(self.r.randrange(1, 255)) for _ in range(4))

    def host(self) -> str:
        return self.r.choice([*self.hosts, self.ip()])

    def address(self) -> str:
        return f"{self.host()}:{self.port()}"

    def port(self) -> str:
        return str(self.r.randrange(1024, 65535))

    def path(self) -> str:
        return self.r.choice(self.paths)

    def url(self) -> str:
        end = self.r.choice(["", "/", f"/api/{self.name()}", f"/v1/{self.name()}?x={self.number()}"])
        return f"{self.r.choice(['http', 'https'])}://{self.r.choice([self.host(), self.address()])}{end}"

    def error(self) -> str:
        text = self.r.choice(ERRORS[self.half])
        if self.r.random() < 0.25:
            text = self.r.choice(WRAPPED) + text
        fields: dict[str, Callable[[], str]] = {
            "ip": self.ip, "port": self.port, "n": self.number, "name": self.name, "path": self.path,
            "host": self.host, "url": self.url, "hex": self.hexadecimal,
        }  # fmt: skip
        return re.sub(r"\{(\w+)\}", lambda found: fields[found[1]]() if found[1] in fields else found[0], text)

    def phrase(self) -> str:
        return self.r.choice(PHRASES[self.half])

    def state(self) -> str:
        return self.r.choice(STATES[self.half])

    def method(self) -> str:
        return self.r.choice(METHODS[self.half])

    def boolean(self) -> str:
        return self.r.choice(["true", "false", "True", "False"][: 2 if self.half else 4])

    def duration(self) -> str:
        part = self.r.random() * 9
        whole = self.r.randrange(59)
        return self.r.choice([f"{whole}ms", f"{part:.3f}s", f"{whole}m{whole}s", f"PT{whole}S", f"{part:.6f}µs"])

    def time(self) -> str:
        return (dt.datetime(2026, 3, 1) + dt.timedelta(seconds=self.r.randrange(10**7))).isoformat()  # noqa: DTZ001 - as programs print it

    def class_name(self) -> str:
        return self.r.choice(["org.", "com.", ""]) + self.r.choice(self.classes)

    def list(self) -> str:
        item = self.r.choice([self.name, self.number, self.address])
        left, right = self.r.choice(["[]", "[]", "{}", "()"])
        quote = self.r.choice(["", "", "'", '"'])
        items = [f"{quote}{item()}{quote}" for _ in range(self.r.choice([0, 1, 1, 2, 3, 5]))]
        return left + self.r.choice([", ", ", ", " ", ","]).join(items) + right

    def map(self) -> str:
        equals, left, right, quote = self.r.choice([("=", "{", "}", ""), (": ", "{", "}", "'"), (":", "map[", "]", "")])
        pairs = [f"{quote}{self.name()}{quote}{equals}{self.name()}" for _ in range(self.r.randrange(4))]
        return left + (" " if right == "]" else ", ").join(pairs) + right

    def object(self) -> str:
        name = self.r.choice(self.classes)
        fields = [f"id={self.number()}", f"name={self.name()}", f"state={self.state()}"][: self.r.randrange(1, 4)]
        return self.r.choice([
            f"{name}({', '.join(fields)})", f"{name}{{id={self.number()}, name='{self.name()}'}}",
            f"{name}@{self.hexadecimal(7)}", f"<{name} object at 0x{self.hexadecimal(12)}>", name,
            f"&{{{self.name()} {self.number()} [{self.name()}]}}",
        ])  # fmt: skip

    def json(self) -> str:
        value: dict[str, object] = {"id": self.r.randrange(1_000), "name": self.name()}
        if self.r.random() < 0.5:
            value = {"name": self.name(), "items": [self.name() for _ in range(self.r.randrange(4))], "ok": True}
        return json.dumps(value, separators=self.r.choice([(",", ":"), (", ", ": ")]))

    def optional(self) -> str:
        return self.r.choice(["", "", f" ({self.name()})", " again", f" [{self.number()}]"])


def _written(style: str, text: str, pairs: list[tuple[str, str]], statement: Statement, values: _Values) -> str:
    """Write a line as its program does."""
    moment = dt.datetime(2026, 5, 1) + dt.timedelta(milliseconds=values.r.randrange(10**9))  # noqa: DTZ001 - as programs print it
    iso = moment.isoformat(timespec="milliseconds")
    level = statement["level"]
    where = statement["where"]
    file = where.rsplit("/", 1)[-1]
    line = len(where)
    plain = "".join(f" {key}={value}" for key, value in pairs)
    quoted = [(key, json.dumps(value) if re.search(r'[\s="]', value) or not value else value) for key, value in pairs]
    logfmt = "".join(f" {key}={value}" for key, value in quoted)
    compact = (",", ":")
    given = {"level": level, "caller": f"{where}:{line}", "msg": text, **dict(pairs)}
    written = {
        "zap": lambda: json.dumps({"ts": f"{iso}Z", **given}, separators=compact),
        "zerolog": lambda: json.dumps(
            {"level": level, **dict(pairs), "time": iso, "message": text}, separators=compact
        ),
        "logfmt": lambda: f"time={iso}Z level={level.upper()} source={file}:{line} msg={json.dumps(text)}{logfmt}",
        "unified": lambda: (
            f"[{iso} +00:00] [{level.upper()}] [{file}:{line}] [{json.dumps(text)}]"
            + "".join(f" [{key}={value}]" for key, value in quoted)
        ),
        "tracing": lambda: (
            f"{iso}Z {level.upper():>5} {where.split('/')[0].replace('-', '_')}::{file[:-3]}: {text}{plain}"
        ),
        "log4j": lambda: (
            f"[{moment:%Y-%m-%d %H:%M:%S},123] {level.upper()} {text}{plain} ({where[-40:-5].replace('/', '.')})"
        ),
        "oslo": lambda: (
            f"{moment:%Y-%m-%d %H:%M:%S}.123 {line}00 {level.upper()} {where[:-3].replace('/', '.')} [-] {text}"
        ),
        "redis": lambda: f"{line}:M {moment:%d %b %Y %H:%M:%S}.123 # {text}",
    }
    return written[style]() if style in written else f"{text}{plain}"
