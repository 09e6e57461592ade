//! A server in a thread of its own, for whoever wants one within a program: tests, benches.

use std::net::SocketAddr;
use std::thread::JoinHandle;

use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::{App, runtime, serve};
use crate::house::House;

/// A running server; it stops when this goes.
pub struct Running {
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// Serves a site on a free port of this machine.
    ///
    /// # Errors
    /// The system's own failure.
    pub fn start(house: House) -> std::io::Result<Running> {
        Running::start_as(house, false)
    }

    /// The same behind a proxy of ours, which tells callers' addresses.
    ///
    /// # Errors
    /// The system's own failure.
    pub fn start_behind_proxy(house: House) -> std::io::Result<Running> {
        Running::start_as(house, true)
    }

    fn start_as(house: House, proxy: bool) -> std::io::Result<Running> {
        let runtime = runtime()?;
        let listener = runtime.block_on(TcpListener::bind(("127.0.0.1", 0)))?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let app = App::new(house, false, proxy);
        let thread = std::thread::Builder::new().name("server".to_owned()).spawn(move || {
            let end = async move {
                let _ = stopped.await;
            };
            if let Err(error) = runtime.block_on(serve(listener, app, end)) {
                tracing::error!(%error, "the server stopped");
            }
        })?;
        Ok(Running { address, stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
