"""Writes imported rules as the text of a rule file. Leaves out what the loader would refuse.

One rule that can't be loaded would cost the whole file: RE2, for example, lacks some of what other patterns have.
"""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING, Any, Final

import yaml

from sealog.errors import SettingError
from sealog_exporters.alerting.config.defaults import THRESHOLD
from sealog_exporters.alerting.config.entity_index import index_with_bundle
from sealog_exporters.alerting.config.rule import read_rule
from sealog_exporters.alerting.sigma.problem import NotUnderstoodError
from sealog_exporters.alerting.syntax.yaml_document import documents
from sealog_exporters.alerting.syntax.yaml_node import YamlNode

if TYPE_CHECKING:
    from collections.abc import Sequence

_GROUP: Final = "sigma"
_HOOK: Final = "hook"
_HEAD: Final = f"""# Imported from Sigma. Fields are record attributes of the same name: rename those that
# your logs call otherwise. The receiver is a placeholder.
groups:
- name: {_GROUP}
  rules:
"""
_TAIL: Final = f"""receivers:
- name: {_HOOK}
  webhook_configs:
  - url: http://127.0.0.1:9000/hook
"""


def written(rule: dict[str, Any]) -> str:
    """Write one rule as an item of a YAML list.

    Raises:
        NotUnderstoodError: our rule files have no place for it.
    """
    filled = {key: value for key, value in rule.items() if value != {}}
    text = yaml.dump([filled], Dumper=_Plain, sort_keys=False, allow_unicode=True, width=108)
    (listed,) = documents(text)
    try:
        read_rule(YamlNode(listed.value[0], "", ""), _GROUP, [_HOOK], THRESHOLD, index_with_bundle({}))
    except SettingError as problem:
        raise NotUnderstoodError(str(problem).partition(": ")[2]) from None
    return str(text)


def file_of(rules: Sequence[str]) -> str:
    """Put written rules into one file; empty where there are none."""
    return _HEAD + indent("".join(rules), "  ", lambda line: line != "\n") + _TAIL if rules else ""


class _Plain(yaml.SafeDumper):
    """Writes each value in its place, without anchors, which rules are hard to read with."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the signature is PyYAML's
        return True

    def represent_literal(self, data: str) -> yaml.ScalarNode:
        """Write a stretch of text as text."""
        return self.represent_str(str.__str__(data))


_Plain.add_multi_representer(str, _Plain.represent_literal)
