//! Makes findings respect structure: the twin of `detect/structured/mending.py`, for texts without tables. Of texts beyond
//! ASCII it reads those in which nothing is structured.

use crate::detection::bytes::{is_any_space, run};
use crate::detection::key_names::KeyNames;
use crate::detection::keywords::KeywordRules;
use crate::detection::overlaps::Ranked;
use crate::detection::structured::reading::{Outline, Reading};

const LONGEST: usize = 128;
const LONGEST_SCHEME: usize = 20;

/// What findings are mended by. `first_rank` is that of the first rule of keys, and `entities` has the number of each
/// rank's entity. Without `is_telling` no key has a rule: then texts without suspect findings need no mending.
pub struct Mending<'a> {
    pub names: &'a KeyNames,
    pub keywords: &'a KeywordRules,
    pub first_rank: usize,
    pub entities: &'a [usize],
    pub is_telling: bool,
}

impl Mending<'_> {
    /// Give the findings in texts joined by U+001E, in no order; None where Python must say.
    pub fn mend(&self, joined: &[u8], found: &[Ranked]) -> Option<Vec<Ranked>> {
        let mut mended = Vec::with_capacity(found.len());
        let (mut offset, mut at) = (0, 0);
        for text in joined.split(|&byte| byte == 0x1e) {
            let behind = offset + text.len();
            let own = at;
            at += found[own..].iter().take_while(|one| one.0 <= behind).count();
            if self.is_telling || found[own..at].iter().any(|&(start, end, _)| is_suspect(joined, start, end)) {
                let here = found[own..at].iter().map(|&(start, end, rank)| (start - offset, end - offset, rank));
                let here = self.mend_one(text, here.collect())?;
                mended.extend(here.into_iter().map(|(start, end, rank)| (start + offset, end + offset, rank)));
            } else {
                mended.extend_from_slice(&found[own..at]);
            }
            offset = behind + 1;
        }
        Some(mended)
    }

    fn mend_one(&self, text: &[u8], mut here: Vec<Ranked>) -> Option<Vec<Ranked>> {
        let outline = Reading::outline(text, self.names, self.keywords, !here.is_empty()).ok()?;
        if !text.is_ascii() {
            return (outline.regions.is_empty() && outline.named.is_empty()).then_some(here);
        }
        if !outline.regions.is_empty() && !here.is_empty() {
            here = pieces(&here, &outline);
            here.sort_unstable();
        }
        let mut named = Vec::new();
        for (start, end, rule, kind, said) in &outline.named {
            let value = said.as_deref().map_or(&text[*start..*end], str::as_bytes);
            let rank = self.first_rank + rule;
            if self.names.rule(*rule).is_value(value, *kind, self.keywords)?
                && !self.is_found(text, (*start, *end, rank), &here)
            {
                named.push((*start, *end, rank));
            }
        }
        here.append(&mut named);
        Some(here)
    }

    /// Tell whether all of a value but white space, or the scheme of a header, is found: `Bearer «…»`.
    fn is_found(&self, text: &[u8], (start, end, rank): Ranked, found: &[Ranked]) -> bool {
        let from = found.partition_point(|one| one.0 < start);
        found[from..].iter().take_while(|one| one.0 < end).any(|&(first, last, other)| {
            last <= end
                && is_white_space(&text[last..end])
                && (is_white_space(&text[start..first])
                    || (self.entities[other] == self.entities[rank] && is_scheme(&text[start..first])))
        })
    }
}

/// Tell whether a finding may cross what structure holds apart, or be a number that a document holds. A letter beyond
/// ASCII may stand before it.
pub fn is_suspect(data: &[u8], start: usize, end: usize) -> bool {
    let value = &data[start..end];
    let left = start.checked_sub(1).map(|left| data[left]);
    value.len() > LONGEST
        || value.iter().any(|byte| b",:=\"'[]{}()\n\t\\".contains(byte))
        || left.is_some_and(|left| b"-.\\".contains(&left) || left.is_ascii_alphanumeric() || !left.is_ascii())
        || matches!(data.get(end), Some(b'.' | b'\\'))
        || is_number(value)
}

/// Tell whether a value is `-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?`.
fn is_number(value: &[u8]) -> bool {
    let digits = |at: usize| run(value, at, usize::MAX, |byte| byte.is_ascii_digit());
    let sign = usize::from(value.first() == Some(&b'-'));
    let mut at = sign + digits(sign);
    if at == sign {
        return false;
    }
    if value.get(at) == Some(&b'.') && digits(at + 1) > 0 {
        at += 1 + digits(at + 1);
    }
    if matches!(value.get(at), Some(b'e' | b'E')) {
        let power = at + 1 + usize::from(matches!(value.get(at + 1), Some(b'+' | b'-')));
        if digits(power) > 0 {
            at = power + digits(power);
        }
    }
    at == value.len()
}

/// Give each finding, or what of it lies in single pieces of the documents and outside of them.
fn pieces(found: &[Ranked], outline: &Outline) -> Vec<Ranked> {
    let mut parts = Vec::with_capacity(found.len());
    for &(start, end, rank) in found {
        let first = outline.regions.partition_point(|region| region.0 <= start).saturating_sub(1);
        let regions = outline.regions[first..].iter().take_while(|region| region.0 < end);
        let mut begin = start;
        let mut is_outside = true;
        for &(left, right) in regions.filter(|region| region.1 > start) {
            is_outside = false;
            if begin < left {
                parts.push((begin, left, rank));
            }
            begin = begin.max(right);
        }
        if is_outside {
            parts.push((start, end, rank));
            continue;
        }
        if begin < end {
            parts.push((begin, end, rank));
        }
        let first = outline.pieces.partition_point(|piece| piece.0 <= start).saturating_sub(1);
        for (left, right, quote, is_key) in outline.pieces[first..].iter().take_while(|piece| piece.0 < end) {
            if *is_key && !(*left <= start && end <= *right) {
                continue;
            }
            let (low, high) = if quote.is_empty() { (start.max(*left), end.min(*right)) } else { (*left, *right) };
            if low < high && start < *right {
                parts.push((low, high, rank));
            }
        }
    }
    parts
}

/// Tell whether a text is `(?:\s|\\+[nrt])*`.
fn is_white_space(text: &[u8]) -> bool {
    let mut at = 0;
    while at < text.len() {
        if is_any_space(text[at]) {
            at += 1;
            continue;
        }
        let slashes = run(text, at, usize::MAX, |byte| byte == b'\\');
        if slashes == 0 || !matches!(text.get(at + slashes), Some(b'n' | b'r' | b't')) {
            return false;
        }
        at += slashes + 1;
    }
    true
}

/// Tell whether a text is `[A-Za-z]{1,20} {1,4}`.
fn is_scheme(text: &[u8]) -> bool {
    let letters = run(text, 0, LONGEST_SCHEME, |byte| byte.is_ascii_alphabetic());
    letters > 0 && (1..=4).contains(&(text.len() - letters)) && text[letters..].iter().all(|&byte| byte == b' ')
}
