"""Joins forms to patterns: where forms differ in one place and many words stand there, the place is a value.

It gets all forms at once, sorts them, and gives the same result for the same forms, in whatever order and by however
many processes they were collected.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from sealog_exporters.templates.forms.tokens import ANY, COLON, Form, is_variable
from sealog_exporters.templates.forms.vocabulary import STATES, is_wording, words
from sealog_exporters.templates.template import LONGEST_PLACE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["cluster", "generic"]

ROUNDS: Final = 4
"""Rounds of joining forms: a place that one round made a value lets the next find more."""

LONGEST_PATTERN: Final = 40
"""Longer ones are joined by their wording only."""

MAX_FORMS: Final = 20_000
"""Of more, those behind (the caller's order) are left as they are: it bounds the time."""

# How many different texts in one place make it a value, by the number of words that stay around it (4: or more).
_BETWEEN_WORDING: Final = (99, 8, 4, 3, 2)
_BETWEEN_WORDS: Final = (99, 12, 6, 4, 4)
_BEHIND_A_COLON: Final = (99, 9, 4, 4, 4)
_ODD: Final = 2  # so many texts that are no plain words count as one more
_VERBS: Final = 3  # so many more are asked for where the texts are verbs: they tell statements apart
_SENTENCES: Final = 5  # so many texts of several words make a place between words a value
_DISTINCT: Final = 0.7  # of the texts in a place, so many begin and end differently, or the place is elsewhere
_WORDS_FOR_STATES: Final = 2
_WORDS_TO_ABSORB: Final = 3

_ANNOUNCING: Final = words(f"{ANY} a an the for from with of by at on in as because than got was is due reason")
"""Words that a value of several words may follow, unlike `to`, which a verb follows."""


class _Split(NamedTuple):
    """A pattern at its wording: what stands before, between and behind the words of `wording`."""

    pattern: Form
    slots: tuple[Form, ...]


def cluster(forms: Iterable[Form]) -> dict[Form, Form]:
    """Map each form to its pattern; forms of one template have the same."""
    patterns = {form: generic(form) for form in forms}
    for _ in range(ROUNDS):
        joined: dict[Form, Form] = {}
        _join_by_wording(sorted(set(patterns.values())), joined)
        _join_by_place(sorted({_last(pattern, joined) for pattern in patterns.values()}), joined)
        if not joined:
            break
        patterns = {form: _last(pattern, joined) for form, pattern in patterns.items()}
    return patterns


def generic(form: Form) -> Form:
    """Return a form with all values alike."""
    return tuple(ANY if is_variable(token) else token for token in form)


def _last(pattern: Form, joined: Mapping[Form, Form]) -> Form:
    while pattern in joined:
        pattern = joined[pattern]
    return pattern


def _squeezed(tokens: Iterable[str]) -> Form:
    """Make one value of neighbours, and drop a colon at the end."""
    out: list[str] = []
    for token in tokens:
        if not (token == ANY and out and out[-1] == ANY):
            out.append(token)
    while len(out) > 1 and out[-1] == COLON:
        out.pop()
    return tuple(out)


def _wanted(table: tuple[int, ...], words: int) -> int:
    return table[min(words, len(table) - 1)]


# ---- forms with the same wording -------------------------------------------------------------------------------------


def _join_by_wording(patterns: list[Form], joined: dict[Form, Form]) -> None:
    """Join patterns whose wording is the same, at places where what is no wording varies. Several places at once."""
    groups: dict[Form, list[_Split]] = defaultdict(list)
    for pattern in patterns:
        wording, split = _split(pattern)
        groups[wording].append(split)
    for wording, members in groups.items():
        if len(members) > 1:
            _join_members(wording, members, joined)


def _split(pattern: Form) -> tuple[Form, _Split]:
    wording: list[str] = []
    slots: list[Form] = []
    slot: list[str] = []
    for token in pattern:
        if token == COLON or is_wording(token):
            wording.append(token)
            slots.append(tuple(slot))
            slot = []
        else:
            slot.append(token)
    slots.append(tuple(slot))
    return tuple(wording), _Split(pattern, tuple(slots))


def _join_members(wording: Form, members: list[_Split], joined: dict[Form, Form]) -> None:
    words = sum(token != COLON for token in wording)
    everywhere = range(len(members[0].slots))
    varying = _varying(members, everywhere, words)
    for part in _parts(members, everywhere, varying):
        # what stays within the part counts as words, too, and the places are looked at again
        fixed = sum(token != ANY for i in everywhere if i not in varying for token in part[0].slots[i])
        places = [i for i in varying if len({member.slots[i] for member in part}) > 1]
        values = _varying(part, places, words + fixed)
        for same in _parts(part, places, values):
            if len(same) > 1:
                tokens: list[str] = []
                for i, slot in enumerate(same[0].slots):
                    head, tail = _shared({member.slots[i] for member in same}) if i in values else (len(slot), 0)
                    tokens.extend(slot[:head])
                    if i in values:
                        tokens.extend((ANY, *slot[len(slot) - tail :]))
                    tokens.extend(wording[i : i + 1])
                target = _squeezed(tokens)
                joined.update({member.pattern: target for member in same if member.pattern != target})


def _varying(members: list[_Split], places: Iterable[int], words: int) -> list[int]:
    found = []
    for i in places:
        texts = {member.slots[i] for member in members}
        if len(texts) > 1 and _is_value(texts, words):
            found.append(i)
    return found


def _parts(members: list[_Split], places: Iterable[int], values: list[int]) -> list[list[_Split]]:
    """Part members by what stands at the places that are no values."""
    parts: dict[tuple[Form, ...], list[_Split]] = defaultdict(list)
    kept = [i for i in places if i not in values]
    for member in members:
        parts[tuple(member.slots[i] for i in kept)].append(member)
    return list(parts.values())


def _is_value(texts: set[Form], words: int) -> bool:
    """Tell whether a place between wording, where these texts stand, is a value."""
    head, tail = _shared(texts)
    texts = {text[head : len(text) - tail] for text in texts}
    wanted = _wanted(_BETWEEN_WORDING, words)
    if (ANY,) in texts:
        wanted -= 1
    if sum(any(not _is_plain(token) for token in text) for text in texts) >= _ODD:
        wanted -= 1
    least = 3 if () in texts and (ANY,) not in texts else 2  # an optional word alone is no value
    return len(texts) >= max(least, wanted)


def _shared(texts: set[Form]) -> tuple[int, int]:
    """Tell how many tokens all texts begin with, and end with."""
    shortest = min(map(len, texts))
    some = next(iter(texts))
    head = tail = 0
    while head < shortest and all(text[head] == some[head] for text in texts):
        head += 1
    while tail < shortest - head and all(text[-1 - tail] == some[-1 - tail] for text in texts):
        tail += 1
    return head, tail


def _is_plain(token: str) -> bool:
    return token.isalpha() and (token.islower() or token.istitle())


# ---- forms that differ in one place ----------------------------------------------------------------------------------


def _join_by_place(patterns: list[Form], joined: dict[Form, Form]) -> None:
    """Join patterns that are the same but for one place, if enough different texts stand there. Most texts first."""
    places = _places(patterns)
    order = sorted(places.items(), key=lambda item: (-len(item[1]), item[0]))
    for (head, tail), members in order:
        free = {text: pattern for text, pattern in members.items() if pattern not in joined}
        texts = _joinable(head, tail, set(free))
        if len(texts) > 1:
            target = _squeezed((*head, ANY, *tail))
            joined.update({free[text]: target for text in texts if free[text] != target})


def _places(patterns: list[Form]) -> dict[tuple[Form, Form], dict[Form, Form]]:
    """Give what stands before and behind each place that two or more patterns share, and the texts there."""
    counts: Counter[int] = Counter()
    keys: list[list[tuple[int, int, int]]] = []
    for pattern in patterns:
        own = _keys(pattern)
        keys.append(own)
        counts.update(key for key, _, _ in own)
    found: dict[tuple[Form, Form], dict[Form, Form]] = defaultdict(dict)
    for pattern, own in zip(patterns, keys, strict=True):
        for key, start, end in own:
            if counts[key] > 1:
                found[pattern[:start], pattern[end:]][pattern[start:end]] = pattern
    return {place: texts for place, texts in found.items() if len(texts) > 1}  # a hash may meet another by chance


def _keys(pattern: Form) -> list[tuple[int, int, int]]:
    """Give each place of a pattern with a hash of what is around it."""
    size = len(pattern)
    if size > LONGEST_PATTERN:
        return []
    before = [0]
    for token in pattern:
        before.append(hash((before[-1], token)))
    behind = [1]
    for token in reversed(pattern):
        behind.append(hash((behind[-1], token)))
    keys: list[tuple[int, int, int]] = []
    for start in range(size):
        ends = list(range(start + (start == 0), min(start + LONGEST_PLACE, size) + 1))
        if start and pattern[start - 1] == COLON and size - start > LONGEST_PLACE:
            ends.append(size)
        keys.extend((hash((before[start], behind[size - end])), start, end) for end in ends if size - end + start > 1)
    return keys


def _joinable(head: Form, tail: Form, texts: set[Form]) -> set[Form]:
    """Give those of the texts between `head` and `tail` that are values; none if there are too few of them."""
    words = sum(token not in (ANY, COLON) and token[-1] != "=" for token in (*head, *tail))
    announced = bool(head) and head[-1] == COLON
    if not announced:
        texts = _without_sentences(head, texts, words)
    if words < _WORDS_FOR_STATES:  # `kernel: …`: anything may follow
        texts = {text for text in texts if not any(token == COLON or is_wording(token) for token in text)}
    if len(texts) < 2:  # noqa: PLR2004 - one text differs from nothing
        return set()
    rest = announced and not tail
    if not rest:
        enough = len(texts) * _DISTINCT
        if len({text[:1] for text in texts}) < enough or len({text[-1:] for text in texts}) < enough:
            return set()
    return texts if len(texts) >= max(2, _wanted_between(texts, words, announced=announced, rest=rest)) else set()


def _without_sentences(head: Form, texts: set[Form], words: int) -> set[Form]:
    """Leave texts of several words out, unless something announces them and there are many."""
    keyed = {text for text in texts if any(token[-1] == "=" for token in text)}
    sentences = {text for text in texts if COLON in text or sum(map(is_wording, text)) > 1} | keyed
    if not sentences:
        return texts
    announced = not head or head[-1] in _ANNOUNCING
    if announced and len(texts) >= _SENTENCES and words >= _WORDS_FOR_STATES and not keyed:
        return texts
    return texts - sentences


def _wanted_between(texts: set[Form], words: int, *, announced: bool, rest: bool) -> int:
    """Tell how many different texts make a place between words a value."""
    wanted = _wanted(_BEHIND_A_COLON if rest else _BETWEEN_WORDS, words)
    if words >= _WORDS_FOR_STATES and all(map(_is_state, texts)):
        wanted = 2
    if sum(any(map(_is_verb, text)) for text in texts) > len(texts) / 2:
        wanted += _VERBS
    if (ANY,) in texts and words >= _WORDS_FOR_STATES:
        unworded = not any(is_wording(token) for text in texts for token in text)
        wanted = 2 if announced or words >= _WORDS_TO_ABSORB or unworded else wanted - 1
    elif () in texts:
        wanted -= 1
    odd = sum(any(not is_wording(token) for token in text) for text in texts)
    if odd >= _ODD:
        wanted -= 1
        if words == 1 and announced and odd == len(texts):
            wanted -= 3
    return wanted


def _is_state(text: Form) -> bool:
    """Tell whether a text is one word such as `true`, `RUNNING` or `GET`."""
    return len(text) == 1 and text[0].isalpha() and (text[0].isupper() or text[0].lower() in STATES)


def _is_verb(word: str) -> bool:
    return word.endswith(("ed", "ing")) and len(word) > 4  # noqa: PLR2004 - not `red`, `ring`
