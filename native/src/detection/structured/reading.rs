//! What of a text is structured: the pieces that a value may take, and the values that a key names. The twin of
//! `detect/structured/outline.py`, for texts whose keys are known.

use std::collections::BTreeSet;

use crate::detection::key_names::{KeyNames, Known, Meaning};
use crate::detection::keywords::KeywordRules;
use crate::detection::structured::beyond_ascii::is_plain_name;
use crate::detection::structured::level::Level;

/// Bytes of a name at most.
pub const LONGEST: usize = 128;

/// Start, end, the quote that what takes its place needs, and whether it is of a key.
pub type Piece = (usize, usize, String, bool);

/// A value under a key: start, end, the number of the key's rule, its kind (string, number, word: 0 to 2), and what it
/// says if it has escapes.
pub type Named = (usize, usize, usize, u8, Option<String>);

#[derive(Default)]
pub struct Outline {
    pub regions: Vec<(usize, usize)>,
    pub pieces: Vec<Piece>,
    pub named: Vec<Named>,
    /// Documents and items that were read: the work.
    pub documents: usize,
    pub items: usize,
}

/// Why a text is left to Python.
pub enum Left {
    /// A sign beyond ASCII may decide.
    Odd,
    /// These names are not known yet.
    Unknown(Vec<String>),
}

/// Reads one text. What a name means is asked under one lock.
pub struct Reading<'a> {
    known: Known<'a>,
    pub names: &'a KeyNames,
    pub keywords: &'a KeywordRules,
    /// Whether pieces are asked for, too.
    pub has_pieces: bool,
    pub outline: Outline,
    unknown: BTreeSet<String>,
    /// Whether a sign beyond ASCII may decide.
    pub is_odd: bool,
}

impl<'a> Reading<'a> {
    /// Read what is structured in a text of UTF-8; all places are in code points.
    pub fn outline(
        data: &[u8],
        names: &'a KeyNames,
        keywords: &'a KeywordRules,
        has_pieces: bool,
    ) -> Result<Outline, Left> {
        let known = names.known();
        let (outline, unknown) = (Outline::default(), BTreeSet::new());
        let mut reading = Self { known, names, keywords, has_pieces, outline, unknown, is_odd: false };
        let regions = Level::outermost(data).read(&mut reading)?;
        if reading.is_odd {
            return Err(Left::Odd);
        }
        if !reading.unknown.is_empty() {
            return Err(Left::Unknown(reading.unknown.into_iter().collect()));
        }
        let mut outline = reading.outline;
        outline.regions = regions;
        outline.pieces.sort();
        Ok(outline)
    }

    /// Give the number of the rule that a name has, alone or with the key of what it stands in.
    pub fn rule_of(&mut self, name: &[u8], parent: &[u8]) -> Option<usize> {
        self.is_odd |= !is_plain_name(name, LONGEST);
        if name.is_empty() || name.len() > LONGEST || self.is_odd {
            return None;
        }
        let meaning = self.meaning(name)?;
        if meaning.rule.is_none() && !meaning.is_kept && !parent.is_empty() && meaning.is_generic {
            return self.meaning(&[parent, b".", name].concat())?.rule;
        }
        meaning.rule
    }

    /// Give what a name means; one that is not known yet is noted.
    pub fn meaning(&mut self, name: &[u8]) -> Option<Meaning> {
        let meaning = self.known.get(name).copied();
        if meaning.is_none() {
            self.unknown.insert(String::from_utf8_lossy(name).into_owned());
        }
        meaning
    }
}
