//! Encodes log records of plain values as OTLP, like `sealog.delivery.encoding.encode`. It returns None for all other
//! records, so that unusual values are handled in one place, in Python.
//!
//! Field numbers: opentelemetry/proto/logs/v1/logs.proto and common.proto.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};

use crate::otlp::wire::{put_sized, put_varint, varint_size};
use crate::panic_guard::calmly;

const DEEPEST: usize = 48; // deeper nesting overflows the stacks of receivers

/// Give the `LogRecord` message of a record's fields, in the order of `sealog.delivery.encoding.encode.fields`, with these
/// attributes; or None if some value in it is not of a plain type.
#[pyfunction]
pub fn encode<'py>(
    py: Python<'py>,
    taken: &Bound<'py, PyTuple>,
    attributes: &Bound<'py, PyDict>,
) -> PyResult<Option<Bound<'py, PyBytes>>> {
    let mut out = Vec::with_capacity(512);
    Ok(calmly(|| record(taken, attributes, &mut out))?.map(|()| PyBytes::new(py, &out)))
}

/// Here and below, None means "not of a plain type".
fn record(taken: &Bound<'_, PyTuple>, attributes: &Bound<'_, PyDict>, out: &mut Vec<u8>) -> PyResult<Option<()>> {
    let py = taken.py();
    let Ok(items) = <[Bound<'_, PyAny>; 11]>::try_from(taken.iter().collect::<Vec<_>>()) else { return Ok(None) };
    let [time, severity, severity_text, body, _, flags, trace, span, observed, event_name, dropped] = items;
    let (Some(time), Some(observed), Some(dropped), Some(flags)) =
        (unsigned(&time), unsigned(&observed), unsigned(&dropped), unsigned(&flags))
    else {
        return Ok(None);
    };
    fixed64(out, 0x09, time);
    if severity.is_truthy()? {
        let number = severity.getattr(intern!(py, "_value_")).unwrap_or(severity);
        let Some(number) = unsigned(&number) else { return Ok(None) };
        out.push(0x10);
        put_varint(out, number);
    }
    if !optional_text(out, 0x1a, &severity_text)? || value(out, 0x2a, &body, 0)?.is_none() {
        return Ok(None);
    }
    for (key, item) in attributes.iter() {
        if pair(out, 0x32, &key, &item, 0)?.is_none() {
            return Ok(None);
        }
    }
    if dropped != 0 {
        out.push(0x38);
        put_varint(out, dropped & u64::from(u32::MAX));
    }
    if flags != 0 {
        out.push(0x45);
        out.extend_from_slice(&(flags as u32).to_le_bytes());
    }
    if trace.is_truthy()? {
        let Ok(id) = trace.extract::<u128>() else { return Ok(None) };
        out.extend_from_slice(b"\x4a\x10");
        out.extend_from_slice(&id.to_be_bytes());
    }
    if span.is_truthy()? {
        let Ok(id) = span.extract::<u64>() else { return Ok(None) };
        out.extend_from_slice(b"\x52\x08");
        out.extend_from_slice(&id.to_be_bytes());
    }
    fixed64(out, 0x59, observed);
    Ok(optional_text(out, 0x62, &event_name)?.then_some(()))
}

/// Write an `AnyValue` as the field `tag`.
fn value(out: &mut Vec<u8>, tag: u8, item: &Bound<'_, PyAny>, depth: usize) -> PyResult<Option<()>> {
    if let Ok(text) = item.cast_exact::<PyString>() {
        let Ok(text) = text.to_str() else { return Ok(None) };
        out.push(tag);
        put_varint(out, (1 + varint_size(text.len()) + text.len()) as u64);
        put_sized(out, 0x0a, text.as_bytes());
        return Ok(Some(()));
    }
    let mut inner = Vec::new();
    if any_value(&mut inner, item, depth)?.is_none() {
        return Ok(None);
    }
    put_sized(out, tag, &inner);
    Ok(Some(()))
}

/// Write the one field of an `AnyValue`.
fn any_value(out: &mut Vec<u8>, item: &Bound<'_, PyAny>, depth: usize) -> PyResult<Option<()>> {
    if item.is_none() {
        return Ok(Some(()));
    }
    if let Ok(text) = item.cast_exact::<PyString>() {
        let Ok(text) = text.to_str() else { return Ok(None) };
        put_sized(out, 0x0a, text.as_bytes());
    } else if let Ok(truth) = item.cast_exact::<PyBool>() {
        out.extend_from_slice(if truth.is_true() { b"\x10\x01" } else { b"\x10\x00" });
    } else if item.is_exact_instance_of::<PyInt>() {
        let Ok(number) = item.extract::<i64>() else { return Ok(None) };
        out.push(0x18);
        put_varint(out, number as u64);
    } else if let Ok(number) = item.cast_exact::<PyFloat>() {
        out.push(0x21);
        out.extend_from_slice(&number.value().to_le_bytes());
    } else if let Ok(data) = item.cast_exact::<PyBytes>() {
        put_sized(out, 0x3a, data.as_bytes());
    } else if depth >= DEEPEST {
        return Ok(None);
    } else if let Ok(mapping) = item.cast_exact::<PyDict>() {
        let mut pairs = Vec::new();
        for (key, item) in mapping.iter() {
            if pair(&mut pairs, 0x0a, &key, &item, depth + 1)?.is_none() {
                return Ok(None);
            }
        }
        put_sized(out, 0x32, &pairs);
    } else if let Ok(list) = item.cast_exact::<PyList>() {
        return array(out, list.iter(), depth);
    } else if let Ok(tuple) = item.cast_exact::<PyTuple>() {
        return array(out, tuple.iter(), depth);
    } else {
        return Ok(None);
    }
    Ok(Some(()))
}

fn array<'py>(out: &mut Vec<u8>, items: impl Iterator<Item = Bound<'py, PyAny>>, depth: usize) -> PyResult<Option<()>> {
    let mut values = Vec::new();
    for item in items {
        if value(&mut values, 0x0a, &item, depth + 1)?.is_none() {
            return Ok(None);
        }
    }
    put_sized(out, 0x2a, &values);
    Ok(Some(()))
}

/// Write a `KeyValue` as the field `tag`.
fn pair(
    out: &mut Vec<u8>,
    tag: u8,
    key: &Bound<'_, PyAny>,
    item: &Bound<'_, PyAny>,
    depth: usize,
) -> PyResult<Option<()>> {
    let Ok(key) = key.cast_exact::<PyString>() else { return Ok(None) };
    let Ok(key) = key.to_str() else { return Ok(None) };
    let mut inner = Vec::with_capacity(key.len() + 64);
    put_sized(&mut inner, 0x0a, key.as_bytes());
    if value(&mut inner, 0x12, item, depth)?.is_none() {
        return Ok(None);
    }
    put_sized(out, tag, &inner);
    Ok(Some(()))
}

/// Write a text field unless it is empty or None; tell whether it was one of these.
fn optional_text(out: &mut Vec<u8>, tag: u8, text: &Bound<'_, PyAny>) -> PyResult<bool> {
    if text.is_none() {
        return Ok(true);
    }
    let Ok(text) = text.cast::<PyString>() else { return Ok(false) };
    let Ok(text) = text.to_str() else { return Ok(false) };
    if !text.is_empty() {
        put_sized(out, tag, text.as_bytes());
    }
    Ok(true)
}

/// Give a number from 0 below 2^64, 0 for None; None for anything else.
fn unsigned(number: &Bound<'_, PyAny>) -> Option<u64> {
    if number.is_none() {
        return Some(0);
    }
    number.extract().ok()
}

fn fixed64(out: &mut Vec<u8>, tag: u8, number: u64) {
    if number != 0 {
        out.push(tag);
        out.extend_from_slice(&number.to_le_bytes());
    }
}
