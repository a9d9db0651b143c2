//! What stands beside a candidate. It never looks past U+001E into another text of the record.

use std::borrow::Cow;

/// What `str.isspace` takes for white space, of ASCII.
pub const WHITE_SPACE: &[u8] = b" \t\n\x0b\x0c\r\x1c\x1d\x1e\x1f";

/// Give up to `reach` bytes that end at `start`.
pub fn left_of(data: &[u8], start: usize, reach: usize) -> &[u8] {
    let left = &data[start.saturating_sub(reach)..start];
    match memchr::memrchr(0x1e, left) {
        Some(edge) => &left[edge + 1..],
        None => left,
    }
}

/// Give what introduces a candidate: up to `reach` bytes that end at `start`, or for a candidate that begins its text the
/// text before it, which is the key of an attribute, as `tax_id: `. Also whether it may begin in the middle of a word.
pub fn introduction(data: &[u8], start: usize, reach: usize) -> (Cow<'_, [u8]>, bool) {
    let is_cut = start > reach;
    let left = &data[start.saturating_sub(reach)..start];
    let Some(edge) = memchr::memrchr(0x1e, left) else { return (Cow::Borrowed(left), is_cut) };
    let (others, own) = (&left[..edge], &left[edge + 1..]);
    let first = memchr::memrchr(0x1e, others);
    let name = first.map_or(others, |first| &others[first + 1..]);
    if name.is_empty() || own.iter().any(|byte| !b" \"'".contains(byte)) {
        return (Cow::Borrowed(own), false);
    }
    (Cow::Owned([name, b": "].concat()), is_cut && first.is_none())
}

/// Give up to `reach` bytes that begin at `end`.
pub fn right_of(data: &[u8], end: usize, reach: usize) -> &[u8] {
    let right = &data[end..data.len().min(end + reach)];
    &right[..memchr::memchr(0x1e, right).unwrap_or(right.len())]
}

/// Tell whether `data[start..end]` is a piece of a longer word.
pub fn is_glued(data: &[u8], start: usize, end: usize) -> bool {
    (start > 0 && is_word(data[start - 1])) || data.get(end).is_some_and(|&byte| is_word(byte))
}

/// Tell whether a point and further digits make `data[start..end]` part of a longer dotted number, in ASCII.
pub fn is_decimal_part(data: &[u8], start: usize, end: usize) -> bool {
    matches!(data[..start], [.., b'0'..=b'9', b'.']) || matches!(data[end..], [b'.', b'0'..=b'9', ..])
}

pub fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Give `left` without those of `signs` that end it.
pub fn trimmed<'a>(left: &'a [u8], signs: &[u8]) -> &'a [u8] {
    let kept = left.iter().rposition(|byte| !signs.contains(byte)).map_or(0, |last| last + 1);
    &left[..kept]
}

/// Tell whether `text` ends with one of the words, in any case.
pub fn ends_with_any(text: &[u8], words: &[Vec<u8>]) -> bool {
    words.iter().any(|word| text.len() >= word.len() && text[text.len() - word.len()..].eq_ignore_ascii_case(word))
}

/// Tell whether a place begins a word; an escape before it (`\n`, `%3D`, `\u003d`) ends one.
pub fn begins_word(data: &[u8], start: usize) -> bool {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let are_hex = |left: &[u8]| left.iter().all(u8::is_ascii_hexdigit);
    let left = &data[..start];
    match left {
        [.., last] if !is_word(last) => true,
        [] | [.., b'\\', b'n' | b'r' | b't' | b'b' | b'f'] => true,
        [.., b'%', first, second] if are_hex(&[*first, *second]) => true,
        [.., b'\\', b'u', first, second, third, fourth] => are_hex(&[*first, *second, *third, *fourth]),
        _ => false,
    }
}
