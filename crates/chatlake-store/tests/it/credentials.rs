//! Who is asking, and where: by what the environment says.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;

use chatlake_store::{Place, Store, StoreError, StoreErrorKind};

type Variables<'a> = &'a [(&'a str, &'a str)];

fn open(place: &str, variables: Variables<'_>) -> Result<Store, StoreError> {
    let place: Place = place.parse().unwrap();
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Store::open_with(&place, variables)
}

/// Nobody answers there.
const NOWHERE: &str = "127.0.0.1:1";

#[test]
fn who_has_no_credentials_is_told_at_once_what_to_set() {
    let cases: [(&str, Variables<'_>, &str); 7] = [
        ("s3://b/x", &[("AWS_EC2_METADATA_DISABLED", "true")], "AWS_ACCESS_KEY_ID"),
        ("s3://b/x", &[("AWS_METADATA_ENDPOINT", NOWHERE)], "AWS_PROFILE"),
        ("s3://b/x", &[("AWS_ACCESS_KEY_ID", "AKIA")], "AWS_SECRET_ACCESS_KEY is not"),
        ("gs://b/x", &[("GCE_METADATA_HOST", NOWHERE)], "GOOGLE_APPLICATION_CREDENTIALS"),
        (
            "az://c/x",
            &[("AZURE_STORAGE_ACCOUNT_NAME", "a"), ("AZURE_POD_IDENTITY_AUTHORITY_HOST", NOWHERE)],
            "AZURE_STORAGE_ACCOUNT_KEY",
        ),
        ("oss://b/x", &[("OSS_REGION", "cn-hangzhou")], "OSS_ACCESS_KEY_ID"),
        ("oss://b/x", &[("OSS_ACCESS_KEY_ID", "LTAI")], "OSS_ACCESS_KEY_SECRET is not"),
    ];
    for (place, variables, named) in cases {
        let error = open(place, variables).unwrap_err();
        assert_eq!((error.kind(), error.exit_code()), (StoreErrorKind::Credentials, 6), "{error}");
        assert!(error.to_string().starts_with(&format!("failed to open `{place}`: ")), "{error}");
        assert!(error.to_string().contains(named), "{error}");
    }
}

#[test]
fn a_machine_that_does_not_say_who_it_is_is_no_credential() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            // A look whether anybody is there asks for nothing.
            if connection.read(&mut [0; 4096]).is_ok_and(|n_bytes| n_bytes > 0) {
                let _ =
                    connection.write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
            }
        }
    });
    let store = open("s3://b/x", &[("AWS_METADATA_ENDPOINT", &url)]).unwrap();
    let error = store.get("y").unwrap_err();
    assert_eq!((error.kind(), error.exit_code()), (StoreErrorKind::Credentials, 6), "{error}");
    let says = "what should say who is asking does not (it answered 403): set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
    assert!(error.to_string().contains(says), "{error}");
}

#[test]
fn settings_that_cannot_be_meant_are_told_by_their_names() {
    const KEYS: [(&str, &str); 2] =
        [("AWS_ACCESS_KEY_ID", "AKIA"), ("AWS_SECRET_ACCESS_KEY", "hunter2")];
    let cases: [(&str, Variables<'_>, &str); 4] = [
        ("s3://b", &[("AWS_ENDPOINT_URL", "http://minio.example")], "AWS_ALLOW_HTTP=true"),
        ("s3://b", &[("AWS_ENDPOINT_URL_S3", "minio.example")], "AWS_ENDPOINT_URL_S3 is no url"),
        ("s3://b", &[("AWS_ENDPOINT_URL", "https://k:hunter2@h")], "holds credentials"),
        ("az://c", &[("AZURE_STORAGE_ACCOUNT_KEY", "aGk=")], "AZURE_STORAGE_ACCOUNT_NAME"),
    ];
    for (place, variables, named) in cases {
        let error = open(place, &[variables, &KEYS].concat()).unwrap_err();
        assert_eq!((error.kind(), error.exit_code()), (StoreErrorKind::Settings, 2), "{error}");
        let text = format!("{error} {error:?}");
        assert!(text.contains(named) && !text.contains("hunter2"), "{text}");
    }
    let allowed = [("AWS_ENDPOINT_URL", "http://minio.example"), ("AWS_ALLOW_HTTP", "true")];
    assert!(open("s3://b", &[&allowed[..], &KEYS].concat()).is_ok());
}

#[test]
fn keys_come_from_a_profile_too() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join(".aws")).unwrap();
    fs::write(
        home.path().join(".aws/credentials"),
        "[default]\naws_access_key_id = AKIA\naws_secret_access_key = x\n",
    )
    .unwrap();
    fs::write(home.path().join(".aws/config"), "[profile sso]\nsso_session = corp\n").unwrap();
    let home = home.path().to_str().unwrap();
    let alone = ("AWS_EC2_METADATA_DISABLED", "true");
    assert!(open("s3://b", &[("HOME", home), alone]).is_ok());
    for name in ["sso", "nobody"] {
        let error = open("s3://b", &[("HOME", home), ("AWS_PROFILE", name), alone]).unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Credentials);
        assert!(error.to_string().contains("aws configure export-credentials"), "{error}");
    }
}

#[test]
fn every_kind_of_place_opens_with_its_own_variables() {
    let places: [(&str, Variables<'_>); 6] = [
        ("s3://b", &[("AWS_SKIP_SIGNATURE", "true")]),
        ("gs://b", &[("STORAGE_EMULATOR_HOST", "localhost:4443")]),
        ("az://c", &[("AZURE_STORAGE_USE_EMULATOR", "true")]),
        ("az://c", &[("AZURE_STORAGE_ACCOUNT", "a"), ("AZURE_STORAGE_KEY", "aHVudGVyMg==")]),
        (
            "abfss://c@a.dfs.core.windows.net/x",
            &[("AZURE_STORAGE_SAS_TOKEN", "sv=2023&sig=hunter2")],
        ),
        (
            "oss://b",
            &[
                ("OSS_ACCESS_KEY_ID", "LTAI"),
                ("OSS_ACCESS_KEY_SECRET", "hunter2"),
                ("OSS_REGION", "cn-hangzhou"),
            ],
        ),
    ];
    for (place, variables) in places {
        let store = open(place, variables).unwrap();
        assert!(store.folder().is_none() && store.objects().is_some());
        let shown = format!("{store:?}");
        assert!(!shown.contains("hunter2") && !shown.contains("aHVudGVyMg"), "{shown}");
    }
}
