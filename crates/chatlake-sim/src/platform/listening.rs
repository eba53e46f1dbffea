//! The sockets that listen, and the threads behind them.

use std::collections::HashMap;
use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use super::connection;
use super::options::{FileHost, PlatformOptions};
use super::state::{State, lock};

/// The listeners of a platform. Dropped, it closes all connections and waits for their threads.
pub(crate) struct Listening {
    api: SocketAddr,
    files: SocketAddr,
    state: Option<Arc<State>>,
    threads: Vec<JoinHandle<()>>,
    open: Arc<Open>,
}

/// The connections that are open.
#[derive(Default)]
struct Open {
    streams: Mutex<HashMap<u64, TcpStream>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

/// The sockets of the API and, if it is another, of files.
pub(crate) struct Sockets(TcpListener, Option<TcpListener>);

impl Listening {
    pub(crate) fn bind(options: &PlatformOptions) -> io::Result<(Self, Sockets)> {
        let api_socket = TcpListener::bind(options.listen)?;
        let api = api_socket.local_addr()?;
        let file_socket = match options.file_host {
            FileHost::Same => None,
            FileHost::Second => Some(TcpListener::bind((api.ip(), 0))?),
        };
        let files = file_socket.as_ref().map(TcpListener::local_addr).transpose()?.unwrap_or(api);
        let open = Arc::new(Open::default());
        let listening = Self { api, files, state: None, threads: Vec::new(), open };
        Ok((listening, Sockets(api_socket, file_socket)))
    }

    pub(crate) fn api(&self) -> SocketAddr {
        self.api
    }

    pub(crate) fn files(&self) -> SocketAddr {
        self.files
    }

    /// Takes connections from now on.
    pub(crate) fn serve(mut self, Sockets(api, files): Sockets, state: &Arc<State>) -> Self {
        let sockets = [(Some(api), false), (files, true)];
        for (socket, is_file_host) in sockets {
            let Some(socket) = socket else { continue };
            let (state, open) = (Arc::clone(state), Arc::clone(&self.open));
            let accept = move || accept(&state, &open, &socket, is_file_host);
            self.threads.push(thread::spawn(accept));
        }
        self.state = Some(Arc::clone(state));
        self
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some(state) = &self.state {
            state.is_over.store(true, Ordering::SeqCst);
        }
        // Whoever waits for a connection gets one, and sees that it is over.
        for addr in [self.api, self.files] {
            let _woken = TcpStream::connect(addr);
        }
        for thread in self.threads.drain(..) {
            let _panicked = thread.join();
        }
        for stream in lock(&self.open.streams).values() {
            let _closed = stream.shutdown(Shutdown::Both);
        }
        let threads = std::mem::take(&mut *lock(&self.open.threads));
        for thread in threads {
            let _panicked = thread.join();
        }
    }
}

fn accept(state: &Arc<State>, open: &Arc<Open>, socket: &TcpListener, is_file_host: bool) {
    let mut number = u64::from(is_file_host) << 32;
    for stream in socket.incoming() {
        if state.is_over() {
            return;
        }
        // A client that left before it was let in, or one too many: the next is not worse for it.
        let Ok(stream) = stream else { continue };
        let Ok(handle) = stream.try_clone() else { continue };
        let _delayed = stream.set_nodelay(true);
        number += 1;
        lock(&open.streams).insert(number, handle);
        let serve = {
            let (state, open) = (Arc::clone(state), Arc::clone(open));
            move || {
                connection::serve(&state, &stream, is_file_host);
                // Both handles are dropped, so that the connection is closed now.
                lock(&open.streams).remove(&number);
            }
        };
        let mut threads = lock(&open.threads);
        threads.retain(|thread| !thread.is_finished());
        threads.push(thread::spawn(serve));
    }
}
