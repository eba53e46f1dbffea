//! Attachments: who gets which secret, and where they go.

use std::fs;
use std::path::{Path, PathBuf};

use chatlake_fetch::allowed::{PrivateHosts, UrlRefusal};
use chatlake_fetch::{
    AttachmentAnswer, AttachmentRequest, Class, Client, Error, Options, Refusal, Rendition, Secret,
    unwatched,
};

use crate::downloads::{names_in, rest};
use crate::server::{Reply, Server};
use crate::setup::{clock, error, options, token};

const MEDIA: &[u8] = b"not gzip at all";

fn platform() -> Server {
    Server::start(|asked, before| match asked.path() {
        path if path.ends_with("/token") => token(&format!("token-{before}")),
        path if path.ends_with("/old") => error(404, "file_expired", ""),
        path if path.ends_with("/broken") && before == 0 => rest(asked, MEDIA, "\"v1\"").cut_at(5),
        path if path.ends_with("/moved") => Reply::new(307, "").header("Location", "/1122/x"),
        path if path.ends_with("/strict") && before == 0 => error(401, "unauthorized", ""),
        _ => rest(asked, MEDIA, "\"v1\""),
    })
}

fn request(url: String) -> AttachmentRequest {
    let secret = Some(Secret::new("share-s3cret"));
    AttachmentRequest { url, secret, rendition: Rendition::Whole, max_bytes: None }
}

fn fetch(
    client: &Client,
    request: &AttachmentRequest,
    folder: &Path,
) -> Result<AttachmentAnswer, Error> {
    let mut place =
        |sha256: &str| -> PathBuf { folder.join("media").join(&sha256[..2]).join(sha256) };
    client.attachment(request, &folder.join("staging/1"), &mut place, &mut unwatched)
}

fn client(server: &Server, folder: &Path, private_hosts: PrivateHosts) -> Client {
    let options = Options { private_hosts, ..options(&server.host, &folder.join("state")) };
    Client::new(options, clock()).unwrap()
}

#[test]
fn an_attachment_is_named_by_what_it_holds() {
    let (server, folder) = (platform(), tempfile::tempdir().unwrap());
    let client = client(&server, folder.path(), PrivateHosts::Refused);
    for name in ["a", "broken", "moved", "strict"] {
        let request = request(server.url(&format!("/1122/test/chatfiles/{name}")));
        let Ok(AttachmentAnswer::Saved(saved)) = fetch(&client, &request, folder.path()) else {
            panic!("{name} is there");
        };
        assert_eq!(fs::read(&saved.path).unwrap(), MEDIA);
        assert!(saved.path.ends_with(&saved.sha256));
        assert_eq!((saved.sha256.len(), saved.bytes), (64, MEDIA.len() as u64));
        assert!(names_in(&folder.path().join("staging")).is_empty());
    }
    assert_eq!(names_in(&folder.path().join("media")).len(), 1);
}

#[test]
fn the_configured_host_gets_the_token_and_the_secret() {
    let (server, folder) = (platform(), tempfile::tempdir().unwrap());
    let client = client(&server, folder.path(), PrivateHosts::Refused);
    let mut request = request(server.url("/1122/test/chatfiles/a"));
    fetch(&client, &request, folder.path()).unwrap();
    request.rendition = Rendition::Thumbnail;
    fetch(&client, &request, folder.path()).unwrap();
    let asked: Vec<_> = server.asked().into_iter().filter(|it| it.path().ends_with("/a")).collect();
    for asked in &asked {
        assert_eq!(asked.header("authorization"), Some("Bearer token-0"));
        assert_eq!(asked.header("share-secret"), Some("share-s3cret"));
        assert_eq!(asked.header("accept"), Some("application/octet-stream"));
    }
    let thumbnails: Vec<_> = asked.iter().map(|it| it.header("thumbnail")).collect();
    assert_eq!(thumbnails, [None, Some("true")]);
}

#[test]
fn other_hosts_get_no_token_and_those_behind_them_no_secret() {
    let behind = platform();
    let location = behind.url("/x");
    let other = Server::start(move |_, _| Reply::new(302, "").header("Location", &location));
    let (server, folder) = (platform(), tempfile::tempdir().unwrap());
    let client = client(&server, folder.path(), PrivateHosts::Allowed);
    fetch(&client, &request(other.url("/y")), folder.path()).unwrap();
    assert_eq!(other.asked()[0].header("share-secret"), Some("share-s3cret"));
    assert_eq!(behind.asked()[0].header("share-secret"), None);
    for asked in other.asked().iter().chain(&behind.asked()) {
        assert_eq!(asked.header("authorization"), None);
    }
    assert!(server.asked().is_empty(), "a token was asked for that nobody needs");
}

#[test]
fn a_redirect_of_the_platform_takes_neither_token_nor_secret_along() {
    let store = platform();
    let location = store.url("/x");
    let server = Server::start(move |asked, _| match asked.path().ends_with("/token") {
        true => token("good"),
        false => Reply::new(302, "").header("Location", &location),
    });
    let folder = tempfile::tempdir().unwrap();
    let client = client(&server, folder.path(), PrivateHosts::Allowed);
    let request = request(server.url("/1122/test/chatfiles/a"));
    let answer = fetch(&client, &request, folder.path()).unwrap();
    assert!(matches!(answer, AttachmentAnswer::Saved(_)));
    assert_eq!(server.asked()[1].header("authorization"), Some("Bearer good"));
    let asked = store.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].header("authorization"), None);
    assert_eq!(asked[0].header("share-secret"), None);
    assert_eq!(asked[0].header("accept"), Some("application/octet-stream"));
}

#[test]
fn an_old_attachment_has_expired() {
    let (server, folder) = (platform(), tempfile::tempdir().unwrap());
    let client = client(&server, folder.path(), PrivateHosts::Refused);
    let request = request(server.url("/1122/test/chatfiles/old"));
    assert_eq!(fetch(&client, &request, folder.path()).unwrap(), AttachmentAnswer::Expired);
    assert!(names_in(&folder.path().join("staging")).is_empty());
}

#[test]
fn urls_of_messages_lead_nowhere_else() {
    let (server, folder) = (platform(), tempfile::tempdir().unwrap());
    let client = client(&server, folder.path(), PrivateHosts::Refused);
    for (url, refusal) in [
        ("http://127.0.0.1:1/x", UrlRefusal::Private),
        ("http://localhost:1/x", UrlRefusal::Host),
        ("https://evil.example/x", UrlRefusal::Host),
        ("https://a1.easemob.com@evil.example/x", UrlRefusal::Userinfo),
        ("file:///etc/passwd", UrlRefusal::Scheme),
        ("", UrlRefusal::NotAUrl),
    ] {
        let answer = fetch(&client, &request(url.to_owned()), folder.path()).unwrap();
        assert_eq!(answer, AttachmentAnswer::Refused(refusal), "{url}");
    }
    assert!(server.asked().is_empty());
}

#[test]
fn an_attachment_that_never_ends_is_given_up() {
    let (server, folder) = (platform(), tempfile::tempdir().unwrap());
    let client = client(&server, folder.path(), PrivateHosts::Refused);
    let request = AttachmentRequest {
        max_bytes: Some(MEDIA.len() as u64 - 1),
        ..request(server.url("/1122/test/chatfiles/a"))
    };
    let failed = fetch(&client, &request, folder.path()).unwrap_err();
    assert_eq!(failed.class(), Class::Failed);
    assert_eq!(server.count("/a"), 1, "what is too long now is too long later");
}

#[test]
fn what_is_refused_for_good_is_an_error_and_leaves_nothing() {
    for (status, refusal) in [
        (403, Refusal::Forbidden),
        (410, Refusal::Unexpected { status: 410, code: Some("gone".to_owned()) }),
    ] {
        let server = Server::start(move |asked, _| match asked.path().ends_with("/token") {
            true => token("good"),
            false => error(status, "gone", ""),
        });
        let folder = tempfile::tempdir().unwrap();
        let client = client(&server, folder.path(), PrivateHosts::Refused);
        let request = request(server.url("/1122/test/chatfiles/a"));
        let error = fetch(&client, &request, folder.path()).unwrap_err();
        assert!(matches!(&error, Error::Refused { refusal: it, .. } if *it == refusal), "{error}");
        assert_eq!(server.count("/a"), 1, "it is not asked for again");
        assert!(names_in(&folder.path().join("staging")).is_empty());
    }
}
