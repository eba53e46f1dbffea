//! Tokens: who has one, and how long.

use std::collections::{HashMap, HashSet};

use super::app::App;
use super::options::TokenRules;
use super::window::Window;
use crate::corpus::rng::Rng;

/// The tokens that were given. There is no `Debug`: they are secrets.
pub(crate) struct Tokens {
    seed: u64,
    rules: TokenRules,
    n_given: u64,
    given: HashMap<String, Given>,
    requests: HashMap<usize, Window>,
    blocked_until: HashMap<usize, i64>,
    revoked: HashSet<String>,
}

struct Given {
    app: usize,
    until_ms: i64,
}

impl Tokens {
    pub(crate) fn new(seed: u64, rules: TokenRules) -> Self {
        Self {
            seed,
            rules,
            n_given: 0,
            given: HashMap::new(),
            requests: HashMap::new(),
            blocked_until: HashMap::new(),
            revoked: HashSet::new(),
        }
    }

    /// Counts a request of an app and says whether the app is blocked.
    pub(crate) fn is_blocked(&mut self, app: usize, now_ms: i64) -> bool {
        let Some(limit) = self.rules.limit else { return false };
        if self.blocked_until.get(&app).is_some_and(|until| now_ms < *until) {
            return true;
        }
        let n_requests = self.requests.entry(app).or_default().count(now_ms, limit.within);
        if n_requests > limit.n_requests {
            let ms = i64::try_from(limit.blocked_for.as_millis()).unwrap_or(i64::MAX);
            self.blocked_until.insert(app, now_ms.saturating_add(ms));
            return true;
        }
        false
    }

    /// Gives a token to an app, good until then.
    pub(crate) fn give(&mut self, app: usize, until_ms: i64) -> String {
        let mut rng = Rng::keyed(self.seed, 0x746f_6b65_6e00_0000 + self.n_given);
        self.n_given += 1;
        let mut token = "YWMt".to_owned();
        for _ in 0..4 {
            token.push_str(&format!("{:016x}", rng.next_u64()));
        }
        self.given.insert(token.clone(), Given { app, until_ms });
        token
    }

    /// Whether a token opens an app.
    pub(crate) fn is_good(&self, token: &str, index: usize, app: &App, now_ms: i64) -> bool {
        let is_given = self
            .given
            .get(token)
            .is_some_and(|given| given.app == index && now_ms < given.until_ms);
        let is_ready = app.ready_tokens.iter().any(|ready| ready == token);
        (is_given || is_ready) && !self.revoked.contains(token)
    }

    /// Ends one.
    pub(crate) fn revoke(&mut self, token: &str) {
        self.revoked.insert(token.to_owned());
    }

    /// All that were ever given.
    pub(crate) fn all(&self) -> Vec<String> {
        self.given.keys().cloned().collect()
    }
}
