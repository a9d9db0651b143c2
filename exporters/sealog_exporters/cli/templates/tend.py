"""`sealog templates list`, `show`, `pin`, `name`, `merge`, `split`, `export`, `import`: the templates that are kept."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sealog.cli.terminal import err, opened, out, write_line
from sealog.errors import SettingError
from sealog_exporters.cli.places import default_templates
from sealog_exporters.cli.templates.mine import facts, print_table, printable

if TYPE_CHECKING:
    from sealog_exporters.templates import Miner, Template

StateFile = Annotated[
    Path | None, typer.Option("--state", help="File of templates. Default: ~/.local/share/sealog/templates.json.")
]
TemplateId = Annotated[str, typer.Argument(help="Id of a template, the beginning of one, or a name.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

SHOW_EXAMPLES = """Examples:

sealog templates show 3d9ac0ed

sealog templates show checkout-failed --json"""

MERGE_EXAMPLES = """Examples:

sealog templates merge 3d9ac0ed 7ad3741107d01ec5"""

EXPORT_EXAMPLES = """Examples:

sealog templates export > templates.json

sealog templates import host1.json host2.json"""


def list_templates(
    state: StateFile = None,
    as_json: AsJson = False,
    limit: Annotated[int, typer.Option(help="How many at most, the most frequent first.", min=1)] = 50,
) -> None:
    """List the templates that are kept."""
    _, _, templates = _kept(state)
    if as_json:
        for template in templates[:limit]:
            write_line(json.dumps(facts(template)))
    else:
        print_table(templates, limit)


def show(template: TemplateId, state: StateFile = None, as_json: AsJson = False) -> None:
    """Show a template: its counts, its values by position with kinds and the most frequent ones, and an exemplar.

    Sealed values are shown by entity and blind index only. Values are known from one exemplar line for each form.
    """
    from sealog_exporters.templates.parameters import parameters

    miner, _, templates = _kept(state)
    found = one_of(miner, templates, template)
    values = parameters(found.text, [seen for seen in miner.seen() if seen.id == found.id])
    if as_json:
        listed = [
            {"position": one.position, "kinds": dict(one.kinds), "values": {printable(k): n for k, n in one.values}}
            for one in values
        ]
        exemplar = printable(found.exemplar)
        write_line(json.dumps({**facts(found), "parameters": listed, "exemplar": exemplar}))
        return
    print_table([found], 1, sum(one.count for one in templates))
    for one in values:
        kinds = ", ".join(f"{kind} {count}" for kind, count in one.kinds)
        texts = ", ".join(f"{printable(text)!r} {count}" for text, count in one.values)
        out.print(f"  {one.position}: {kinds}; {texts}", markup=False)
    if found.fields:
        out.print(f"  fields: {', '.join(found.fields)}", markup=False)
    out.print(f"  exemplar: {printable(found.exemplar)}", markup=False)


def pin(
    template: TemplateId,
    state: StateFile = None,
    remove: Annotated[bool, typer.Option("--remove", help="Let it change again.")] = False,
) -> None:
    """Keep a template's text as it is, and keep the template when others are dropped."""
    miner, path, templates = _kept(state)
    found = one_of(miner, templates, template)
    if remove:
        miner.choices.pinned.pop(found.id, None)
    else:
        miner.choices.pinned[found.id] = found.text
    _save(miner, path)


def name(
    template: TemplateId,
    text: Annotated[str, typer.Argument(metavar="NAME", help="A name of letters, digits, - _ and .; empty: none.")],
    state: StateFile = None,
) -> None:
    """Give a template a name, by which other commands know it."""
    miner, path, templates = _kept(state)
    found = one_of(miner, templates, template)
    if text and not all(char.isalnum() or char in "-_." for char in text):
        raise SettingError("NAME: letters, digits, - _ and . are expected")
    if any(one.name == text != "" for one in templates if one.id != found.id):
        raise SettingError("NAME: another template has it")
    miner.choices.names[found.id] = text
    _save(miner, path)


def merge(
    template: TemplateId,
    others: Annotated[list[str], typer.Argument(metavar="OTHER...", help="Templates that are the same statement.")],
    state: StateFile = None,
) -> None:
    """Make one template of several, permanently. The first keeps its id; the other ids mean it from then on."""
    miner, path, templates = _kept(state)
    into = one_of(miner, templates, template)
    miner.merge(into.id, [one_of(miner, templates, other).id for other in others])
    _save(miner, path)


def split(template: TemplateId, state: StateFile = None) -> None:
    """Make one template of each form that was joined to a template, permanently. The oldest form keeps the id."""
    miner, path, templates = _kept(state)
    count = miner.split(one_of(miner, templates, template).id)
    _save(miner, path)
    err.print(f"{count} templates", markup=False)


def export(state: StateFile = None) -> None:
    """Print all templates with forms, counts and exemplars as one versioned JSON document, for `import` elsewhere."""
    from sealog_exporters.templates.snapshot import dumped

    miner, _, _ = _kept(state)
    write_line(dumped(miner))


def import_(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="What `export` printed; - reads stdin.")],
    state: StateFile = None,
) -> None:
    """Add exported templates, such as those of other processes. Counts add up; import each export once."""
    from sealog_exporters.templates.snapshot import MAX_BYTES, include, load

    path = state or default_templates()
    miner = load(path)
    for file in files:
        with opened(file) as source:
            text = source.read(MAX_BYTES + 1)
        if len(text) > MAX_BYTES:
            raise SettingError(f"{file}: larger than {MAX_BYTES} bytes")
        include(miner, text.decode("utf-8", "replace"), file)
    _save(miner, path)


def _kept(state: Path | None) -> tuple[Miner, Path, list[Template]]:
    from sealog_exporters.templates.snapshot import load

    path = state or default_templates()
    if not path.is_file():
        raise SettingError(f"{path} is no file: `sealog templates FILE --state …` makes one")
    miner = load(path)
    return miner, path, miner.templates()


def _save(miner: Miner, path: Path) -> None:
    from sealog_exporters.templates.snapshot import save

    miner.templates()  # so that what was decided has its ids
    save(miner, path)
    sys.stdout.flush()


def one_of(miner: Miner, templates: list[Template], text: str) -> Template:
    """Find a template by id, former id, name, or beginning of the id.

    Raises:
        SettingError: there is none, or more than one.
    """
    current = miner.current(text)
    exact = [one for one in templates if one.id == current or (one.name and one.name == text)]
    found = exact or [one for one in templates if text and one.id.startswith(text)]
    if len(found) != 1:
        raise SettingError(f"{text}: {'no template' if not found else f'{len(found)} templates'} of this id or name")
    return found[0]
