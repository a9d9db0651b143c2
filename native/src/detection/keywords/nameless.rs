//! Names before a sign, a sentence's end or a list, whose rules Python has said: where the name has none, no value stands
//! beside it. The twin of what `structured/names_beside/labelled.py` and `bound.py` read of names; what is odd is left to them.

use crate::detection::bytes::{has, has_any, is_any_space, is_of_name, is_quote, is_word, right_of, run};
use crate::detection::key_names::KeyNames;
use crate::detection::keywords::keyword::{Keyword, WIDEST};

const LONGEST: usize = 64;
const SUBJECT: usize = 96;
const OPERAND: usize = 112;
const DUMPED: usize = 176;
const LIST: usize = 2048;
const GAP: usize = 16;
const ROWS: [&[u8]; 4] = [b"rows", b"values", b"data", b"records"];

/// What stands where a name may: none, one, or what Python must read.
enum Place<'a> {
    Nothing,
    Name(&'a [u8]),
    Odd,
}

impl Place<'_> {
    /// Tell whether surely no name with a rule stands here.
    fn is_nothing(&self, names: &KeyNames) -> bool {
        match self {
            Self::Nothing => true,
            Self::Name(name) => names.has_no_rule(name),
            Self::Odd => false,
        }
    }
}

/// Tell whether the subject of a sentence surely has no rule: `status changed from 'new' to 'old'`, `mode is 'x'`.
pub fn is_told_of_nothing(keyword: &Keyword<'_>, names: &KeyNames) -> bool {
    let left = keyword.left(WIDEST * SUBJECT);
    let was = left.strip_suffix(b" was").map_or(Place::Nothing, subject);
    let place = if matches!(was, Place::Nothing) { subject(left) } else { was };
    place.is_nothing(names)
}

/// Give the name that ends a text, in quotes or without.
fn subject(left: &[u8]) -> Place<'_> {
    let quoted = left.split_last().filter(|(last, _)| is_quote(**last));
    let inner = quoted.map_or(left, |(_, inner)| inner);
    let (before, name) = split(inner, |byte| is_of_name(byte) || b"[]".contains(&byte));
    let before = match quoted {
        Some((quote, _)) => match before.split_last() {
            Some((first, before)) if first == quote => before,
            Some((first, _)) if !first.is_ascii() => return Place::Odd,
            _ => return Place::Nothing,
        },
        None if name.iter().any(|byte| b"[]".contains(byte)) => return Place::Odd,
        None => before,
    };
    match before.last() {
        Some(byte) if !byte.is_ascii() => Place::Odd,
        Some(&byte) if is_of_name(byte) => Place::Nothing,
        _ => named(name),
    }
}

/// Tell whether the column before a constant or a parameter surely has no rule: `status LIKE 'a%'`, `status = :status`.
pub fn is_compared_to_nothing(keyword: &Keyword<'_>, names: &KeyNames) -> bool {
    let left = keyword.left(WIDEST * OPERAND);
    match left.last() {
        Some(byte) if !byte.is_ascii() => return false,
        Some(byte) if !byte.is_ascii_alphanumeric() && !b"_$\"`])".contains(byte) => return true,
        None => return true,
        _ => {}
    }
    let negated = left.len().checked_sub(4).filter(|&at| left[at..].eq_ignore_ascii_case(b" not"));
    let plain = negated.map_or(Place::Nothing, |at| operand(&left[..at]));
    let place = if matches!(plain, Place::Nothing) { operand(left) } else { plain };
    place.is_nothing(names)
}

/// Give the name of a column that ends a text.
fn operand(left: &[u8]) -> Place<'_> {
    let left = left.strip_suffix(b")").unwrap_or(left);
    let (typed, _) = split(left, is_word);
    if typed.ends_with(b"::") || typed.last().is_some_and(|byte| !byte.is_ascii()) {
        return Place::Odd;
    }
    let closers = left.iter().rev().take(4).take_while(|&&byte| b"\"`]\\".contains(&byte)).count();
    let (before, name) = split(&left[..left.len() - closers], |byte| is_word(byte) || byte == b'$');
    if before.last().is_some_and(|byte| !byte.is_ascii()) {
        return Place::Odd;
    }
    named(name)
}

/// Tell whether the name of a dumped field surely has no rule: `[size] => 3`.
pub fn is_dumped_without_rule(keyword: &Keyword<'_>, names: &KeyNames) -> bool {
    let left = keyword.left(WIDEST * DUMPED);
    let Some(opened) = left.iter().rposition(|&byte| byte == b'[') else { return left.is_ascii() };
    let inner = &left[opened + 1..];
    if !inner.is_ascii() {
        return false;
    }
    let quote = |byte: u8| matches!(byte, b'"' | b'\'');
    let begin = usize::from(has_any(inner, 0, quote));
    let size = run(inner, begin, usize::MAX, is_of_name);
    let end = begin + size + usize::from(has_any(inner, begin + size, quote));
    match inner.get(end) {
        None => named(&inner[begin..begin + size]).is_nothing(names),
        Some(b':') => false, // it may be private, or of a class
        Some(_) => true,
    }
}

/// Tell whether no column of a result surely has a rule: `"columns": ["id", "status"], "rows": [[1, "new"]]`.
pub fn has_plain_columns(keyword: &Keyword<'_>, names: &KeyNames) -> bool {
    let Keyword { data, end, .. } = *keyword;
    let gap = |at: usize| at + run(data, at, GAP + 1, is_any_space);
    let opened = gap(end);
    let list = right_of(data, opened + 1, WIDEST * LIST);
    let size = run(list, 0, usize::MAX, |byte| !b"[]{}\x1e".contains(&byte));
    let list = &list[..size];
    if has_any(data, opened, |byte| !byte.is_ascii()) || !list.is_ascii() {
        return false;
    }
    if data.get(opened) != Some(&b'[') || data.get(opened + 1 + size) != Some(&b']') {
        return true;
    }
    let comma = gap(opened + size + 2);
    let quote = gap(comma + 1);
    if !right_of(data, comma, GAP + 2).is_ascii() {
        return false;
    }
    let is_of_rows = has(data, comma, b",")
        && has_any(data, quote, |byte| matches!(byte, b'"' | b'\''))
        && ROWS.iter().any(|name| right_of(data, quote + 1, name.len()).eq_ignore_ascii_case(name));
    !is_of_rows || in_quotes(list).into_iter().all(|name| names.has_no_rule(name))
}

/// Give the names in quotes of a list, as Python reads them from the left.
fn in_quotes(list: &[u8]) -> Vec<&[u8]> {
    let is_quote = |byte: u8| matches!(byte, b'"' | b'\'');
    let mut names = Vec::new();
    let mut at = 0;
    while at < list.len() {
        let size = run(list, at + 1, LONGEST + 1, |byte| is_word(byte) || b".$ -".contains(&byte));
        let is_name = is_quote(list[at]) && (1..=LONGEST).contains(&size) && has_any(list, at + 1 + size, is_quote);
        if is_name {
            names.push(&list[at + 1..at + 1 + size]);
            at += size + 1;
        }
        at += 1;
    }
    names
}

/// Give the name that a text is, if it begins as names do.
fn named(name: &[u8]) -> Place<'_> {
    match name.first() {
        Some(first) if (first.is_ascii_alphabetic() || *first == b'_') && name.len() <= LONGEST => Place::Name(name),
        _ => Place::Nothing,
    }
}

/// Split a text before the bytes of a kind that end it.
fn split(text: &[u8], is_of: impl Fn(u8) -> bool) -> (&[u8], &[u8]) {
    let size = text.iter().rev().take_while(|&&byte| is_of(byte)).count();
    text.split_at(text.len() - size)
}
