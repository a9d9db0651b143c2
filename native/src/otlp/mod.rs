//! OTLP's bytes: records encoded for export, and requests of other senders sealed.

mod attributes;
pub mod encode;
pub mod item;
pub mod json;
pub mod key_memory;
mod mapping;
mod node;
mod parts;
mod places;
pub mod reader;
pub mod rebuild;
pub mod request;
mod sealed_before;
mod span;
mod span_parts;
mod values;
pub mod wire;
