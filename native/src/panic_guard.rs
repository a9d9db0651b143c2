//! No panic of ours reaches an application: Python would see an exception that `except Exception` lets pass, and stderr a
//! message that may quote the text at hand.

use std::panic::{catch_unwind, set_hook, AssertUnwindSafe};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

/// Say nothing on a panic. The hook is this library's own, not the process's.
pub fn be_silent() {
    set_hook(Box::new(|_| {}));
}

/// Do something; a panic in it becomes a `RuntimeError` that quotes nothing.
pub fn calmly<T>(work: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(PyRuntimeError::new_err("sealog's compiled half met what it does not expect")))
}
