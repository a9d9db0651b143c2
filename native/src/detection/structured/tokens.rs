//! What begins a document, and the strings and numbers in it.

use crate::detection::bytes::{has, has_any, is_any_space, is_word, run};
use crate::detection::structured::beyond_ascii::is_letter_at;
use crate::detection::structured::tree::{Kind, Node};

const GAP: usize = 64;
const LONGEST_TEMPLATE: usize = 256;
const LONGEST_LOOK: usize = 512;
const OPENING_WORDS: [&[u8]; 9] = [b"true", b"false", b"null", b"None", b"True", b"False", b"NaN", b"nan", b"inf"];

/// Tell whether a sign beyond ASCII behind a bracket may decide whether that opens a document.
pub fn is_odd_behind(data: &[u8], at: usize) -> bool {
    let first = at + run(data, at, usize::MAX, is_any_space);
    let of_name = |byte: u8| is_word(byte) || is_any_space(byte) || byte == b'.' || byte == b'-' || !byte.is_ascii();
    let end = first + run(data, first, LONGEST_LOOK, of_name);
    let read = &data[first..end];
    if read.is_ascii() {
        return false;
    }
    // Letters only make a name longer, which matters where a sign of assignment ends it.
    (!read[0].is_ascii() && !is_letter_at(data, first))
        || end - first == LONGEST_LOOK
        || has_any(data, end, |byte| matches!(byte, b'=' | b':' | b','))
        || OPENING_WORDS.iter().any(|word| read.starts_with(word))
}

pub fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

fn is_prefix(byte: u8) -> bool {
    b"bBuUrR".contains(&byte)
}

/// Count the signs of a string's body from `at` on: none that `quote` ends; without one either kind but the double.
pub fn body(data: &[u8], at: usize, quote: Option<u8>) -> usize {
    let quote = quote.unwrap_or(b'"');
    let mut end = at;
    loop {
        match data.get(end) {
            Some(b'\\') if has_any(data, end + 1, |byte| byte != b'\n' && byte != b'\x1e') => end += 2,
            Some(b'\\' | b'\n' | b'\x1e') | None => return end - at,
            Some(&byte) if byte == quote => return end - at,
            Some(_) => end += 1,
        }
    }
}

/// Read a string at a place: its node, and where what closes it ends.
pub fn string(data: &[u8], at: usize) -> Option<(Node, usize)> {
    let prefix = run(data, at, 2, is_prefix);
    let quote = *data.get(at + prefix).filter(|byte| matches!(byte, b'"' | b'\''))?;
    let start = at + prefix + 1;
    let end = start + body(data, start, Some(quote));
    let closed = match data.get(end) {
        None => end,
        Some(&byte) if byte == quote || byte == b'\n' => end + 1,
        Some(_) => return None,
    };
    let is_raw = data[at..at + prefix].iter().any(|byte| matches!(byte, b'r' | b'R'));
    Some((Node { kind: Kind::String, start, end, quote, is_raw, items: Vec::new() }, closed))
}

/// Read a text that is a string and nothing else.
pub fn whole_string(data: &[u8]) -> Option<Node> {
    let (node, closed) = string(data, run(data, 0, usize::MAX, is_blank))?;
    let is_closed = matches!(data[closed - 1], b'"' | b'\'');
    (is_closed && closed + run(data, closed, usize::MAX, is_blank) == data.len()).then_some(node)
}

pub fn opens(data: &[u8], at: usize) -> bool {
    let gap = run(data, at + 1, GAP, is_any_space);
    let first = at + 1 + gap;
    if has_any(data, first, |byte| b"\"'{[(}]-".contains(&byte) || byte.is_ascii_digit()) {
        return true;
    }
    let prefix = run(data, first, 2, is_prefix);
    let is_string = prefix > 0 && has_any(data, first + prefix, |byte| matches!(byte, b'"' | b'\''));
    let is_constant = OPENING_WORDS
        .iter()
        .chain(&[&b"Infinity"[..]])
        .any(|word| has(data, first, word) && !has_any(data, first + word.len(), is_word));
    if is_string || is_constant || opens_named(data, first) {
        return true;
    }
    let is_assigned = |at: usize| at > 0 && matches!(data[at - 1], b'=' | b':');
    data[at] == b'['
        && (is_assigned(at) || (at > 0 && data[at - 1] == b' ' && is_assigned(at - 1)))
        && has_any(data, at + 1, |byte| !is_any_space(byte) && byte != b'[' && byte != b']')
}

fn is_letter(byte: u8) -> bool {
    is_word(byte) && !byte.is_ascii_digit()
}

/// Tell whether `[^\W\d][\w.-]{0,63}\s?[=:]` stands at a place.
fn opens_named(data: &[u8], at: usize) -> bool {
    if !has_any(data, at, is_letter) {
        return false;
    }
    let end = at + 1 + run(data, at + 1, GAP - 1, |byte| is_word(byte) || byte == b'.' || byte == b'-');
    let sign = end + usize::from(has_any(data, end, is_any_space));
    has_any(data, sign, |byte| matches!(byte, b'=' | b':'))
}

pub fn opens_call(data: &[u8], at: usize) -> bool {
    let first = at + run(data, at, GAP, is_any_space);
    if has_any(data, first, |byte| b"\"'{[(".contains(&byte)) {
        return true;
    }
    if has_any(data, first, |byte| b"bBuU".contains(&byte))
        && has_any(data, first + 1, |byte| matches!(byte, b'"' | b'\''))
    {
        return true;
    }
    if has_any(data, first, is_letter) {
        return has(data, first + 1 + run(data, first + 1, GAP - 1, is_word), b"=");
    }
    let digits = run(data, first, GAP, |byte| byte.is_ascii_digit());
    let sign = first + digits + usize::from(has_any(data, first + digits, is_any_space));
    digits > 0 && has(data, sign, b",")
}

/// Tell whether `[{\[][\s{\[]{0,32}(?=\\+["'])` stands at a place.
pub fn opens_escaped(data: &[u8], at: usize) -> bool {
    let at = at + 1 + run(data, at + 1, 32, |byte| is_any_space(byte) || byte == b'{' || byte == b'[');
    let slashes = run(data, at, usize::MAX, |byte| byte == b'\\');
    slashes > 0 && has_any(data, at + slashes, |byte| matches!(byte, b'"' | b'\''))
}

/// Give the end of what begins with a bracket and is not a document: a note of sealog, a colour, a template.
pub fn note(data: &[u8], at: usize) -> Option<usize> {
    let digit = |byte: u8| byte.is_ascii_digit();
    if has(data, at, b"[sealog: ") {
        let digits = run(data, at + 9, 18, digit);
        let text = at + 9 + digits;
        let size = run(data, text, 40, |byte| byte.is_ascii_lowercase() || byte == b' ');
        if digits > 0 && size > 0 && has(data, text + size, b"]") {
            return Some(text + size + 1);
        }
    }
    if has(data, at, b"[masked:") && has_any(data, at + 8, |byte| byte.is_ascii_lowercase()) {
        let size = run(data, at + 9, 39, |byte| byte.is_ascii_lowercase() || digit(byte) || byte == b'_');
        if has(data, at + 9 + size, b"]") {
            return Some(at + 10 + size);
        }
    }
    if data[at] == b'[' {
        let mut end = at;
        for _ in 0..10 {
            let digits = run(data, end + 1, 3, digit);
            end += 1 + digits;
            match data.get(end) {
                Some(b'm' | b'K' | b'J') if digits > 0 => return Some(end + 1),
                Some(b';') if digits > 0 => {}
                _ => break,
            }
        }
    }
    if has(data, at, b"{{") {
        let size = run(data, at + 2, LONGEST_TEMPLATE, |byte| !b"{}\"':=,\n\x1e".contains(&byte));
        if has(data, at + 2 + size, b"}}") {
            return Some(at + 4 + size);
        }
    }
    None
}

/// Count the signs of a number at a place.
pub fn number(data: &[u8], at: usize) -> usize {
    let digits = |at: usize| run(data, at, usize::MAX, |byte| byte.is_ascii_digit());
    let first = at + usize::from(has(data, at, b"-"));
    let mut end = first + if has(data, first, b"0") { 1 } else { digits(first) };
    if end == first {
        return 0;
    }
    if has(data, end, b".") && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    if has_any(data, end, |byte| matches!(byte, b'e' | b'E')) {
        let sign = end + 1 + usize::from(has_any(data, end + 1, |byte| matches!(byte, b'+' | b'-')));
        if digits(sign) > 0 {
            end = sign + digits(sign);
        }
    }
    end - at
}
