//! People and where they live.

pub mod fields;
pub mod location;
pub mod person;
