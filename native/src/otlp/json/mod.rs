//! Reads OTLP/JSON and gives the same request as protobuf, as `sealog_exporters/otlp/otlp_json.py` does.
//!
//! A text is read twice: into a list of its values (`tree.rs`), which is bounded, and from there into protobuf (`fill.rs`).
//! Errors name the place that is wrong, never its content.

mod byte_texts;
mod fill;
mod numbers;
mod table;
mod texts;
mod tree;

use pyo3::exceptions::{PyOverflowError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::PyBytes;

use crate::otlp::json::fill::Filler;
use crate::otlp::json::table::{Described, Message};
use crate::otlp::json::tree::{Tree, Unread};
use crate::panic_guard::calmly;

/// Reads requests of one signal. Any thread may use it.
#[pyclass(frozen, module = "sealog._native")]
pub struct JsonReader {
    messages: Vec<Message>,
}

#[pymethods]
impl JsonReader {
    /// `messages` has the fields of the request's message and of all below it, the request's first.
    ///
    /// Raises ValueError where one has a field that OTLP has none of.
    #[new]
    fn new(messages: Vec<Vec<Described>>) -> PyResult<Self> {
        let many = messages.len();
        let read = messages.into_iter().map(|fields| Message::new(fields, many)).collect::<Option<Vec<_>>>();
        let messages = read.filter(|messages| !messages.is_empty());
        Ok(Self { messages: messages.ok_or_else(|| PyValueError::new_err("a message can't be read from JSON"))? })
    }

    /// Give a request of at most `most` values (objects, arrays, members and elements) as protobuf. Needs no lock of the
    /// interpreter.
    ///
    /// Raises ValueError if it is no JSON or does not fit the message; OverflowError if it has more values.
    fn read<'py>(&self, py: Python<'py>, text: PyBackedBytes, most: usize) -> PyResult<Bound<'py, PyBytes>> {
        let out = py.detach(|| calmly(|| self.reading(&text, most)))?;
        Ok(PyBytes::new(py, &out))
    }
}

impl JsonReader {
    fn reading(&self, text: &[u8], most: usize) -> PyResult<Vec<u8>> {
        let tree = Tree::of(text, most).map_err(|unread| match unread {
            Unread::Broken => PyValueError::new_err("the body is not JSON"),
            Unread::Nested => PyValueError::new_err("the JSON is nested too deep"),
            Unread::Many => PyOverflowError::new_err(format!("more than {most} values in one request")),
        })?;
        Filler::new(&tree, &self.messages).filled().map_err(|wrong| PyValueError::new_err(wrong.told()))
    }
}
