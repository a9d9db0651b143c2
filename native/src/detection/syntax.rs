//! Reads shapes as RE2 and Python's `re` with `re.ASCII` read them: classes and word edges are ASCII.

use std::sync::OnceLock;

use regex_automata::meta::Regex;
use regex_automata::util::syntax::{parse_with, Config};

/// A shape for texts of ASCII, which the first text that needs it compiles.
pub struct LazyRegex {
    shape: String,
    regex: OnceLock<Option<Regex>>,
}

impl LazyRegex {
    pub const fn new(shape: String) -> Self {
        Self { shape, regex: OnceLock::new() }
    }

    /// Give what the shape compiles to; None where this engine doesn't read it.
    pub fn get(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| compiled(&self.shape)).as_ref()
    }
}

/// Compile a shape for texts of ASCII; None where this engine doesn't read it.
pub fn compiled(shape: &str) -> Option<Regex> {
    let source = translated(shape, true);
    // Without Unicode a class is one byte, and compiling takes a tenth; signs beyond ASCII need it.
    let read = |unicode| parse_with(&source, &Config::new().unicode(unicode).utf8(false)).ok();
    let hir = read(false).or_else(|| read(true))?;
    // A search for a literal first is slow in texts that repeat it.
    Regex::builder().configure(Regex::config().auto_prefilter(false)).build_from_hir(&hir).ok()
}

/// Give the shape in this engine's dialect. With `is_ascii` white space is as with `re.ASCII`; without it, what of ASCII
/// `re` takes for white space otherwise.
pub fn translated(shape: &str, is_ascii: bool) -> String {
    let space = if is_ascii { r"\t\n\x0b\x0c\r " } else { r"\t\n\x0b\x0c\r\x1c-\x1f " };
    let class = |sign: &str| format!("[{sign}{space}]");
    let mut out = String::with_capacity(shape.len());
    let mut in_class = false;
    let mut chars = shape.chars();
    while let Some(char) = chars.next() {
        match char {
            '[' if !in_class => {
                in_class = true;
                out.push(char);
                // A bracket that stands first is itself; so is one behind `^`.
                let mut rest = chars.clone();
                if rest.as_str().starts_with('^') {
                    out.push('^');
                    rest.next();
                }
                if rest.as_str().starts_with(']') {
                    out.push_str(r"\]");
                    rest.next();
                }
                chars = rest;
            }
            // This engine has operations on classes, which the others don't know.
            '[' | '&' | '~' if in_class => {
                out.push('\\');
                out.push(char);
            }
            ']' => {
                in_class = false;
                out.push(char);
            }
            '\\' => match chars.next() {
                Some('d') => out.push_str(if in_class { "0-9" } else { "[0-9]" }),
                Some('w') => out.push_str(if in_class { "0-9A-Za-z_" } else { "[0-9A-Za-z_]" }),
                Some('s') if in_class => out.push_str(space),
                Some('s') => out.push_str(&class("")),
                Some('D') if !in_class => out.push_str("[^0-9]"),
                Some('W') if !in_class => out.push_str("[^0-9A-Za-z_]"),
                Some('S') if !in_class => out.push_str(&class("^")),
                Some('W') => out.push_str(r"\x00-/:-@\[-\^`{-\x7f"),
                Some('Z') if !in_class => out.push_str(r"\z"),
                Some(edge @ ('b' | 'B')) if !in_class => {
                    out.push_str(r"(?-u:\");
                    out.push(edge);
                    out.push(')');
                }
                // To this engine these are the two edges of a word; to the others they are themselves.
                Some(sign @ ('<' | '>')) => out.push(sign),
                Some(other) => {
                    out.push('\\');
                    out.push(other);
                }
                None => out.push('\\'),
            },
            other => out.push(other),
        }
    }
    out
}
