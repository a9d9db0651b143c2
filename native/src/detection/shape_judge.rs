//! What judges the candidates of rules with a shape, without their validators.

use pyo3::prelude::*;

use crate::detection::email::EmailAddresses;
use crate::detection::ip_addresses::IpAddresses;
use crate::detection::numbers::cards::{Cards, SpacedCards};
use crate::detection::numbers::crypto::CryptoAddresses;
use crate::detection::numbers::ibans::Ibans;
use crate::detection::numbers::lone_phones::LonePhones;
use crate::detection::numbers::phone_groups::PhoneGroups;
use crate::detection::numbers::phones::InternationalPhones;
use crate::detection::numbers::ssn::SocialSecurityNumbers;
use crate::detection::numbers::verdict::{plain, Span};
use crate::detection::numbers::Numbers;
use crate::detection::shape::Shape;

/// The twin of one rule in this half, or its bare shape.
#[derive(FromPyObject)]
pub enum ShapeJudge {
    Cards(Py<Cards>),
    SpacedCards(Py<SpacedCards>),
    Numbers(Py<Numbers>),
    SocialSecurityNumbers(Py<SocialSecurityNumbers>),
    PhoneGroups(Py<PhoneGroups>),
    InternationalPhones(Py<InternationalPhones>),
    LonePhones(Py<LonePhones>),
    IpAddresses(Py<IpAddresses>),
    Ibans(Py<Ibans>),
    CryptoAddresses(Py<CryptoAddresses>),
    EmailAddresses(Py<EmailAddresses>),
    Shape(Py<Shape>),
}

impl ShapeJudge {
    /// Give the spans of values in a text, or None if a validator must say what they are.
    pub fn plain(&self, data: &[u8]) -> Option<Vec<Span>> {
        match self {
            Self::Cards(cards) if !cards.get().is_in(data) => Some(Vec::new()),
            Self::Cards(cards) => plain(cards.get(), data),
            Self::SpacedCards(cards) => plain(cards.get(), data),
            Self::Numbers(numbers) => plain(numbers.get(), data),
            Self::SocialSecurityNumbers(numbers) => plain(numbers.get(), data),
            Self::PhoneGroups(groups) => {
                plain(groups.get(), data).or_else(|| (!groups.get().is_in(data)).then(Vec::new))
            }
            Self::InternationalPhones(phones) => plain(phones.get(), data),
            Self::LonePhones(phones) => plain(phones.get(), data),
            Self::IpAddresses(hosts) => data.is_ascii().then(|| hosts.get().plain(data))?,
            Self::Ibans(ibans) => plain(ibans.get(), data),
            Self::CryptoAddresses(addresses) => plain(addresses.get(), data),
            Self::EmailAddresses(mailboxes) => data.is_ascii().then(|| mailboxes.get().plain(data))?,
            Self::Shape(shape) => (!shape.get().is_in(data)).then(Vec::new),
        }
    }
}
