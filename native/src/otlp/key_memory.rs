//! Remembers attribute keys: Python judges each once, so that later records need no look at it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use pyo3::prelude::*;

use crate::detection::fast_scanner::FastScanner;
use crate::panic_guard::calmly;

const MOST: usize = 4096;
const LONGEST: usize = 256;

/// The rule of a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyRule {
    /// No rule.
    None,
    /// The value is left as it is.
    Left,
    /// A text under the key is sealed whole, if Python agrees.
    Sealed,
    /// Python must handle the value.
    Odd,
}

/// One key.
#[derive(Clone, Debug)]
pub struct Key {
    pub rule: KeyRule,
    /// In a mapping with such a key, another value may hold this value's name.
    pub is_naming: bool,
    pub is_value: bool,
    /// Nothing is found in the key, and nothing in it opens a rule for its value.
    pub is_silent: bool,
}

/// Remembers keys, a bounded number of them.
#[derive(Default)]
pub struct KeyMemory {
    keys: Mutex<HashMap<Vec<u8>, Key>>,
}

impl KeyMemory {
    /// Call `use_it` with the memory of a key.
    pub fn with<T>(&self, key: &[u8], use_it: impl FnOnce(Option<&Key>) -> T) -> T {
        use_it(self.keys.lock().unwrap_or_else(PoisonError::into_inner).get(key))
    }

    /// Tell whether a key may be remembered.
    pub fn may_hold(key: &[u8]) -> bool {
        key.len() <= LONGEST
    }

    /// Remember a key. `is_clean`: no rule finds a value in the key alone.
    pub fn learn(&self, scanner: &FastScanner, key: &str, mut known: Key, is_clean: bool) -> PyResult<()> {
        known.is_silent = is_clean && calmly(|| scanner.opens_nothing(key))?;
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if keys.len() >= MOST {
            keys.clear();
        }
        keys.insert(key.as_bytes().to_vec(), known);
        Ok(())
    }
}
