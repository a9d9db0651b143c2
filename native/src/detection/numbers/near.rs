//! Words that say what a number beside them is. It says what `near` in `sealog/detect/rules/support/context.py` says, of a
//! window in ASCII.

use std::sync::OnceLock;

use memchr::memmem;
use regex_automata::meta::Regex;
use regex_automata::Input;

use crate::detection::surroundings::{introduction, right_of};
use crate::detection::syntax::compiled;

/// Words of ASCII, how far before a candidate they count and how far behind it, and whether they must be its label.
pub type Source = (Vec<String>, usize, usize, bool);

pub struct Near {
    words: Vec<String>,
    reach: usize,
    behind: usize,
    is_label: bool,
    regex: OnceLock<Option<Regex>>,
}

impl Near {
    pub fn new((words, reach, behind, is_label): Source) -> Self {
        Self { words, reach, behind, is_label, regex: OnceLock::new() }
    }

    /// Tell whether one of the words stands near `data[start..end]`; None where Python must say it.
    pub fn is_near(&self, data: &[u8], start: usize, end: usize) -> Option<bool> {
        if self.is_label {
            return self.is_in(&introduction(data, start, self.reach).0);
        }
        let (window, is_cut) = introduction(data, start, self.reach + 1);
        // A word that the window cuts in two is left out.
        let cut = if is_cut { window.iter().take_while(|byte| is_of_word(byte)).count() } else { 0 };
        Some(self.is_in(&window[cut..])? || (self.behind > 0 && self.is_in(right_of(data, end, self.behind))?))
    }

    fn is_in(&self, window: &[u8]) -> Option<bool> {
        if self.words.is_empty() {
            return Some(false);
        }
        // What sealog wrote over a value does not count as words; a window may begin within a character.
        if !window.is_ascii() || window.contains(&b'~') || memmem::find(window, b"[masked").is_some() {
            return None;
        }
        let mut legible = Vec::with_capacity(window.len() + 8);
        for (place, &byte) in window.iter().enumerate() {
            if byte.is_ascii_uppercase() && place > 0 && window[place - 1].is_ascii_lowercase() {
                legible.push(b'_');
            }
            legible.push(byte.to_ascii_lowercase());
        }
        let regex = self.regex.get_or_init(|| compiled(&self.source())).as_ref()?;
        Some(regex.is_match(Input::new(&legible).earliest(true)))
    }

    fn source(&self) -> String {
        let spelled = |word: &String| {
            let parts: Vec<String> = word.split(' ').map(regex_syntax::escape).collect();
            parts.join(r"[ _.\-]?")
        };
        let words = self.words.iter().map(spelled).collect::<Vec<_>>().join("|");
        let behind = if self.is_label { LABEL } else { "(?:[^a-z]|$)" };
        format!("(?:^|[^a-z])(?:{words})s?{behind}")
    }
}

/// What may stand between a label and its value.
const LABEL: &str = r"[\W_]{1,4}(?:(?:is|was|no|nr|number|at|on)\W{1,3})?$";

fn is_of_word(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_~:-".contains(byte)
}
