"""`sealog alerts check` and `test`: whether rule files can be used, and do what their tests say. They send nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from sealog.cli.terminal import EXIT_FOUND_FAULT, EXIT_USAGE, complain, err
from sealog.errors import SealogError
from sealog_exporters.cli.alerts.shown import RuleFiles, line

if TYPE_CHECKING:
    from sealog_exporters.alerting.rules import RuleFile

CHECK_EXAMPLES = """Examples:

sealog alerts check rules.yaml

sealog alerts check builtin:errors"""

TEST_EXAMPLES = """Examples:

sealog alerts test rules.yaml

sealog alerts test rules/*.yaml builtin:privacy"""


def check(rules: RuleFiles) -> None:
    """Say whether rule files can be used; exit code 2 and file:line:column if one can't."""
    from sealog_exporters.alerting.rulefile import PREFIX, load_rules, rule_path

    wrong = 0
    for name in rules:
        try:
            # A ready file names nobody to tell: that is for the file that includes it.
            found = load_alone(name) if name.startswith(PREFIX) else load_rules(rule_path(name))
        except SealogError as error:
            complain(str(error))
            wrong += 1
            continue
        err.print(f"{name}: {len(found.rules)} rules, {len(found.receivers)} receivers", markup=False)
    if wrong:
        raise typer.Exit(EXIT_USAGE)


def test(rules: RuleFiles) -> None:
    """Run the tests inside rule files, on virtual time in the live engine. It tells nobody.

    Exit code 1: a test failed, or a file has none; 2: a file can't be used.
    """
    from sealog_exporters.alerting.ruletests import run_tests

    passed = failed = untested = wrong = 0
    for name in rules:
        try:
            found = load_alone(name)
        except SealogError as error:
            complain(str(error))
            wrong += 1
            continue
        line(name)
        for result in run_tests(found):
            line(f"  {'passed' if result.passed else 'FAILED'}  {result.name}", "" if result.passed else "red")
            for failure in result.failures:
                line(f"          {failure}")
            passed += result.passed
            failed += not result.passed
        untested += not found.tests
        if not found.tests:
            complain(f"{name}: has no tests")
    line(f"{passed} passed, {failed} failed")
    if wrong:
        raise typer.Exit(EXIT_USAGE)
    if failed or untested:
        raise typer.Exit(EXIT_FOUND_FAULT)


def load_alone(name: str) -> RuleFile:
    """Load a rule file to look at, which need not name anybody to tell.

    Raises:
        SealogError: it can't be used.
    """
    from sealog_exporters.alerting.rulefile import load_rules, rule_path
    from sealog_exporters.alerting.rules import Receiver

    return load_rules(rule_path(name), receivers=[Receiver("nobody")])
