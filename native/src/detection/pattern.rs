//! Regular expressions of the rules, as Python writes them. Each is compiled by the first text that asks for it.
//!
//! They read ASCII only. Where this engine can't read a source, each question is answered with no.

use std::sync::OnceLock;

use regex_automata::meta::Regex;
use regex_automata::util::syntax::Config;
use regex_automata::{Anchored, Input};

use crate::detection::syntax::translated;

/// Source, whether case is ignored, and whether white space is ASCII only: what `re.compile` gets.
pub type Source = (String, bool, bool);

pub struct Pattern {
    source: Source,
    is_whole: bool,
    compiled: OnceLock<Option<Compiled>>,
}

struct Compiled {
    regex: Regex,
    longest: Option<usize>,
}

impl Pattern {
    /// Read what is to match a whole text.
    pub fn whole(source: Source) -> Self {
        Self { source, is_whole: true, compiled: OnceLock::new() }
    }

    /// Read what is to match at a place, or anywhere.
    pub fn part(source: Source) -> Self {
        Self { source, is_whole: false, compiled: OnceLock::new() }
    }

    /// Tell whether a text surely matches from its beginning on.
    pub fn surely(&self, text: &[u8]) -> bool {
        self.compiled().is_some_and(|compiled| compiled.is_match(text, Anchored::Yes))
    }

    /// Tell whether a text surely doesn't match from its beginning on.
    pub fn surely_not(&self, text: &[u8]) -> bool {
        self.compiled().is_some_and(|compiled| !compiled.is_match(text, Anchored::Yes))
    }

    /// Tell whether something in a text surely matches.
    pub fn is_in(&self, text: &[u8]) -> bool {
        self.compiled().is_some_and(|compiled| compiled.is_match(text, Anchored::No))
    }

    /// Tell whether surely nothing in a text matches.
    pub fn is_nowhere(&self, text: &[u8]) -> bool {
        self.compiled().is_some_and(|compiled| !compiled.is_match(text, Anchored::No))
    }

    /// Give how long a match is at most, if there is a bound.
    pub fn longest(&self) -> Option<usize> {
        self.compiled().and_then(|compiled| compiled.longest)
    }

    /// Tell whether this engine reads the source.
    pub fn is_read(&self) -> bool {
        self.compiled().is_some()
    }

    fn compiled(&self) -> Option<&Compiled> {
        self.compiled
            .get_or_init(|| {
                let (source, ignores_case, is_ascii) = &self.source;
                let source = translated(source, *is_ascii);
                let source = if self.is_whole { format!(r"(?:{source})\z") } else { source };
                // Without Unicode a class is one byte, and compiling takes a tenth; signs beyond ASCII need it.
                [false, true].into_iter().find_map(|unicode| Compiled::new(&source, *ignores_case, unicode))
            })
            .as_ref()
    }
}

impl Compiled {
    fn new(source: &str, ignores_case: bool, unicode: bool) -> Option<Self> {
        let syntax = Config::new().unicode(unicode).utf8(false).case_insensitive(ignores_case);
        let hir = regex_automata::util::syntax::parse_with(source, &syntax).ok()?;
        // A search for a literal first is slow in texts that repeat it.
        let config = Regex::config().auto_prefilter(false);
        let regex = Regex::builder().configure(config).build_from_hir(&hir).ok()?;
        Some(Self { regex, longest: hir.properties().maximum_len() })
    }

    fn is_match(&self, text: &[u8], anchored: Anchored) -> bool {
        self.regex.is_match(Input::new(text).anchored(anchored).earliest(true))
    }
}
