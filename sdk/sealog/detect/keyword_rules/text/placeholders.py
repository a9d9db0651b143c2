"""Texts in place of a secret: masks, names of variables, words for a state.

Only the whole value counts: a mark inside a value (`hunter2...`, `$ecret`, `example-Pa55`) proves nothing, as anybody
can write it. `changeme`, `admin` and the like are found: where they stand in a log, they are what opened the door.
"""

from __future__ import annotations

import re

from sealog.detect.lexicon.statuses import statuses_of_ascii
from sealog.detect.model.scan_budget import spend
from sealog.pattern import pattern

_STATES = """
null none nil nan undefined true false yes no on off empty blank unset set not n/a na redacted masked hidden
filtered removed omitted scrubbed sanitized elided censored protected sensitive encrypted obfuscated
string str text value required optional missing invalid incorrect wrong expired failed failure error ok
success valid correct changed updated reset unknown disabled enabled is was for the must should cannot and or
to does has will in of at by from with always on_create prompt stdin env file keyring vault
object function bytes bytearray int bool float list dict array char varchar
"""
_NOTHING = frozenset(_STATES.split())
_VARIABLES = frozenset(
    {
        "password",
        "passwd",
        "pwd",
        "passphrase",
        "option",
        "optional",
        "secretstring",
        "secretstr",
        "&str",
        "*mut",
        "*const",
        "new",
        *statuses_of_ascii(),
    }
)
"""Variables and types, without quotes: `connect(user=user, password=password)`, `password: Option<String>`.

And words of forms in other languages than English: `password: obbligatoria`.
"""

_TELLING = """
pass password passwd pwd passphrase passcode pw secret secrets token tokens key keys credential credentials cred creds
auth api login user username
"""
_ABOUT = frozenset(_TELLING.split())
_FURTHER = """
access client private public name value values db database root admin my this me own a an the is not set no new old
strong real actual goes code id data string text policy var vars env environment config settings secure safe
smtp mysql postgres postgresql redis mongo mongodb sql oracle aws azure gcp github gitlab docker stripe openai email
mail ldap ssh app application service server account host site web wifi encryption signing jwt session bot slack hash
authorization cookie person address number
"""
_FILLING = _ABOUT | frozenset(_FURTHER.split())
_TEMPLATE = frozenset(
    {"your", "insert", "replace", "enter", "put", "here", "placeholder", "redacted", "masked", "hidden"}
)
_OF_TEMPLATES = _FILLING | _TEMPLATE
_SAID = _NOTHING | _FILLING | _TEMPLATE | {"circular"}

_LONGEST = 96
_READ = 24
"""Characters that are read in a step (see `scan_budget.py`)."""

_MASK = pattern(
    r"[*•●]+|[xX]+|\.+|#+|\?+|_+|-+|(?:[*•●]{2,8}|[xX]{2,8}|#{2,8})(?:[ -](?:[*•●]{2,8}|[xX]{2,8}|#{2,8})){1,8}"
    r"|[*•●#-]{2,8}[ ]?(?:redacted|masked|hidden|removed|filtered)[ ]?[*•●#-]{2,8}",
    re.IGNORECASE,
)
_NAME = r"[A-Za-z_]\w*"
_VARIABLE = pattern(
    r"\$\{[A-Z_][A-Z0-9_]*(?::?[-+]|:?\?[^{}\n]*)?\}|\$[0-9]{1,2}|\$\([A-Z_][A-Z0-9_]+\)|\$\([a-z][\w./-]* [^()\n]*\)"
    r"|%[-+ 0-9.]{0,6}[sdvqrxif]|%\(\w+\)s|%[A-Z_][A-Z0-9_]+%|%\{[\w:.-]+\}|#?\{\{?[0-9]{0,2}(?::[?\w.]*)?\}\}?"
    r"|[@:](?:p?[0-9]{1,2})|!(?:vault|ref|sub|getatt|env|secret|secrets|encrypted|include|importvalue|join)",
    re.ASCII,
)
# Variables whose name says what they hold.
_TELLING_VARIABLE = pattern(
    rf"[$@:]{_NAME}(?:\.{_NAME})*|\$env:{_NAME}|[$#@]?\{{[\w.:-]+(?:![rs])?\}}|\$?\{{\{{[^{{}}\n]*\}}\}}|<%=?[^<>\n]*%>",
    re.ASCII | re.IGNORECASE,
)
_SEVERAL_WORDS = pattern(r"\$[A-Z][A-Z0-9]*_[A-Z0-9_]+", re.ASCII)
_EXPRESSION = pattern(
    r"(?:os\.environ|os\.getenv|process\.env|import\.meta\.env|System\.getenv|getenv|env|ENV)"
    r"(?:\.get)?(?:[\[(][\"']?(?:[A-Za-z_][\w.]*)?[\"']?[\])]?|\.[A-Z_][A-Z0-9_]*)",
    re.ASCII,
)
_ATTRIBUTE = pattern(
    r"(?:os|config|cfg|settings|var|local|data|module|self|this|args|secrets|opts|options|params|request|req|ctx|env|user"
    r"|account|credentials|context|props|conf|app|form|body|payload|event|row|db)"
    rf"(?:\.{_NAME}|\[[\"']?{_NAME}[\"']?\]|->{_NAME}|\(\)){{1,6}}",
    re.ASCII,
)
_KEPT_ELSEWHERE = pattern(
    r"ref\+[a-z]+://\S+|(?:vault|op|sm|secret|keyvault|awssm|gcpsm)://\S+|vault:[\w./-]+[#:][\w.-]+"
    r"|enc\[[A-Z0-9_]+,data:[^\]]+\]|enc\([0-9A-Za-z+/=]{16,}\)|arn:aws:(?:secretsmanager|ssm|kms):\S+"
    r"|@Microsoft\.KeyVault\([^()]+\)",
    re.IGNORECASE | re.ASCII,
)  # SOPS, Jasypt, Vault, 1Password and the clouds' own
_BRACKETS = {"<": ">", "[": "]", "(": ")"}
_WORD = pattern(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+|[^\W\d_]+")
_YEAR = pattern(r"[0-9]{1,4}")
_FEWEST_WORDS_WITH_NUMBER = 3
_PARTLY = pattern(
    r"(?:[A-Za-z]{1,8}[_-]){0,3}\w{0,6}(?:[*•●]{3,}|[xX#]{4,}|\.{3})(?:[-_ ](?:[*•●]+|[xX#]+))*[-_ ]?\w{0,6}", re.ASCII
)
_LONGEST_CUT = 12

_COVERED = pattern(r"\*{90,}")
"""A sealed value, as `sealed_spans` covers it."""


def is_placeholder(value: str, *, is_quoted: bool = False) -> bool:
    """Tell whether `value` only stands for a secret that was or will be here.

    A variable's name has no quotes, so `"password"` in quotes is a bad password.
    """
    spend(1 + min(len(value), _LONGEST) // _READ)
    if value.startswith("****"):
        value = _COVERED.sub("", value).removesuffix("\\n").strip()
    if not value:
        return True
    lowered = value.lower()
    if lowered in _NOTHING or (not is_quoted and lowered in _VARIABLES) or _MASK.fullmatch(value):
        return True
    if len(value) > _LONGEST:
        return False
    if _is_sentence_of_a_template(value):
        return True
    # A variable, or the place where a secret is kept, is written with more than letters and digits.
    return not value.isalnum() and (_is_variable(value) or _KEPT_ELSEWHERE.fullmatch(value) is not None)


def is_masked(value: str) -> bool:
    """Tell whether `value` shows only the ends of a token: `sk_live_****abcd`, `xxxx-xxxx-1234`, `eyJhbGci...`.

    A password is sealed all the same: programs don't show the end of one.
    """
    return _PARTLY.fullmatch(value) is not None or (value.endswith("...") and len(value) - 3 <= _LONGEST_CUT)


def _is_variable(value: str) -> bool:
    if _VARIABLE.fullmatch(value) or _EXPRESSION.fullmatch(value) or _SEVERAL_WORDS.fullmatch(value):
        return True
    is_named = _TELLING_VARIABLE.fullmatch(value) or _ATTRIBUTE.fullmatch(value)
    return bool(is_named) and not _ABOUT.isdisjoint(_words(value)[-2:])


def _is_sentence_of_a_template(value: str) -> bool:
    """Tell whether `value` is `your_password_here`, `<db-password>`, `[object Object]` or `(not set)`."""
    words = _words(value)
    if not words:
        return False
    is_bracketed = len(value) > 1 and _BRACKETS.get(value[0]) == value[-1]
    if is_bracketed and value[0] == "<":
        return all(map(str.isalpha, words)) and not _SAID.isdisjoint(words)
    if is_bracketed:
        return _SAID.issuperset(words)
    if len(words) >= _FEWEST_WORDS_WITH_NUMBER and _YEAR.fullmatch(words[-1]):
        words = words[:-1]
    return _OF_TEMPLATES.issuperset(words) and not _TEMPLATE.isdisjoint(words)


def _words(value: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(value)]


SHAPES = {
    "mask": _MASK,
    "partly": _PARTLY,
    "variable": _VARIABLE,
    "telling_variable": _TELLING_VARIABLE,
    "several_words": _SEVERAL_WORDS,
    "expression": _EXPRESSION,
    "attribute": _ATTRIBUTE,
    "kept_elsewhere": _KEPT_ELSEWHERE,
}
WORDS = {
    "nothing": _NOTHING,
    "variables": _VARIABLES,
    "about": _ABOUT,
    "of_templates": _OF_TEMPLATES,
    "template": _TEMPLATE,
    "said": _SAID,
}
"""What the compiled half has to know; so have `SHAPES` and `WORDS` in other rules."""
