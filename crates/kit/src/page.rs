//! A page is a plain synchronous function from a visit to a reply.

use maud::Markup;
use schema::{Actor, Requirement};
use store::{Result, Site, Tx};
use ui::Locale;

use crate::registry::Registry;
use crate::upload::{Stored, Upload};

/// Names and values of a query string or a form, in order; a name may come several times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// The fields in `application/x-www-form-urlencoded` text.
    pub fn parse(text: &str) -> Fields {
        Fields(form_urlencoded::parse(text.as_bytes()).into_owned().collect())
    }

    /// The first value of this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The first value of this name without blanks around it; None where nothing is left.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).map(str::trim).filter(|text| !text.is_empty())
    }

    /// The whole number under this name.
    pub fn int(&self, name: &str) -> Option<i64> {
        self.text(name)?.parse().ok()
    }

    /// All values of this name.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether this name was sent at all (a button, a ticked box).
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

/// The cookies that pages read: the contacts that were opened lately, the mark of a browser whose owner has shown a
/// second factor, and what a browser has asked the provider of sign-in.
pub const KEPT: [&str; 3] = ["recent", "device", "oidc"];

/// Somebody looks at a page or sends a form.
pub struct Visit<'a> {
    pub registry: &'a Registry,
    pub site: &'a Site,
    pub actor: &'a Actor,
    pub locale: Locale,
    /// Whether this is a POST; forms whose token was wrong never get here.
    pub is_post: bool,
    /// The path as asked (`/contacts/12`).
    pub path: &'a str,
    /// The values of the path's `{…}` parts, in order.
    pub captures: Vec<String>,
    pub query: Fields,
    pub form: Fields,
    /// The files that came with the form; none where the page does not take any.
    pub uploads: Vec<Upload>,
    /// To be put into every form.
    pub csrf: &'a str,
    /// For the script and style elements of this answer.
    pub nonce: &'a str,
    /// Light or dark, as the reader has chosen (cookie `theme`).
    pub theme: ui::Theme,
    /// What the page before wants said here (cookie `flash`, taken away by this answer); see [`Visit::say`].
    pub flash: Option<Flash>,
    /// What this browser keeps for its reader: the cookies named in [`KEPT`]. `device` is a secret of a browser that
    /// is remembered; it is compared, never shown.
    pub kept: Fields,
    /// The part of the page that is asked for alone (htmx target), if any.
    pub target: Option<&'a str>,
    /// The session's secret, for pages that end or list sessions.
    pub session: Option<&'a str>,
    /// The caller's address, for limits and logs.
    pub remote: &'a str,
    /// The address of the site as this browser sees it (`https://crm.example.org`), as the request says: to be proposed,
    /// never to be relied on. Empty where the request says none.
    pub origin: &'a str,
    /// A cookie for the answer, set by sign-in and sign-out.
    pub set_cookies: Vec<String>,
}

impl Visit<'_> {
    /// Reads one consistent state as the visitor.
    ///
    /// # Errors
    /// Gives back what `work` fails with.
    pub fn read<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        self.site.read(self.actor, work)
    }

    /// Changes something as the visitor, whole or not at all.
    ///
    /// # Errors
    /// Gives back what `work` fails with.
    pub fn write<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        self.site.write(self.actor, "page", work)
    }

    /// What every part of the page may need to know.
    pub fn ui(&self) -> ui::Ui<'_> {
        // The clock of a page without a transaction: the day changes with the server's own zone.
        let today = self.read(|tx| Ok(tx.clock().today())).unwrap_or_else(|_| jiff::Zoned::now().date());
        ui::Ui { lang: self.locale, csrf: ui::Csrf(self.csrf), nonce: self.nonce, theme: self.theme, keys: true, today }
    }

    /// Says something on the page that the visitor is sent to, with the way back where there is one.
    pub fn say(&mut self, key: &str, undo: Option<i64>) {
        let flash = Flash { key: key.to_owned(), undo };
        self.set_cookies.push(format!("flash={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60", flash.cookie()));
    }

    /// The number in the path's part `at`.
    ///
    /// # Errors
    /// `NotFound` when it is none.
    pub fn id(&self, at: usize) -> Result<i64> {
        let part = self.captures.get(at).and_then(|text| text.parse().ok());
        part.ok_or_else(|| store::Error::NotFound(self.path.to_owned()))
    }
}

/// A word for the next page: a message by its key, and the transaction that it can undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flash {
    pub key: String,
    pub undo: Option<i64>,
}

impl Flash {
    /// As it travels in a cookie: letters, digits, `-` and `.` alone.
    pub fn cookie(&self) -> String {
        let key: String = self.key.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        self.undo.map_or(key.clone(), |id| format!("{key}.{id}"))
    }

    /// Reads it back; None for anything that this program did not write.
    pub fn parse(cookie: &str) -> Option<Flash> {
        let (key, undo) = match cookie.split_once('.') {
            Some((key, undo)) => (key, Some(undo.parse().ok()?)),
            None => (cookie, None),
        };
        let sound = !key.is_empty() && key.len() < 64 && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        sound.then(|| Flash { key: key.to_owned(), undo })
    }
}

/// What a page answers.
pub enum Reply {
    /// A whole page, or the part asked for.
    Html(Markup),
    /// The same with a status other than 200: forms sent back with errors (422), conflicts (409).
    Status(u16, Markup),
    /// Elsewhere, by GET.
    Redirect(String),
    /// A file that somebody has put here: sent as it is read, and never let to act.
    Stored(Stored),
    /// A file to keep or show.
    File { name: String, content_type: &'static str, bytes: Vec<u8> },
    /// A file that is written while it is sent, so that its size costs no memory.
    Stream { name: String, content_type: &'static str, feed: Feed },
}

/// Writes a file piece by piece, in a thread of its own, after the page has returned. It opens its own transaction.
/// When it fails, the connection is cut, so that nobody takes half a file for a whole one.
pub struct Feed(pub Box<Writing>);

/// Writes all of a file.
type Writing = dyn FnOnce(&mut dyn std::io::Write) -> Result<()> + Send;

impl Feed {
    /// A feed that this function writes.
    pub fn new(write: impl FnOnce(&mut dyn std::io::Write) -> Result<()> + Send + 'static) -> Feed {
        Feed(Box::new(write))
    }
}

/// A page as declared by a component.
#[derive(Clone)]
pub struct Page {
    /// `/contacts/{id}`; parts in braces are captured. Checked in the order of registration.
    pub path: &'static str,
    pub door: Requirement,
    pub show: fn(&mut Visit<'_>) -> Result<Reply>,
    /// Its forms may bring files.
    pub takes_files: bool,
    /// Its address is itself the proof of who may send what: a POST needs no token of a form, since programs send it too.
    pub is_signed: bool,
}

/// Lets other web sites show a page within a frame of theirs: those that it names, when the page was shown, and no others.
#[derive(Clone, Copy)]
pub struct Framing {
    /// The page's path, as it was registered.
    pub path: &'static str,
    /// Their origins (`https://www.example.org`).
    pub sites: fn(&Visit<'_>) -> Result<Vec<String>>,
}

/// A place of the side navigation; shown to whoever meets its page's door.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The key of its label.
    pub label: &'static str,
    pub path: &'static str,
    pub icon: ui::Icon,
    /// At the foot, with settings and help.
    pub last: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flash_survives_its_cookie_and_nothing_else_is_read() {
        let flash = Flash { key: "contact-saved".to_owned(), undo: Some(12) };
        assert_eq!(Flash::parse(&flash.cookie()), Some(flash));
        assert_eq!(Flash::parse("<script>"), None);
        assert_eq!(Flash::parse("a.b"), None);
    }
}
