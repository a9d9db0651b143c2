//! The first look at a text, and the values in it that are plainly such.

pub mod bytes;
pub mod decode;
pub mod email;
pub mod fast_scanner;
pub mod ip_addresses;
pub mod key_names;
pub mod keywords;
pub mod numbers;
pub mod overlaps;
pub mod pattern;
pub mod prefilter;
pub mod read_again;
pub mod shape;
pub mod shape_judge;
pub mod signs;
pub mod structured;
pub mod surroundings;
pub mod syntax;
pub mod words;
