use std::time::Duration;

use chatlake_sim::platform::{App, ExpiryUnit, TokenLimit, TokenRules};
use serde_json::{Value, json};

use super::client::Request;
use super::{HOUR, Sim, error_of};

#[test]
fn a_token_opens_tickets_until_it_expires() {
    let sim = Sim::with(|options| {
        options.tokens.life = Duration::from_secs(3600);
        options.calls_per_minute = None;
    });
    let given = sim.ask_token();
    assert_eq!((given.status, given.json()["expires_in"].as_u64()), (200, Some(3600)));
    let token = given.json()["access_token"].as_str().unwrap().to_owned();
    sim.advance(3599);
    assert_eq!(sim.ticket(&token, HOUR).status, 200);
    sim.advance(1);
    let late = sim.ticket(&token, HOUR);
    assert_eq!((late.status, error_of(&late).0.as_str()), (401, "auth_bad_access_token"));
}

#[test]
fn a_cluster_may_count_in_milliseconds() {
    let sim = Sim::with(|options| {
        options.tokens = TokenRules {
            life: Duration::from_secs(3600),
            unit: ExpiryUnit::Milliseconds,
            limit: None,
        };
    });
    assert_eq!(sim.ask_token().json()["expires_in"], 3_600_000);
}

#[test]
fn a_ttl_shortens_a_life() {
    let sim = Sim::new();
    let app = sim.platform.app();
    let body = json!({"grant_type": "client_credentials", "client_id": app.client_id,
        "client_secret": app.client_secret, "ttl": 60});
    let given = Request::post(&sim.path("token"), body.to_string()).send(sim.platform.addr());
    assert_eq!(given.json()["expires_in"], 60);
}

#[test]
fn who_asks_too_often_is_blocked() {
    let limit = TokenLimit {
        n_requests: 2,
        within: Duration::from_secs(60),
        blocked_for: Duration::from_secs(600),
    };
    let sim = Sim::with(|options| options.tokens.limit = Some(limit));
    let status = || sim.ask_token().status;
    assert_eq!([status(), status(), status()], [200, 200, 429]);
    assert_eq!(error_of(&sim.ask_token()).0, "resource_limited");
    sim.advance(599);
    assert_eq!(sim.ask_token().status, 429);
    sim.advance(1);
    assert_eq!(sim.ask_token().status, 200);
}

#[test]
fn a_token_can_be_ended_without_a_word() {
    let sim = Sim::new();
    let token = sim.token();
    sim.platform.revoke_tokens();
    assert_eq!(sim.ticket(&token, HOUR).status, 401);
    assert_eq!(sim.ticket(&sim.token(), HOUR).status, 200);
}

#[test]
fn a_token_of_another_app_is_foreign() {
    let sim = Sim::with(|options| options.apps.push(App::new("other", "app")));
    let reply = Request::get(&format!("/other/app/chatmessages/{HOUR}"))
        .bearer(&sim.token())
        .send(sim.platform.addr());
    assert_eq!((reply.status, error_of(&reply).0.as_str()), (401, "auth_bad_access_token"));
}

#[test]
fn an_app_id_goes_with_a_token_made_elsewhere() {
    let sim = Sim::with(|options| {
        options.apps = vec![App::new("o", "a").with_app_id("0123abcd", "007ready")];
    });
    let get = |token: &str| {
        Request::get(&format!("/app-id/0123abcd/chatmessages/{HOUR}"))
            .bearer(token)
            .send(sim.platform.addr())
    };
    let ticket = get("007ready");
    assert_eq!(ticket.status, 200);
    let ticket = ticket.json();
    assert_eq!(ticket["data"].as_array().map(Vec::len), Some(1));
    assert_eq!((&ticket["organization"], &ticket["applicationName"]), (&Value::Null, &Value::Null));
    assert_eq!(get("007other").status, 401);
}
