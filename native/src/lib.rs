//! The compiled half of sealog: fast versions of the code that runs for every logged text. Each has a Python version
//! with the same results, against which it is tested.

mod detection;
mod otlp;
mod panic_guard;
mod sealing;

use pyo3::prelude::*;

/// Tell whether Python's allocator, which aligns an object to 16 bytes, is enough for a class.
const fn is_aligned<T>() -> bool {
    align_of::<T>() <= 16
}

const _: () = assert!(
    is_aligned::<sealing::cipher::Kind>()
        && is_aligned::<sealing::cipher::ValueCipher>()
        && is_aligned::<sealing::index_form::IndexForm>()
        && is_aligned::<sealing::plain_kinds::PlainKinds>()
        && is_aligned::<detection::numbers::cards::Cards>()
        && is_aligned::<detection::numbers::cards::SpacedCards>()
        && is_aligned::<detection::numbers::phones::InternationalPhones>()
        && is_aligned::<detection::numbers::lone_phones::LonePhones>()
        && is_aligned::<detection::numbers::Numbers>()
        && is_aligned::<detection::numbers::ssn::SocialSecurityNumbers>()
        && is_aligned::<detection::numbers::crypto::CryptoAddresses>()
        && is_aligned::<detection::decode::Decoder>()
        && is_aligned::<detection::prefilter::Prefilter>()
        && is_aligned::<detection::numbers::phone_groups::PhoneGroups>()
        && is_aligned::<detection::ip_addresses::IpAddresses>()
        && is_aligned::<detection::numbers::ibans::Ibans>()
        && is_aligned::<detection::email::EmailAddresses>()
        && is_aligned::<detection::key_names::KeyNames>()
        && is_aligned::<otlp::request::Request>()
        && is_aligned::<otlp::reader::RequestReader>()
        && is_aligned::<otlp::json::JsonReader>()
        && is_aligned::<detection::keywords::KeywordRules>()
        && is_aligned::<sealing::segment::SegmentCipher>()
        && is_aligned::<detection::shape::Shape>()
        && is_aligned::<detection::shape::Search>()
        && is_aligned::<detection::fast_scanner::FastScanner>()
);

#[pymodule]
mod _native {
    #[pymodule_export]
    use crate::detection::decode::Decoder;
    #[pymodule_export]
    use crate::detection::email::EmailAddresses;
    #[pymodule_export]
    use crate::detection::fast_scanner::FastScanner;
    #[pymodule_export]
    use crate::detection::ip_addresses::IpAddresses;
    #[pymodule_export]
    use crate::detection::key_names::KeyNames;
    #[pymodule_export]
    use crate::detection::keywords::people::field_names::learn_field;
    #[pymodule_export]
    use crate::detection::keywords::KeywordRules;
    #[pymodule_export]
    use crate::detection::numbers::cards::{Cards, SpacedCards};
    #[pymodule_export]
    use crate::detection::numbers::crypto::CryptoAddresses;
    #[pymodule_export]
    use crate::detection::numbers::ibans::Ibans;
    #[pymodule_export]
    use crate::detection::numbers::lone_phones::LonePhones;
    #[pymodule_export]
    use crate::detection::numbers::phone_groups::PhoneGroups;
    #[pymodule_export]
    use crate::detection::numbers::phones::InternationalPhones;
    #[pymodule_export]
    use crate::detection::numbers::ssn::SocialSecurityNumbers;
    #[pymodule_export]
    use crate::detection::numbers::Numbers;
    #[pymodule_export]
    use crate::detection::prefilter::Prefilter;
    #[pymodule_export]
    use crate::detection::shape::Shape;
    #[pymodule_export]
    use crate::otlp::encode::encode;
    #[pymodule_export]
    use crate::otlp::json::JsonReader;
    #[pymodule_export]
    use crate::otlp::reader::RequestReader;
    #[pymodule_export]
    use crate::sealing::cipher::{Kind, ValueCipher};
    #[pymodule_export]
    use crate::sealing::index_form::IndexForm;
    #[pymodule_export]
    use crate::sealing::plain_kinds::PlainKinds;
    #[pymodule_export]
    use crate::sealing::segment::SegmentCipher;

    #[pymodule_init]
    fn init(_module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<()> {
        crate::panic_guard::be_silent();
        Ok(())
    }
}
