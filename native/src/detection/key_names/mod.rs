//! Whether it is worth reading a text's structure: what `sealog.detect.structured.suspicion` does. Nearly every text of
//! an application ends here, JSON too. In doubt the answer is yes.

mod search;
mod void;

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};
use std::sync::{Mutex, PoisonError, RwLock, RwLockReadGuard};

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
    /// Hashes of unknown names that an earlier text held.
    met: Mutex<HashSet<u64>>,
}

/// What the names in a text say.
pub struct Told {
    unknown: Vec<String>,
    /// Whether one that is known has a rule.
    is_telling: bool,
    /// Whether a line may be the head of a table with names that have a rule or are not known.
    pub may_head_a_table: bool,
}

impl Told {
    /// Tell whether all names are known, and none has a rule.
    pub fn is_nothing(&self) -> bool {
        self.unknown.is_empty() && !self.is_telling
    }
}

type Map = HashMap<Vec<u8>, Meaning, BuildHasherDefault<Hash>>;

/// The names that are known; none is learned while this is held.
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
        let (pairing, generic, values) = (set(pairing), set(generic), set(values));
        Self { pairing, generic, values, rules, known: RwLock::default(), met: Mutex::default() }
    }

    /// Give the names in a text that are not known yet, and whether a known one has a rule.
    fn unknown(&self, text: &Bound<'_, PyString>) -> PyResult<(Vec<String>, bool)> {
        calmly(|| {
            let data = text.to_str()?.as_bytes();
            let told = self.told(data, Signs::of(data));
            Ok((told.unknown, told.is_telling))
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
    /// Tell whether to ask Python what the unknown names of a text mean, because an earlier text held one of them. Until
    /// Python has said so, each text with such a name is read for its structure. A name of one text only is not worth it.
    pub fn are_met_again(&self, told: &Told) -> bool {
        if told.is_telling || told.unknown.iter().any(String::is_empty) {
            return false; // Python reads the structure of such a text, and asks for no name
        }
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        if met.len() + told.unknown.len() > REMEMBERED {
            met.clear();
        }
        let hash = BuildHasherDefault::<Hash>::default();
        let hashes: Vec<u64> = told.unknown.iter().map(|name| hash.hash_one(name)).collect();
        let is_met = hashes.iter().any(|hash| met.contains(hash));
        met.extend(hashes);
        is_met
    }

    pub fn known(&self) -> Known<'_> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tell whether Python has said that a name has no rule, or one that leaves its values.
    pub fn has_no_rule(&self, name: &[u8]) -> bool {
        self.known().get(name).is_some_and(|meaning| meaning.rule.is_none())
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

    /// Give what the names in a text that holds these signs say.
    pub fn told(&self, data: &[u8], signs: Signs) -> Told {
        let mut search = Search { data, parents: Vec::new(), unknown: Vec::new(), is_telling: false };
        if !signs.has_opener() && !signs.has_lines() {
            return Told { unknown: search.unknown, is_telling: false, may_head_a_table: false };
        }
        let known = self.known();
        if signs.has_opener() {
            search.run(&known);
        }
        let (others, are_telling) = (search.unknown.len(), std::mem::take(&mut search.is_telling));
        if signs.has_lines() {
            search.heads(&known);
        }
        let may_head_a_table = search.is_telling || search.unknown.len() > others;
        Told { unknown: search.unknown, is_telling: are_telling || search.is_telling, may_head_a_table }
    }
}

/// Give a key in lower case without separators.
fn written_together(name: &[u8]) -> Vec<u8> {
    name.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
}
