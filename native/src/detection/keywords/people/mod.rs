//! People and where they live.

pub mod person;
