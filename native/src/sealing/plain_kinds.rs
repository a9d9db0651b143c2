//! What it takes to seal the values of a rule without Python.

use pyo3::prelude::*;

use crate::sealing::cipher::Kind;
use crate::sealing::index_form::{IndexForm, Normal};

/// The settings of sealing for the rules whose values are sealed without Python, by the rules' ranks.
#[pyclass(frozen, module = "sealog._native")]
pub struct PlainKinds {
    of_rules: Vec<Option<PlainKind>>,
    /// How many values an item may have.
    pub most: usize,
}

/// The settings for one rule, and how its values are normalised; None where they have no index.
type PlainKind = (Py<Kind>, Option<Py<IndexForm>>);

#[pymethods]
impl PlainKinds {
    /// `of_rules` has None for rules whose values are left to Python, as are items with more than `most` values.
    #[new]
    fn new(of_rules: Vec<Option<PlainKind>>, most: usize) -> Self {
        Self { of_rules, most }
    }
}

impl PlainKinds {
    /// Give the settings for a value of a rule, and its normalised form if it has an index; None where it is left to Python.
    pub fn of(&self, rule: usize, value: &str) -> Option<(&Kind, Option<String>)> {
        let (kind, form) = self.of_rules.get(rule)?.as_ref()?;
        let form = match form.as_ref().map_or(Normal::Without, |form| form.get().of(value)) {
            Normal::Form(form) => Some(form),
            Normal::Without => None,
            Normal::Unsure => return None,
        };
        Some((kind.get(), form))
    }
}
