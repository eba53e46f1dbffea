//! Which requests a fault strikes.

use super::super::endpoint::Endpoint;
use super::Fault;

/// A fault, and which requests it strikes.
///
/// ```
/// use chatlake_sim::platform::{Endpoint, Fault, FaultRule};
///
/// // The first two downloads of one hour break off after 1000 bytes.
/// FaultRule::of(Fault::ResetAfter(1000)).on(Endpoint::File).at("2026112009").first(2);
/// // One request in five fails.
/// FaultRule::failing(1, 5);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultRule {
    pub(super) fault: Fault,
    pub(super) endpoint: Option<Endpoint>,
    pub(super) part: Option<String>,
    pub(super) skip: u64,
    pub(super) count: Option<u64>,
    pub(super) chance: Option<(u32, u32)>,
}

impl FaultRule {
    /// Every request that the fault can strike.
    pub const fn of(fault: Fault) -> Self {
        Self { fault, endpoint: None, part: None, skip: 0, count: None, chance: None }
    }

    /// So many of so many requests, drawn, with a fault that is drawn.
    pub fn failing(n: u32, of: u32) -> Self {
        Self::of(Fault::Any).n_in(n, of)
    }

    /// Only requests of one kind.
    #[must_use]
    pub fn on(self, endpoint: Endpoint) -> Self {
        Self { endpoint: Some(endpoint), ..self }
    }

    /// Only requests whose path has this in it.
    #[must_use]
    pub fn at(self, part: &str) -> Self {
        Self { part: Some(part.to_owned()), ..self }
    }

    /// Not the first so many that it might strike.
    #[must_use]
    pub fn after(self, skip: u64) -> Self {
        Self { skip, ..self }
    }

    /// At most so many.
    #[must_use]
    pub fn first(self, count: u64) -> Self {
        Self { count: Some(count), ..self }
    }

    /// So many of so many. It is drawn from the seed, the path, and how often that was asked for
    /// before: so it does not depend on the order in which different paths are asked for.
    #[must_use]
    pub fn n_in(self, n: u32, of: u32) -> Self {
        Self { chance: Some((n, of)), ..self }
    }
}
