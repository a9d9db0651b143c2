"""Mines templates from lines as they come: bounded memory, exact totals, ids that stay. It does no I/O."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from sealog_exporters.templates.clustering import MAX_FORMS as MAX_CLUSTERED
from sealog_exporters.templates.clustering import cluster, generic
from sealog_exporters.templates.forms.form import form_of
from sealog_exporters.templates.forms.tokens import Form, is_variable
from sealog_exporters.templates.ranking import ranked
from sealog_exporters.templates.seen import Seen
from sealog_exporters.templates.structured import statement_of
from sealog_exporters.templates.template import OTHER, Template, rendered, template_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["MAX_FORMS", "Miner"]

MAX_FORMS: Final = 50_000
"""Forms that are kept; of more, those seen once and worded least are given up first."""

MAX_FIELDS: Final = 64
_KEPT_SHARE: Final = 0.8  # of the forms when some are given up, so that it is done seldom
_CACHED_LINES: Final = 65_536
_LONGEST_CACHED: Final = 1_000
_EXEMPLAR_CHARS: Final = 1_000
_FEW_WORDS: Final = 2  # of a structured message: then its fields tell it apart
_MAX_ALIASES: Final = MAX_FORMS
_DIGITS: Final = re.compile(r"[0-9]+")


@dataclass(slots=True)
class Choices:
    """What people decided about templates: names, pinned texts by id, and forms that are not joined with others."""

    names: dict[str, str] = field(default_factory=dict)
    pinned: dict[str, str] = field(default_factory=dict)
    apart: set[Form] = field(default_factory=set)


class Miner:
    """Counts lines by form, and joins forms to templates when asked for them. One thread.

    `max_forms` bounds its memory (about 1 KB a form).
    """

    def __init__(self, max_forms: int = MAX_FORMS) -> None:
        self.max_forms = max_forms
        self._seen: dict[Form, Seen] = {}
        self._lines: dict[str, Seen] = {}  # by line without its digits: most lines end here
        self._next = 0
        self._other = Seen(-1, (OTHER,), (), "", 0, 0, id=OTHER)
        self._aliases: dict[str, str] = {}  # an id that was joined to another one
        self._births: dict[str, int] = {}  # each template's id, by age
        self.choices = Choices()

    def add(self, line: str, time_ns: int = 0, count: int = 1) -> Seen:
        """Count a line; gives its form's record, which `templates` fills in. A long line costs no more than a bound."""
        short = len(line) <= _LONGEST_CACHED
        key = _DIGITS.sub("0", line) if short else ""
        seen = self._lines.get(key) if short else None
        if seen is None:
            seen = self._record(line, time_ns)
            if short:
                if len(self._lines) >= _CACHED_LINES:
                    self._lines.clear()
                self._lines[key] = seen
        seen.count += count
        seen.size += (len(line) if line.isascii() else len(line.encode("utf-8", "surrogatepass"))) * count
        if time_ns > seen.last_ns:
            seen.last_ns = time_ns
        elif time_ns < seen.first_ns:
            seen.first_ns = time_ns
        return seen

    def _record(self, line: str, time_ns: int) -> Seen:
        statement = statement_of(line)
        form = form_of(statement.message) if statement.message else ()
        if statement.fields and sum(not is_variable(token) for token in form) < _FEW_WORDS:
            form = (*form, *(token for name in statement.fields for token in (f"{name}=", "<*>")))
        form = form or ("<*>",)
        seen = self._seen.get(form)
        if seen is None:
            if len(self._seen) >= self.max_forms:
                self._give_up()
            exemplar = line[:_EXEMPLAR_CHARS]
            seen = Seen(self._next, form, statement.fields, exemplar, time_ns, time_ns)
            self._next += 1
            self._seen[form] = seen
        elif statement.fields and statement.fields != seen.fields:
            seen.fields = tuple(sorted({*seen.fields, *statement.fields}))[:MAX_FIELDS]
        return seen

    def _give_up(self) -> None:
        """Drop the forms that matter least; what was counted of them goes to `other`."""
        kept = int(self.max_forms * _KEPT_SHARE)
        for seen in ranked(self._seen.values(), self.choices.pinned)[kept:]:
            self._other.include(seen)
            seen.id = OTHER
            del self._seen[seen.form]
        self._lines.clear()

    def include(self, seen: Seen) -> Seen:
        """Count in what another miner saw of a form; gives this one's record, which takes the id if it has none."""
        mine = self._other if seen.id == OTHER else self._seen.get(seen.form)
        if mine is None:
            if len(self._seen) >= self.max_forms:
                self._give_up()
            mine = Seen(self._next, seen.form, seen.fields, seen.exemplar, seen.first_ns, seen.last_ns)
            self._next += 1
            self._seen[seen.form] = mine
        mine.fields = tuple(sorted({*mine.fields, *seen.fields}))[:MAX_FIELDS]
        mine.id = mine.id or seen.id
        if seen.id and seen.id != OTHER:
            self._births.setdefault(seen.id, len(self._births))
            if seen.id != mine.id:
                self._alias(seen.id, mine.id)
        mine.include(seen)
        return mine

    def seen(self) -> list[Seen]:
        """Give all forms with their counts, and `other` where something was given up."""
        return [*self._seen.values(), *([self._other] if self._other.count else [])]

    def joinable(self) -> list[Form]:
        """Give the forms that `cluster` may join, the most worth first, no more than `clustering.MAX_FORMS`."""
        by_worth = ranked(self._seen.values(), self.choices.pinned)
        return [seen.form for seen in by_worth if seen.form not in self.choices.apart][:MAX_CLUSTERED]

    def templates(self, patterns: Mapping[Form, Form] | None = None) -> list[Template]:
        """Join forms to templates, the most frequent first. Every line that was added is counted in exactly one.

        Takes about 0.3 ms a form, and no more than for `clustering.MAX_FORMS`. Nearly all of it is `cluster`, whose
        result for `joinable()` another thread may have made: `patterns`. Forms that came since are left as they are.
        """
        if patterns is None:
            patterns = cluster(self.joinable())
        by_worth = ranked(self._seen.values(), self.choices.pinned)
        joined = [seen for seen in by_worth if seen.form not in self.choices.apart]
        groups: dict[Form, list[Seen]] = defaultdict(list)
        for seen in joined:
            groups[patterns.get(seen.form) or generic(seen.form)].append(seen)
        united = [*self._united(groups), *((seen.form, [seen]) for seen in by_worth if seen.form in self.choices.apart)]
        used: set[str] = set()
        found = [self._template(pattern, members, used) for pattern, members in united]
        self._births = {name: age for name, age in self._births.items() if name in used}
        if self._other.count:
            found.append(_made(OTHER, "<*>", [self._other]))
        return sorted(found, key=lambda template: (-template.count, template.id))

    def ids(self) -> dict[int, str]:
        """Give the template's id of each form that is kept, by the form's index, as `templates` last found it."""
        return {seen.index: seen.id for seen in self._seen.values()}

    def begin(self, seen: Seen, name: str) -> None:
        """Give a form that has no template yet the id of one, which may be new."""
        seen.id = name
        self._births.setdefault(name, len(self._births))

    @property
    def forms(self) -> int:
        """How many forms are kept."""
        return len(self._seen)

    def former_ids(self, name: str) -> list[str]:
        """Give all ids that a template has or had, the one that it goes by now first."""
        now = self.current(name)
        return [now, *(one for one in self._aliases if one != now and self.current(one) == now)]

    def current(self, name: str) -> str:
        """Give the id by which a template goes now that had this id once."""
        for _ in range(len(self._aliases)):
            if name not in self._aliases:
                break
            name = self._aliases[name]
        return name

    def aliases(self) -> dict[str, str]:
        """Give ids that were joined to others, each with the id it goes by now."""
        return {name: self.current(name) for name in self._aliases}

    def alias(self, names: Mapping[str, str]) -> None:
        """Take over ids that another miner joined to others."""
        for name, target in names.items():
            if name not in self._births:
                self._alias(name, target)

    def merge(self, into: str, others: Iterable[str]) -> None:
        """Make one template of several for good; ids as `templates` gave them."""
        gone = set(others) - {into}
        for seen in self._seen.values():
            if seen.id in gone or seen.id == into:
                seen.id = into
                self.choices.apart.discard(seen.form)
        for name in gone:
            self._alias(name, into)

    def split(self, name: str) -> int:
        """Make one template of each form of a template, for good; tells how many. The first keeps the id."""
        members = sorted((seen for seen in self._seen.values() if seen.id == name), key=lambda seen: seen.index)
        for seen in members[1:]:
            seen.id = ""
        self.choices.apart.update(seen.form for seen in members)
        return len(members)

    def adopt(self, other: Miner) -> None:
        """Take over what people decided in a copy of this miner: names, pinned texts, and what they merged or split."""
        self.choices = other.choices
        for name, target in other.aliases().items():
            mine, wanted = self.current(name), self.current(target)
            if mine != wanted:
                self.merge(wanted, [mine])

    def _alias(self, name: str, target: str) -> None:
        if self.current(target) != name and len(self._aliases) < _MAX_ALIASES:
            self._aliases[name] = target

    def _united(self, groups: dict[Form, list[Seen]]) -> Iterable[tuple[Form, list[Seen]]]:
        """Join groups whose forms already had one template: what was joined stays joined."""
        by_id: dict[str, Form] = {}
        united: dict[Form, list[Seen]] = {}
        for pattern, members in groups.items():
            homes = list(dict.fromkeys(by_id[seen.id] for seen in members if seen.id in by_id))
            home = homes[0] if homes else pattern
            united.setdefault(home, []).extend(members)
            for other in homes[1:]:
                united[home].extend(united.pop(other))
            by_id.update({seen.id: home for seen in united[home] if seen.id})
        return united.items()

    def _template(self, pattern: Form, members: list[Seen], used: set[str]) -> Template:
        known = sorted({seen.id for seen in members if seen.id} - used, key=lambda one: self._births.get(one, 0))
        name = known[0] if known else template_id(pattern)
        while name in used:  # a pattern that another template began with, too
            name = template_id((name, *pattern))
        used.add(name)
        self._births.setdefault(name, len(self._births))
        for alias in known[1:]:
            self._alias(alias, name)
        for seen in members:
            seen.id = name
        text = self.choices.pinned.get(name) or rendered(_typed(pattern, members))
        made = _made(name, text, members)
        return replace(made, name=self.choices.names.get(name, ""), pinned=name in self.choices.pinned)


def _made(name: str, text: str, members: list[Seen]) -> Template:
    exemplar = min(members, key=lambda seen: seen.index).exemplar
    fields = {one for seen in members for one in seen.fields}
    return Template(
        id=name,
        text=text,
        count=sum(seen.count for seen in members),
        size=sum(seen.size for seen in members),
        first_ns=min(seen.first_ns for seen in members),
        last_ns=max(seen.last_ns for seen in members),
        forms=len(members),
        fields=tuple(sorted(fields))[:MAX_FIELDS],
        exemplar=exemplar,
    )


def _typed(pattern: Form, members: list[Seen]) -> Form:
    """Give the pattern with the entities of sealed values, where all forms have the same."""
    forms = {seen.form for seen in members}
    some = next(iter(forms))
    if any(len(form) != len(pattern) for form in forms):
        return pattern
    same = [all(form[i] == some[i] for form in forms) for i in range(len(pattern))]
    return tuple(some[i] if same[i] and is_variable(token) else token for i, token in enumerate(pattern))
