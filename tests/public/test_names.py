"""The public names: which there are, and what their docstrings and signatures say."""

from __future__ import annotations

import ast
import builtins
import inspect
import pydoc
import re
import subprocess
import sys
import textwrap
import typing
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import opentelemetry.sdk._logs as otel_logs
import opentelemetry.sdk.trace as otel_trace
import pytest

import sealog
import sealog.types
from reference.covered import MEMBERS, is_covered

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize("module", [sealog, sealog.types])
def test_the_names_are_sorted_and_each_is_there(module: Any) -> None:
    assert module.__all__ == sorted(module.__all__)
    assert set(module.__all__) == set(module._HOMES)
    for name in module.__all__:
        assert getattr(module, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = module.nothing


@pytest.mark.parametrize("module", [sealog, sealog.types])
def test_dir_shows_public_names_only(module: Any) -> None:
    assert [name for name in dir(module) if not name.startswith("__")] == module.__all__


def test_the_version_is_that_of_the_distribution() -> None:
    assert sealog.__version__ == version("sealog")
    assert "__version__" in dir(sealog)


def test_importing_sealog_loads_none_of_its_rooms() -> None:
    code = "import sys, sealog; print([name for name in sys.modules if name.startswith(('sealog.', 'opentelemetry'))])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("name", sealog.__all__)
def test_the_help_of_each_name_fits_on_a_few_screens(name: str) -> None:
    assert len(pydoc.render_doc(getattr(sealog, name))) < 8000


def _public_callables() -> Iterator[tuple[str, Any, str]]:
    """Name, function, and the docstrings that describe it: its own, and for a constructor its class's."""
    for name in sealog.__all__:
        found = getattr(sealog, name)
        if not inspect.isclass(found):
            yield name, found, found.__doc__ or ""
            continue
        if "__init__" in vars(found) and not hasattr(found, "__dataclass_fields__") and is_covered(name, "__init__"):
            yield name, found.__init__, found.__doc__ or ""
        for key, value in vars(found).items():
            function = value.fget if isinstance(value, property) else value
            if not key.startswith("_") and inspect.isfunction(function) and is_covered(name, key):
                yield f"{name}.{key}", function, f"{function.__doc__ or ''}\n{found.__doc__}"


CALLABLES = {name: (function, text) for name, function, text in _public_callables()}


@pytest.mark.parametrize("name", [*sealog.__all__, *CALLABLES])
def test_each_name_has_a_docstring_that_begins_with_a_sentence(name: str) -> None:
    owner, _, method = name.partition(".")
    found = getattr(sealog, owner)
    found = getattr(found, method) if method else found
    first = (found.fget if isinstance(found, property) else found).__doc__.splitlines()[0]
    assert re.match(r"[A-Z`].+[.:]", first), first


@pytest.mark.parametrize("name", sorted(CALLABLES))
def test_the_docstring_names_each_number_that_a_call_takes(name: str) -> None:
    """A number has a unit, which only the text can tell."""
    function, text = CALLABLES[name]
    for parameter in inspect.signature(function).parameters.values():
        if re.search(r"\b(int|float)\b", str(parameter.annotation)) and "Callable" not in str(parameter.annotation):
            assert f"`{parameter.name}`" in text, parameter.name


@pytest.mark.parametrize("name", sorted({*sealog.__all__, *sealog.types.__all__}))
def test_the_docstring_names_each_number_that_a_field_holds(name: str) -> None:
    found = getattr(sealog, name, None) or getattr(sealog.types, name)
    if hasattr(found, "__dataclass_fields__") or hasattr(found, "_fields"):
        for field, kind in inspect.get_annotations(found).items():
            if re.search(r"\b(int|float)\b", str(kind)) and "Callable" not in str(kind):
                assert f"`{field}`" in found.__doc__, field


@pytest.mark.parametrize("name", sorted(CALLABLES))
def test_the_docstring_names_each_error_that_the_body_raises(name: str) -> None:
    function, text = CALLABLES[name]
    tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function))))
    raised = {
        node.exc.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name)
    }
    for error in raised:
        assert error in text


@pytest.mark.parametrize("name", sealog.__all__)
def test_the_types_in_its_signatures_are_public(name: str) -> None:
    found = getattr(sealog, name)
    named = set()
    for function in [function for owner, (function, _) in CALLABLES.items() if owner.partition(".")[0] == name]:
        named |= _names_in(getattr(inspect.unwrap(function), "__annotations__", {}))
    if inspect.isclass(found):
        named |= _names_in(inspect.get_annotations(found))
    known = {*sealog.__all__, *sealog.types.__all__, *dir(builtins), *dir(typing), "Callable", "Iterable", "Iterator"}
    known |= {*dir(otel_logs), *dir(otel_trace)}
    assert named - known - {"Mapping", "Sequence", "TracebackType", "Self"} == set()


def _names_in(annotations: dict[str, Any]) -> set[str]:
    texts = [getattr(given, "__forward_arg__", None) or str(given) for given in annotations.values()]
    return {found for text in texts for found in re.findall(r"[A-Za-z_][A-Za-z0-9_.]*", text)}


@pytest.mark.parametrize("name", MEMBERS)
def test_a_member_that_is_covered_is_there(name: str) -> None:
    found = getattr(sealog, name)
    for member in MEMBERS[name]:
        assert hasattr(found, member) or f"self.{member}:" in inspect.getsource(found)
