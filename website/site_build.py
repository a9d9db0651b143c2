"""`make site`: builds the documentation site into build/site and checks its links. It fails on any warning.

Pages are copied first: links that leave docs/ become links to the repository, and the list of decisions is made.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

from link_check import problems
from navigation import navigation
from reference.markdown import ROOT_LINK

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
BUILD = ROOT / "build"

_PLAIN = {**os.environ, "NO_COLOR": "1"}

_LINK = re.compile(r"(\]\()([^)\s#]+)((?:#[^)\s]*)?\))")


def copy_pages(to: Path) -> list[str]:
    """Copy docs/ to a folder as the site has it, and return the names of its pages."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(DOCS, to)
    shutil.copy(ROOT / "website/extra.css", to)
    (to / "decisions/index.md").write_text(_decisions(), encoding="utf-8")
    pages = sorted(to.rglob("*.md"))
    for page in pages:
        source = DOCS / page.relative_to(to)
        text = page.read_text(encoding="utf-8")
        page.write_text(_LINK.sub(partial(_within, source=source), text), encoding="utf-8")
    return [page.relative_to(to).as_posix() for page in pages]


def _within(link: re.Match[str], source: Path) -> str:
    """Return a link as the site has it: one that leaves docs/ leads to the repository."""
    before, target, after = link.groups()
    if "://" in target or target.startswith(("mailto:", "#")):
        return link[0]
    path = Path(os.path.normpath(source.parent / target))
    if path.is_relative_to(DOCS) and not path.is_dir():
        return link[0]
    return f"{before}{ROOT_LINK}{path.relative_to(ROOT).as_posix()}{after}"


def _decisions() -> str:
    lines = ["# Decisions\n", "One page a decision: what there was to decide, the choice, and its price.\n"]
    for page in sorted(DOCS.glob("decisions/[0-9]*.md")):
        title = page.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")
        lines.append(f"- [{title}]({page.name})")
    return "\n".join(lines) + "\n"


def _config(pages: list[str]) -> str:
    text = (ROOT / "website/zensical.toml").read_text(encoding="utf-8")
    text = text.replace('"DOCS_DIR"', '"docs"').replace('"SITE_DIR"', '"site"')
    return text.replace("[project.extra]", f"nav = {_nav(navigation(pages))}\n\n[project.extra]", 1)


def _nav(sections: dict[str, list[str]]) -> str:
    """Return the sections as a list of TOML; one that is inside another comes behind the pages of that."""
    written = []
    for title, pages in sections.items():
        if "/" in title:
            continue
        inside = [
            f"{{ {json.dumps(name.partition('/')[2])} = {json.dumps(names)} }}"
            for name, names in sections.items()
            if name.startswith(f"{title}/")
        ]
        written.append(f"{{ {json.dumps(title)} = [{', '.join([*map(json.dumps, pages), *inside])}] }}")
    return "[\n  " + ",\n  ".join(written) + ",\n]"


def main() -> int:
    """Build the site, and name what is wrong with it."""
    program = Path(sys.executable).with_name("zensical")
    if not program.exists():
        print("the site needs zensical, which needs Python 3.11 or later; it was not built")  # noqa: T201 - a script
        return 0 if sys.version_info < (3, 11) else 1
    pages = copy_pages(BUILD / "docs")
    config = BUILD / "zensical.toml"
    config.write_text(_config(pages), encoding="utf-8")
    shutil.rmtree(BUILD / "site", ignore_errors=True)
    command = [str(program), "build", "--strict", "--clean", "--config-file", str(config)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=BUILD, env=_PLAIN)  # noqa: S603 - our own
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n")  # noqa: T201 - a script
        return done.returncode
    found = problems(BUILD / "site")
    for problem in found:
        print(problem)  # noqa: T201 - same
    if not found:
        print(f"{len(pages)} pages in {BUILD / 'site'}; open index.html there")  # noqa: T201 - same
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
