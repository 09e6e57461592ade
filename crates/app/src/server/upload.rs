//! Forms that bring files: the files go to the disk as they come, within limits, and only for those who may send them.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart};
use axum::http::request::Parts;
use axum::http::{Method, Request};
use file::limit::Limits;
use kit::{Fields, Upload};
use schema::Actor;
use tokio::io::AsyncWriteExt;

use super::App;
use super::credential::identify;
use super::page::page_at;
use super::request::{Incoming, MOST_FIELDS, media_type};
use super::response::{Outgoing, reference};

/// The texts of a form together, in bytes.
const MOST_TEXT: usize = 10 * 1024 * 1024;
/// A form has no more files than this.
const MOST_FILES: usize = 100;
/// Between two pieces of a body; slow lines are served, dead ones are not waited for.
const PIECE_TIME: Duration = Duration::from_secs(30);
/// For the whole of it.
const WHOLE_TIME: Duration = Duration::from_secs(30 * 60);
/// What is beyond the limit is read and dropped, so that the page can say so; up to this many bytes.
const MOST_DROPPED: u64 = 1 << 30;

/// The limits, where this request is a form with files for a page that takes them, by somebody who may open it.
/// Anybody else's body is read as all are, and the page refuses it.
pub async fn taken(app: &Arc<App>, parts: &Parts, peer: SocketAddr) -> Option<Limits> {
    if parts.method != Method::POST || media_type(&parts.headers) != "multipart/form-data" {
        return None;
    }
    let incoming = Incoming::bare(parts.clone(), peer, app.proxy).ok()?;
    let app = app.clone();
    tokio::task::spawn_blocking(move || gate(&app, &incoming)).await.ok()?
}

fn gate(app: &App, incoming: &Incoming) -> Option<Limits> {
    let path = incoming.route();
    let (page, _) = page_at(&app.house.registry, &path)?;
    if !page.takes_files || incoming.is_cross_site() {
        return None;
    }
    let who = identify(app, incoming, false).ok()?;
    if !page.door.met_by(&who.actor.permissions) {
        return None;
    }
    app.house.site.read(&Actor::system("upload"), |tx| Limits::of(tx)).ok()
}

/// Reads a form, its files into temporary places.
///
/// # Errors
/// The answer to a form that cannot be read.
pub async fn receive(
    parts: Parts,
    body: Body,
    peer: SocketAddr,
    proxy: bool,
    limits: &Limits,
) -> Result<Incoming, Outgoing> {
    let mut request = Request::new(body);
    *request.headers_mut() = parts.headers.clone();
    // Counted below, file by file.
    DefaultBodyLimit::disable().apply(&mut request);
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| broken())?;
    let mut incoming = Incoming::bare(parts, peer, proxy).map_err(|text| Outgoing::refused(400, text).closing())?;
    let mut reading = Reading { end: Instant::now() + WHOLE_TIME, text: 0, dropped: 0 };
    while let Some(field) = reading.in_time(form.next_field()).await?.map_err(|_| broken())? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(file) => {
                incoming.uploads.extend(reading.file(field, name, file, limits).await?);
                if incoming.uploads.len() > MOST_FILES {
                    return Err(Outgoing::refused(413, "The form has too many files.").closing());
                }
            }
            None => reading.text(field, name, &mut incoming.form).await?,
        }
    }
    Ok(incoming)
}

/// What has been read so far.
struct Reading {
    end: Instant,
    text: usize,
    dropped: u64,
}

impl Reading {
    async fn in_time<T>(&self, piece: impl Future<Output = T>) -> Result<T, Outgoing> {
        let left = self.end.saturating_duration_since(Instant::now());
        let late = |_| Outgoing::refused(408, "The request's body took too long.").closing();
        tokio::time::timeout(left.min(PIECE_TIME), piece).await.map_err(late)
    }

    async fn text(&mut self, mut field: Field<'_>, name: String, form: &mut Fields) -> Result<(), Outgoing> {
        let mut bytes = Vec::new();
        while let Some(piece) = self.in_time(field.chunk()).await?.map_err(|_| broken())? {
            self.text += piece.len();
            if self.text > MOST_TEXT || form.0.len() >= MOST_FIELDS {
                return Err(Outgoing::refused(413, "The request is larger than 10 MiB.").closing());
            }
            bytes.extend_from_slice(&piece);
        }
        let text = String::from_utf8(bytes).map_err(|_| refused("The form is not UTF-8."))?;
        if text.contains('\0') || name.contains('\0') {
            return Err(refused("The request holds a NUL character."));
        }
        form.0.push((name, text));
        Ok(())
    }

    /// None for an input in which no file was chosen.
    async fn file(
        &mut self,
        mut field: Field<'_>,
        name: String,
        file: String,
        limits: &Limits,
    ) -> Result<Option<Upload>, Outgoing> {
        let path = place(limits)?;
        let mut out = tokio::fs::File::create_new(&path).await.map_err(|error| fault(&error))?;
        // From here on the place is emptied however this ends.
        let mut upload = Upload::at(path, name, file, 0);
        while let Some(piece) = self.in_time(field.chunk()).await?.map_err(|_| broken())? {
            let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
            upload.size = upload.size.saturating_add(length);
            if upload.size <= limits.file {
                out.write_all(&piece).await.map_err(|error| fault(&error))?;
                continue;
            }
            if !upload.too_large {
                upload.too_large = true;
                out.set_len(0).await.map_err(|error| fault(&error))?;
            }
            self.dropped = self.dropped.saturating_add(length);
            if self.dropped > MOST_DROPPED {
                return Err(Outgoing::refused(413, "The files are too large.").closing());
            }
        }
        out.flush().await.map_err(|error| fault(&error))?;
        Ok((upload.size > 0 || !upload.name.is_empty()).then_some(upload))
    }
}

/// A name that nobody else has, in the folder of what is on its way in.
fn place(limits: &Limits) -> Result<PathBuf, Outgoing> {
    std::fs::create_dir_all(&limits.incoming).map_err(|error| fault(&error))?;
    Ok(limits.incoming.join(format!("{}{}", reference(), reference())))
}

fn refused(text: &str) -> Outgoing {
    Outgoing::refused(400, text).closing()
}

fn broken() -> Outgoing {
    refused("The form's parts cannot be read.")
}

fn fault(error: &std::io::Error) -> Outgoing {
    let id = reference();
    tracing::error!(error_id = %id, %error, "an upload cannot be written");
    Outgoing::fault(&id).closing()
}
