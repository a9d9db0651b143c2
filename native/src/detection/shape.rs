//! An exact shape. Its matches are candidates, which the rule's validator judges. It is compiled by the first text that
//! asks: compiling all of them would make every application start 25 ms later.

use std::sync::{Mutex, OnceLock, PoisonError};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyString;
use regex_automata::meta::Regex;
use regex_automata::Input;

use crate::detection::syntax::translated;
use crate::panic_guard::calmly;

#[pyclass(frozen, module = "sealog._native")]
pub struct Shape {
    source: String,
    regex: OnceLock<Regex>,
}

#[pymethods]
impl Shape {
    #[new]
    fn new(shape: &str) -> PyResult<Self> {
        let source = translated(shape, true);
        // Reading it takes a tenth of compiling it, and a policy's own shape must be refused at once.
        regex_syntax::parse(&source).map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(Self { source, regex: OnceLock::new() })
    }

    /// Begin to search a text.
    fn search(shape: Py<Self>, text: &Bound<'_, PyString>) -> PyResult<Search> {
        let is_ascii = text.to_str()?.is_ascii();
        let place = Mutex::new(Place { byte: 0, at: 0 });
        Ok(Search { shape, text: text.clone().unbind(), is_ascii, place })
    }
}

impl Shape {
    /// Tell whether the shape is in `data`; one that can't be compiled is left to the search, which says so.
    pub fn is_in(&self, data: &[u8]) -> bool {
        self.regex().map_or(true, |regex| regex.is_match(data))
    }

    fn regex(&self) -> PyResult<&Regex> {
        if let Some(regex) = self.regex.get() {
            return Ok(regex);
        }
        let compiled = Regex::new(&self.source).map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(self.regex.get_or_init(|| compiled))
    }
}

/// A search that goes forward through one text and counts its characters once.
#[pyclass(frozen, module = "sealog._native")]
pub struct Search {
    shape: Py<Shape>, // a clone of its regex would begin without what that has learned
    text: Py<PyString>,
    is_ascii: bool,
    place: Mutex<Place>,
}

/// One place in a text, in bytes and in code points.
#[derive(Clone, Copy)]
pub struct Place {
    pub byte: usize,
    pub at: usize,
}

#[pymethods]
impl Search {
    /// Give the first match from a place on, both in code points, or None. No place may be before an earlier match.
    fn next(&self, py: Python<'_>, position: usize) -> PyResult<Option<(usize, usize)>> {
        calmly(|| {
            let text = self.text.bind(py).to_str()?;
            let mut place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
            let from = if self.is_ascii { position } else { place.to(text, position).byte };
            if from > text.len() {
                return Ok(None);
            }
            let Some(found) = self.shape.get().regex()?.search(&Input::new(text).span(from..text.len())) else {
                return Ok(None);
            };
            if self.is_ascii {
                return Ok(Some((found.start(), found.end())));
            }
            let begin = place.at + text[place.byte..found.start()].chars().count();
            *place = Place { byte: found.start(), at: begin };
            Ok(Some((begin, begin + text[found.range()].chars().count())))
        })
    }
}

impl Place {
    /// Give the place that is `at` code points from the text's begin.
    pub fn to(self, text: &str, at: usize) -> Self {
        let (from, steps) = if at < self.at { (0, at) } else { (self.byte, at - self.at) };
        Self { byte: from + text[from..].chars().take(steps).map(char::len_utf8).sum::<usize>(), at }
    }
}
