//! No more calls than allowed, whoever makes them.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use chatlake_core::clock::Clock;
use chatlake_fetch::{Error, Event, Limiter, Rate, Wait, unwatched};

use crate::server::Server;
use crate::setup::{NOW_S, client, clock, hour, ticket, token};

const MINUTE_MS: i64 = 60_000;

#[test]
fn two_clients_share_ten_calls_a_minute() {
    let server = Server::start(|asked, _| match asked.path().ends_with("/token") {
        true => token("t"),
        false => ticket(asked, &[]),
    });
    let (state, clock) = (tempfile::tempdir().unwrap(), clock());
    let clients = [0, 1].map(|_| client(&server, state.path(), &clock));
    let mut at_ms = Vec::new();
    for n in 0..25 {
        clients[n % 2].ticket(hour(), &mut unwatched).unwrap();
        at_ms.push(clock.now_ms() - NOW_S * 1_000);
    }
    let minutes: Vec<i64> = at_ms.iter().map(|ms| ms / MINUTE_MS).collect();
    assert_eq!(minutes, [[0; 10], [1; 10], [2; 10]].concat()[..25]);
    assert_eq!(clients[0].time_for(72), Duration::from_secs(432));
}

#[test]
fn a_call_counts_from_its_end() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let limiter =
        Limiter::new(&folder.path().join("x"), Rate::per_minute(1), clock.clone()).unwrap();
    let slot = limiter.acquire(&mut unwatched).unwrap();
    clock.advance(Duration::from_secs(90));
    drop(slot);
    let ended_ms = clock.now_ms();
    drop(limiter.acquire(&mut unwatched).unwrap());
    assert_eq!(clock.now_ms() - ended_ms, MINUTE_MS);
}

#[test]
fn it_says_how_long_it_will_wait_and_can_be_stopped() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let limiter =
        Limiter::new(&folder.path().join("x"), Rate::per_minute(1), clock.clone()).unwrap();
    drop(limiter.acquire(&mut unwatched).unwrap());
    clock.advance(Duration::from_secs(20));
    let mut told = Vec::new();
    let outcome = limiter.acquire(&mut |event| {
        told.push(event.clone());
        ControlFlow::Break(())
    });
    assert!(matches!(outcome, Err(Error::Interrupted)));
    let left = Duration::from_secs(40);
    assert_eq!(told, [Event::Waiting { why: Wait::RateLimit, left }]);
}

#[test]
fn neither_a_broken_file_nor_a_clock_set_back_lets_more_through_or_waits_for_ever() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let path = folder.path().join("x");
    let limiter = Limiter::new(&path, Rate::per_minute(2), Arc::clone(&clock) as _).unwrap();
    std::fs::write(&path, "{\"calls\":[").unwrap();
    let before = clock.now_ms();
    drop(limiter.acquire(&mut unwatched).unwrap());
    assert_eq!(clock.now_ms() - before, MINUTE_MS);
    drop(limiter.acquire(&mut unwatched).unwrap());
    clock.set(before - 86_400_000);
    drop(limiter.acquire(&mut unwatched).unwrap());
    assert_eq!(clock.now_ms() - (before - 86_400_000), MINUTE_MS);
}

#[test]
fn threads_never_get_more_than_the_rate_at_once() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let path = folder.path().join("x");
    let limiters =
        [0, 1].map(|_| Limiter::new(&path, Rate::per_minute(5), Arc::clone(&clock) as _).unwrap());
    let stopped = |_: &Event| ControlFlow::Break(());
    let n_through: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..12)
            .map(|n| {
                let limiter = &limiters[n % 2];
                scope.spawn(move || usize::from(limiter.acquire(&mut { stopped }).is_ok()))
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(n_through, 5);
}
