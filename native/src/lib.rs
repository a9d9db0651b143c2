//! The native half of sealog: what is done for every text that an application logs. It decides nothing that Python
//! code could not decide as well, and is tested against that code.

mod detection;
mod encode;
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
        && is_aligned::<detection::decode::Decoder>()
        && is_aligned::<detection::gate::Gate>()
        && is_aligned::<detection::digit_groups::Groups>()
        && is_aligned::<detection::ipv4::Hosts>()
        && is_aligned::<detection::ibans::Ibans>()
        && is_aligned::<detection::email::Mailboxes>()
        && is_aligned::<detection::names::Names>()
        && is_aligned::<sealing::segment::SegmentCipher>()
        && is_aligned::<detection::shape::Shape>()
        && is_aligned::<detection::shape::Search>()
        && is_aligned::<detection::fast_scan::Sight>()
);

#[pymodule]
mod _native {
    #[pymodule_export]
    use crate::detection::decode::Decoder;
    #[pymodule_export]
    use crate::detection::digit_groups::Groups;
    #[pymodule_export]
    use crate::detection::email::Mailboxes;
    #[pymodule_export]
    use crate::detection::fast_scan::Sight;
    #[pymodule_export]
    use crate::detection::gate::Gate;
    #[pymodule_export]
    use crate::detection::ibans::Ibans;
    #[pymodule_export]
    use crate::detection::ipv4::Hosts;
    #[pymodule_export]
    use crate::detection::names::Names;
    #[pymodule_export]
    use crate::detection::shape::Shape;
    #[pymodule_export]
    use crate::encode::encode;
    #[pymodule_export]
    use crate::sealing::cipher::{Kind, ValueCipher};
    #[pymodule_export]
    use crate::sealing::segment::SegmentCipher;

    #[pymodule_init]
    fn init(_module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<()> {
        crate::panic_guard::be_silent();
        Ok(())
    }
}
