//! Messages over standard input and output, framed by `Content-Length`.
//!
//! A message that is no JSON is answered with an error and the conversation goes on; only a broken frame ends it.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read as _, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Instant;

use lsp_server::{ErrorCode, Message, RequestId, Response};

use super::server::{Flow, Server};

/// Largest message, in bytes.
const MOST_BYTES: usize = 64 << 20;
/// Longest line of a header, in bytes.
const MOST_HEADER: u64 = 4096;

/// What came in.
enum Incoming {
    Message(Message),
    /// A frame without a message in it, and why.
    Malformed(String),
}

/// Serves one client until it says `exit` or goes away; the exit code of the process.
#[must_use]
pub fn serve(mut server: Server) -> u8 {
    let (sender, receiver) = channel();
    // The thread ends with the input, or with the process.
    std::thread::spawn(move || {
        let mut input = io::stdin().lock();
        while let Ok(Some(incoming)) = read(&mut input) {
            if sender.send(incoming).is_err() {
                return;
            }
        }
    });
    converse(&mut server, &receiver, &mut io::stdout().lock())
}

fn converse(server: &mut Server, receiver: &Receiver<Incoming>, out: &mut impl Write) -> u8 {
    let mut queue: VecDeque<Incoming> = VecDeque::new();
    loop {
        queue.extend(receiver.try_iter());
        // What is cancelled while it waits is never begun.
        for waiting in &queue {
            if let Incoming::Message(Message::Notification(told)) = waiting {
                server.hear_cancel(told);
            }
        }
        let flow = match queue.pop_front() {
            Some(incoming) => take(server, incoming),
            None if server.is_busy() => {
                server.work(Instant::now());
                Flow::Continue
            }
            None => {
                let next = match server.due(Instant::now()) {
                    Some(wait) => receiver.recv_timeout(wait),
                    None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
                };
                match next {
                    Ok(incoming) => {
                        queue.push_back(incoming);
                        continue;
                    }
                    Err(RecvTimeoutError::Timeout) => {
                        server.work(Instant::now());
                        Flow::Continue
                    }
                    // The client went away without a word.
                    Err(RecvTimeoutError::Disconnected) => Flow::Exit(1),
                }
            }
        };
        for message in server.take_outbox() {
            if message.write(out).is_err() {
                return 1;
            }
        }
        if let Flow::Exit(code) = flow {
            return code;
        }
    }
}

fn take(server: &mut Server, incoming: Incoming) -> Flow {
    match incoming {
        Incoming::Message(message) => server.handle(message, Instant::now()),
        Incoming::Malformed(why) => {
            // JSON-RPC answers with a null id; this library has none, so an id that no client uses stands for it.
            let id = RequestId::from("malformed".to_owned());
            server.send(Message::Response(Response::new_err(id, ErrorCode::ParseError as i32, why)));
            Flow::Continue
        }
    }
}

/// Reads one frame; nothing at the end of the input.
fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let mut size = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.by_ref().take(MOST_HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let words = String::from_utf8_lossy(&line);
        let words = words.trim_end();
        if words.is_empty() {
            break;
        }
        if let Some((name, value)) = words.split_once(':')
            && name.eq_ignore_ascii_case("Content-Length")
        {
            size = value.trim().parse::<usize>().ok();
        }
    }
    let Some(size) = size.filter(|size| *size <= MOST_BYTES) else {
        return Err(io::Error::from(io::ErrorKind::InvalidData));
    };
    // Grown as the bytes come: a size is only a promise.
    let mut body = Vec::new();
    if input.by_ref().take(size as u64).read_to_end(&mut body)? < size {
        return Ok(None);
    }
    Ok(Some(match serde_json::from_slice::<Message>(&body) {
        Ok(message) => Incoming::Message(message),
        Err(why) => Incoming::Malformed(why.to_string()),
    }))
}

#[cfg(test)]
mod tests {
    use super::{Incoming, read};

    #[test]
    fn frames_are_read_and_broken_ones_end_the_input() {
        let body = "{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}";
        let sound = format!("content-length:{}\r\nContent-Type: x\r\n\r\n{body}", body.len());
        assert!(matches!(read(&mut sound.as_bytes()), Ok(Some(Incoming::Message(_)))));
        assert!(matches!(read(&mut &b"Content-Length: 2\r\n\r\n[]"[..]), Ok(Some(Incoming::Malformed(_)))));
        assert!(matches!(read(&mut &b"Content-Length: 9\r\n\r\n[]"[..]), Ok(None)));
        assert!(matches!(read(&mut &b""[..]), Ok(None)));
        for broken in ["Content-Length: 99999999999\r\n\r\n", "Content-Length: -1\r\n\r\n", "\r\n", "x\n\n"] {
            assert!(read(&mut broken.as_bytes()).is_err(), "{broken:?}");
        }
    }
}
