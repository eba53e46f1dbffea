//! The files of a lake as a Delta Lake table: registered as they are, never written anew.
#![forbid(unsafe_code)]
