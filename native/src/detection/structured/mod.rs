//! Structured data inside a text of ASCII: JSON, Python's reprs and what looks like them.

pub mod level;
mod strings;
mod tree;
pub mod values;
