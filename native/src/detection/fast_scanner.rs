//! Looks at a text and gives its findings in one call, where nothing in it needs Python, as in most texts. It runs no Python
//! code, which the end of the interpreter could cut off in the middle.

use std::collections::HashMap;

use memchr::memmem::Finder;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};

use crate::detection::key_names::{KeyNames, Told};
use crate::detection::keywords::people::field_names::{keep_unknown, take_unknown};
use crate::detection::keywords::{KeywordRules, Searched, Value};
use crate::detection::overlaps::{resolve, Ranked};
use crate::detection::prefilter::{in_places_of_python, places_in_code_points, settled, Prefilter, Seen};
use crate::detection::shape_judge::ShapeJudge;
use crate::detection::signs::Signs;
use crate::detection::structured::beyond_ascii::{Deciding, TextOfKeyword};
use crate::detection::structured::mending::{is_suspect, Mending};
use crate::detection::structured::reading::{Left, Named, Piece, Reading};
use crate::detection::words::Hit;
use crate::panic_guard::calmly;

#[pyclass(frozen, module = "sealog._native")]
pub struct FastScanner {
    prefilter: Py<Prefilter>,
    judges: Vec<ShapeJudge>,
    /// Entity and group of all rules by their rank: those with a shape, of keywords, of keys.
    kinds: Vec<Kind>,
    /// The number of each rank's entity.
    entities: Vec<usize>,
    /// The rank of the first rule of keys.
    first_of_keys: usize,
    #[pyo3(get)]
    names: Py<KeyNames>,
    #[pyo3(get)]
    keywords: Py<KeywordRules>,
    /// In a box, since Python's allocator aligns an object to 16 bytes, and this needs 32.
    sealed: Box<Finder<'static>>,
}

/// Entity and group.
type Kind = (Py<PyString>, Py<PyString>);

/// What this half can say of a text without Python.
pub enum Look {
    /// Nothing is in it.
    Clean,
    /// All values in it, sorted and disjoint.
    Findings(Vec<Found>),
    /// Python must say what is in it. This is what was seen, without keywords at which surely nothing stands, with places
    /// in code points; it may be nothing.
    Odd(Seen),
}

/// A value in a text: the rank of its rule, start and end in code points.
pub struct Found {
    pub rule: usize,
    pub start: usize,
    pub end: usize,
}

/// Findings (entity, group, start, end), sorted and disjoint; or what the look saw.
#[derive(IntoPyObject)]
enum Answer<'py> {
    Findings(Vec<Bound<'py, PyTuple>>),
    Seen(Seen),
}

/// Regions, pieces and named values of a structured text, and how much was read; or the names that are not known yet.
#[derive(IntoPyObject)]
enum Outlined {
    Outline((Vec<Span>, Vec<Piece>, Vec<Named>, usize)),
    Unknown(Vec<String>),
}

/// Start and end.
type Span = (usize, usize);

/// A document takes as much time as this many of its items.
const DOCUMENT: usize = 4;

#[pymethods]
impl FastScanner {
    /// `judges` are the twins or shapes of the rules, in the order of their numbers, and `kinds` entity and group of all
    /// rules: these, then those of keywords, then, from `first_of_keys` on, those of keys.
    #[new]
    fn new(
        py: Python<'_>,
        prefilter: Py<Prefilter>,
        judges: Vec<ShapeJudge>,
        kinds: Vec<Kind>,
        first_of_keys: usize,
        names: Py<KeyNames>,
        keywords: Py<KeywordRules>,
    ) -> PyResult<Self> {
        let mut numbers = HashMap::new();
        let mut entities = Vec::with_capacity(kinds.len());
        for (entity, _) in &kinds {
            let further = numbers.len();
            entities.push(*numbers.entry(entity.bind(py).to_str()?.to_owned()).or_insert(further));
        }
        let sealed = Box::new(Finder::new(b"seal1"));
        Ok(Self { prefilter, judges, kinds, entities, first_of_keys, names, keywords, sealed })
    }

    /// Give what is structured in one text of a record, or the names that are not known yet; None where Python must
    /// read it. The last part of the answer is how many items were read.
    fn outline(&self, text: &Bound<'_, PyString>, has_pieces: bool) -> PyResult<Option<Outlined>> {
        calmly(|| {
            let text = text.to_str()?;
            Ok(match Reading::outline(text.as_bytes(), self.names.get(), self.keywords.get(), has_pieces) {
                Ok(outline) => {
                    let work = outline.documents * DOCUMENT + outline.items;
                    Some(Outlined::Outline((outline.regions, outline.pieces, outline.named, work)))
                }
                Err(Left::Unknown(names)) => Some(Outlined::Unknown(names)),
                Err(Left::Odd) => None,
            })
        })
    }

    /// Give what is seen in a text, without what surely is nothing; None where that is all.
    #[pyo3(name = "look")]
    fn look_of_python(&self, text: &Bound<'_, PyString>) -> PyResult<Option<Seen>> {
        take_unknown();
        calmly(|| {
            let text = text.to_str()?;
            let (seen, signs) = self.prefilter.get().seen(text)?;
            Ok(seen
                .and_then(|seen| self.suspected(text, seen, signs))
                .map(|seen| in_places_of_python(text, seen, signs)))
        })
    }

    /// Give the names of fields, in small letters, that this thread's last look met and of which `learn_field` has not said
    /// yet what they mean; another call gives none.
    fn unknown_fields(&self) -> Vec<String> {
        take_unknown()
    }

    /// Give the findings in a text; None if it is clean; or what was seen in it, if the rest is for Python to do: that may
    /// be nothing, where sealed values, NULs or a name beside a value tell what no look does.
    fn find<'py>(&self, py: Python<'py>, text: &Bound<'py, PyString>) -> PyResult<Option<Answer<'py>>> {
        take_unknown();
        calmly(|| match self.look(text.to_str()?)? {
            Look::Clean => Ok(None),
            Look::Odd(seen) => Ok(Some(Answer::Seen(seen))),
            Look::Findings(found) => {
                let findings = found.into_iter().map(|found| {
                    let (entity, group) = &self.kinds[found.rule];
                    (entity.bind(py), group.bind(py), found.start, found.end).into_pyobject(py)
                });
                Ok(Some(Answer::Findings(findings.collect::<PyResult<_>>()?)))
            }
        })
    }
}

impl FastScanner {
    /// Look at a text. It needs no lock of the interpreter; any thread may call it.
    pub fn look(&self, text: &str) -> PyResult<Look> {
        self.look_beside(text, text.len())
    }

    /// Look at texts joined by U+001E, of which only `text[..read]` is read for words and shapes: the others open nothing
    /// (see `opens_nothing`).
    pub fn look_beside(&self, text: &str, read: usize) -> PyResult<Look> {
        self.look_with(text, read, self.sealed_at(text).is_some())
    }

    /// As `look_beside`, for a text whose sealed values are read as any other text.
    pub fn look_at_all(&self, text: &str, read: usize) -> PyResult<Look> {
        self.look_with(text, read, false)
    }

    /// Give where the next sealed value may begin in a text.
    pub fn sealed_at(&self, text: &str) -> Option<usize> {
        self.sealed.find(text.as_bytes())
    }

    fn look_with(&self, text: &str, read: usize, is_for_python: bool) -> PyResult<Look> {
        let data = text.as_bytes();
        let prefilter = self.prefilter.get();
        let (seen, signs) = prefilter.seen(&text[..read])?;
        let odd = |seen: Seen| Ok(Look::Odd(in_places_of_python(text, seen, signs)));
        if is_for_python || signs.has_null() {
            return odd(seen.unwrap_or_default());
        }
        let told = self.names.get().told(data, signs);
        let Some(seen) = seen.and_then(|seen| self.suspected(text, seen, signs)) else {
            return Ok(self.concluded(data, &told, Vec::new()).unwrap_or_else(|_| Look::Odd(Seen::default())));
        };
        let found = if seen.2 { self.found_again(text, &seen) } else { self.found(&seen) };
        let Some(found) = found else { return odd(seen) };
        match self.concluded(data, &told, found) {
            Ok(Look::Findings(mut found)) if !signs.is_ascii() => {
                let places = found.iter_mut().flat_map(|found| [&mut found.start, &mut found.end]);
                places_in_code_points(text, places.collect());
                Ok(Look::Findings(found))
            }
            Ok(look) => Ok(look),
            Err(found) => odd(settled(found)),
        }
    }

    /// Give all that is found in a text, sorted; None where Python must say.
    pub(super) fn found(&self, (suspects, _, _, announced, shaped): &Seen) -> Option<Vec<Ranked>> {
        let mut found = Vec::new();
        for (&rule, values) in suspects.iter().zip(shaped) {
            found.extend(values.as_ref()?.iter().map(|&(start, end)| (start, end, rule)));
        }
        for values in announced {
            let ranked = |&(rule, start, end): &Value| (start, end, self.judges.len() + rule);
            found.extend(values.as_ref()?.iter().map(ranked));
        }
        found.sort_unstable();
        Some(found)
    }

    /// Give the findings of a text, of which `found` are those by shapes and keywords; or `found` again where structure or a
    /// key may add some that only Python finds.
    fn concluded(&self, data: &[u8], told: &Told, found: Vec<Ranked>) -> Result<Look, Vec<Ranked>> {
        if told.is_nothing() && !found.iter().any(|&(start, end, _)| is_suspect(data, start, end)) {
            return Ok(Look::of(found));
        }
        let (names, keywords) = (self.names.get(), self.keywords.get());
        if data.len() > LONGEST_READ || told.may_head_a_table || names.are_met_again(told) {
            return Err(found);
        }
        let (first_rank, entities, is_telling) = (self.first_of_keys, &self.entities, !told.is_nothing());
        let mending = Mending { names, keywords, first_rank, entities, is_telling };
        let Some(mut mended) = mending.mend(data, &found) else { return Err(found) };
        mended.sort_unstable();
        Ok(Look::of(mended))
    }

    /// Give the rank of the first rule without a shape.
    pub(super) fn first_unshaped(&self) -> usize {
        self.judges.len()
    }

    pub(super) fn prefilter(&self) -> &Prefilter {
        self.prefilter.get()
    }

    /// Tell whether a text has no word, shape or sign that matters to the texts beside it.
    pub fn opens_nothing(&self, text: &str) -> PyResult<bool> {
        let (seen, signs) = self.prefilter.get().seen(text)?;
        Ok(signs.are_none() && seen.is_none_or(|seen| seen.0.is_empty()))
    }

    /// Give entity and group of a rule by its rank.
    pub fn names_of(&self, rule: usize) -> (&Py<PyString>, &Py<PyString>) {
        (&self.kinds[rule].0, &self.kinds[rule].1)
    }

    /// Leave out what surely is nothing, and say what shapes and keywords surely announce.
    pub(super) fn suspected(&self, text: &str, mut seen: Seen, signs: Signs) -> Option<Seen> {
        let data = text.as_bytes();
        let judged = seen.0.iter().map(|&rule| (rule, self.judges[rule].plain(data)));
        (seen.0, seen.4) = judged.filter(|(_, values)| values.as_ref().is_none_or(|values| !values.is_empty())).unzip();
        self.announce(data, &mut seen, signs);
        (!seen.0.is_empty() || !seen.1.is_empty() || seen.2).then_some(seen)
    }

    /// Say what keywords surely announce.
    fn announce(&self, data: &[u8], seen: &mut Seen, signs: Signs) {
        let mut searched = Searched::new(self.names.get());
        let mut around = TextOfKeyword::default();
        let decides = |(_, start, end): Hit| {
            if signs.is_ascii() {
                Deciding::No
            } else {
                around.decides(data, start, end)
            }
        };
        seen.3 = self.keywords.get().announce(data, &mut seen.1, decides, &mut searched);
        keep_unknown(searched.unknown);
    }
}

impl Look {
    /// Give the answer for a text with these findings, which are sorted.
    fn of(found: Vec<Ranked>) -> Self {
        if found.is_empty() {
            return Self::Clean;
        }
        let found = resolve(found);
        Self::Findings(found.into_iter().map(|(start, end, rule)| Found { rule, start, end }).collect())
    }
}

/// Bytes of texts whose structure and readings are read at once; those of longer ones are read where work is counted.
pub(super) const LONGEST_READ: usize = 32 << 10;
