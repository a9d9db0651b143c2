//! OTLP's bytes: records encoded for export, and requests of other senders sealed.

pub mod encode;
pub mod item;
pub mod key_memory;
pub mod rebuild;
pub mod request;
pub mod wire;
