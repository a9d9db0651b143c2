//! People and where they live.

pub mod field_names;
pub mod fields;
pub mod location;
pub mod person;
