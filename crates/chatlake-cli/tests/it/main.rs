//! What users and scripts may rely on.

mod accounts;
mod config;
mod existing;
mod flags;
mod help;
mod inputs;
mod interrupt;
mod looking;
mod rejects;
mod run;
mod salvage;
mod streams;
mod tidy;
mod usage;
