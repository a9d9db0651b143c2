//! Secrets under telling names: which one stands there, or that surely none does. The twin of `keyword_rules/secrets/secret.py`, `named_key.py`
//! and `login_token.py`.

use std::collections::HashSet;

use crate::detection::bytes::{has, has_any, is_word, run};
use crate::detection::keywords::passwords::password::is_option;
use crate::detection::keywords::text::assignment::{assignment, is_prose, may_be_prose, Assignment};
use crate::detection::keywords::text::enclosed::{name_and_sign, Enclosed, Enclosing};
use crate::detection::keywords::text::legible::{
    digits, is_hard, is_jumbled, is_legible, is_mixed, is_random, is_vowel,
};
use crate::detection::keywords::text::placeholders::Placeholders;
use crate::detection::keywords::verdict::{any, Verdict};
use crate::detection::pattern::{Pattern, Source};
use crate::detection::surroundings::left_of;

const SHORTEST: usize = 8;
const SHORTEST_WEAK: usize = 16;
const SHORTEST_KEY: usize = 10;
const SHORTEST_SPOKEN: usize = 16;
const LONGEST_SPOKEN: usize = 512;
const SHORTEST_IN_URL: usize = 24;
const MOST_WORDS: usize = 3;
const REACH_OF_WORD: usize = 10;
/// What makes a secret's name of `token` and `secret` behind it.
const TWO_WORDS: [&[u8]; 11] = [
    b"access",
    b"refresh",
    b"auth",
    b"bearer",
    b"api",
    b"secret",
    b"private",
    b"personal",
    b"security",
    b"session",
    b"signing",
];
const FLOOR_WEAK: f64 = 3.0;
const FLOOR: f64 = 2.5;
const SHORTEST_WITHOUT_DIGIT: usize = 16;
const FLOOR_WITHOUT_DIGIT: f64 = 3.5;
const LONG_WORD: usize = 4;
const LONGEST_WORD: usize = 24;
const SHORTEST_LOGIN: usize = 20;
const SHORTEST_VALUE_OF_KEY: usize = 16;
const LONGEST_VALUE_OF_KEY: usize = 256;

pub struct Secrets {
    rest_about: Pattern,
    sum_before: Pattern,
    strong_prefix: Pattern,
    prefix_about: Pattern,
    place: Pattern,
    name_in_program: Pattern,
    name_of_thing: Pattern,
    leads_to: HashSet<Vec<u8>>,
    services: HashSet<Vec<u8>>,
}

/// What is assigned, as far as it is plain.
pub enum Assigned<'a> {
    Nothing,
    Value(Assignment<'a>),
    Odd,
}

impl Secrets {
    pub fn new(words: &impl Fn(&str) -> Vec<String>, source: &impl Fn(&str) -> Source) -> Self {
        let whole = |name: &str| Pattern::whole(source(name));
        Self {
            rest_about: whole("rest_about"),
            sum_before: Pattern::part(source("sum_before")),
            strong_prefix: Pattern::part(source("strong_prefix")),
            prefix_about: whole("prefix_about"),
            place: whole("place"),
            name_in_program: whole("name_in_program"),
            name_of_thing: whole("name_of_thing"),
            leads_to: words("leads_to").into_iter().map(String::into_bytes).collect(),
            services: words("services").into_iter().map(String::into_bytes).collect(),
        }
    }

    /// Tell which secret stands behind the keyword `data[start..end]`.
    pub fn judge(
        &self,
        placeholders: &Placeholders,
        enclosing: &Enclosing,
        data: &[u8],
        start: usize,
        end: usize,
    ) -> Verdict {
        match spoken(data, end) {
            Spoken::Value { is_told, value } if is_told || names_a_secret(data, start, end) => {
                let said = &data[value.0..value.1];
                let is_secret = match placeholders.is_example(said) {
                    Some(false) if !is_uuid(said) => is_hard(said),
                    Some(_) => Some(false),
                    None => None,
                };
                return Verdict::of(is_secret, value);
            }
            Spoken::Odd => return Verdict::Odd,
            Spoken::No | Spoken::Value { .. } => {}
        }
        let found = match assigned(enclosing, data, start, end) {
            Assigned::Nothing => return Verdict::Nothing,
            Assigned::Odd => return Verdict::Odd,
            Assigned::Value(found) => found,
        };
        let value = &data[found.start..found.end];
        if !is_of_signs(value, found.is_quoted)
            || !value.iter().any(u8::is_ascii_alphabetic)
            || !self.is_of_a_secret(&found)
            || is_prose(data, &found)
            || is_read_elsewhere(&found, value)
        {
            return Verdict::Nothing;
        }
        if may_be_prose(data, &found) {
            return Verdict::Odd;
        }
        // The cheapest first: somebody may repeat a keyword whose value is the whole rest of the text.
        let word = data[start..end].to_ascii_lowercase();
        let is_short = value.len() < SHORTEST_KEY && (word.ends_with(b"key") || value.len() < SHORTEST);
        let is_weak = [&b"token"[..], b"auth_key", b"authkey"].contains(&&word[..])
            && self.strong_prefix.is_nowhere(found.prefix);
        let is_secret =
            if is_short { Some(self.is_short_one(&word, &found, value)) } else { self.fits(&found, value, is_weak) };
        if is_secret == Some(false) {
            return Verdict::Nothing;
        }
        match placeholders.is_example(value) {
            Some(true) => Verdict::Nothing,
            Some(false) => Verdict::of(is_secret, (found.start, found.end)),
            None => Verdict::Odd,
        }
    }

    fn fits(&self, found: &Assignment<'_>, value: &[u8], is_weak: bool) -> Option<bool> {
        if (found.sign == b"," && digits(value) == 0) || (is_weak && self.is_about_something_else(found.prefix)) {
            return Some(false);
        }
        if is_uuid(value) {
            return Some(!is_weak || self.names_a_service(found.prefix));
        }
        self.is_random(value, is_weak)
    }

    /// Tell whether a name's prefix says that a token is of something else: `next_page_token`, `AppToken`.
    fn is_about_something_else(&self, prefix: &[u8]) -> bool {
        let begins = |at: usize| {
            let left = at.checked_sub(1).map_or(b'_', |left| prefix[left]);
            !left.is_ascii_alphabetic() || (left.is_ascii_lowercase() && prefix[at].is_ascii_uppercase())
        };
        prefix.eq_ignore_ascii_case(b"w")
            || (0..prefix.len()).any(|at| begins(at) && self.prefix_about.surely(&prefix[at..]))
    }

    /// Tell whether a name holds that of a service, of one to three words: the twin of `services.py`.
    fn names_a_service(&self, name: &[u8]) -> bool {
        let words = words_of_name(name);
        (0..words.len()).any(|start| {
            (1..=MOST_WORDS.min(words.len() - start))
                .any(|size| self.services.contains(&words[start..start + size].concat().to_ascii_lowercase()))
        })
    }

    fn is_of_a_secret(&self, found: &Assignment<'_>) -> bool {
        if found.sign == b"==" || (found.sign == b"(" && !found.is_quoted) || self.sum_before.is_in(found.prefix) {
            return false;
        }
        if !found.rest.is_empty() && self.rest_about.surely(found.rest) {
            return false;
        }
        !found.sign.is_empty() || is_option(found.prefix)
    }

    /// Tell whether a short value may be a secret: under a name that means nothing else, with digits and without words.
    fn is_short_one(&self, word: &[u8], found: &Assignment<'_>, value: &[u8]) -> bool {
        let is_client = found.prefix.to_ascii_lowercase().ends_with(b"client_");
        let is_meant = word.starts_with(b"api") || (word == b"secret" && (found.is_quoted || is_client));
        is_meant
            && !found.sign.is_empty()
            && digits(value) > 0
            && !self.place.surely(value)
            && !is_legible(value)
            && !value
                .split(|byte| !byte.is_ascii_alphabetic())
                .any(|word| word.len() >= LONG_WORD && word.iter().any(|&byte| is_vowel(byte)))
    }

    fn is_random(&self, value: &[u8], is_weak: bool) -> Option<bool> {
        let has_digit = value.iter().any(u8::is_ascii_digit);
        let (shortest, floor) = match (has_digit, is_weak) {
            (false, _) => (SHORTEST_WITHOUT_DIGIT, FLOOR_WITHOUT_DIGIT),
            (true, true) => (SHORTEST_WEAK, FLOOR_WEAK),
            (true, false) => (0, FLOOR),
        };
        if value.len() < shortest {
            return Some(false);
        }
        let is_random = is_random(value, floor);
        if is_random == Some(false)
            || (!has_digit && is_legible(value))
            || self.place.surely(value)
            || self.name_of_thing.surely(value)
        {
            return Some(false);
        }
        if self.name_in_program.surely(value) {
            match is_mixed(value) {
                Some(true) => {}
                other => return other,
            }
        }
        is_random
    }

    /// Tell which key stands behind `key` at `data[start..end]`.
    pub fn judge_named_key(
        &self,
        placeholders: &Placeholders,
        enclosing: &Enclosing,
        data: &[u8],
        start: usize,
        end: usize,
    ) -> Verdict {
        let is_parameter = start > 0 && matches!(data[start - 1], b'?' | b'&') && has(data, end, b"=");
        if !is_parameter && !self.names_a_key(data, start) {
            return Verdict::Nothing;
        }
        let found = match assigned(enclosing, data, start, end) {
            Assigned::Nothing => return Verdict::Nothing,
            Assigned::Odd => return Verdict::Odd,
            Assigned::Value(found) => found,
        };
        let value = &data[found.start..found.end];
        let is_of_key = |byte: &u8| is_word(*byte) || b"+/=.~-".contains(byte);
        if !is_plainly_assigned(&found)
            || !(SHORTEST_VALUE_OF_KEY..=LONGEST_VALUE_OF_KEY).contains(&value.len())
            || !value[0].is_ascii_alphanumeric()
            || !value.iter().all(is_of_key)
        {
            return Verdict::Nothing;
        }
        let is_hard = is_hard(value);
        let is_key_of_url = is_parameter && !is_uuid(value) && value.len() >= SHORTEST_IN_URL;
        let may_be = is_key_of_url || (is_hard != Some(false) && self.names_a_service(found.prefix));
        let is_key = any([is_mixed(value), if may_be { is_hard } else { Some(false) }]);
        if is_key == Some(false) {
            return Verdict::Nothing;
        }
        match placeholders.is_example(value) {
            Some(true) => Verdict::Nothing,
            Some(false) => Verdict::of(is_key, (found.start, found.end)),
            None => Verdict::Odd,
        }
    }

    /// Tell whether `key` is the last word of a longer name, and no word before it says where the key leads.
    fn names_a_key(&self, data: &[u8], start: usize) -> bool {
        let left = left_of(data, start, LONGEST_WORD);
        let Some(last) = left.last() else { return false };
        if last.is_ascii_alphabetic() && last.is_ascii_lowercase() == data[start].is_ascii_lowercase() {
            return false;
        }
        let joint = usize::from(b"_.-".contains(last));
        let named = &left[..left.len() - joint];
        let small = named.iter().rev().take_while(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()).count();
        let capitals = named.iter().rev().take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()).count();
        let humped = small
            + usize::from(small > 0 && named.len() > small && named[named.len() - small - 1].is_ascii_uppercase());
        let size = humped.max(capitals);
        size > 0 && !self.leads_to.contains(&named[named.len() - size..].to_ascii_lowercase())
    }
}

/// Tell which token stands behind `login` at `data[start..end]`.
pub fn judge_login(
    placeholders: &Placeholders,
    enclosing: &Enclosing,
    data: &[u8],
    start: usize,
    end: usize,
) -> Verdict {
    let found = match assigned(enclosing, data, start, end) {
        Assigned::Nothing => return Verdict::Nothing,
        Assigned::Odd => return Verdict::Odd,
        Assigned::Value(found) => found,
    };
    let value = &data[found.start..found.end];
    if !is_plainly_assigned(&found)
        || !value.is_ascii()
        || value.contains(&b'@')
        || value.iter().all(|byte| byte.is_ascii_digit() || b":.TZ+-".contains(byte))
    {
        return Verdict::Nothing;
    }
    let is_long_one = if value.len() < SHORTEST_LOGIN { Some(false) } else { any([is_hard(value), is_mixed(value)]) };
    let is_token = any([is_long_one, Some(!found.prefix.is_empty() && is_jumbled(value))]);
    if is_token == Some(false) || placeholders.is_masked(value) {
        return Verdict::Nothing;
    }
    match placeholders.stands_for_another(value, false) {
        Some(true) => Verdict::Nothing,
        Some(false) => Verdict::of(is_token, (found.start, found.end)),
        None => Verdict::Odd,
    }
}

pub fn assigned<'a>(enclosing: &Enclosing, data: &'a [u8], start: usize, end: usize) -> Assigned<'a> {
    let found = assignment(data, start, end);
    let found = match found {
        Some(found) if found.is_quoted => return Assigned::Value(found),
        found => found,
    };
    match enclosing.of(data, name_and_sign(data, end).as_ref()) {
        Enclosed::LookedUp => Assigned::Nothing,
        Enclosed::Odd => Assigned::Odd,
        Enclosed::No => found.map_or(Assigned::Nothing, Assigned::Value),
    }
}

pub fn is_plainly_assigned(found: &Assignment<'_>) -> bool {
    found.rest.is_empty() && has_sign(found)
}

pub fn has_sign(found: &Assignment<'_>) -> bool {
    !matches!(found.sign, b"" | b"==" | b"(" | b",")
}

/// Tell whether another file knows better what such a value is: `url_password.py`, or the form of Telegram's tokens.
fn is_read_elsewhere(found: &Assignment<'_>, value: &[u8]) -> bool {
    if found.sign == b":" && found.prefix.starts_with(b"//") {
        return true;
    }
    let digits = value.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let is_numbered = (1..=16).contains(&digits) && value.get(digits) == Some(&b':') && {
        let rest = &value[digits + 1..];
        (16..=128).contains(&rest.len()) && rest.iter().all(|&byte| is_word(byte) || byte == b'-')
    };
    is_numbered && found.prefix.to_ascii_lowercase().windows(6).any(|part| part == b"telegr")
}

fn is_of_signs(value: &[u8], is_quoted: bool) -> bool {
    let further: &[u8] = if is_quoted { b"+/=.~!@#$%^*:&()-" } else { b"+/=.~!@#$%^*:-" };
    (6..=512).contains(&value.len()) && value.iter().all(|&byte| is_word(byte) || further.contains(&byte))
}

/// What a sentence tells behind a secret's name and a gap.
enum Spoken {
    No,
    /// A value, and whether `is` or `was` stands before it.
    Value {
        is_told: bool,
        value: (usize, usize),
    },
    Odd,
}

fn spoken(data: &[u8], end: usize) -> Spoken {
    if !has(data, end, b" ") {
        return Spoken::No;
    }
    let at = end + 1;
    let word = [&b"is"[..], b"was"].into_iter().find(|word| has(data, at, word));
    let told = word.map(|word| at + word.len()).filter(|&at| has_any(data, at, |byte| matches!(byte, b' ' | b':')));
    let told = told.map(|at| (at + 1 + usize::from(has(data, at + 1, b" ")), true));
    for (at, is_told) in [told, Some((at, false))].into_iter().flatten() {
        let at = at + usize::from(has_any(data, at, |byte| matches!(byte, b'"' | b'\'' | b'`')));
        let size = run(data, at, LONGEST_SPOKEN, |byte| is_word(byte) || b"+/=.~-".contains(&byte));
        if size == LONGEST_SPOKEN {
            return Spoken::Odd;
        }
        if size >= SHORTEST_SPOKEN {
            return Spoken::Value { is_told, value: (at, at + size) };
        }
    }
    Spoken::No
}

/// Tell whether a name of two words is a secret's: `API key`, `access token`.
fn names_a_secret(data: &[u8], start: usize, end: usize) -> bool {
    if data[start..end].to_ascii_lowercase().ends_with(b"key") {
        return true;
    }
    let left = &data[start.saturating_sub(REACH_OF_WORD)..start];
    let left = left.strip_suffix(b" ").or(left.strip_suffix(b"_")).or(left.strip_suffix(b"-")).unwrap_or(left);
    TWO_WORDS.iter().any(|word| left.len() >= word.len() && left[left.len() - word.len()..].eq_ignore_ascii_case(word))
}

/// Give the words `[A-Z]?[a-z0-9]+|[A-Z0-9]+` of a name.
fn words_of_name(name: &[u8]) -> Vec<&[u8]> {
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

fn is_uuid(value: &[u8]) -> bool {
    value.len() == 36
        && value.iter().enumerate().all(|(at, byte)| {
            if matches!(at, 8 | 13 | 18 | 23) {
                *byte == b'-'
            } else {
                byte.is_ascii_hexdigit()
            }
        })
}
