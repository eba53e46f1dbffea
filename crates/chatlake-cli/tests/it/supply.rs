//! Commands around an archive, against a simulated platform.

mod attachments;
mod demo;
mod doctor;
mod exits;
mod fetch;
mod gaps;
mod interrupt;
mod lake;
mod pseudonyms;
mod secrets;
mod status;
mod sync;
mod usage;
mod verify;
mod world;
