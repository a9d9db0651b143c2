//! Items that were sealed before they came here, by an SDK or another gateway: nearly all of them stay as they are.
//!
//! It decides as `sealog.detect.engine.sealed_spans` does, in favour of Python: it accepts only values under a data key that
//! the item brings, and where anything else is found or seen, the item is left to Python.

pub mod brought;

use pyo3::prelude::*;

use crate::detection::fast_scanner::{FastScanner, Look};
use crate::otlp::item::{Context, Kind, Walk};
use crate::otlp::places::BytePlaces;
use crate::otlp::wire::Range;
use crate::sealing::spelling::sealed_value;

/// The most characters of a sealed value that is accepted without a proof.
const LONGEST: usize = 4096;

/// Tell whether an item that brings attributes of ours is sealed wholly, so that it stays as it is.
pub fn stays(scanner: &FastScanner, context: &Context<'_>, walk: &Walk) -> PyResult<bool> {
    if !walk.brought.is_genuine(context) {
        return Ok(false);
    }
    let Some(sealed) = sealed_values(scanner, context, walk) else { return Ok(false) };
    let is_replaced = |place: Range| place.0 == place.1 || sealed.contains(&place);
    if walk.pieces.iter().any(|piece| piece.kind == Kind::Keyed && !is_replaced(piece.joined)) {
        return Ok(false);
    }
    if sealed.is_empty() {
        return Ok(matches!(scanner.look_beside(&walk.joined, walk.read)?, Look::Clean));
    }
    Ok(are_uncut(scanner, walk, &sealed)?
        && matches!(scanner.look_beside(&covered(&walk.joined, &sealed), walk.read)?, Look::Clean))
}

/// Give the places of the sealed values in an item's texts, closing `~` included; None if one is not accepted.
fn sealed_values(scanner: &FastScanner, context: &Context<'_>, walk: &Walk) -> Option<Vec<Range>> {
    let mut sealed = Vec::new();
    let mut at = 0;
    while let Some(begin) = scanner.sealed_at(&walk.joined[at..]) {
        let start = at + begin;
        let value = sealed_value(&walk.joined.as_bytes()[start..])?;
        if value.length > LONGEST
            || !context.has_entity(value.entity)
            || !walk.brought.vouches_for(context, value.key_id)
        {
            return None;
        }
        at = start + value.length;
        at += usize::from(walk.joined.as_bytes().get(at) == Some(&b'~'));
        sealed.push((start, at));
    }
    // The names behind this place are not read for shapes.
    (at <= walk.read).then_some(sealed)
}

/// Tell whether nothing that is found begins within a sealed value, or before it and ends within: somebody may have
/// written the sealed value's form around it. A rule reads no more of a sealed value than the longest value it knows.
fn are_uncut(scanner: &FastScanner, walk: &Walk, sealed: &[Range]) -> PyResult<bool> {
    let found = match scanner.look_at_all(&walk.joined, walk.read)? {
        Look::Clean => return Ok(true),
        Look::Odd(_) => return Ok(false),
        Look::Findings(found) => found,
    };
    let mut bytes = BytePlaces::new(&walk.joined);
    Ok(found.iter().all(|one| {
        let (start, end) = (bytes.of(one.start), bytes.of(one.end));
        let cuts = |&(first, last): &Range| {
            start < last
                && first < end
                && (start > first || (end < last - 1 && walk.joined[start..first].contains(char::is_alphanumeric)))
        };
        !sealed.iter().any(cuts)
    }))
}

fn covered(text: &str, sealed: &[Range]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for &(start, end) in sealed {
        out.push_str(&text[at..start]);
        out.extend(std::iter::repeat_n('*', end - start));
        at = end;
    }
    out.push_str(&text[at..]);
    out
}
