"""Every public function and class of both packages says what it does, and a function which errors it raises."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PACKAGES = ("sdk/sealog", "exporters/sealog_exporters")
REFERS = re.compile(r"\b(?:See|see|As) `")
"""To what has the errors: an interface, or the function that it is a variation of."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(package: str) -> Iterator[tuple[str, ast.Module]]:
    """Give the modules of a package with their names, but for commands: their docstrings are what `--help` prints."""
    for file in sorted((ROOT / package).rglob("*.py")):
        if "cli" not in file.parts:
            yield str(file.relative_to(ROOT)), ast.parse(file.read_text("utf-8"))


def public(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, Function | ast.ClassDef]]:
    """Give the classes and functions in a body, and those in its classes, whose names have no underscore in front."""
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield f"{prefix}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{prefix}{node.name}.")


def raised(node: ast.AST) -> Iterator[str]:
    """Give the names of the exceptions that a function's own code raises."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            continue
        if isinstance(child, ast.Raise):
            error = child.exc.func if isinstance(child.exc, ast.Call) else child.exc
            name = ast.unparse(error).rpartition(".")[2] if error is not None else ""
            if name[:1].isupper():
                yield name
        yield from raised(child)


def bases() -> dict[str, list[str]]:
    """Give the base classes of every class of ours, by name."""
    found: dict[str, list[str]] = {}
    for package in PACKAGES:
        for _, module in modules(package):
            for node in ast.walk(module):
                if isinstance(node, ast.ClassDef):
                    found.setdefault(node.name, []).extend(ast.unparse(base) for base in node.bases)
    return found


def is_told(error: str, doc: str, above: dict[str, list[str]]) -> bool:
    """Tell whether a docstring names an exception, or one that it is a kind of."""
    return error in doc or any(is_told(base, doc, above) for base in above.get(error, ()))


@pytest.mark.parametrize("package", PACKAGES)
def test_every_public_function_has_a_docstring_that_names_the_errors_it_raises(package: str) -> None:
    above = bases()
    untold = []
    for file, module in modules(package):
        for name, node in public(module.body, ""):
            doc = ast.get_docstring(node) or ""
            if isinstance(node, ast.ClassDef):
                untold += [] if doc else [f"{file}: {name}"]
            elif doc or not any(ast.unparse(mark).endswith((".setter", "overload")) for mark in node.decorator_list):
                missing = [error for error in raised(node) if not is_told(error, doc, above)]
                untold += [f"{file}: {name}: {missing}"] if not doc or (missing and not REFERS.search(doc)) else []
    assert untold == []
