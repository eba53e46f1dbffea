//! Lakes that are made up, and their tables as the kernel reads them.

mod made;
mod read;

mod conflicts;
mod kills;
mod register;
mod superseded;
