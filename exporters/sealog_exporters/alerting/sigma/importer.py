"""Reads Sigma documents and writes one rule file. A rule that is not understood whole is left out and named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import yaml

from sealog_exporters.alerting.sigma.condition import condition
from sealog_exporters.alerting.sigma.correlation import correlated
from sealog_exporters.alerting.sigma.detection import any_of, selection
from sealog_exporters.alerting.sigma.problem import NotUnderstoodError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sealog_exporters.alerting.sigma.detection import Match

_HEAD: Final = """# Imported from Sigma. Fields are record attributes of the same name: rename those that your logs call
# otherwise. The receiver is a placeholder.
"""
_RECEIVERS: Final = [{"name": "hook", "webhook_configs": [{"url": "http://127.0.0.1:9000/hook"}]}]


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of one Sigma document: `place` is file:line, `text` names the rule and the reason."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


@dataclass(frozen=True, slots=True)
class Imported:
    """A rule file's text (empty where no rule was understood), the alerts in it, and what was not understood.

    `notes` are about rules that are in the file, but say less than the Sigma rule did.
    """

    text: str
    alerts: tuple[str, ...]
    not_understood: tuple[Remark, ...]
    notes: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class _Document:
    """One YAML document and where its detection or correlation begins."""

    place: str
    title: str
    content: dict[str, Any]


def import_sigma(sources: Sequence[tuple[str, str]]) -> Imported:
    """Turn Sigma 2.1 rules and correlations into a rule file; a correlation may name rules of another source.

    Args:
        sources: (name, text) of files with one or more YAML documents; remarks name the file.
    """
    problems: list[Remark] = []
    notes: list[Remark] = []
    documents = _documents(sources, problems)
    matches: dict[str, Match] = {}
    rules: dict[str, dict[str, Any]] = {}
    contents = [document.content for document in documents]
    used = {name for content in contents if _generates_alone(content) is False for name in _references(content)}
    for number, document in enumerate(documents, 1):
        content, title = document.content, document.title or f"Sigma rule {number}"
        try:
            if "correlation" in content:
                rule = correlated(content["correlation"], matches)
            else:
                match = _match_of(content)
                names = {str(content[key]) for key in ("id", "name", "title") if content.get(key)}
                matches.update(dict.fromkeys(names, match))
                if content.get("logsource"):
                    note = f"{title}: `logsource` has no counterpart; the rule looks at all records"
                    notes.append(Remark(document.place, note))
                if names & used:
                    continue
                rule = {"match": match, "count": {"gte": 1}}
        except NotUnderstoodError as problem:
            problems.append(Remark(document.place, f"{title}: {problem}"))
            continue
        name = title if title not in rules else f"{title} ({number})"
        rules[name] = {"alert": name, **_any_severity(rule), **_about(content)}
    return Imported(_written(list(rules.values())), tuple(rules), tuple(problems), tuple(notes))


def _documents(sources: Sequence[tuple[str, str]], problems: list[Remark]) -> list[_Document]:
    """Read all documents; rules go before the correlations that name them."""
    found: list[_Document] = []
    for name, text in sources:
        loader = yaml.SafeLoader(text)
        try:
            while (node := loader.get_node() if loader.check_node() else None) is not None:
                content = loader.construct_document(node)
                place = f"{name}:{_line(node)}"
                if isinstance(content, dict) and ("detection" in content or "correlation" in content):
                    found.append(_Document(place, str(content.get("title") or ""), content))
                elif content is not None:
                    problems.append(Remark(place, "has neither `detection` nor `correlation`"))
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            place = f"{name}:{mark.line + 1}" if mark else name
            problems.append(Remark(place, "is not YAML; what follows was not read"))
        finally:
            loader.dispose()
    return sorted(found, key=lambda document: "correlation" in document.content)


def _line(node: yaml.Node) -> int:
    """Give the line of what is imported; of another document its first."""
    keys = [key for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []
    asked = [key for key in keys if key.value in {"detection", "correlation"}]
    return int((asked or [node])[0].start_mark.line) + 1


def _match_of(document: dict[str, Any]) -> Match:
    """Turn a detection into a match."""
    detection = document["detection"]
    if not isinstance(detection, dict) or "condition" not in detection:
        raise NotUnderstoodError("a detection without condition")
    if "timeframe" in detection:
        raise NotUnderstoodError("`timeframe`, which Sigma 2 replaced by correlations")
    selections = {str(name): selection(value) for name, value in detection.items() if name != "condition"}
    conditions = detection["condition"]
    texts = conditions if isinstance(conditions, list) else [conditions]
    return any_of([condition(str(one), selections) for one in texts])


def _generates_alone(document: dict[str, Any]) -> bool | None:
    """Tell whether a correlation wants its rules to alert by themselves too; `None` for what is no correlation."""
    correlation = document.get("correlation")
    return bool(correlation.get("generate", False)) if isinstance(correlation, dict) else None


def _references(document: dict[str, Any]) -> list[str]:
    rules = document["correlation"].get("rules") or []
    return [str(name) for name in (rules if isinstance(rules, list) else [rules])]


def _any_severity(rule: dict[str, Any]) -> dict[str, Any]:
    """Say that severity does not matter: Sigma knows none."""
    return {**rule, "match": {"severity": "any", **rule.get("match", {})}}


def _about(document: dict[str, Any]) -> dict[str, Any]:
    """Give labels and annotations: the level, the id, and what the rule is about."""
    labels = {"severity": document.get("level"), "sigma_id": document.get("id")}
    annotations = {"summary": document.get("title"), "description": document.get("description")}
    return {
        "labels": {name: str(value) for name, value in labels.items() if value},
        "annotations": {name: str(value).replace("{{", "{ {") for name, value in annotations.items() if value},
    }


def _written(rules: list[dict[str, Any]]) -> str:
    """Write the file."""
    if not rules:
        return ""
    filled = [{key: value for key, value in rule.items() if value != {}} for rule in rules]
    content = {"groups": [{"name": "sigma", "rules": filled}], "receivers": _RECEIVERS}
    return _HEAD + yaml.dump(content, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=110)


class _Plain(yaml.SafeDumper):
    """Writes each value out where it is: an anchor says nothing to a reader of rules."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the signature is PyYAML's
        return True

    def represent_literal(self, data: str) -> yaml.ScalarNode:
        """Write a stretch of text as text."""
        return self.represent_str(str.__str__(data))


_Plain.add_multi_representer(str, _Plain.represent_literal)
