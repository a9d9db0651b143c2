//! How rules of shapes are judged here: candidate by candidate, as Python does, until one is left open.

use memchr::memchr;
use pyo3::prelude::*;
use regex_automata::meta::Regex;
use regex_automata::Input;

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

/// What knows a rule's shape, and its candidates in texts of ASCII.
pub trait Judge {
    /// Give the shape; None where this engine doesn't read it, or candidates are found without one.
    fn shape(&self) -> Option<&Regex> {
        None
    }

    /// Tell whether it can find candidates.
    fn is_able(&self) -> bool {
        self.shape().is_some()
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

/// The fields of a part.
pub type Judged = (Vec<Span>, Vec<usize>, Option<Span>, Option<usize>, usize);

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
        position = match judge.judge(data, start, end) {
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

/// Give all values in `data`; None where a candidate is left open, or their steps must be counted.
pub fn plain(judge: &impl Judge, data: &[u8]) -> Option<Vec<Span>> {
    let part = judge_from(judge, data, 0, 0, FEW)?;
    (part.open.is_none() && part.next.is_none()).then_some(part.values)
}

/// Tell whether surely nothing of a rule is in a text, whatever signs of other scripts are in it.
pub fn is_nowhere(judge: &impl Judge, data: &[u8]) -> bool {
    if data.is_ascii() {
        plain(judge, data).is_some_and(|values| values.is_empty())
    } else {
        judge.shape().is_some_and(|shape| !shape.is_match(data))
    }
}

/// Judge what follows a place of a text of ASCII, where `count` candidates were nothing since the last step; None without a
/// shape. Gives the values, the places where a step is due, the candidate that is left open, or where to go on, if there is
/// more, and the new count.
pub fn judged_by_python(judge: &impl Judge, text: &str, position: usize, count: usize) -> PyResult<Option<Judged>> {
    calmly(|| {
        let part = judge_from(judge, text.as_bytes(), position, count, MOST);
        Ok(part.map(|part| (part.values, part.steps, part.open, part.next, part.count)))
    })
}
