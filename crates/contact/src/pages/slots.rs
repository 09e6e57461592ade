//! The places that the pages of this component leave open to those that build on it. A component fills one with
//! `registry.fill(…)`; the pages show what they find, in the order of components.

use jiff::civil::DateTime;
use kit::Visit;
use maud::Markup;
use schema::Requirement;
use store::{Result, Tx};
use ui::Icon;
use ui::part::Tone;

use super::phrases::Lang;

/// A section of the contact's page: a tab beside the thread. Its component registers the page
/// `/contacts/{id}/NAME` itself and shows it with [`super::contact::section`].
#[derive(Clone)]
pub struct Section {
    /// The last part of its path.
    pub name: &'static str,
    /// The key of its label.
    pub label: &'static str,
    /// Who sees the tab.
    pub door: Requirement,
    /// How many records it holds for this contact; its tab is quiet with none.
    pub count: fn(&Tx<'_>, i64) -> Result<i64>,
}

/// Further tabs of a contact's page, as the site has chosen them. The component registers the page
/// `/contacts/{id}/NAME` of each and shows it with [`super::contact::section`] under the same name.
#[derive(Clone, Copy)]
pub struct Tabs(pub fn(&mut Tx<'_>, &Lang, contact: i64) -> Result<Vec<OwnTab>>);

/// One of them.
#[derive(Clone, Debug)]
pub struct OwnTab {
    /// The last parts of its path.
    pub name: String,
    pub label: String,
    pub count: Option<i64>,
}

/// Something that happened with a contact, for its thread.
#[derive(Clone, Debug)]
pub struct Moment {
    /// In the site's time zone.
    pub at: DateTime,
    pub icon: Icon,
    pub tone: Tone,
    pub title: Markup,
    pub text: Option<String>,
    pub note: Option<String>,
    pub end: Option<Markup>,
    pub end_note: Option<String>,
    /// Still to come.
    pub next: bool,
    /// The record that it tells of: its own creation is not told a second time from history.
    pub of: (&'static str, i64),
}

/// Feeds the thread of a contact: at most so many moments, newest first.
#[derive(Clone, Copy)]
pub struct Moments(pub fn(&mut Tx<'_>, &Lang, contact: i64, most: i64) -> Result<Vec<Moment>>);

/// The box above the thread that writes into it; None where the visitor may not.
#[derive(Clone, Copy)]
pub struct Writer(pub fn(&Visit<'_>, &Lang, contact: i64) -> Result<Option<Markup>>);

/// A block under the facts of a contact; None where there is nothing to show.
#[derive(Clone, Copy)]
pub struct Aside(pub fn(&Visit<'_>, &Lang, contact: i64) -> Result<Option<Markup>>);

/// Something that can be done with the contact whose page is open, in its menu.
#[derive(Clone)]
pub struct Deed {
    pub label: &'static str,
    pub icon: Icon,
    /// Its address, with `{id}` where the contact's number goes.
    pub href: &'static str,
    pub door: Requirement,
}

/// Something that is done with the ticked contacts of a list: a button of the bar. The page at `path` gets the form of
/// the list and reads whom it means with [`super::list::picked`].
#[derive(Clone)]
pub struct Task {
    pub label: &'static str,
    pub icon: Icon,
    pub path: &'static str,
    pub door: Requirement,
}

/// Something else than contacts that the palette finds.
#[derive(Clone, Copy)]
pub struct Finder {
    /// The key of the heading.
    pub title: &'static str,
    pub find: fn(&Visit<'_>, &Lang, asked: &str) -> Result<Vec<Finding>>,
}

/// One thing found.
#[derive(Clone, Debug)]
pub struct Finding {
    pub icon: Icon,
    pub name: String,
    pub line: Option<String>,
    pub href: String,
}

/// Something that can be done from anywhere, offered by the palette.
#[derive(Clone)]
pub struct Start {
    pub label: &'static str,
    pub icon: Icon,
    pub href: &'static str,
    pub door: Requirement,
}

/// A piece of the home page's right side; None where there is nothing to show.
#[derive(Clone, Copy)]
pub struct Desk(pub fn(&Visit<'_>, &Lang) -> Result<Option<Markup>>);

/// Something that waits for the visitor, on the home page.
#[derive(Clone, Copy)]
pub struct Waiting(pub fn(&Visit<'_>, &Lang) -> Result<Vec<Wait>>);

/// One thing that waits, with the button that does it.
#[derive(Clone, Debug)]
pub struct Wait {
    pub icon: Icon,
    pub tone: Tone,
    pub title: String,
    pub words: String,
    pub action: String,
    pub href: String,
}

/// A page of settings, on the home of settings.
#[derive(Clone)]
pub struct Settings {
    /// The key of the group's title; a new key makes a new group.
    pub group: &'static str,
    pub label: &'static str,
    /// The key of the sentence that says what it is for.
    pub words: &'static str,
    pub icon: Icon,
    pub tone: Tone,
    pub href: &'static str,
    pub door: Requirement,
}

/// How a kind of queued work is told on the page of a job.
#[derive(Clone, Copy)]
pub struct Told {
    /// The name of its `kit::Job`.
    pub kind: &'static str,
    /// The key of what it is called.
    pub title: &'static str,
    /// What came of one that is done.
    pub end: fn(&Visit<'_>, &Lang, &kit::Queued) -> Result<End>,
}

/// What came of a piece of work.
#[derive(Clone, Debug, Default)]
pub struct End {
    /// In a sentence.
    pub words: String,
    /// Where the result is seen: labels and addresses.
    pub links: Vec<(String, String)>,
    /// The transactions that undo it together.
    pub undo: Vec<i64>,
}

/// A part of the page of whoever is signed in without working here: what the association knows of them and has for them.
/// It reads what concerns that one person; None where there is nothing to show.
#[derive(Clone, Copy)]
pub struct Own {
    /// The choice of `user_dashboard_options` that shows it.
    pub option: &'static str,
    pub part: fn(&Visit<'_>, &Lang, contact: i64) -> Result<Option<Markup>>,
}

/// Another way in, offered under the form of the sign-in page: what the button says; None where it is not set up.
#[derive(Clone, Copy)]
pub struct Entrance {
    pub href: &'static str,
    pub label: fn(&Tx<'_>, &Lang) -> Result<Option<String>>,
}

/// Small words in the head of a contact's page, such as its tags; `may_edit` offers to change them.
#[derive(Clone, Copy)]
pub struct Chipping(pub fn(&Visit<'_>, &Lang, contact: i64, may_edit: bool) -> Result<Markup>);

/// A small form beside the title of a record of this table, such as the one that follows it.
#[derive(Clone, Copy)]
pub struct Control(pub fn(&Visit<'_>, &Lang, table: &str, id: i64) -> Result<Markup>);

/// All of them for a record.
///
/// # Errors
/// The database's own failure.
pub fn controls(visit: &Visit<'_>, lang: &Lang, table: &str, id: i64) -> Result<Markup> {
    let mut all = maud::html! {};
    for control in visit.registry.filled::<Control>() {
        all = maud::html! { (all) ((control.0)(visit, lang, table, id)?) };
    }
    Ok(all)
}

/// Something that whoever has signed in must do before anything else, such as agreeing to new terms.
#[derive(Clone, Copy)]
pub struct Gate {
    /// The setting without which nobody is asked.
    pub setting: &'static str,
    /// Where it is done; None for whoever has done it.
    pub stop: fn(&Visit<'_>) -> Result<Option<String>>,
    /// The pages that stay open until then.
    pub open: &'static [&'static str],
}

/// Finds the address of a record and what it is called.
pub type HomeFn = fn(&Tx<'_>, &Lang, i64) -> Result<Option<(String, String)>>;

/// Where the notes on the records of a table are read: the address, and what the record is called; None where the
/// visitor sees no such record.
#[derive(Clone, Copy)]
pub struct NoteHome {
    pub table: &'static str,
    pub home: HomeFn,
}

/// Something that can be done with the group whose page is open; shown to those who may change it.
#[derive(Clone)]
pub struct GroupDeed {
    pub label: &'static str,
    /// Its address, with `{id}` where the group's number goes.
    pub href: &'static str,
    pub door: Requirement,
}

/// A part of the page on which a person chooses, by a signed link of their own, how they are written to. It reads and
/// writes as the program, on behalf of that one person.
#[derive(Clone, Copy)]
pub struct Wishes {
    /// Its inputs; None where there is nothing to choose.
    pub show: fn(&Tx<'_>, &ui::Ui<'_>, &Lang, contact: i64) -> Result<Option<Markup>>,
    pub keep: fn(&mut Tx<'_>, &Wished<'_>) -> Result<()>,
}

/// What a person has sent of their own choices.
#[derive(Clone, Copy, Debug)]
pub struct Wished<'v> {
    pub contact: i64,
    pub form: &'v kit::Fields,
    /// Where it was sent from.
    pub remote: &'v str,
}

/// The words to which whoever asks for letters agrees; None where none are written.
#[derive(Clone, Copy)]
pub struct Agreement(pub fn(&Tx<'_>, &Lang) -> Result<Option<String>>);

/// The contact that has taken the place of another one, which was merged into it.
#[derive(Clone, Copy)]
pub struct Successor(pub fn(&Tx<'_>, i64) -> Result<Option<i64>>);

/// Transactions that the visitor may take back whole, though single steps of them were made by rules.
#[derive(Clone, Copy)]
pub struct Reversible(pub fn(&Tx<'_>, transaction: i64) -> Result<bool>);

/// Finds contacts like one that is being typed, likeliest first. It takes the place of the plain look for equal names.
#[derive(Clone, Copy)]
pub struct Likely(pub fn(&Tx<'_>, &Typed) -> Result<Vec<Like>>);

/// What was typed of a new contact so far.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub contact_type: String,
    /// Fields of the contact and of its first address.
    pub values: Vec<(&'static str, String)>,
    pub emails: Vec<String>,
    pub phones: Vec<String>,
}

impl Typed {
    /// The text of a field; empty where nothing was typed.
    pub fn value(&self, field: &str) -> &str {
        self.values.iter().find(|(name, _)| *name == field).map_or("", |(_, text)| text.trim())
    }
}

/// Somebody who may be the same.
#[derive(Clone, Debug)]
pub struct Like {
    pub id: i64,
    /// The keys of the reasons; true for strong ones.
    pub reasons: Vec<(&'static str, bool)>,
}
