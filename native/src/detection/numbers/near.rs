//! Words that say what a number beside them is. It says what `near` in `sealog/detect/rules/support/context.py` says, of a
//! window of ASCII and of the signs that `is_known` knows.

use std::sync::OnceLock;

use memchr::memmem;
use regex_automata::meta::Regex;
use regex_automata::util::syntax::{parse_with, Config};
use regex_automata::Input;

use crate::detection::structured::beyond_ascii::{is_known, is_within, LETTERS};
use crate::detection::surroundings::{introduction, right_of};
use crate::detection::syntax::compiled;

/// Words, those of scripts that put no spaces between words, how far before a candidate they count and how far behind it
/// in code points, and whether they must be its label.
pub type Source = (Vec<String>, Vec<String>, usize, usize, bool);

pub struct Near {
    words: Vec<String>,
    unspaced: Vec<String>,
    reach: usize,
    behind: usize,
    is_label: bool,
    in_ascii: OnceLock<Option<Regex>>,
    in_any: OnceLock<Option<Regex>>,
}

impl Near {
    pub fn new((words, unspaced, reach, behind, is_label): Source) -> Self {
        Self { words, unspaced, reach, behind, is_label, in_ascii: OnceLock::new(), in_any: OnceLock::new() }
    }

    /// Tell whether one of the words stands near `data[start..end]`; None where Python must say it.
    pub fn is_near(&self, data: &[u8], start: usize, end: usize) -> Option<bool> {
        if self.is_label {
            return self.is_in(&introduction(data, start, bytes_before(data, start, self.reach)).0);
        }
        let (window, is_cut) = introduction(data, start, bytes_before(data, start, self.reach + 1));
        // A word that the window cuts in two is left out.
        let cut = if is_cut { cut_word(&window)? } else { 0 };
        if self.is_in(&window[cut..])? {
            return Some(true);
        }
        Some(self.behind > 0 && self.is_in(right_of(data, end, bytes_behind(data, end, self.behind)))?)
    }

    fn is_in(&self, window: &[u8]) -> Option<bool> {
        if self.words.is_empty() && self.unspaced.is_empty() {
            return Some(false);
        }
        // What sealog wrote over a value does not count as words.
        if window.contains(&b'~') || memmem::find(window, b"[masked").is_some() {
            return None;
        }
        let mut legible = Vec::with_capacity(window.len() + 8);
        for (place, &byte) in window.iter().enumerate() {
            if byte.is_ascii_uppercase() && place > 0 && window[place - 1].is_ascii_lowercase() {
                legible.push(b'_');
            }
            legible.push(byte.to_ascii_lowercase());
        }
        let (regex, legible) = if window.is_ascii() {
            (&self.in_ascii, legible)
        } else {
            let legible = std::str::from_utf8(&legible).ok()?;
            if !legible.chars().all(is_known) {
                return None;
            }
            (&self.in_any, legible.to_lowercase().into_bytes())
        };
        let regex = regex.get_or_init(|| if window.is_ascii() { self.ascii() } else { self.any() }).as_ref()?;
        Some(regex.is_match(Input::new(&legible).earliest(true)))
    }

    fn ascii(&self) -> Option<Regex> {
        let words = alternatives(self.words.iter().filter(|word| word.is_ascii()));
        let behind = if self.is_label {
            format!(r"(?:{ASSIGNS}|[\W_]{{1,4}}(?:(?:{COPULAS})\W{{1,3}}){{0,4}})$")
        } else {
            "(?:[^a-z]|$)".to_owned()
        };
        compiled(&format!("(?:^|[^a-z])(?:{words})s?{behind}"))
    }

    fn any(&self) -> Option<Regex> {
        let (words, unspaced) = (alternatives(self.words.iter()), alternatives(self.unspaced.iter()));
        let (sign, letter) = (format!("[^0-9A-Za-z_{LETTERS}]"), format!("[0-9A-Za-z_{LETTERS}]"));
        let (behind, behind_unspaced) = if self.is_label {
            let copula = format!("(?:(?:{COPULAS}){sign}{{1,3}}){{0,4}}");
            (
                format!("(?:{ASSIGNS}|[^0-9A-Za-z{LETTERS}]{{1,4}}{copula})$"),
                format!("(?:{ASSIGNS}|{sign}{{0,3}}{letter}?{sign}{{0,3}})$"),
            )
        } else {
            (format!("(?:[^A-Za-z{LETTERS}]|$)"), String::new())
        };
        let source = format!("(?:^|[^A-Za-z{LETTERS}])(?:{words})s?{behind}|(?:{unspaced}){behind_unspaced}");
        let hir = parse_with(&source, &Config::new()).ok()?;
        Regex::builder().configure(Regex::config().auto_prefilter(false)).build_from_hir(&hir).ok()
    }
}

/// Give the shape of any of the words; of none, what nothing matches.
fn alternatives<'a>(words: impl Iterator<Item = &'a String>) -> String {
    let spelled = |word: &String| {
        let parts: Vec<String> = word.split(' ').map(regex_syntax::escape).collect();
        parts.join(r"[ _.\-]?")
    };
    let words = words.map(spelled).collect::<Vec<_>>();
    if words.is_empty() {
        r"[^\x00-\x{10FFFF}]".to_owned()
    } else {
        words.join("|")
    }
}

/// Words of which up to four may stand between a label and its value.
const COPULAS: &str = "is|was|are|now|set|changed|updated|to|as|no|nr|number|at|on|ist|war|lautet|auf|es|era|est|jest";
/// What may stand between the name of a field and its value, with the quotes of JSON in JSON.
const ASSIGNS: &str = r#"[\\"'\] ]{0,5}(?:=>|[:=])[\\"'\[ ]{0,5}"#;

/// Give the size of the word that a window begins with; None where Python must read it.
fn cut_word(window: &[u8]) -> Option<usize> {
    if window.is_ascii() {
        return Some(window.iter().take_while(|byte| is_of_word(byte)).count());
    }
    let window = std::str::from_utf8(window).ok()?;
    let is_of_cut = |char: &char| {
        u8::try_from(*char).is_ok_and(|byte| is_of_word(&byte))
            || matches!(char, '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{52f}')
    };
    Some(window.chars().take_while(is_of_cut).map(char::len_utf8).sum())
}

fn is_of_word(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_~:-".contains(byte)
}

/// Give how many bytes the `many` code points before `start` take.
fn bytes_before(data: &[u8], start: usize, many: usize) -> usize {
    let near = &data[start.saturating_sub(many)..start];
    if near.is_ascii() {
        return many;
    }
    let begins = data[..start].iter().rev().enumerate().filter(|(_, &byte)| !is_within(byte));
    // Of a text with fewer code points all of it is in the window.
    begins.take(many).last().map_or(many, |(further, _)| further + 1)
}

/// Give how many bytes the `many` code points from `end` on take.
fn bytes_behind(data: &[u8], end: usize, many: usize) -> usize {
    let right = &data[end..];
    if right[..many.min(right.len())].is_ascii() {
        return many;
    }
    right.iter().enumerate().filter(|(_, &byte)| !is_within(byte)).nth(many).map_or(right.len(), |(further, _)| further)
}
