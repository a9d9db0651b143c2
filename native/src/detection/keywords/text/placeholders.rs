//! Placeholders: texts in a secret's place that surely are not secrets. The twin of `keyword_rules/text/placeholders.py`, whose tables
//! and shapes it is given.

use std::collections::HashSet;

use crate::detection::keywords::text::legible::pieces;
use crate::detection::keywords::verdict::any;
use crate::detection::pattern::{Pattern, Source};

const LONGEST: usize = 96;
const FEWEST_WORDS_WITH_NUMBER: usize = 3;
const LONGEST_CUT: usize = 12;
const COVERED: usize = 90;
const LONGEST_YEAR: usize = 4;

type Words = HashSet<Vec<u8>>;

pub struct Placeholders {
    nothing: Words,
    variables: Words,
    about: Words,
    of_templates: Words,
    template: Words,
    said: Words,
    published: Words,
    mask: Pattern,
    partly: Pattern,
    variable: Pattern,
    telling_variable: Pattern,
    several_words: Pattern,
    expression: Pattern,
    attribute: Pattern,
    kept_elsewhere: Pattern,
}

impl Placeholders {
    /// Read the tables and shapes, by the names that they have in Python.
    pub fn new(words: &impl Fn(&str) -> Vec<String>, source: &impl Fn(&str) -> Source) -> Self {
        let set = |name: &str| words(name).into_iter().map(String::into_bytes).collect();
        let whole = |name: &str| Pattern::whole(source(name));
        Self {
            nothing: set("nothing"),
            variables: set("variables"),
            about: set("about"),
            of_templates: set("of_templates"),
            template: set("template"),
            said: set("said"),
            published: set("published"),
            mask: whole("mask"),
            partly: whole("partly"),
            variable: whole("variable"),
            telling_variable: whole("telling_variable"),
            several_words: whole("several_words"),
            expression: whole("expression"),
            attribute: whole("attribute"),
            kept_elsewhere: whole("kept_elsewhere"),
        }
    }

    /// Tell whether a value surely only says that something else stood or will stand here.
    pub fn is_placeholder(&self, value: &[u8], is_quoted: bool) -> bool {
        if !value.is_ascii() {
            return false;
        }
        let stars = value.iter().take_while(|&&byte| byte == b'*').count();
        if stars >= COVERED && stars < value.len() {
            return false; // a sealed value may be covered here
        }
        if value.is_empty() || stars == value.len() {
            return true;
        }
        if value.len() > LONGEST {
            return self.mask.surely(value);
        }
        let lowered = value.to_ascii_lowercase();
        if self.nothing.contains(&lowered)
            || (!is_quoted && self.variables.contains(&lowered))
            || self.mask.surely(value)
        {
            return true;
        }
        if self.is_sentence_of_a_template(value) {
            return true;
        }
        let is_plain = value.iter().all(u8::is_ascii_alphanumeric);
        !is_plain && (self.is_variable(value) || self.kept_elsewhere.surely(value))
    }

    /// Tell whether a value only says that something else stood or will stand here; Python says where a sealed value may
    /// be covered.
    pub fn stands_for_another(&self, value: &[u8], is_quoted: bool) -> Option<bool> {
        match self.is_placeholder(value, is_quoted) {
            false if value.starts_with(b"****") || !value.is_ascii() => None,
            known => Some(known),
        }
    }

    /// Tell whether a value stands for a token that is not there: a placeholder, its ends, or a maker's example.
    pub fn is_example(&self, value: &[u8]) -> Option<bool> {
        any([self.stands_for_another(value, false), Some(self.is_masked(value) || self.is_published(value))])
    }

    /// Tell whether a value surely shows only the ends of a token.
    pub fn is_masked(&self, value: &[u8]) -> bool {
        (value.ends_with(b"...") && value.len() - 3 <= LONGEST_CUT) || self.partly.surely(value)
    }

    /// Tell whether a maker has published a value as an example.
    pub fn is_published(&self, value: &[u8]) -> bool {
        self.published.contains(value)
    }

    fn is_variable(&self, value: &[u8]) -> bool {
        if self.variable.surely(value) || self.expression.surely(value) || self.several_words.surely(value) {
            return true;
        }
        let is_named = self.telling_variable.surely(value) || self.attribute.surely(value);
        is_named && words(value).iter().rev().take(2).any(|word| self.about.contains(word))
    }

    fn is_sentence_of_a_template(&self, value: &[u8]) -> bool {
        let mut words = words(value);
        if words.is_empty() {
            return false;
        }
        let closing = match value[0] {
            b'<' => b'>',
            b'[' => b']',
            b'(' => b')',
            _ => 0,
        };
        if value.len() > 1 && value[value.len() - 1] == closing {
            return if closing == b'>' {
                words.iter().all(|word| word.iter().all(u8::is_ascii_alphabetic))
                    && words.iter().any(|word| self.said.contains(word))
            } else {
                words.iter().all(|word| self.said.contains(word))
            };
        }
        let is_year = |word: &Vec<u8>| word.len() <= LONGEST_YEAR && word.iter().all(u8::is_ascii_digit);
        if words.len() >= FEWEST_WORDS_WITH_NUMBER && words.last().is_some_and(is_year) {
            words.pop();
        }
        words.iter().all(|word| self.of_templates.contains(word))
            && words.iter().any(|word| self.template.contains(word))
    }
}

fn words(value: &[u8]) -> Vec<Vec<u8>> {
    pieces(value).into_iter().map(<[u8]>::to_ascii_lowercase).collect()
}
