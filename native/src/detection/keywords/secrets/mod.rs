//! Tokens, keys and credentials.

pub mod authorization;
pub mod forms;
pub mod secret;
