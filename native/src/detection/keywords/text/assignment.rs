//! How programs write that a name has a value. The twin of `keyword_rules/text/assignment.py`, whose two shapes it
//! tries in the same order; it says where a value stands in a text of ASCII.

use crate::detection::bytes::{has, has_any, is_of_name, is_quote, is_space, is_word, run, Set};
use crate::detection::surroundings::left_of;

pub const LONGEST: usize = 512;

const LONGEST_REST: usize = 32;
const NAME_REACH: usize = 32;
const LONGEST_GAP: usize = 4;
const LONGEST_GAP_OF_ELEMENT: usize = 16;
const VALUE: &[u8] = b"value=";
const BARE: Set = Set::but(b" \t\n\x0b\x0c\r\"'`,;&<>)]}\x1e\\");
const BEHIND_NAME: Set = Set::of(b"\\\"'`]&% \t=:?(,>", false);
const OF_ELEMENT: Set = Set::but(b"<>\x1e");

/// A name with its value, which is `data[start..end]`. `sign` is empty where only a gap stands between them.
pub struct Assignment<'a> {
    pub data: &'a [u8],
    pub prefix: &'a [u8],
    pub rest: &'a [u8],
    pub sign: &'a [u8],
    pub start: usize,
    pub end: usize,
    pub is_quoted: bool,
}

impl<'a> Assignment<'a> {
    pub fn value(&self) -> &'a [u8] {
        &self.data[self.start..self.end]
    }

    pub fn span(&self) -> (usize, usize) {
        (self.start, self.end)
    }

    /// Tell whether a sign that only assigns stands between name and value.
    pub fn has_sign(&self) -> bool {
        !matches!(self.sign, b"" | b"==" | b"(" | b",")
    }

    /// Tell whether the keyword ends the name, and such a sign follows.
    pub fn is_plain(&self) -> bool {
        self.rest.is_empty() && self.has_sign()
    }

    /// Tell whether a sentence goes on, rather than a value follows (`password: too short`).
    pub fn is_prose(&self) -> bool {
        let value = self.value();
        let letters = value.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        self.may_go_on()
            && letters > 0
            && value[letters..].iter().all(|byte| b".:!?".contains(byte))
            && has_any(self.data, self.end + 1, |byte| byte.is_ascii_alphabetic())
    }

    /// Tell whether only a letter beyond ASCII can say whether a sentence goes on.
    pub fn may_be_prose(&self) -> bool {
        self.may_go_on() && has_any(self.data, self.end + 1, |byte| !byte.is_ascii())
    }

    /// Tell whether a gap follows a value without quotes that no sign but a colon assigns.
    fn may_go_on(&self) -> bool {
        !self.is_quoted && matches!(self.sign, b":" | b"") && has(self.data, self.end, b" ")
    }

    /// Tell whether the name's beginning is that of a command's option: `--?[\w-]*`.
    pub fn is_option(&self) -> bool {
        self.prefix.starts_with(b"-") && self.prefix.iter().all(|&byte| is_of_name(byte) && byte != b'.')
    }
}

/// Give the value assigned to a name that holds the keyword `data[start..end]`.
pub fn assignment(data: &[u8], start: usize, end: usize) -> Option<Assignment<'_>> {
    let name = run(data, end, LONGEST_REST + VALUE.len(), is_of_name);
    if name == LONGEST_REST + VALUE.len() {
        return None; // what a longer name ends with begins too late
    }
    let behind = end + name;
    if name <= LONGEST_REST && !has_any(data, behind, |byte| BEHIND_NAME.has(byte)) {
        return None;
    }
    let (rest, (sign, value, stop, is_quoted)) = if name <= LONGEST_REST && data[behind] == b'>' {
        let (value, stop) = element(data, behind + 1)?;
        (name, (&b">"[..], value, stop, true))
    } else {
        // A shorter rest helps only where dots or `value` are of the sign.
        (0..=name.min(LONGEST_REST))
            .rev()
            .filter(|&rest| rest == name || matches!(data[end + rest], b'.' | b'v'))
            .find_map(|rest| Some((rest, behind_name(data, end + rest)?)))?
    };
    let (prefix, rest) = (prefix(data, start), &data[end..end + rest]);
    Some(Assignment { data, prefix, rest, sign, start: value, end: stop, is_quoted })
}

/// Give what of the name stands before its keyword.
pub fn prefix(data: &[u8], start: usize) -> &[u8] {
    let left = left_of(data, start, NAME_REACH);
    let size = left.iter().rev().take_while(|&&byte| is_word(byte) || b".$/-".contains(&byte)).count();
    &left[left.len() - size..]
}

/// Give where the text of an element stands whose `>` is before `at`: `\s{0,16}…\s{0,16}</`.
fn element(data: &[u8], at: usize) -> Option<(usize, usize)> {
    let begin = at + run(data, at, LONGEST_GAP_OF_ELEMENT, is_space);
    let size = run(data, begin, LONGEST + LONGEST_GAP_OF_ELEMENT + 2, |byte| OF_ELEMENT.has(byte));
    if !has(data, begin + size, b"</") || !has_any(data, begin, |byte| !is_space(byte)) || size == 0 {
        return None;
    }
    let value = &data[begin..begin + size];
    let gap = value.iter().rev().take_while(|&&byte| is_space(byte)).count();
    let value = &value[..size - gap];
    (gap <= LONGEST_GAP_OF_ELEMENT && value.len() <= LONGEST + 1 && !value.contains(&b'\n'))
        .then_some((begin, begin + value.len()))
}

/// Give where a value begins behind a header's name and one of the `signs`, and perhaps one of the `brackets`. What `,` may
/// stand before, `%3D` may too.
pub fn behind_sign(data: &[u8], end: usize, signs: &[u8], brackets: &[u8]) -> Option<usize> {
    let mut at = end;
    for _ in 0..2 {
        let slashes = run(data, at, 3, |byte| byte == b'\\');
        if has_any(data, at + slashes, is_quote) {
            at += slashes + 1;
        } else if has(data, at, b"]") {
            at += 1;
        }
    }
    at += run(data, at, 4, is_gap);
    at += match data.get(at)? {
        b'=' if has(data, at, b"=>") => 2,
        b'%' if signs.contains(&b',')
            && has(data, at, b"%3")
            && has_any(data, at + 2, |byte| b"DdAa".contains(&byte)) =>
        {
            3
        }
        sign if signs.contains(sign) => 1,
        _ => return None,
    };
    at += run(data, at, 4, is_gap);
    at += usize::from(has_any(data, at, |byte| brackets.contains(&byte)));
    let prefix = usize::from(has_any(data, at, |byte| b"uUbB".contains(&byte)));
    for start in [at + prefix, at] {
        let slashes = run(data, start, 3, |byte| byte == b'\\');
        if has_any(data, start + slashes, is_quote) {
            return Some(start + slashes + 1);
        }
    }
    Some(at)
}

type Signed<'a> = (&'a [u8], usize, usize, bool);

/// Give sign and value behind a name: what closes it, Go's type, a sign or a gap, the value.
fn behind_name(data: &[u8], at: usize) -> Option<Signed<'_>> {
    let first = closing(data, at);
    let second = first.and_then(|at| closing(data, at));
    [second, first, Some(at)].into_iter().flatten().find_map(|at| {
        let typed = has(data, at, b" string ").then_some(at + b" string".len());
        typed.and_then(|at| signed(data, at)).or_else(|| signed(data, at))
    })
}

/// Give where one closing sign of a name ends: a quote, a bracket, or a quote of HTML or URLs.
pub fn closing(data: &[u8], at: usize) -> Option<usize> {
    if has(data, at, b"]") {
        return Some(at + 1);
    }
    quote(data, at)
}

/// Give where what opens a quoted value ends: `\\{0,3}["'`]|&quot;|%22`.
fn quote(data: &[u8], at: usize) -> Option<usize> {
    let slashes = run(data, at, 3, |byte| byte == b'\\');
    if has_any(data, at + slashes, is_quote) {
        return Some(at + slashes + 1);
    }
    [&b"&quot;"[..], b"%22"].into_iter().find(|quote| has(data, at, quote)).map(|quote| at + quote.len())
}

fn signed(data: &[u8], at: usize) -> Option<Signed<'_>> {
    let gap = run(data, at, LONGEST_GAP + 1, is_gap);
    if gap <= LONGEST_GAP {
        let sign_at = at + gap;
        let found = signs(data, sign_at).into_iter().flatten().find_map(|size| {
            let behind = sign_at + size;
            let (start, end, is_quoted) = value(data, behind + run(data, behind, LONGEST_GAP, is_gap))?;
            Some((&data[sign_at..behind], start, end, is_quoted))
        });
        if found.is_some() {
            return found;
        }
    }
    if gap == 0 {
        return None;
    }
    let (start, end, is_quoted) = value(data, at + gap.min(LONGEST_GAP))?;
    Some((b"", start, end, is_quoted))
}

fn is_gap(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// Give the sizes of the signs that may stand at a place, in the order in which they are tried.
fn signs(data: &[u8], at: usize) -> [Option<usize>; 3] {
    let next = |behind: usize| data.get(at + behind).copied().unwrap_or_default();
    match next(0) {
        b'=' if next(1) == b'>' => [Some(2), Some(1), None],
        b'=' if next(1) == b'=' => [Some(2), Some(1), None],
        b'=' => [Some(1), None, None],
        b':' | b'?' | b'.' => {
            let size = run(data, at, 4, |byte| matches!(byte, b':' | b'?' | b'.'));
            let assigning = (size <= 3 && next(size) == b'=').then_some(size + 1);
            [assigning, (next(0) == b':').then_some(1), None]
        }
        b'v' if has(data, at, VALUE) && matches!(next(VALUE.len()), b'"' | b'\'' | b'\\') => {
            [Some(VALUE.len()), None, None]
        }
        b'%' if next(1) == b'3' && matches!(next(2), b'D' | b'd' | b'A' | b'a') => [Some(3), None, None],
        b'(' => [Some(1), None, None],
        b',' => {
            let behind = if next(1) == b' ' { next(2) } else { next(1) };
            [matches!(behind, b'"' | b'\'').then_some(1), None, None]
        }
        _ => [None; 3],
    }
}

/// Give a value in quotes, or a bare one: start, end, and whether it is quoted.
fn value(data: &[u8], at: usize) -> Option<(usize, usize, bool)> {
    let is_prefixed = has_any(data, at, |byte| b"uUbB".contains(&byte));
    let found = if is_prefixed { quoted(data, at + 1) } else { None };
    if let Some((start, end)) = found.or_else(|| quoted(data, at)) {
        return Some((start, end, true));
    }
    let start = at + usize::from(has_any(data, at, is_quote));
    let size = run(data, start, LONGEST, |byte| BARE.has(byte));
    (size > 0 && !b"|([{".contains(&data[start])).then_some((start, start + size, false))
}

/// Give what stands between a quote at `at` and the same one.
pub fn quoted(data: &[u8], at: usize) -> Option<(usize, usize)> {
    let start = quote(data, at)?;
    let quote = &data[at..start];
    let mut end = start;
    let mut read = 0;
    while read <= LONGEST {
        if has(data, end, quote) {
            return (end > start).then_some((start, end));
        }
        end += match data.get(end) {
            None | Some(b'\n' | b'\x1e') => return None,
            Some(b'\\') if has_any(data, end + 1, |byte| byte != b'\n' && byte != b'\x1e') => 2,
            Some(b'\\') => return None,
            Some(_) => 1,
        };
        read += usize::from(data.get(end).is_none_or(|byte| byte & 0xc0 != 0x80));
    }
    None
}
