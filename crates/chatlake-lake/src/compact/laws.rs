//! Lakes of made-up hours, and what must hold of them however compaction ends.

mod changes;
mod days;
mod kills;
mod refusals;
mod town;
