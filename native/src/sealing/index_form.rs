//! The normalised forms of plain values, of which blind indexes are made. What is not plain is left to Python.

use std::collections::HashSet;

use pyo3::prelude::*;

use crate::panic_guard::calmly;

const BESIDE_LETTERS: &[u8] = b"._+'-@";
const BETWEEN_GROUPS: &[u8] = b" -";
const COUNTRY: usize = 2;

/// How the values of one entity are normalised: the twin of a rule's `normalise` and `guessable`.
#[pyclass(frozen, module = "sealog._native")]
pub struct IndexForm {
    of: Values,
}

enum Values {
    Addresses,
    /// Account numbers that begin with a country, and the countries whose numbers can't be guessed.
    Accounts(HashSet<Vec<u8>>),
}

/// What this half can say of a value's index.
#[derive(Debug, PartialEq, Eq)]
pub enum Normal {
    Form(String),
    /// It has no index.
    Without,
    /// Python must say.
    Unsure,
}

#[pymethods]
impl IndexForm {
    /// Of e-mail addresses.
    #[staticmethod]
    fn addresses() -> Self {
        Self { of: Values::Addresses }
    }

    /// Of account numbers that begin with a country; only those of `countries` have an index.
    #[staticmethod]
    fn accounts(countries: Vec<String>) -> Self {
        Self { of: Values::Accounts(countries.into_iter().map(String::into_bytes).collect()) }
    }

    /// Give whether this half is sure of a value, and then its form, None for one without an index.
    #[pyo3(name = "of")]
    fn of_python(&self, value: &str) -> PyResult<(bool, Option<String>)> {
        calmly(|| {
            Ok(match self.of(value) {
                Normal::Form(form) => (true, Some(form)),
                Normal::Without => (true, None),
                Normal::Unsure => (false, None),
            })
        })
    }
}

impl IndexForm {
    /// Normalise a value.
    pub fn of(&self, value: &str) -> Normal {
        let holds_only = |signs: &[u8]| value.bytes().all(|byte| byte.is_ascii_alphanumeric() || signs.contains(&byte));
        match &self.of {
            Values::Addresses if holds_only(BESIDE_LETTERS) => {
                let form = value.to_ascii_lowercase();
                if form.contains("xn--") {
                    return Normal::Unsure;
                }
                Normal::Form(form.trim_matches('\'').trim_end_matches('.').to_owned())
            }
            Values::Accounts(countries) if holds_only(BETWEEN_GROUPS) => {
                let form: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
                let form = form.to_ascii_uppercase();
                let is_indexed = form.as_bytes().get(..COUNTRY).is_some_and(|country| countries.contains(country));
                if is_indexed {
                    Normal::Form(form)
                } else {
                    Normal::Without
                }
            }
            _ => Normal::Unsure,
        }
    }
}
