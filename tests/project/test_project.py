"""What people meet who join the project: make's help, templates, hooks, and the parts of a release."""

from __future__ import annotations

import re
import shlex
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import pytest
import yaml

from changes import section
from sbom import CRATES, bill

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))


def test_each_target_says_what_it_does() -> None:
    phony = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[0].split()
    told = dict(re.findall(r"^([a-z-]+):[^=\n]*## (.+)$", MAKEFILE, re.MULTILINE))
    assert set(told) == set(phony)
    assert all(re.match(r"[a-z]+ .{10,}", text) for text in told.values())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_a_form_of_issues_can_be_read(form: Path) -> None:
    read = yaml.safe_load(form.read_text(encoding="utf-8"))
    if form.stem == "config":
        assert read["blank_issues_enabled"] is False
        return
    fields: list[dict[str, Any]] = read["body"]
    assert {"name", "description", "body"} <= set(read)
    assert all(field["type"] in {"markdown", "textarea", "input", "dropdown"} for field in fields)
    ids = [field["id"] for field in fields if field["type"] != "markdown"]
    assert len(ids) == len(set(ids)) > 0
    assert any(field.get("validations", {}).get("required") for field in fields)


@pytest.mark.parametrize("page", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]), ids=lambda page: page.stem)
def test_a_page_holds_no_marks_of_a_merge(page: Path) -> None:
    marks = re.findall(r"^(?:<{7} |={7}$|>{7} ).*", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert not marks


def test_a_flaw_can_be_reported_in_private() -> None:
    contact = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/config.yml").read_text(encoding="utf-8"))
    assert contact["contact_links"][0]["url"].endswith("/security/advisories/new")
    assert "in private" in (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def test_the_hooks_run_what_is_here() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    for hook in config["repos"][0]["hooks"]:
        program, *arguments = shlex.split(hook["entry"])
        assert hook["language"] == "system"
        assert program.startswith(".venv/bin/")
        assert all((ROOT / one).exists() for one in arguments if one.endswith(".py"))


def test_the_bill_of_materials_names_each_crate_and_each_package_once() -> None:
    crates = CRATES.read_text(encoding="utf-8")
    made = bill("sealog", list(distributions()), crates)
    purls = [component["purl"] for component in made["components"]]
    assert len(purls) == len(set(purls))
    assert {f"pkg:cargo/{name}@{version}" for _, name, version in map(str.split, crates.splitlines())} <= set(purls)
    assert any(purl.startswith("pkg:pypi/opentelemetry-sdk@") for purl in purls)
    assert made["metadata"]["component"]["licenses"] == [{"expression": "Apache-2.0"}]
    assert not any(purl.startswith("pkg:pypi/sealog@") for purl in purls)


def test_there_is_no_bill_without_the_package() -> None:
    with pytest.raises(SystemExit, match="not installed"):
        bill("sealog", [], "")


CHANGES = "# Changelog\n\n## Unreleased\n\n- new\n\n## 1.2.0 (2026-12-01)\n\n### Added\n\n- one\n\n## 1.1.0\n"


def test_a_releases_page_has_its_section() -> None:
    assert section(CHANGES, "1.2.0") == "### Added\n\n- one"


@pytest.mark.parametrize("version", ["1.1.0", "1.2", "1.2.0.1", "9"])
def test_a_release_without_a_section_stops(version: str) -> None:
    with pytest.raises(SystemExit, match="says nothing"):
        section(CHANGES, version)
