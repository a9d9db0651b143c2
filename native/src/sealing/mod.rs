//! Sealed values and sealed frames of the spool.

pub mod cipher;
pub mod segment;
