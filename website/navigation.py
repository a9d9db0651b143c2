"""The site's navigation: sections in reading order. A page that nothing names comes last in its folder's section."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SECTIONS: dict[str, tuple[str, ...]] = {
    "Start": ("index.md", "first-hour.md", "concepts.md", "python.md"),
    "Guides": (
        "install.md",
        "keys.md",
        "audit.md",
        "people.md",
        "policy.md",
        "correlation.md",
        "console.md",
        "durability.md",
        "storms.md",
        "templates.md",
        "insights.md",
        "page.md",
        "workflows.md",
        "verify.md",
        "gateway.md",
        "elasticsearch.md",
        "reliability.md",
        "runbook.md",
        "runbook-keys.md",
        "self-metrics.md",
    ),
    "Guides/Frameworks": ("frameworks.md", "frameworks/"),
    "Alerting": (
        "alerting.md",
        "alerting/first-alert.md",
        "alerting/ready-rules.md",
        "alerting/rules.md",
        "alerting/testing.md",
        "alerting/receivers.md",
        "alerting/routing.md",
        "alerting/links.md",
        "alerting/counting.md",
        "alerting/operations.md",
        "alerting/addresses.md",
        "alerting/receiving.md",
        "alerting/replicas.md",
        "alerting/migration.md",
        "alerting/",
    ),
    "Troubleshooting": ("doctor.md", "troubleshooting.md"),
    "Reference": (
        "reference/commands.md",
        "settings.md",
        "reference/python-api.md",
        "reference/alert-rules.md",
        "detection.md",
        "benchmarks.md",
        "reference/",
        "glossary.md",
    ),
    "Reference/Formats": ("spec/sealed-value.md", "spec/keys.md", "spec/spool.md", "spec/"),
    "Project": ("architecture.md", "security.md", "stability.md", "release.md", "mutation.md", ""),
    "Project/Decisions": ("decisions/index.md", "decisions/"),
}
"""A section's name, and after `/` that of a section inside it.

A page's name that ends in `/` stands for the pages of that folder that nothing names, and an empty one for all others.
"""


def navigation(pages: Iterable[str]) -> dict[str, list[str]]:
    """Return the pages of each section.

    Raises:
        ValueError: a page that is named is not there.
    """
    names = [name for section in SECTIONS.values() for name in section]
    left = set(pages)
    if missing := {name for name in names if name.endswith(".md")} - left:
        raise ValueError(f"website/navigation.py names {', '.join(sorted(missing))}, which is not there")
    found: dict[str, list[str]] = {name: [] for name in names}
    for page in sorted(left):
        # The longest name that fits: the page's own, its folder's, or the empty one.
        found[max((name for name in names if page.startswith(name)), key=len)].append(page)
    return {title: [page for name in section for page in found[name]] for title, section in SECTIONS.items()}
