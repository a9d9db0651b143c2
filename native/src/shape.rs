//! An exact shape, each of whose candidates a validator judges.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyString;
use regex_automata::meta::Regex;
use regex_automata::Input;

use crate::calm::calmly;
use crate::syntax::translated;

pub type Spans = Vec<(usize, usize)>;

#[pyclass(frozen, module = "sealog._native")]
pub struct Shape {
    regex: Regex,
}

#[pymethods]
impl Shape {
    #[new]
    pub fn new(shape: &str) -> PyResult<Self> {
        let regex = Regex::new(&translated(shape)).map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(Self { regex })
    }

    /// Give what `validate` lets pass in `text`: sorted, disjoint, in code points.
    #[pyo3(name = "confirm")]
    fn py_confirm(&self, text: &Bound<'_, PyString>, validate: &Bound<'_, PyAny>) -> PyResult<Spans> {
        calmly(|| self.confirm(text, validate))
    }
}

impl Shape {
    pub fn confirm(&self, text: &Bound<'_, PyString>, validate: &Bound<'_, PyAny>) -> PyResult<Spans> {
        let data = text.to_str()?;
        let is_ascii = data.is_ascii();
        let mut spans = Vec::new();
        let (mut position, mut at_byte, mut at) = (0, 0, 0);
        while position < data.len() {
            let Some(found) = self.regex.search(&Input::new(data).span(position..data.len())) else { break };
            if is_ascii {
                at = found.start();
            } else {
                at += data[at_byte..found.start()].chars().count();
            }
            at_byte = found.start();
            let end = at + if is_ascii { found.len() } else { data[found.range()].chars().count() };
            match validate.call1((text, at, end))?.extract::<Option<(usize, usize)>>()? {
                None => position = found.end(),
                Some(span) => {
                    let further = span.1 - at;
                    position = at_byte
                        + if is_ascii {
                            further
                        } else {
                            data[at_byte..].chars().take(further).map(char::len_utf8).sum()
                        };
                    spans.push(span);
                }
            }
        }
        Ok(spans)
    }
}
