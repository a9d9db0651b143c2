//! What keyword rules share: how programs assign a value to a name, where it ends, and whether it is a placeholder.

pub mod assignment;
pub mod enclosed;
pub mod extent;
pub mod legible;
pub mod placeholders;
