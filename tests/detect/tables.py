"""`make tables`: writes `sdk/sealog/detect/data/tables/` anew, what an application's start would else compute.

Sources: the lexicon's words; Unicode's compatibility decomposition (UAX #15, NFKC) and decimal digits of all scripts
(general category Nd); HTML's character references.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from html.entities import html5
from pathlib import Path
from typing import TYPE_CHECKING

from sealog.detect.lexicon.addresses import ADDRESSES
from sealog.detect.lexicon.births import BIRTHS
from sealog.detect.lexicon.codes import CODES
from sealog.detect.lexicon.passwords import PASSWORDS, QUALIFIED, SPOKEN
from sealog.detect.lexicon.people import NAMES, PEOPLE
from sealog.detect.lexicon.phones import PHONES
from sealog.detect.lexicon.plates import PLATES
from sealog.detect.lexicon.spelling import is_unspaced, key_words, qualified, text_spellings, words_of
from sealog.detect.unescape.lookalikes import is_ignored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOLDER = Path(__file__).parents[2] / "sdk/sealog/detect/data/tables"
WIDTH = 116

HEAD = '''"""{what}

Made by `make tables`. Edits are lost.
"""

from __future__ import annotations
'''

COMPATIBLE = (
    *((0xA0, 0xBA), (0x17F, 0x17F), (0x2B0, 0x2B8), (0x2E1, 0x2E3), (0x1D2C, 0x1D65), (0x2000, 0x200A)),
    *((0x2024, 0x2024), (0x202F, 0x202F), (0x205F, 0x205F), (0x2070, 0x209C), (0x2102, 0x2149), (0x2160, 0x217F)),
    *((0x2460, 0x2468), (0x24B6, 0x24EA), (0x3000, 0x3000), (0xFB00, 0xFB06), (0xFB29, 0xFB29), (0xFE10, 0xFE16)),
    *((0xFE33, 0xFE6B), (0xFF01, 0xFF5E), (0x1D400, 0x1D6A3), (0x1D7CE, 0x1D7FF), (0x1F12B, 0x1F149)),
    (0x1FBF0, 0x1FBF9),
)
"""Where characters stand that NFKC turns into ASCII."""

ZEROS = (
    *(0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20),
    *(0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0),
    *(0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450),
    *(0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50),
    *(0x1E140, 0x1E2F0, 0x1E950),
)
"""The zero of each script's digits; the other nine follow it."""

DASHES = (*range(0x2010, 0x2016), 0x2212, 0xFE58)
"""Hyphens, dashes and the minus sign, which people write between groups of digits."""

LIGATURES = range(0xFB00, 0xFB07)
LATIN_LETTERS = 0x180

SPELLED = {
    "PEOPLE": (words_of(PEOPLE), words_of(NAMES)),
    "ADDRESSES": (words_of(ADDRESSES),),
    "BIRTHS": (words_of(BIRTHS),),
    "PHONES": (words_of(PHONES),),
    "PASSWORDS": (words_of(PASSWORDS),),
    "CODES": (words_of(CODES),),
    "PLATES": (words_of(PLATES),),
}

NAMED = {
    "PEOPLE": words_of(PEOPLE),
    "NAMES": words_of(NAMES),
    "ADDRESSES": words_of(ADDRESSES),
    "BIRTHS": words_of(BIRTHS),
    "PHONES": words_of(PHONES),
    "PASSWORDS": (*words_of(PASSWORDS), *qualified(QUALIFIED)),
    "CODES": words_of(CODES),
}
SHORTEST_FOLDED = 4


def spellings() -> str:
    """Give the file of every spelling of the lexicon's words that texts may have."""
    spelled = {name: text_spellings(word for words in each for word in words) for name, each in SPELLED.items()}
    spelled["PASSWORDS"] += text_spellings(qualified(QUALIFIED), joints=("", " ", "_"))
    spelled["SPOKEN"] = text_spellings(words_of(SPOKEN), joints=(" ",))
    head = HEAD.format(what="Every spelling of the lexicon's words that a text may have, see `lexicon/spelling.py`.")
    return head + "".join(constant(name, words) for name, words in spelled.items())


def names() -> str:
    """Give the file of the lexicon's words as keys have them."""
    parts = [HEAD.format(what="The lexicon's words as keys have them: folded and written together.")]
    for name, words in NAMED.items():
        found = {word: "".join(key_words(word)) for word in words}
        accented = [each for word, each in found.items() if is_mistakable(word, each)]
        plain = [each for word, each in found.items() if not is_mistakable(word, each)]
        unspaced = [each for each in found.values() if is_unspaced(each)]
        for kind, chosen in {"": plain, "_ACCENTED": accented, "_UNSPACED": unspaced}.items():
            parts.append(constant(f"{name}{kind}", dict.fromkeys(chosen)))
    return "".join(parts)


def is_mistakable(word: str, name: str) -> bool:
    """Tell whether a word means something else without its accents, as `cím` does."""
    return len(name) < SHORTEST_FOLDED and name.isascii() and not word.isascii()


def characters() -> str:
    """Give the file of what single characters and character references stand for."""
    alike: dict[str, str] = defaultdict(str)
    for char, plain in lookalikes().items():
        alike[plain] += char
    head = HEAD.format(what="What characters stand for that look like ASCII, and HTML's character references by name.")
    return f"{head}\n{table('LOOKALIKES', alike)}\n{table('REFERENCES', references())}"


def table(name: str, entries: dict[str, str]) -> str:
    """Spell a dict as the formatter does."""
    return (
        f"{name} = {{\n" + "".join(f"    {quoted(key)}: {quoted(entries[key])},\n" for key in sorted(entries)) + "}\n"
    )


def quoted(text: str) -> str:
    """Spell a string in ASCII, as the formatter does."""
    quote = "'" if '"' in text else '"'
    return f"{quote}{text.encode('unicode_escape').decode()}{quote}"


def lookalikes() -> dict[str, str]:
    """Give the ASCII that each look-alike stands for, by character."""
    folds = {chr(zero + digit): str(digit) for zero in ZEROS for digit in range(10)}
    for first, last in COMPATIBLE:
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if plain.isascii() and (len(plain) == 1 or code in LIGATURES):
                folds[chr(code)] = plain
    folds.update((chr(code), "-") for code in DASHES)
    return folds


def references() -> dict[str, str]:
    """Give the character references by name that stand for ASCII, Latin letters and what nobody sees."""
    return {
        name[:-1]: char
        for name, char in html5.items()
        if name[-1] == ";"
        and len(char) == 1
        and (
            char.isascii() or (char.isalpha() and ord(char) < LATIN_LETTERS) or char == "\xa0" or is_ignored(ord(char))
        )
    }


def constant(name: str, words: Iterable[str]) -> str:
    """Spell a constant that holds words, see `spelling.listed`."""
    return f'\n{name} = """\\\n{chr(10).join(lines(words))}"""\n'


def lines(words: Iterable[str]) -> Iterator[str]:
    """Give lines of words."""
    line = ""
    for word in words:
        assert not {"|", "\n", "\\", '"'}.intersection(word)
        if line and len(line) + len(word) >= WIDTH:
            yield line
            line = ""
        line = f"{line}|{word}" if line else word
    yield line


FILES = {"spellings.py": spellings, "names.py": names, "characters.py": characters}


if __name__ == "__main__":
    for file_name, made in FILES.items():
        (FOLDER / file_name).write_text(made(), "utf-8")
