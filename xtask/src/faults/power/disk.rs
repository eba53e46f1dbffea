//! A disk whose power can be cut: a file system in a file, mounted by a loop device.

use std::error::Error;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

/// A mounted ext4. Unmounted at the end.
pub(in crate::faults) struct Disk {
    image: PathBuf,
    mount: PathBuf,
}

/// Enough for any scenario, twice, and little to format.
const BYTES: u64 = 256 << 20;

/// Ends a file system as a loss of power does: what is not on the disk never gets there, not even
/// what is in the journal. EXT4_IOC_SHUTDOWN, with the flag that leaves the log as it is; no safe
/// call of Rust makes it.
const SHUTDOWN: &str = "\
import fcntl, os, struct, sys
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack('I', 2))
";

impl Disk {
    /// A new one, with its file and its mount in a folder. Fails where the machine does not let us.
    pub(super) fn new(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let disk = Self { image: folder.join("image"), mount: folder.join("mount") };
        fs::create_dir(&disk.mount)?;
        File::create(&disk.image)?.set_len(BYTES)?;
        told(Command::new("mkfs.ext4").args(["-q", "-F"]).arg(&disk.image))?;
        disk.mount()?;
        Ok(disk)
    }

    /// Where its files are.
    pub(super) fn place(&self) -> &Path {
        &self.mount
    }

    /// Whether a file system can be ended here, tried on this one.
    pub(super) fn try_out(&self) -> Result<(), Box<dyn Error>> {
        let file = self.mount.join("unsynced");
        fs::write(&file, "gone")?;
        self.cut()?;
        if file.exists() { Err("what was never synced outlives the loss".into()) } else { Ok(()) }
    }

    /// Brings everything to the disk.
    pub(in crate::faults) fn settle(&self) -> Result<(), Box<dyn Error>> {
        told(Command::new("sync").arg("--file-system").arg(&self.mount))
    }

    /// Cuts the power, and turns it on again.
    pub(in crate::faults) fn cut(&self) -> Result<(), Box<dyn Error>> {
        told(Command::new("python3").args(["-c", SHUTDOWN]).arg(&self.mount))?;
        self.unmount()?;
        self.mount()
    }

    fn mount(&self) -> Result<(), Box<dyn Error>> {
        told(Command::new("mount").args(["-o", "loop"]).args([&self.image, &self.mount]))
    }

    /// Whoever was killed there may take a moment to go.
    fn unmount(&self) -> Result<(), Box<dyn Error>> {
        let unmount = || told(Command::new("umount").arg(&self.mount));
        for _ in 0..100 {
            if unmount().is_ok() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(20));
        }
        unmount()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _gone = self.unmount();
    }
}

/// Runs a command that must succeed, and says nothing if it does.
fn told(command: &mut Command) -> Result<(), Box<dyn Error>> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("`{name}` cannot be run: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("`{name}` fails: {}", said.trim().lines().last().unwrap_or_default()).into())
}
