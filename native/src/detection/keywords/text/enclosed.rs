//! Values inside a type or in quotes that only some languages have. Of the twin in `keyword_rules/text/enclosed.py` it
//! knows enough to tell where surely no such value stands, and where a function looks one up.

use crate::detection::bytes::{has, has_any, is_of_name, is_quote, is_word, right_of, run, Set};
use crate::detection::keywords::text::assignment::{closing, quoted};
use crate::detection::pattern::{Pattern, Source};

const LONGEST_REST: usize = 32;
/// Bytes of a tag of YAML and the gap behind it, at most.
const LONGEST_TAG: usize = 68;
/// Characters of four layers, at most; what begins with more has no quote behind a layer.
const LAYERS: usize = 768;
/// Characters before the bracket or sign that makes a layer, at most.
const FIRST_LAYER: usize = 160;
const LAYER: Set = Set::of(b".:&()[]{}<>,*@=#$! ", true);
const OPENERS: Set = Set::of(b"([{&$#<", false);
const UNOPENED: Set = Set::of(b".:)]}>,*@=! ", true);
const LONGEST_NAME: usize = 40;
const LONGEST_TYPE: usize = 96;
/// What may be a layer's last word before a gap and the quote.
const OPENING_WORDS: [&[u8]; 8] = [b"Just", b"Some", b"Right", b"Ok", b"string", b"String", b"!", b"<<"];
/// What stands in the brackets before a printed value, and behind the star of a pointer.
const CASTS: [&[u8]; 11] =
    [b"string)", b"String)", b"str)", b"text)", b"varchar)", b"bytes)", b"char*)", b"char *)", b"len=", b"cap=", b"0x"];
const POINTED: [&[u8]; 2] = [b"string ", b"String "];

/// The rest of a name and the sign that assigns a value to it; the sign is empty for a here string.
pub struct Named<'a> {
    pub rest: &'a [u8],
    pub sign: &'a [u8],
    pub end: usize,
}

pub struct Enclosing {
    looks_up: Pattern,
    types: Vec<Vec<u8>>,
}

impl Enclosing {
    /// `looks_up` tells layers that get a name or a question; `types` are the last words of types that hold a value.
    pub fn new(looks_up: Source, types: Vec<String>) -> Self {
        Self { looks_up: Pattern::part(looks_up), types: types.into_iter().map(String::into_bytes).collect() }
    }

    /// Tell whether a function looks up the value behind a name, so that the text holds none. Python must say where the
    /// value may stand in a type, in further brackets or in uncommon quotes.
    pub fn is_looked_up(&self, data: &[u8], named: Option<&Named<'_>>) -> Option<bool> {
        let Some(named) = named.filter(|named| named.end < data.len()) else { return Some(false) };
        let at = named.end;
        if is_fenced(data, at, named.sign) {
            return None;
        }
        let is_looked_up = self.is_looked_up_in_layer(data, at)?;
        (is_looked_up || !self.may_be_bare(data, at)).then_some(is_looked_up)
    }

    fn is_looked_up_in_layer(&self, data: &[u8], at: usize) -> Option<bool> {
        let opener = run(data, at, FIRST_LAYER, |byte| UNOPENED.has(byte));
        let is_opened = opener < FIRST_LAYER && has_any(data, at + opener, |byte| OPENERS.has(byte));
        let is_pointer = has(data, at, b"*");
        if !is_opened && !is_pointer && !OPENING_WORDS.iter().any(|word| has(data, at, word)) {
            return Some(false);
        }
        let size = run(data, at, LAYERS, |byte| LAYER.has(byte));
        let quote = at + size;
        let opened = &data[at..quote];
        if size == 0 || size == LAYERS || !has_any(data, quote, |byte| is_quote(byte) || byte == b'\\') {
            return Some(false);
        }
        let word = opened.strip_suffix(b" ").unwrap_or(opened);
        let may_open = is_pointer
            || word.last().is_some_and(|last| b"([{=:&$)<".contains(last))
            || OPENING_WORDS.iter().any(|opening| word.ends_with(opening));
        if !may_open {
            return Some(false);
        }
        // `name(`, `a.b[`, `$_POST[`: a single layer, which is read in one way only.
        let name = opened.strip_prefix(b"$").unwrap_or(opened);
        let is_single = name.split_last().is_some_and(|(last, name)| {
            b"([{".contains(last)
                && name.first().is_some_and(|&first| is_word(first) && !first.is_ascii_digit())
                && name.len() <= LONGEST_NAME
                && name.iter().all(|&byte| is_word(byte) || byte == b'.' || byte == b':')
        });
        (is_single && quoted(data, quote).is_some() && self.looks_up.surely(opened)).then_some(true)
    }

    /// Tell whether a type without quotes may stand at a place: `Some(`, `&[`, `Secret<str>(`.
    fn may_be_bare(&self, data: &[u8], at: usize) -> bool {
        if has(data, at, b"&") || has(data, at, b"char[] ") || (at > 0 && data[at - 1] == b'&') {
            return true;
        }
        if is_cast(data, at) {
            return true;
        }
        let size = run(data, at, LONGEST_TYPE, |byte| is_word(byte) || byte == b'.' || byte == b':');
        let name = &data[at..at + size];
        size > 0
            && has_any(data, at + size, |byte| b"([{<".contains(&byte))
            && (has(data, at + size, b"(0x") || self.types.iter().any(|ending| name.ends_with(ending)))
            && !is_generic_alone(data, at + size)
    }
}

/// Tell whether a type in brackets, a pointer or a length may be printed at a place: `(*string) `, `(len=5) `, `*string `.
fn is_cast(data: &[u8], at: usize) -> bool {
    let is_bracketed = has(data, at, b"(");
    let word = at + usize::from(is_bracketed);
    let stars = run(data, word, 2, |byte| byte == b'*');
    let begins = |words: &[&[u8]]| words.iter().any(|begin| has(data, word + stars, begin));
    if is_bracketed {
        begins(&CASTS)
    } else {
        stars > 0 && begins(&POINTED)
    }
}

/// Tell whether `<…>` stands at a place with no bracket behind it.
fn is_generic_alone(data: &[u8], at: usize) -> bool {
    if !has(data, at, b"<") {
        return false;
    }
    let end = at + 1 + run(data, at + 1, 24, is_word);
    !(has(data, end, b">") && has_any(data, end + 1, |byte| b"([{".contains(&byte)))
}

/// Tell whether a value in uncommon quotes, a tagged one or a block of YAML may stand at a place.
fn is_fenced(data: &[u8], at: usize, sign: &[u8]) -> bool {
    match data[at] {
        b'"' => has(data, at, b"\"\"\""),
        b'\'' => has(data, at, b"'''"),
        b'$' => has_any(data, at + 1, |byte| matches!(byte, b'"' | b'\'')),
        b'|' | b'>' => right_of(data, at, 16).iter().any(|&byte| byte == b'\n' || byte == b'\\'),
        b'!' => sign == b":" && right_of(data, at, LONGEST_TAG).contains(&b' '),
        b'{' => sign == b"=" && !has(data, at, b"{{"),
        _ => false,
    }
}

/// Match the rest of a name behind a keyword and the sign that assigns a value, without what follows it.
pub fn name_and_sign(data: &[u8], end: usize) -> Option<Named<'_>> {
    let name = run(data, end, LONGEST_REST, is_of_name);
    let mut at = end + name;
    for _ in 0..2 {
        at = closing(data, at).unwrap_or(at);
    }
    let is_gap = |byte: u8| matches!(byte, b' ' | b'\t');
    let gap = run(data, at, 5, is_gap);
    let sign_at = at + gap;
    let rest = &data[end..end + name];
    if let Some(size) = (gap <= 4).then(|| sign(data, sign_at)).flatten() {
        let behind = sign_at + size;
        let sign = &data[sign_at..behind];
        let line = behind + usize::from(has(data, behind, b"\r"));
        let indent = if sign == b"=>" && has(data, line, b"\n") { run(data, line + 1, 32, is_gap) } else { 0 };
        let value = if indent > 0 { line + 1 + indent } else { behind + run(data, behind, 4, is_gap) };
        return Some(Named { rest, sign, end: value });
    }
    let spaces = run(data, at, 5, |byte| byte == b' ');
    if (1..=4).contains(&spaces) && has(data, at + spaces, b"<<<") {
        let behind = at + spaces + 3;
        return Some(Named { rest, sign: b"", end: behind + run(data, behind, 4, |byte| byte == b' ') });
    }
    None
}

/// Give the size of `=>|[:?.]{1,3}=|={1,2}|:` at a place.
fn sign(data: &[u8], at: usize) -> Option<usize> {
    if has(data, at, b"=>") {
        return Some(2);
    }
    let mixed = run(data, at, 4, |byte| matches!(byte, b':' | b'?' | b'.'));
    if (1..=3).contains(&mixed) && has(data, at + mixed, b"=") {
        return Some(mixed + 1);
    }
    let equal = run(data, at, 2, |byte| byte == b'=');
    if equal > 0 {
        return Some(equal);
    }
    has(data, at, b":").then_some(1)
}
