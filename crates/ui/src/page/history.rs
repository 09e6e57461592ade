//! History: who changed what and when, newest first, and the way back.

use super::contact_list::{Narrow, narrow};
use crate::part::avatar::{Avatar, Kind, Size};
use crate::part::button::Button;
use crate::part::chip::{Filter, filters};
use crate::part::crumbs::{Crumb, crumbs};
use crate::part::empty::empty;
use crate::part::form::Form;
use crate::part::head::{Head, head};
use crate::part::icon::Icon;
use crate::part::paging::{Paging, paging};
use crate::{Shell, Ui};
use maud::{Markup, Render, html};
use std::borrow::Cow;

/// Who did it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Doer<'a> {
    /// The program itself where it is empty.
    pub name: &'a str,
    pub photo: Option<&'a str>,
    /// The reader.
    pub you: bool,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Created,
    Changed,
    /// Something of a record was added: an e-mail, a tag.
    Added,
    Removed,
    Trashed,
    Restored,
    Deleted,
    /// An earlier change was taken back.
    Undid,
}

/// What it was done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// The record itself.
    Record,
    Email,
    Phone,
    Address,
    Website,
    Messenger,
    Note,
    Relationship,
    Group,
    Tag,
    Activity,
    Account,
    Setting,
    Choice,
    /// A set of fields, or a field of one.
    Fields,
    Import,
    Search,
    /// A table, list or chart of a search.
    Display,
    File,
    /// Two records said to be different people.
    Pair,
    /// A role, or that an account has it.
    Role,
    /// A line of access lists, or who has their roles.
    Rule,
    /// That somebody has agreed to something or not.
    Consent,
    /// A purpose, a text or a term of data protection.
    Protection,
    /// What somebody asks about their data.
    Request,
    /// Lost or leaked data.
    Breach,
    /// Terms of use, their words, or that somebody accepted them.
    Terms,
    Election,
    Candidate,
    /// The seats of an office.
    Seat,
    /// That somebody follows a record.
    Follow,
    Other,
}

impl Thing {
    /// The thing of an entity's machine name.
    pub fn of(entity: &str) -> Thing {
        match entity {
            "Contact" | "Individual" | "Household" | "Organization" => Thing::Record,
            "Email" => Thing::Email,
            "Phone" => Thing::Phone,
            "Address" => Thing::Address,
            "Website" => Thing::Website,
            "IM" | "OpenID" => Thing::Messenger,
            "Note" => Thing::Note,
            "Relationship" => Thing::Relationship,
            "GroupContact" | "Group" => Thing::Group,
            "EntityTag" | "Tag" => Thing::Tag,
            "Activity" | "ActivityContact" => Thing::Activity,
            "User" => Thing::Account,
            "Role" | "UserRole" => Thing::Role,
            "ACL" | "ACLEntityRole" => Thing::Rule,
            "Consent" => Thing::Consent,
            "ProcessingPurpose" | "ConsentText" | "RetentionRule" | "RetentionException" | "SensitiveMark" => {
                Thing::Protection
            }
            "Setting" | "Domain" => Thing::Setting,
            "OptionValue" | "OptionGroup" | "LocationType" | "ContactType" | "RelationshipType" => Thing::Choice,
            "CustomGroup" | "CustomField" => Thing::Fields,
            "UserJob" => Thing::Import,
            "SavedSearch" | "SearchSegment" => Thing::Search,
            "SearchDisplay" | "Dashboard" | "DashboardContact" => Thing::Display,
            "File" | "EntityFile" => Thing::File,
            "DedupeException" => Thing::Pair,
            "SubjectRequest" => Thing::Request,
            "PrivacyIncident" => Thing::Breach,
            "Terms" | "TermsText" | "TermsAcceptance" => Thing::Terms,
            "CommitteeElection" => Thing::Election,
            "CommitteeCandidate" => Thing::Candidate,
            "CommitteeSeat" => Thing::Seat,
            "Follow" => Thing::Follow,
            _ => Thing::Other,
        }
    }

    fn key(self) -> &'static str {
        match self {
            Thing::Record => "history-the-record",
            Thing::Email => "history-the-email",
            Thing::Phone => "history-the-phone",
            Thing::Address => "history-the-address",
            Thing::Website => "history-the-website",
            Thing::Messenger => "history-the-messenger",
            Thing::Note => "history-the-note",
            Thing::Relationship => "history-the-relationship",
            Thing::Group => "history-the-group",
            Thing::Tag => "history-the-tag",
            Thing::Activity => "history-the-activity",
            Thing::Account => "history-the-account",
            Thing::Setting => "history-the-setting",
            Thing::Choice => "history-the-choice",
            Thing::Fields => "history-the-fields",
            Thing::Import => "history-the-import",
            Thing::Search => "history-the-search",
            Thing::Display => "history-the-display",
            Thing::File => "history-the-file",
            Thing::Pair => "history-the-pair",
            Thing::Role => "history-the-role",
            Thing::Rule => "history-the-rule",
            Thing::Consent => "history-the-consent",
            Thing::Protection => "history-the-protection",
            Thing::Request => "history-the-request",
            Thing::Breach => "history-the-breach",
            Thing::Terms => "history-the-terms",
            Thing::Election => "history-the-election",
            Thing::Candidate => "history-the-candidate",
            Thing::Seat => "history-the-seat",
            Thing::Follow => "history-the-follow",
            Thing::Other => "history-the-other",
        }
    }

    /// The same with the article of something new.
    fn new_key(self) -> &'static str {
        match self {
            Thing::Record => "history-a-record",
            Thing::Email => "history-an-email",
            Thing::Phone => "history-a-phone",
            Thing::Address => "history-an-address",
            Thing::Website => "history-a-website",
            Thing::Messenger => "history-a-messenger",
            Thing::Note => "history-a-note",
            Thing::Relationship => "history-a-relationship",
            Thing::Group => "history-a-group",
            Thing::Tag => "history-a-tag",
            Thing::Activity => "history-an-activity",
            Thing::Account => "history-an-account",
            Thing::Setting => "history-a-setting",
            Thing::Choice => "history-a-choice",
            Thing::Fields => "history-some-fields",
            Thing::Import => "history-an-import",
            Thing::Search => "history-a-search",
            Thing::Display => "history-a-display",
            Thing::File => "history-a-file",
            Thing::Pair => "history-a-pair",
            Thing::Role => "history-a-role",
            Thing::Rule => "history-a-rule",
            Thing::Consent => "history-a-consent",
            Thing::Protection => "history-a-protection",
            Thing::Request => "history-a-request",
            Thing::Breach => "history-a-breach",
            Thing::Terms => "history-some-terms",
            Thing::Election => "history-an-election",
            Thing::Candidate => "history-a-candidate",
            Thing::Seat => "history-a-seat",
            Thing::Follow => "history-a-follow",
            Thing::Other => "history-something",
        }
    }
}

/// The record that something belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    pub name: &'a str,
    /// None when the record is gone, or not the reader's to see.
    pub href: Option<&'a str>,
}

/// How a change came in, where it was not through the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Through<'a> {
    Pages,
    Api,
    CommandLine,
    /// The import of a file of that name.
    Import(&'a str),
    /// A task that the program runs by itself.
    Job,
    Installation,
}

/// A field that changed, as it is read.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    pub label: Cow<'a, str>,
    /// Nothing before: it was empty.
    pub before: Option<Cow<'a, str>>,
    /// Nothing after: it was emptied.
    pub after: Option<Cow<'a, str>>,
}

/// What was done in one go.
#[derive(Clone, Debug)]
pub struct Transaction<'a> {
    /// The hour as it is shown, and the moment for machines (`2026-11-19T10:12:00Z`).
    pub time: Cow<'a, str>,
    pub machine_time: Cow<'a, str>,
    pub who: Doer<'a>,
    pub through: Through<'a>,
    /// Made with [`sentence`] or [`several`].
    pub words: Markup,
    pub changes: Vec<Change<'a>>,
    /// Where the undo is sent; none where it cannot be undone, or not by the reader.
    pub undo: Option<Cow<'a, str>>,
    /// "annulé à 17 h 21 par vous"; the undo then brings the change back.
    pub undone: Option<Cow<'a, str>>,
}

/// What was done on one day.
#[derive(Clone, Debug)]
pub struct Day<'a> {
    /// "Aujourd'hui", "Hier", a date.
    pub heading: Cow<'a, str>,
    pub transactions: Vec<Transaction<'a>>,
}

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct History<'a> {
    pub way: Vec<Crumb<'a>>,
    /// By whom, on which record.
    pub filters: Vec<Filter<'a>>,
    pub narrow: Option<Narrow<'a>>,
    /// The history without any condition.
    pub all: &'a str,
    pub days: Vec<Day<'a>>,
    pub paging: Paging<'a>,
    /// What can be done with all that is shown: files, taking it back.
    pub actions: Option<Markup>,
}

/// So many fields are shown at once; more wait behind a word.
const FEW: usize = 3;

/// The page.
pub fn history(ui: &Ui<'_>, shell: &Shell<'_>, view: &History<'_>) -> Markup {
    let (title, intro) = (ui.lang.text("history"), ui.lang.text("history-intro"));
    let content = html! {
        @if !view.way.is_empty() { (crumbs(ui, &view.way, None)) }
        (head(ui, &Head { title: &title, count: None, intro: Some(&intro) }, view.actions.clone()))
        @if !view.filters.is_empty() || view.narrow.is_some() {
            div.list-tools { (filters(ui, &view.filters, narrow(ui, view.narrow.as_ref()))) }
        }
        @if view.days.is_empty() { (nothing(ui, view)) } @else { (log(ui, &view.days)) (paging(ui, &view.paging, false)) }
    };
    crate::shell::page(ui, shell, content, html! {})
}

fn nothing(ui: &Ui<'_>, view: &History<'_>) -> Markup {
    if view.filters.is_empty() {
        return empty(&ui.lang.text("history-none"), &ui.lang.text("history-none-help"), html! {});
    }
    let all = html! { (Button::link(ui.lang.text("list-show-all"), view.all)) };
    empty(&ui.lang.text("list-no-match"), &ui.lang.text("history-no-match-help"), all)
}

/// The days as a list, also for the history tab of one contact.
pub fn log(ui: &Ui<'_>, days: &[Day<'_>]) -> Markup {
    html! {
        div.log-days {
            @for day in days {
                section.log-day {
                    h2 { (crate::lang::raised(&day.heading)) }
                    ol.log { @for one in &day.transactions { (line(ui, one)) } }
                }
            }
        }
    }
}

fn line(ui: &Ui<'_>, one: &Transaction<'_>) -> Markup {
    let name = if one.who.name.is_empty() { "Ruche" } else { one.who.name };
    html! {
        li.undone[one.undone.is_some()] {
            time datetime=(one.machine_time) { (one.time) }
            (Avatar::of(Kind::Person, name).size(Size::Small).photo(one.who.photo))
            div {
                p {
                    span.deed { (one.words) }
                    @if let Some(words) = through(ui, one.through) { " " small.tag { (words) } }
                    @if let Some(words) = &one.undone { " " small.tag { (words) } }
                }
                (changes(ui, &one.changes))
            }
            @if let Some(action) = &one.undo { (undo(ui, action, one.undone.is_some())) }
        }
    }
}

fn undo(ui: &Ui<'_>, action: &str, undone: bool) -> Markup {
    let button = if undone {
        Button::submit(ui.lang.text("history-redo")).small().quiet().icon(Icon::ArrowClockwise)
    } else {
        Button::submit(ui.lang.text("undo")).small().icon(Icon::ArrowCounterClockwise)
    };
    Form::post(ui.csrf, action).render(button.render())
}

fn changes(ui: &Ui<'_>, changes: &[Change<'_>]) -> Markup {
    let list =
        |part: &[Change<'_>]| html! { dl { @for one in part { dt { (one.label) } dd { (versions(ui, one)) } } } };
    match changes.len() {
        0 => html! {},
        1..=FEW => list(changes),
        _ => html! {
            details.changes {
                summary { (Icon::CaretRight) (ui.lang.with("history-fields", &[("count", changes.len().into())])) }
                (list(changes))
            }
        },
    }
}

/// Before and after. Readers hear which is which; eyes see a line through the first.
fn versions(ui: &Ui<'_>, change: &Change<'_>) -> Markup {
    html! {
        @if let Some(before) = &change.before {
            span.sr { (ui.lang.text("history-before")) " " }
            del { (before) }
            " " (Icon::ArrowRight) " "
        }
        span.sr { (ui.lang.text("history-after")) " " }
        @match &change.after {
            Some(after) => { ins { (after) } }
            None => { span.faint { (ui.lang.text("conflict-empty")) } }
        }
    }
}

fn through(ui: &Ui<'_>, through: Through<'_>) -> Option<Cow<'static, str>> {
    match through {
        Through::Pages => None,
        Through::Api => Some(ui.lang.text("history-through-api")),
        Through::CommandLine => Some(ui.lang.text("history-through-command")),
        Through::Import(file) => Some(ui.lang.with("history-through-import", &[("file", file.into())]).into()),
        Through::Job => Some(ui.lang.text("history-through-job")),
        Through::Installation => Some(ui.lang.text("history-through-installation")),
    }
}

/// "**Malik Benali** a modifié le téléphone d'Hélène Martin". Without a record the thing stands alone.
pub fn sentence(ui: &Ui<'_>, who: Doer<'_>, deed: Deed, thing: Thing, record: Option<Record<'_>>) -> Markup {
    let (who, what) = (subject(ui, who), html! { (ui.lang.text(thing.key())) });
    let new = html! { (ui.lang.text(thing.new_key())) };
    let name = match record {
        Some(record) => named(record),
        None => new.clone(),
    };
    let own = thing != Thing::Record && record.is_some();
    match deed {
        Deed::Created if !own => ui.lang.rich("history-created", &[("who", who.into()), ("name", name.into())]),
        Deed::Created | Deed::Added if own => {
            ui.lang.rich("history-added", &[("who", who.into()), ("what", new.into()), ("name", name.into())])
        }
        Deed::Changed if own => {
            ui.lang.rich("history-changed", &[("who", who.into()), ("what", what.into()), ("name", name.into())])
        }
        Deed::Removed | Deed::Deleted if own => {
            ui.lang.rich("history-removed", &[("who", who.into()), ("what", what.into()), ("name", name.into())])
        }
        Deed::Created | Deed::Added => ui.lang.rich("history-created", &[("who", who.into()), ("name", name.into())]),
        Deed::Changed => ui.lang.rich("history-changed-whole", &[("who", who.into()), ("name", name.into())]),
        Deed::Trashed => ui.lang.rich("history-trashed", &[("who", who.into()), ("name", name.into())]),
        Deed::Restored => ui.lang.rich("history-restored", &[("who", who.into()), ("name", name.into())]),
        Deed::Removed | Deed::Deleted => ui.lang.rich("history-deleted", &[("who", who.into()), ("name", name.into())]),
        Deed::Undid => ui.lang.rich("history-undid", &[("who", who.into())]),
    }
}

/// "**Malik Benali** a modifié 37 fiches": one act on many records.
pub fn several(ui: &Ui<'_>, who: Doer<'_>, deed: Deed, count: i64) -> Markup {
    let (who, count) = (subject(ui, who).into(), crate::lang::Part::Value(count.into()));
    match deed {
        Deed::Created | Deed::Added => ui.lang.rich("history-created-many", &[("who", who), ("count", count)]),
        Deed::Trashed => ui.lang.rich("history-trashed-many", &[("who", who), ("count", count)]),
        Deed::Restored => ui.lang.rich("history-restored-many", &[("who", who), ("count", count)]),
        Deed::Removed | Deed::Deleted => ui.lang.rich("history-deleted-many", &[("who", who), ("count", count)]),
        Deed::Changed | Deed::Undid => ui.lang.rich("history-changed-many", &[("who", who), ("count", count)]),
    }
}

fn subject(ui: &Ui<'_>, who: Doer<'_>) -> Markup {
    if who.you {
        return html! { (ui.lang.text("history-you")) };
    }
    let name = if who.name.is_empty() { "Ruche" } else { who.name };
    ui.lang.rich("history-they", &[("name", html! { b { (name) } }.into())])
}

fn named(record: Record<'_>) -> Markup {
    html! {
        @match record.href { Some(href) => { a href=(href) { (record.name) } } None => { b { (record.name) } } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Csrf, Locale, Theme};

    fn said(lang: &str, you: bool, deed: Deed, thing: Thing, name: Option<&str>) -> String {
        let today = jiff::civil::date(2026, 11, 19);
        let ui = Ui {
            lang: Locale::best(Some(lang), None),
            csrf: Csrf("t"),
            nonce: "n",
            theme: Theme::System,
            keys: true,
            today,
        };
        let who = Doer { name: "Malik Benali", photo: None, you };
        let record = name.map(|name| Record { name, href: None });
        let html = sentence(&ui, who, deed, thing, record).into_string();
        html.replace("<b>", "").replace("</b>", "")
    }

    #[test]
    fn a_change_reads_as_a_sentence() {
        let phone = |lang, deed| said(lang, false, deed, Thing::Phone, Some("Hélène Martin"));
        assert_eq!(phone("fr", Deed::Changed), "Malik Benali a modifié le téléphone d’Hélène Martin");
        assert_eq!(phone("fr", Deed::Added), "Malik Benali a ajouté un téléphone à Hélène Martin");
        assert_eq!(phone("fr", Deed::Deleted), "Malik Benali a retiré le téléphone d’Hélène Martin");
        assert_eq!(phone("en", Deed::Changed), "Malik Benali changed the phone of Hélène Martin");
    }

    #[test]
    fn the_reader_is_addressed() {
        let trashed = |lang| said(lang, true, Deed::Trashed, Thing::Record, Some("Lucien Bonnard"));
        assert_eq!(trashed("fr"), "Vous avez mis Lucien Bonnard à la corbeille");
        assert_eq!(trashed("en"), "You moved Lucien Bonnard to the bin");
    }

    #[test]
    fn what_belongs_to_no_record_stands_alone() {
        assert_eq!(said("fr", true, Deed::Changed, Thing::Setting, None), "Vous avez modifié un réglage");
        assert_eq!(
            said("en", false, Deed::Created, Thing::of("LocationType"), None),
            "Malik Benali created a choice of a list"
        );
    }
}
