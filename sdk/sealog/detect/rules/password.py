"""Attributes that hold a password: the last word of the key says so, and the whole value is sealed.

It leaves what only tells something about a password (`password_changed_at`, `has_password`). Not found: passwords in
free text, password hashes under other names. `pwd` of an environment is the working directory.
"""

from __future__ import annotations

import re

from sealog.detect.interface import KeyRule

_WORDS = re.compile(r"[^0-9a-z]+")
_ENDINGS = ("password", "passwords", "passwd", "pwd", "passphrase")
_ABOUT = frozenset({"is", "has", "no", "needs", "requires", "require", "forgot", "reset", "show", "allow"})
_DIRECTORIES = frozenset({"oldpwd", "env.pwd", "environ.pwd", "environment.pwd", "environment_variable.pwd"})
_OWNERS_OF_PASS = frozenset({"db", "database", "user", "smtp", "imap", "ftp", "ldap", "mysql", "postgres", "redis"})


def _matches(key: str) -> bool:
    words = [word for word in _WORDS.split(key) if word]
    if not words or any(key == name or key.endswith(f".{name}") for name in _DIRECTORIES):
        return False
    last = words[-1]
    if last == "pass":
        return bool(_OWNERS_OF_PASS.intersection(words[-2:-1]))
    ending = next((ending for ending in _ENDINGS if last.endswith(ending)), None)
    if ending is None:
        return False
    owner = last[: -len(ending)] or (words[-2] if len(words) > 1 else "")
    return owner not in _ABOUT


RULE = KeyRule(
    entity="password",
    group="secret",
    matches=_matches,
    hits=(
        "password",
        "db.password",
        "userPassword",
        "user_passwd",
        "PWD",
        "ssh.key.passphrase",
        "http.request.body.new-password",
        "SMTP_PASS",
        "chris_password",
    ),
    misses=(
        "password_changed_at",
        "password_length",
        "password.policy",
        "passwordless",
        "has_password",
        "isPassword",
        "boarding_pass",
        "process.env.PWD",
        "process.environment_variable.PWD",
        "compass",
        "",
    ),
)
