//! How bodies become rows.

use std::str::FromStr;

/// How the bodies of a message become rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// One row per body; a message without bodies is one row.
    #[default]
    Flat,
    /// One row per message, its bodies a list of structs.
    Nested,
}

impl Layout {
    /// The name on the command line and in metadata.
    pub const fn name(self) -> &'static str {
        match self {
            Layout::Flat => "flat",
            Layout::Nested => "nested",
        }
    }
}

/// A name that is no layout.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no layout is called `{0}`; there are `flat` and `nested`")]
pub struct UnknownLayout(pub String);

impl FromStr for Layout {
    type Err = UnknownLayout;

    fn from_str(name: &str) -> Result<Self, UnknownLayout> {
        match name {
            "flat" => Ok(Layout::Flat),
            "nested" => Ok(Layout::Nested),
            _ => Err(UnknownLayout(name.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts_are_told_by_their_names_and_no_others() {
        assert_eq!("flat".parse(), Ok(Layout::Flat));
        assert_eq!("nested".parse(), Ok(Layout::Nested));
        let error = "wide".parse::<Layout>().unwrap_err();
        assert_eq!(error.to_string(), "no layout is called `wide`; there are `flat` and `nested`");
    }
}
