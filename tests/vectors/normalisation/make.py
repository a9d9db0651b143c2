"""Write `normal-forms.json` anew: spellings of values, their normal forms, and blind indexes under a fixed key.

Run it only when docs/spec/sealed-value.md changes: `python tests/vectors/normalisation/make.py`.
"""

from __future__ import annotations

import json
from pathlib import Path

from sealog.detect.scanner import default_scanner

from sealog.crypto.blind_index import blind_indexer
from sealog.crypto.secret import Secret

INDEX_KEY = bytes(range(0x40, 0x60))
SPELLINGS = {
    "email_address": [
        [
            *(
                "mira@quellwerk.example",
                "MIRA@Quellwerk.Example",
                "mira%40quellwerk.example",
                "mira%2540quellwerk.example",
            ),
            *("%6d%69ra%40quellwerk%2Eexample", "mira&#64;quellwerk.example", "mira&#x40;quellwerk.example"),
            *("mira&commat;quellwerk.example", "mira&amp;#64;quellwerk.example", r"mira\u0040quellwerk.example"),
            *(r"mira\x40quellwerk.example", r"mira\100quellwerk.example", r"mira\\u0040quellwerk.example"),
            *(
                "mira\uff20quellwerk.example",
                "\uff4d\uff49\uff52\uff41@quellwerk\uff0eexample",
                "mi\u200bra@quellwerk.example",
            ),
            *("mira@quell\xadwerk.example", "mira@quellwerk.example\u200b", "\ufeffmira@quellwerk.example"),
            *(
                "mira@quellwerk.example.",
                "mira@quellwerk\u3002example",
                "mira\ufe6bquellwerk.example",
                " <mira@quellwerk.example>",
            ),
            *(
                "mi\x1b[1mra\x1b[0m@quellwerk.example",
                r"mi\x1b[1mra\x1b[0m@quellwerk.example",
                "mira%u0040quellwerk.example",
            ),
        ],
        [
            *("jürgen@müller.example", "ju\u0308rgen@mu\u0308ller.example", "JÜRGEN@MÜLLER.EXAMPLE"),
            *("jürgen@xn--mller-kva.example", "j%C3%BCrgen%40m%c3%bcller.example", "j%FCrgen@m%FCller.example"),
            *(
                r"j\u00fcrgen@m\u00fcller.example",
                r"j\xc3\xbcrgen@m\xc3\xbcller.example",
                "j&uuml;rgen@m&#252;ller.example",
            ),
        ],
        [
            "o'brien@quellwerk.example",
            "o%27brien@quellwerk.example",
            "o&#39;brien@quellwerk.example",
            r"o\u0027brien@quellwerk.example",
        ],
        ["mira+tag@quellwerk.example", "mira%2Btag%40quellwerk.example", "mira&plus;tag@quellwerk.example"],
    ],
    "iban_code": [
        [
            *(
                "DE89370400440532013000",
                "de89370400440532013000",
                "DE89 3704 0044 0532 0130 00",
                "DE89+3704+0044+0532+0130+00",
            ),
            *(
                "DE89%203704%200044%200532%200130%2000",
                "DE89%2B3704%2B0044%2B0532%2B0130%2B00",
                "DE89\xa03704\xa00044\xa00532\xa00130\xa000",
            ),
            *(
                "DE89-3704-0044-0532-0130-00",
                "DE89.3704.0044.0532.0130.00",
                "DE89&nbsp;3704&nbsp;0044&nbsp;0532&nbsp;0130&nbsp;00",
            ),
            *("\uff24\uff2589370400440532013000", "DE89\u200b370400440532013000", "DE89\n3704 0044 0532 0130 00"),
        ]
    ],
    "crypto": [
        [
            *("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"),
            *("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe%64", "0x5aAeb6053F3E94C9\u200bb9A09f33669435E7Ef1BeAed"),
        ],
        ["3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNL%79"],
    ],
}


def made() -> list[dict[str, str]]:
    """Give the vectors."""
    scanner = default_scanner()
    index = blind_indexer(Secret(INDEX_KEY), "default", 1)
    return [
        {
            "entity": entity,
            "spelling": spelling,
            "normal_form": scanner.normalise(entity, spelling),
            "index": index(entity, scanner.normalise(entity, spelling)),
        }
        for entity, values in SPELLINGS.items()
        for spellings in values
        for spelling in spellings
    ]


if __name__ == "__main__":
    vectors = {"index_key": INDEX_KEY.hex(), "tenant": "default", "epoch": 1, "values": made()}
    path = Path(__file__).with_name("normal-forms.json")
    path.write_text(json.dumps(vectors, indent=1) + "\n", encoding="utf-8")
