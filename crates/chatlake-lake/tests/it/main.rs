//! Hours on their way into a lake, whatever comes in between.

mod harness;

mod commits;
mod compact;
mod crashes;
mod laws;
mod readers;
mod refusals;
mod reopened;
mod verify;
