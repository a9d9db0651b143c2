"""`sealog alerts import-sigma`, `rules` and `schema`: import, print and describe rule files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sealog.cli.terminal import EXIT_FOUND_FAULT, err, out
from sealog.errors import SettingError
from sealog.printable import visible
from sealog_exporters.cli.alerts.shown import line

SIGMA_EXAMPLES = """Examples:

sealog alerts import-sigma rules/*.yml -o sigma.yaml

sealog alerts import-sigma sigma/rules/linux sigma/rules/web | less

sealog alerts import-sigma rules/*.yml --group-by resource.host.name --group-by User --cooldown 10m -o sigma.yaml"""

SCHEMA_EXAMPLES = """Examples:

sealog alerts schema > rules.schema.json"""

RULES_EXAMPLES = """Examples:

sealog alerts rules

sealog alerts rules errors > rules.yaml"""


def import_sigma(
    files: Annotated[
        list[Path],
        typer.Argument(help="Sigma rules and correlations; of a folder all, its own folders too.", metavar="FILE…"),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The rule file to write. Default: stdout.", show_default=False)
    ] = None,
    group_by: Annotated[
        list[str] | None,
        typer.Option(
            "--group-by",
            help="A field to count detections by; may be repeated; none: count all together."
            " Default: the fields each names, service and host.",
            show_default=False,
        ),
    ] = None,
    cooldown: Annotated[
        str, typer.Option(help="Pause between notifications of a group. Default: 1m; of correlations their timespan.")
    ] = "",
) -> None:
    """Turn Sigma 2.1 rules and correlations into one rule file.

    Rules that can't be converted are left out and listed with file:line; converted rules that match less than their
    original are listed too. Exit code 1: something was left out.
    """
    from sealog_exporters.alerting.sigma import import_sigma as imported
    from sealog_exporters.alerting.sigma.grouping import ImportOptions
    from sealog_exporters.alerting.sigma.grouping import named as named_fields
    from sealog_exporters.alerting.syntax.duration import NS, parse_duration

    if cooldown and (parse_duration(cooldown) or 0) < NS:
        raise SettingError("--cooldown: must be a duration of at least 1s, such as 5m")
    options = ImportOptions(named_fields(group_by or ()), cooldown)
    result = imported([(str(file), _read(file)) for named in files for file in _files(named)], options)
    for note in result.notes:
        err.print(f"note: {visible(str(note))}", markup=False)
    for problem in result.not_understood:
        err.print(f"left out: {visible(str(problem))}", markup=False)
    if result.text and output is None:
        out.print(result.text, end="", markup=False)
    elif result.text and output is not None:
        _write(output, result.text)
    where = f" in {output}" if result.text and output else ""
    err.print(f"{len(result.alerts)} rules{where}, {len(result.not_understood)} left out", markup=False)
    if result.not_understood or not result.alerts:
        raise typer.Exit(EXIT_FOUND_FAULT)


def schema() -> None:
    """Print the JSON Schema of rule files, with which editors complete and check them while you write.

    Save it beside the rule file, and begin that with: # yaml-language-server: $schema=rules.schema.json
    """
    import json

    from sealog_exporters.alerting.config.json_schema import schema as built

    typer.echo(json.dumps(built(), indent=2, ensure_ascii=False))


def rules(
    name: Annotated[str, typer.Argument(help="Print this one.", show_default=False)] = "",
) -> None:
    """List the rule files that come with sealog, or print one to copy and change.

    Every command that takes a rule file also takes builtin:NAME; a rule file includes it by `include: [builtin:NAME]`.
    """
    from sealog_exporters.alerting.config import PREFIX, ready_names, rule_path
    from sealog_exporters.cli.alerts.check import load_alone

    if name:
        out.print(rule_path(PREFIX + name.removeprefix(PREFIX)).read_text("utf-8"), end="", markup=False)
        return
    for ready in ready_names():
        found = load_alone(PREFIX + ready)
        line(f"{PREFIX}{ready:<11} {', '.join(rule.alert for rule in found.rules)}")


def _files(named: Path) -> list[Path]:
    """List what a name stands for: itself, or all rules in a folder."""
    if not named.is_dir():
        return [named]
    found = sorted(file for file in named.rglob("*.y*ml") if file.suffix in {".yml", ".yaml"})
    if not found:
        raise SettingError(f"{named}: there is no .yml or .yaml file in it")
    return found


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"{file}: can't be read ({type(error).__name__}); nothing was imported") from None


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise SettingError(f"{file}: can't be written ({error.strerror})") from error
