//! People and addresses beside the names of their fields: the twin of `keyword_rules/people/person.py`, `location.py` and
//! of `rules/by_key/fields.py`.

use crate::detection::bytes::{has, has_any, is_word, right_of, run};
use crate::detection::keywords::secrets::secret::{assigned, has_sign, is_plainly_assigned, Assigned};
use crate::detection::keywords::text::assignment::Assignment;
use crate::detection::keywords::text::enclosed::Enclosing;
use crate::detection::keywords::text::placeholders::Placeholders;
use crate::detection::keywords::verdict::Verdict;
use crate::detection::pattern::{Pattern, Source};

const LONGEST_NAME: usize = 80;
const MOST_WORDS: usize = 6;
const LONGEST_WORD: usize = 40;
const LONGEST_ADDRESS: usize = 160;
const CODE_WORDS: [&[u8]; 7] =
    [b"zip", b"postal_code", b"postalcode", b"postal-code", b"zip_code", b"zipcode", b"postcode"];
const LONGEST_FIELD: usize = 160;
const LONGEST_REST_OF_FIELD: usize = 48;

pub struct People {
    rest_of_address: Pattern,
    name_of_class: Pattern,
}

impl People {
    pub fn new(source: &impl Fn(&str) -> Source) -> Self {
        Self {
            rest_of_address: Pattern::whole(source("rest_of_address")),
            name_of_class: Pattern::whole(source("name_of_class")),
        }
    }

    /// Tell which person's name is assigned at `data[start..end]`.
    pub fn judge_person(
        &self,
        placeholders: &Placeholders,
        enclosing: &Enclosing,
        data: &[u8],
        (start, end): (usize, usize),
    ) -> Verdict {
        match assigned(enclosing, data, start, end) {
            Assigned::Nothing => Verdict::Nothing,
            Assigned::Odd => Verdict::Odd,
            Assigned::Value(found) if is_plainly_assigned(&found) => self.name_in(placeholders, data, &found),
            Assigned::Value(_) => Verdict::Nothing,
        }
    }

    fn name_in(&self, placeholders: &Placeholders, data: &[u8], found: &Assignment<'_>) -> Verdict {
        let mut stop = found.end;
        if !right_of(data, found.start, stop - found.start + MOST_WORDS * (LONGEST_WORD + 1)).is_ascii() {
            return Verdict::Odd;
        }
        if !found.is_quoted {
            for _ in 0..MOST_WORDS {
                match further_word(data, stop) {
                    Some(end) => stop = end,
                    None => break,
                }
            }
            while stop > found.start && b".,:".contains(&data[stop - 1]) {
                stop -= 1;
            }
        }
        let value = &data[found.start..stop];
        let is_of_name = |byte: &u8| byte.is_ascii_alphabetic() || b" .,'-".contains(byte);
        let is_name = (1..=LONGEST_NAME).contains(&value.len())
            && value[0].is_ascii_alphabetic()
            && value.iter().all(is_of_name)
            && !self.name_of_class.surely(value);
        if !is_name {
            return Verdict::Nothing;
        }
        Verdict::of(placeholders.stands_for_another(value, false).map(|stands| !stands), (found.start, stop))
    }

    /// Tell which address is assigned at `data[start..end]`.
    pub fn judge_location(
        &self,
        placeholders: &Placeholders,
        enclosing: &Enclosing,
        data: &[u8],
        (start, end): (usize, usize),
    ) -> Verdict {
        let found = match assigned(enclosing, data, start, end) {
            Assigned::Nothing => return Verdict::Nothing,
            Assigned::Odd => return Verdict::Odd,
            Assigned::Value(found) => found,
        };
        if !has_sign(&found) || !self.rest_of_address.surely(found.rest) {
            return Verdict::Nothing;
        }
        let mut stop = found.end;
        let value = &data[found.start..stop];
        let word = data[start..end].to_ascii_lowercase();
        if !value.is_ascii() {
            return Verdict::Odd;
        }
        if word == b"zip" && (found.prefix.last().is_some_and(u8::is_ascii_alphabetic) || !is_us_code(value)) {
            return Verdict::Nothing;
        }
        let is_address = if CODE_WORDS.contains(&&word[..]) {
            let further = stop + 1;
            let is_further = !found.is_quoted
                && has(data, stop, b" ")
                && has_any(data, further, |byte| byte.is_ascii_digit())
                && run(data, further + 1, 3, |byte| byte.is_ascii_alphabetic()) == 2;
            if is_further && has_any(data, further + 3, |byte| !byte.is_ascii()) {
                return Verdict::Odd;
            }
            if is_further && !has_any(data, further + 3, |byte| is_word(byte) || b"=:".contains(&byte)) {
                stop = further + 3; // `postcode: SW1A 1AA`
            }
            is_code(&data[found.start..stop])
        } else {
            found.is_quoted && is_address(value)
        };
        if !is_address {
            return Verdict::Nothing;
        }
        let is_value = placeholders.stands_for_another(value, false).map(|stands| !stands);
        if word == b"address" && is_value != Some(false) {
            return Verdict::Odd; // of a machine or in a street
        }
        Verdict::of(is_value, (found.start, stop))
    }

    /// Tell whether surely nothing is assigned to a field whose name begins with the keyword `data[start..end]`.
    pub fn is_no_field(&self, enclosing: &Enclosing, data: &[u8], (start, end): (usize, usize)) -> bool {
        let is_begin = start == 0 || {
            let left = data[start - 1];
            !left.is_ascii_alphabetic() || (left.is_ascii_lowercase() && data[start].is_ascii_uppercase())
        };
        if data[start].is_ascii() && !is_begin {
            return true;
        }
        let mut stop = end;
        if data[start].is_ascii() {
            while stop > start && b"=:\"'>\\ ".contains(&data[stop - 1]) {
                stop -= 1;
            }
        }
        let further = run(data, stop, LONGEST_REST_OF_FIELD, |byte| is_word(byte) || b".$-".contains(&byte));
        if has_any(data, stop + further, |byte| !byte.is_ascii()) {
            return false;
        }
        match assigned(enclosing, data, start, stop + further) {
            Assigned::Nothing => true,
            Assigned::Odd => false,
            Assigned::Value(found) => !is_plainly_assigned(&found) || found.end - found.start > LONGEST_FIELD * 4,
        }
    }
}

/// Give where a name without quotes goes on to: a word that begins with a capital.
fn further_word(data: &[u8], stop: usize) -> Option<usize> {
    if !has(data, stop, b" ") || !has_any(data, stop + 1, |byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let size = run(data, stop + 1, LONGEST_WORD, |byte| is_word(byte) || b"'.-".contains(&byte));
    // Only what ends before a sign is a word, not the name of a further value.
    let end = (1..=size)
        .rev()
        .map(|size| stop + 1 + size)
        .find(|&end| !has_any(data, end, |byte| is_word(byte) || matches!(byte, b'=' | b':')))?;
    (!data[stop..end].iter().any(u8::is_ascii_digit)).then_some(end)
}

fn is_us_code(value: &[u8]) -> bool {
    let are_digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    match value.len() {
        5 => are_digits(value),
        10 => are_digits(&value[..5]) && value[5] == b'-' && are_digits(&value[6..]),
        _ => false,
    }
}

/// Tell whether a value is a code of letters and digits, with single gaps and a digit in it.
fn is_code(value: &[u8]) -> bool {
    (3..=10).contains(&value.len())
        && value[0].is_ascii_alphanumeric()
        && value[value.len() - 1].is_ascii_alphanumeric()
        && value.iter().all(|byte| byte.is_ascii_alphanumeric() || b" -".contains(byte))
        && !value.windows(2).any(|pair| pair.iter().all(|byte| b" -".contains(byte)))
        && value.iter().any(u8::is_ascii_digit)
}

fn is_address(value: &[u8]) -> bool {
    (3..=LONGEST_ADDRESS).contains(&value.len())
        && value[0].is_ascii_alphanumeric()
        && !value.iter().any(|byte| b"\n\x1e={}<>|".contains(byte))
        && value.iter().any(u8::is_ascii_alphabetic)
}
