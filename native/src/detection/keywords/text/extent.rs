//! Where a password without quotes ends. The twin of a part of `keyword_rules/text/extent.py`, in a text of ASCII.

use crate::detection::bytes::{has, has_any, is_any_space, is_quote, is_space, is_word, right_of, run, Set};
use crate::detection::keywords::text::assignment::LONGEST;
use crate::detection::surroundings::left_of;

const OPENED_REACH: usize = 256;
const RUN: Set = Set::but(b" \t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\"'`,;&|<>()[]{}\\");
const MOST_TURNS: usize = 32;
const LONGEST_KEY: usize = 40;
const LONGEST_TEMPLATE: usize = 88;
const LONGEST_REMARK: usize = 96;
const LONGEST_TAG: usize = 80;
const LONGEST_NAME_OF_TAG: usize = 8;
/// Elements that begin behind a value in a page, as in `keyword_rules/text/extent.py`.
const TAGS: [&[u8]; 27] = [
    b"a", b"b", b"i", b"u", b"p", b"br", b"hr", b"li", b"ol", b"ul", b"dl", b"dt", b"dd", b"td", b"th", b"tr", b"div",
    b"em", b"code", b"pre", b"span", b"strong", b"small", b"table", b"tbody", b"html", b"body",
];
/// Characters of the further words of a value in a connection string, and of what ends them.
const SPACED_REACH: usize = 4 * 448;

/// Give where a value without quotes ends that begins at `begin`; `sign` is what stands before it.
pub fn bare_end(data: &[u8], begin: usize, sign: &[u8]) -> usize {
    let mut limit = data.len().min(begin + LONGEST);
    if sign.starts_with(b"%") {
        if let Some(encoded) = memchr::memmem::find(&data[begin..limit], b"%26").filter(|&at| at > 0) {
            limit = begin + encoded;
        }
    }
    let sign = if sign.contains(&b'=') { b'=' } else { b':' };
    let mut opened = Vec::new();
    let mut at = begin;
    for _ in 0..MOST_TURNS {
        at += run(&data[..limit.max(at)], at, usize::MAX, |byte| RUN.has(byte));
        let Some(&byte) = data.get(at).filter(|&&byte| at < limit && !is_any_space(byte)) else { break };
        if let Some(closing) = closing_of(byte) {
            if byte == b'<' && at > begin && is_tag(data, at) {
                break;
            }
            opened.push(closing);
        } else if opened.last() == Some(&byte) {
            opened.pop();
        } else if ends(data, begin, at, sign) {
            break;
        }
        at += 1;
    }
    at
}

fn closing_of(byte: u8) -> Option<u8> {
    match byte {
        b'(' => Some(b')'),
        b'[' => Some(b']'),
        b'{' => Some(b'}'),
        b'<' => Some(b'>'),
        _ => None,
    }
}

fn is_tag(data: &[u8], at: usize) -> bool {
    let name = right_of(data, at + 1, run(data, at + 1, LONGEST_NAME_OF_TAG, is_word)).to_ascii_lowercase();
    let is_known = TAGS.contains(&name.as_slice());
    let is_mark = has_any(data, at + 1, |byte| matches!(byte, b'/' | b'!'));
    let begun = if is_known { name.len() } else { 1 };
    (is_known || is_mark || has_any(data, at + 1, |byte| byte.is_ascii_alphabetic())) && {
        let end = at + 1 + begun + run(data, at + 1 + begun, LONGEST_TAG + 1, |byte| !b"<>\n\x1e".contains(&byte));
        end - at - 1 - begun <= LONGEST_TAG && has(data, end, b">") && (is_known || is_mark || !goes_on(data, end + 1))
    }
}

/// Tell whether the sign at `at` ends a value that began at `begin`: what follows decides.
fn ends(data: &[u8], begin: usize, at: usize, sign: u8) -> bool {
    match data[at] {
        b')' | b']' | b'}' | b'>' => !goes_on(data, at + 1),
        b'\\' => {
            let slashes = run(data, at, 5, |byte| byte == b'\\');
            let escaped = data.get(at + slashes).copied().unwrap_or_default();
            slashes <= 4
                && (b"nrtbfvux0/".contains(&escaped) || (is_quote(escaped) && !word_follows(data, at + slashes + 1)))
        }
        byte @ (b',' | b';' | b'&' | b'|') => {
            (byte == b';' && is_key_of_words(data, at + 1)) || is_followed(data, at + 1, sign)
        }
        _ => at == begin || !word_follows(data, at + 1),
    }
}

/// Tell whether a key stands at a place: `["']?[\w.$@-]{1,40}(?:\[[\w.-]{0,40}\]){0,3}["'\]]{0,2}[ ]?`, then one of `signs`.
fn is_key(data: &[u8], at: usize, signs: &[u8]) -> bool {
    let is_plain_quote = |byte: u8| matches!(byte, b'"' | b'\'');
    let at = at + usize::from(has_any(data, at, is_plain_quote));
    let size = run(data, at, LONGEST_KEY, |byte| is_word(byte) || b".$@-".contains(&byte));
    if size == 0 {
        return false;
    }
    let mut at = at + size;
    for _ in 0..3 {
        let inner = run(data, at + 1, LONGEST_KEY, |byte| is_word(byte) || b".-".contains(&byte));
        if !has(data, at, b"[") || !has(data, at + 1 + inner, b"]") {
            break;
        }
        at += inner + 2;
    }
    at += run(data, at, 2, |byte| is_plain_quote(byte) || byte == b']');
    at += usize::from(has(data, at, b" "));
    has_any(data, at, |byte| signs.contains(&byte))
}

fn goes_on(data: &[u8], at: usize) -> bool {
    has_any(data, at, |byte| is_word(byte) || b"!@#$%^*+~?".contains(&byte)) && !is_key(data, at, b"=:")
}

/// Tell whether a word stands at a place that is not the key of a further value.
pub fn word_follows(data: &[u8], at: usize) -> bool {
    has_any(data, at, is_word) && !is_key(data, at, b"=:")
}

/// Tell whether `[ ]?\w{1,24}(?:[ ]\w{1,24}){1,2}[ ]?=` stands at a place.
fn is_key_of_words(data: &[u8], at: usize) -> bool {
    let mut at = at + usize::from(has(data, at, b" "));
    for words in 0..3 {
        let size = run(data, at, 25, is_word);
        if size == 0 || size > 24 {
            return false;
        }
        at += size;
        if words > 0 && (has(data, at, b"=") || has(data, at, b" =")) {
            return true;
        }
        if !has(data, at, b" ") {
            return false;
        }
        at += 1;
    }
    false
}

/// Tell whether what follows a sign at a place begins something new.
fn is_followed(data: &[u8], at: usize, sign: u8) -> bool {
    let reference = [&b"amp;"[..], b"#38;"].into_iter().find(|reference| has(data, at, reference));
    let places = [reference.map(|reference| at + reference.len()), Some(at)];
    places.into_iter().flatten().any(|at| {
        let Some(&byte) = data.get(at) else { return true };
        if is_space(byte) || b"\"'`)]}>([{,;&|\x1e".contains(&byte) || is_key(data, at, &[sign]) {
            return true;
        }
        let slashes = run(data, at, 3, |byte| byte == b'\\');
        if slashes > 0 && has_any(data, at + slashes, |byte| b"nrt\"'".contains(&byte)) {
            return true;
        }
        let scheme = run(data, at, 12, is_word);
        scheme >= 2 && has(data, at + scheme, b"://")
    })
}

/// Take the closing bracket that ends the value off it, if it was opened before the value.
pub fn without_closing(data: &[u8], start: usize, begin: usize, stop: usize) -> usize {
    let Some(&closing) = data.get(stop).filter(|closing| b")]}>".contains(closing) && stop != begin) else {
        return stop;
    };
    let opening = match closing {
        b')' => b'(',
        b']' => b'[',
        b'}' => b'{',
        _ => b'<',
    };
    let left = left_of(data, start, OPENED_REACH);
    let last = |sign: u8| left.iter().rposition(|&byte| byte == sign);
    let is_open = last(opening) > last(closing) || opening == b'<';
    let is_alone = data.get(stop + 1).is_none_or(|next| b" \n\x1e".contains(next));
    if is_open || !is_alone || data[begin..stop].contains(&opening) {
        stop
    } else {
        stop + 1
    }
}

/// Tell whether a value with spaces, in a connection string, may go on at `stop`.
pub fn may_be_spaced(data: &[u8], stop: usize) -> bool {
    has(data, stop, b" ")
        && right_of(data, stop, SPACED_REACH).iter().find(|byte| b";=\"'<>{}\x1e\n\t\r".contains(byte)) == Some(&b';')
}

/// Give the place of a value in a template that stands at a place: `{{ … }}`, `${…}`, `$(…)`, `<% … %>`.
pub fn template(data: &[u8], at: usize) -> Option<&[u8]> {
    let braces = at + usize::from(has(data, at, b"$"));
    let (inner, outer, closing): (usize, &[u8], &[u8]) = if has(data, braces, b"{{") {
        (braces + 2, b"{}\n\x1e", b"}}")
    } else if has(data, at, b"${") {
        (at + 2, b"{}\n\x1e", b"}")
    } else if has(data, at, b"$(") {
        (at + 2, b"()\n\x1e", b")")
    } else if has(data, at, b"<%") {
        (at + 2, b"<>\n\x1e", b"%>")
    } else {
        return None;
    };
    let mut size = run(data, inner, LONGEST_TEMPLATE + 2, |byte| !outer.contains(&byte));
    if closing == b"%>" {
        size = size.checked_sub(1)?; // the sign before the bracket
    }
    let end = inner + size + closing.len();
    let is_whole = size <= LONGEST_TEMPLATE && has(data, inner + size, closing);
    (is_whole && !has_any(data, end, |byte| is_word(byte) || byte == b'$')).then(|| &data[at..end])
}

/// Tell whether a bracket at a place begins a value: no gap and no quote follows it, and it is not a remark.
pub fn begins_oddly(data: &[u8], at: usize) -> bool {
    let is_begun = opens(data, at)
        && right_of(data, at + 1, 3).iter().filter(|&&byte| !is_space(byte) && !is_quote_or_edge(byte)).count() == 3;
    is_begun && remark(data, at).is_none()
}

fn is_quote_or_edge(byte: u8) -> bool {
    (is_quote(byte) && byte != b'`') || byte == b'\x1e'
}

/// Tell whether a remark stands at a place, and where it ends: `(not set)`.
fn remark(data: &[u8], at: usize) -> Option<usize> {
    let size = run(data, at + 1, LONGEST_REMARK, |byte| !b"<>()[]{}\n\x1e".contains(&byte));
    let inner = right_of(data, at + 1, size);
    let has_gap = inner.iter().take(65).any(|&byte| byte == b' ');
    (has_gap && has_any(data, at + 1 + size, |byte| b">)]}".contains(&byte))).then_some(at + 2 + size)
}

/// Give where a bracket opens behind a gap and what may be the rest of an option's name: `--password [`.
pub fn opened_behind_gap(data: &[u8], end: usize) -> Option<usize> {
    let name = end + run(data, end, 33, |byte| is_word(byte) || byte == b'-');
    let gap = run(data, name, 5, |byte| byte == b' ');
    (name - end <= 32 && (1..=4).contains(&gap) && opens(data, name + gap)).then_some(name + gap)
}

/// Tell whether a value may be glued to a remark at a place: `(not set)hunter2`.
pub fn may_follow_remark(data: &[u8], at: usize) -> bool {
    let goes_on = |at: usize| has_any(data, at, |byte| is_word(byte) || b"!@#$%^*+~?".contains(&byte));
    opens(data, at) && remark(data, at).is_some_and(goes_on)
}

fn opens(data: &[u8], at: usize) -> bool {
    has_any(data, at, |byte| b"<([{".contains(&byte))
}
