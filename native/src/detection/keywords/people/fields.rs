//! Fields whose names rules of keys know: where surely nothing is assigned. The twin of `rules/by_key/fields.py`.

use crate::detection::bytes::{has_any, is_word, run};
use crate::detection::keywords::keyword::Keyword;
use crate::detection::keywords::verdict::Verdict;

const LONGEST: usize = 160;
const LONGEST_REST: usize = 48;

/// Tell that surely nothing is assigned to a field whose name begins with the keyword.
pub fn judge(keyword: &Keyword<'_>) -> Option<Verdict> {
    let Keyword { data, start, end, .. } = *keyword;
    let is_begin = keyword.byte_before().is_none_or(|left| {
        !left.is_ascii_alphabetic() || (left.is_ascii_lowercase() && data[start].is_ascii_uppercase())
    });
    if data[start].is_ascii() && !is_begin {
        return Some(Verdict::Nothing);
    }
    let mut stop = end;
    if data[start].is_ascii() {
        while stop > start && b"=:\"'>\\ ".contains(&data[stop - 1]) {
            stop -= 1;
        }
    }
    let name = stop + run(data, stop, LONGEST_REST, |byte| is_word(byte) || b".$-".contains(&byte));
    if has_any(data, name, |byte| !byte.is_ascii()) {
        return None;
    }
    Keyword { end: name, ..*keyword }
        .if_assigned(|found| Verdict::nothing_if(!found.is_plain() || found.end - found.start > LONGEST * 4))
}
