//! What the commands around an archive share: from arguments to who asks whom, and from errors to
//! exit codes.

mod conversion;
mod halt;
mod job;
mod refused;
mod report;
mod secrets;
mod teller;
mod what;

use std::env;
use std::net::IpAddr;
use std::path::PathBuf;

use chatlake_convert::ZoneChoice;
use chatlake_core::Zone;
use chatlake_fetch::allowed::PrivateHosts;
use chatlake_fetch::{App, Options, Origin, PlainHttp, Rate};
use chatlake_sync::{AppKey, Archive, Terms};

use crate::args::{ServerArgs, SupplyArgs};
use crate::exit::Exit;
use crate::failure::Failure;

pub(in crate::command) use conversion::conversion;
pub(in crate::command) use halt::Halt;
pub(in crate::command) use job::Job;
pub(in crate::command) use refused::told;
pub(in crate::command) use report::report;
pub(in crate::command) use secrets::credentials;
pub(in crate::command) use teller::Teller;

/// The app as an archive names it.
pub(in crate::command) fn key(app: &App) -> Result<AppKey, Failure> {
    app.path().parse().map_err(|error: chatlake_sync::BadAppKey| Failure::usage(error.to_string()))
}

/// The app that was named.
pub(in crate::command) fn app(args: &SupplyArgs) -> Result<&App, Failure> {
    args.whose.app(&args.given)?.ok_or_else(|| {
        Failure::usage("say whose messages: --app ORG/APP, or --app-id ID for Agora and Shengwang")
    })
}

/// The host that was named.
pub(in crate::command) fn origin(args: &ServerArgs) -> Result<Origin, Failure> {
    let host = args.host.as_deref().filter(|host| !host.is_empty()).ok_or_else(|| {
        Failure::usage(
            "say where the app lives: --host a1.easemob.com, or the host that its console shows",
        )
    })?;
    let plain = if args.allow_http { PlainHttp::Allowed } else { PlainHttp::Refused };
    Origin::parse(host, plain).map_err(|error| Failure::usage(format!("--host: {error}")))
}

/// Whether others can read what is sent to a host.
pub(in crate::command) fn is_in_the_open(origin: &Origin) -> bool {
    let address: Result<IpAddr, _> = origin.host().trim_matches(['[', ']']).parse();
    !origin.is_encrypted() && !address.is_ok_and(|address| address.is_loopback())
}

/// Where processes keep what they share.
pub(in crate::command) fn state_dir(args: &ServerArgs) -> Result<PathBuf, Failure> {
    let folder =
        |variable: &str| env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    let named = args.state_dir.clone().filter(|path| !path.as_os_str().is_empty());
    let standard = || Some(folder("XDG_STATE_HOME")?.join("chatlake"));
    let of_home = || Some(folder("HOME")?.join(".local").join("state").join("chatlake"));
    named.or_else(standard).or_else(of_home).ok_or_else(|| {
        Failure::usage("there is no home to keep the token in: name a folder with --state-dir")
    })
}

/// All that a client must know.
pub(in crate::command) fn options(args: &SupplyArgs) -> Result<Options, Failure> {
    let (app, origin) = (app(args)?.clone(), origin(&args.server)?);
    let credentials = credentials(&args.credentials, &args.given)?.ok_or_else(|| {
        Failure::Told(
            Exit::AUTH,
            "there are no credentials: set --client-id and CHATLAKE_CLIENT_SECRET (or --client-secret-file, --client-secret-command), or a ready token in CHATLAKE_TOKEN (or --token-file, --token-command)"
                .to_owned(),
        )
    })?;
    let ServerArgs { allow_private, allow_host, rate, .. } = &args.server;
    let private_hosts = if *allow_private { PrivateHosts::Allowed } else { PrivateHosts::Refused };
    Ok(Options {
        allowed_domains: allow_host.clone(),
        private_hosts,
        hour_rate: Rate::per_minute(rate.get()),
        ..Options::new(app, origin, credentials, state_dir(&args.server)?)
    })
}

/// The zone that hours are named in: as told, or as the archive has them, or by the host.
pub(in crate::command) fn zone(
    choice: ZoneChoice,
    archive: &Archive,
    app: &AppKey,
    origin: &Origin,
) -> Result<Zone, Failure> {
    if let ZoneChoice::Fixed(zone) = choice {
        return Ok(zone);
    }
    let remembered = || remembered(archive, app);
    origin.zone().or_else(remembered).ok_or_else(|| {
        Failure::usage(format!(
            "nobody knows in which zone `{}` names its hours: say --zone +08:00 (mainland) or --zone utc (overseas); the archive remembers it",
            origin.host()
        ))
    })
}

/// The zone that an archive has the hours of an app in.
pub(in crate::command) fn remembered(archive: &Archive, app: &AppKey) -> Option<Zone> {
    Terms::read(archive, app).ok().flatten().map(|terms| terms.zone)
}
