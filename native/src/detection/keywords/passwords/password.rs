//! Passwords beside their name. The twin of `keyword_rules/passwords/password.py`.

use crate::detection::bytes::{has, has_any, is_of_name, is_quote, is_word, right_of, run};
use crate::detection::keywords::keyword::Keyword;
use crate::detection::keywords::text::assignment::{assignment, prefix, Assignment};
use crate::detection::keywords::text::enclosed::{name_and_sign, Named};
use crate::detection::keywords::text::extent;
use crate::detection::keywords::verdict::Verdict::{self, Nothing, Value};
use crate::detection::pattern::{Pattern, Source};

/// Characters of `pass`, and of the rest of a longer word that are looked at.
const PASS: usize = 4;
const LONGEST_OF_WORDS: usize = 12;
const CHANGES: [&[u8]; 4] = [b"-> ", b"=> ", b"to ", "\u{2192} ".as_bytes()];
const LONGEST_CHANGE: usize = 8;
const PASSPHRASES: [&[u8]; 4] = [b"passphrase", b"pass phrase", b"pass-phrase", b"pass_phrase"];
const LONGER_WORDS: [&[u8]; 4] = [b"word", b"wd", b"phra", b"code"];

/// Bytes behind a keyword that its value and what ends it may take.
const NEAR: usize = 1600;
/// Characters before a keyword that are of an option's name at most, its hyphens included.
const LONGEST_OPTION: usize = 26;
/// Bytes before a keyword in which a bracket may have been opened.
const LEFT: usize = 1024;

pub struct Passwords {
    rest: Pattern,
    about_before: Pattern,
    flag: Pattern,
    number: Pattern,
}

impl Passwords {
    pub fn new(source: &impl Fn(&str) -> Source) -> Self {
        Self {
            rest: Pattern::whole(source("rest")),
            about_before: Pattern::part(source("about_before")),
            flag: Pattern::whole(source("flag")),
            number: Pattern::whole(source("number")),
        }
    }

    /// Tell which password stands behind the keyword.
    pub fn judge(&self, keyword: &Keyword<'_>) -> Option<Verdict> {
        let Keyword { data, start, end, .. } = *keyword;
        let next = right_of(data, end, PASS).to_ascii_lowercase();
        if end - start == PASS && LONGER_WORDS.iter().any(|word| next.starts_with(word)) {
            return Some(Nothing);
        }
        if keyword.is_in(&PASSPHRASES) && may_be_words(data, end) {
            return None;
        }
        if keyword.byte_before() == Some(b'{') && has(data, end, b",") {
            return None; // it may be a pair of Erlang's
        }
        // Where signs beyond ASCII are near, all that counts characters or asks for letters is for Python.
        let near = right_of(data, end, NEAR);
        let is_narrow = near.is_ascii();
        let named = name_and_sign(data, end);
        let opened = if named.is_none() { extent::opened_behind_gap(data, end) } else { None };
        if named.as_ref().is_some_and(|named| named.sign == b"=" && has(data, named.end, b"&")) {
            return None; // it may be a value that begins so
        }
        let begin = opened.or_else(|| named.as_ref().map(|named| named.end));
        if begin.is_some_and(|begin| extent::may_follow_remark(data, begin)) || (opened.is_some() && !is_narrow) {
            return None;
        }
        if keyword.shared.enclosing.is_looked_up(data, named.as_ref())? {
            return Some(Nothing);
        }
        let oddly_begun = named.filter(|named| extent::begins_oddly(data, named.end));
        if !is_narrow && (has(near, run(near, 0, NEAR, is_of_name), b">") || oddly_begun.is_some()) {
            return None;
        }
        let of_option = || opened.and_then(|begin| bracketed_argument(keyword, begin));
        let found = assignment(data, start, end)
            .or_else(|| oddly_begun.map_or_else(of_option, |named| Some(bracketed(keyword, &named))));
        let Some(mut found) = found else { return Some(Nothing) };
        if found.is_quoted {
            if found.sign != b">" && may_be_cut(&found) {
                return None;
            }
        } else {
            found.end = bare_end(keyword, &found, is_narrow)?;
            if found.end <= found.start {
                return Some(Nothing);
            }
        }
        self.judge_assigned(keyword, &found, is_narrow)
    }

    /// Judge a value with its end; `is_narrow` says that no sign beyond ASCII is near.
    fn judge_assigned(&self, keyword: &Keyword<'_>, found: &Assignment<'_>, is_narrow: bool) -> Option<Verdict> {
        let (data, value) = (keyword.data, found.value());
        if !is_narrow && (!value.is_ascii() || value.contains(&b'<') || found.may_be_prose()) {
            return None;
        }
        let ends_closed = |at: usize| has_any(data, at, |byte| b")]}>".contains(&byte));
        if !found.is_quoted && (ends_closed(found.end) || ends_closed(found.end - 1)) && !keyword.left(LEFT).is_ascii()
        {
            return None;
        }
        if !self.is_of_a_password(found)
            || is_empty(keyword, found)
            || keyword.shared.placeholders.stands_for_another(value, found.is_quoted)?
            || found.is_prose()
            || self.is_flag(found)
            || (found.sign.is_empty() && !is_separated_by_gap(keyword, found))
            || !self.fits(keyword, found)
        {
            return Some(Nothing);
        }
        let is_listed = !found.is_quoted && is_listed(value);
        let (start, end) = if is_listed { (found.start + 1, found.end - 1) } else { found.span() };
        (!may_be_changed(data, end)).then_some(Value(start, end))
    }

    /// Tell whether name and sign may assign a password, rather than tell something about one.
    fn is_of_a_password(&self, found: &Assignment<'_>) -> bool {
        found.sign != b"=="
            && found.sign != b","
            && !self.rest.surely_not(found.rest)
            && !self.about_before.is_in(found.prefix)
    }

    fn is_flag(&self, found: &Assignment<'_>) -> bool {
        let value = found.value();
        let is_number = value.iter().all(u8::is_ascii_digit);
        self.flag.surely(value)
            || (is_number && found.rest.eq_ignore_ascii_case(b"s"))
            || (is_number && !found.is_quoted && value.len() <= 2)
    }

    fn fits(&self, keyword: &Keyword<'_>, found: &Assignment<'_>) -> bool {
        let (word, value) = (keyword.written(), found.value());
        let is_drive =
            |value: &[u8]| has_any(value, 0, |byte| byte.is_ascii_alphabetic()) && value[1..].starts_with(b":\\");
        if keyword.is(b"pwd") && (matches!(value[0], b'/' | b'~') || is_drive(value)) {
            return false;
        }
        let is_pw = keyword.is(b"pw");
        if is_pw || keyword.is(b"pass") {
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

/// Give the value that begins with a bracket as no other does, up to that bracket.
fn bracketed<'a>(keyword: &Keyword<'a>, named: &Named<'a>) -> Assignment<'a> {
    let data = keyword.data;
    let sign = if named.sign.is_empty() { b"=" } else { named.sign };
    let (start, end) = (named.end, named.end + 1);
    Assignment { data, prefix: prefix(data, keyword.start), rest: named.rest, sign, start, end, is_quoted: false }
}

/// Give the argument of an option that begins with a bracket at `begin`, as no other does, up to that bracket.
fn bracketed_argument<'a>(keyword: &Keyword<'a>, begin: usize) -> Option<Assignment<'a>> {
    let Keyword { data, end, .. } = *keyword;
    let left = keyword.left(LONGEST_OPTION + 1);
    let size = left.iter().rev().take_while(|&&byte| is_word(byte) || byte == b'-').count();
    let name = &left[left.len() - size..];
    let longest = if name.starts_with(b"--") { LONGEST_OPTION } else { LONGEST_OPTION - 1 };
    let is_option = name.starts_with(b"-") && name.len() <= longest;
    let rest = &data[end..begin].trim_ascii_end();
    let argument = Assignment { data, prefix: b"-", rest, sign: b"", start: begin, end: begin + 1, is_quoted: false };
    (is_option && extent::begins_oddly(data, begin)).then_some(argument)
}

/// Tell whether the quote behind a value may not end it.
fn may_be_cut(found: &Assignment<'_>) -> bool {
    let (data, end) = (found.data, found.end);
    has_any(data, end, is_quote) && (data.get(end + 1) == data.get(end) || extent::word_follows(data, end + 1))
}

/// Give where a value without quotes ends, or where it begins if it surely is none.
fn bare_end(keyword: &Keyword<'_>, found: &Assignment<'_>, is_narrow: bool) -> Option<usize> {
    let (data, start) = (found.data, found.start);
    if found.sign.is_empty() && !found.prefix.starts_with(b"-") {
        return Some(start);
    }
    if let Some(template) = extent::template(data, start) {
        if !is_narrow {
            return None;
        }
        if keyword.shared.placeholders.is_placeholder(template, false) {
            return Some(start);
        }
    }
    let stop = extent::bare_end(data, start, found.sign);
    if found.sign == b"=" && extent::may_be_spaced(data, stop) {
        return None;
    }
    Some(extent::without_closing(data, keyword.start, start, stop))
}

/// Tell whether several words may be what a name is set to that ends at `end`.
fn may_be_words(data: &[u8], end: usize) -> bool {
    let at = end + run(data, end, 8, |byte| b"\\\"' :=".contains(&byte));
    let word = run(data, at, LONGEST_OF_WORDS, |byte| byte.is_ascii_lowercase());
    at > end && word > 0 && has(data, at + word, b" ")
}

/// Tell whether a value is written as servlets print the values of a parameter: `[hunter2]`.
fn is_listed(value: &[u8]) -> bool {
    let inner = value.strip_prefix(b"[").and_then(|value| value.strip_suffix(b"]")).unwrap_or_default();
    !inner.is_empty() && !inner.iter().any(|byte| b"[]".contains(byte))
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
fn is_empty(keyword: &Keyword<'_>, found: &Assignment<'_>) -> bool {
    let data = keyword.data;
    let left = (keyword.start - found.prefix.len()).checked_sub(1).map_or(0, |left| data[left]);
    match left {
        b'{' => data[found.start] == b'?',
        b'(' => {
            let is_step = data[found.start - 1] == b':' && found.value().iter().all(u8::is_ascii_alphabetic);
            is_step && found.sign == b":" && found.prefix.is_empty() && has(data, found.end, b")")
        }
        _ => {
            let is_alone = matches!(left, b'?' | b'&') || found.prefix.starts_with(b"--");
            is_alone && found.sign == b"=" && data[found.start - 1] == b' '
        }
    }
}

/// Tell whether only a space may stand before the value: in options of commands and in SQL.
fn is_separated_by_gap(keyword: &Keyword<'_>, found: &Assignment<'_>) -> bool {
    let is_of_sql = keyword.is(b"password") || keyword.is(b"identified by");
    let is_in_quotes = has_any(keyword.data, keyword.end, |byte| matches!(byte, b'"' | b'\''));
    (is_of_sql && !is_in_quotes && found.is_quoted && found.data[found.start - 1] != b'`') || found.is_option()
}
