//! Passwords behind the word for them in another language. The twin of `keyword_rules/passwords/password_words.py`.

use std::collections::HashSet;

use crate::detection::keywords::keyword::Keyword;
use crate::detection::keywords::passwords::password::Passwords;
use crate::detection::keywords::verdict::Verdict::{self, Nothing, Value};
use crate::detection::surroundings::trimmed;

const LONGEST_STATUS: usize = 24;
const SHORTEST_NUMBER: usize = 4;

pub struct PasswordWords {
    statuses: HashSet<Vec<u8>>,
}

impl PasswordWords {
    /// `statuses` are what such a word may be said to be, in small letters: `falsch`.
    pub fn new(statuses: Vec<String>) -> Self {
        Self { statuses: statuses.into_iter().map(String::into_bytes).collect() }
    }

    /// Tell which password stands behind the keyword.
    pub fn judge(&self, passwords: &Passwords, keyword: &Keyword<'_>) -> Option<Verdict> {
        let Value(begin, stop) = passwords.judge(keyword)? else { return Some(Nothing) };
        let left = keyword.byte_before().unwrap_or(b' ');
        if !left.is_ascii() || left.is_ascii_alphabetic() {
            return None; // a letter may go on
        }
        let is_quoted = keyword.data[..begin].last().is_some_and(|byte| b"\"'`".contains(byte));
        if !is_quoted && keyword.shared.messages.may_begin(keyword.data, begin) {
            return None;
        }
        let value = &keyword.data[begin..stop];
        let said = value.to_ascii_lowercase();
        let is_status = value.len() <= LONGEST_STATUS && self.statuses.contains(trimmed_of(&said, b" .!?"));
        let has_no_digit = !value.iter().any(u8::is_ascii_digit);
        let is_short_number = value.len() < SHORTEST_NUMBER && value.iter().all(u8::is_ascii_digit);
        let is_key = keyword.is(b"clave") && (b"_.-$".contains(&left) || has_no_digit);
        Some(Verdict::of(!is_status && !is_short_number && !is_key, (begin, stop)))
    }
}

/// Give a text without those of `signs` that stand at its ends.
fn trimmed_of<'a>(text: &'a [u8], signs: &[u8]) -> &'a [u8] {
    trimmed(&text[text.iter().take_while(|byte| signs.contains(byte)).count()..], signs)
}
