//! Keyword rules: which value stands at a keyword, or that surely none does. Python exports what tells the rules apart, as a table
//! (`detect/engine/keyword_table.py`); what is odd is left to the rules themselves.

mod passwords;
mod people;
mod secrets;
mod text;
pub mod verdict;

use std::collections::{HashMap, HashSet};

use memchr::memmem;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::detection::bytes::{has, has_any, is_any_space, is_space, is_word, right_of, run};
use crate::detection::keywords::passwords::one_time_code::Codes;
use crate::detection::keywords::passwords::password::{is_not_spoken, Passwords};
use crate::detection::keywords::people::person::People;
use crate::detection::keywords::secrets::authorization::{Credential, Headers};
use crate::detection::keywords::secrets::forms::{Cleared, Named, Token};
use crate::detection::keywords::secrets::secret::{judge_login, Secrets};
use crate::detection::keywords::text::enclosed::Enclosing;
use crate::detection::keywords::text::placeholders::Placeholders;
use crate::detection::keywords::verdict::Verdict;
use crate::detection::pattern::{Pattern, Source};
use crate::detection::structured::beyond_ascii::may_decide;
use crate::detection::surroundings::left_of;
use crate::detection::words::Hit;

/// Bytes of a character, at most.
const WIDEST: usize = 4;
const URL: usize = 512;
const USER: usize = 128;
const PEM: usize = 96;
const YAML: usize = 240;
const PAIRED: usize = 96;
const NAMED: usize = 72;
/// Keywords of a text with values that are judged here; those behind them are left to Python, which counts its steps.
const MOST_JUDGED: usize = 16_384;
const PLAIN_SCHEMES: [&[u8]; 4] = [b"http", b"https", b"ws", b"wss"];

/// A rule's number, and start and end of the value that it finds.
pub type Value = (usize, usize, usize);

/// What a rule is, as `keyword_table.py` has it: its kind, its shape, marks, and how many characters stand before one.
type Row = (String, Option<Source>, Vec<String>, usize);

/// What can say of one rule that nothing stands at a keyword.
enum Judge {
    Token(Box<Token>),
    Named(Box<Named>),
    Password,
    PasswordWord,
    SpokenPassword,
    Code,
    Secret,
    NamedKey,
    Login,
    Person,
    Location,
    Field,
    Credential,
    Cookie,
    Url,
    PrivateKey,
    Command,
    BoundValue,
    GivenValue,
    ValueOfYaml,
    Paired,
    Mapped,
    Reported,
    /// Only the rule itself.
    Odd,
}

/// Where each rule has searched one text already, and the credential that was read last.
#[derive(Default)]
pub struct Searched {
    by_rule: Vec<Cleared>,
    credential: Credential,
}

impl Searched {
    fn by(&mut self, rule: usize, rules: usize) -> &mut Cleared {
        if self.by_rule.is_empty() {
            self.by_rule.resize(rules, Cleared::default());
        }
        &mut self.by_rule[rule]
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
    people: People,
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
            passwords: Passwords::new(&of_words, &source),
            secrets: Secrets::new(&of_words, &source),
            headers: Headers::new(&source),
            people: People::new(&source),
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
        let (mut searched, mut done) = (Searched::default(), HashMap::new());
        let hit = (word, start, end);
        (!may_decide(text.as_bytes())).then(|| self.values(text.as_bytes(), hit, &mut searched, &mut done)).flatten()
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

    /// Tell what the keywords in a text announce: their rules, in their order, where it is surely known of all of
    /// them, or None for a keyword whose rules Python must ask. Those that announce nothing are left out.
    pub fn announce(
        &self,
        data: &[u8],
        hits: &mut Vec<Hit>,
        mut is_read: impl FnMut(Hit) -> bool,
    ) -> Vec<Option<Vec<Value>>> {
        let (mut searched, mut done) = (Searched::default(), HashMap::new());
        let mut announced = Vec::new();
        let mut judged = 0;
        hits.retain(|&hit| {
            judged += usize::from(self.announced[hit.0].iter().any(|&rule| self.judges[rule].reads_values()));
            let is_read = judged <= MOST_JUDGED && is_read(hit);
            let values = if is_read { self.values(data, hit, &mut searched, &mut done) } else { None };
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

    /// Give the values that a keyword announces, or None if Python must say; `done` has where the last value of each rule
    /// ends, behind which its next search begins.
    fn values(
        &self,
        data: &[u8],
        (word, start, end): Hit,
        searched: &mut Searched,
        done: &mut HashMap<usize, Option<usize>>,
    ) -> Option<Vec<Value>> {
        let mut values = Vec::new();
        for &rule in &self.announced[word] {
            if matches!(done.get(&rule), Some(&Some(behind)) if start < behind) {
                continue;
            }
            match self.judge(rule, data, (start, end), searched) {
                Verdict::Nothing => {}
                Verdict::Value(begin, stop) => values.push((rule, begin, stop)),
                Verdict::Odd => return None,
            }
        }
        for &(rule, _, stop) in &values {
            done.entry(rule).and_modify(|behind| *behind = behind.map(|_| stop)).or_insert(Some(stop));
        }
        Some(values)
    }

    fn judge(&self, rule: usize, data: &[u8], (start, end): (usize, usize), searched: &mut Searched) -> Verdict {
        let (placeholders, enclosing) = (&self.placeholders, &self.enclosing);
        let is_nothing = match &self.judges[rule] {
            Judge::Password => return self.passwords.judge(placeholders, enclosing, data, start, end),
            Judge::PasswordWord => return self.passwords.judge_word(placeholders, enclosing, data, start, end),
            Judge::Secret => return self.secrets.judge(placeholders, enclosing, data, start, end),
            Judge::NamedKey => return self.secrets.judge_named_key(placeholders, enclosing, data, start, end),
            Judge::Person => return self.people.judge_person(placeholders, enclosing, data, (start, end)),
            Judge::Location => return self.people.judge_location(placeholders, enclosing, data, (start, end)),
            Judge::Login => return judge_login(placeholders, enclosing, data, start, end),
            Judge::Credential => {
                return self.headers.judge_credential(placeholders, data, (start, end), &mut searched.credential)
            }
            Judge::Cookie => return self.headers.judge_cookie(placeholders, data, start, end),
            Judge::Token(token) => token.is_nothing(data, start, searched.by(rule, self.judges.len())),
            Judge::Named(named) => named.is_nothing(data, end, searched.by(rule, self.judges.len())),
            Judge::SpokenPassword => is_not_spoken(data, end),
            Judge::Code => self.codes.is_nothing(data, start, end),
            Judge::Field => self.people.is_no_field(enclosing, data, (start, end)),
            Judge::Url => is_without_user(data, start, end),
            Judge::PrivateKey => {
                !matches!(data[start], b'p' | b'P')
                    && memmem::find(right_of(data, start, WIDEST * PEM), b"PRIVATE KEY").is_none()
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
            Judge::ValueOfYaml => memmem::find(left_of(data, start, WIDEST * YAML), b"name:").is_none(),
            Judge::Paired => !is_value_of_pair(data, start),
            Judge::Mapped => !is_mapped(data, start),
            Judge::Reported => start == 0 || data[start - 1] != b'[',
            Judge::Odd => false,
        };
        if is_nothing {
            Verdict::Nothing
        } else {
            Verdict::Odd
        }
    }
}

impl Judge {
    fn new((kind, shape, marks, lead): Row) -> Self {
        match (kind.as_str(), shape) {
            ("token", Some(shape)) => Self::Token(Box::new(Token::new(shape, lead))),
            ("named", Some(shape)) => Self::Named(Box::new(Named::new(shape, marks))),
            ("password", _) => Self::Password,
            ("password_word", _) => Self::PasswordWord,
            ("spoken_password", _) => Self::SpokenPassword,
            ("one_time_code", _) => Self::Code,
            ("secret", _) => Self::Secret,
            ("named_key", _) => Self::NamedKey,
            ("login_token", _) => Self::Login,
            ("person", _) => Self::Person,
            ("location", _) => Self::Location,
            ("field", _) => Self::Field,
            ("authorization", _) => Self::Credential,
            ("cookie", _) => Self::Cookie,
            ("url", _) => Self::Url,
            ("private_key", _) => Self::PrivateKey,
            ("command", _) => Self::Command,
            ("bound", _) => Self::BoundValue,
            ("given", _) => Self::GivenValue,
            ("yaml", _) => Self::ValueOfYaml,
            ("paired", _) => Self::Paired,
            ("mapped", _) => Self::Mapped,
            ("reported", _) => Self::Reported,
            _ => Self::Odd,
        }
    }
}

impl Judge {
    /// Tell whether values are read, which takes many times longer than to see that there is none.
    fn reads_values(&self) -> bool {
        !matches!(self, Self::Token(_) | Self::Named(_) | Self::Odd)
    }
}

/// Tell whether `name` or `key` with a sign may stand before the `value` at `data[start..]`.
fn is_value_of_pair(data: &[u8], start: usize) -> bool {
    let left = left_of(data, start, WIDEST * PAIRED).to_ascii_lowercase();
    [&b"name:"[..], b"name=", b"key:", b"key="].into_iter().any(|name| memmem::find(&left, name).is_some())
}

/// Tell whether a name that a bracket or comma is before may end at `data[..start]`.
fn is_mapped(data: &[u8], start: usize) -> bool {
    let left = left_of(data, start, WIDEST * NAMED);
    let is_of_name = |byte: &&u8| !byte.is_ascii() || is_word(**byte) || b".-\"'".contains(byte);
    let name = left.iter().rev().take_while(is_of_name).count();
    let before = left[..left.len() - name].trim_ascii_end();
    name > 0 && before.last().is_none_or(|last| b"([{,".contains(last))
}

/// Tell whether surely no user stands in the URL whose `://` is `data[start..end]`.
fn is_without_user(data: &[u8], start: usize, end: usize) -> bool {
    let is_narrow = right_of(data, end, URL).is_ascii();
    let size = run(data, end, if is_narrow { URL } else { WIDEST * URL }, |byte| {
        !is_space(byte) && !b"\"'<>\x1e".contains(&byte)
    });
    let run_of_url = &data[end..end + size];
    if !run_of_url.contains(&b'@') {
        return true;
    }
    if !run_of_url.is_ascii() {
        return false;
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
