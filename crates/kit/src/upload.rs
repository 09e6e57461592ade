//! Files on their way in and out: what a form has brought, and what an answer sends.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file that came with a form. Its bytes lie in a temporary place, and go with the last copy of this.
#[derive(Clone, Debug)]
pub struct Upload {
    /// The name of the form's field.
    pub field: String,
    /// As the sender called it: may hold anything.
    pub name: String,
    pub size: u64,
    /// More than the limit was sent; nothing of it was kept.
    pub too_large: bool,
    place: Arc<Temporary>,
}

#[derive(Debug)]
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        // Gone already where it was moved into the store.
        let _ = std::fs::remove_file(&self.0);
    }
}

impl Upload {
    /// A file whose bytes have been written to `path`.
    pub fn at(path: PathBuf, field: impl Into<String>, name: impl Into<String>, size: u64) -> Upload {
        let place = Arc::new(Temporary(path));
        Upload { field: field.into(), name: name.into(), size, too_large: false, place }
    }

    /// Where its bytes lie.
    pub fn path(&self) -> &Path {
        &self.place.0
    }
}

/// The bytes of an answer.
#[derive(Debug)]
pub enum Body {
    Bytes(Vec<u8>),
    /// An open file, and how many bytes it has.
    File(File, u64),
}

/// A stored file as it is sent: kept from acting in the reader's browser, whatever it holds.
#[derive(Debug)]
pub struct Stored {
    pub name: String,
    pub content_type: &'static str,
    pub body: Body,
    /// Changes with the content: who has it already is told so.
    pub etag: String,
    /// Shown in the browser rather than kept; for pictures of our own making.
    pub inline: bool,
    /// So many seconds it need not be asked for again.
    pub fresh: u32,
}
