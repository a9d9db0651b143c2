//! Documents in one text, and in the strings of those documents.

use crate::detection::bytes::is_any_space;
use crate::detection::structured::beyond_ascii::is_plain_name;
use crate::detection::structured::name_before::name_before;
use crate::detection::structured::reading::{Left, Reading, LONGEST};
use crate::detection::structured::strings::unescape;
use crate::detection::structured::tree::{Document, Documents, Kind, DEEPEST};

/// One text: the outermost, or what a string in it says. `places` lead to the outermost.
pub struct Level<'a> {
    data: &'a [u8],
    places: Option<Vec<usize>>,
    /// The quotes of the strings around it, and the one that a value takes in them.
    outer: Vec<u8>,
    quote: String,
    depth: usize,
}

impl<'a> Level<'a> {
    /// Begin with a whole text of UTF-8.
    pub fn outermost(data: &'a [u8]) -> Self {
        Self { data, places: code_points(data), outer: Vec::new(), quote: quote_within(&[]), depth: 0 }
    }

    /// Read the documents in the text; give the places of those that a parser would read.
    pub fn read(&self, reading: &mut Reading<'_>) -> Result<Vec<(usize, usize)>, Left> {
        let mut regions = Vec::new();
        let first = self.data.iter().position(|&byte| !is_any_space(byte)).unwrap_or(0);
        let last = self.data.iter().rposition(|&byte| !is_any_space(byte)).map_or(0, |last| last + 1);
        let mut documents = Documents::new(self.data);
        while let Some(document) = documents.next() {
            reading.is_odd |= documents.is_odd;
            if reading.is_odd {
                return Err(Left::Odd);
            }
            reading.outline.documents += 1;
            let (number, root) = (document.root, &document.nodes[document.root]);
            let mut visit =
                Visit { level: self, document: &document, reading, is_strict: false, regions: &mut regions };
            if root.kind == Kind::String {
                visit.string(number, false)?;
                continue;
            }
            let is_whole = root.start <= first && last <= root.end;
            let is_structure = is_structure(&document);
            let is_something_before = first < root.start && self.data[first].is_ascii();
            let is_something_behind = root.end < last && self.data[last - 1].is_ascii();
            if document.is_strict && !(is_whole || is_structure || is_something_before || is_something_behind) {
                return Err(Left::Odd); // what is around it may be white space beyond ASCII
            }
            visit.is_strict = document.is_strict && (is_whole || is_structure);
            if visit.is_strict {
                visit.regions.push((self.place(root.start), self.place(root.end)));
            }
            let name = name_before(self.data, root.start).ok_or(Left::Odd)?;
            let rule = visit.reading.rule_of(name, b"");
            visit.container(number, (rule, name), self.depth + 1)?;
        }
        reading.is_odd |= documents.is_odd;
        Ok(regions)
    }

    fn place(&self, at: usize) -> usize {
        self.places.as_ref().map_or(at, |places| places[at])
    }
}

/// One document while it is read.
struct Visit<'a, 'r, 'k> {
    level: &'a Level<'a>,
    document: &'a Document,
    reading: &'r mut Reading<'k>,
    /// Whether a parser would read it.
    is_strict: bool,
    /// The places of the documents of this level that a parser would read.
    regions: &'r mut Vec<(usize, usize)>,
}

impl Visit<'_, '_, '_> {
    /// Give what a key or a leaf says.
    fn said(&self, number: usize) -> Result<Vec<u8>, Left> {
        let node = &self.document.nodes[number];
        let text = &self.level.data[node.start..node.end];
        if node.kind == Kind::String && !node.is_raw && text.contains(&b'\\') {
            return unescape(self.level.data, node.start, node.end).map(|(said, _)| said).ok_or(Left::Odd);
        }
        Ok(text.to_vec())
    }

    fn container(&mut self, number: usize, (rule, name): (Option<usize>, &[u8]), depth: usize) -> Result<(), Left> {
        let node = &self.document.nodes[number];
        if depth > DEEPEST {
            self.piece(node.start, node.end, "", false);
            return Ok(());
        }
        self.reading.outline.items += node.items.len();
        let beside = if rule.is_none() { self.beside(number, name)? } else { None };
        let mut before = Vec::new();
        for (at, &(key, value)) in node.items.iter().enumerate() {
            let item = &self.document.nodes[value];
            let (mut own, mut own_name) = (None, None);
            if key.is_none() && rule.is_none() && item.kind == Kind::Number && beside.is_none() {
                self.piece(item.start, item.end, &self.level.quote, false);
                before.clear();
                continue;
            }
            if let Some(key) = key {
                self.leaf_pieces(key, true)?;
                let said = self.said(key)?;
                own = self.reading.rule_of(&said, name);
                if own.is_none() && beside.is_some() && self.reading.names.is_of_values(&said) {
                    own = beside;
                }
                own_name = Some(said);
            } else if rule.is_none() && item.kind == Kind::String && before.starts_with(b"--") {
                let dashes = before.iter().take_while(|&&byte| byte == b'-').count();
                own = self.reading.rule_of(&before[dashes..], b"");
            } else if beside.is_some() && node.kind == Kind::List && at + 1 == node.items.len() {
                own = beside;
            }
            if item.kind.is_container() {
                let own_name = own_name.as_deref().unwrap_or(name);
                self.container(value, (own.or(rule), own_name), depth + 1)?;
                before.clear();
            } else {
                self.leaf(value, own.or(rule))?;
                let text = &self.level.data[item.start..item.end];
                let may_be_option = matches!(text.first(), Some(b'-' | b'\\'));
                self.reading.is_odd |= may_be_option && text.len() > LONGEST && !text.is_ascii();
                before = if key.is_none() && item.end - item.start <= LONGEST { self.said(value)? } else { Vec::new() };
            }
        }
        Ok(())
    }

    /// Give the rule of the name that stands as a value beside another one.
    fn beside(&mut self, number: usize, name: &[u8]) -> Result<Option<usize>, Left> {
        let node = &self.document.nodes[number];
        if let (Kind::List, &[(None, first), (None, second)]) = (node.kind, &node.items[..]) {
            if self.document.nodes[first].kind != Kind::String || self.document.nodes[second].kind.is_container() {
                return Ok(None);
            }
            let rule = self.reading.rule_of(&self.said(first)?, b"");
            let value = self.said(second)?;
            let is_pair = rule.is_some_and(|rule| self.reading.names.rule(rule).is_pair(&value));
            if !is_pair {
                return Ok(None);
            }
            self.reading.is_odd |= !is_plain_name(&value, LONGEST);
            let head = &value[..value.len().min(LONGEST)];
            let meaning = if head.is_empty() { None } else { self.reading.meaning(head) };
            return Ok(rule.filter(|_| meaning.is_none_or(|meaning| meaning.rule.is_none() && !meaning.is_kept)));
        }
        for &(key, value) in &node.items {
            let Some(key) = key else { continue };
            let said = self.said(key)?;
            self.reading.is_odd |= !is_plain_name(&said, LONGEST);
            if !self.reading.names.is_of_names(&said) {
                continue;
            }
            let mut item = value;
            while self.document.nodes[item].kind == Kind::List {
                let Some(&(_, last)) = self.document.nodes[item].items.last() else { break };
                item = last; // where a path is a list of steps
            }
            if !matches!(self.document.nodes[item].kind, Kind::String | Kind::Word) {
                continue;
            }
            let said = self.said(item)?;
            if said != b"token" {
                if let Some(rule) = self.reading.rule_of(&said, name) {
                    return Ok(Some(rule));
                }
            }
        }
        Ok(None)
    }

    fn leaf(&mut self, number: usize, rule: Option<usize>) -> Result<(), Left> {
        let node = &self.document.nodes[number];
        if let Some(rule) = rule {
            let said = self.said(number)?;
            // Python judges a value beyond ASCII.
            if !said.is_ascii() || !self.reading.names.rule(rule).is_nothing(&said, node.kind, self.reading.keywords) {
                let is_plain = self.level.places.is_none() && said == self.level.data[node.start..node.end];
                let said = (!is_plain).then(|| String::from_utf8_lossy(&said).into_owned());
                let kind = match node.kind {
                    Kind::Number => 1,
                    Kind::Word => 2,
                    _ => 0,
                };
                self.reading.outline.named.push((
                    self.level.place(node.start),
                    self.level.place(node.end),
                    rule,
                    kind,
                    said,
                ));
            }
        }
        self.leaf_pieces(number, false)
    }

    fn leaf_pieces(&mut self, number: usize, is_key: bool) -> Result<(), Left> {
        let node = &self.document.nodes[number];
        match node.kind {
            Kind::String => self.string(number, is_key)?,
            Kind::Number => self.piece(node.start, node.end, &self.level.quote, is_key),
            _ => {}
        }
        Ok(())
    }

    fn piece(&mut self, start: usize, end: usize, quote: &str, is_key: bool) {
        if self.is_strict && self.reading.has_pieces {
            self.reading.outline.pieces.push((
                self.level.place(start),
                self.level.place(end),
                quote.to_owned(),
                is_key,
            ));
        }
    }

    /// Read what a string says; its pieces are what no document in it takes.
    fn string(&mut self, number: usize, is_key: bool) -> Result<(), Left> {
        let regions = self.inner(number)?;
        if !self.is_strict {
            self.regions.extend(regions);
            return Ok(());
        }
        if self.reading.has_pieces {
            let node = &self.document.nodes[number];
            let (mut begin, end) = (self.level.place(node.start), self.level.place(node.end));
            for (start, stop) in regions {
                self.reading.outline.pieces.push((begin, start, String::new(), is_key));
                begin = stop;
            }
            self.reading.outline.pieces.push((begin, end, String::new(), is_key));
        }
        Ok(())
    }

    /// Read the documents that a string holds; give the places of those that a parser would read.
    fn inner(&mut self, number: usize) -> Result<Vec<(usize, usize)>, Left> {
        let node = &self.document.nodes[number];
        let text = &self.level.data[node.start..node.end];
        if !text.iter().any(|byte| b"{[(\"'".contains(byte)) || self.level.depth + 1 >= DEEPEST {
            return Ok(Vec::new());
        }
        let (said, mut places) = if node.is_raw || !text.contains(&b'\\') {
            (text.to_vec(), (node.start..=node.end).collect::<Vec<_>>())
        } else {
            unescape(self.level.data, node.start, node.end).ok_or(Left::Odd)?
        };
        places.iter_mut().for_each(|place| *place = self.level.place(*place));
        let outer = [&self.level.outer[..], &[node.quote]].concat();
        let quote = quote_within(&outer);
        Level { data: &said, places: Some(places), outer, quote, depth: self.level.depth + 1 }.read(self.reading)
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
