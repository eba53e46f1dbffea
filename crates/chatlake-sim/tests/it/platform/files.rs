use chatlake_sim::platform::FileHost;

use super::client::{End, Reply, Request};
use super::{HOUR, Sim};

fn part(url: &str, range: &str, if_range: Option<&str>) -> Reply {
    let request = Request::url(url).with("Range", range);
    match if_range {
        Some(value) => request.with("If-Range", value).fetch(),
        None => request.fetch(),
    }
}

#[test]
fn a_range_is_the_part_that_it_names() {
    let sim = Sim::new();
    let url = sim.urls(HOUR).remove(0);
    let whole = Request::url(&url).fetch();
    assert_eq!((whole.status, whole.header("Accept-Ranges")), (200, Some("bytes")));
    let n = whole.body.len();
    for (range, expected) in [("bytes=0-9", 0..10), ("bytes=100-", 100..n), ("bytes=-5", n - 5..n)]
    {
        let got = part(&url, range, None);
        assert_eq!(got.status, 206, "{range}");
        let told = format!("bytes {}-{}/{n}", expected.start, expected.end - 1);
        assert_eq!(got.header("Content-Range"), Some(&*told));
        assert_eq!(got.header("ETag"), whole.header("ETag"));
        assert_eq!(got.body, whole.body[expected], "{range}");
    }
    let beyond = part(&url, &format!("bytes={n}-"), None);
    let told = format!("bytes */{n}");
    assert_eq!((beyond.status, beyond.header("Content-Range")), (416, Some(&*told)));
}

#[test]
fn a_range_is_given_only_of_the_object_that_is_meant() {
    let sim = Sim::new();
    let url = sim.urls(HOUR).remove(0);
    let whole = Request::url(&url).fetch();
    for name in ["ETag", "Last-Modified"] {
        assert_eq!(part(&url, "bytes=10-", whole.header(name)).status, 206, "{name}");
    }
    for other in ["\"other\"", "Fri, 20 Nov 2026 08:59:59 GMT"] {
        let got = part(&url, "bytes=10-", Some(other));
        assert_eq!((got.status, got.body.len()), (200, whole.body.len()), "{other}");
    }
}

#[test]
fn a_file_that_is_known_is_not_sent_again() {
    let sim = Sim::new();
    let url = sim.urls(HOUR).remove(0);
    let whole = Request::url(&url).fetch();
    for (name, of) in [("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")] {
        let got = Request::url(&url).with(name, whole.header(of).unwrap()).fetch();
        assert_eq!((got.status, got.body.len()), (304, 0), "{name}");
    }
    let got = Request::url(&url).with("If-None-Match", "\"other\"").fetch();
    assert_eq!((got.status, got.body.len()), (200, whole.body.len()));
}

#[test]
fn a_store_may_know_no_ranges() {
    let sim = Sim::with(|options| options.ranges = false);
    let got = part(&sim.urls(HOUR)[0], "bytes=10-", None);
    assert_eq!((got.status, got.header("Accept-Ranges")), (200, None));
}

#[test]
fn last_modified_is_when_the_file_appeared() {
    let sim = Sim::new();
    sim.advance(7200);
    assert_eq!(sim.file(HOUR).header("Last-Modified"), Some("Fri, 20 Nov 2026 09:00:00 GMT"));
}

#[test]
fn a_url_that_was_changed_is_refused() {
    let sim = Sim::new();
    let url = sim.urls(HOUR).remove(0);
    for (from, to) in [("%2F", "/"), ("2026112015", "2026112014"), ("Expires=1", "Expires=2")] {
        let refused = Request::url(&url.replace(from, to)).fetch();
        assert_eq!(refused.status, 403);
        assert!(refused.text().contains("SignatureDoesNotMatch"), "{from}");
    }
    let bare = Request::url(url.split('?').next().unwrap()).fetch();
    assert_eq!(bare.status, 403);
}

#[test]
fn head_is_the_head_of_get() {
    let sim = Sim::new();
    let url = sim.urls(HOUR).remove(0);
    let addr = sim.platform.file_origin().strip_prefix("http://").unwrap().parse().unwrap();
    let path = url.strip_prefix(&sim.platform.file_origin()).unwrap();
    let whole = Request::get(path).send(addr);
    let head = Request::of("HEAD", path).send(addr);
    assert_eq!((head.status, head.end, head.n_more), (200, End::Whole, 0));
    for name in ["Content-Length", "ETag", "Last-Modified"] {
        assert_eq!(head.header(name), whole.header(name));
    }
}

#[test]
fn files_may_be_on_the_same_host_and_are_nowhere_else() {
    let path_of = |url: &str| format!("/{}", url.splitn(4, '/').nth(3).unwrap());
    let two = Sim::new();
    let path = path_of(&two.urls(HOUR)[0]);
    assert_eq!(Request::get(&path).send(two.platform.addr()).status, 404);
    let one = Sim::with(|options| options.file_host = FileHost::Same);
    assert_eq!(one.platform.origin(), one.platform.file_origin());
    assert_eq!(one.file(HOUR).status, 200);
}

#[test]
fn one_connection_takes_many_requests() {
    let sim = Sim::new();
    let url = sim.urls(HOUR).remove(0);
    let addr = sim.platform.file_origin().strip_prefix("http://").unwrap().to_owned();
    let stream = std::net::TcpStream::connect(addr).unwrap();
    for _ in 0..3 {
        let got = Request::url(&url).send_on(&stream);
        assert_eq!((got.status, got.end), (200, End::Whole));
    }
    let last = Request::url(&url).with("Connection", "close").send_on(&stream);
    assert_eq!(last.header("Connection"), Some("close"));
}
