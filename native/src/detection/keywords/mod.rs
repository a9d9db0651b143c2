//! Keyword rules: which value stands at a keyword, or that surely none does. Python exports what tells the rules apart as
//! a table (`detect/engine/keyword_table.py`); what is odd is left to the rules themselves.

mod judge;
mod keyword;
mod messages;
mod nameless;
mod names_beside;
mod passwords;
pub mod people;
mod secrets;
mod text;
mod verdict;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

pub use crate::detection::keywords::judge::Searched;
use crate::detection::keywords::judge::{Judge, Row};
use crate::detection::keywords::keyword::{Keyword, Shared};
use crate::detection::keywords::messages::Messages;
use crate::detection::keywords::passwords::one_time_code::Codes;
use crate::detection::keywords::passwords::password::Passwords;
use crate::detection::keywords::passwords::password_words::PasswordWords;
use crate::detection::keywords::people::fields::Fields;
use crate::detection::keywords::people::location::Locations;
use crate::detection::keywords::people::person::People;
use crate::detection::keywords::secrets::authorization::Authorization;
use crate::detection::keywords::secrets::cookie::Cookies;
use crate::detection::keywords::secrets::named_key::NamedKeys;
use crate::detection::keywords::secrets::secret::Secrets;
use crate::detection::keywords::secrets::services::Services;
use crate::detection::keywords::text::enclosed::Enclosing;
use crate::detection::keywords::text::placeholders::Placeholders;
use crate::detection::keywords::verdict::Verdict;
use crate::detection::pattern::{Pattern, Source};
use crate::detection::structured::beyond_ascii::{deciding, Deciding};
use crate::detection::words::Hit;

/// Keywords of a text with values that are judged here; those behind them are left to Python, which counts its steps.
const MOST_JUDGED: usize = 16_384;

/// A rule's number, and start and end of the value that it finds.
pub type Value = (usize, usize, usize);

/// Where the last value of each rule ends, behind which its next search begins; None where that is not known.
type Done = HashMap<usize, Option<usize>>;

#[pyclass(frozen, module = "sealog._native")]
pub struct KeywordRules {
    judges: Vec<Judge>,
    /// The numbers of the rules that each keyword announces.
    announced: Vec<Vec<usize>>,
    shared: Shared,
    passwords: Passwords,
    password_words: PasswordWords,
    secrets: Secrets,
    named_keys: NamedKeys,
    authorization: Authorization,
    cookies: Cookies,
    people: People,
    locations: Locations,
    fields: Fields,
    codes: Codes,
    no_values: HashSet<Vec<u8>>,
    shapes_of_nothing: Pattern,
}

#[pymethods]
impl KeywordRules {
    /// `rules` are in the order of their numbers, `announced` in that of the keywords'; `words` and `sources` are the
    /// tables and shapes that rules share, by name.
    #[new]
    fn new(
        rules: Vec<Row>,
        announced: Vec<Vec<usize>>,
        words: HashMap<String, Vec<String>>,
        sources: HashMap<String, Source>,
    ) -> PyResult<Self> {
        let missing = RefCell::<Option<String>>::default();
        let of_words = |name: &str| {
            words.get(name).cloned().unwrap_or_else(|| {
                missing.replace(Some(name.to_owned()));
                Vec::new()
            })
        };
        let source = |name: &str| {
            sources.get(name).cloned().unwrap_or_else(|| {
                missing.replace(Some(name.to_owned()));
                Source::default()
            })
        };
        let rules = Self {
            judges: rules.into_iter().map(Judge::new).collect(),
            announced,
            shared: Shared {
                placeholders: Placeholders::new(&of_words, &source),
                enclosing: Enclosing::new(source("looks_up"), of_words("types")),
                services: Services::new(of_words("services")),
                messages: Messages::new(&of_words),
            },
            passwords: Passwords::new(&source),
            password_words: PasswordWords::new(of_words("statuses")),
            secrets: Secrets::new(&source),
            named_keys: NamedKeys::new(of_words("leads_to")),
            authorization: Authorization::new(&source),
            cookies: Cookies::new(&source),
            people: People::new(&source),
            locations: Locations::new(&source),
            fields: Fields::new(&of_words, &source),
            codes: Codes::new(&source),
            no_values: of_words("no_values").into_iter().map(String::into_bytes).collect(),
            shapes_of_nothing: Pattern::whole(source("shapes_of_nothing")),
        };
        match missing.into_inner() {
            Some(name) => Err(PyValueError::new_err(format!("the table of keyword rules lacks {name}"))),
            None => Ok(rules),
        }
    }

    /// Give what surely stands at the keyword in a text's bytes from `start` to `end`, as `announce` does: for tests.
    fn values_at(&self, text: &str, word: usize, start: usize, end: usize) -> Option<Vec<Value>> {
        let (mut searched, mut done) = (Searched::default(), Done::new());
        let hit = (word, start, end);
        self.values(text.as_bytes(), hit, deciding(text.as_bytes()), &mut searched, &mut done)
    }

    /// Give the numbers of the rules that are left to Python whatever stands in a text: for tests.
    fn odd(&self) -> Vec<usize> {
        self.judges.iter().enumerate().filter(|(_, judge)| judge.is_odd()).map(|(number, _)| number).collect()
    }
}

impl KeywordRules {
    /// Tell whether a value surely is a placeholder or flag, or of a token what is left when it is masked.
    pub fn is_no_secret(&self, value: &[u8], is_password: bool) -> bool {
        self.shared.placeholders.is_placeholder(value, false)
            || matches!(value, b"0" | b"1")
            || (!is_password
                && (self.shared.placeholders.is_masked(value) || self.shared.placeholders.is_published(value)))
    }

    /// Tell whether a value surely only says that something else stood or will stand here.
    pub fn says_nothing(&self, value: &[u8]) -> bool {
        let value = value.trim_ascii().to_ascii_lowercase();
        self.no_values.contains(&value) || self.shapes_of_nothing.surely(&value)
    }

    /// Tell what the keywords in a text announce: their rules, in their order, where it is surely known of all of
    /// them, or None for a keyword whose rules Python must ask. Those that announce nothing are left out.
    pub fn announce(
        &self,
        data: &[u8],
        hits: &mut Vec<Hit>,
        mut decides: impl FnMut(Hit) -> Deciding,
        searched: &mut Searched<'_>,
    ) -> Vec<Option<Vec<Value>>> {
        let mut done = Done::new();
        let mut announced = Vec::new();
        let mut judged = 0;
        hits.retain(|&hit| {
            judged += usize::from(self.announced[hit.0].iter().any(|&rule| self.judges[rule].reads_values()));
            let is_read = judged <= MOST_JUDGED;
            let values = if is_read { self.values(data, hit, decides(hit), searched, &mut done) } else { None };
            if values.is_none() {
                // A value of Python's may hold further keywords: where a rule's search goes on is not known any more.
                self.announced[hit.0].iter().for_each(|&rule| _ = done.insert(rule, None));
            }
            let is_kept = values.as_ref().is_none_or(|values| !values.is_empty());
            if is_kept {
                announced.push(values);
            }
            is_kept
        });
        announced
    }

    /// Give the values that a keyword announces, or None if Python must say.
    fn values(
        &self,
        data: &[u8],
        (word, start, end): Hit,
        decides: Deciding,
        searched: &mut Searched<'_>,
        done: &mut Done,
    ) -> Option<Vec<Value>> {
        if decides == Deciding::Any {
            return None;
        }
        let keyword = Keyword { data, start, end, shared: &self.shared };
        let mut values = Vec::new();
        for &rule in &self.announced[word] {
            if decides == Deciding::Case && !self.judges[rule].minds_case() {
                return None;
            }
            if matches!(done.get(&rule), Some(&Some(behind)) if start < behind) {
                continue;
            }
            if let Verdict::Value(begin, stop) = self.judge(rule, &keyword, searched)? {
                values.push((rule, begin, stop));
            }
        }
        for &(rule, _, stop) in &values {
            done.entry(rule).and_modify(|behind| *behind = behind.map(|_| stop)).or_insert(Some(stop));
        }
        Some(values)
    }
}
