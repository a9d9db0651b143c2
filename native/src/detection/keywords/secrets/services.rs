//! Names of services whose keys are secrets. The twin of `keyword_rules/secrets/services.py`.

use std::collections::HashSet;

use crate::detection::bytes::run;

const MOST_WORDS: usize = 3;

pub struct Services(HashSet<Vec<u8>>);

impl Services {
    /// `names` are in small letters and without gaps.
    pub fn new(names: Vec<String>) -> Self {
        Self(names.into_iter().map(String::into_bytes).collect())
    }

    /// Tell whether a name holds that of a service, of one to three words.
    pub fn are_named_in(&self, name: &[u8]) -> bool {
        let words = words_of(name);
        (0..words.len()).any(|start| {
            (1..=MOST_WORDS.min(words.len() - start))
                .any(|size| self.0.contains(&words[start..start + size].concat().to_ascii_lowercase()))
        })
    }
}

/// Give the words `[A-Z]?[a-z0-9]+|[A-Z0-9]+` of a name.
fn words_of(name: &[u8]) -> Vec<&[u8]> {
    let mut words = Vec::new();
    let mut at = 0;
    while at < name.len() {
        let small =
            |from: usize| run(name, from, usize::MAX, |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        let capital = usize::from(name[at].is_ascii_uppercase());
        let size = match capital + small(at + capital) {
            1 if capital == 1 => run(name, at, usize::MAX, |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()),
            size => size,
        };
        if size > 0 {
            words.push(&name[at..at + size]);
        }
        at += size.max(1);
    }
    words
}
