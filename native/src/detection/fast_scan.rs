//! Look and findings in one call, for texts in which all is plain: what most texts with a value in them are. It runs no
//! Python code, which could be cut off in the middle when the interpreter ends.

use memchr::memmem::Finder;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};

use crate::detection::digit_groups::Groups;
use crate::detection::email::Mailboxes;
use crate::detection::gate::{Gate, Seen};
use crate::detection::ibans::Ibans;
use crate::detection::ipv4::Hosts;
use crate::detection::names::Names;
use crate::detection::shape::Shape;
use crate::panic_guard::calmly;

#[pyclass(frozen, module = "sealog._native")]
pub struct Sight {
    gate: Py<Gate>,
    rules: Vec<Rule>,
    names: Py<Names>,
    /// In a box, since Python's allocator aligns an object to 16 bytes, and this needs 32.
    sealed: Box<Finder<'static>>,
}

struct Rule {
    entity: Py<PyString>,
    group: Py<PyString>,
    judge: Judge,
}

/// What can say without a rule's validator what of it is in a text.
enum Judge {
    Groups(Py<Groups>),
    Hosts(Py<Hosts>),
    Ibans(Py<Ibans>),
    Mailboxes(Py<Mailboxes>),
    Shape(Py<Shape>),
}

/// Findings (entity, group, start, end), sorted and disjoint; or what the look saw.
#[derive(IntoPyObject)]
enum Found<'py> {
    Findings(Vec<Bound<'py, PyTuple>>),
    Seen(Seen),
}

/// Entity, group, and the rule's twin or shape.
type RuleParts<'py> = (Py<PyString>, Py<PyString>, Bound<'py, PyAny>);

#[pymethods]
impl Sight {
    /// `rules` are in the order of their numbers.
    #[new]
    fn new(gate: Py<Gate>, rules: Vec<RuleParts<'_>>, names: Py<Names>) -> PyResult<Self> {
        let rules = rules
            .into_iter()
            .map(|(entity, group, twin)| {
                let judge = if let Ok(groups) = twin.cast::<Groups>() {
                    Judge::Groups(groups.clone().unbind())
                } else if let Ok(hosts) = twin.cast::<Hosts>() {
                    Judge::Hosts(hosts.clone().unbind())
                } else if let Ok(ibans) = twin.cast::<Ibans>() {
                    Judge::Ibans(ibans.clone().unbind())
                } else if let Ok(mailboxes) = twin.cast::<Mailboxes>() {
                    Judge::Mailboxes(mailboxes.clone().unbind())
                } else {
                    Judge::Shape(twin.cast::<Shape>()?.clone().unbind())
                };
                Ok(Rule { entity, group, judge })
            })
            .collect::<PyResult<_>>()?;
        Ok(Self { gate, rules, names, sealed: Box::new(Finder::new(b"seal1")) })
    }

    /// Give the findings in a text; None if it is clean; or what was seen in it, if the rest is for Python to do: that may
    /// be nothing, where sealed values, NULs or a name beside a value tell what no look does.
    fn find<'py>(&self, py: Python<'py>, text: &Bound<'py, PyString>) -> PyResult<Option<Found<'py>>> {
        calmly(|| self.found(py, text))
    }
}

impl Sight {
    fn found<'py>(&self, py: Python<'py>, text: &Bound<'py, PyString>) -> PyResult<Option<Found<'py>>> {
        let data = text.to_str()?;
        let gate = self.gate.get();
        let (seen, signs) = gate.seen(data)?;
        if signs.has_null() || self.sealed.find(data.as_bytes()).is_some() {
            return Ok(Some(Found::Seen(seen.unwrap_or_default())));
        }
        let is_settled = self.names.get().are_settled(data.as_bytes(), signs);
        let nothing = || Ok((!is_settled).then(|| Found::Seen(Seen::default())));
        let Some(mut seen) = seen else { return nothing() };
        if seen.2 {
            let readings = gate.decoder.get().read(data);
            seen.2 = !readings.is_empty();
            if self.is_clean(data, &seen) && readings.iter().all(|reading| self.is_clean_reading(&reading.text)) {
                return nothing();
            }
        }
        seen.0.retain(|&number| !self.rules[number].judge.is_nowhere(data.as_bytes()));
        let (suspects, keywords, is_disguised) = &seen;
        if suspects.is_empty() && keywords.is_empty() && !*is_disguised {
            return nothing();
        }
        let is_plain = is_settled && signs.is_ascii() && !*is_disguised && keywords.is_empty();
        if !is_plain {
            return Ok(Some(Found::Seen(seen)));
        }
        let mut ranked = Vec::new();
        for &number in suspects {
            let Some(spans) = self.rules[number].judge.plain(data.as_bytes()) else {
                return Ok(Some(Found::Seen(seen)));
            };
            ranked.extend(spans.into_iter().map(|(start, end)| (start, end, number)));
        }
        ranked.sort_unstable();
        if ranked.windows(2).any(|pair| pair[1].0 < pair[0].1) {
            return Ok(Some(Found::Seen(seen)));
        }
        let findings = ranked.into_iter().map(|(start, end, number)| {
            let rule = &self.rules[number];
            (rule.entity.bind(py), rule.group.bind(py), start, end).into_pyobject(py)
        });
        Ok(Some(Found::Findings(findings.collect::<PyResult<_>>()?)))
    }

    fn is_clean_reading(&self, text: &str) -> bool {
        self.gate.get().seen(text).is_ok_and(|(seen, _)| seen.is_none_or(|seen| self.is_clean(text, &seen)))
    }

    /// Tell whether nothing in a text needs a validator, and nothing is found without one.
    fn is_clean(&self, text: &str, (suspects, keywords, _): &Seen) -> bool {
        keywords.is_empty()
            && (suspects.is_empty() || text.is_ascii())
            && suspects
                .iter()
                .all(|&number| self.rules[number].judge.plain(text.as_bytes()).is_some_and(|spans| spans.is_empty()))
    }
}

impl Judge {
    /// Tell whether surely nothing of a rule is in a text, whatever signs of other scripts are in it.
    fn is_nowhere(&self, data: &[u8]) -> bool {
        match self {
            Self::Groups(groups) => !groups.get().is_in(data),
            Self::Shape(shape) => !shape.get().is_in(data),
            _ => false,
        }
    }

    /// Give the spans of values in a text of ASCII, or None if a validator must say what they are.
    fn plain(&self, data: &[u8]) -> Option<Vec<(usize, usize)>> {
        match self {
            Self::Groups(groups) => (!groups.get().is_in(data)).then(Vec::new),
            Self::Hosts(hosts) => hosts.get().plain(data),
            Self::Ibans(ibans) => ibans.get().plain(data),
            Self::Mailboxes(mailboxes) => mailboxes.get().plain(data),
            Self::Shape(shape) => (!shape.get().is_in(data)).then(Vec::new),
        }
    }
}
