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
    from sealog_exporters.alerting.sigma.detection import Match

_HEAD: Final = """# Imported from Sigma. Fields are record attributes of the same name: rename those that your logs call
# otherwise. The receiver is a placeholder.
"""
_RECEIVERS: Final = [{"name": "hook", "webhook_configs": [{"url": "http://127.0.0.1:9000/hook"}]}]


@dataclass(frozen=True, slots=True)
class Imported:
    """A rule file's text (empty where no rule was understood), the alerts in it, and what was not understood.

    `notes` are about rules that are in the file, but say less than the Sigma rule did.
    """

    text: str
    alerts: tuple[str, ...]
    not_understood: tuple[str, ...]
    notes: tuple[str, ...]


def import_sigma(text: str) -> Imported:
    """Turn Sigma 2.1 rules and correlations, one or more YAML documents, into a rule file."""
    problems: list[str] = []
    notes: list[str] = []
    documents = _documents(text, problems)
    matches: dict[str, Match] = {}
    rules: dict[str, dict[str, Any]] = {}
    used = {name for document in documents if _generates_alone(document) is False for name in _references(document)}
    for place, document in enumerate(documents, 1):
        title = str(document.get("title") or f"Sigma rule {place}")
        try:
            if "correlation" in document:
                rule = correlated(document["correlation"], matches)
            else:
                match = _match_of(document)
                names = {str(document[key]) for key in ("id", "name", "title") if document.get(key)}
                matches.update(dict.fromkeys(names, match))
                if names & used:
                    continue
                rule = {"match": match, "count": {"gte": 1}}
                if document.get("logsource"):
                    notes.append(f"{title}: `logsource` has no counterpart; the rule looks at all records")
        except NotUnderstoodError as problem:
            problems.append(f"{title}: {problem}")
            continue
        name = title if title not in rules else f"{title} ({place})"
        rules[name] = {"alert": name, **_any_severity(rule), **_about(document)}
    return Imported(_written(list(rules.values())), tuple(rules), tuple(problems), tuple(notes))


def _documents(text: str, problems: list[str]) -> list[dict[str, Any]]:
    """Read all documents; rules go before the correlations that name them."""
    found: list[dict[str, Any]] = []
    try:
        for place, document in enumerate(yaml.safe_load_all(text), 1):
            if isinstance(document, dict) and ("detection" in document or "correlation" in document):
                found.append(document)
            elif document is not None:
                problems.append(f"document {place}: has neither `detection` nor `correlation`")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problems.append(f"is not YAML{f' (line {mark.line + 1})' if mark else ''}; what follows was not read")
    return sorted(found, key=lambda document: "correlation" in document)


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
