//! Whether what must be kept can be kept.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use chatlake_sync::{Archive, Catalogue, LockError, Opening};
use rustix::fs::Access;

use super::Finding;
use crate::args::SupplyArgs;
use crate::command::supply;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::screen::bytes;

/// Less free space than this is told of.
const SCARCE: u64 = 5 << 30;

pub(super) fn state(args: &SupplyArgs) -> Vec<Finding> {
    const CHECK: &str = "state";
    let folder = match supply::state_dir(&args.server) {
        Ok(folder) => folder,
        Err(failure) => return vec![Finding::of(CHECK, failure)],
    };
    vec![writable(CHECK, &folder, "the token and the count of calls are kept in")]
}

pub(super) fn archive(args: &SupplyArgs) -> Vec<Finding> {
    const CHECK: &str = "archive";
    let folder = match args.archive.folder() {
        Ok(folder) => folder,
        Err(failure) => return vec![Finding::of(CHECK, failure)],
    };
    let archive = Archive::at(folder);
    let mut findings = vec![writable(CHECK, folder, "exports are kept in")];
    findings.push(lock(&archive));
    findings.push(catalogue(&archive));
    findings.push(space(folder));
    findings
}

/// Whether files can be made in a folder; one that is not there yet can be made.
fn writable(check: &'static str, folder: &Path, what: &str) -> Finding {
    let shown = folder.display();
    let there = existing(folder);
    if !there.is_dir() {
        let error = io::ErrorKind::NotADirectory.into();
        return Finding::of(check, Failure::io(format!("make `{shown}`"), &error));
    }
    if there != folder {
        return match rustix::fs::access(there, Access::WRITE_OK) {
            Ok(()) => Finding::ok(check, format!("{what} {shown}, which will be made")),
            Err(error) => Finding::of(check, Failure::io(format!("make `{shown}`"), &error.into())),
        };
    }
    if let Err(error) = probe(folder) {
        return Finding::of(check, Failure::io(format!("write in `{shown}`"), &error));
    }
    let mode = fs::metadata(folder).map_or(0, |metadata| metadata.mode() & 0o777);
    if mode & 0o077 != 0 {
        let message = format!("{what} {shown}, which others may enter ({mode:o}): chmod 700 it");
        return Finding::warn(check, message);
    }
    Finding::ok(check, format!("{what} {shown}"))
}

/// The nearest folder that is there.
fn existing(folder: &Path) -> &Path {
    let mut ancestors = folder.ancestors();
    let found = ancestors.find(|path| !path.as_os_str().is_empty() && path.exists());
    found.unwrap_or(Path::new("."))
}

/// Makes a file and removes it.
fn probe(folder: &Path) -> io::Result<()> {
    tempfile::Builder::new().prefix(".doctor").tempfile_in(folder)?.close()
}

fn lock(archive: &Archive) -> Finding {
    const CHECK: &str = "lock";
    if !archive.root().join(".lock").exists() {
        return Finding::ok(CHECK, "nobody works in the archive");
    }
    match archive.lock() {
        Ok(_) => Finding::ok(CHECK, "nobody works in the archive"),
        Err(error @ LockError::Held { .. }) => {
            Finding::fail(CHECK, Exit::LOCKED, format!("{error}; a sync would end at once"))
        }
        Err(error) => Finding::of(CHECK, error.into()),
    }
}

fn catalogue(archive: &Archive) -> Finding {
    const CHECK: &str = "catalogue";
    if !archive.catalogue().exists() {
        return Finding::ok(CHECK, "none yet: the first sync makes it");
    }
    let apps = Catalogue::open(&archive.catalogue(), Opening::Existing)
        .and_then(|catalogue| catalogue.apps());
    match apps {
        Ok(apps) => {
            let names: Vec<String> = apps.iter().map(ToString::to_string).collect();
            Finding::ok(CHECK, format!("readable; it knows of {}", names.join(", ")))
        }
        Err(error) => Finding::of(CHECK, error.into()),
    }
}

fn space(folder: &Path) -> Finding {
    const CHECK: &str = "disk";
    match rustix::fs::statvfs(existing(folder)) {
        Ok(found) => {
            let free = found.f_bavail.saturating_mul(found.f_frsize);
            let message = format!("{} are free for the archive", bytes(free));
            if free < SCARCE {
                let message = message + ": hours of a busy app need gigabytes; make room";
                return Finding::warn(CHECK, message);
            }
            Finding::ok(CHECK, message)
        }
        Err(error) => Finding::of(CHECK, Failure::io("ask for the free space", &error.into())),
    }
}
