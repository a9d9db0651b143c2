"""The tables that are computed beforehand are what computing them now would give."""

from __future__ import annotations

import pytest

from detect import tables


@pytest.mark.parametrize("name", tables.FILES)
def test_a_table_is_what_make_tables_writes(name: str) -> None:
    assert (tables.FOLDER / name).read_text("utf-8") == tables.FILES[name]()


def test_no_other_file_is_among_them() -> None:
    assert {path.name for path in tables.FOLDER.glob("*.py")} == {"__init__.py", *tables.FILES}
