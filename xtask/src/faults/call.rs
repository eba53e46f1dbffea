//! A call to the system, as `strace -f -y` tells it.

/// A call that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) thread: u32,
    /// Such as `openat`.
    pub(super) name: String,
    /// Whole paths that it names, or whose open files it uses.
    pub(super) paths: Vec<String>,
    /// Whether it may make a file.
    pub(super) is_creating: bool,
    /// Whether it is known to have failed.
    pub(super) has_failed: bool,
    is_on_screen: bool,
}

impl Call {
    /// The paths that `strace -P` knows it by: of two calls, it looks at the first path alone.
    pub(super) fn known_by(&self) -> &[String] {
        let n_paths = if matches!(&*self.name, "rename" | "link") { 1 } else { self.paths.len() };
        self.paths.get(..n_paths).unwrap_or(&self.paths)
    }

    /// Whether it writes to standard output or standard error.
    pub(super) fn is_on_screen(&self) -> bool {
        self.is_on_screen
    }

    /// Reads a line of a log: `PID  name(arguments) = result`, perhaps cut off behind the
    /// arguments.
    pub(super) fn parse(line: &str) -> Option<Self> {
        let (thread, rest) = line.trim_start().split_once(' ')?;
        let (name, arguments) = rest.trim_start().split_once('(')?;
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if name.is_empty() || !name.chars().all(is_name) {
            return None;
        }
        // The result of an open names the file once more.
        let (arguments, result) = arguments.rsplit_once(" = ").unwrap_or((arguments, ""));
        Some(Self {
            thread: thread.parse().ok()?,
            name: name.to_owned(),
            paths: paths(arguments),
            has_failed: result.starts_with('-'),
            is_creating: arguments.contains("O_CREAT"),
            is_on_screen: arguments.starts_with("1<") || arguments.starts_with("2<"),
        })
    }
}

/// Whole paths in quotes, and those of open files, in angle brackets.
fn paths(arguments: &str) -> Vec<String> {
    let mut paths = Vec::new();
    let mut rest = arguments;
    while let Some(at) = rest.find(['<', '"']) {
        let is_here = rest[..at].ends_with("AT_FDCWD");
        let close = if rest[at..].starts_with('<') { '>' } else { '"' };
        let inside = &rest[at + 1..];
        let Some(end) = inside.find(close) else { break };
        let path = &inside[..end];
        if path.starts_with('/') && !is_here && !paths.iter().any(|known| known == path) {
            paths.push(path.to_owned());
        }
        rest = &inside[end + 1..];
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, name: &str, paths: &[&str]) {
        let call = Call::parse(line).expect("a call");
        assert_eq!((call.thread, &*call.name), (17, name), "{line}");
        assert_eq!(call.paths, paths, "{line}");
    }

    #[test]
    fn calls_name_the_paths_that_they_touch() {
        check(r#"17 write(3</a/b>, ""..., 10) = 10"#, "write", &["/a/b"]);
        check(r#"17 openat(AT_FDCWD</x>, "/a", O_RDONLY) = 3</a>"#, "openat", &["/a"]);
        check(r#"17  fsync(3</a> <unfinished ...>"#, "fsync", &["/a"]);
        check(
            r#"17 renameat2(AT_FDCWD</x>, "/a/.p", AT_FDCWD</x>, "/a/b", RENAME_NOREPLACE) = 0"#,
            "renameat2",
            &["/a/.p", "/a/b"],
        );
        check(r#"17 rename("/a/.p", "/a/b") = 0"#, "rename", &["/a/.p", "/a/b"]);
        check(r#"17 write(5<socket:[12]>, ""..., 10) = 10"#, "write", &[]);
        check(r#"17 unlinkat(7</a/b>, "c", 0) = 0"#, "unlinkat", &["/a/b"]);
    }

    #[test]
    fn other_lines_are_no_calls() {
        for line in [
            "17 +++ exited with 0 +++",
            "17 <... write resumed>) = 10",
            "17 --- SIGCHLD {si_signo=SIGCHLD} ---",
            "",
        ] {
            assert_eq!(Call::parse(line), None, "{line}");
        }
    }
}
