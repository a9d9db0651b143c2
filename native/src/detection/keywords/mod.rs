//! Keyword rules: whether surely nothing stands at a keyword. Python exports what tells the rules apart, as a table
//! (`detect/engine/keyword_table.py`); what is odd, or anything that may be a value, is left to the rules themselves.

mod assignment;
mod codes;
mod enclosed;
mod extent;
mod forms;
mod headers;
mod legible;
mod password;
pub mod pattern;
mod placeholders;
mod secret;
pub mod signs;

use std::collections::{HashMap, HashSet};

use memchr::memmem;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::detection::keywords::codes::Codes;
use crate::detection::keywords::enclosed::Enclosing;
use crate::detection::keywords::forms::{Cleared, Named, Token};
use crate::detection::keywords::headers::Headers;
use crate::detection::keywords::password::{is_not_spoken, Passwords};
use crate::detection::keywords::pattern::{Pattern, Source};
use crate::detection::keywords::placeholders::Placeholders;
use crate::detection::keywords::secret::{is_no_login_token, is_unassigned, Secrets};
use crate::detection::keywords::signs::{has, has_any, is_any_space, is_space, is_word, right_of, run};
use crate::detection::surroundings::left_of;
use crate::detection::words::Hit;

const URL: usize = 512;
const USER: usize = 128;
const PEM: usize = 96;
const YAML: usize = 240;
const PLAIN_SCHEMES: [&[u8]; 4] = [b"http", b"https", b"ws", b"wss"];

/// What a rule is, as `keyword_table.py` has it: its kind, its shape, marks, and how many characters stand before one.
type Row = (String, Option<Source>, Vec<String>, usize);

/// What can say of one rule that nothing stands at a keyword.
enum Judge {
    Token(Box<Token>),
    Named(Box<Named>),
    Password,
    SpokenPassword,
    Code,
    Secret,
    NamedKey,
    Login,
    Person,
    Location,
    Credential,
    Cookie,
    Url,
    PrivateKey,
    Command,
    BoundValue,
    GivenValue,
    ValueOfYaml,
    Reported,
    /// Only the rule itself.
    Odd,
}

/// Where each rule has searched one text already.
#[derive(Default)]
pub struct Searched(Vec<Cleared>);

impl Searched {
    fn by(&mut self, rule: usize, rules: usize) -> &mut Cleared {
        if self.0.is_empty() {
            self.0.resize(rules, Cleared::default());
        }
        &mut self.0[rule]
    }
}

#[pyclass(frozen, module = "sealog._native")]
pub struct KeywordRules {
    judges: Vec<Judge>,
    /// The numbers of the rules that each keyword announces.
    announced: Vec<Vec<usize>>,
    placeholders: Placeholders,
    enclosing: Enclosing,
    passwords: Passwords,
    secrets: Secrets,
    headers: Headers,
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
        let missing: std::cell::RefCell<Option<String>> = std::cell::RefCell::default();
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
            placeholders: Placeholders::new(&of_words, &source),
            enclosing: Enclosing::new(source("looks_up"), of_words("types")),
            passwords: Passwords::new(&source),
            secrets: Secrets::new(&of_words, &source),
            headers: Headers::new(&source),
            codes: Codes::new(&source),
            no_values: of_words("no_values").into_iter().map(String::into_bytes).collect(),
            shapes_of_nothing: Pattern::whole(source("shapes_of_nothing")),
        };
        match missing.into_inner() {
            Some(name) => Err(PyValueError::new_err(format!("the table of keyword rules lacks {name}"))),
            None => Ok(rules),
        }
    }

    /// Tell whether a text of ASCII surely has nothing at the keyword `text[start:end]`, word by its number: for tests.
    #[pyo3(name = "is_nothing")]
    fn is_nothing_of_python(&self, text: &str, word: usize, start: usize, end: usize) -> bool {
        text.is_ascii() && self.is_nothing(text.as_bytes(), (word, start, end), &mut Searched::default())
    }

    /// Give the numbers of the rules that are left to Python whatever stands in a text: for tests.
    fn odd(&self) -> Vec<usize> {
        let is_odd = |judge: &Judge| match judge {
            Judge::Odd => true,
            Judge::Token(token) => !token.is_read(),
            Judge::Named(named) => !named.is_read(),
            _ => false,
        };
        self.judges.iter().enumerate().filter(|(_, judge)| is_odd(judge)).map(|(number, _)| number).collect()
    }
}

impl KeywordRules {
    /// Tell whether a value surely is a placeholder or flag, or of a token what is left when it is masked.
    pub fn is_no_secret(&self, value: &[u8], is_password: bool) -> bool {
        self.placeholders.is_placeholder(value, false)
            || matches!(value, b"0" | b"1")
            || (!is_password && (self.placeholders.is_masked(value) || self.placeholders.is_published(value)))
    }

    /// Tell whether a value surely only says that something else stood or will stand here.
    pub fn says_nothing(&self, value: &[u8]) -> bool {
        let value = value.trim_ascii().to_ascii_lowercase();
        self.no_values.contains(&value) || self.shapes_of_nothing.surely(&value)
    }

    /// Tell whether surely no rule finds anything at the keyword `data[start..end]` in a text of ASCII.
    pub fn is_nothing(&self, data: &[u8], (word, start, end): Hit, searched: &mut Searched) -> bool {
        self.announced[word].iter().all(|&rule| self.is_nothing_of(rule, data, (start, end), searched))
    }

    fn is_nothing_of(&self, rule: usize, data: &[u8], (start, end): (usize, usize), searched: &mut Searched) -> bool {
        let (placeholders, enclosing) = (&self.placeholders, &self.enclosing);
        match &self.judges[rule] {
            Judge::Token(token) => token.is_nothing(data, start, searched.by(rule, self.judges.len())),
            Judge::Named(named) => named.is_nothing(data, end, searched.by(rule, self.judges.len())),
            Judge::Password => self.passwords.is_nothing(placeholders, enclosing, data, start, end),
            Judge::SpokenPassword => is_not_spoken(data, end),
            Judge::Code => self.codes.is_nothing(data, start, end),
            Judge::Secret => self.secrets.is_nothing(placeholders, enclosing, data, start, end),
            Judge::NamedKey => self.secrets.is_no_named_key(placeholders, enclosing, data, start, end),
            Judge::Login => is_no_login_token(placeholders, enclosing, data, start, end),
            Judge::Person => is_unassigned(placeholders, enclosing, data, (start, end), false),
            Judge::Location => is_unassigned(placeholders, enclosing, data, (start, end), true),
            Judge::Credential => self.headers.is_no_credential(placeholders, data, start, end),
            Judge::Cookie => self.headers.is_no_cookie(placeholders, data, start, end),
            Judge::Url => is_without_user(data, start, end),
            Judge::PrivateKey => {
                !matches!(data[start], b'p' | b'P')
                    && memmem::find(right_of(data, start, PEM), b"PRIVATE KEY").is_none()
            }
            Judge::Command => start > 0 && is_word(data[start - 1]) && data[start] != b':',
            Judge::BoundValue => {
                let at = end + usize::from(has_any(data, end, |byte| matches!(byte, b'"' | b'\'')));
                let sign = at + run(data, at, 4, is_any_space);
                let behind = sign + 1 + run(data, sign + 1, 4, is_any_space);
                !has_any(data, sign, |byte| matches!(byte, b':' | b'='))
                    || !has_any(data, behind, |byte| matches!(byte, b'(' | b'[' | b'$'))
            }
            Judge::GivenValue => !has(data, end, b"=[@"),
            Judge::ValueOfYaml => memmem::find(left_of(data, start, YAML), b"name:").is_none(),
            Judge::Reported => start == 0 || data[start - 1] != b'[',
            Judge::Odd => false,
        }
    }
}

impl Judge {
    fn new((kind, shape, marks, lead): Row) -> Self {
        match (kind.as_str(), shape) {
            ("token", Some(shape)) => Self::Token(Box::new(Token::new(shape, lead))),
            ("named", Some(shape)) => Self::Named(Box::new(Named::new(shape, marks))),
            ("password", _) => Self::Password,
            ("spoken_password", _) => Self::SpokenPassword,
            ("one_time_code", _) => Self::Code,
            ("secret", _) => Self::Secret,
            ("named_key", _) => Self::NamedKey,
            ("login_token", _) => Self::Login,
            ("person", _) => Self::Person,
            ("location", _) => Self::Location,
            ("authorization", _) => Self::Credential,
            ("cookie", _) => Self::Cookie,
            ("url", _) => Self::Url,
            ("private_key", _) => Self::PrivateKey,
            ("command", _) => Self::Command,
            ("bound", _) => Self::BoundValue,
            ("given", _) => Self::GivenValue,
            ("yaml", _) => Self::ValueOfYaml,
            ("reported", _) => Self::Reported,
            _ => Self::Odd,
        }
    }
}

/// Tell whether surely no user stands in the URL whose `://` is `data[start..end]`.
fn is_without_user(data: &[u8], start: usize, end: usize) -> bool {
    let size = run(data, end, URL, |byte| !is_space(byte) && !b"\"'<>\x1e".contains(&byte));
    let run_of_url = &data[end..end + size];
    if !run_of_url.contains(&b'@') {
        return true;
    }
    let user = run(run_of_url, 0, USER, |byte| !b"/:@?#\\".contains(&byte));
    match run_of_url.get(user) {
        Some(b'@') => false,
        Some(b':') => {
            let digits = run(run_of_url, user + 1, 6, |byte| byte.is_ascii_digit());
            let left = left_of(data, start, 26);
            let scheme = left.iter().rev().take_while(|&&byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte));
            let scheme = left[left.len() - scheme.count()..].to_ascii_lowercase();
            (1..=5).contains(&digits)
                && has_any(run_of_url, user + 1 + digits, |byte| b"\\/?#".contains(&byte))
                && PLAIN_SCHEMES.contains(&&scheme[..])
        }
        _ => true,
    }
}
