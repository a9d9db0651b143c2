//! Which code judges the keywords of a rule.

use std::collections::BTreeSet;
use std::ops::Range;

use memchr::memmem;

use crate::detection::bytes::{has, is_word, right_of};
use crate::detection::key_names::KeyNames;
use crate::detection::keywords::keyword::{Keyword, WIDEST};
use crate::detection::keywords::passwords::{spoken_password, url_password};
use crate::detection::keywords::people::field_names::MOST_UNKNOWN;
use crate::detection::keywords::people::fields::Field;
use crate::detection::keywords::secrets::authorization::Credential;
use crate::detection::keywords::secrets::forms::{Cleared, Named, Token};
use crate::detection::keywords::secrets::login_token;
use crate::detection::keywords::verdict::Verdict;
use crate::detection::keywords::{nameless, names_beside, KeywordRules};
use crate::detection::pattern::Source;

/// Characters behind a keyword in which the rest of a private key's first line stands.
const PEM: usize = 96;

/// What a rule is, as `keyword_table.py` has it: its kind, its shape, marks, and how many characters stand before one.
pub type Row = (String, Option<Source>, Vec<String>, usize);

/// What judges the keywords of one rule.
pub enum Judge {
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
    Field(Field),
    Credential,
    Cookie,
    Url,
    PrivateKey,
    Command,
    BoundValue,
    GivenValue,
    ValueOfYaml,
    Attribute,
    Paired,
    Mapped,
    Reported,
    Dialogue,
    Object,
    NameFirst,
    Told,
    Compared,
    Dumped,
    Columns,
    /// Only the rule itself.
    Odd,
}

impl Judge {
    pub fn new((kind, shape, marks, lead): Row) -> Self {
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
            ("field", _) => marks.first().and_then(|entity| Field::new(entity)).map_or(Self::Odd, Self::Field),
            ("authorization", _) => Self::Credential,
            ("cookie", _) => Self::Cookie,
            ("url", _) => Self::Url,
            ("private_key", _) => Self::PrivateKey,
            ("command", _) => Self::Command,
            ("bound", _) => Self::BoundValue,
            ("given", _) => Self::GivenValue,
            ("yaml", _) => Self::ValueOfYaml,
            ("attribute", _) => Self::Attribute,
            ("paired", _) => Self::Paired,
            ("mapped", _) => Self::Mapped,
            ("reported", _) => Self::Reported,
            ("dialogue", _) => Self::Dialogue,
            ("object", _) => Self::Object,
            ("name_first", _) => Self::NameFirst,
            ("told", _) => Self::Told,
            ("compared", _) => Self::Compared,
            ("dumped", _) => Self::Dumped,
            ("columns", _) => Self::Columns,
            _ => Self::Odd,
        }
    }

    /// Tell whether a rule reads letters as they are, or ignores the case only of words in which no letter has another case
    /// beyond ASCII. To it a letter whose other case is of ASCII is one like others.
    pub fn minds_case(&self) -> bool {
        matches!(self, Self::Person | Self::Field(_) | Self::Attribute)
    }

    /// Tell whether values are read, which takes many times longer than to see that there is none.
    pub fn reads_values(&self) -> bool {
        !matches!(self, Self::Token(_) | Self::Named(_) | Self::Odd)
    }

    /// Tell whether each keyword is left to Python.
    pub fn is_odd(&self) -> bool {
        match self {
            Self::Odd => true,
            Self::Token(token) => !token.is_read(),
            Self::Named(named) => !named.is_read(),
            _ => false,
        }
    }
}

/// Characters before a keyword in which a command may write what another one reads.
const PIPE: usize = 256;

/// Tell whether a command only has its name before what it says: `sshpass: command not found`.
fn says_something(keyword: &Keyword<'_>) -> bool {
    has(keyword.data, keyword.end, b":")
        && keyword.written().last().is_some_and(|&byte| is_word(byte))
        && !keyword.ends_with(b" pass")
        && !keyword.left(WIDEST * PIPE).contains(&b'|')
}

/// Bytes behind `username ` in which `command_shapes.py` looks for its password.
const SETTING: usize = 512;

/// Tell whether `username ` has no name of a password behind it: `the username was not found`.
fn names_user_only(keyword: &Keyword<'_>) -> bool {
    let is_in = |name: &[u8]| memmem::find(right_of(keyword.data, keyword.end, SETTING), name).is_some();
    keyword.is(b"username ") && !is_in(b"password") && !is_in(b"secret")
}

/// Where each rule has searched one text already, and the credential and URL that were read last.
#[derive(Default)]
pub struct Searched<'a> {
    /// What names mean, as far as Python has said it.
    pub names: Option<&'a KeyNames>,
    by_rule: Vec<Cleared>,
    credential: Credential,
    /// The bytes of the URL that was read last.
    url: Range<usize>,
    /// Names of fields with a value, in small letters, of which Python has not said yet what they mean.
    pub unknown: BTreeSet<String>,
}

impl<'a> Searched<'a> {
    pub fn new(names: &'a KeyNames) -> Self {
        Self { names: Some(names), ..Self::default() }
    }

    fn by(&mut self, rule: usize, rules: usize) -> &mut Cleared {
        if self.by_rule.is_empty() {
            self.by_rule.resize(rules, Cleared::default());
        }
        &mut self.by_rule[rule]
    }

    /// Note a name of a field that is not known.
    pub fn note(&mut self, name: String) {
        if self.unknown.len() < MOST_UNKNOWN {
            self.unknown.insert(name);
        }
    }
}

impl KeywordRules {
    /// Tell what stands at a keyword by one of the rules that it announces; None where Python must say.
    pub fn judge(&self, rule: usize, keyword: &Keyword<'_>, searched: &mut Searched<'_>) -> Option<Verdict> {
        let Keyword { data, start, end, .. } = *keyword;
        let rules = self.judges.len();
        Verdict::nothing_if(match &self.judges[rule] {
            Judge::Password => return self.passwords.judge(keyword),
            Judge::PasswordWord => return self.password_words.judge(&self.passwords, keyword),
            Judge::Secret => return self.secrets.judge(keyword),
            Judge::NamedKey => return self.named_keys.judge(keyword),
            Judge::Login => return login_token::judge(keyword),
            Judge::Person => return self.people.judge(keyword),
            Judge::Location => return self.locations.judge(keyword),
            &Judge::Field(field) => return self.fields.judge(field, &self.people, &self.locations, keyword, searched),
            Judge::Credential => return self.authorization.judge(keyword, &mut searched.credential),
            Judge::Cookie => return self.cookies.judge(keyword),
            Judge::Token(token) => token.is_nothing(data, start, searched.by(rule, rules)),
            Judge::Named(named) => named.is_nothing(keyword, searched.by(rule, rules)),
            Judge::SpokenPassword => spoken_password::is_nothing(keyword),
            Judge::Code => self.codes.is_nothing(keyword),
            Judge::Url => url_password::is_nothing(keyword, &mut searched.url),
            Judge::PrivateKey => {
                !matches!(data[start], b'p' | b'P')
                    && memmem::find(right_of(data, start, WIDEST * PEM), b"PRIVATE KEY").is_none()
            }
            Judge::Command => {
                (data[start] != b':' && keyword.byte_before().is_some_and(is_word))
                    || says_something(keyword)
                    || names_user_only(keyword)
            }
            Judge::BoundValue => !names_beside::is_bound(keyword),
            Judge::GivenValue => !has(data, end, b"=[@"),
            Judge::ValueOfYaml => !names_beside::is_of_yaml(keyword),
            Judge::Attribute => !names_beside::is_in_tag_or_part(keyword),
            Judge::Paired => !names_beside::is_paired(keyword),
            Judge::Mapped => !names_beside::is_mapped(keyword),
            Judge::Reported => keyword.byte_before() != Some(b'['),
            Judge::Dialogue => !data[start..].iter().take(2).all(u8::is_ascii_uppercase),
            Judge::Object => !names_beside::is_of_object(keyword),
            Judge::NameFirst => !keyword.byte_before().is_some_and(|byte| matches!(byte, b'(' | b'[')),
            Judge::Told => searched.names.is_some_and(|names| nameless::is_told_of_nothing(keyword, names)),
            Judge::Compared => searched.names.is_some_and(|names| nameless::is_compared_to_nothing(keyword, names)),
            Judge::Dumped => searched.names.is_some_and(|names| nameless::is_dumped_without_rule(keyword, names)),
            Judge::Columns => searched.names.is_some_and(|names| nameless::has_plain_columns(keyword, names)),
            Judge::Odd => false,
        })
    }
}
