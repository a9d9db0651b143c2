//! The first look at a text: which words and which relaxed shapes are in it? Nearly every text ends here.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::hybrid::LazyStateID;
use regex_automata::nfa::thompson;
use regex_automata::util::syntax;
use regex_automata::{Input, MatchKind};

use crate::detection::decode::Decoder;
use crate::detection::keywords::Value;
use crate::detection::numbers::verdict::Span;
use crate::detection::overlaps::Ranked;
use crate::detection::shape::Place;
use crate::detection::signs::Signs;
use crate::detection::syntax::translated;
use crate::detection::words::{Hit, Words};

/// Bytes of states that one automaton of shapes may keep before it drops them.
const CACHE: usize = 16 << 20;

const LONGEST_ESCAPE: usize = 6;

/// Suspected rules, keywords (number, start and end), whether the text may hold escapes, the values that each keyword
/// surely announces, and those of each suspected rule. Values are None where Python must say; there are none before they
/// are judged.
pub type Seen = (Vec<usize>, Vec<Hit>, bool, Vec<Option<Vec<Value>>>, Vec<Option<Vec<Span>>>);

#[pyclass(frozen, module = "sealog._native")]
pub struct Prefilter {
    words: Words,
    shapes: DFA,
    /// One for each thread that looked at the same time as others.
    scratch: Mutex<Vec<Scratch>>,
    first_context: usize,
    context: Vec<Vec<usize>>,
    pub decoder: Py<Decoder>,
    begins: Vec<bool>,
}

#[pymethods]
impl Prefilter {
    /// `words` are keywords, then words of context, for each of which `context` has the numbers of the rules that it
    /// opens. `shapes` are the rules' relaxed shapes by their number. `begins` says of each keyword whether it counts
    /// only where a word begins.
    #[new]
    fn new(
        words: Vec<PyBackedBytes>,
        context: Vec<Vec<usize>>,
        shapes: Vec<String>,
        decoder: Py<Decoder>,
        begins: Vec<bool>,
    ) -> PyResult<Self> {
        let first_context = words.len() - context.len();
        let words = Words::new(words.iter().map(|word| word.to_vec()).collect());
        let nothing = r"[^\x00-\x{10FFFF}]".to_owned();
        let dialect: Vec<String> = shapes
            .iter()
            .map(|shape| if shape.is_empty() { nothing.clone() } else { translated(shape, true) })
            .collect();
        let shapes = DFA::builder()
            .configure(DFA::config().match_kind(MatchKind::All).cache_capacity(CACHE).skip_cache_capacity_check(true))
            .syntax(syntax::Config::new().utf8(false))
            .thompson(thompson::Config::new().utf8(false).which_captures(thompson::WhichCaptures::None))
            .build_many(&dialect)
            .map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(Self { words, shapes, scratch: Mutex::default(), first_context, context, decoder, begins })
    }
}

impl Prefilter {
    /// Give what is seen in a text, if anything is, with its places in bytes; and which signs are in it.
    pub fn seen(&self, text: &str) -> PyResult<(Option<Seen>, Signs)> {
        let data = text.as_bytes();
        let (mut suspects, hits, signs) = self.read(data)?;
        let is_disguised = self.decoder.get().may_be_escaped(text, signs);
        if suspects.is_empty() && hits.is_empty() && !is_disguised {
            return Ok((None, signs));
        }
        let mut keywords = Vec::new();
        for (word, start, end) in hits {
            if word >= self.first_context {
                if is_whole(data, start, end) {
                    for &rule in &self.context[word - self.first_context] {
                        if !suspects.contains(&rule) {
                            suspects.push(rule);
                        }
                    }
                }
            } else if !(self.begins[word] && is_inside(data, start)) {
                keywords.push((word, start, end));
            }
        }
        if suspects.is_empty() && keywords.is_empty() && !is_disguised {
            return Ok((None, signs));
        }
        Ok((Some((suspects, keywords, is_disguised, Vec::new(), Vec::new())), signs))
    }

    /// Give the numbers of the rules whose relaxed shape is in `data`, the words in it, and its signs. One loop for all
    /// of them takes little more time than the shapes alone, which wait for each other's states.
    fn read(&self, data: &[u8]) -> PyResult<(Vec<usize>, Vec<Hit>, Signs)> {
        let mut scratch = self.free_scratch().pop().unwrap_or_else(|| Scratch::new(&self.shapes));
        let read = self.read_with(data, &mut scratch);
        self.free_scratch().push(scratch);
        read
    }

    fn free_scratch(&self) -> MutexGuard<'_, Vec<Scratch>> {
        self.scratch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read_with(&self, data: &[u8], scratch: &mut Scratch) -> PyResult<(Vec<usize>, Vec<Hit>, Signs)> {
        let Scratch { states, lowered } = scratch;
        Words::lower(data, lowered);
        let (mut suspects, mut hits, mut signs) = (Vec::new(), Vec::new(), Signs::default());
        let gave_up = |error: &dyn std::fmt::Display| PyRuntimeError::new_err(error.to_string());
        let input = Input::new(data);
        let mut state = self.shapes.start_state_forward(states, &input).map_err(|error| gave_up(&error))?;
        for (at, (&byte, head)) in data.iter().zip(Words::heads(lowered)).enumerate() {
            signs |= byte;
            self.words.note(lowered, at, head, &mut hits);
            if !state.is_tagged() {
                let next = self.shapes.next_state_untagged(states, state, byte);
                if !next.is_tagged() {
                    state = next;
                    continue;
                }
            }
            state = self.shapes.next_state(states, state, byte).map_err(|error| gave_up(&error))?;
            if state.is_match() {
                self.note(states, state, &mut suspects);
            }
        }
        // A match is reported one byte late, so the last one at the end.
        state = self.shapes.next_eoi_state(states, state).map_err(|error| gave_up(&error))?;
        if state.is_match() {
            self.note(states, state, &mut suspects);
        }
        if hits.len() > 1 {
            hits.sort_unstable_by_key(|&(number, start, end)| (end, start, number));
        }
        Ok((suspects, hits, signs))
    }

    fn note(&self, states: &Cache, state: LazyStateID, suspects: &mut Vec<usize>) {
        for index in 0..self.shapes.match_len(states, state) {
            let rule = self.shapes.match_pattern(states, state, index).as_usize();
            if !suspects.contains(&rule) {
                suspects.push(rule);
            }
        }
    }
}

/// Memory that each text reuses.
struct Scratch {
    states: Cache,
    lowered: Vec<u8>,
}

impl Scratch {
    fn new(shapes: &DFA) -> Self {
        Self { states: shapes.create_cache(), lowered: Vec::new() }
    }
}

/// Tell whether `start` is surely inside a word: an escape before it (`\n`, `%3D`, `\u003d`) may end one.
fn is_inside(data: &[u8], start: usize) -> bool {
    let left = &data[start.saturating_sub(LONGEST_ESCAPE)..start];
    left.last().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        && !left.iter().any(|byte| matches!(byte, b'\\' | b'%'))
}

/// Tell whether no letter goes on at either side; a hump (`customerPhone`), a plural `s` and another script end a word too.
fn is_whole(data: &[u8], start: usize, end: usize) -> bool {
    if start > 0 && data[start].is_ascii_alphabetic() {
        let left = data[start - 1];
        if left.is_ascii_alphabetic() && (!left.is_ascii_lowercase() || data[start].is_ascii_lowercase()) {
            return false;
        }
    }
    let mut right = &data[end..];
    if matches!(right.first(), Some(b's' | b'S')) {
        right = &right[1..];
    }
    match right.first() {
        Some(next) if next.is_ascii_alphabetic() && data[end - 1].is_ascii_alphabetic() => {
            !next.is_ascii_lowercase() && data[end - 1].is_ascii_lowercase()
        }
        _ => true,
    }
}

/// Give what Python must only fit to structure: all values in a text and in its readings, each as that of a suspected rule.
pub fn settled(found: Vec<Ranked>) -> Seen {
    let (rules, values) = found.into_iter().map(|(start, end, rule)| (rule, Some(vec![(start, end)]))).unzip();
    (rules, Vec::new(), false, Vec::new(), values)
}

/// Count the places of keywords and values in code points.
pub fn in_places_of_python(text: &str, mut seen: Seen, signs: Signs) -> Seen {
    if !signs.is_ascii() {
        let announced = seen.3.iter_mut().flatten().flatten().flat_map(|(_, start, end)| [start, end]);
        let shaped = seen.4.iter_mut().flatten().flatten().flat_map(|(start, end)| [start, end]);
        places_in_code_points(text, announced.chain(shaped).collect());
        in_code_points(text, &mut seen.1);
    }
    seen
}

/// Count places, sorted by their end, in code points instead of bytes.
fn in_code_points(text: &str, hits: &mut [(usize, usize, usize)]) {
    let (mut at_byte, mut at) = (0, 0);
    for (_, start, end) in hits {
        let size = text[*start..*end].chars().count();
        at += text[at_byte..*end].chars().count();
        at_byte = *end;
        (*start, *end) = (at - size, at);
    }
}

/// Count places in code points instead of bytes.
pub fn places_in_code_points(text: &str, places: Vec<&mut usize>) {
    places_from(Place { byte: 0, at: 0 }, text, places);
}

/// Count places that are not before `begin` in code points instead of bytes.
pub fn places_from(begin: Place, text: &str, mut places: Vec<&mut usize>) {
    places.sort_unstable();
    let Place { byte: mut at_byte, mut at } = begin;
    for place in places {
        at += text[at_byte..*place].chars().count();
        at_byte = *place;
        *place = at;
    }
}
