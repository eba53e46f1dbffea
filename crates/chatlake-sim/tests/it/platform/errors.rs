//! The rows of the error table.

use chatlake_sim::platform::{Descriptions, Fault, FaultRule, HourShape, NotYet};
use serde_json::{Value, json};

use super::client::{Reply, Request};
use super::{HOUR, Sim, error_of, hour};

fn check(reply: &Reply, status: u16, error: &str, description: &str) {
    let (said, why) = error_of(reply);
    assert_eq!((reply.status, said.as_str()), (status, error));
    assert!(why.contains(description), "{why}");
}

#[test]
fn an_hour_that_is_too_old_or_not_there_yet_is_400_maybe() {
    let sim = Sim::new();
    let token = sim.token();
    // The hour that just ended, one to come, one three days old, one of last year.
    for time in ["2026112016", "2027010100", "2026111716", "2025112016"] {
        let reply = sim.ticket(&token, time);
        check(&reply, 400, "illegal_argument", "maybe");
        assert!(error_of(&reply).1.contains("expired or unstored"));
        assert!(error_of(&reply).1.contains(&format!("time: {time}")));
    }
}

#[test]
fn an_hour_that_is_not_there_yet_may_be_404() {
    let sim = Sim::with(|options| options.not_yet = NotYet::NotFound);
    let reply = sim.ticket(&sim.token(), "2026112016");
    check(&reply, 404, "storage_object_not_found", "chat message history download url");
}

#[test]
fn a_time_that_is_no_hour_is_400_without_maybe() {
    let sim = Sim::new();
    let token = sim.token();
    for (time, says) in [
        ("20261120", "time: 20261120"),
        ("2026112024", "time: 2026112024"),
        ("20261120150", "time: 20261120150"),
        ("2026-11-20T15", "is not supported"),
    ] {
        let reply = sim.ticket(&token, time);
        check(&reply, 400, "illegal_argument", says);
        assert!(!error_of(&reply).1.contains("maybe"));
    }
}

#[test]
fn bad_credentials_are_400() {
    let sim = Sim::new();
    let app = sim.platform.app();
    let ask =
        |body: Value| Request::post(&sim.path("token"), body.to_string()).send(sim.platform.addr());
    let wrong = json!({"grant_type": "client_credentials", "client_id": app.client_id,
        "client_secret": "guessed"});
    check(&ask(wrong), 400, "invalid_grant", "");
    let missing = json!({"grant_type": "client_credentials", "client_id": app.client_id});
    check(&ask(missing), 400, "illegal_argument", "client_secret");
    check(&ask(json!({"grant_type": "password"})), 400, "illegal_argument", "grant_type");
}

#[test]
fn no_token_is_401_without_a_description() {
    let sim = Sim::new();
    let path = sim.path(&format!("chatmessages/{HOUR}"));
    let reply = Request::get(&path).send(sim.platform.addr());
    check(&reply, 401, "unauthorized", "");
    assert_eq!(reply.json()["error_description"], Value::Null);
    check(&sim.ticket("YWMtguessed", HOUR), 401, "auth_bad_access_token", "token");
}

#[test]
fn an_hour_without_a_file_is_404() {
    let sim = Sim::with(|options| {
        options.hours.insert(hour(HOUR), HourShape::ABSENT);
        options.span = (Some(hour("2026112010")), None);
    });
    let token = sim.token();
    for time in [HOUR, "2026112009"] {
        let reply = sim.ticket(&token, time);
        check(
            &reply,
            404,
            "storage_object_not_found",
            "Failed to find chat message history download url",
        );
    }
    assert_eq!(sim.ticket(&token, "2026112010").status, 200);
}

#[test]
fn an_unknown_app_is_404() {
    let sim = Sim::new();
    for path in
        ["/no/app/token", "/no/app/chatmessages/2026112015", "/app-id/no/chatmessages/2026112015"]
    {
        let method = if path.ends_with("token") { "POST" } else { "GET" };
        let reply = Request::of(method, path).bearer(&sim.token()).send(sim.platform.addr());
        check(&reply, 404, "organization_application_not_found", "");
    }
}

#[test]
fn too_many_calls_are_429() {
    let sim = Sim::with(|options| options.calls_per_minute = Some(0));
    check(&sim.ticket(&sim.token(), HOUR), 429, "reach_limit", "");
}

#[test]
fn a_busy_service_is_5xx() {
    let sim = Sim::new();
    let token = sim.token();
    for status in [500, 502, 503, 504] {
        sim.platform.add_fault(FaultRule::of(Fault::Status(status, None)).first(1));
        check(&sim.ticket(&token, HOUR), status, "service_unavailable", "");
        sim.platform.clear_faults();
    }
    assert_eq!(sim.ticket(&token, HOUR).status, 200);
}

#[test]
fn errors_need_not_describe_themselves() {
    let n_described = |descriptions| {
        let sim = Sim::with(|options| {
            options.descriptions = descriptions;
            options.calls_per_minute = None;
        });
        let token = sim.token();
        let bodies = (0..40).map(|_| sim.ticket(&token, "20").json());
        let counts = bodies.map(|body| {
            assert_eq!(body["error"], "illegal_argument");
            [body.get("exception").is_some(), body.get("error_description").is_some()]
        });
        counts.fold([0, 0], |[a, b], [c, d]| [a + u32::from(c), b + u32::from(d)])
    };
    assert_eq!(n_described(Descriptions::Always), [40, 40]);
    assert_eq!(n_described(Descriptions::Never), [0, 0]);
    assert!(n_described(Descriptions::Sometimes).iter().all(|n| (20..40).contains(n)));
}
