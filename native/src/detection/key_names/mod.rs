//! Whether it is worth reading a text's structure: what `sealog.detect.structured.suspicion` does. Nearly every text of
//! an application ends here, JSON too. It sees too much rather than too little.

mod search;
mod void;

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::detection::key_names::search::Search;
use crate::detection::signs::Signs;
use crate::panic_guard::calmly;

const REMEMBERED: usize = 4096;

/// Remembers which names mean nothing, so that Python is asked for each of them once.
#[pyclass(frozen, module = "sealog._native")]
pub struct KeyNames {
    pairing: HashSet<Vec<u8>>,
    generic: HashSet<Vec<u8>>,
    plain: Mutex<Plain>,
}

/// KeyNames that mean nothing alone, and what else they say.
type Plain = HashMap<Vec<u8>, Kind, BuildHasherDefault<Hash>>;

#[derive(Clone, Copy, Default)]
struct Kind {
    is_pairing: bool,
    is_generic: bool,
}

/// FNV-1a, eight bytes at a time: the names are few, and a sender who makes many of them only has them forgotten.
struct Hash(u64);

impl Default for Hash {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Hash {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0 ^ u64::from_le_bytes(word)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23);
        }
    }
}

#[pymethods]
impl KeyNames {
    /// A name in `pairing` may have the name of a value as its own value; one in `generic` says something together with
    /// the key of what it stands in.
    #[new]
    fn new(pairing: Vec<String>, generic: Vec<String>) -> Self {
        let set = |words: Vec<String>| words.into_iter().map(String::into_bytes).collect();
        Self { pairing: set(pairing), generic: set(generic), plain: Mutex::default() }
    }

    /// Give the names in a text of which nobody said yet that they mean nothing; None where there are none.
    fn unknown(&self, text: &Bound<'_, PyString>) -> PyResult<Option<Vec<String>>> {
        calmly(|| {
            let data = text.to_str()?.as_bytes();
            let unknown = self.search(data, Signs::of(data));
            Ok((!unknown.is_empty()).then_some(unknown))
        })
    }

    /// Remember that these names mean nothing.
    fn learn(&self, names: Vec<String>) {
        let mut plain = self.plain.lock().unwrap_or_else(PoisonError::into_inner);
        if plain.len() + names.len() > REMEMBERED {
            plain.clear();
        }
        for name in names {
            let together = written_together(name.as_bytes());
            let is_pairing = self.pairing.contains(&together);
            let is_generic = self.generic.contains(&together);
            plain.insert(name.into_bytes(), Kind { is_pairing, is_generic });
        }
    }
}

impl KeyNames {
    /// Tell whether all names in a text that holds these signs mean nothing, and it is known of each.
    pub fn are_settled(&self, data: &[u8], signs: Signs) -> bool {
        self.search(data, signs).is_empty()
    }

    fn search(&self, data: &[u8], signs: Signs) -> Vec<String> {
        if !signs.has_opener() && !signs.has_lines() {
            return Vec::new();
        }
        let mut search = Search { data, parents: Vec::new(), unknown: Vec::new() };
        let plain = self.plain.lock().unwrap_or_else(PoisonError::into_inner);
        if signs.has_opener() {
            search.run(&plain);
        }
        if signs.has_lines() {
            search.heads(&plain);
        }
        search.unknown
    }
}

/// Give a key in lower case without separators.
fn written_together(name: &[u8]) -> Vec<u8> {
    name.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
}
