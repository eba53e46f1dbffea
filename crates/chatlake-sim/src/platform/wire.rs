//! Puts answers on the wire, as they should be or as a fault will have them.

use std::io::{self, ErrorKind, Write};
use std::net::{Shutdown, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use socket2::SockRef;

use super::answer::{Answer, http_date, reason};
use super::fault::Fault;
use super::log::Receipt;
use super::state::State;

/// An answer, and how it goes out.
pub(crate) struct Sending<'a> {
    pub(crate) answer: &'a Answer,
    pub(crate) fault: Option<&'a Fault>,
    /// Whether only the head is wanted.
    pub(crate) is_head: bool,
    /// Whether the connection ends behind it.
    pub(crate) is_last: bool,
}

/// How often somebody who waits looks whether it is over.
const GLANCE: Duration = Duration::from_millis(20);

/// Bytes that are written at once.
const PIECE: usize = 64 * 1024;

/// Sends an answer, and says whether the connection can go on.
pub(crate) fn send(
    state: &State,
    stream: &TcpStream,
    sending: &Sending<'_>,
    receipt: &mut Receipt<'_>,
) -> bool {
    let is_fine = deliver(state, stream, sending, receipt);
    receipt.file();
    // Whatever broke there, the client has left.
    is_fine.unwrap_or(false)
}

fn deliver(
    state: &State,
    stream: &TcpStream,
    sending: &Sending<'_>,
    receipt: &mut Receipt<'_>,
) -> io::Result<bool> {
    let Sending { answer, fault, is_head, is_last } = *sending;
    match fault {
        Some(Fault::Reset) => return reset(stream, receipt),
        Some(Fault::Hang(for_ms)) => {
            let has_left = wait(state, stream, for_ms.map(Duration::from_millis))?;
            if has_left {
                return Ok(false);
            }
        }
        _ => {}
    }
    let body = if is_head { &[][..] } else { answer.body() };
    let length = answer.body().len() as u64;
    let length = match fault {
        Some(Fault::LengthOff(bytes)) => length.saturating_add_signed(*bytes),
        Some(Fault::Short(bytes)) => length.min(*bytes),
        _ => length,
    };
    let limit = match fault {
        Some(Fault::Short(bytes) | Fault::ResetAfter(bytes) | Fault::HangAfter(bytes)) => *bytes,
        _ => u64::MAX,
    };
    let n_bytes = usize::try_from(limit).unwrap_or(usize::MAX).min(body.len());
    let body = body.get(..n_bytes).unwrap_or_default();
    let is_off = matches!(fault, Some(Fault::LengthOff(_)));
    receipt.status = Some(answer.status);
    if body.is_empty() {
        receipt.file();
    }
    let mut out = stream;
    out.write_all(&head(state, answer, fault, length, is_last || is_off))?;
    if let Some(Fault::Slow(rate)) = fault {
        drip(state, stream, body, *rate, receipt)?;
    } else {
        let pieces = body.chunks(PIECE);
        let n_pieces = pieces.len();
        for (index, piece) in pieces.enumerate() {
            receipt.bytes += piece.len() as u64;
            if index + 1 == n_pieces {
                receipt.file();
            }
            out.write_all(piece)?;
        }
    }
    match fault {
        Some(Fault::ResetAfter(_)) => reset(stream, receipt),
        Some(Fault::HangAfter(_)) => wait(state, stream, None).map(|_| false),
        _ => Ok(!is_off && !is_last),
    }
}

fn head(
    state: &State,
    answer: &Answer,
    fault: Option<&Fault>,
    length: u64,
    is_last: bool,
) -> Vec<u8> {
    let status = answer.status;
    let date = http_date(state.told_ms(fault));
    let mut head = format!(
        "HTTP/1.1 {status} {}\r\nServer: chatlake-sim\r\nDate: {date}\r\nContent-Length: {length}\r\n",
        reason(status)
    );
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if is_last {
        head.push_str("Connection: close\r\n");
    }
    head.push_str("\r\n");
    head.into_bytes()
}

/// Has the connection reset as soon as it is closed: what lingers for no time is not closed in
/// peace.
fn reset(stream: &TcpStream, receipt: &mut Receipt<'_>) -> io::Result<bool> {
    receipt.file();
    SockRef::from(stream).set_linger(Some(Duration::ZERO))?;
    Ok(false)
}

/// Sends so many bytes per second, ten times a second or byte by byte.
fn drip(
    state: &State,
    stream: &TcpStream,
    body: &[u8],
    rate: u32,
    receipt: &mut Receipt<'_>,
) -> io::Result<()> {
    let rate = rate.max(1);
    let size = (rate / 10).max(1);
    let pause = Duration::from_secs(1) * size / rate;
    let mut out = stream;
    for piece in body.chunks(size as usize) {
        out.write_all(piece)?;
        receipt.bytes += piece.len() as u64;
        if wait(state, stream, Some(pause))? {
            return Err(ErrorKind::BrokenPipe.into());
        }
    }
    Ok(())
}

/// Waits for so long in real time, or for ever, and says whether the client has left meanwhile, or
/// the platform is over.
fn wait(state: &State, stream: &TcpStream, span: Option<Duration>) -> io::Result<bool> {
    let start = Instant::now();
    loop {
        let left = span.map_or(GLANCE, |span| span.saturating_sub(start.elapsed()));
        if left.is_zero() {
            stream.set_read_timeout(None)?;
            return Ok(false);
        }
        if state.is_over() {
            stream.shutdown(Shutdown::Both)?;
            return Ok(true);
        }
        stream.set_read_timeout(Some(left.min(GLANCE)))?;
        match stream.peek(&mut [0]) {
            Ok(0) => return Ok(true),
            // The client says something, which is for later.
            Ok(_) => thread::sleep(left.min(GLANCE)),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(error) => return Err(error),
        }
    }
}
