//! Bodies that are written while they are sent: a thread writes, the connection reads, little lies between.

use std::io::{Error, ErrorKind, Write};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use futures_core::Stream;
use kit::Feed;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// The size of a piece, and how many of them wait at most.
const PIECE: usize = 64 * 1024;
const WAITING: usize = 4;
/// A reader who takes nothing for so long has gone.
const PATIENCE: Duration = Duration::from_secs(60);

type Sent = Result<Bytes, Error>;

/// A body that the feed writes.
pub fn body(feed: Feed) -> Body {
    let (sender, receiver) = channel(WAITING);
    let handle = Handle::current();
    tokio::task::spawn_blocking(move || {
        let mut pipe = Pipe { sender, handle, piece: Vec::with_capacity(PIECE) };
        let written = (feed.0)(&mut pipe).map_err(|error| error.to_string());
        let ended = written.and_then(|()| pipe.flush().map_err(|error| error.to_string()));
        if let Err(error) = ended {
            tracing::warn!(%error, "a file was not sent whole");
            // The connection ends with an error: half a file must not pass for a whole one.
            let _ = pipe.send(Err(Error::other(error)));
        }
    });
    Body::from_stream(Pieces(receiver))
}

struct Pipe {
    sender: Sender<Sent>,
    handle: Handle,
    piece: Vec<u8>,
}

impl Pipe {
    // A thread of its own that waits for the reader, but not for ever: the one place that needs the clock of the edge.
    #[allow(clippy::disallowed_methods)]
    fn send(&self, piece: Sent) -> Result<(), Error> {
        let gone = || Error::new(ErrorKind::BrokenPipe, "the reader has gone");
        let sending = tokio::time::timeout(PATIENCE, self.sender.send(piece));
        self.handle.block_on(sending).map_err(|_| gone())?.map_err(|_| gone())
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Error> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<(), Error> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        self.send(Ok(Bytes::from(piece)))
    }
}

struct Pieces(Receiver<Sent>);

impl Stream for Pieces {
    type Item = Sent;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Sent>> {
        self.0.poll_recv(context)
    }
}
