//! What the list of all activities is narrowed by: as the address says it, as clauses, as chips, as a question for the
//! composer.

use contact::pages::address::href;
use contact::pages::labels::{self, Pick};
use contact::pages::phrases::Lang;
use contact::pages::pick::{self, Found};
use contact::pages::rows::{self, ask};
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use kit::Fields;
use maud::html;
use serde_json::{Value as Json, json};
use store::{Result, Tx};
use ui::part::chip::Filter;
use ui::part::field::{Choice, Field, Widget, Width};
use ui::part::tabs::Tab;

use super::attached::TABLE;
use super::list::{OPEN, between, by_status, status_choices, week_start};
use super::{log, more, people, told};

/// So many activities with files are looked through, the newest: files are few beside words.
const FILED: i64 = 5_000;
/// The number of nobody.
const NOBODY: i64 = 0;

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub q: String,
    pub kind: String,
    pub status: String,
    pub period: String,
    pub day: String,
    /// The first and the last day, where no period is named.
    pub from: String,
    pub to: String,
    pub who: String,
    /// Somebody who takes part, in whichever role: their number, or a name that several have.
    pub with: String,
    pub tag: String,
    pub priority: String,
    /// `1`: something is attached.
    pub files: String,
    pub sort: String,
}

const PERIODS: [(&str, &str); 8] = [
    ("today", "period-today"),
    ("week", "period-week"),
    ("month", "period-month"),
    ("last-month", "period-last-month"),
    ("year", "period-year"),
    ("last-year", "period-last-year"),
    ("12", "period-twelve"),
    ("ahead", "period-ahead"),
];

/// Where words are searched for unless a period is chosen.
const LATELY: &str = "12";

impl Asked {
    pub fn of(fields: &Fields) -> Asked {
        let text =
            |name: &str| fields.text(name).map(|text| text.chars().take(100).collect::<String>()).unwrap_or_default();
        let day = |name: &str| text(name).parse::<Date>().map_or_else(|_| String::new(), |day| day.to_string());
        let (from, to) = (day("from"), day("to"));
        let mut asked = Asked {
            q: text("q"),
            kind: text("type"),
            status: text("status"),
            period: text("period"),
            day: text("day"),
            who: text("who"),
            with: text("with"),
            tag: text("tag"),
            priority: text("priority"),
            files: text("files"),
            sort: if text("sort") == "old" { "old".to_owned() } else { String::new() },
            from,
            to,
        };
        if asked.period.is_empty() && asked.reads_all() && asked.from.is_empty() && asked.to.is_empty() {
            LATELY.clone_into(&mut asked.period);
        }
        asked
    }

    /// Whether no index may answer: then every activity of the time asked for is read.
    fn reads_all(&self) -> bool {
        !self.q.is_empty()
    }

    pub fn conditions(&self) -> Vec<(&str, &str)> {
        let all = [
            ("q", &self.q),
            ("type", &self.kind),
            ("status", &self.status),
            ("period", &self.period),
            ("day", &self.day),
            ("from", &self.from),
            ("to", &self.to),
            ("who", &self.who),
            ("with", &self.with),
            ("tag", &self.tag),
            ("priority", &self.priority),
            ("files", &self.files),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name, value.as_str())).collect()
    }

    pub fn href(&self) -> String {
        self.page(&[])
    }

    pub fn page(&self, more: &[(&str, &str)]) -> String {
        let mut pairs = self.conditions();
        pairs.push(("sort", &self.sort));
        pairs.extend_from_slice(more);
        href("/activities", &pairs)
    }

    pub fn clauses(&self, tx: &Tx<'_>, own: Option<i64>) -> Result<Vec<Json>> {
        let mut all = Vec::new();
        if let Ok(id) = self.kind.parse::<i64>() {
            all.push(json!(["activity_type_id", "=", id]));
        }
        by_status(tx, &self.status, &mut all)?;
        if let Some((from, to)) = self.days(tx) {
            between(&mut all, from, to);
        }
        let who = if self.who == "me" { own } else { self.who.parse().ok() };
        if let Some(id) = who {
            all.push(json!(["assignee_contact_id", "CONTAINS", id]));
        }
        all.extend(self.taking_part(tx)?);
        if let Ok(tag) = self.tag.parse::<i64>() {
            all.push(json!(["tags", "IN", [tag]]));
        }
        if let Ok(priority) = self.priority.parse::<i64>() {
            all.push(json!(["priority_id", "=", priority]));
        }
        if !self.q.is_empty() {
            all.push(json!(["subject", "CONTAINS", self.q]));
        }
        if !self.files.is_empty() {
            all.push(json!(["id", "IN", filed(tx)?]));
        }
        Ok(all)
    }

    /// Those in which somebody takes part.
    fn taking_part(&self, tx: &Tx<'_>) -> Result<Option<Json>> {
        let one = |id: i64| json!(["all_contact_id", "CONTAINS", id]);
        if self.with.is_empty() {
            return Ok(None);
        }
        if let Ok(id) = self.with.parse::<i64>() {
            return Ok(Some(one(id)));
        }
        Ok(Some(match meant(tx, &self.with)?.as_slice() {
            [] => one(NOBODY),
            [id] => one(*id),
            several => json!(["OR", several.iter().map(|id| one(*id)).collect::<Vec<_>>()]),
        }))
    }

    /// The days that are asked for, both included.
    fn days(&self, tx: &Tx<'_>) -> Option<(Date, Date)> {
        let given = |text: &str| text.parse::<Date>().ok();
        match (given(&self.day), given(&self.from), given(&self.to)) {
            (Some(day), _, _) => Some((day, day)),
            (None, None, None) => self.span(tx),
            (None, from, to) => Some((from.unwrap_or(Date::MIN), to.unwrap_or(Date::MAX))),
        }
    }

    /// The same question in the composer, where it can be asked more closely.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn refined(&self, tx: &Tx<'_>, own: Option<i64>) -> Result<String> {
        let plain = Asked { files: String::new(), ..self.clone() };
        let join = match self.files.is_empty() {
            true => json!([]),
            false => json!([[
                "EntityFile AS file",
                "INNER",
                ["file.entity_table", "=", format!("'{TABLE}'")],
                ["file.entity_id", "=", "id"]
            ]]),
        };
        let params = json!({
            "version": 4,
            "select": ["activity_date_time", "activity_type_id:label", "subject", "status_id:label"],
            "where": plain.clauses(tx, own)?,
            "join": join,
            "orderBy": {"activity_date_time": if self.sort.is_empty() { "DESC" } else { "ASC" }},
            "limit": 0,
        });
        let question = json!({"e": "Activity", "p": params, "d": "table"}).to_string();
        Ok(href("/search/new", &[("s", &question)]))
    }

    /// The first and the last day of the period.
    fn span(&self, tx: &Tx<'_>) -> Option<(Date, Date)> {
        let clock = tx.clock();
        let today = clock.today();
        let add = |day: Date, span: Span| day.saturating_add(span);
        Some(match self.period.as_str() {
            "today" => (today, today),
            "week" => {
                let first = week_start(today, clock.week_begins);
                (first, add(first, 6.days()))
            }
            "month" => (today.first_of_month(), today.last_of_month()),
            "last-month" => {
                let day = add(today.first_of_month(), -1.days());
                (day.first_of_month(), day)
            }
            "year" => (today.first_of_year(), today.last_of_year()),
            "last-year" => {
                let day = add(today.first_of_year(), -1.days());
                (day.first_of_year(), day)
            }
            "12" => (add(today, -12.months()), Date::MAX),
            "ahead" => (today, Date::MAX),
            _ => return None,
        })
    }
}

/// The only contact that a name means; None for a number, for nobody, and where several have it.
///
/// # Errors
/// The database's own failure.
pub(super) fn named(tx: &Tx<'_>, with: &str) -> Result<Option<i64>> {
    if with.is_empty() || with.parse::<i64>().is_ok() {
        return Ok(None);
    }
    Ok(match meant(tx, with)?.as_slice() {
        [one] => Some(*one),
        _ => None,
    })
}

/// Those whom a name can mean: whoever is called so, else those whose names begin so.
fn meant(tx: &Tx<'_>, with: &str) -> Result<Vec<i64>> {
    Ok(match pick::meant(tx, with, None)? {
        Found::One(id) => vec![id],
        Found::Several(all) => all.iter().map(rows::id).collect(),
        Found::Nobody => people::fitting(tx, with)?.iter().map(rows::id).collect(),
    })
}

/// The activities to which something is attached, the newest of them.
fn filed(tx: &Tx<'_>) -> Result<Vec<i64>> {
    let order = [("entity_id", "DESC")];
    let found = ask(tx, "EntityFile", &["entity_id"], json!([["entity_table", "=", TABLE]]), &order, FILED)?;
    let mut ids: Vec<i64> = found.iter().filter_map(|row| rows::int(row, "entity_id")).collect();
    ids.dedup();
    if ids.is_empty() {
        ids.push(NOBODY);
    }
    Ok(ids)
}

/// What criteria choose from, in the reader's language.
pub(super) struct Lists {
    kinds: Vec<Pick>,
    statuses: Vec<Pick>,
    priorities: Vec<Pick>,
    tags: Vec<(String, String)>,
    colleagues: Vec<(String, String)>,
    /// The name of who takes part, and what stands in the field, where the number tells two of one name apart.
    with: String,
    typed: String,
}

impl Lists {
    /// Reads them.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn read(tx: &Tx<'_>, lang: &Lang, asked: &Asked) -> Result<Lists> {
        let choices = |field, chosen: &str| labels::choices(tx, lang.code(), "Activity", field, chosen);
        let with = match asked.with.parse::<i64>() {
            Ok(id) => told::people(tx, &[id])?.get(&id).map(|row| told::named(lang, row).to_owned()),
            Err(_) => None,
        };
        Ok(Lists {
            kinds: choices("activity_type_id", &asked.kind)?,
            statuses: choices("status_id", &asked.status)?,
            priorities: choices("priority_id", &asked.priority)?,
            tags: more::tags(tx)?,
            colleagues: log::colleagues(tx, lang)?,
            typed: with.as_ref().map_or_else(|| asked.with.clone(), |name| format!("{name} (#{})", asked.with)),
            with: with.unwrap_or_else(|| asked.with.clone()),
        })
    }
}

/// What the filters choose from, as choices.
pub(super) struct Choices<'a> {
    kinds: Vec<Choice<'a>>,
    states: Vec<Choice<'a>>,
    periods: Vec<Choice<'a>>,
    people: Vec<Choice<'a>>,
    tags: Vec<Choice<'a>>,
    priorities: Vec<Choice<'a>>,
    with: &'a str,
}

impl<'a> Choices<'a> {
    pub fn new(lang: &'a Lang, lists: &'a Lists, own: Option<i64>) -> Choices<'a> {
        let of = |all: &'a [Pick]| all.iter().map(|one| Choice::of(&one.value, &one.label)).collect();
        let people = lists.colleagues.iter().filter(|(id, _)| Some(id.clone()) != own.map(|id| id.to_string()));
        Choices {
            kinds: of(&lists.kinds),
            states: status_choices(lang, &lists.statuses),
            periods: PERIODS.iter().map(|(value, key)| Choice::of(value, period(lang, key))).collect(),
            people: std::iter::once(Choice::of("me", lang.text("people-me")))
                .chain(people.map(|(id, name)| Choice::of(id, name)))
                .collect(),
            tags: lists.tags.iter().map(|(id, label)| Choice::of(id, label)).collect(),
            priorities: of(&lists.priorities),
            with: &lists.typed,
        }
    }

    pub fn fields(&'a self, lang: &'a Lang, asked: &'a Asked) -> Vec<Field<'a>> {
        let select = |name, label, value, choices: &'a [Choice<'a>]| Field {
            may_be_empty: true,
            width: Width::Half,
            ..Field::text(name, label, value).widget(Widget::Select(choices))
        };
        let day =
            |name, label, value| Field { width: Width::Half, ..Field::text(name, label, value).widget(Widget::Date) };
        let with = Field::text("with", lang.text("activity-with"), self.with);
        let files = Field::text("files", lang.text("filter-activity-files"), &asked.files);
        let mut all = vec![
            with.widget(Widget::Lookup("/contacts/suggest?field=with")),
            select("type", lang.field("Activity", "activity_type_id"), asked.kind.as_str(), &self.kinds),
            select("status", lang.field("Activity", "status_id"), asked.status.as_str(), &self.states),
            select("who", lang.text("role-assignee"), asked.who.as_str(), &self.people),
            select("priority", lang.field("Activity", "priority_id"), asked.priority.as_str(), &self.priorities),
            select("period", lang.text("activity-period"), asked.period.as_str(), &self.periods),
            day("from", lang.text("activity-from"), &asked.from),
            day("to", lang.text("activity-to"), &asked.to),
        ];
        if !self.tags.is_empty() {
            all.insert(5, select("tag", lang.text("activity-tag"), asked.tag.as_str(), &self.tags));
        }
        all.push(files.widget(Widget::Checkbox));
        all
    }
}

fn period<'a>(lang: &'a Lang, key: &str) -> &'a str {
    match key {
        "period-today" => lang.text("period-today"),
        "period-week" => lang.text("period-week"),
        "period-month" => lang.text("period-month"),
        "period-last-month" => lang.text("period-last-month"),
        "period-year" => lang.text("period-year"),
        "period-last-year" => lang.text("period-last-year"),
        "period-twelve" => lang.text("period-twelve"),
        _ => lang.text("period-ahead"),
    }
}

/// The views that lead from list to tasks and calendar.
pub(super) fn views<'a>(lang: &'a Lang, asked: &Asked) -> Vec<Tab<'a>> {
    let plain = Asked { status: String::new(), who: String::new(), ..asked.clone() };
    let tab = |label, to: &Asked| Tab {
        label,
        href: lang.keep(to.href()),
        count: None,
        current: to.status == asked.status && to.who == asked.who,
    };
    vec![
        tab(lang.text("view-all"), &plain),
        tab(lang.text("view-open"), &Asked { status: OPEN.to_owned(), ..plain.clone() }),
        tab(lang.text("view-mine"), &Asked { who: "me".to_owned(), ..plain.clone() }),
    ]
}

/// The criteria as chips, each with the list without it.
pub(super) fn filters<'a>(lang: &'a Lang, asked: &Asked, lists: &Lists) -> Vec<Filter<'a>> {
    let mut all = Vec::new();
    let mut add = |key: &'static str, value: &str, without: Asked| {
        let bold = html! { b { (value) } };
        all.push(Filter {
            words: lang.locale.rich(key, &[("value", bold.into())]),
            plain: lang.with(key, &[("value", value.into())]),
            without: lang.keep(without.href()),
            change: None,
        });
    };
    let label = |all: &[Pick], value: &str| all.iter().find(|one| one.value == value).map(|one| one.label.clone());
    if let Some(value) = label(&lists.kinds, &asked.kind) {
        add("filter-activity-type", &value, Asked { kind: String::new(), ..asked.clone() });
    }
    let open = (asked.status == OPEN).then(|| lang.text("status-open").to_owned());
    if let Some(value) = open.or_else(|| label(&lists.statuses, &asked.status)) {
        add("filter-activity-status", &value, Asked { status: String::new(), ..asked.clone() });
    }
    if asked.day.parse::<Date>().is_ok() {
        add("filter-activity-period", lang.date(&asked.day), Asked { day: String::new(), ..asked.clone() });
    }
    if let Some((_, key)) = PERIODS.iter().find(|(value, _)| *value == asked.period) {
        // While words are searched for, no period at all must be said aloud.
        let none = if asked.reads_all() { "all" } else { "" };
        add("filter-activity-period", period(lang, key), Asked { period: none.to_owned(), ..asked.clone() });
    }
    let name = match asked.who.as_str() {
        "me" => Some(lang.text("people-me").to_owned()),
        who => lists.colleagues.iter().find(|(id, _)| id == who).map(|(_, name)| name.clone()),
    };
    if let Some(name) = name {
        add("filter-activity-who", &name, Asked { who: String::new(), ..asked.clone() });
    }
    if !asked.with.is_empty() {
        add("filter-activity-with", &lists.with, Asked { with: String::new(), ..asked.clone() });
    }
    if let Some(value) = label(&lists.priorities, &asked.priority) {
        add("filter-activity-priority", &value, Asked { priority: String::new(), ..asked.clone() });
    }
    if let Some((_, value)) = lists.tags.iter().find(|(id, _)| *id == asked.tag) {
        add("filter-activity-tag", value, Asked { tag: String::new(), ..asked.clone() });
    }
    if !asked.from.is_empty() {
        add("filter-activity-from", lang.date(&asked.from), Asked { from: String::new(), ..asked.clone() });
    }
    if !asked.to.is_empty() {
        add("filter-activity-to", lang.date(&asked.to), Asked { to: String::new(), ..asked.clone() });
    }
    if !asked.files.is_empty() {
        all.push(Filter {
            words: html! { (lang.text("filter-activity-files")) },
            plain: lang.text("filter-activity-files"),
            without: lang.keep(Asked { files: String::new(), ..asked.clone() }.href()),
            change: None,
        });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_looked_for_in_the_last_twelve_months_until_somebody_asks_for_more() {
        assert_eq!(Asked::of(&Fields::parse("q=salle")).period, LATELY);
        assert_eq!(Asked::of(&Fields::parse("q=salle&period=all")).period, "all");
        assert_eq!(Asked::of(&Fields::parse("priority=1")).period, "");
        assert_eq!(Asked::of(&Fields::parse("q=salle&from=2020-01-01")).period, "");
        assert_eq!(Asked::of(&Fields::default()).period, "");
    }
}
