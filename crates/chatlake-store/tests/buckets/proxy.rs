//! Lines that break.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Passes connections on to a server, and cuts the first ones off.
pub(crate) struct Proxy {
    address: SocketAddr,
    n_cut: Arc<AtomicUsize>,
}

impl Proxy {
    /// Each of the first connections carries so many bytes of answers, and then it breaks.
    pub(crate) fn start(server: &str, cuts: Vec<usize>) -> Self {
        let server = server.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let n_cut = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&n_cut);
        std::thread::spawn(move || {
            let mut cuts = cuts.into_iter();
            for client in listener.incoming() {
                let (client, server) = (client.unwrap(), TcpStream::connect(&server).unwrap());
                let (to_server, from_client) = (server.try_clone(), client.try_clone());
                std::thread::spawn(move || pass(from_client.unwrap(), to_server.unwrap(), None));
                let (cut, counted) = (cuts.next(), Arc::clone(&counted));
                std::thread::spawn(move || {
                    if pass(server, client, cut) {
                        counted.fetch_add(1, Ordering::SeqCst);
                    }
                });
            }
        });
        Self { address, n_cut }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many connections were cut off so far.
    pub(crate) fn n_cut(&self) -> usize {
        self.n_cut.load(Ordering::SeqCst)
    }
}

/// Passes bytes on until there are no more, or as many as may pass; whether that was so.
fn pass(mut from: TcpStream, mut to: TcpStream, at_most: Option<usize>) -> bool {
    let (mut buffer, mut n_passed) = (vec![0; 1 << 16], 0);
    let is_cut = loop {
        let n = match from.read(&mut buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Ok(n) if n > 0 => n,
            _ => break false,
        };
        let n_left = at_most.map_or(n, |most| most - n_passed);
        if to.write_all(&buffer[..n.min(n_left)]).is_err() {
            break false;
        }
        n_passed += n.min(n_left);
        if n_left < n || at_most == Some(n_passed) {
            break true;
        }
    };
    // Whoever is still there learns that it is over.
    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
    is_cut
}
