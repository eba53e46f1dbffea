//! Which of the columns an output has.

use super::column::Column;
use super::layout::Layout;

/// Whether download credentials come out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Secrets {
    /// `secret` and `thumb_secret` are null, and not in `extra` either.
    #[default]
    Withheld,
    /// They come out as they are.
    Included,
}

/// The shape of an output: layout, columns in schema order, and what becomes of credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Projection {
    layout: Layout,
    columns: Vec<Column>,
    secrets: Secrets,
}

impl Projection {
    /// All columns.
    pub fn new(layout: Layout) -> Self {
        Self { layout, columns: Column::ALL.to_vec(), secrets: Secrets::default() }
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

    /// How bodies become rows.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// What becomes of credentials.
    pub fn secrets(&self) -> Secrets {
        self.secrets
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
