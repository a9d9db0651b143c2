//! Passwords and one-time codes.

pub mod one_time_code;
pub mod password;
pub mod password_words;
pub mod spoken_password;
pub mod url_password;
