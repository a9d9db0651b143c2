//! The name to which a document is assigned.

use crate::detection::bytes::{is_any_space, is_word};
use crate::detection::structured::beyond_ascii::is_known_letter;
use crate::detection::structured::reading::LONGEST;

const LONGEST_GAP: usize = 4;
const LONGEST_TYPE: usize = 65;
const LONGEST_INDEX: usize = 64;
const MOST_INDEXES: usize = 8;

/// Give the name to which a document is assigned: `password=[…]`, `"user": {…}`; None where a sign beyond ASCII may
/// decide.
pub fn name_before(data: &[u8], start: usize) -> Option<&[u8]> {
    let window = start.saturating_sub(LONGEST);
    let left = &data[window..start];
    if left.is_ascii() {
        return Some(name_in(left, window));
    }
    let text = left.utf8_chunks().last().map_or("", |chunk| chunk.valid()); // the window may begin within a character
    let sign = text.chars().rev().find(|&sign| !is_of_word_or_gap(sign));
    let is_none = sign.map_or(window == 0, |sign| sign.is_ascii() && sign != '=' && sign != ':');
    is_none.then_some(b"")
}

fn is_of_word_or_gap(sign: char) -> bool {
    is_known_letter(sign) || u8::try_from(sign).is_ok_and(|byte| is_word(byte) || is_any_space(byte))
}

/// Give the name at the end of a text that begins at `window`.
fn name_in(left: &[u8], window: usize) -> &[u8] {
    let back = |left: &[u8], is_of: fn(u8) -> bool| left.iter().rev().take_while(|&&byte| is_of(byte)).count();
    let (left, kind) = left.split_at(left.len() - back(left, is_word));
    if kind.first().is_some_and(|first| !first.is_ascii_alphabetic()) || kind.len() > LONGEST_TYPE {
        return b"";
    }
    let gap = back(left, is_any_space);
    let Some((b':' | b'=', left)) = left[..left.len() - gap].split_last() else { return b"" };
    let further = back(left, is_any_space);
    if gap > LONGEST_GAP || further > LONGEST_GAP {
        return b"";
    }
    let left = &left[..left.len() - further];
    let left = left.strip_suffix(b"\"").or(left.strip_suffix(b"'")).unwrap_or(left);
    let left = &left[..left.len() - back(left, |byte| byte == b'\\')];
    let end = left.len();
    let mut base = left;
    for _ in 0..MOST_INDEXES {
        let Some(inner) = base.strip_suffix(b"]") else { break };
        let size = back(inner, is_word);
        let Some(outer) =
            inner[..inner.len() - size].strip_suffix(b"[").filter(|_| (1..=LONGEST_INDEX).contains(&size))
        else {
            return b"";
        };
        base = outer;
    }
    let size = back(base, |byte| is_word(byte) || byte == b'.' || byte == b'-');
    let begin = base.len() - size;
    let is_begun = if begin == 0 { window == 0 } else { base[begin - 1] != b']' };
    let first = left.get(begin).copied().unwrap_or_default();
    if size == 0 || !is_begun || !is_word(first) || first.is_ascii_digit() {
        return b"";
    }
    &left[begin..end]
}
