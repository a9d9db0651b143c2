//! What of a text is structured: the pieces that a value may take, and the values that a key names. The twin of
//! `detect/structured/outline.py`, for texts whose keys are known.

use crate::detection::bytes::{is_any_space, is_word};
use crate::detection::key_names::{KeyNames, Known, Meaning};
use crate::detection::keywords::KeywordRules;
use crate::detection::structured::beyond_ascii::is_plain_name;
use crate::detection::structured::strings::unescape;
use crate::detection::structured::tree::{Document, Documents, Kind, DEEPEST};

const LONGEST: usize = 128;
const LONGEST_GAP: usize = 4;
const LONGEST_TYPE: usize = 65;
const LONGEST_INDEX: usize = 64;
const MOST_INDEXES: usize = 8;

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
    /// Documents and items, for who counts work.
    pub documents: usize,
    pub items: usize,
}

/// Why a text is left to Python.
pub enum Left {
    /// A sign beyond ASCII may decide.
    Odd,
    /// Nobody said yet what these names mean.
    Unknown(Vec<String>),
}

/// Reads one text. What a name means is asked under one lock.
pub struct Reading<'a> {
    known: Known<'a>,
    names: &'a KeyNames,
    keywords: &'a KeywordRules,
    has_pieces: bool,
    outline: Outline,
    unknown: Vec<String>,
    is_odd: bool,
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
        let (outline, unknown) = (Outline::default(), Vec::new());
        let mut reading = Self { known, names, keywords, has_pieces, outline, unknown, is_odd: false };
        let level = Level { data, places: code_points(data), outer: Vec::new(), quote: quote_within(&[]), depth: 0 };
        let regions = level.read(&mut reading)?;
        if reading.is_odd {
            return Err(Left::Odd);
        }
        if !reading.unknown.is_empty() {
            return Err(Left::Unknown(reading.unknown));
        }
        let mut outline = reading.outline;
        outline.regions = regions;
        outline.pieces.sort();
        Ok(outline)
    }

    /// Give the number of the rule that a name has, alone or with the key of what it stands in.
    fn rule_of(&mut self, name: &[u8], parent: &[u8]) -> Option<usize> {
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

    /// Give what a name means; a name that nobody knows yet is noted.
    fn meaning(&mut self, name: &[u8]) -> Option<Meaning> {
        let meaning = self.known.get(name).copied();
        if meaning.is_none() {
            self.unknown.push(String::from_utf8_lossy(name).into_owned());
        }
        meaning
    }
}

/// One text: the outermost, or what a string in it says. `places` lead to the outermost.
struct Level<'a> {
    data: &'a [u8],
    places: Option<Vec<usize>>,
    /// The quotes of the strings around it, and the one that a value takes in them.
    outer: Vec<u8>,
    quote: String,
    depth: usize,
}

/// What of a level changes from document to document.
struct State {
    is_strict: bool,
    regions: Vec<(usize, usize)>,
}

impl Level<'_> {
    fn read(&self, reading: &mut Reading<'_>) -> Result<Vec<(usize, usize)>, Left> {
        let mut state = State { is_strict: false, regions: Vec::new() };
        let first = self.data.iter().position(|&byte| !is_any_space(byte)).unwrap_or(0);
        let last = self.data.iter().rposition(|&byte| !is_any_space(byte)).map_or(0, |last| last + 1);
        let mut documents = Documents::new(self.data);
        while let Some(document) = documents.next() {
            reading.is_odd |= documents.is_odd;
            if reading.is_odd {
                return Err(Left::Odd);
            }
            reading.outline.documents += 1;
            let root = &document.nodes[document.root];
            if root.kind == Kind::String {
                state.is_strict = false;
                self.string(reading, &mut state, &document, document.root, false)?;
                continue;
            }
            let is_whole = root.start <= first && last <= root.end;
            let is_structure = is_structure(&document);
            let is_something_before = first < root.start && self.data[first].is_ascii();
            let is_something_behind = root.end < last && self.data[last - 1].is_ascii();
            if document.is_strict && !(is_whole || is_structure || is_something_before || is_something_behind) {
                return Err(Left::Odd); // what is around it may be white space beyond ASCII
            }
            state.is_strict = document.is_strict && (is_whole || is_structure);
            if state.is_strict {
                state.regions.push((self.place(root.start), self.place(root.end)));
            }
            let name = name_before(self.data, root.start).ok_or(Left::Odd)?;
            let rule = reading.rule_of(name, b"");
            self.container(reading, &mut state, &document, document.root, (rule, name), self.depth + 1)?;
        }
        reading.is_odd |= documents.is_odd;
        Ok(state.regions)
    }

    fn place(&self, at: usize) -> usize {
        self.places.as_ref().map_or(at, |places| places[at])
    }

    /// Give what a key or a leaf says.
    fn said(&self, document: &Document, number: usize) -> Result<Vec<u8>, Left> {
        let node = &document.nodes[number];
        let text = &self.data[node.start..node.end];
        if node.kind == Kind::String && !node.is_raw && text.contains(&b'\\') {
            return unescape(self.data, node.start, node.end).map(|(said, _)| said).ok_or(Left::Odd);
        }
        Ok(text.to_vec())
    }

    fn container(
        &self,
        reading: &mut Reading<'_>,
        state: &mut State,
        document: &Document,
        number: usize,
        (rule, name): (Option<usize>, &[u8]),
        depth: usize,
    ) -> Result<(), Left> {
        let node = &document.nodes[number];
        if depth > DEEPEST {
            self.piece(reading, state, node.start, node.end, "", false);
            return Ok(());
        }
        reading.outline.items += node.items.len();
        let beside = if rule.is_none() { self.beside(reading, document, number, name)? } else { None };
        let mut before = Vec::new();
        for (at, &(key, value)) in node.items.iter().enumerate() {
            let item = &document.nodes[value];
            let (mut own, mut own_name) = (None, None);
            if key.is_none() && rule.is_none() && item.kind == Kind::Number && beside.is_none() {
                self.piece(reading, state, item.start, item.end, &self.quote, false);
                before.clear();
                continue;
            }
            if let Some(key) = key {
                self.leaf_pieces(reading, state, document, key, true)?;
                let said = self.said(document, key)?;
                own = reading.rule_of(&said, name);
                if own.is_none() && beside.is_some() && reading.names.is_of_values(&said) {
                    own = beside;
                }
                own_name = Some(said);
            } else if rule.is_none() && item.kind == Kind::String && before.starts_with(b"--") {
                let dashes = before.iter().take_while(|&&byte| byte == b'-').count();
                own = reading.rule_of(&before[dashes..], b"");
            } else if beside.is_some() && node.kind == Kind::List && at + 1 == node.items.len() {
                own = beside;
            }
            if item.kind.is_container() {
                let own_name = own_name.as_deref().unwrap_or(name);
                self.container(reading, state, document, value, (own.or(rule), own_name), depth + 1)?;
                before.clear();
            } else {
                self.leaf(reading, state, document, value, own.or(rule))?;
                let text = &self.data[item.start..item.end];
                let may_be_option = matches!(text.first(), Some(b'-' | b'\\'));
                reading.is_odd |= may_be_option && text.len() > LONGEST && !text.is_ascii();
                before = if key.is_none() && item.end - item.start <= LONGEST {
                    self.said(document, value)?
                } else {
                    Vec::new()
                };
            }
        }
        Ok(())
    }

    /// Give the rule of the name that stands as a value beside another one.
    fn beside(
        &self,
        reading: &mut Reading<'_>,
        document: &Document,
        number: usize,
        name: &[u8],
    ) -> Result<Option<usize>, Left> {
        let node = &document.nodes[number];
        if let (Kind::List, &[(None, first), (None, second)]) = (node.kind, &node.items[..]) {
            if document.nodes[first].kind != Kind::String || document.nodes[second].kind.is_container() {
                return Ok(None);
            }
            let rule = reading.rule_of(&self.said(document, first)?, b"");
            let value = self.said(document, second)?;
            let is_pair = rule.is_some_and(|rule| reading.names.rule(rule).is_pair(&value));
            if !is_pair {
                return Ok(None);
            }
            reading.is_odd |= !is_plain_name(&value, LONGEST);
            let head = &value[..value.len().min(LONGEST)];
            let meaning = if head.is_empty() { None } else { reading.meaning(head) };
            return Ok(rule.filter(|_| meaning.is_none_or(|meaning| meaning.rule.is_none() && !meaning.is_kept)));
        }
        for &(key, value) in &node.items {
            let Some(key) = key else { continue };
            let said = self.said(document, key)?;
            reading.is_odd |= !is_plain_name(&said, LONGEST);
            if !reading.names.is_of_names(&said) {
                continue;
            }
            let mut item = value;
            while document.nodes[item].kind == Kind::List {
                let Some(&(_, last)) = document.nodes[item].items.last() else { break };
                item = last; // where a path is a list of steps
            }
            if !matches!(document.nodes[item].kind, Kind::String | Kind::Word) {
                continue;
            }
            let said = self.said(document, item)?;
            if said != b"token" {
                if let Some(rule) = reading.rule_of(&said, name) {
                    return Ok(Some(rule));
                }
            }
        }
        Ok(None)
    }

    fn leaf(
        &self,
        reading: &mut Reading<'_>,
        state: &mut State,
        document: &Document,
        number: usize,
        rule: Option<usize>,
    ) -> Result<(), Left> {
        let node = &document.nodes[number];
        if let Some(rule) = rule {
            let said = self.said(document, number)?;
            // Python judges a value beyond ASCII.
            if !said.is_ascii() || !reading.names.rule(rule).is_nothing(&said, node.kind, reading.keywords) {
                let is_plain = self.places.is_none() && said == self.data[node.start..node.end];
                let said = (!is_plain).then(|| String::from_utf8_lossy(&said).into_owned());
                let kind = match node.kind {
                    Kind::Number => 1,
                    Kind::Word => 2,
                    _ => 0,
                };
                reading.outline.named.push((self.place(node.start), self.place(node.end), rule, kind, said));
            }
        }
        self.leaf_pieces(reading, state, document, number, false)
    }

    fn leaf_pieces(
        &self,
        reading: &mut Reading<'_>,
        state: &mut State,
        document: &Document,
        number: usize,
        is_key: bool,
    ) -> Result<(), Left> {
        let node = &document.nodes[number];
        match node.kind {
            Kind::String => self.string(reading, state, document, number, is_key)?,
            Kind::Number => self.piece(reading, state, node.start, node.end, &self.quote, is_key),
            _ => {}
        }
        Ok(())
    }

    fn piece(&self, reading: &mut Reading<'_>, state: &State, start: usize, end: usize, quote: &str, is_key: bool) {
        if state.is_strict && reading.has_pieces {
            reading.outline.pieces.push((self.place(start), self.place(end), quote.to_owned(), is_key));
        }
    }

    /// Read what a string says; its pieces are what no document in it takes.
    fn string(
        &self,
        reading: &mut Reading<'_>,
        state: &mut State,
        document: &Document,
        number: usize,
        is_key: bool,
    ) -> Result<(), Left> {
        let regions = self.inner(reading, document, number)?;
        if !state.is_strict {
            state.regions.extend(regions);
            return Ok(());
        }
        if reading.has_pieces {
            let node = &document.nodes[number];
            let (mut begin, end) = (self.place(node.start), self.place(node.end));
            for (start, stop) in regions {
                reading.outline.pieces.push((begin, start, String::new(), is_key));
                begin = stop;
            }
            reading.outline.pieces.push((begin, end, String::new(), is_key));
        }
        Ok(())
    }

    /// Read the documents that a string holds; give the places of those that a parser would read.
    fn inner(
        &self,
        reading: &mut Reading<'_>,
        document: &Document,
        number: usize,
    ) -> Result<Vec<(usize, usize)>, Left> {
        let node = &document.nodes[number];
        let text = &self.data[node.start..node.end];
        if !text.iter().any(|byte| b"{[(\"'".contains(byte)) || self.depth + 1 >= DEEPEST {
            return Ok(Vec::new());
        }
        let (said, mut places) = if node.is_raw || !text.contains(&b'\\') {
            (text.to_vec(), (node.start..=node.end).collect::<Vec<_>>())
        } else {
            unescape(self.data, node.start, node.end).ok_or(Left::Odd)?
        };
        places.iter_mut().for_each(|place| *place = self.place(*place));
        let outer = [&self.outer[..], &[node.quote]].concat();
        let quote = quote_within(&outer);
        Level { data: &said, places: Some(places), outer, quote, depth: self.depth + 1 }.read(reading)
    }
}

/// Give the number of code points before each byte, where that is another number.
fn code_points(data: &[u8]) -> Option<Vec<usize>> {
    let mut seen = 0;
    let mut before = |&byte: &u8| {
        seen += usize::from(byte & 0xc0 != 0x80); // no byte but the first of a code point
        seen - usize::from(byte & 0xc0 != 0x80)
    };
    (!data.is_ascii()).then(|| data.iter().chain(b"\0").map(&mut before).collect())
}

/// Give the quote that takes a value in strings within strings, outermost first.
fn quote_within(outer: &[u8]) -> String {
    outer.iter().rev().fold("\"".to_owned(), |quote, &outer| {
        let outer = char::from(outer);
        quote.replace('\\', "\\\\").replace(outer, &format!("\\{outer}"))
    })
}

/// Tell whether a document is more than a bracket around a number or word, as people write them.
fn is_structure(document: &Document) -> bool {
    let root = &document.nodes[document.root];
    root.items.len() > 1
        || root.items.iter().any(|&(key, item)| {
            key.is_some() || matches!(document.nodes[item].kind, Kind::String | Kind::Map | Kind::List)
        })
}

/// Give the name to which a document is assigned: `password=[…]`, `"user": {…}`; None where a sign beyond ASCII may
/// decide.
fn name_before(data: &[u8], start: usize) -> Option<&[u8]> {
    let window = start.saturating_sub(LONGEST);
    let left = &data[window..start];
    if !left.is_ascii() {
        let sign = left.iter().rev().find(|&&byte| !is_word(byte) && !is_any_space(byte));
        let is_none = sign.is_some_and(|&sign| sign.is_ascii() && sign != b'=' && sign != b':');
        return is_none.then_some(b"");
    }
    Some(name_in(left, window))
}

/// Give the name at the end of a text that begins at `window`.
fn name_in(left: &[u8], window: usize) -> &[u8] {
    let back = |left: &[u8], is_of: fn(u8) -> bool| left.iter().rev().take_while(|&&byte| is_of(byte)).count();
    let (left, kind) = left.split_at(left.len() - back(left, is_word));
    if kind.first().is_some_and(|first| !first.is_ascii_alphabetic()) || kind.len() > LONGEST_TYPE {
        return b"";
    }
    let gap = back(left, is_any_space);
    let Some((b':' | b'=', left)) = left[..left.len() - gap].split_last() else { return b"" };
    let further = back(left, is_any_space);
    if gap > LONGEST_GAP || further > LONGEST_GAP {
        return b"";
    }
    let left = &left[..left.len() - further];
    let left = left.strip_suffix(b"\"").or(left.strip_suffix(b"'")).unwrap_or(left);
    let left = &left[..left.len() - back(left, |byte| byte == b'\\')];
    let end = left.len();
    let mut base = left;
    for _ in 0..MOST_INDEXES {
        let Some(inner) = base.strip_suffix(b"]") else { break };
        let size = back(inner, is_word);
        let Some(outer) =
            inner[..inner.len() - size].strip_suffix(b"[").filter(|_| (1..=LONGEST_INDEX).contains(&size))
        else {
            return b"";
        };
        base = outer;
    }
    let size = back(base, |byte| is_word(byte) || byte == b'.' || byte == b'-');
    let begin = base.len() - size;
    let is_begun = if begin == 0 { window == 0 } else { base[begin - 1] != b']' };
    let first = left.get(begin).copied().unwrap_or_default();
    if size == 0 || !is_begun || !is_word(first) || first.is_ascii_digit() {
        return b"";
    }
    &left[begin..end]
}
