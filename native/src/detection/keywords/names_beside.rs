//! Names that stand apart from their values: where surely no such value stands. The twin of `structured/names_beside/beside.py`,
//! `bound.py` and `database.py`.

use memchr::{memmem, memrchr2};

use crate::detection::bytes::{has, has_any, is_any_space, is_word, right_of, run};
use crate::detection::keywords::keyword::{Keyword, WIDEST};

/// Characters behind a sign in which bound values stand.
const BOUND: usize = 1024;
const YAML: usize = 240;
const PAIRED: usize = 96;
const ATTRIBUTE: usize = 384;
const TAG: usize = 640;
const PART: usize = 32;
const NAMED: usize = 72;
/// Characters of a thing's name that are looked at.
const LONGEST_THING: usize = 64;
/// Spaces beside a sign at most.
const GAP: usize = 4;

/// Tell whether a list or call follows a sign behind the keyword, in which values are bound: `parameters: [`.
pub fn is_bound(keyword: &Keyword<'_>) -> bool {
    let Keyword { data, end, .. } = *keyword;
    let at = end + usize::from(has_any(data, end, |byte| matches!(byte, b'"' | b'\'')));
    let sign = at + run(data, at, GAP, is_any_space);
    let behind = sign + 1 + run(data, sign + 1, GAP, is_any_space);
    let is_empty = has(data, behind, b"()") || has(data, behind, b"[]");
    has_any(data, sign, |byte| matches!(byte, b':' | b'='))
        && has_any(data, behind, |byte| matches!(byte, b'(' | b'[' | b'$'))
        && (!is_empty || right_of(data, behind, WIDEST * BOUND).contains(&b'$'))
}

/// Tell whether `name:` may stand before the keyword `value:`.
pub fn is_of_yaml(keyword: &Keyword<'_>) -> bool {
    memmem::find(keyword.left(WIDEST * YAML), b"name:").is_some()
}

/// Tell whether an attribute may stand in a tag that has a value or content, or in a part of a form.
pub fn is_in_tag_or_part(keyword: &Keyword<'_>) -> bool {
    let right = right_of(keyword.data, keyword.end, WIDEST * ATTRIBUTE);
    let stop = right.iter().position(|byte| b"<>\x1e".contains(byte)).unwrap_or(right.len());
    right.get(stop) == Some(&b'>')
        || memrchr2(b'<', b'>', keyword.left(WIDEST * TAG)).is_some_and(|at| keyword.left(WIDEST * TAG)[at] == b'<')
        || memmem::find(&right[..stop], b"alue").is_some()
        || memmem::find(&keyword.left(WIDEST * PART).to_ascii_lowercase(), b"form-data").is_some()
}

/// Tell whether `name` or `key` with a sign may stand before the keyword `value` with one.
pub fn is_paired(keyword: &Keyword<'_>) -> bool {
    let left = keyword.left(WIDEST * PAIRED).to_ascii_lowercase();
    [&b"name:"[..], b"name=", b"key:", b"key="].into_iter().any(|name| memmem::find(&left, name).is_some())
}

/// Tell whether a class and the bracket behind it may hold a value, and not the name of a thing: `Token()`, `Password(hash2)`.
pub fn is_of_object(keyword: &Keyword<'_>) -> bool {
    let Keyword { data, start, end, .. } = *keyword;
    let letters = end + run(data, end, LONGEST_THING, |byte| byte.is_ascii_alphabetic() || b"_.:/-".contains(&byte));
    let thing = letters + run(data, letters, 4, |byte| byte.is_ascii_digit());
    data[start].is_ascii_uppercase() && keyword.begins_word() && !has_any(data, thing, |byte| b")]}".contains(&byte))
}

/// Tell whether a name that a bracket or comma is before may end at the keyword `->`.
pub fn is_mapped(keyword: &Keyword<'_>) -> bool {
    let left = keyword.left(WIDEST * NAMED);
    let is_of_name = |byte: &&u8| !byte.is_ascii() || is_word(**byte) || b".-\"'".contains(byte);
    let name = left.iter().rev().take_while(is_of_name).count();
    let before = left[..left.len() - name].trim_ascii_end();
    name > 0 && before.last().is_none_or(|last| b"([{,".contains(last))
}
