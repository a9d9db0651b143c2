"""Parses YAML into trees of nodes with positions, bounded in depth and in the size of expanded aliases.

A few lines of aliases to aliases can expand to more nodes than any memory holds, and deep brackets crash libyaml's
composer and the process with it. Both are refused before a tree is read, so that a bad file can't end a service.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NoReturn

import yaml

from sealog.policy.core_schema import core_schema, plain_value

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH: Final = 64
MAX_NODES: Final = 2_000_000
"""Every use of an alias counts with its whole content; some 6,000 rules of thirty lines have a million nodes."""

_NULL: Final = "tag:yaml.org,2002:null"
# Ten times as quick as the parser in Python, which is there where PyYAML was built without libyaml.
_Loader: Final[Any] = core_schema(getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def documents(text: str) -> Iterator[yaml.Node]:
    """Yield the documents of a text that are not empty.

    Raises:
        yaml.YAMLError: it is not YAML, too deep, or too large; most have a `problem` and a `problem_mark`.
    """
    _bound_depth(text)
    for node in yaml.compose_all(text, Loader=_Loader):
        if node.tag != _NULL:
            _bound_nodes(node)
            yield node


class _Constructor(yaml.constructor.SafeConstructor):
    """Builds values, numbers as YAML 1.2 has them."""

    def construct_number(self, node: yaml.ScalarNode) -> Any:
        """Build an integer or a float."""
        return plain_value(node.tag.rpartition(":")[2], node.value)

    yaml_constructors = {  # noqa: RUF012 -- PyYAML's own name and shape
        **yaml.constructor.SafeConstructor.yaml_constructors,
        "tag:yaml.org,2002:int": construct_number,
        "tag:yaml.org,2002:float": construct_number,
    }


def built(node: yaml.Node) -> Any:
    """Build the value of a document.

    Raises:
        yaml.YAMLError: a tag does not fit its value.
        ValueError: a number or date is malformed.
    """
    return _Constructor().construct_document(node)


def _bound_depth(text: str) -> None:
    """Refuse deep nesting from the events alone: they are made one by one, without recursion."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                _refuse(f"it is nested more than {MAX_DEPTH} deep", event)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _bound_nodes(top: yaml.Node) -> None:
    """Refuse a tree with an alias to what holds it, and one of more than `MAX_NODES` nodes, aliases followed."""
    sizes: dict[int, int] = {}
    within: set[int] = set()
    left = [top]
    while left:
        node = left[-1]
        if id(node) in sizes:
            left.pop()
            continue
        children = _children(node)
        if id(node) in within:
            sizes[id(node)] = 1 + sum(sizes[id(child)] for child in children)
            within.discard(id(node))
            left.pop()
            if sizes[id(node)] > MAX_NODES:
                _refuse(f"it has more than {MAX_NODES} values, aliases followed", node)
            continue
        within.add(id(node))
        for child in children:
            if id(child) in within:
                _refuse("an alias stands within what it stands for", child)
        left += [child for child in children if id(child) not in sizes]


def _children(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [child for pair in node.value for child in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _refuse(problem: str, place: yaml.Event | yaml.Node) -> NoReturn:
    # The stubs know one of the two kinds of marks, which have the same attributes.
    raise yaml.MarkedYAMLError(problem=problem, problem_mark=place.start_mark)  # type: ignore[arg-type]  # see above
