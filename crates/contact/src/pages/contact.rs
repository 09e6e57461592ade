//! The page of a contact: who at the top, what we know on the left, what happened on the right.

use jiff::civil::DateTime;
use kit::{Reply, Visit};
use maud::{Markup, html};
use schema::{Requirement, Verb};
use serde_json::Value as Json;
use store::{Error, Result, Tx};
use ui::Icon;
use ui::page::contact::{self as page, BlockOrForm, Channel, ContactPage, Does, InTrash, MenuEntry};
use ui::part::Tone;
use ui::part::avatar::Kind;
use ui::part::block::{Block, Fact};
use ui::part::button::Button;
use ui::part::chip::{Flag, Tag};
use ui::part::crumbs::{Crumb, Neighbours};
use ui::part::tabs::Tab;
use ui::part::timeline::{Entry, Year};

use super::asked::Asked;
use super::custom;
use super::frame::{self, Page};
use super::kin;
use super::labels;
use super::list::{name, photo};
use super::past::{self, Step};
use super::phrases::Lang;
use super::preference;
use super::record::{self, Record};
use super::rows::{self, Row, ask, flag, int, text};
use super::sections::{self, Block as Section};
use super::slots::{self, Moment};
use super::tabs;

/// Whoever may come here at all; which contacts they see is decided by the query.
pub fn door() -> Requirement {
    Requirement::all(&["access CiviCRM"])
}

/// What the page reads beside the contact itself.
struct Around {
    record: Record,
    steps: Vec<Step>,
    names: Vec<Row>,
    details: Vec<String>,
    ties: Vec<(Row, String)>,
    tie_count: i64,
    neighbours: (Option<i64>, Option<i64>),
    may_edit: bool,
    facts: Vec<String>,
    blocks: Vec<(Section, Vec<(String, String)>)>,
    ways: Vec<record::WayOf>,
    subtypes: Vec<String>,
    trashed: Option<String>,
    moments: Vec<Moment>,
    counts: Vec<(slots::Section, i64)>,
    own_tabs: Vec<slots::OwnTab>,
    custom: custom::page::Shown,
}

/// So much of the past is told on the page.
const STEPS: i64 = 250;

/// `/contacts/{id}`
pub fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    if let Some(successor) = successor(visit, id)? {
        return Ok(Reply::Redirect(format!("/contacts/{successor}")));
    }
    let markup = whole(visit, id, None)?;
    preference::opened(visit, id);
    Ok(Reply::Html(markup))
}

/// Who has taken the place of a contact, where it was merged into another that the visitor may see.
fn successor(visit: &Visit<'_>, id: i64) -> Result<Option<i64>> {
    let slots = visit.registry.filled::<slots::Successor>();
    if visit.query.has("itself") || slots.is_empty() {
        return Ok(None);
    }
    visit.read(|tx| {
        for slots::Successor(find) in slots {
            if let Some(found) = find(tx, id)?
                && rows::one(tx, "Contact", &["id"], found)?.is_some()
            {
                return Ok(Some(found));
            }
        }
        Ok(None)
    })
}

/// The page, with one of its blocks open for editing if `edited` holds it.
///
/// # Errors
/// `NotFound` for a contact that there is not or that the visitor may not see.
pub fn whole(visit: &Visit<'_>, id: i64, edited: Option<(Section, Markup)>) -> Result<Markup> {
    let lang = Lang::new(visit.locale);
    let around = visit.read(|tx| around(visit, tx, &lang, id))?;
    view(visit, &lang, &around, Middle { edited, ..Middle::default() })
}

/// The page with a section of another component in place of the thread.
///
/// # Errors
/// `NotFound` for a contact that there is not or that the visitor may not see.
pub fn section(visit: &Visit<'_>, lang: &Lang, id: i64, name: &str, content: Markup) -> Result<Markup> {
    let around = visit.read(|tx| around(visit, tx, lang, id))?;
    view(visit, lang, &around, Middle { section: Some((name.to_owned(), content)), ..Middle::default() })
}

/// The page with the form of a custom set in place of its block.
///
/// # Errors
/// `NotFound` for a contact that there is not or that the visitor may not see.
pub(super) fn with_set(visit: &Visit<'_>, id: i64, set: (i64, Markup)) -> Result<Markup> {
    let lang = Lang::new(visit.locale);
    let around = visit.read(|tx| around(visit, tx, &lang, id))?;
    view(visit, &lang, &around, Middle { set: Some(set), ..Middle::default() })
}

/// The page with these chips in its head: what was sent could not be taken.
///
/// # Errors
/// `NotFound` for a contact that there is not or that the visitor may not see.
pub(super) fn with_chips(visit: &Visit<'_>, lang: &Lang, id: i64, chips: Markup) -> Result<Markup> {
    let around = visit.read(|tx| around(visit, tx, lang, id))?;
    view(visit, lang, &around, Middle { chips: Some(chips), ..Middle::default() })
}

fn chipping(visit: &Visit<'_>, lang: &Lang, id: i64, may_edit: bool) -> Result<Markup> {
    let mut all = html! {};
    for source in visit.registry.filled::<slots::Chipping>() {
        all = html! { (all) ((source.0)(visit, lang, id, may_edit)?) };
    }
    Ok(all)
}

/// What is open on the page: a block that is being edited, or a section in place of the thread.
#[derive(Default)]
struct Middle {
    edited: Option<(Section, Markup)>,
    /// A custom set by its id.
    set: Option<(i64, Markup)>,
    section: Option<(String, Markup)>,
    /// The chips in the head, where they were not taken as they were sent.
    chips: Option<Markup>,
}

fn around(visit: &Visit<'_>, tx: &mut Tx<'_>, lang: &Lang, id: i64) -> Result<Around> {
    let record = record::read(tx, id)?.ok_or_else(|| Error::NotFound(format!("contact {id}")))?;
    let steps = past::of_contact(tx, id, STEPS)?;
    let names = past::names(tx, steps.iter().filter_map(|step| step.contact_id))?;
    let mut details = Vec::new();
    for step in &steps {
        // What a new record was filled with stands beside the thread.
        let created = step.changes.iter().any(|change| change.entity == "Contact" && change.action == "create");
        let lines = if created { Vec::new() } else { past::details(tx, lang, step, 6)? };
        let one = |(label, was, is): &(String, String, String)| match (was.as_str(), is.as_str()) {
            ("", is) => lang.locale.with("fields-set", &[("label", label.into()), ("value", is.into())]),
            (was, "") => lang.locale.with("fields-emptied", &[("label", label.into()), ("value", was.into())]),
            (was, is) => lang
                .locale
                .with("fields-moved", &[("label", label.into()), ("before", was.into()), ("after", is.into())]),
        };
        details.push(lines.iter().map(one).collect::<Vec<_>>().join(" · "));
    }
    let row = &record.contact;
    let mut blocks = Vec::new();
    for section in sections::of_kind(text(row, "contact_type")) {
        blocks.push((*section, sections::facts(tx, lang, *section, row)?));
    }
    let (ties, tie_count) = kin::related(tx, lang, row)?;
    let subtypes: Result<Vec<String>> = rows::texts(row, "contact_sub_type")
        .into_iter()
        .map(|sub| labels::label_of(tx, lang.code(), "Contact", "contact_sub_type", sub))
        .collect();
    Ok(Around {
        ways: record::ways(tx, lang, &record)?,
        facts: head_facts(tx, lang, row)?,
        trashed: if flag(row, "is_deleted") { Some(trashed(lang, &steps, &names)) } else { None },
        neighbours: neighbours(tx, &Asked::of(&visit.query), row)?,
        may_edit: rows::may(tx, id, Verb::Edit)?,
        subtypes: subtypes?,
        moments: moments(visit, tx, lang, id)?,
        counts: tabs::counts(visit, tx, id)?,
        own_tabs: tabs::own(visit, tx, lang, id)?,
        custom: custom::page::shown(tx, lang, &record.contact)?,
        steps,
        names,
        details,
        ties,
        tie_count,
        blocks,
        record,
    })
}

/// What the components above tell of this contact, newest first.
fn moments(visit: &Visit<'_>, tx: &mut Tx<'_>, lang: &Lang, id: i64) -> Result<Vec<Moment>> {
    let mut all = Vec::new();
    for source in visit.registry.filled::<slots::Moments>() {
        all.extend((source.0)(tx, lang, id, STEPS)?);
    }
    all.sort_by_key(|moment| std::cmp::Reverse(moment.at));
    Ok(all)
}

/// The line under the name.
fn head_facts(tx: &Tx<'_>, lang: &Lang, row: &Row) -> Result<Vec<String>> {
    let mut facts = vec![lang.text(Kind::of(text(row, "contact_type")).key()).to_owned()];
    if flag(row, "is_deceased") {
        let date = lang.date(text(row, "deceased_date"));
        facts.push(match date {
            "" => lang.text("fact-deceased").to_owned(),
            date => lang.locale.with("fact-died", &[("date", date.into())]),
        });
    } else if let Some(age) = int(row, "age_years") {
        facts.push(lang.locale.with("fact-age", &[("count", age.into())]));
    }
    let job = text(row, "job_title");
    if !job.is_empty() {
        facts.push(job.to_owned());
    }
    let city = text(row, "address_primary.city");
    if !city.is_empty() {
        facts.push(city.to_owned());
    }
    if let Some(day) = rows::date(row, "created_date") {
        facts.push(lang.locale.with("fact-since", &[("month", lang.locale.month_year(day).into())]));
    }
    let _ = tx;
    Ok(facts)
}

fn trashed(lang: &Lang, steps: &[Step], names: &[Row]) -> String {
    let into = |step: &&Step| {
        step.changes
            .iter()
            .any(|c| c.entity == "Contact" && c.after.get("is_deleted").and_then(Json::as_bool) == Some(true))
    };
    match steps.iter().find(into) {
        Some(step) => {
            let date = lang.locale.date(step.at.date());
            lang.locale.with("trashed-by", &[("date", date.into()), ("who", past::who(lang, step, names).into())])
        }
        None => lang.text("trashed").to_owned(),
    }
}

/// The contacts before and after this one in the list that it was opened from; by name where it was none.
fn neighbours(tx: &Tx<'_>, asked: &Asked, row: &Row) -> Result<(Option<i64>, Option<i64>)> {
    let (path, is_down) = asked.order();
    let id = rows::id(row);
    let own = match row.get(path) {
        Some(value) => value.clone(),
        None => rows::one(tx, "Contact", &[path], id)?.and_then(|own| own.get(path).cloned()).unwrap_or_default(),
    };
    let key = super::asked::key(id, &own);
    let conditions = asked.clauses(tx)?;
    let mut beside = [None, None];
    for (at, down) in [!is_down, is_down].into_iter().enumerate() {
        for step in super::asked::beyond(&key, path, down).unwrap_or_default() {
            let way = if down { "DESC" } else { "ASC" };
            let mut clauses = conditions.clone();
            clauses.push(step.clause);
            let found = ask(tx, "Contact", &["id"], Json::Array(clauses), &[(path, way)], 1)?;
            if let Some(row) = found.first() {
                beside[at] = Some(rows::id(row));
                break;
            }
        }
    }
    Ok((beside[0], beside[1]))
}

fn view(visit: &Visit<'_>, lang: &Lang, around: &Around, middle: Middle) -> Result<Markup> {
    let Middle { edited, set, section, chips } = middle;
    let row = &around.record.contact;
    let id = rows::id(row);
    let title = name(lang, row);
    let kind = Kind::of(text(row, "contact_type"));
    let open = edited.as_ref().map(|(section, _)| *section);
    let form = |section: Section| edited.as_ref().filter(|(one, _)| *one == section).map(|(_, form)| form.clone());
    let to = |what: &str| lang.keep(format!("/contacts/{id}{what}"));
    let may_edit = around.may_edit && !flag(row, "is_deleted");
    let mut blocks: Vec<BlockOrForm<'_>> = Vec::new();
    if let Some(block) = kin::block(lang, &around.ties, around.tie_count, kind) {
        blocks.push(BlockOrForm::Read(block));
    }
    for (section, facts) in &around.blocks {
        match form(*section) {
            Some(form) => blocks.push(BlockOrForm::Edited(form)),
            None => blocks.push(BlockOrForm::Read(Block {
                id: section.id(),
                title: lang.text(section.title()),
                facts: facts.iter().map(|(label, value)| Fact { label, value: lines(value) }).collect(),
                edit: may_edit.then(|| to(&format!("/edit/{}", section.name()))),
                empty: (may_edit && *section == Section::Wishes).then(|| lang.text("block-empty")),
                ..Block::default()
            })),
        }
    }
    blocks.extend(around.custom.blocks(lang, id, may_edit, set.as_ref()));
    for aside in visit.registry.filled::<slots::Aside>() {
        blocks.extend((aside.0)(visit, lang, id)?.map(BlockOrForm::Edited));
    }
    let current = section.as_ref().map(|(name, _)| name.as_str());
    let mut write = None;
    for writer in visit.registry.filled::<slots::Writer>() {
        write = if current.is_none() && may_edit { (writer.0)(visit, lang, id)?.or(write) } else { None };
    }
    let (previous, next) = around.neighbours;
    let list = Asked::of(&visit.query);
    let beside = |id: i64| lang.keep(list.href(&format!("/contacts/{id}")));
    let mut facts: Vec<std::borrow::Cow<'_, str>> = around.facts.iter().map(|fact| fact.as_str().into()).collect();
    for sub in &around.subtypes {
        facts.insert(1, sub.as_str().into());
    }
    let view = ContactPage {
        way: vec![
            Crumb { label: lang.text("contacts"), href: Some(lang.keep(list.href("/contacts"))) },
            Crumb { label: lang.with("fact-number", &[("id", id.to_string().into())]), href: None },
        ],
        neighbours: Some(Neighbours { previous: previous.map(beside), next: next.map(beside) }),
        kind,
        name: title,
        photo: photo(row),
        facts,
        tags: Vec::<Tag<'_>>::new(),
        add_tag: None,
        chips: Some(match chips {
            Some(chips) => chips,
            None => chipping(visit, lang, id, may_edit)?,
        }),
        flags: wishes(lang, row),
        actions: actions(lang, around, may_edit),
        menu: menu(visit, lang, around),
        in_trash: around
            .trashed
            .as_deref()
            .map(|words| InTrash { words, restore: visit.actor.may("delete contacts").then(|| to("/restore")) }),
        figures: Vec::new(),
        tabs: tabs(lang, around, id, current),
        ways: around.ways.iter().map(record::WayOf::shown).collect(),
        ways_edit: (may_edit && open != Some(Section::Ways)).then(|| to("/edit/ways")),
        ways_editing: form(Section::Ways),
        blocks,
        write,
        years: years(lang, around),
        section: section.map(|(_, content)| content),
    };
    let page = Page { title, place: "/contacts", narrow: false };
    let extras = page::Extras { photo: may_edit.then(|| to("/photo")), vcard: None };
    frame::show(visit, lang, page, |ui, shell| page::contact_with(ui, shell, &view, &extras))
}

/// The thread and the sections beside it; nothing where there is the thread alone.
fn tabs<'a>(lang: &'a Lang, around: &'a Around, id: i64, current: Option<&str>) -> Vec<Tab<'a>> {
    let sets = around.custom.tabs(lang, id, current);
    if around.counts.is_empty() && around.own_tabs.is_empty() && sets.is_empty() {
        return Vec::new();
    }
    let thread = Tab {
        label: lang.text("thread"),
        href: lang.keep(format!("/contacts/{id}")),
        count: None,
        current: current.is_none(),
    };
    let sections = around.counts.iter().map(|(section, count)| Tab {
        label: lang.text(section.label),
        href: lang.keep(format!("/contacts/{id}/{}", section.name)),
        count: (*count > 0).then_some(*count),
        current: current == Some(section.name),
    });
    let own = around.own_tabs.iter().map(|tab| Tab {
        label: &tab.label,
        href: lang.keep(format!("/contacts/{id}/{}", tab.name)),
        count: tab.count.filter(|count| *count > 0),
        current: current == Some(tab.name.as_str()),
    });
    std::iter::once(thread).chain(sections).chain(own).chain(sets).collect()
}

fn lines(value: &str) -> Markup {
    html! { @for (index, line) in value.lines().enumerate() { @if index > 0 { br; } (ui::lang::raised(line)) } }
}

fn wishes<'a>(lang: &'a Lang, row: &Row) -> Vec<Flag<'a>> {
    const ALL: [(&str, Icon); 6] = [
        ("do_not_email", Icon::EnvelopeSimple),
        ("do_not_phone", Icon::PhoneSlash),
        ("do_not_mail", Icon::Mailbox),
        ("do_not_sms", Icon::ChatCircleSlash),
        ("do_not_trade", Icon::ShareNetwork),
        ("is_opt_out", Icon::BellSlash),
    ];
    let set = ALL.iter().filter(|(field, _)| flag(row, field));
    set.map(|(field, icon)| Flag { icon: *icon, label: lang.field("Contact", field) }).collect()
}

fn actions<'a>(lang: &'a Lang, around: &Around, may_edit: bool) -> Vec<Button<'a>> {
    let id = rows::id(&around.record.contact);
    let mut all = Vec::new();
    if may_edit {
        let edit =
            Button::link(lang.text("action-edit"), format!("/contacts/{id}/edit")).icon(Icon::PencilSimple).key("m");
        all.push(edit.primary());
    }
    let call = around.ways.iter().find(|way| way.channel == Channel::Phone && !way.blocked);
    let digits = |text: &str| text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>();
    if let Some(call) = call.map(|way| digits(&way.value)).filter(|digits| !digits.is_empty()) {
        all.push(Button::link(lang.text("action-call"), format!("tel:{call}")).icon(Icon::Phone));
    }
    let mail = around.ways.iter().find(|way| way.channel == Channel::Email && !way.blocked);
    if let Some(mail) = mail {
        all.push(Button::link(lang.text("action-write"), format!("mailto:{}", mail.value)).icon(Icon::EnvelopeSimple));
    }
    all
}

fn menu<'a>(visit: &Visit<'_>, lang: &'a Lang, around: &Around) -> Vec<MenuEntry<'a>> {
    let row = &around.record.contact;
    let id = rows::id(row);
    let to = |what: &str| lang.keep(format!("/contacts/{id}{what}"));
    let mut all = vec![
        MenuEntry { label: lang.text("action-vcard"), icon: Icon::Export, href: to("/vcard"), does: Does::Download },
        MenuEntry { label: lang.text("action-print"), icon: Icon::Printer, href: "", does: Does::Print },
        MenuEntry {
            label: lang.text("history"),
            icon: Icon::Clock,
            href: lang.keep(format!("/history?contact={id}")),
            does: Does::Follow,
        },
    ];
    let deeds = visit.registry.filled::<slots::Deed>().iter().filter(|one| one.door.met_by(&visit.actor.permissions));
    all.extend(deeds.map(|deed| MenuEntry {
        label: lang.text(deed.label),
        icon: deed.icon,
        href: lang.keep(deed.href.replace("{id}", &id.to_string())),
        does: Does::Follow,
    }));
    if around.may_edit && visit.actor.may("delete contacts") && !flag(row, "is_deleted") {
        all.push(MenuEntry {
            label: lang.text("action-trash"),
            icon: Icon::Trash,
            href: to("/trash"),
            does: Does::Post,
        });
    }
    all
}

/// The thread, newest first, a heading for each year: what components tell, and what history has beside it.
fn years<'a>(lang: &'a Lang, around: &'a Around) -> Vec<Year<'a>> {
    let told = around.steps.iter().zip(&around.details).filter(|(step, _)| !is_told(around, step));
    let mut all: Vec<(DateTime, Entry<'a>)> =
        told.map(|(step, detail)| (step.at, entry(lang, around, step, detail))).collect();
    all.extend(around.moments.iter().map(|moment| (moment.at, happened(lang, moment))));
    // What is still to come stands on top; the order of history decides between equal times.
    all.sort_by_key(|(at, entry)| std::cmp::Reverse((entry.next, *at)));
    let mut years: Vec<Year<'a>> = Vec::new();
    for (at, entry) in all {
        let title = lang.keep(at.year().to_string());
        match years.last_mut() {
            Some(year) if year.title == title => year.entries.push(entry),
            _ => years.push(Year { title, summary: "", entries: vec![entry] }),
        }
    }
    for year in &mut years {
        year.summary = lang.with("thread-changes", &[("count", year.entries.len().into())]);
    }
    years
}

/// Whether a moment tells of all that this step did.
fn is_told(around: &Around, step: &Step) -> bool {
    let moment = |change: &past::Changed| {
        around.moments.iter().any(|one| one.of.0 == change.entity && one.of.1 == change.record_id)
    };
    !around.moments.is_empty()
        && step.changes.iter().any(moment)
        && step.changes.iter().all(|change| change.entity != "Contact")
}

fn happened<'a>(lang: &'a Lang, moment: &'a Moment) -> Entry<'a> {
    Entry {
        day: lang.keep(lang.locale.day_month(moment.at.date())),
        machine_day: lang.keep(moment.at.date().to_string()),
        icon: moment.icon,
        tone: moment.tone,
        title: moment.title.clone(),
        text: moment.text.as_deref(),
        note: moment.note.as_deref(),
        end: moment.end.clone(),
        end_note: moment.end_note.as_deref(),
        next: moment.next,
    }
}

fn entry<'a>(lang: &'a Lang, around: &'a Around, step: &'a Step, detail: &'a str) -> Entry<'a> {
    let first = step.changes.iter().find(|change| change.entity != "Contact").or(step.changes.first());
    let created = step.changes.iter().any(|change| change.entity == "Contact" && change.action == "create");
    let icon = match (created, step.undoes, first) {
        (true, ..) => Icon::Plus,
        (_, Some(_), _) => Icon::ArrowCounterClockwise,
        (.., Some(first)) => frame::icon_of(&first.entity),
        _ => Icon::PencilSimple,
    };
    let note = step.undone_by.map(|_| lang.text("thread-undone"));
    Entry {
        day: lang.keep(lang.locale.day_month(step.at.date())),
        machine_day: lang.keep(step.at.date().to_string()),
        icon,
        tone: if created { Tone::Leaf } else { Tone::Stone },
        title: html! { b { (past::who(lang, step, &around.names)) } " " (past::deed(lang, step)) },
        text: (!detail.is_empty()).then_some(detail),
        note,
        end: None,
        end_note: Some(lang.keep(lang.locale.time(step.at))),
        next: false,
    }
}
