//! Passwords and one-time codes.

pub mod one_time_code;
pub mod password;
