//! The HTTP server: an asynchronous edge around a synchronous core. Each request is one blocking job.

mod api3;
mod api4;
mod credential;
mod feed;
mod forms;
mod headers;
mod health;
mod json;
pub mod limits;
mod metrics;
mod oauth;
mod page;
mod request;
mod response;
mod running;
mod stored;
mod upload;
mod watch;

pub use running::Running;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

use crate::house::House;
use metrics::Metrics;
use request::Incoming;
use response::Outgoing;

/// The largest request body, in bytes.
pub const LARGEST_BODY: usize = 10 * 1024 * 1024;
/// A body must have arrived within this time.
const BODY_TIME: Duration = Duration::from_secs(60);
/// After the request to end, open requests get this long.
const GRACE: Duration = Duration::from_secs(30);

/// Everything that answering needs.
pub struct App {
    pub house: House,
    /// People come by https.
    pub secure: bool,
    /// A proxy of ours tells the caller's address.
    pub proxy: bool,
    metrics: Metrics,
    limits: limits::Limits,
}

impl App {
    /// A server's state.
    pub fn new(house: House, secure: bool, proxy: bool) -> Arc<App> {
        Arc::new(App { house, secure, proxy, metrics: Metrics::default(), limits: limits::Limits::default() })
    }
}

/// The runtime of the edge: one thread for the network, and up to 32 for requests at work. With a second thread for the
/// network each request wakes both: a fifth more CPU for a row by its number (measured).
///
/// # Errors
/// Fails when the system gives no threads.
pub fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().max_blocking_threads(32).build()
}

/// Serves until `end` comes, then finishes what is in flight.
///
/// # Errors
/// The network's own failure.
pub async fn serve(
    listener: TcpListener,
    app: Arc<App>,
    end: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let worth_it = SizeAbove::new(1024).and(NotForContentType::IMAGES).and(NotForContentType::new("font/"));
    let compression = CompressionLayer::new().gzip(true).quality(CompressionLevel::Fastest).compress_when(worth_it);
    let router = Router::new().fallback(handle).with_state(app).layer(compression);
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let listener = listener.tap_io(|stream| {
        // Answers are written whole: waiting for more would only delay them.
        let _ = stream.set_nodelay(true);
    });
    let (ended, told) = tokio::sync::oneshot::channel::<()>();
    let end = async move {
        end.await;
        let _ = ended.send(());
    };
    let serving = axum::serve(listener, service).with_graceful_shutdown(end);
    let too_long = async move {
        let _ = told.await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        served = serving.into_future() => served,
        () = too_long => Ok(()),
    }
}

async fn handle(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> axum::response::Response {
    let started = Instant::now();
    let kind = metrics::kind_of(request.uri().path());
    let path = request.uri().path().to_owned();
    let out = answer(&app, peer, request).await;
    app.metrics.note(kind, out.status, started.elapsed());
    if out.status == 403 {
        // ASVS 5.0.0-16.3.2. The path alone: conditions and forms hold data of people.
        tracing::info!(path = %path, peer = %peer.ip(), "refused");
    }
    out.into_response(app.secure)
}

async fn answer(app: &Arc<App>, peer: SocketAddr, request: Request) -> Outgoing {
    let (parts, body) = request.into_parts();
    if let Some(asset) = page::asset(&parts) {
        return asset;
    }
    let incoming = match upload::taken(app, &parts, peer).await {
        Some(limits) => upload::receive(parts, body, peer, app.proxy, &limits).await,
        None => whole(app, parts, body, peer).await,
    };
    let incoming = match incoming {
        Ok(incoming) => incoming,
        Err(refused) => return refused,
    };
    let state = app.clone();
    match tokio::task::spawn_blocking(move || dispatch(&state, &incoming)).await {
        Ok(out) => out,
        Err(error) => {
            let id = response::reference();
            tracing::error!(error_id = %id, %error, "a request broke down; its transaction is rolled back");
            Outgoing::fault(&id)
        }
    }
}

/// A request whose body is read whole.
async fn whole(
    app: &Arc<App>,
    parts: axum::http::request::Parts,
    body: Body,
    peer: SocketAddr,
) -> Result<Incoming, Outgoing> {
    let body = read(&parts, body).await?;
    Incoming::new(parts, body, peer, app.proxy).await.map_err(|text| Outgoing::refused(400, text))
}

/// Reads the body up to the limit; says no before reading where the length is told.
async fn read(parts: &axum::http::request::Parts, body: Body) -> Result<axum::body::Bytes, Outgoing> {
    let told =
        parts.headers.get(axum::http::header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    let too_large = || Outgoing::refused(413, "The request is larger than 10 MiB.").closing();
    if told.is_some_and(|length| length > LARGEST_BODY) {
        return Err(too_large());
    }
    match tokio::time::timeout(BODY_TIME, axum::body::to_bytes(body, LARGEST_BODY)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if is_limit(&error) => Err(too_large()),
        Ok(Err(_)) => Err(Outgoing::refused(400, "The request's body could not be read.").closing()),
        Err(_) => Err(Outgoing::refused(408, "The request's body took too long.").closing()),
    }
}

fn is_limit(error: &axum::Error) -> bool {
    std::error::Error::source(error).is_some_and(|source| source.to_string().contains("length limit"))
}

/// The synchronous core: from here on nothing waits for the network.
fn dispatch(app: &App, incoming: &Incoming) -> Outgoing {
    let path = incoming.route();
    match path.as_ref() {
        "/health" => health::health(app),
        "/metrics" => metrics::show(app, incoming),
        "/civicrm/authx/login" => api4::login(app, incoming),
        "/civicrm/ajax/rest" => api3::answer(app, incoming, false),
        path if path.ends_with("/extern/rest.php") => api3::answer(app, incoming, true),
        path if path == "/civicrm/ajax/api4" || path.starts_with("/civicrm/ajax/api4/") => {
            api4::answer(app, incoming, path)
        }
        path => oauth::answer(app, incoming, path).unwrap_or_else(|| page::answer(app, incoming, path)),
    }
}
