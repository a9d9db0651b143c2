//! Whether it is worth reading a text's structure: what `sealog.detect.structured.suspicion` does. Nearly every text of
//! an application ends here, JSON too. It sees too much rather than too little.

mod search;
mod void;

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::detection::key_names::search::Search;
use crate::detection::signs::Signs;
use crate::detection::structured::values::KeyRule;
use crate::panic_guard::calmly;

const REMEMBERED: usize = 4096;
const LONGEST: usize = 128;

/// What `KeyNames.learn` is told of a name that has no rule, and of one whose values are left alone.
const NO_RULE: i32 = -1;
const KEPT: i32 = -2;

/// Remembers what names mean, so that Python is asked for each of them once.
#[pyclass(frozen, module = "sealog._native")]
pub struct KeyNames {
    pairing: HashSet<Vec<u8>>,
    generic: HashSet<Vec<u8>>,
    values: HashSet<Vec<u8>>,
    rules: Vec<KeyRule>,
    known: RwLock<Map>,
}

type Map = HashMap<Vec<u8>, Meaning, BuildHasherDefault<Hash>>;

/// The names that are known, for as long as nobody teaches further ones.
pub type Known<'a> = RwLockReadGuard<'a, Map>;

/// What a name means.
#[derive(Clone, Copy, Default)]
pub struct Meaning {
    /// The number of its rule, if that seals.
    pub rule: Option<usize>,
    pub is_kept: bool,
    pub is_pairing: bool,
    pub is_generic: bool,
}

/// FNV-1a, eight bytes at a time: the names are few, and a sender who makes many of them only has them forgotten.
pub struct Hash(u64);

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
    /// A name in `pairing` may have the name of a value as its own value, which stands under one of `values`; one in
    /// `generic` says something together with the key of what it stands in. `rules` are entity and group of the rules
    /// of keys, in the order of their numbers, and whether each excepts values.
    #[new]
    fn new(
        pairing: Vec<String>,
        generic: Vec<String>,
        values: Vec<String>,
        rules: Vec<(String, String, bool)>,
    ) -> Self {
        let set = |words: Vec<String>| words.into_iter().map(String::into_bytes).collect();
        let rules = rules.iter().map(|(entity, group, excepts)| KeyRule::new(entity, group, *excepts)).collect();
        Self { pairing: set(pairing), generic: set(generic), values: set(values), rules, known: RwLock::default() }
    }

    /// Give the names in a text whose meaning nobody said yet, and whether one that is known has a rule.
    fn unknown(&self, text: &Bound<'_, PyString>) -> PyResult<(Vec<String>, bool)> {
        calmly(|| {
            let data = text.to_str()?.as_bytes();
            Ok(self.search(data, Signs::of(data)))
        })
    }

    /// Remember what names mean: for each the number of its rule, -1 for none, or -2 where values are left alone.
    fn learn(&self, names: Vec<(String, i32)>) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() + names.len() > REMEMBERED {
            known.clear();
        }
        for (name, rule) in names {
            let together = written_together(name.as_bytes());
            let meaning = Meaning {
                rule: usize::try_from(rule).ok().filter(|&rule| rule < self.rules.len()),
                is_kept: rule != NO_RULE && rule <= KEPT,
                is_pairing: self.pairing.contains(&together),
                is_generic: self.generic.contains(&together),
            };
            known.insert(name.into_bytes(), meaning);
        }
    }
}

impl KeyNames {
    /// Tell whether the names in a text are known of each, and whether one of them has a rule; None where one is unknown.
    pub fn are_telling(&self, data: &[u8], signs: Signs) -> Option<bool> {
        let (unknown, is_telling) = self.search(data, signs);
        unknown.is_empty().then_some(is_telling)
    }

    /// Tell whether a line may be the head of a table with names that have a rule, or that nobody knows.
    pub fn may_head_a_table(&self, data: &[u8]) -> bool {
        let known = self.known();
        let mut search = Search { data, parents: Vec::new(), unknown: Vec::new(), is_telling: false };
        search.heads(&known);
        search.is_telling || !search.unknown.is_empty()
    }

    pub fn known(&self) -> Known<'_> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn rule(&self, number: usize) -> KeyRule {
        self.rules[number]
    }

    /// Tell whether a key's value may be the name of what stands beside it.
    pub fn is_of_names(&self, key: &[u8]) -> bool {
        key.len() <= LONGEST && self.pairing.contains(&written_together(key))
    }

    /// Tell whether a key holds what such a name names.
    pub fn is_of_values(&self, key: &[u8]) -> bool {
        key.len() <= LONGEST && self.values.contains(&written_together(key))
    }

    fn search(&self, data: &[u8], signs: Signs) -> (Vec<String>, bool) {
        if !signs.has_opener() && !signs.has_lines() {
            return (Vec::new(), false);
        }
        let known = self.known();
        let mut search = Search { data, parents: Vec::new(), unknown: Vec::new(), is_telling: false };
        if signs.has_opener() {
            search.run(&known);
        }
        if signs.has_lines() {
            search.heads(&known);
        }
        (search.unknown, search.is_telling)
    }
}

/// Give a key in lower case without separators.
fn written_together(name: &[u8]) -> Vec<u8> {
    name.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
}
