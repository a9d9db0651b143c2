//! The first look at a text, and the values in it that are plainly such.

pub mod decode;
pub mod digit_groups;
pub mod email;
pub mod fast_scan;
pub mod gate;
pub mod ibans;
pub mod ipv4;
pub mod names;
pub mod shape;
pub mod signs;
pub mod surroundings;
pub mod syntax;
pub mod words;
