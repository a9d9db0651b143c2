"""The page of the public Python names, from their docstrings (read by griffe, so nothing is imported)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import griffe

from reference.covered import is_covered
from reference.markdown import made_from

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]

_WIDE = 90
"""Characters of a line that a narrow page shows without scrolling."""

_PAGE = re.compile(r"\bdocs/([\w/-]+\.md)")

_SECTIONS = {
    "Set up": ("configure", "install", "install_spans"),
    "Single texts": ("scan", "seal_text", "Opener", "Opened", "Finding"),
    "Keys": ("load_bundle", "Bundle", "blind_indexer"),
    "Sealed values": ("find_sealed_values", "parse_sealed_value", "SealedValue"),
    "Traces across queues": ("carry", "resume"),
    "Parts": ("default_scanner", "Scanner", "Sealer", "SealingProcessor"),
    "Errors": (
        "SealogError",
        "SettingError",
        "KeyFileError",
        "ArgumentError",
        "FormatError",
        "OpenError",
        "AuditError",
        "StoreError",
        "TooCostlyError",
    ),
}

_INTRODUCTION = """# Python API

These are the public names of `import sealog`; [what stays](../stability.md) says what that means.
Of `Scanner`, `Sealer` and `SealingProcessor` the members on this page are public; the others serve sealog itself.
A first example is in [texts in Python](../python.md).
"""

_TYPES = """## Types of signatures

`sealog.types` has the types that stand in these signatures, for annotations.
Their own methods are not part of what stays.

"""


def page() -> str:
    """Return the page.

    Raises:
        ValueError: a public name has no place in it.
    """
    package: Any = griffe.load(
        "sealog", search_paths=[str(ROOT / "sdk")], docstring_parser="google", allow_inspection=False
    )
    placed = {name for names in _SECTIONS.values() for name in names}
    missing = sorted({*_exported(package)} ^ placed)
    if missing:
        raise ValueError(
            f"website/reference/python_api.py places {', '.join(missing)} nowhere, or there is no such name"
        )
    lines = [made_from("docstrings"), _INTRODUCTION]
    for title, names in _SECTIONS.items():
        lines.append(f"## {title}\n")
        for name in names:
            lines += _name(name, package[name].final_target)
    lines.append(_TYPES)
    types = package["types"]
    lines += [_type(name, types[name].final_target) for name in _exported(types)]
    return "\n".join(lines).rstrip() + "\n"


def _exported(module: Any) -> list[str]:
    return [str(name).strip("\"'") for name in module.exports or ()]


def _name(name: str, found: Any) -> Iterator[str]:
    yield f"### `sealog.{name}`\n"
    yield _code(_signature(name, found))
    yield from _text(found)
    if not found.is_class:
        return
    members = [member for member in found.members.values() if is_covered(name, member.name)]
    fields = [f"`{one.name}: {one.annotation}`" for one in members if one.is_attribute and one.annotation]
    if fields:
        yield "Fields:\n\n" + "\n".join(f"- {field}" for field in fields) + "\n"
    for method in members:
        if method.is_function and method.name != "__init__":
            yield f"#### `{name}.{method.name}`\n"
            yield _code(_signature(method.name, method))
            yield from _text(method)


def _signature(name: str, found: Any) -> str:
    constructor = found if found.is_function else found.members.get("__init__")
    if constructor is None or (found.is_class and not is_covered(name, "__init__")):
        bases = ", ".join(str(base) for base in found.bases)
        return f"class {name}({bases})" if bases else f"class {name}"
    parts = []
    is_keyword_only = False
    for parameter in constructor.parameters:
        if parameter.name == "self":
            continue
        if parameter.kind.value == "keyword-only" and not is_keyword_only:
            is_keyword_only = True
            parts.append("*")
        annotation = f": {parameter.annotation}" if parameter.annotation else ""
        default = f" = {parameter.default}" if parameter.default is not None else ""
        parts.append(f"{parameter.name}{annotation}{default}")
    returns = f" -> {found.returns}" if found.is_function and found.returns else ""
    line = f"{name}({', '.join(parts)}){returns}"
    if len(line) <= _WIDE:
        return line
    return f"{name}(\n" + "".join(f"    {part},\n" for part in parts) + f"){returns}"


def _code(text: str) -> str:
    return f"```python\n{text}\n```\n"


def _text(found: Any) -> Iterator[str]:
    if found.docstring is None:
        return
    for section in found.docstring.parsed:
        if section.kind.value == "text":
            yield _PAGE.sub(r"[\1](../\1)", section.value.strip()) + "\n"
        elif section.kind.value == "raises":
            yield "Raises:\n\n" + "\n".join(f"- `{one.annotation}`: {one.description}" for one in section.value) + "\n"


def _type(name: str, found: Any) -> str:
    text = found.docstring.value.strip().splitlines()[0] if found.docstring else ""
    return f"- `sealog.types.{name}`: {text}" if text else f"- `sealog.types.{name}`"
