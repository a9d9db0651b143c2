//! The native half of sealog: what is done for every text that an application logs. It decides nothing that Python
//! code could not decide as well, and is tested against that code.

mod around;
mod calm;
mod cipher;
mod decode;
mod encode;
mod gate;
mod groups;
mod hosts;
mod ibans;
mod mailboxes;
mod names;
mod segment;
mod shape;
mod sight;
mod signs;
mod syntax;
mod words;

use pyo3::prelude::*;

/// Tell whether Python's allocator, which aligns an object to 16 bytes, is enough for a class.
const fn is_aligned<T>() -> bool {
    align_of::<T>() <= 16
}

const _: () = assert!(
    is_aligned::<cipher::Kind>()
        && is_aligned::<cipher::ValueCipher>()
        && is_aligned::<decode::Decoder>()
        && is_aligned::<gate::Gate>()
        && is_aligned::<groups::Groups>()
        && is_aligned::<hosts::Hosts>()
        && is_aligned::<ibans::Ibans>()
        && is_aligned::<mailboxes::Mailboxes>()
        && is_aligned::<names::Names>()
        && is_aligned::<segment::SegmentCipher>()
        && is_aligned::<shape::Shape>()
        && is_aligned::<shape::Search>()
        && is_aligned::<sight::Sight>()
);

#[pymodule]
mod _native {
    #[pymodule_export]
    use crate::cipher::{Kind, ValueCipher};
    #[pymodule_export]
    use crate::decode::Decoder;
    #[pymodule_export]
    use crate::encode::encode;
    #[pymodule_export]
    use crate::gate::Gate;
    #[pymodule_export]
    use crate::groups::Groups;
    #[pymodule_export]
    use crate::hosts::Hosts;
    #[pymodule_export]
    use crate::ibans::Ibans;
    #[pymodule_export]
    use crate::mailboxes::Mailboxes;
    #[pymodule_export]
    use crate::names::Names;
    #[pymodule_export]
    use crate::segment::SegmentCipher;
    #[pymodule_export]
    use crate::shape::Shape;
    #[pymodule_export]
    use crate::sight::Sight;

    #[pymodule_init]
    fn init(_module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<()> {
        crate::calm::be_silent();
        Ok(())
    }
}
