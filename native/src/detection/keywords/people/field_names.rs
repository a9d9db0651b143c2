//! Names of fields: where they begin and end, and what Python said that they mean.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::{LazyLock, PoisonError, RwLock};

use pyo3::prelude::*;

use crate::detection::bytes::is_word;
use crate::detection::keywords::people::fields::Field;
use crate::detection::structured::beyond_ascii::{is_east_asian_mark, is_letter_at, is_within, sign_at};

/// Names whose meaning is remembered.
const REMEMBERED: usize = 4096;
/// Names of fields that Python is asked for at once.
pub const MOST_UNKNOWN: usize = 1024;
const LONGEST_NAME_REST: usize = 48;

static NAMES: LazyLock<Names> = LazyLock::new(Names::default);

/// Give the field that a name in small letters says, or that it says none; None where Python has not said it yet.
pub fn entity_of(name: &str) -> Option<Option<Field>> {
    NAMES.entity(name)
}

thread_local! {
    /// Names, in small letters, that this thread's last look met and of which Python has not said what they mean; no more
    /// than `MOST_UNKNOWN`.
    static UNKNOWN: RefCell<BTreeSet<String>> = RefCell::default();
}

/// Keep such names for `take_unknown`.
pub fn keep_unknown(names: BTreeSet<String>) {
    if !names.is_empty() {
        UNKNOWN.with_borrow_mut(|unknown| {
            let room = MOST_UNKNOWN.saturating_sub(unknown.len());
            unknown.extend(names.into_iter().take(room));
        });
    }
}

/// Give the names that this thread's looks have kept since the last call.
pub fn take_unknown() -> Vec<String> {
    UNKNOWN.take().into_iter().collect()
}

/// Remember which entity the name of a field says, if any.
#[pyfunction]
#[pyo3(signature = (name, entity))]
pub fn learn_field(name: String, entity: Option<&str>) {
    NAMES.learn(name, entity);
}

/// What the names of fields mean, as far as Python has said it: a field, or nothing that a field holds.
#[derive(Default)]
struct Names(RwLock<HashMap<String, Option<Field>>>);

impl Names {
    fn entity(&self, name: &str) -> Option<Option<Field>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(name).copied()
    }

    fn learn(&self, name: String, entity: Option<&str>) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(name, entity.and_then(Field::new));
    }
}

/// Give begin and end of the name in which a keyword stands; None where a sign beyond ASCII may be of it.
pub fn name_around(data: &[u8], start: usize, end: usize) -> Option<(usize, usize)> {
    let (mut begin, mut count) = (start, 0);
    while begin > 0 && count < LONGEST_NAME_REST {
        let mut at = begin - 1;
        while at > 0 && is_within(data[at]) {
            at -= 1;
        }
        if !is_of_name(data, at)? {
            break;
        }
        begin = at;
        count += 1;
    }
    let (mut stop, mut count) = (end, 0);
    while stop < data.len() && count < LONGEST_NAME_REST {
        if !is_of_name(data, stop)? {
            break;
        }
        stop += match data[stop] {
            0xe0.. => 3,
            0xc0.. => 2,
            _ => 1,
        };
        count += 1;
    }
    Some((begin, stop))
}

/// Tell whether a sign is of a name; None for one beyond ASCII that is not known.
fn is_of_name(data: &[u8], at: usize) -> Option<bool> {
    if data[at].is_ascii() {
        return Some(is_word(data[at]) || b".$-".contains(&data[at]));
    }
    is_letter_at(data, at)
        .then_some(true)
        .or_else(|| sign_at(data, at).filter(|&sign| is_east_asian_mark(sign)).map(|_| false))
}
