//! Sealed values and sealed frames of the spool.

pub mod cipher;
pub mod index_form;
pub mod plain_kinds;
pub mod segment;
pub mod spelling;
