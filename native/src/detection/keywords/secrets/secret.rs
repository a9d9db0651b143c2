//! Secrets under telling names. The twin of `keyword_rules/secrets/secret.py`.

use crate::detection::bytes::{has, has_any, is_word, run};
use crate::detection::keywords::keyword::Keyword;
use crate::detection::keywords::text::assignment::Assignment;
use crate::detection::keywords::text::legible::{digits, is_hard, is_legible, is_mixed, is_random, is_uuid, is_vowel};
use crate::detection::keywords::verdict::Verdict::{self, Nothing};
use crate::detection::pattern::{Pattern, Source};

const SHORTEST: usize = 8;
const SHORTEST_WEAK: usize = 16;
const SHORTEST_KEY: usize = 10;
const SHORTEST_SPOKEN: usize = 16;
const LONGEST_SPOKEN: usize = 512;
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
/// What stands before a parameter of a URL.
const IN_A_QUERY: [&[u8]; 3] = [b"?", b"&", b"&amp;"];
/// Names of secrets that are names of much else.
const WEAK: [&[u8]; 3] = [b"token", b"auth_key", b"authkey"];
const FLOOR_WEAK: f64 = 3.0;
const FLOOR: f64 = 2.5;
const SHORTEST_WITHOUT_DIGIT: usize = 16;
const FLOOR_WITHOUT_DIGIT: f64 = 3.5;
const LONG_WORD: usize = 4;

pub struct Secrets {
    rest_about: Pattern,
    sum_before: Pattern,
    strong_prefix: Pattern,
    prefix_about: Pattern,
    place: Pattern,
    name_in_program: Pattern,
    name_of_thing: Pattern,
}

impl Secrets {
    pub fn new(source: &impl Fn(&str) -> Source) -> Self {
        let whole = |name: &str| Pattern::whole(source(name));
        Self {
            rest_about: whole("rest_about"),
            sum_before: Pattern::part(source("sum_before")),
            strong_prefix: Pattern::part(source("strong_prefix")),
            prefix_about: whole("prefix_about"),
            place: whole("place"),
            name_in_program: whole("name_in_program"),
            name_of_thing: whole("name_of_thing"),
        }
    }

    /// Tell which secret stands behind the keyword.
    pub fn judge(&self, keyword: &Keyword<'_>) -> Option<Verdict> {
        match spoken(keyword.data, keyword.end) {
            Some(spoken) if spoken.is_cut() => None,
            Some(spoken) if spoken.is_told || names_a_secret(keyword) => judge_spoken(keyword, &spoken),
            _ => keyword.if_assigned(|found| self.judge_assigned(keyword, found)),
        }
    }

    fn judge_assigned(&self, keyword: &Keyword<'_>, found: &Assignment<'_>) -> Option<Verdict> {
        let value = found.value();
        if !is_of_signs(value, found.is_quoted)
            || !value.iter().any(u8::is_ascii_alphabetic)
            || !self.is_of_a_secret(found)
            || found.is_prose()
            || is_read_elsewhere(found)
        {
            return Some(Nothing);
        }
        if found.may_be_prose() {
            return None;
        }
        // The cheapest first: a text may repeat a keyword whose value is the whole rest of the text.
        let is_short = value.len() < SHORTEST_KEY && (keyword.ends_with(b"key") || value.len() < SHORTEST);
        let is_secret =
            if is_short { Some(self.is_short_one(keyword, found)) } else { self.is_long_one(keyword, found) };
        if is_secret == Some(false) || keyword.shared.placeholders.is_example(value)? {
            return Some(Nothing);
        }
        Some(Verdict::of(is_secret?, found.span()))
    }

    fn is_long_one(&self, keyword: &Keyword<'_>, found: &Assignment<'_>) -> Option<bool> {
        let value = found.value();
        let left = &keyword.data[..keyword.start];
        let is_parameter =
            keyword.data[..found.span().0].ends_with(b"=") && IN_A_QUERY.iter().any(|sign| left.ends_with(sign));
        let is_weak = !is_parameter && keyword.is_in(&WEAK) && self.strong_prefix.is_nowhere(found.prefix);
        if (found.sign == b"," && digits(value) == 0) || (is_weak && self.is_about_something_else(found.prefix)) {
            return Some(false);
        }
        if is_uuid(value) {
            return Some(!is_weak || keyword.shared.services.are_named_in(found.prefix));
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

    fn is_of_a_secret(&self, found: &Assignment<'_>) -> bool {
        if found.sign == b"==" || (found.sign == b"(" && !found.is_quoted) || self.sum_before.is_in(found.prefix) {
            return false;
        }
        if !found.rest.is_empty() && self.rest_about.surely(found.rest) {
            return false;
        }
        !found.sign.is_empty() || found.is_option()
    }

    /// Tell whether a short value may be a secret: under a name that means nothing else, with digits and without words.
    fn is_short_one(&self, keyword: &Keyword<'_>, found: &Assignment<'_>) -> bool {
        let value = found.value();
        let is_client = found.prefix.to_ascii_lowercase().ends_with(b"client_");
        let is_of_api = keyword.written().to_ascii_lowercase().starts_with(b"api");
        let is_meant = is_of_api || (keyword.is(b"secret") && (found.is_quoted || is_client));
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
}

/// Tell whether another file knows better what such a value is: `url_password.py`, or the form of Telegram's tokens.
fn is_read_elsewhere(found: &Assignment<'_>) -> bool {
    if found.sign == b":" && found.prefix.starts_with(b"//") {
        return true;
    }
    let value = found.value();
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
struct Spoken {
    /// Whether `is` or `was` stands before it.
    is_told: bool,
    start: usize,
    end: usize,
}

impl Spoken {
    /// Tell whether a value may be longer than what was read of it.
    fn is_cut(&self) -> bool {
        self.end - self.start == LONGEST_SPOKEN
    }
}

fn spoken(data: &[u8], end: usize) -> Option<Spoken> {
    if !has(data, end, b" ") {
        return None;
    }
    let at = end + 1;
    let word = [&b"is"[..], b"was"].into_iter().find(|word| has(data, at, word));
    let told = word.map(|word| at + word.len()).filter(|&at| has_any(data, at, |byte| matches!(byte, b' ' | b':')));
    let told = told.map(|at| (at + 1 + usize::from(has(data, at + 1, b" ")), true));
    [told, Some((at, false))].into_iter().flatten().find_map(|(at, is_told)| {
        let start = at + usize::from(has_any(data, at, |byte| matches!(byte, b'"' | b'\'' | b'`')));
        let size = run(data, start, LONGEST_SPOKEN, |byte| is_word(byte) || b"+/=.~-".contains(&byte));
        (size >= SHORTEST_SPOKEN).then_some(Spoken { is_told, start, end: start + size })
    })
}

fn judge_spoken(keyword: &Keyword<'_>, &Spoken { start, end, .. }: &Spoken) -> Option<Verdict> {
    let value = &keyword.data[start..end];
    if keyword.shared.placeholders.is_example(value)? || is_uuid(value) {
        return Some(Nothing);
    }
    Some(Verdict::of(is_hard(value)?, (start, end)))
}

/// Tell whether a name of two words is a secret's: `API key`, `access token`.
fn names_a_secret(keyword: &Keyword<'_>) -> bool {
    if keyword.ends_with(b"key") {
        return true;
    }
    let left = &keyword.data[keyword.start.saturating_sub(REACH_OF_WORD)..keyword.start];
    let left = left.strip_suffix(b" ").or(left.strip_suffix(b"_")).or(left.strip_suffix(b"-")).unwrap_or(left);
    TWO_WORDS.iter().any(|word| left.len() >= word.len() && left[left.len() - word.len()..].eq_ignore_ascii_case(word))
}
