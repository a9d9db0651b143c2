"""`sealog alerts check` and `test`: check that rule files are valid, and run their tests. They send nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sealog.cli.terminal import EXIT_FOUND_FAULT, EXIT_USAGE, complain, err
from sealog.errors import SealogError
from sealog.printable import visible
from sealog_exporters.alerting.config.replica_check import ROUTING_KEY, counted_in_parts
from sealog_exporters.cli.alerts.shown import RuleFiles, line

if TYPE_CHECKING:
    from sealog_exporters.alerting.model.rule import RuleFile

CHECK_EXAMPLES = """Examples:

sealog alerts check rules.yaml

sealog alerts check builtin:errors

sealog alerts check rules.yaml --routing-key resource.tenant"""

_MOST_NAMED = 5

TEST_EXAMPLES = """Examples:

sealog alerts test rules.yaml

sealog alerts test rules/*.yaml builtin:privacy"""


def check(
    rules: RuleFiles,
    routing_key: Annotated[
        str, typer.Option(help="The field by which records are routed to replicas; name the rules that this splits.")
    ] = ROUTING_KEY,
) -> None:
    """Check that rule files are valid; exit code 2 and file:line:column if one is not.

    A note names the rules whose records would be split among several services behind a load-balancing exporter.
    """
    from sealog_exporters.alerting.config import PREFIX, load_rules, rule_path

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
        parts = [rule.alert for rule in counted_in_parts(found.rules, routing_key)]
        if parts:
            said = f"note: {name}: {_listed(parts)}: not grouped by {routing_key}, so replicas would each count a part"
            err.print(visible(said), markup=False)
    if wrong:
        raise typer.Exit(EXIT_USAGE)


def _listed(names: list[str]) -> str:
    """Name the first few."""
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def test(rules: RuleFiles) -> None:
    """Run the tests inside rule files, on virtual time in the live engine. It notifies nobody.

    Exit code 1: a test failed, or a file has none; 2: a file is not valid.
    """
    from sealog_exporters.alerting.backtest.unit_tests import run_tests

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
    from sealog_exporters.alerting.config import load_rules, rule_path
    from sealog_exporters.alerting.model.rule import Receiver

    return load_rules(rule_path(name), receivers=[Receiver("nobody")])
