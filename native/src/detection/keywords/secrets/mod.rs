//! Tokens, keys and credentials.

pub mod authorization;
pub mod cookie;
pub mod forms;
pub mod login_token;
pub mod named_key;
pub mod secret;
pub mod services;
