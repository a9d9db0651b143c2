//! Passwords that a sentence tells. The twin of `keyword_rules/passwords/spoken_password.py`.

use crate::detection::bytes::{has, has_any, is_quote, is_space, run};
use crate::detection::keywords::keyword::Keyword;

/// Tell whether surely no password is told in the sentence behind the keyword.
pub fn is_nothing(keyword: &Keyword<'_>) -> bool {
    let Keyword { data, end, .. } = *keyword;
    let at = end + usize::from(has(data, end, b" "));
    if has_any(data, at, |byte| is_quote(byte) || !byte.is_ascii() || b"<([{".contains(&byte)) {
        return false;
    }
    let size = run(data, at, 4 * 64, |byte| !is_space(byte) && !b"\"'`\x1e<>()[]{},;".contains(&byte));
    let value = &data[at..at + size];
    !value.iter().any(u8::is_ascii_digit) || !value.iter().any(u8::is_ascii_alphabetic)
}
