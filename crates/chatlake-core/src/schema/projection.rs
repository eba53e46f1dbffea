//! Which of the columns an output has.

use super::column::Column;
use super::layout::Layout;
use super::pseudonyms::Pseudonyms;
use super::withheld::Withheld;

/// Whether download credentials come out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Secrets {
    /// `secret` and `thumb_secret` are null, and not in `extra` either.
    #[default]
    Withheld,
    /// They come out as they are.
    Included,
}

/// The shape of an output: layout, columns in schema order, and what is not told in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Projection {
    layout: Layout,
    columns: Vec<Column>,
    secrets: Secrets,
    pseudonyms: Option<Pseudonyms>,
}

impl Projection {
    /// All columns.
    pub fn new(layout: Layout) -> Self {
        Self {
            layout,
            columns: Column::ALL.to_vec(),
            secrets: Secrets::default(),
            pseudonyms: None,
        }
    }

    /// Keeps these columns only; the order stays that of the schema.
    pub fn with_columns(mut self, keep: &[Column]) -> Self {
        self.columns.retain(|column| keep.contains(column));
        self
    }

    /// Leaves these columns out.
    pub fn without_columns(mut self, drop: &[Column]) -> Self {
        self.columns.retain(|column| !drop.contains(column));
        self
    }

    /// Says what becomes of credentials.
    pub fn with_secrets(mut self, secrets: Secrets) -> Self {
        self.secrets = secrets;
        self
    }

    /// Puts pseudonyms in place of the values of some columns.
    pub fn with_pseudonyms(mut self, pseudonyms: Pseudonyms) -> Self {
        self.pseudonyms = Some(pseudonyms);
        self
    }

    /// How bodies become rows.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// What becomes of credentials.
    pub fn secrets(&self) -> Secrets {
        self.secrets
    }

    /// Where values are pseudonyms, if anywhere.
    pub fn pseudonyms(&self) -> Option<&Pseudonyms> {
        self.pseudonyms.as_ref()
    }

    /// What is not told of a record.
    pub fn withheld(&self) -> Withheld {
        let columns = self.pseudonyms.as_ref().map(Pseudonyms::column_set);
        Withheld::new(self.secrets, columns.unwrap_or_default())
    }

    /// The columns, in schema order, whatever the layout.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Whether the output has this column.
    pub fn has(&self, column: Column) -> bool {
        self.columns.contains(&column)
    }
}

impl Default for Projection {
    /// Flat, with all columns, credentials withheld.
    fn default() -> Self {
        Self::new(Layout::Flat)
    }
}
