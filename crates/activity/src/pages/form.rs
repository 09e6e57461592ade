//! Writing an activity down and changing it: one form for both, with what follows from it.

use std::collections::BTreeMap;

use contact::pages::address::local;
use contact::pages::custom::Sheet;
use contact::pages::frame::{self, Page};
use contact::pages::labels::Pick;
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, int, text};
use kit::{Fields, Reply, Visit};
use maud::Markup;
use schema::Verb;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, FieldError, Problem, Result, Tx};
use ui::page::activity_form::{ActivityForm, Content, Rich, Section, activity_form};
use ui::part::crumbs::Crumb;
use ui::part::field::{Choice, Field, Widget, Width, input_id};
use ui::part::form::Fault;

use super::people::{self, Chosen, choices};
use super::told;
use super::{list, log, more, show};
use crate::activity::SCHEDULED;
use crate::details;
use crate::recurring_entity::{self, Scope};
use crate::state;

/// The roles: name of the input, field of the record, key of the label.
pub const ROLES: [(&str, &str, &str); 3] = [
    ("target", "target_contact_id", "role-target"),
    ("assignee", "assignee_contact_id", "role-assignee"),
    ("source", "source_contact_id", "role-source"),
];

/// The inputs of the record's own fields.
const PLAIN: [&str; 11] = [
    "activity_type_id",
    "subject",
    "activity_date_time",
    "duration",
    "location",
    "details",
    "status_id",
    "priority_id",
    "medium_id",
    "engagement_level",
    "result",
];
/// A tick of the record's own.
const STAR: &str = "is_star";

/// The fields that a change takes to others of a series: all but their time and what came of each.
const SHARED: [&str; 8] =
    ["activity_type_id", "subject", "duration", "location", "details", "priority_id", "medium_id", "engagement_level"];

/// What is wrong, by the name of the input.
type Errors = BTreeMap<String, String>;

/// What stands in the form.
#[derive(Clone, Default)]
pub struct Draft {
    values: BTreeMap<String, String>,
    /// The details with their tags, where they were not touched without them.
    rich: String,
    roles: [Chosen; 3],
    tags: Vec<String>,
    parent: Option<i64>,
    next: [String; 3],
    scope: String,
    sheet: Sheet,
}

impl Draft {
    fn value(&self, field: &str) -> &str {
        self.values.get(field).map_or("", String::as_str)
    }

    fn set(&mut self, field: &str, value: impl Into<String>) {
        self.values.insert(field.to_owned(), value.into());
    }

    /// As the record is.
    fn of(tx: &Tx<'_>, lang: &Lang, row: &Row) -> Result<Draft> {
        let mut draft =
            Draft { rich: text(row, "details").to_owned(), parent: int(row, "parent_id"), ..Draft::default() };
        for field in PLAIN {
            draft.set(field, rows::written(row, field));
        }
        let at = told::at(row).map(|at| at.strftime("%Y-%m-%dT%H:%M").to_string());
        draft.set("activity_date_time", at.unwrap_or_default());
        draft.set("details", details::to_text(&draft.rich.clone()));
        draft.set(STAR, i32::from(rows::flag(row, STAR)).to_string());
        for (chosen, (_, field, _)) in draft.roles.iter_mut().zip(ROLES) {
            chosen.ids = told::ids(row, field);
        }
        let id = rows::id(row);
        draft.tags = more::tags_of(tx, id)?;
        let kind = draft.value("activity_type_id").to_owned();
        draft.sheet = Sheet::read(tx, lang, "Activity", &[&kind], Some(id))?;
        Ok(draft)
    }

    /// A new one, as the address asks for it.
    fn new(tx: &Tx<'_>, lang: &Lang, query: &Fields) -> Result<Draft> {
        let mut draft = Draft::default();
        let now = tx.clock().now;
        let parent = match query.int("parent") {
            Some(id) => Some(show::read(tx, id)?),
            None => None,
        };
        let task = query.has("task") || parent.is_some();
        let asked = match query.text("kind") {
            Some("call") => log::type_named(tx, "Phone Call")?,
            _ => query.int("type"),
        };
        let kind = match (asked, task) {
            (Some(kind), _) => Some(kind),
            (None, true) => log::type_named(tx, "Follow up")?,
            (None, false) => log::type_named(tx, "Meeting")?,
        };
        draft.set("activity_type_id", kind.map(|id| id.to_string()).unwrap_or_default());
        let at = query.text("at").and_then(log::moment).unwrap_or(if task { log::tomorrow(now) } else { now });
        draft.set("activity_date_time", at.strftime("%Y-%m-%dT%H:%M").to_string());
        draft.set("priority_id", "2");
        if task {
            draft.set("status_id", SCHEDULED.to_string());
            draft.roles[1].ids = tx.actor().contact_id.into_iter().collect();
        }
        if let Some(with) = query.int("with") {
            draft.roles[0].ids = vec![with];
        }
        if let Some(parent) = parent {
            draft.parent = Some(rows::id(&parent));
            draft.roles[0].ids = told::ids(&parent, "target_contact_id");
            draft.set("subject", text(&parent, "subject"));
        }
        draft.roles[2].ids = vec![log::author(tx)?];
        let kind = draft.value("activity_type_id").to_owned();
        draft.sheet = Sheet::read(tx, lang, "Activity", &[&kind], None)?;
        Ok(draft)
    }

    /// Takes what the form sent.
    fn typed(&mut self, tx: &Tx<'_>, lang: &Lang, form: &Fields, id: Option<i64>) -> Result<()> {
        for field in PLAIN.iter().filter(|field| form.has(field)) {
            let value = form.get(field).unwrap_or_default().replace("\r\n", "\n");
            if *field == "details" {
                self.take_details(&value, form.get("details_format") == Some("html"));
            } else {
                self.set(field, value.trim());
            }
        }
        if let Some(star) = form.get(STAR) {
            self.set(STAR, star);
        }
        for (chosen, (name, ..)) in self.roles.iter_mut().zip(ROLES) {
            *chosen = Chosen::sent(tx, form, name)?;
        }
        // Of the one who wrote it down the last choice counts.
        if let Some(last) = self.roles[2].ids.pop() {
            self.roles[2].ids = vec![last];
        }
        if form.has("tags") {
            self.tags = form.all("tags").filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
        }
        self.parent = form.int("parent_id").or(self.parent);
        self.next = ["next", "next_at", "next_who"].map(|name| form.text(name).unwrap_or_default().to_owned());
        self.scope = form.text("scope").unwrap_or_default().to_owned();
        let kind = self.value("activity_type_id").to_owned();
        self.sheet = Sheet::read(tx, lang, "Activity", &[&kind], id)?;
        self.sheet.typed(form);
        Ok(())
    }

    /// Plain text that nobody touched leaves the bold words and links as they were.
    fn take_details(&mut self, value: &str, is_html: bool) {
        if is_html {
            self.rich = details::clean(value);
            self.set("details", details::to_text(&self.rich.clone()));
        } else if value.trim() != self.value("details").trim() {
            self.rich = details::from_text(value);
            self.set("details", value);
        }
    }

    /// The values for the record.
    fn record(&self, tx: &mut Tx<'_>, is_new: bool) -> Result<Map<String, Json>> {
        let mut errors: Vec<FieldError> = Vec::new();
        let mut values = Map::new();
        for field in PLAIN {
            let value = self.value(field);
            let json = match field {
                "details" => Json::from(self.rich.trim()),
                "activity_date_time" => match (value.is_empty(), log::moment(value)) {
                    (true, _) => continue,
                    (false, Some(at)) => json!(log::written(at)),
                    (false, None) => {
                        errors.push(FieldError { field: field.to_owned(), problem: Problem::NotADate });
                        continue;
                    }
                },
                "status_id" if value.is_empty() => continue,
                _ if value.is_empty() => Json::Null,
                _ => json!(value),
            };
            if !(is_new && json.is_null()) {
                values.insert(field.to_owned(), json);
            }
        }
        values.insert(STAR.to_owned(), json!(self.value(STAR) == "1"));
        for (chosen, (name, field, _)) in self.roles.iter().zip(ROLES) {
            if chosen.is_unclear() {
                let problem = match chosen.found.is_empty() {
                    true => Problem::NoSuchRecord,
                    false => Problem::Rule { key: "problem-several-found", text: "Several contacts fit.".to_owned() },
                };
                errors.push(FieldError { field: name.to_owned(), problem });
            }
            let json = if field == "source_contact_id" { json!(chosen.ids.first()) } else { json!(chosen.ids) };
            values.insert(field.to_owned(), json);
        }
        if is_new && let Some(parent) = self.parent {
            values.insert("parent_id".to_owned(), json!(parent));
        }
        match self.sheet.changes(tx) {
            Ok(custom) => values.extend(custom),
            Err(Error::Invalid(more)) => errors.extend(more),
            Err(other) => return Err(other),
        }
        if errors.is_empty() { Ok(values) } else { Err(Error::Invalid(errors)) }
    }
}

/// `/activities/new`
pub fn create(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let mut draft = visit.read(|tx| Draft::new(tx, &lang, &visit.query))?;
    if !visit.is_post {
        return Ok(Reply::Html(page(visit, &lang, None, &draft, &Errors::new(), 0)?));
    }
    visit.read(|tx| draft.typed(tx, &lang, &visit.form, None))?;
    draft.sheet.take_files(visit)?;
    save(visit, &lang, None, &draft, 0)
}

/// `/activities/{id}/edit`
pub fn edit(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    let lang = Lang::new(visit.locale);
    let (mut draft, version) = visit.read(|tx| {
        let row = show::read(tx, id)?;
        let entity = tx.entity("Activity")?;
        if rows::flag(&row, "is_deleted") || !tx.may(&entity, id, Verb::Edit)? {
            return Err(Error::Forbidden("edit this activity".to_owned()));
        }
        Ok((Draft::of(tx, &lang, &row)?, more::version(tx, id)?))
    })?;
    if !visit.is_post {
        return Ok(Reply::Html(page(visit, &lang, Some(id), &draft, &Errors::new(), version)?));
    }
    visit.read(|tx| draft.typed(tx, &lang, &visit.form, Some(id)))?;
    if visit.form.int("version").is_some_and(|read| read != version) {
        let mut errors = Errors::new();
        errors.insert("version".to_owned(), lang.text("problem-activity-changed").to_owned());
        return Ok(Reply::Status(409, page(visit, &lang, Some(id), &draft, &errors, version)?));
    }
    draft.sheet.take_files(visit)?;
    save(visit, &lang, Some(id), &draft, version)
}

fn save(visit: &mut Visit<'_>, lang: &Lang, id: Option<i64>, draft: &Draft, version: i64) -> Result<Reply> {
    let taken = match more::take(visit) {
        Ok(taken) => taken,
        Err(words) => {
            let errors = Errors::from([("files".to_owned(), words)]);
            return Ok(Reply::Status(422, page(visit, lang, id, draft, &errors, version)?));
        }
    };
    let result = visit.write(|tx| {
        let saved = write(tx, id, draft)?;
        more::attach(tx, saved, &taken)?;
        Ok((saved, tx.transaction_id()))
    });
    match result {
        Ok((saved, transaction)) => {
            let said = if id.is_some() { "said-activity-saved" } else { "said-activity-created" };
            visit.say(if transaction.is_some() { said } else { "said-nothing" }, transaction);
            let back = local(visit.form.get("back")).map(str::to_owned);
            Ok(Reply::Redirect(back.unwrap_or_else(|| format!("/activities/{saved}"))))
        }
        Err(Error::Invalid(all)) => {
            let errors =
                all.iter().map(|one| (input_of(&one.field), lang.locale.problem(one.problem.key()).into_owned()));
            Ok(Reply::Status(422, page(visit, lang, id, draft, &errors.collect(), version)?))
        }
        Err(error) => Err(error),
    }
}

/// Writes the record, its tags, what follows from it, and the others of its series that the change is for.
fn write(tx: &mut Tx<'_>, id: Option<i64>, draft: &Draft) -> Result<i64> {
    let mut values = draft.record(tx, id.is_none())?;
    let scope = Scope::named(&draft.scope);
    let others = match id {
        Some(id) => recurring_entity::others(tx, id, scope)?,
        None => Vec::new(),
    };
    for other in others {
        let shared = values
            .iter()
            .filter(|(name, _)| SHARED.contains(&name.as_str()) || ROLES.iter().any(|(_, field, _)| *name == field));
        let mut shared: Map<String, Json> = shared.map(|(name, value)| (name.clone(), value.clone())).collect();
        shared.insert("id".to_owned(), json!(other));
        tx.save("Activity", shared, As::Actor)?;
    }
    if let Some(id) = id {
        values.insert("id".to_owned(), json!(id));
    }
    let saved = tx.save("Activity", values, As::Actor)?.id;
    more::tag(tx, saved, &draft.tags)?;
    follow(tx, saved, draft)?;
    Ok(saved)
}

fn follow(tx: &mut Tx<'_>, from: i64, draft: &Draft) -> Result<()> {
    let [subject, day, who] = &draft.next;
    if subject.is_empty() && day.is_empty() {
        return Ok(());
    }
    let at = match (day.is_empty(), log::moment(day)) {
        (true, _) => log::tomorrow(tx.clock().now),
        (false, Some(at)) => at,
        (false, None) => return Err(Error::field("next_at", Problem::NotADate)),
    };
    let assignee = who.parse().ok().or(tx.actor().contact_id);
    let mut values = log::object(json!({
        "activity_type_id": log::type_named(tx, "Follow up")?,
        "subject": Some(subject).filter(|text| !text.is_empty()),
        "activity_date_time": log::written(at),
        "status_id": SCHEDULED,
        "parent_id": from,
        "source_contact_id": log::author(tx)?,
        "target_contact_id": draft.roles[0].ids,
        "assignee_contact_id": assignee.map(|id: i64| vec![id]),
    }));
    values.retain(|_, value| !value.is_null());
    tx.save("Activity", values, As::Actor).map(|_| ())
}

/// The input beside which an error of a field stands.
fn input_of(field: &str) -> String {
    let role = ROLES.iter().find(|(_, name, _)| field.starts_with(name));
    role.map_or_else(|| field.to_owned(), |(input, ..)| (*input).to_owned())
}

/// The lists that the form chooses from.
struct Lists {
    types: Vec<Pick>,
    statuses: Vec<Pick>,
    priorities: Vec<Pick>,
    media: Vec<Pick>,
    levels: Vec<Pick>,
    tags: Vec<(String, String)>,
    colleagues: Vec<(String, String)>,
    in_series: bool,
}

impl Lists {
    fn read(tx: &Tx<'_>, lang: &Lang, id: Option<i64>, draft: &Draft) -> Result<Lists> {
        let of = |field: &str| choices(tx, lang, field, draft.value(field));
        let mut types = of("activity_type_id")?;
        types.retain(|one| !list::is_system(one) || one.value == draft.value("activity_type_id"));
        let mut statuses = of("status_id")?;
        let (kind, chosen) = (draft.value("activity_type_id"), draft.value("status_id"));
        statuses.retain(|one| one.value == chosen || state::is_for(one.item.grouping.as_deref(), kind));
        let uses_levels = !draft.value("engagement_level").is_empty() || more::campaigns(tx)?;
        Ok(Lists {
            types,
            statuses,
            priorities: of("priority_id")?,
            media: of("medium_id")?,
            levels: if uses_levels { of("engagement_level")? } else { Vec::new() },
            tags: more::tags(tx)?,
            colleagues: log::colleagues(tx, lang)?,
            in_series: match id {
                Some(id) => recurring_entity::series_of(tx, id)?.is_some(),
                None => false,
            },
        })
    }
}

fn page(
    visit: &Visit<'_>,
    lang: &Lang,
    id: Option<i64>,
    draft: &Draft,
    errors: &Errors,
    version: i64,
) -> Result<Markup> {
    let ui = visit.ui();
    let (lists, pickers) = visit.read(|tx| {
        let lists = Lists::read(tx, lang, id, draft)?;
        let mut pickers = Vec::new();
        for (chosen, (name, _, label)) in draft.roles.iter().zip(ROLES) {
            let error = errors.get(name).map(String::as_str);
            pickers.push(people::picker(tx, lang, (name, role_label(lang, label)), chosen, error)?);
        }
        Ok((lists, pickers))
    })?;
    let as_choices = |all: &'_ [Pick]| -> Vec<Choice<'_>> {
        all.iter().map(|one| Choice::of(lang.keep(one.value.clone()), lang.keep(one.label.clone()))).collect()
    };
    let (types, statuses) = (as_choices(&lists.types), as_choices(&lists.statuses));
    let (priorities, media, levels) =
        (as_choices(&lists.priorities), as_choices(&lists.media), as_choices(&lists.levels));
    let own = [Choice::of("", lang.text("people-me"))];
    let me = visit.actor.contact_id.map(|id| id.to_string());
    let others = lists.colleagues.iter().filter(|(id, _)| Some(id) != me.as_ref());
    let colleagues: Vec<Choice<'_>> = own.into_iter().chain(others.map(|(id, name)| Choice::of(id, name))).collect();
    let tags: Vec<Choice<'_>> = lists.tags.iter().map(|(id, label)| Choice::of(id, label)).collect();
    let chosen_tags: Vec<&str> = draft.tags.iter().map(String::as_str).collect();
    let scopes = [
        Choice::of("one", lang.text("scope-one")),
        Choice::of("following", lang.text("scope-following")),
        Choice::of("all", lang.text("scope-all")),
    ];
    let error = |name: &str| errors.get(name).map(String::as_str);
    let plain = |name: &'static str, widget, width| Field {
        error: error(name),
        ..Field::text(name, lang.field("Activity", name), draft.value(name)).widget(widget).width(width)
    };
    let select = |name: &'static str, all, empty| Field {
        may_be_empty: empty,
        ..plain(name, Widget::Select(all), Width::Third)
    };
    let mut sections = Vec::new();
    let mut what = vec![
        Content::Fields(vec![
            Field { width: Width::Third, ..plain("activity_type_id", Widget::Select(&types), Width::Third).required() },
            Field { focused: id.is_none(), ..plain("subject", Widget::Text, Width::TwoThirds) },
            plain("activity_date_time", Widget::DateTime, Width::Half),
            plain("duration", Widget::Number("1"), Width::Half),
            plain("location", Widget::Text, Width::Full),
        ]),
        Content::Rich(Rich {
            name: "details",
            label: lang.field("Activity", "details"),
            text: draft.value("details"),
            html: details::rich(&draft.rich).map(|text| kit::rich_text::shown(&text)).unwrap_or_default(),
            error: error("details"),
        }),
    ];
    if lists.in_series {
        let scope = Field::text("scope", lang.text("scope"), if draft.scope.is_empty() { "one" } else { &draft.scope });
        what.insert(
            0,
            Content::Fields(vec![Field {
                help: Some(lang.text("scope-help")),
                ..scope.widget(Widget::Segments(&scopes))
            }]),
        );
    }
    sections.push(Section { id: "what", title: lang.text("activity-what"), intro: None, content: what });
    sections.push(Section {
        id: "who",
        title: lang.text("activity-who"),
        intro: Some(lang.text("activity-who-intro")),
        content: pickers.into_iter().map(|one| Content::People(Box::new(one))).collect(),
    });
    let mut standing = vec![
        Field { may_be_empty: id.is_none(), ..select("status_id", &statuses, false) },
        select("priority_id", &priorities, true),
        select("medium_id", &media, true),
    ];
    if !levels.is_empty() {
        standing.push(select("engagement_level", &levels, true));
    }
    // What came of it is known afterwards.
    if id.is_some() || !draft.value("result").is_empty() {
        standing.push(plain("result", Widget::Text, Width::Full));
    }
    standing.push(plain(STAR, Widget::Checkbox, Width::Full));
    if !tags.is_empty() {
        let field = Field::text("tags", lang.text("activity-tags"), "").widget(Widget::Checkboxes(&tags));
        standing.push(Field { values: &chosen_tags, ..field });
    }
    let help = lang.text("activity-status-help");
    sections.push(Section {
        id: "standing",
        title: lang.text("activity-standing"),
        intro: id.is_none().then_some(help),
        content: vec![Content::Fields(standing)],
    });
    let custom = draft.sheet.form(&ui, lang, errors);
    sections.push(Section {
        id: "files",
        title: lang.text("activity-files"),
        intro: None,
        content: vec![Content::Fields(vec![more::file_input(lang, error("files"))])],
    });
    let [next, next_at, next_who] = &draft.next;
    sections.push(Section {
        id: "next",
        title: lang.text("activity-next"),
        intro: Some(lang.text("activity-next-intro")),
        content: vec![Content::Fields(vec![
            Field::text("next", lang.text("activity-next-what"), next),
            Field {
                error: error("next_at"),
                ..Field::text("next_at", lang.text("activity-next-when"), next_at)
                    .widget(Widget::Date)
                    .width(Width::Half)
            },
            Field::text("next_who", lang.text("activity-next-who"), next_who)
                .widget(Widget::Select(&colleagues))
                .width(Width::Half),
        ])],
    });
    if !draft.sheet.is_empty() {
        let at = sections.len() - 2;
        sections.insert(at, Section { id: "custom", title: "", intro: None, content: vec![Content::Markup(custom)] });
    }
    let title = lang.text(if id.is_some() { "activity-edit" } else { "activity-new" });
    let cancel = match (id, visit.query.int("with"), draft.parent) {
        (Some(id), ..) | (None, None, Some(id)) => lang.keep(format!("/activities/{id}")),
        (None, Some(with), _) => lang.keep(format!("/contacts/{with}")),
        _ => "/activities",
    };
    let parent = draft.parent.filter(|_| id.is_none()).map(|id| id.to_string());
    let version = version.to_string();
    let mut hidden: Vec<(&str, &str)> = parent.iter().map(|id| ("parent_id", id.as_str())).collect();
    if id.is_none() && visit.query.int("with").is_some() {
        hidden.push(("back", cancel));
    }
    let action = if id.is_some() { visit.path } else { "/activities/new" };
    let view = ActivityForm {
        way: vec![
            Crumb { label: lang.text("activities"), href: Some("/activities") },
            Crumb { label: title, href: None },
        ],
        title,
        action,
        cancel,
        version: id.map(|_| version.as_str()),
        hidden,
        faults: faults(lang, draft, errors),
        sections,
        save: lang.text(if id.is_some() { "save" } else { "activity-save" }),
        upload: true,
    };
    frame::show(visit, lang, Page { title, place: "/activities", narrow: false }, |ui, shell| {
        activity_form(ui, shell, &view)
    })
}

fn role_label<'a>(lang: &'a Lang, key: &str) -> &'a str {
    match key {
        "role-target" => lang.text("role-target"),
        "role-assignee" => lang.text("role-assignee"),
        _ => lang.text("role-source"),
    }
}

fn faults<'a>(lang: &'a Lang, draft: &'a Draft, errors: &'a Errors) -> Vec<Fault<'a>> {
    let label = |name: &'a str| match ROLES.iter().find(|(role, ..)| *role == name) {
        Some((.., key)) => role_label(lang, key),
        None if name == "version" => lang.text("activity-changed-meanwhile"),
        None if name == "files" => lang.text("activity-files"),
        None if name == "next_at" => lang.text("activity-next-when"),
        None => draft.sheet.label_of(name).unwrap_or_else(|| lang.field("Activity", name)),
    };
    errors
        .iter()
        .map(|(name, message)| Fault { input: lang.keep(input_id(name)), label: label(name), message })
        .collect()
}
