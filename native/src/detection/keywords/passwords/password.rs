//! Passwords beside their name: which one stands there, or that surely none does. The twin of `keyword_rules/passwords/password.py` and
//! `spoken_password.py`.

use std::collections::HashSet;

use crate::detection::bytes::{has, has_any, is_of_name, is_quote, is_space, right_of, run};
use crate::detection::keywords::text::assignment::{assignment, is_prose, may_be_prose, prefix, Assignment};
use crate::detection::keywords::text::enclosed::{name_and_sign, Enclosed, Enclosing};
use crate::detection::keywords::text::extent;
use crate::detection::keywords::text::placeholders::Placeholders;
use crate::detection::keywords::verdict::Verdict;
use crate::detection::pattern::{Pattern, Source};
use crate::detection::surroundings::{left_of, trimmed};

const PASS: usize = 4;
const PASSPHRASE: usize = 10;
const LONGEST_OF_WORDS: usize = 12;
const CHANGES: [&[u8]; 4] = [b"-> ", b"=> ", b"to ", "\u{2192} ".as_bytes()];
const LONGEST_CHANGE: usize = 8;
const LONGER_WORDS: [&[u8]; 4] = [b"word", b"wd", b"phra", b"code"];

/// Bytes behind a keyword that its value and what ends it may take.
const NEAR: usize = 1600;
/// Bytes before a keyword in which a bracket may have been opened.
const LEFT: usize = 1024;
const LONGEST_STATUS: usize = 24;

pub struct Passwords {
    statuses: HashSet<Vec<u8>>,
    rest: Pattern,
    about_before: Pattern,
    flag: Pattern,
    number: Pattern,
}

impl Passwords {
    pub fn new(words: &impl Fn(&str) -> Vec<String>, source: &impl Fn(&str) -> Source) -> Self {
        Self {
            statuses: words("statuses").into_iter().map(String::into_bytes).collect(),
            rest: Pattern::whole(source("rest")),
            about_before: Pattern::part(source("about_before")),
            flag: Pattern::whole(source("flag")),
            number: Pattern::whole(source("number")),
        }
    }

    /// Tell which password stands behind what it is called in another language.
    pub fn judge_word(
        &self,
        placeholders: &Placeholders,
        enclosing: &Enclosing,
        data: &[u8],
        start: usize,
        end: usize,
    ) -> Verdict {
        let verdict = self.judge(placeholders, enclosing, data, start, end);
        let Verdict::Value(begin, stop) = verdict else { return verdict };
        let left = start.checked_sub(1).map_or(b' ', |left| data[left]);
        if !left.is_ascii() || left.is_ascii_alphabetic() {
            return Verdict::Odd; // a letter may go on
        }
        let value = &data[begin..stop];
        let said = value.to_ascii_lowercase();
        let is_status = value.len() <= LONGEST_STATUS && self.statuses.contains(trimmed_of(&said, b" .!?"));
        let is_clave = data[start..end].eq_ignore_ascii_case(b"clave");
        if is_status || (is_clave && (b"_.-$".contains(&left) || !value.iter().any(u8::is_ascii_digit))) {
            return Verdict::Nothing;
        }
        verdict
    }

    /// Tell which password stands behind the keyword `data[start..end]`.
    pub fn judge(
        &self,
        placeholders: &Placeholders,
        enclosing: &Enclosing,
        data: &[u8],
        start: usize,
        end: usize,
    ) -> Verdict {
        let next = right_of(data, end, PASS).to_ascii_lowercase();
        if end - start == PASS && LONGER_WORDS.iter().any(|word| next.starts_with(word)) {
            return Verdict::Nothing;
        }
        if end - start == PASSPHRASE && data[start..end].eq_ignore_ascii_case(b"passphrase") && may_be_words(data, end)
        {
            return Verdict::Odd;
        }
        if start > 0 && data[start - 1] == b'{' && has(data, end, b",") {
            return Verdict::Odd; // it may be a pair of Erlang's
        }
        // Where signs beyond ASCII are near, all that counts characters or asks for letters is for Python.
        let near = right_of(data, end, NEAR);
        let is_narrow = near.is_ascii();
        let named = name_and_sign(data, end);
        match enclosing.of(data, named.as_ref()) {
            Enclosed::LookedUp => return Verdict::Nothing,
            Enclosed::Odd => return Verdict::Odd,
            Enclosed::No => {}
        }
        let name = run(near, 0, NEAR, is_of_name);
        let is_odd = named.as_ref().is_some_and(|named| extent::begins_oddly(data, named.end));
        if !is_narrow && (has(near, name, b">") || is_odd) {
            return Verdict::Odd;
        }
        let found = assignment(data, start, end).or_else(|| {
            let named = named.filter(|named| extent::begins_oddly(data, named.end))?;
            let sign = if named.sign.is_empty() { b"=" } else { named.sign };
            let prefix = prefix(data, start);
            Some(Assignment { prefix, rest: named.rest, sign, start: named.end, end: named.end + 1, is_quoted: false })
        });
        let Some(mut found) = found else { return Verdict::Nothing };
        if found.is_quoted {
            let is_closed = !has_any(data, found.end, is_quote)
                || !(data.get(found.end + 1) == data.get(found.end) || extent::word_follows(data, found.end + 1));
            if found.sign != b">" && !is_closed {
                return Verdict::Odd; // a quote that may not end it
            }
        } else {
            if found.sign.is_empty() && !found.prefix.starts_with(b"-") {
                return Verdict::Nothing;
            }
            let template = extent::template(data, found.start);
            if !is_narrow && template.is_some() {
                return Verdict::Odd;
            }
            if template.is_some_and(|template| placeholders.is_placeholder(template, false)) {
                return Verdict::Nothing;
            }
            let stop = extent::bare_end(data, found.start, found.sign);
            if found.sign == b"=" && extent::may_be_spaced(data, stop) {
                return Verdict::Odd;
            }
            found.end = extent::without_closing(data, start, found.start, stop);
            if found.end <= found.start {
                return Verdict::Nothing;
            }
        }
        let value = &data[found.start..found.end];
        if !is_narrow && (!value.is_ascii() || value.contains(&b'<') || may_be_prose(data, &found)) {
            return Verdict::Odd;
        }
        let ends_closed = |at: usize| has_any(data, at, |byte| b")]}>".contains(&byte));
        if !found.is_quoted
            && (ends_closed(found.end) || ends_closed(found.end - 1))
            && !left_of(data, start, LEFT).is_ascii()
        {
            return Verdict::Odd;
        }
        if !self.is_of_a_password(&found) || is_empty(data, start, &found) {
            return Verdict::Nothing;
        }
        match placeholders.stands_for_another(value, found.is_quoted) {
            Some(true) => return Verdict::Nothing,
            Some(false) => {}
            None => return Verdict::Odd,
        }
        if is_prose(data, &found)
            || self.is_flag(value, &found)
            || (found.sign.is_empty() && !is_separated_by_gap(data, start, end, &found))
            || !self.fits(&data[start..end], &found, value)
        {
            return Verdict::Nothing;
        }
        let listed = if found.is_quoted { None } else { listed(value) };
        let (start, end) = if listed.is_some() { (found.start + 1, found.end - 1) } else { (found.start, found.end) };
        if may_be_changed(data, end) {
            return Verdict::Odd;
        }
        Verdict::Value(start, end)
    }

    /// Tell whether name and sign may assign a password, rather than tell something about one.
    fn is_of_a_password(&self, found: &Assignment<'_>) -> bool {
        found.sign != b"=="
            && found.sign != b","
            && !self.rest.surely_not(found.rest)
            && !self.about_before.is_in(found.prefix)
    }

    fn is_flag(&self, value: &[u8], found: &Assignment<'_>) -> bool {
        let is_number = value.iter().all(u8::is_ascii_digit);
        self.flag.surely(value)
            || (is_number && found.rest.eq_ignore_ascii_case(b"s"))
            || (is_number && !found.is_quoted && value.len() <= 2)
    }

    fn fits(&self, word: &[u8], found: &Assignment<'_>, value: &[u8]) -> bool {
        let is_drive =
            |value: &[u8]| has_any(value, 0, |byte| byte.is_ascii_alphabetic()) && value[1..].starts_with(b":\\");
        if word.eq_ignore_ascii_case(b"pwd") && (matches!(value[0], b'/' | b'~') || is_drive(value)) {
            return false;
        }
        let is_pw = word.eq_ignore_ascii_case(b"pw");
        if is_pw || word.eq_ignore_ascii_case(b"pass") {
            let prefix = found.prefix;
            let is_owned = matches!(prefix, [.., letter, b'_' | b'.' | b'-'] if letter.is_ascii_alphanumeric())
                || (word[0] == b'P' && prefix.last().is_some_and(u8::is_ascii_lowercase));
            let is_an_option = is_pw && matches!(prefix, [b'$' | b'-'] | [b'$' | b'-', b'$' | b'-']);
            let is_a_name = is_owned || is_an_option || (prefix.is_empty() && (found.sign == b"=" || found.is_quoted));
            return is_a_name && found.sign != b"(" && !self.number.surely(value);
        }
        found.is_quoted || found.sign != b"("
    }
}

/// Tell whether several words may be what a name is set to that ends at `end`.
fn may_be_words(data: &[u8], end: usize) -> bool {
    let at = end + run(data, end, 8, |byte| b"\\\"' :=".contains(&byte));
    let word = run(data, at, LONGEST_OF_WORDS, |byte| byte.is_ascii_lowercase());
    at > end && word > 0 && has(data, at + word, b" ")
}

/// Give a text without those of `signs` that stand at its ends.
fn trimmed_of<'a>(text: &'a [u8], signs: &[u8]) -> &'a [u8] {
    trimmed(&text[text.iter().take_while(|byte| signs.contains(byte)).count()..], signs)
}

/// Give what a value lists that is written as servlets print a parameter: `[hunter2]`.
fn listed(value: &[u8]) -> Option<&[u8]> {
    let inner = value.strip_prefix(b"[")?.strip_suffix(b"]")?;
    (!inner.is_empty() && !inner.iter().any(|byte| b"[]".contains(byte))).then_some(inner)
}

/// Tell whether another password may follow one that ends at `end`: `"old" -> "new"`.
fn may_be_changed(data: &[u8], end: usize) -> bool {
    let at = end + run(data, end, 3, |byte| byte == b'\\');
    let at = at + usize::from(has_any(data, at, is_quote));
    has(data, at, b" ")
        && CHANGES.iter().any(|change| has(data, at + 1, change))
        && right_of(data, at + 1, LONGEST_CHANGE).iter().any(|&byte| is_quote(byte))
}

/// Tell whether no value follows: an empty parameter, a parameter of a shell, or a step of PAM.
fn is_empty(data: &[u8], start: usize, found: &Assignment<'_>) -> bool {
    let left = (start - found.prefix.len()).checked_sub(1).map_or(0, |left| data[left]);
    match left {
        b'{' => data[found.start] == b'?',
        b'(' => found.sign == b":" && found.prefix.is_empty() && has(data, found.end, b")"),
        _ => {
            let is_alone = matches!(left, b'?' | b'&') || found.prefix.starts_with(b"--");
            is_alone && found.sign == b"=" && data[found.start - 1] == b' '
        }
    }
}

/// Tell whether only a space may stand before the value: in options of commands and in SQL.
fn is_separated_by_gap(data: &[u8], start: usize, end: usize, found: &Assignment<'_>) -> bool {
    let word = &data[start..end];
    let is_of_sql = word.eq_ignore_ascii_case(b"password") || word.eq_ignore_ascii_case(b"identified by");
    (is_of_sql && found.is_quoted && data[found.start - 1] != b'`') || is_option(found.prefix)
}

/// Tell whether a name's prefix is `--?[\w-]*`.
pub fn is_option(prefix: &[u8]) -> bool {
    prefix.starts_with(b"-") && prefix.iter().all(|&byte| is_of_name(byte) && byte != b'.')
}

/// Tell whether surely no password is told in the sentence behind `data[..end]`.
pub fn is_not_spoken(data: &[u8], end: usize) -> bool {
    let at = end + usize::from(has(data, end, b" "));
    if has_any(data, at, |byte| is_quote(byte) || !byte.is_ascii()) {
        return false;
    }
    let size = run(data, at, 4 * 64, |byte| !is_space(byte) && !b"\"'`\x1e<>()[]{},;".contains(&byte));
    let value = &data[at..at + size];
    !value.iter().any(u8::is_ascii_digit) || !value.iter().any(u8::is_ascii_alphabetic)
}
