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
mod syntax;
mod words;

use pyo3::prelude::*;

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
