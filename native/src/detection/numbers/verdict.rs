//! How rules of shapes are judged here: candidate by candidate, as Python does, until one is left open.

use memchr::memchr;
use pyo3::prelude::*;
use regex_automata::meta::Regex;
use regex_automata::Input;

use crate::detection::prefilter::places_from;
use crate::detection::shape::Place;
use crate::detection::structured::beyond_ascii::{is_known, is_within, sign_at};
use crate::panic_guard::calmly;

/// What a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Nothing,
    /// Start and end of the value; it may end behind its candidate, or before.
    Value(usize, usize),
    /// The rule's validator must say it.
    Open,
}

/// What knows a rule's shape, and its candidates.
pub trait Judge {
    /// Give the shape; None where this engine doesn't read it, or candidates are found without one.
    fn shape(&self) -> Option<&Regex> {
        None
    }

    /// Tell whether it can find candidates.
    fn is_able(&self) -> bool {
        self.shape().is_some()
    }

    /// Tell whether it judges candidates in texts beyond ASCII, too, beside signs that `is_known` knows.
    fn reads_beyond_ascii(&self) -> bool {
        true
    }

    /// Give the first candidate from a place on.
    fn find(&self, data: &[u8], from: usize) -> Option<Span> {
        let found = self.shape()?.search(&Input::new(data).span(from..data.len()))?;
        Some((found.start(), found.end()))
    }

    fn judge(&self, data: &[u8], start: usize, end: usize) -> Verdict;
}

/// Start and end.
pub type Span = (usize, usize);

/// What of a text was judged.
#[derive(Default)]
struct Part {
    values: Vec<Span>,
    /// Places of candidates that are nothing, at which a step is due.
    steps: Vec<usize>,
    /// The candidate that is left open.
    open: Option<Span>,
    /// Where to go on.
    next: Option<usize>,
    /// Candidates that are nothing since the last step of this text.
    count: usize,
}

/// The fields of a part, and a place in code points and in bytes from which the next call counts.
pub type Judged = (Vec<Span>, Vec<usize>, Option<Span>, Option<usize>, usize, Option<Span>);

/// Candidates that are nothing, in the time of a step.
const NOTHINGS: usize = 4;

/// Candidates that are judged before the caller counts their steps.
const MOST: usize = 256;

/// Candidates that are judged uncounted, of one rule in one text.
const FEW: usize = 1024;

fn judge_from(judge: &impl Judge, data: &[u8], from: usize, count: usize, most: usize) -> Option<Part> {
    if !judge.is_able() {
        return None;
    }
    let mut part = Part { count, ..Part::default() };
    let mut position = from.min(data.len());
    for _ in 0..most {
        let Some((start, end)) = judge.find(data, position) else { return Some(part) };
        if memchr(0x1e, &data[position..start]).is_some() {
            part.count = 0; // each text of a record counts what it counts alone
        }
        let verdict = if is_legible(data, start, end) { judge.judge(data, start, end) } else { Verdict::Open };
        position = match verdict {
            Verdict::Nothing => {
                part.count += 1;
                if part.count == NOTHINGS {
                    part.count = 0;
                    part.steps.push(start);
                }
                end
            }
            Verdict::Value(start, end) => {
                part.values.push((start, end));
                end
            }
            Verdict::Open => {
                part.open = Some((start, end));
                return Some(part);
            }
        };
    }
    part.next = Some(position);
    Some(part)
}

/// Bytes before and behind a candidate that decide what it is, besides the words near it.
const LEFT: usize = 8;
const RIGHT: usize = 20;

/// Tell whether a candidate is of ASCII, and what stands beside it of signs that mean the same to Python.
fn is_legible(data: &[u8], start: usize, end: usize) -> bool {
    let (left, right) = (start.saturating_sub(LEFT), data.len().min(end + RIGHT));
    let are_known = |from: usize, to: usize| {
        data[from..to].is_ascii()
            || (from..to).all(|at| data[at] < 0x80 || is_within(data[at]) || sign_at(data, at).is_some_and(is_known))
    };
    data[start..end].is_ascii() && are_known(left, start) && are_known(end, right)
}

/// Give all values in `data`; None where a candidate is left open, or their steps must be counted.
pub fn plain(judge: &impl Judge, data: &[u8]) -> Option<Vec<Span>> {
    if !judge.reads_beyond_ascii() && !data.is_ascii() {
        return (!judge.shape()?.is_match(data)).then(Vec::new);
    }
    let part = judge_from(judge, data, 0, 0, FEW)?;
    (part.open.is_none() && part.next.is_none()).then_some(part.values)
}

/// Declare the class of a judge that knows no more than its rule's shape. It is made from that shape, and Python asks it by
/// `judged`, see `judged_by_python`.
macro_rules! judge_of_shape {
    ($name:ident) => {
        #[pyo3::pyclass(frozen, module = "sealog._native")]
        pub struct $name {
            shape: $crate::detection::syntax::LazyRegex,
        }

        #[pyo3::pymethods]
        impl $name {
            #[new]
            fn new(shape: String) -> Self {
                Self { shape: $crate::detection::syntax::LazyRegex::new(shape) }
            }

            /// See `judged_by_python`.
            #[pyo3(signature = (text, position, count, anchor=None))]
            fn judged(
                &self,
                text: &str,
                position: usize,
                count: usize,
                anchor: Option<$crate::detection::numbers::verdict::Span>,
            ) -> pyo3::PyResult<Option<$crate::detection::numbers::verdict::Judged>> {
                $crate::detection::numbers::verdict::judged_by_python(self, text, position, count, anchor)
            }
        }
    };
}
pub(crate) use judge_of_shape;

/// Judge what follows a place of a text, where `count` candidates were nothing since the last step; None without a shape.
/// Gives the values, the places where a step is due, the candidate that is left open, or where to go on, if there is more,
/// and the new count. Places are in code points; `anchor` is one before them with its byte, or None for a text of ASCII.
pub fn judged_by_python(
    judge: &impl Judge,
    text: &str,
    position: usize,
    count: usize,
    anchor: Option<Span>,
) -> PyResult<Option<Judged>> {
    calmly(|| {
        if anchor.is_some() && !judge.reads_beyond_ascii() {
            return Ok(None);
        }
        let begin = anchor.map(|(at, byte)| Place { byte, at }.to(text, position));
        let from = begin.map_or(position, |begin| begin.byte);
        let Some(mut part) = judge_from(judge, text.as_bytes(), from, count, MOST) else { return Ok(None) };
        let further = begin.map(|begin| {
            let last = part.open.map(|(start, _)| start).or(part.next).unwrap_or(text.len());
            let spans = part.values.iter_mut().chain(&mut part.open).flat_map(|(start, end)| [start, end]);
            let mut further = (last, last);
            places_from(
                begin,
                text,
                spans.chain(&mut part.steps).chain(&mut part.next).chain([&mut further.0]).collect(),
            );
            further
        });
        Ok(Some((part.values, part.steps, part.open, part.next, part.count, further)))
    })
}
