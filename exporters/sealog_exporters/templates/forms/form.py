"""Makes the form of a message: its words, and `<*>` in the place of each value. It uses one message alone.

A token is a value by its shape (a digit, a path, a quoted text, brackets, a text after `=`); clustering, which compares
forms, finds words that vary. `docs/decisions/027-templates-from-forms.md` has the reasons.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from sealog_exporters.templates.forms.joining import joined
from sealog_exporters.templates.forms.tokens import ANY, COLON, OPEN_VALUE, is_variable
from sealog_exporters.templates.forms.vocabulary import is_wording, words

if TYPE_CHECKING:
    from sealog_exporters.templates.forms.tokens import Form

__all__ = ["form_of"]

MAX_CHARS: Final = 3_000
"""Later characters are ignored: the wording of a message is at its beginning."""
MAX_TOKENS: Final = 128

_LEX: Final = re.compile(
    r"seal1k?~(?P<sealed>[a-z0-9_]+)~[a-z0-9]+~[A-Za-z0-9_-]*"
    r"|\[masked:(?P<masked>[a-z0-9_]+)\]"
    r"|(?P<url>[A-Za-z][A-Za-z0-9+.-]{1,15}://[^\s\"'<>)\]},;]*)"
    r"|(?P<quoted>(?<![A-Za-z0-9])(?:\"(?:[^\"\\]|\\.){0,400}\"|'(?:[^'\\]|\\.){0,400}'(?![A-Za-z0-9])|`[^`]{0,400}`))"
    r"|(?P<arrow>[-=]+>|<[-=]+|[<>]=?(?=\s|$))"
    r"|(?P<open>[\[({<])|(?P<close>[\])}>])"
    r"|(?P<word>[^\s\[\](){}<>\"'`,;=|]+(?:'[a-z]{1,2}\b)?)"
    r"|(?P<punct>[=,])",
    re.ASCII,
)
_CLOSES: Final = {"[": "]", "(": ")", "{": "}", "<": ">"}
_DEEPEST: Final = 3  # brackets that may stand open within the one that closes
_EDGES: Final = ".,;:!?*#~-_+&^\\"
_DASHES: Final = ":-–—"  # noqa: RUF001 - dashes are what it is about
_KEY: Final = re.compile(r"[A-Za-z_@][\w.-]*", re.ASCII)
_NEXT_KEY: Final = re.compile(r"[\s,;\])]+[A-Za-z_][\w.-]*=(?=[^=\s])", re.ASCII)
_NAMED: Final = re.compile(r"([A-Za-z_]{2,}):(?!:)[^:/\\\s]", re.ASCII)
_REQUEST: Final = re.compile(r"\"(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE) \S+ HTTP/", re.ASCII)
_DIGIT: Final = re.compile("[0-9]")
_VALUE_SIGN: Final = re.compile(r"[/@\\~%$]")
_TEXTS: Final = words(
    "err error errors reason cause exception msg message error_message errmsg detail details"
)  # what follows these keys may be several words without quotes


def form_of(message: str) -> Form:
    """Return a message's form: words, keys (`user=`), `:` before what a colon announces, `<*>` and `<entity>`.

    It is never empty. Its cost grows with the message's length up to `MAX_CHARS`.
    """
    message = message[:MAX_CHARS]
    return _sentence(message) or joined(_Lexer(message).tokens())


def _sentence(message: str) -> Form:
    """Return the words of a message of letters only, in which nothing can be a value; of any other, nothing."""
    found = message.split(None, MAX_TOKENS + 1)
    if not found:
        return ()
    if len(found) <= MAX_TOKENS + 1:
        found[-1] = found[-1].rstrip(".!")
    found = found[: MAX_TOKENS + 1]
    letters = "".join(found)
    return tuple(found) if found[-1] and letters.isascii() and letters.isalpha() else ()


def _is_value(word: str) -> bool:
    """Tell whether a word is a value by its shape alone."""
    if _DIGIT.search(word):
        return "::" not in word or word[-1].isdigit()
    if _VALUE_SIGN.search(word):
        return True
    return word.count(".") > 1 or not any(char.isalnum() for char in word)


@lru_cache(65_536)
def _looked_at(word: str) -> tuple[str, Form, bool]:
    """Give a word without what is around it, its tokens, and whether a bracket right behind it belongs to it."""
    core = word.strip(_EDGES)
    named = _NAMED.match(core)
    if named and (is_wording(named[1]) or (named[1][0].islower() and not named[1].islower())):
        tokens: Form = (named[1], COLON, ANY)  # `action:value`, `onExtend:value`
    else:
        tokens = (ANY,) if _is_value(core) else (core,)
    return core, tokens, word[-1] not in _EDGES


class _Lexer:
    """Splits one message into tokens, and reduces brackets as they close."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._out: list[str] = []
        self._open: list[tuple[str, int, bool]] = []  # closing sign, where the group begins, whether glued to a word
        self._end = -1  # where the last token ended
        self._skip = 0  # nothing before it is looked at any more
        self._after_word = False

    def tokens(self) -> list[str]:  # noqa: C901, PLR0912 - one branch a kind of token
        """Return the message's tokens, with `,` between items and `=` where no key is before it."""
        out = self._out
        opened = self._open
        for found in _LEX.finditer(self._text):
            start, end = found.span()
            if start < self._skip:
                continue
            kind = found.lastgroup
            text = found[0]
            after_word = False
            if kind == "word":
                after_word = self._word(text, start, end)
            elif kind == "open":
                self._opens(text, start)
            elif kind == "close" or (kind == "arrow" and text[0] == ">" and any(one[0] == ">" for one in opened)):
                if opened:
                    self._closes(text[0])
                after_word = True
            elif kind in {"quoted", "url"}:
                request = _REQUEST.match(text)
                if request:
                    out.append(f'"{request[1]}')
                self._value(ANY)
            elif kind in {"sealed", "masked"}:
                self._value(f"<{found[kind]}>")
            elif text == "=":
                if out and out[-1] not in ("=", ","):
                    out.append("=")
            elif text == ",":
                if out and out[-1] == "=":
                    out[-1] = ANY
                out.append(",")
            self._after_word = after_word
            self._end = end
            if len(out) > MAX_TOKENS:
                break
        return out

    def _value(self, token: str) -> None:
        if self._out and self._out[-1] == "=":
            self._out[-1] = token
        else:
            self._out.append(token)

    def _word(self, word: str, start: int, end: int) -> bool:
        """Take a word; tells whether a bracket right behind it belongs to it."""
        out = self._out
        if start == self._end and out and out[-1] == ANY and not self._open and word[-1] not in _EDGES:
            return True  # the rest of a value, whatever it is
        core, tokens, is_open = _looked_at(word)
        if not core:
            if word[0] in _DASHES and self._text[self._end : start].isspace():
                out.append(COLON)
            return False
        if start == self._end and out and out[-1] == ANY and not self._open:
            pass  # the rest of a value
        elif out and out[-1] == "=":
            out[-1] = ANY
        elif self._text[end : end + 1] == "=" and _KEY.fullmatch(core):
            out.append(core + "=")
            if core.lower() in _TEXTS:
                following = _NEXT_KEY.search(self._text, end + 1)
                self._skip = following.start() if following else len(self._text)
                out.append(ANY)
            return False
        else:
            out.extend(tokens)
        if word[-1] == ":":
            out.append(COLON)
        return is_open

    def _opens(self, sign: str, start: int) -> None:
        out = self._out
        glued = start == self._end and self._after_word and bool(out)
        if out and out[-1] == "=":
            out[-1] = OPEN_VALUE
            glued = True
        self._open.append((_CLOSES[sign], len(out), glued))

    def _depth(self, sign: str) -> int:
        """Tell which open bracket a sign closes; -1 for none."""
        depth = len(self._open) - 1
        lowest = max(0, depth + 1 - _DEEPEST)
        while depth >= lowest and self._open[depth][0] != sign:
            depth -= 1
        return depth if depth >= lowest else -1

    def _closes(self, sign: str) -> None:
        """Reduce the group that ends here: `[…]`, `{…}` and `<…>` are values, `(…)` is one unless it is worded."""
        out = self._out
        depth = self._depth(sign)
        if depth < 0:
            return
        _, at, glued = self._open[depth]
        del self._open[depth:]
        inner = out[at:]
        if at and out[at - 1] == OPEN_VALUE:
            out[at - 1 :] = [ANY]
        elif sign == ")":
            if not inner:
                return
            if glued:
                del out[at:]
                printed = COLON in inner or any(token[-1] == "=" for token in inner)  # `Task(id=3)`: an object's print
                small = out[-1][0].islower()
                if (printed and not small) or (not is_wording(out[-1]) and (printed or (len(out) > 1 and not small))):
                    out[-1] = ANY
                else:
                    out.append(ANY)
            elif not _is_worded(inner):
                del out[at:]
                if not out or not is_variable(out[-1]):
                    out.append(ANY)
        else:
            del out[at:]
            numbered = sign == "]" and bool(inner) and all(map(is_variable, inner))  # `sshd[4711]`, `topic[3]`
            if glued and out and (out[-1] == "map" or not numbered):
                out[-1] = ANY
            else:
                out.append(ANY)


def _is_worded(inner: list[str]) -> bool:
    worded = [token for token in inner if is_wording(token)]
    return len(worded) * 2 >= len(inner) and any(len(token) > 1 for token in worded)
