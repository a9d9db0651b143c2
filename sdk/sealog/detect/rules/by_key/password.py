"""Attributes that hold a password: the last word of the key says so, and the whole value is sealed.

It leaves facts about a password (`password_changed_at`, `has_password`). Misses: passwords in free text, password
hashes under other names. `pwd` of an environment is the working directory.
"""

from __future__ import annotations

from sealog.detect.data.tables import names
from sealog.detect.lexicon.owners import OF_PASSWORDS, without_owner
from sealog.detect.lexicon.spelling import is_unspaced, key_words, listed
from sealog.detect.model.rule import KeyRule
from sealog.pattern import pattern

_WORDS = pattern(r"[^0-9a-z]+")
_ENDINGS = ("password", "passwords", "passwd", "pwd", "passphrase", "passw0rd")
_ABOUT = frozenset({"is", "has", "no", "needs", "requires", "require", "forgot", "reset", "show", "allow"})
_DIRECTORIES = frozenset({"oldpwd", "env.pwd", "environ.pwd", "environment.pwd", "environment_variable.pwd"})
_LONGEST_NAME = 4  # words
_LONG_NAME = 7  # letters
_IN_LANGUAGES = frozenset((*listed(names.PASSWORDS), *listed(names.PASSWORDS_ACCENTED)))
# A longer word may be the end of another one: `benutzerpasswort`, `用户密码`.
_COMPOUNDED = tuple(name for name in _IN_LANGUAGES if is_unspaced(name) or len(name) >= _LONG_NAME)


def _matches(key: str) -> bool:
    return _matches_in_english(key) or _matches_in_a_language(key)


def _matches_in_a_language(key: str) -> bool:
    words = [word for word in key_words(key) if word][-_LONGEST_NAME:]
    if words == ["clave"]:
        return True  # Spanish for any key, so only where nothing else is said
    for count in range(1, len(words) + 1):
        name = "".join(words[-count:])
        if _IN_LANGUAGES.intersection((name, *without_owner(name))) or name.endswith(_COMPOUNDED):
            return not _ABOUT.intersection(words[-count - 1 : -count])
    return False


def _matches_in_english(key: str) -> bool:
    words = [word for word in _WORDS.split(key) if word]
    if words[-2:-1] == ["pass"] and words[-1] in {"word", "phrase"}:
        words[-2:] = [f"pass{words[-1]}"]
    if not words or any(key == name or key.endswith(f".{name}") for name in _DIRECTORIES):
        return False
    last = words[-1]
    if last.endswith("pass"):
        owners = words[-2:-1] if last == "pass" else [last.removesuffix("pass")]
        return not OF_PASSWORDS.isdisjoint(owners)
    if last == "pw":
        return not _ABOUT.intersection(words[-2:-1])
    if last.endswith("pw"):
        return last.removesuffix("pw") in OF_PASSWORDS
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
        "dbPass",
        "keystore.keyPass",
        "chris_password",
        "pass_word",
        "key.pass-phrase",
        "pw",
        "db.pw",
        "ldap.bindpw",
    ),
    misses=(
        "password_changed_at",
        "password_length",
        "password.policy",
        "passwordless",
        "has_password",
        "isPassword",
        "boarding_pass",
        "gpio.pin",
        "process.env.PWD",
        "process.environment_variable.PWD",
        "compass",
        "spw",
        "pw_changed",
        "",
    ),
)
