//! Look and confirmation in one call: what most texts with a value in them need. Texts that need more than that are
//! handed back after the look.

use memchr::memmem;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};

use crate::calm::calmly;
use crate::gate::{Gate, Seen};
use crate::hosts::Hosts;
use crate::mailboxes::Mailboxes;
use crate::shape::{Shape, Spans};

#[pyclass(frozen, module = "sealog._native")]
pub struct Sight {
    gate: Py<Gate>,
    rules: Vec<Rule>,
}

struct Rule {
    entity: Py<PyString>,
    group: Py<PyString>,
    confirm: Confirm,
    validate: Py<PyAny>,
}

enum Confirm {
    Hosts(Py<Hosts>),
    Mailboxes(Py<Mailboxes>),
    Shape(Py<Shape>),
}

/// Findings (entity, group, start, end), sorted and disjoint; or what the look saw.
#[derive(IntoPyObject)]
enum Found<'py> {
    Findings(Vec<Bound<'py, PyTuple>>),
    Seen(Seen),
}

/// Entity, group, shape or twin, and validator.
type RuleParts<'py> = (Py<PyString>, Py<PyString>, Bound<'py, PyAny>, Py<PyAny>);

#[pymethods]
impl Sight {
    /// `rules` are in the order of their numbers.
    #[new]
    fn new(gate: Py<Gate>, rules: Vec<RuleParts<'_>>) -> PyResult<Self> {
        let rules = rules
            .into_iter()
            .map(|(entity, group, shape, validate)| {
                let confirm = if let Ok(hosts) = shape.cast::<Hosts>() {
                    Confirm::Hosts(hosts.clone().unbind())
                } else if let Ok(mailboxes) = shape.cast::<Mailboxes>() {
                    Confirm::Mailboxes(mailboxes.clone().unbind())
                } else {
                    Confirm::Shape(shape.cast::<Shape>()?.clone().unbind())
                };
                Ok(Rule { entity, group, confirm, validate })
            })
            .collect::<PyResult<_>>()?;
        Ok(Self { gate, rules })
    }

    /// Give the findings in a text; None if it is clean; or what was seen in it, if that is more than the shapes of some
    /// rules, which find no two values in one place.
    fn find<'py>(&self, py: Python<'py>, text: &Bound<'py, PyString>) -> PyResult<Option<Found<'py>>> {
        calmly(|| self.found(py, text))
    }
}

impl Sight {
    fn found<'py>(&self, py: Python<'py>, text: &Bound<'py, PyString>) -> PyResult<Option<Found<'py>>> {
        let data = text.to_str()?;
        let Some(seen) = self.gate.get().seen(data)? else { return Ok(None) };
        let (suspects, keywords, is_disguised) = &seen;
        if *is_disguised || !keywords.is_empty() || memmem::find(data.as_bytes(), b"seal1").is_some() {
            return Ok(Some(Found::Seen(seen)));
        }
        let mut ranked = Vec::new();
        for &number in suspects {
            let rule = &self.rules[number];
            let spans = rule.confirm.confirm(text, rule.validate.bind(py))?;
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
}

impl Confirm {
    fn confirm(&self, text: &Bound<'_, PyString>, validate: &Bound<'_, PyAny>) -> PyResult<Spans> {
        match self {
            Self::Hosts(hosts) => hosts.get().confirm(text, validate),
            Self::Mailboxes(mailboxes) => mailboxes.get().confirm(text, validate),
            Self::Shape(shape) => shape.get().confirm(text, validate),
        }
    }
}
