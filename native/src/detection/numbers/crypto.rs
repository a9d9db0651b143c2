//! Cryptocurrency addresses: what `_validate` in `sealog/detect/rules/payment/crypto.py` says of pieces of longer words, such
//! as texts in base64 are full of. The check sums of all others are left to Python.

use pyo3::prelude::*;
use regex_automata::meta::Regex;

use crate::detection::numbers::verdict::{judged_by_python, Judge, Judged, Span, Verdict};
use crate::detection::surroundings::is_glued;
use crate::detection::syntax::LazyRegex;

#[pyclass(frozen, module = "sealog._native")]
pub struct CryptoAddresses {
    shape: LazyRegex,
}

#[pymethods]
impl CryptoAddresses {
    #[new]
    fn new(shape: String) -> Self {
        Self { shape: LazyRegex::new(shape) }
    }

    /// See `judged_by_python`.
    #[pyo3(signature = (text, position, count, anchor=None))]
    fn judged(&self, text: &str, position: usize, count: usize, anchor: Option<Span>) -> PyResult<Option<Judged>> {
        judged_by_python(self, text, position, count, anchor)
    }
}

impl Judge for CryptoAddresses {
    fn shape(&self) -> Option<&Regex> {
        self.shape.get()
    }

    fn reads_beyond_ascii(&self) -> bool {
        false // the sign before an address may be one of several bytes
    }

    fn judge(&self, data: &[u8], start: usize, end: usize) -> Verdict {
        // The shape takes one sign before some addresses.
        let start = start + usize::from(!data[start].is_ascii_alphanumeric());
        if is_glued(data, start, end) {
            Verdict::Nothing
        } else {
            Verdict::Open
        }
    }
}
