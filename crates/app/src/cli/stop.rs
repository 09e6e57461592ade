//! Ending on request: SIGTERM from a supervisor, Ctrl-C from a person.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Waits for the first request to end.
pub(super) async fn requested() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminate) = signal(SignalKind::terminate()) else { return };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = tokio::signal::ctrl_c().await;
}

/// Sets `end` when asked to end, from a thread of its own.
pub(super) fn on_signal(end: Arc<AtomicBool>) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| e.to_string())?;
    let wait = move || {
        runtime.block_on(requested());
        end.store(true, Ordering::Release);
    };
    std::thread::Builder::new().name("signals".to_owned()).spawn(wait).map(|_| ()).map_err(|e| e.to_string())
}
