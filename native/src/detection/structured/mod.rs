//! Structured data inside a text: JSON, Python's reprs and what looks like them.

pub mod beyond_ascii;
pub mod level;
pub mod mending;
mod name_before;
mod reader;
pub mod reading;
mod strings;
mod tokens;
mod tree;
pub mod values;
