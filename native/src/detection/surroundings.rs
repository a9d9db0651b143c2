//! What stands before a candidate. It never looks past U+001E into another text of the record.

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
