//! A lake: the rows of an app's hours as files that every engine reads, each hour committed once.
#![forbid(unsafe_code)]
