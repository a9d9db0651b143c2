"""Rule files for tests, written and loaded."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

from sealog_exporters.alerting.config import load_rules

if TYPE_CHECKING:
    from pathlib import Path

    from sealog_exporters.alerting.model.rule import Rule, RuleFile

RECEIVERS = "receivers: [{name: hook, webhook_configs: [{url: 'http://127.0.0.1:1/'}]}]\n"


def load(folder: Path, text: str, environ: dict[str, str] | None = None) -> RuleFile:
    path = folder / "rules.yaml"
    path.write_text(dedent(text), "utf-8")
    return load_rules(path, environ or {})


def rule(folder: Path, lines: str, environ: dict[str, str] | None = None) -> Rule:
    """Load the one rule `A`, whose further keys are `lines`; they begin in line 6 of the file."""
    indented = "".join(f"    {line}\n" for line in dedent(lines).strip().splitlines())
    text = f"{RECEIVERS}groups:\n- name: g\n  rules:\n  - alert: A\n{indented}"
    return load(folder, text, environ).rules[0]
