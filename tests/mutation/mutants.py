"""Makes mutants of a module: the module with one small error each, which a test of it should notice."""

from __future__ import annotations

import ast
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType

_OPERATORS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
}
"""What each operator becomes. An order gains or loses its boundary: the other errors there are seen easily."""

_NOT_RUN = {"annotation", "returns", "decorator_list", "type_params"}
"""Fields of a node that decide nothing while the code runs."""


@dataclass(frozen=True)
class Mutant:
    """A compiled module with one error in it: its line, what stood there, and what stands there now."""

    line: int
    was: str
    now: str
    code: CodeType

    def __str__(self) -> str:
        return f"{self.line}: {self.was} → {self.now}"


def mutants_of(source: str, file: str) -> Iterator[Mutant]:
    """Give every mutant of a module, in the order of its source."""
    tree = ast.parse(source)
    for parent, field, at, node in list(_places(tree)):
        for other in _errors(node, parent):
            for new in ast.walk(other):
                ast.copy_location(new, node)
            _put(parent, field, at, other)
            yield Mutant(node.lineno, _shown(node), _shown(other), compile(tree, file, "exec", dont_inherit=True))
            _put(parent, field, at, node)


def _places(tree: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.expr | ast.stmt]]:
    """Give every statement and expression that runs: its parent, its field there, its place in the field, itself."""
    for field, value in ast.iter_fields(tree):
        if field in _NOT_RUN:
            continue
        many = isinstance(value, list)
        for at, node in enumerate(value if many else [value]):
            if not isinstance(node, ast.AST) or _is_skipped(node):
                continue
            if isinstance(node, (ast.expr, ast.stmt)):
                yield tree, field, at if many else None, node
            yield from _places(node)


def _is_skipped(node: ast.AST) -> bool:
    """Tell whether a node is text for readers or type checkers only."""
    text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return text or (isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING")


def _put(parent: ast.AST, field: str, at: int | None, node: ast.AST) -> None:
    if at is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[at] = node


def _errors(node: ast.AST, parent: ast.AST) -> Iterator[ast.AST]:
    """Give what could stand there wrongly in the place of a node."""
    yield from _wrong_statements(node) if isinstance(node, ast.stmt) else _wrong_expressions(node)
    if isinstance(node, (ast.Name, ast.Attribute, ast.Call)) and getattr(parent, "test", None) is node:
        yield ast.UnaryOp(ast.Not(), copy(node))


def _wrong_statements(node: ast.stmt) -> Iterator[ast.AST]:
    match node:
        case ast.AugAssign(op=operator):
            yield _with(node, op=_OPERATORS[type(operator)]())
        case ast.Return(value=ast.expr() as value) if not _is_nothing(value):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()) | ast.Raise():
            yield ast.Pass()
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()


def _wrong_expressions(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=operators):
            for at, operator in enumerate(operators):
                yield _with(node, ops=[*operators[:at], _OPERATORS[type(operator)](), *operators[at + 1 :]])
        case ast.BoolOp(op=operator) | ast.BinOp(op=operator) if type(operator) in _OPERATORS:
            yield _with(node, op=_OPERATORS[type(operator)]())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield copy(operand)
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)
        case ast.Constant(value=bytes(value)):
            yield ast.Constant(value + b"!")


def _with(node: ast.AST, **changed: object) -> ast.AST:
    other = copy(node)
    for field, value in changed.items():
        setattr(other, field, value)
    return other


def _is_nothing(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and not node.value


def _shown(node: ast.AST) -> str:
    text = ast.unparse(node).partition("\n")[0]
    return text if len(text) <= 90 else text[:89] + "…"
