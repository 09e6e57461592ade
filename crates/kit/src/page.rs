//! A page is a plain synchronous function from a visit to a reply.

use maud::Markup;
use schema::{Actor, Requirement};
use store::{Result, Site, Tx};
use ui::Locale;

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

/// Somebody looks at a page or sends a form.
pub struct Visit<'a> {
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
    /// To be put into every form.
    pub csrf: &'a str,
    /// For the script and style elements of this answer.
    pub nonce: &'a str,
    /// The part of the page that is asked for alone (htmx target), if any.
    pub target: Option<&'a str>,
    /// The session's secret, for pages that end or list sessions.
    pub session: Option<&'a str>,
    /// The caller's address, for limits and logs.
    pub remote: &'a str,
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

    /// The number in the path's part `at`.
    ///
    /// # Errors
    /// `NotFound` when it is none.
    pub fn id(&self, at: usize) -> Result<i64> {
        let part = self.captures.get(at).and_then(|text| text.parse().ok());
        part.ok_or_else(|| store::Error::NotFound(self.path.to_owned()))
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
    /// A file to keep or show.
    File { name: String, content_type: &'static str, bytes: Vec<u8> },
}

/// A page as declared by a component.
#[derive(Clone)]
pub struct Page {
    /// `/contacts/{id}`; parts in braces are captured. Checked in the order of registration.
    pub path: &'static str,
    pub door: Requirement,
    pub show: fn(&mut Visit<'_>) -> Result<Reply>,
}
