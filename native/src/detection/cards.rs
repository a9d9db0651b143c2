//! Numbers that may be a payment card's: which candidates of the shape are surely none, by the check digit alone. It says
//! what `_validate` in `sealog/detect/rules/payment/credit_card.py` says, of fewer candidates.

use std::sync::OnceLock;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use regex_automata::meta::Regex;

use crate::detection::syntax::translated;

#[pyclass(frozen, module = "sealog._native")]
pub struct Cards {
    source: String,
    regex: OnceLock<Option<Regex>>,
    /// How many digits stand together where a number is written in groups.
    groupings: Vec<Vec<usize>>,
}

#[pymethods]
impl Cards {
    #[new]
    fn new(shape: &str, groupings: Vec<Vec<usize>>) -> PyResult<Self> {
        let source = translated(shape, true);
        regex_syntax::parse(&source).map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(Self { source, regex: OnceLock::new(), groupings })
    }
}

impl Cards {
    /// Tell whether a candidate in `data` may be a value.
    pub fn is_in(&self, data: &[u8]) -> bool {
        match self.regex.get_or_init(|| Regex::new(&self.source).ok()) {
            Some(regex) => regex.find_iter(data).any(|found| self.may_be(&data[found.range()])),
            None => true,
        }
    }

    fn may_be(&self, value: &[u8]) -> bool {
        if value.iter().any(|byte| byte.is_ascii_alphabetic()) {
            return true; // a float such as 4.111111111111111e15
        }
        let groups: Vec<&[u8]> = value.split(|byte| !byte.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
        if groups.len() == 1 {
            return has_luhn(groups[0]);
        }
        (0..groups.len()).any(|first| {
            self.groupings.iter().any(|grouping| {
                groups.get(first..first + grouping.len()).is_some_and(|groups| {
                    groups.iter().map(|group| group.len()).eq(grouping.iter().copied()) && has_luhn(&groups.concat())
                })
            })
        })
    }
}

/// Check the last digit by the Luhn formula (ISO/IEC 7812-1 annex B).
fn has_luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let value = u32::from(digit - b'0') << (place % 2);
            value / 10 + value % 10
        })
        .sum();
    sum % 10 == 0
}
