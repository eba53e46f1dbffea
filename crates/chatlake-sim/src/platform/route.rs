//! Which path leads where.

use super::app::App;
use super::endpoint::Endpoint;
use super::refusal::Refusal;
use super::state::State;

/// Where a path leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route<'a> {
    /// To a token of an app.
    Token(Owner<'a>),
    /// To the ticket of a time, which need not be an hour.
    Ticket(Owner<'a>, &'a str),
    /// To an attachment.
    Attachment(Owner<'a>, &'a str),
    /// To a file; its org, its app and its name.
    File(&'a str, &'a str, &'a str),
    /// To the log.
    Log,
    /// Nowhere.
    Nowhere,
}

/// Whose resources these are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner<'a> {
    /// Of an org and one of its apps.
    Key(&'a str, &'a str),
    /// Of an app by its id.
    Id(&'a str),
}

impl<'a> Route<'a> {
    /// Follows a path on one of the two hosts. Files are on the host of files only, if there is
    /// one, and everything else is not.
    pub(crate) fn of(path: &'a str, is_file_host: bool, has_file_host: bool) -> Self {
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        match parts.as_slice() {
            ["history", "3D", org, app, name] if is_file_host == has_file_host => {
                Self::File(org, app, name)
            }
            _ if is_file_host => Self::Nowhere,
            ["_sim", "log"] => Self::Log,
            ["app-id", id, "chatmessages", time] => Self::Ticket(Owner::Id(id), time),
            ["app-id", id, "chatfiles", uuid] => Self::Attachment(Owner::Id(id), uuid),
            [org, app, "token"] => Self::Token(Owner::Key(org, app)),
            [org, app, "chatmessages", time] => Self::Ticket(Owner::Key(org, app), time),
            [org, app, "chatfiles", uuid] => Self::Attachment(Owner::Key(org, app), uuid),
            _ => Self::Nowhere,
        }
    }

    pub(crate) fn endpoint(self) -> Endpoint {
        match self {
            Self::Token(_) => Endpoint::Token,
            Self::Ticket(..) => Endpoint::Ticket,
            Self::Attachment(..) => Endpoint::Attachment,
            Self::File(..) => Endpoint::File,
            Self::Log => Endpoint::Control,
            Self::Nowhere => Endpoint::Other,
        }
    }
}

impl Owner<'_> {
    /// The app and its place among the apps.
    pub(crate) fn find(self, state: &State) -> Result<(usize, &App), Refusal> {
        let mut apps = state.options.apps.iter().enumerate();
        match self {
            Self::Key(org, name) => apps
                .find(|(_, app)| app.org == org && app.name == name)
                .ok_or_else(|| Refusal::no_app(org, name)),
            Self::Id(id) => apps
                .find(|(_, app)| app.app_id.as_deref() == Some(id))
                .ok_or_else(|| Refusal::no_app("app-id", id)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_where_the_documentation_says() {
        let key = Owner::Key("o", "a");
        for (path, expected) in [
            ("/o/a/token", Route::Token(key)),
            ("/o/a/chatmessages/2018112717", Route::Ticket(key, "2018112717")),
            ("/app-id/1/chatmessages/x", Route::Ticket(Owner::Id("1"), "x")),
            ("/o/a/chatfiles/u", Route::Attachment(key, "u")),
            ("/_sim/log", Route::Log),
            ("/history/3D/o/a/h.gz", Route::Nowhere),
            ("/o/a", Route::Nowhere),
            ("/", Route::Nowhere),
        ] {
            assert_eq!(Route::of(path, false, true), expected, "{path}");
        }
    }

    #[test]
    fn the_host_of_files_knows_nothing_else() {
        let file = Route::File("o", "a", "h.gz");
        assert_eq!(Route::of("/history/3D/o/a/h.gz", true, true), file);
        assert_eq!(Route::of("/history/3D/o/a/h.gz", false, false), file);
        assert_eq!(Route::of("/o/a/token", true, true), Route::Nowhere);
    }
}
