//! Law: a url of a ticket that passes leads to the configured host, to one within a domain that
//! was named, or, where that is allowed, into a private network; never to any other address, nor
//! with a password; and neither a url that passes nor one that is refused shows its query.
//!
//! The last byte chooses what is allowed, the rest is the url. Which addresses are private is
//! written down here once more, from the registries of IANA.

#![no_main]

use std::net::IpAddr;

use chatlake_fetch::allowed::{Allowed, PrivateHosts};
use chatlake_fetch::ticket::ProblemOfTicket;
use chatlake_fetch::{Origin, PlainHttp, SignedUrl, Ticket};
use libfuzzer_sys::fuzz_target;

const ORIGINS: [&str; 4] =
    ["https://a1.easemob.com", "http://10.0.0.5:8080", "https://[fd00::1]", "http://8.8.4.4"];

/// Those of the vendor, and the ones that are named here.
const DOMAINS: [&str; 6] =
    ["easemob.com", "easecdn.com", "chat.agora.io", "aliyuncs.com", "example.com", "8.8.8.8"];

fuzz_target!(|input: &[u8]| {
    let [text @ .., choice] = input else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let origin = ORIGINS[usize::from(*choice) % 4];
    let origin = Origin::parse(origin, PlainHttp::Allowed).expect("a host");
    let private = if choice & 4 == 0 { PrivateHosts::Refused } else { PrivateHosts::Allowed };
    let named = ["*.Example.com.".to_owned(), "8.8.8.8".to_owned()];
    let allowed = Allowed::new(origin.clone(), &named, private);

    let body = serde_json::json!({ "data": [{ "url": text }], "timestamp": 1 }).to_string();
    match Ticket::parse(body.as_bytes(), 0, &allowed) {
        Ok(ticket) => {
            let [url] = ticket.urls.as_slice() else { panic!("one url is one url") };
            check(url, &origin, private);
        }
        Err(ProblemOfTicket::Url(shown, _)) => no_query(&shown),
        Err(ProblemOfTicket::Bad(bad)) => panic!("a ticket is no ticket: {bad}"),
    }
});

fn check(url: &SignedUrl, origin: &Origin, private: PrivateHosts) {
    no_query(&url.to_string());
    no_query(format!("{url:?}").trim_end_matches(')'));
    let (scheme, rest) = url.expose().split_once("://").expect("a scheme");
    assert!(matches!(scheme, "http" | "https"), "{scheme}");
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    assert!(!authority.contains('@'), "a url with a user in it");
    let host = match authority.split_once(']') {
        Some((address, _)) => format!("{address}]"),
        None => authority.split(':').next().unwrap_or_default().to_owned(),
    };
    if host == origin.host() {
        return;
    }
    let literal = host.trim_matches(['[', ']']).parse::<IpAddr>();
    let is_named = DOMAINS.iter().any(|domain| {
        host == *domain || (literal.is_err() && host.ends_with(&format!(".{domain}")))
    });
    match literal {
        Ok(address) if is_private(address) => {
            assert_eq!(private, PrivateHosts::Allowed, "{host} is private");
        }
        _ => assert!(is_named, "nobody named {host}"),
    }
}

fn no_query(shown: &str) {
    if let Some((_, query)) = shown.split_once('?') {
        assert_eq!(query, "…", "a query is shown");
    }
}

/// Whether an address can only be reached from near, or stands for one that can.
fn is_private(address: IpAddr) -> bool {
    const V4: [(u32, u32); 13] = [
        (0x0000_0000, 8),
        (0x0a00_0000, 8),
        (0x6440_0000, 10),
        (0x7f00_0000, 8),
        (0xa9fe_0000, 16),
        (0xac10_0000, 12),
        (0xc000_0000, 24),
        (0xc000_0200, 24),
        (0xc0a8_0000, 16),
        (0xc612_0000, 15),
        (0xc633_6400, 24),
        (0xcb00_7100, 24),
        (0xe000_0000, 3),
    ];
    const V6: [(u128, u32); 6] = [
        (0, 127),
        (0xfc00 << 112, 7),
        (0xfe80 << 112, 10),
        (0xfec0 << 112, 10),
        (0xff00 << 112, 8),
        (0x2001_0db8 << 96, 32),
    ];
    /// Prefixes behind which an IPv4 address stands.
    const CARRIERS: [(u128, u32, u32); 4] =
        [(0, 96, 0), (0xffff << 32, 96, 0), (0x0064_ff9b << 96, 96, 0), (0x2002 << 112, 16, 80)];
    let of_v4 = |bits: u32| V4.iter().any(|(net, len)| (bits ^ net) >> (32 - len) == 0);
    match address {
        IpAddr::V4(address) => of_v4(address.to_bits()),
        IpAddr::V6(address) => {
            let bits = address.to_bits();
            let is_in = |net: u128, len: u32| (bits ^ net) >> (128 - len) == 0;
            V6.iter().any(|(net, len)| is_in(*net, *len))
                || CARRIERS
                    .iter()
                    .any(|(net, len, shift)| is_in(*net, *len) && of_v4((bits >> shift) as u32))
        }
    }
}
