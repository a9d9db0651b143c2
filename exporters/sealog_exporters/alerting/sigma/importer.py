"""Reads Sigma documents and writes one rule file. A rule that is not completely understood is left out and named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from sealog_exporters.alerting.sigma.condition import condition
from sealog_exporters.alerting.sigma.correlation import correlated
from sealog_exporters.alerting.sigma.detection import any_of, selection
from sealog_exporters.alerting.sigma.grouping import ImportOptions
from sealog_exporters.alerting.sigma.problem import NotUnderstoodError
from sealog_exporters.alerting.sigma.writing import file_of, written
from sealog_exporters.alerting.syntax.yaml_document import built, documents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sealog_exporters.alerting.sigma.detection import Match


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


def import_sigma(sources: Sequence[tuple[str, str]], options: ImportOptions | None = None) -> Imported:
    """Turn Sigma 2.1 rules and correlations into a rule file; a correlation may name rules of another source.

    Args:
        sources: (name, text) of files with one or more YAML documents; remarks name the file.
        options: group fields and cooldown of the rules; by default so that each match is notified.
    """
    options = options or ImportOptions()
    problems: list[Remark] = []
    everywhere: list[str] = []
    read = _documents(sources, problems)
    matches: dict[str, Match] = {}
    rules: dict[str, str] = {}
    silent: list[tuple[_Document, str, frozenset[str]]] = []
    understood: set[str] = set()
    contents = [document.content for document in read]
    used = {name for content in contents if _generates_alone(content) is False for name in _references(content)}
    for number, document in enumerate(read, 1):
        content, title = document.content, document.title or f"Sigma rule {number}"
        try:
            if "correlation" in content:
                rule = correlated(content["correlation"], matches)
                rule.update(options.of_correlation(rule["window"]))
            else:
                match = _match_of(content)
                names = {str(content[key]) for key in ("id", "name", "title") if content.get(key)}
                matches.update(dict.fromkeys(names, match))
                if content.get("logsource"):
                    everywhere.append(document.place)
                if names & used:
                    silent.append((document, title, frozenset(names)))
                    continue
                rule = {"match": match, "count": {"gte": 1}, **options.of_detection(match)}
            name = title if title not in rules else f"{title} ({number})"
            rules[name] = written({"alert": name, **_any_severity(rule), **_about(content)})
            if "correlation" in content:
                understood.update(_references(content))
        except NotUnderstoodError as problem:
            problems.append(Remark(document.place, f"{title}: {problem}"))
    problems += [_unused(document, title) for document, title, names in silent if not names & understood]
    notes = [_everywhere(everywhere)] if everywhere else []
    return Imported(file_of(list(rules.values())), tuple(rules), tuple(problems), tuple(notes))


def _unused(document: _Document, title: str) -> Remark:
    """Say why a rule is not in the file although it was understood."""
    return Remark(document.place, f"{title}: only for correlations that name it, none of which was understood")


def _everywhere(places: list[str]) -> Remark:
    """Say once of how many rules it is true: nearly all Sigma rules have a logsource."""
    more = f", of {len(places)} rules," if len(places) > 1 else ""
    return Remark(places[0], f"`logsource`{more} has no counterpart; a rule looks at all records")


def _documents(sources: Sequence[tuple[str, str]], problems: list[Remark]) -> list[_Document]:
    """Read all documents; rules go before the correlations that name them."""
    found: list[_Document] = []
    for name, text in sources:
        try:
            for node in documents(text):
                place = f"{name}:{_line(node)}"
                content = built(node)
                if isinstance(content, dict) and ("detection" in content or "correlation" in content):
                    found.append(_Document(place, str(content.get("title") or ""), content))
                else:
                    problems.append(Remark(place, "has neither `detection` nor `correlation`"))
        except (yaml.YAMLError, ValueError) as error:  # ValueError: a date that no calendar has
            mark = getattr(error, "problem_mark", None)
            place = f"{name}:{mark.line + 1}" if mark else name
            why = getattr(error, "problem", None) or "a character or a value that is none"
            problems.append(Remark(place, f"is not YAML ({why}); what follows was not read"))
    return sorted(found, key=lambda document: "correlation" in document.content)


def _line(node: yaml.Node) -> int:
    """Return the line of what is imported; of another document its first."""
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
    """Return whether a correlation wants its rules to alert by themselves too; `None` for what is no correlation."""
    correlation = document.get("correlation")
    return bool(correlation.get("generate", False)) if isinstance(correlation, dict) else None


def _references(document: dict[str, Any]) -> list[str]:
    rules = document["correlation"].get("rules") or []
    return [str(name) for name in (rules if isinstance(rules, list) else [rules])]


def _any_severity(rule: dict[str, Any]) -> dict[str, Any]:
    """Say that severity does not matter: Sigma knows none."""
    return {**rule, "match": {"severity": "any", **rule.get("match", {})}}


def _about(document: dict[str, Any]) -> dict[str, Any]:
    """Return labels and annotations: the level, the id, and what the rule is about."""
    labels = {"severity": document.get("level"), "sigma_id": document.get("id")}
    annotations = {"summary": document.get("title"), "description": document.get("description")}
    return {
        "labels": {name: str(value) for name, value in labels.items() if value},
        "annotations": {name: str(value).replace("{{", "{ {") for name, value in annotations.items() if value},
    }
