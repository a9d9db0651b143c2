//! Keeps panics from the application: Python would get an exception that `except Exception` does not catch, and stderr a
//! message that may quote a logged text.

use std::panic::{catch_unwind, set_hook, AssertUnwindSafe};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

/// Print nothing on a panic. The hook is this library's, not the process's.
pub fn be_silent() {
    set_hook(Box::new(|_| {}));
}

/// Run a closure; a panic in it becomes a `RuntimeError` without content.
pub fn calmly<T>(work: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(PyRuntimeError::new_err("sealog's compiled half met what it does not expect")))
}
