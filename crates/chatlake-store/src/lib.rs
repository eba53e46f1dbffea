//! Where files lie: in a folder, or in a bucket of an object store; behind one blocking door.
#![forbid(unsafe_code)]
