//! Secrets under telling names: where surely none stands. The twin of `keyword_rules/secrets/secret.py`, `named_key.py`
//! and `login_token.py`.

use std::collections::HashSet;

use crate::detection::keywords::assignment::{assignment, is_prose, Assignment};
use crate::detection::keywords::enclosed::{name_and_sign, Enclosed, Enclosing};
use crate::detection::keywords::legible::{digits, is_below, is_legible, is_not_hard, is_not_mixed, is_vowel};
use crate::detection::keywords::password::is_option;
use crate::detection::keywords::pattern::{Pattern, Source};
use crate::detection::keywords::placeholders::Placeholders;
use crate::detection::keywords::signs::{has, has_any, is_word, run};
use crate::detection::surroundings::left_of;

const SHORTEST: usize = 8;
const SHORTEST_WEAK: usize = 16;
const SHORTEST_KEY: usize = 10;
const SHORTEST_SPOKEN: usize = 16;
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
    place: Pattern,
    name_in_program: Pattern,
    name_of_thing: Pattern,
    leads_to: HashSet<Vec<u8>>,
}

/// What is assigned, as far as it is plain.
enum Assigned<'a> {
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
            place: whole("place"),
            name_in_program: whole("name_in_program"),
            name_of_thing: whole("name_of_thing"),
            leads_to: words("leads_to").into_iter().map(String::into_bytes).collect(),
        }
    }

    /// Tell whether surely no secret stands behind the keyword `data[start..end]`.
    pub fn is_nothing(
        &self,
        placeholders: &Placeholders,
        enclosing: &Enclosing,
        data: &[u8],
        start: usize,
        end: usize,
    ) -> bool {
        if has(data, end, b" ") && may_be_spoken(data, end + 1) {
            return false;
        }
        let found = match assigned(enclosing, data, start, end) {
            Assigned::Nothing => return true,
            Assigned::Odd => return false,
            Assigned::Value(found) => found,
        };
        let value = &data[found.start..found.end];
        if !is_of_signs(value, found.is_quoted)
            || !value.iter().any(u8::is_ascii_alphabetic)
            || !self.is_of_a_secret(&found)
        {
            return true;
        }
        if is_example(placeholders, value)
            || is_prose(data, &found)
            || (found.sign == b":" && found.prefix.starts_with(b"//"))
        {
            return true;
        }
        let word = data[start..end].to_ascii_lowercase();
        if value.len() < SHORTEST_KEY && (word.ends_with(b"key") || value.len() < SHORTEST) {
            return !self.is_short_one(&word, &found, value);
        }
        let is_weak = [&b"token"[..], b"auth_key", b"authkey"].contains(&&word[..])
            && self.strong_prefix.is_nowhere(found.prefix);
        (found.sign == b"," && digits(value) == 0) || (!is_uuid(value) && !self.may_be_random(value, is_weak))
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

    fn may_be_random(&self, value: &[u8], is_weak: bool) -> bool {
        if self.place.surely(value)
            || (self.name_in_program.surely(value) && is_not_mixed(value))
            || self.name_of_thing.surely(value)
        {
            return false;
        }
        if digits(value) == 0 {
            let is_long = value.len() >= SHORTEST_WITHOUT_DIGIT;
            return is_long && !is_below(value, FLOOR_WITHOUT_DIGIT) && !is_legible(value);
        }
        if is_weak {
            value.len() >= SHORTEST_WEAK && !is_below(value, FLOOR_WEAK)
        } else {
            !is_below(value, FLOOR)
        }
    }

    /// Tell whether surely no key stands behind `key` at `data[start..end]`.
    pub fn is_no_named_key(
        &self,
        placeholders: &Placeholders,
        enclosing: &Enclosing,
        data: &[u8],
        start: usize,
        end: usize,
    ) -> bool {
        let is_parameter = start > 0 && matches!(data[start - 1], b'?' | b'&') && has(data, end, b"=");
        if !is_parameter && !self.names_a_key(data, start) {
            return true;
        }
        let found = match assigned(enclosing, data, start, end) {
            Assigned::Nothing => return true,
            Assigned::Odd => return false,
            Assigned::Value(found) => found,
        };
        let value = &data[found.start..found.end];
        let is_of_key = |byte: &u8| is_word(*byte) || b"+/=.~-".contains(byte);
        !is_plainly_assigned(&found)
            || !(SHORTEST_VALUE_OF_KEY..=LONGEST_VALUE_OF_KEY).contains(&value.len())
            || !value[0].is_ascii_alphanumeric()
            || !value.iter().all(is_of_key)
            || is_example(placeholders, value)
            || (is_not_mixed(value) && is_not_hard(value))
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
        // The word before may be read in two ways where digits join letters of both cases.
        let humped = small
            + usize::from(small > 0 && named.len() > small && named[named.len() - small - 1].is_ascii_uppercase());
        let word = |size: usize| named[named.len() - size..].to_ascii_lowercase();
        [humped, capitals].into_iter().filter(|&size| size > 0).any(|size| !self.leads_to.contains(&word(size)))
    }
}

/// Tell whether surely no token stands behind `login` at `data[start..end]`.
pub fn is_no_login_token(
    placeholders: &Placeholders,
    enclosing: &Enclosing,
    data: &[u8],
    start: usize,
    end: usize,
) -> bool {
    let found = match assigned(enclosing, data, start, end) {
        Assigned::Nothing => return true,
        Assigned::Odd => return false,
        Assigned::Value(found) => found,
    };
    let value = &data[found.start..found.end];
    !is_plainly_assigned(&found)
        || value.len() < SHORTEST_LOGIN
        || value.contains(&b'@')
        || value.iter().all(|byte| byte.is_ascii_digit() || b":.TZ+-".contains(byte))
        || placeholders.is_placeholder(value, false)
        || placeholders.is_masked(value)
        || (is_not_hard(value) && is_not_mixed(value))
}

/// Tell whether surely nothing is assigned to a person's or a place's name at `data[start..end]`.
pub fn is_unassigned(
    placeholders: &Placeholders,
    enclosing: &Enclosing,
    data: &[u8],
    (start, end): (usize, usize),
    may_go_on: bool,
) -> bool {
    match assigned(enclosing, data, start, end) {
        Assigned::Nothing => true,
        Assigned::Odd => false,
        Assigned::Value(found) => {
            let is_plain = if may_go_on { has_sign(&found) } else { is_plainly_assigned(&found) };
            let value = &data[found.start..found.end];
            !is_plain || (found.is_quoted && placeholders.is_placeholder(value, false))
        }
    }
}

fn assigned<'a>(enclosing: &Enclosing, data: &'a [u8], start: usize, end: usize) -> Assigned<'a> {
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

fn is_plainly_assigned(found: &Assignment<'_>) -> bool {
    found.rest.is_empty() && has_sign(found)
}

fn has_sign(found: &Assignment<'_>) -> bool {
    !matches!(found.sign, b"" | b"==" | b"(" | b",")
}

fn is_example(placeholders: &Placeholders, value: &[u8]) -> bool {
    placeholders.is_placeholder(value, false) || placeholders.is_masked(value) || placeholders.is_published(value)
}

fn is_of_signs(value: &[u8], is_quoted: bool) -> bool {
    let further: &[u8] = if is_quoted { b"+/=.~!@#$%^*:&()-" } else { b"+/=.~!@#$%^*:-" };
    (6..=512).contains(&value.len()) && value.iter().all(|&byte| is_word(byte) || further.contains(&byte))
}

/// Tell whether a sentence may tell a secret behind a gap: with `is` or `was`, in quotes or without.
fn may_be_spoken(data: &[u8], at: usize) -> bool {
    let word = [&b"is"[..], b"was"].into_iter().find(|word| has(data, at, word));
    let told = word.map(|word| at + word.len()).filter(|&at| has_any(data, at, |byte| matches!(byte, b' ' | b':')));
    let told = told.map(|at| at + 1 + usize::from(has(data, at + 1, b" ")));
    [Some(at), told].into_iter().flatten().any(|at| {
        let at = at + usize::from(has_any(data, at, |byte| matches!(byte, b'"' | b'\'' | b'`')));
        run(data, at, SHORTEST_SPOKEN, |byte| is_word(byte) || b"+/=.~-".contains(&byte)) == SHORTEST_SPOKEN
    })
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
