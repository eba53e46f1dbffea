use serde_json::Value;

use super::client::{Reply, Request};
use super::{HOUR, Sim, error_of, hour};

/// What a record says of its attachment.
struct Link {
    path: String,
    secret: Option<String>,
    length: u64,
}

/// The attachments of an hour, as its records tell them.
fn links(sim: &Sim) -> Vec<Link> {
    let records = sim.platform.records(&sim.platform.app(), hour(HOUR));
    let lines = records.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let records = lines.map(|line| serde_json::from_slice::<Value>(line).unwrap());
    let bodies = records.flat_map(|record| record["payload"]["bodies"].as_array().unwrap().clone());
    let links = bodies.filter_map(|body| {
        let path = body["url"].as_str()?.strip_prefix(&sim.platform.origin())?.to_owned();
        let length = match &body["file_length"] {
            Value::String(digits) => digits.parse().unwrap(),
            number => number.as_u64()?,
        };
        Some(Link { path, secret: body["secret"].as_str().map(str::to_owned), length })
    });
    links.collect()
}

fn fetch(sim: &Sim, link: &Link, token: &str, secret: Option<&str>) -> Reply {
    let request = Request::get(&link.path).bearer(token).with("Accept", "application/octet-stream");
    let request = match secret {
        Some(secret) => request.with("share-secret", secret),
        None => request,
    };
    request.send(sim.platform.addr())
}

#[test]
fn every_link_leads_to_as_many_bytes_as_its_record_says() {
    let sim = Sim::with(|options| options.attachments_per_second = None);
    let token = sim.token();
    let links = links(&sim);
    assert!(links.len() > 5, "{}", links.len());
    for link in links {
        let got = fetch(&sim, &link, &token, link.secret.as_deref());
        assert_eq!((got.status, got.body.len() as u64), (200, link.length), "{}", link.path);
        assert_eq!(got.header("Content-Type"), Some("application/octet-stream"));
    }
}

#[test]
fn an_attachment_wants_a_token_and_its_secret() {
    let sim = Sim::new();
    let token = sim.token();
    let link = links(&sim).into_iter().find(|link| link.secret.is_some()).unwrap();
    let secret = link.secret.as_deref();
    assert_eq!(fetch(&sim, &link, "guessed", secret).status, 401);
    assert_eq!(fetch(&sim, &link, &token, None).status, 403);
    assert_eq!(fetch(&sim, &link, &token, Some("guessed")).status, 403);
    let thumbnail = Request::get(&link.path)
        .bearer(&token)
        .with("share-secret", secret.unwrap())
        .with("thumbnail", "true")
        .send(sim.platform.addr());
    assert_eq!(thumbnail.status, 200);
    assert_ne!(thumbnail.body, fetch(&sim, &link, &token, secret).body);
}

#[test]
fn an_attachment_is_kept_for_seven_days() {
    let sim = Sim::new();
    let link = links(&sim).remove(0);
    // The hour began two hours ago.
    sim.advance((7 * 24 - 2) * 3600 - 1);
    let token = sim.token();
    assert_eq!(fetch(&sim, &link, &token, link.secret.as_deref()).status, 200);
    sim.advance(1);
    let gone = fetch(&sim, &link, &token, link.secret.as_deref());
    assert_eq!((gone.status, error_of(&gone).0.as_str()), (404, "file_expired"));
}

#[test]
fn a_uuid_that_was_guessed_leads_nowhere() {
    let sim = Sim::new();
    let path = "chatfiles/66a55740-51b6-11e6-ba4a-4d1d7a1c5d8f";
    let reply = sim.get(&sim.token(), path);
    assert_eq!((reply.status, error_of(&reply).0.as_str()), (404, "storage_object_not_found"));
}

#[test]
fn attachments_are_limited_per_second() {
    let sim = Sim::with(|options| options.attachments_per_second = Some(2));
    let token = sim.token();
    let link = links(&sim).remove(0);
    let status = || fetch(&sim, &link, &token, link.secret.as_deref()).status;
    assert_eq!([status(), status(), status()], [200, 200, 429]);
    sim.advance(1);
    assert_eq!(status(), 200);
}
