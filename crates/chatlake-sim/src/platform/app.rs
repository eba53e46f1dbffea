//! An app and what gives access to it.

use std::fmt;

/// An app of the platform, with its credentials. `Debug` does not show them.
#[derive(Clone, PartialEq, Eq)]
pub struct App {
    /// The organisation that it belongs to.
    pub org: String,
    /// Its name.
    pub name: String,
    /// The id under `/app-id/`, where it has one.
    pub app_id: Option<String>,
    /// What a token is asked for with.
    pub client_id: String,
    /// What a token is asked for with, and nobody else may know.
    pub client_secret: String,
    /// Tokens made elsewhere, which are good for ever.
    pub ready_tokens: Vec<String>,
}

impl App {
    /// An app with credentials that follow from its name, and no id.
    pub fn new(org: &str, name: &str) -> Self {
        Self {
            org: org.to_owned(),
            name: name.to_owned(),
            app_id: None,
            client_id: format!("sim-client-{org}-{name}"),
            client_secret: format!("sim-secret-{org}-{name}"),
            ready_tokens: Vec::new(),
        }
    }

    /// The same under `/app-id/{id}` too, with a ready-made token.
    #[must_use]
    pub fn with_app_id(mut self, id: &str, token: &str) -> Self {
        self.app_id = Some(id.to_owned());
        self.ready_tokens.push(token.to_owned());
        self
    }

    /// `org#app`, as error texts have it.
    pub fn key(&self) -> String {
        format!("{}#{}", self.org, self.name)
    }
}

impl Default for App {
    /// The app that the corpus speaks of.
    fn default() -> Self {
        Self::new("1163201125000042", "plaza")
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { org, name, app_id, client_id: _, client_secret: _, ready_tokens: _ } = self;
        let mut app = f.debug_struct("App");
        app.field("org", org).field("name", name).field("app_id", app_id).finish_non_exhaustive()
    }
}
