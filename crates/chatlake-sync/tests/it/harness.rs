//! A platform, a clock and an archive.

use std::collections::BTreeMap;
use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chatlake_convert::{Format, Options};
use chatlake_core::clock::{Clock, ManualClock};
use chatlake_core::{Hour, Zone};
use chatlake_fetch::allowed::PrivateHosts;
use chatlake_fetch::{App, Client, Credentials, Origin, PlainHttp, Proxy, Secret, SecretSource};
use chatlake_parquet::ParquetOptions;
use chatlake_sim::corpus::Quantity;
use chatlake_sim::platform::{Endpoint, HourShape, Platform, PlatformOptions};
use chatlake_store::{Place, Store};
use chatlake_sync::{
    AppKey, Archive, Catalogue, Conversion, Opening, Outcome, Run, State, SyncError, Watch, Window,
    unwatched,
};
use tempfile::TempDir;

/// 2026-11-20T09:30:00Z, half past five in the afternoon in Beijing.
pub(crate) const NOW: i64 = 1_795_167_000_000;

pub(crate) const HOUR: Duration = Duration::from_secs(3600);

/// An hour of a few records.
pub(crate) const SMALL: HourShape = HourShape::of(Quantity::Records(5));

pub(crate) struct World {
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) platform: Platform,
    pub(crate) archive: Archive,
    pub(crate) conversion: Conversion,
    pub(crate) window: Window,
    client: Client,
    _folder: TempDir,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(|_| {})
    }

    /// A platform with small hours, changed by `change`.
    pub(crate) fn with(change: impl FnOnce(&mut PlatformOptions)) -> Self {
        let clock = Arc::new(ManualClock::new(NOW));
        let mut options = PlatformOptions {
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            hour: SMALL,
            // So that the bytes of an hour do not follow from the port.
            links: Some("https://a1.easemob.com/files".to_owned()),
            ..PlatformOptions::default()
        };
        change(&mut options);
        let zone = match options.zone {
            chatlake_sim::corpus::Zone::Beijing => Zone::Beijing,
            chatlake_sim::corpus::Zone::Utc => Zone::Utc,
        };
        let platform = Platform::start(options).unwrap();
        Self::of(platform, clock, zone)
    }

    fn of(platform: Platform, clock: Arc<ManualClock>, zone: Zone) -> Self {
        let folder = TempDir::new().unwrap();
        let sim = platform.app();
        let app: App = format!("{}/{}", sim.org, sim.name).parse().unwrap();
        let secret = SecretSource::Given(Secret::new(sim.client_secret));
        let credentials = Credentials::Client { id: sim.client_id, secret };
        let origin = Origin::parse(&platform.origin(), PlainHttp::Allowed).unwrap();
        let state = folder.path().join("state");
        let client = Client::new(
            chatlake_fetch::Options {
                private_hosts: PrivateHosts::Allowed,
                proxy: Proxy::None,
                seed: Some(7),
                ..chatlake_fetch::Options::new(app, origin, credentials, state)
            },
            Arc::clone(&clock) as Arc<dyn Clock>,
        )
        .unwrap();
        let archive = Archive::at(folder.path().join("archive"));
        let options = Options {
            jobs: NonZeroUsize::MIN,
            ..Options::new(Format::Parquet(ParquetOptions::default()))
        };
        let conversion = Conversion::into_archive(&archive, options);
        Self {
            clock,
            platform,
            archive,
            conversion,
            window: Window::new(zone),
            client,
            _folder: folder,
        }
    }

    /// Hours become part of a lake, which lies within the archive.
    pub(crate) fn into_lake(mut self) -> Self {
        self.conversion = self.lake_conversion("lake");
        self
    }

    /// How hours become part of the lake in a folder of the archive.
    pub(crate) fn lake_conversion(&self, folder: &str) -> Conversion {
        let place = Place::Folder(self.archive.root().join(folder));
        let store = Store::open(&place).unwrap();
        Conversion::into_lake(&self.archive, store, self.conversion.options.clone())
    }

    pub(crate) fn run(&self) -> Run<'_> {
        Run {
            archive: &self.archive,
            client: &self.client,
            clock: &*self.clock,
            window: self.window,
            conversion: Some(&self.conversion),
            max_time: None,
        }
    }

    pub(crate) fn sync(&self) -> Outcome {
        self.try_sync(&mut unwatched).unwrap()
    }

    pub(crate) fn try_sync(&self, watch: &mut Watch<'_>) -> Result<Outcome, SyncError> {
        self.run().sync(watch)
    }

    pub(crate) fn app(&self) -> AppKey {
        self.client.app().path().parse().unwrap()
    }

    pub(crate) fn catalogue(&self) -> Catalogue {
        Catalogue::open(&self.archive.catalogue(), Opening::Existing).unwrap()
    }

    /// How many hours are in each state.
    pub(crate) fn states(&self) -> BTreeMap<State, usize> {
        let mut states = BTreeMap::new();
        for hour in self.catalogue().hours(&self.app()).unwrap() {
            *states.entry(hour.state).or_insert(0) += 1;
        }
        states
    }

    /// How many requests of a kind came so far.
    pub(crate) fn n_requests(&self, endpoint: Endpoint) -> usize {
        self.platform.log().iter().filter(|entry| entry.endpoint == endpoint).count()
    }

    /// The hour that ended last, at the beginning.
    pub(crate) fn last_over(&self) -> Hour {
        Hour::containing(NOW, self.window.zone).plus(-1)
    }

    /// Every file of the archive but the catalogue and the lock, with a hash of its bytes.
    pub(crate) fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        list(self.archive.root(), self.archive.root(), &mut files);
        files.retain(|name, _| !name.starts_with("catalogue.sqlite") && name != ".lock");
        files
    }
}

/// The hour that ended last, at the beginning, where hours are named in Beijing time.
pub(crate) fn last_over() -> Hour {
    Hour::containing(NOW, Zone::Beijing).plus(-1)
}

fn list(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            let bytes = fs::read(&path).unwrap();
            files.insert(name, format!("{} {:x}", bytes.len(), fnv(&bytes)));
        }
    }
}

/// Enough of a hash to tell files of a test apart.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
    })
}
