//! Values that may be a form's message about a value: `пароль: должен содержать …`. Python judges them, see
//! `lexicon/messages.py`.

use std::collections::HashSet;

/// Bytes of a first word; no such word is longer.
const REACH: usize = 64;

pub struct Messages {
    openings: HashSet<String>,
    unspaced: Vec<String>,
}

impl Messages {
    pub fn new(words: &impl Fn(&str) -> Vec<String>) -> Self {
        Self { openings: words("openings").into_iter().collect(), unspaced: words("unspaced_openings") }
    }

    /// Tell whether the value at `start` begins as a message does.
    pub fn may_begin(&self, data: &[u8], start: usize) -> bool {
        let value = &data[start..];
        if self.unspaced.iter().any(|opening| value.starts_with(opening.as_bytes())) {
            return true;
        }
        let near = &value[..value.len().min(REACH)];
        let readable = near.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        let ends = |sign: char| {
            sign.is_whitespace() || ".,;:!?()[]{}\"\u{3001}\u{3002}\u{ff0c}\u{ff1b}\u{ff1a}".contains(sign)
        };
        let word = readable.split(ends).next().unwrap_or_default();
        !word.is_empty() && self.openings.contains(word.to_lowercase().as_str())
    }
}
