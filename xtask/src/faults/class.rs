//! Calls to the system by what they do, and what can become of them.

/// What a call does to a file or a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Write,
    Sync,
    Rename,
    Open,
    Read,
    Truncate,
    Mkdir,
    Unlink,
    List,
}

impl Class {
    pub(super) const ALL: [Self; 9] = [
        Self::Write,
        Self::Sync,
        Self::Rename,
        Self::Open,
        Self::Read,
        Self::Truncate,
        Self::Mkdir,
        Self::Unlink,
        Self::List,
    ];

    /// The calls of the kernel.
    pub(super) fn calls(self) -> &'static [&'static str] {
        match self {
            Self::Write => {
                &["write", "pwrite64", "writev", "pwritev", "pwritev2", "copy_file_range"]
            }
            Self::Sync => &["fsync", "fdatasync"],
            Self::Rename => &["rename", "renameat", "renameat2", "link", "linkat"],
            Self::Open => &["open", "openat", "creat"],
            Self::Read => &["read", "pread64", "readv", "preadv", "preadv2"],
            Self::Truncate => &["ftruncate", "fallocate"],
            Self::Mkdir => &["mkdir", "mkdirat"],
            Self::Unlink => &["unlink", "unlinkat", "rmdir"],
            Self::List => &["getdents64"],
        }
    }

    /// The class of a call, if it is one that is looked at.
    pub(super) fn of(call: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.calls().contains(&call))
    }

    /// What a system may answer, that ends the matter or comes again.
    pub(super) fn errors(self) -> &'static [&'static str] {
        match self {
            Self::Write => &["ENOSPC", "EIO", "EFBIG"],
            Self::Sync => &["EIO", "ENOSPC"],
            Self::Rename => &["EIO", "ENOSPC", "EROFS"],
            Self::Open => &["EMFILE", "EIO", "EACCES"],
            Self::Read | Self::List => &["EIO"],
            Self::Truncate => &["ENOSPC", "EIO", "EFBIG"],
            Self::Mkdir => &["ENOSPC", "EROFS"],
            Self::Unlink => &["EIO", "EROFS"],
        }
    }

    /// What asks for another try, and must leave no trace.
    pub(super) fn interruptions(self) -> &'static [&'static str] {
        match self {
            Self::Write | Self::Read => &["EINTR"],
            _ => &[],
        }
    }
}
