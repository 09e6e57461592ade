//! `/duplicates`: the pairs that wait for somebody to say whether they are one.

use contact::pages::frame::{self, Page};
use contact::pages::list::{name, photo};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, ask, text};
use contact::pages::slots::Wait;
use kit::{Reply, Visit};
use serde_json::{Value as Json, json};
use store::{As, Result, Tx};
use ui::Icon;
use ui::page::duplicates::{self as page, Again, Conflicts, Distinct, Duplicates, Pair, Person};
use ui::part::Tone;
use ui::part::avatar::{Avatar, Kind};
use ui::part::field::{Choice, Field, Widget};

use super::found::{self, Asked, Column, Found, NOT_SAID, Part};
use super::words;
use crate::batch::{self, Stays};
use crate::merge::Mode;
use crate::{compare, exception, listed, matching};

/// More than these nobody needs to count.
const MANY: i64 = 500;
/// So many are ticked at once.
const TICKED: usize = 500;

/// `/duplicates`
pub(super) fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let asked = Asked::of(visit);
    let (part, count, complete, choices, name) = visit.read(|tx| {
        let part = found::find(tx, &asked)?;
        let plain = asked.contact.is_none() && asked.rule.is_none() && asked.group.is_none();
        let count = if plain { Some(count(tx)?) } else { None };
        let of = match asked.contact {
            Some(id) => rows::one(tx, "Contact", &["display_name"], id)?,
            None => None,
        };
        Ok((part, count, compare::is_complete(tx)?, Choices::read(tx, &lang)?, of))
    })?;
    let title = match &name {
        Some(row) => lang.with("duplicates-of", &[("name", text(row, "display_name").into())]),
        None => lang.text("duplicates-title"),
    };
    let (rule, group, with) = (text_of(asked.rule), text_of(asked.group), asked.with());
    let (rules, groups) = choices.fields();
    let columns = columns(&lang);
    let shown: Vec<&str> = with.split(',').collect();
    let narrow = match asked.contact {
        Some(_) => Vec::new(),
        None => narrow(&lang, (&group, &groups), (&rule, &rules), (&shown, &columns)),
    };
    let intro = if name.is_some() { "duplicates-of-intro" } else { "duplicates-intro" };
    let (here, start) = (asked.here(), asked.start());
    let view = Duplicates {
        title,
        intro: lang.text(intro),
        count: count.or(part.result.map(|(_, count, _)| i64::try_from(count).unwrap_or(i64::MAX))),
        views: words::views(visit, &lang, "/duplicates"),
        news: news(&lang, &asked, &part, complete),
        narrow,
        kept: kept(&rule, &group, &start),
        pairs: part.found.iter().map(|one| pair(&lang, &asked, one)).collect(),
        back: &here,
        may_force: visit.actor.may("force merge duplicate contacts"),
        again: match (asked.contact, asked.rule) {
            (Some(_), _) => None,
            (None, Some(_)) => Some(Again { label: lang.text("duplicates-rule-again") }),
            (None, None) => Some(Again { label: lang.text("duplicates-again") }),
        },
        all: match (asked.contact, asked.rule) {
            (Some(_), _) => None,
            (None, Some(_)) => Some(lang.text("duplicates-merge-all")),
            (None, None) => Some(lang.text("duplicates-merge-sure")),
        },
        next: part.next.as_deref(),
        nothing: (lang.text("duplicates-none"), lang.text("duplicates-none-help")),
    };
    let page = Page { title, place: "/contacts", narrow: false };
    Ok(Reply::Html(frame::show(visit, &lang, page, |ui, shell| page::duplicates(ui, shell, &view))?))
}

fn text_of(id: Option<i64>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

/// What says which list it is: for whatever is done with the whole of it.
fn kept<'a>(rule: &'a str, group: &'a str, start: &'a str) -> Vec<(&'a str, &'a str)> {
    let all = [("rule", rule), ("group", group), ("list", start)];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn narrow<'a>(
    lang: &'a Lang,
    (group, groups): (&'a str, &'a [Choice<'a>]),
    (rule, rules): (&'a str, &'a [Choice<'a>]),
    (shown, columns): (&'a [&'a str], &'a [Choice<'a>]),
) -> Vec<Field<'a>> {
    vec![
        Field {
            may_be_empty: true,
            ..Field::text("group", lang.text("duplicates-group"), group).widget(Widget::Select(groups))
        },
        Field::text("rule", lang.text("duplicates-rule"), rule).widget(Widget::Select(rules)),
        Field {
            values: shown,
            columns: 2,
            ..Field::text("with", lang.text("duplicates-columns"), "").widget(Widget::Checkboxes(columns))
        },
    ]
}

fn columns(lang: &Lang) -> Vec<Choice<'_>> {
    let label = |column: Column| match column {
        Column::Street => lang.field("Address", "street_address"),
        Column::Postcode => lang.field("Address", "postal_code"),
        Column::Points => lang.text("duplicates-column-points"),
        Column::Conflicts => lang.text("duplicates-column-conflicts"),
    };
    Column::ALL.into_iter().map(|(column, name)| Choice::of(name, label(column))).collect()
}

/// When the list was made, and what it lacks.
fn news<'a>(lang: &'a Lang, asked: &Asked, part: &Part, complete: bool) -> Option<&'a str> {
    let Some((at, count, is_cut)) = part.result else {
        return (!complete && asked.contact.is_none()).then(|| lang.text("duplicates-running"));
    };
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let day = lang.date(&at.date().to_string());
    let time = lang.keep(at.strftime("%H:%M").to_string());
    let values = [("count", count.into()), ("date", day.into()), ("time", time.into())];
    Some(lang.with(if is_cut { "duplicates-result-cut" } else { "duplicates-result" }, &values))
}

/// What the list can be narrowed by.
struct Choices {
    rules: Vec<(String, String)>,
    groups: Vec<(String, String)>,
}

impl Choices {
    fn read(tx: &Tx<'_>, lang: &Lang) -> Result<Choices> {
        let mut rules = vec![(String::new(), lang.text("duplicates-rule-likeness").to_owned())];
        for row in ask(tx, "DedupeRuleGroup", &["id", "name", "title"], json!([]), &[("id", "ASC")], 200)? {
            rules.push((rows::id(&row).to_string(), super::rules::title(lang, &row)));
        }
        let active = json!([["is_active", "=", true]]);
        let groups = ask(tx, "Group", &["id", "title"], active, &[("title", "ASC")], 1_000)?;
        let groups = groups.iter().map(|row| (rows::id(row).to_string(), text(row, "title").to_owned())).collect();
        Ok(Choices { rules, groups })
    }

    fn fields(&self) -> (Vec<Choice<'_>>, Vec<Choice<'_>>) {
        fn of(all: &[(String, String)]) -> Vec<Choice<'_>> {
            all.iter().map(|(value, label)| Choice::of(value, label)).collect()
        }
        (of(&self.rules), of(&self.groups))
    }
}

fn count(tx: &Tx<'_>) -> Result<i64> {
    crate::sql::number(tx, &format!(r#"SELECT count(*) FROM "ruche_duplicate_pair" p WHERE {NOT_SAID}"#), Vec::new())
}

/// How many pairs wait, counted up to [`MANY`] and one more: home tells of them to everybody who opens it.
fn count_some(tx: &Tx<'_>) -> Result<i64> {
    let some =
        format!(r#"SELECT 1 AS "one" FROM "ruche_duplicate_pair" p WHERE {NOT_SAID} LIMIT {}"#, MANY.saturating_add(1));
    crate::sql::number(tx, &format!(r#"SELECT count(*) FROM ({some}) t"#), Vec::new())
}

fn pair<'a>(lang: &'a Lang, asked: &Asked, found: &'a Found) -> Pair<'a> {
    let (one, other) = found.ids();
    let mut reasons: Vec<(&str, bool)> =
        found.reasons.iter().map(|reason| (lang.text(words::reason(*reason)), reason.is_against())).collect();
    let points = asked.shows(Column::Points);
    if let Some((weight, threshold)) = found.weight.filter(|_| points) {
        let values = [("weight", weight.into()), ("threshold", threshold.into())];
        reasons.push((lang.with("duplicate-weight", &values), false));
    } else if points && found.weight.is_none() {
        reasons.push((lang.with("duplicate-score", &[("score", found.score.into())]), false));
    }
    let conflicts = found.conflicts.as_ref().map(|all| {
        let names: Vec<&str> = all.iter().map(|(entity, field)| lang.field(entity, field)).collect();
        match names.is_empty() {
            true => Conflicts::None(lang.text("duplicates-no-conflict")),
            false => Conflicts::Some(lang.with("duplicates-conflicts", &[("fields", names.join(", ").into())])),
        }
    });
    let side = |own: &'a Row, theirs: &'a Row| Person {
        stays: rows::id(own) == found.stays,
        ..person(lang, asked, own, theirs)
    };
    Pair {
        id: lang.keep(format!("{one}-{other}")),
        people: [side(&found.one, &found.other), side(&found.other, &found.one)],
        verdict: words::verdict(lang, found.score),
        reasons,
        conflicts,
    }
}

fn person<'a>(lang: &'a Lang, asked: &Asked, row: &'a Row, other: &'a Row) -> Person<'a> {
    let called = name(lang, row);
    let place = |row: &Row| {
        let part = |field: &str, is_shown: bool| if is_shown { text(row, field).to_owned() } else { String::new() };
        let postcode = part("address_primary.postal_code", asked.shows(Column::Postcode));
        let town = [postcode, part("address_primary.city", true)].join(" ");
        let parts = [part("address_primary.street_address", asked.shows(Column::Street)), town.trim().to_owned()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    };
    let born = |row: &Row| lang.date(text(row, "birth_date").get(..10).unwrap_or_default()).to_owned();
    let own = |row: &Row, field: &str| text(row, field).to_owned();
    let both = |field: &str| (own(row, field), own(other, field));
    let address = if asked.shows(Column::Street) { "street_address" } else { "city" };
    let facts = [
        (lang.field("Email", "email"), both("email_primary.email")),
        (lang.field("Phone", "phone"), both("phone_primary.phone")),
        (lang.field("Address", address), (place(row), place(other))),
        (lang.field("Contact", "birth_date"), (born(row), born(other))),
    ];
    let facts = facts.into_iter().filter(|(_, (own, theirs))| !own.is_empty() || !theirs.is_empty());
    let since = lang.date(text(row, "created_date").get(..10).unwrap_or_default());
    Person {
        avatar: Avatar::of(Kind::of(text(row, "contact_type")), called).photo(photo(row)),
        id: lang.keep(rows::id(row).to_string()),
        stays: false,
        name: called,
        href: lang.keep(format!("/contacts/{}", rows::id(row))),
        since: lang.with("duplicates-since", &[("date", since.into())]),
        facts: facts
            .map(|(label, (own, theirs))| {
                let differs = !own.is_empty() && !theirs.is_empty() && own != theirs;
                (label, lang.keep(own), differs)
            })
            .collect(),
    }
}

/// The two numbers of `12-34`.
pub(super) fn two(text: &str) -> Option<(i64, i64)> {
    let (one, other) = text.split_once('-')?;
    Some((one.parse().ok()?, other.parse().ok()?))
}

fn back(visit: &Visit<'_>) -> String {
    contact::pages::address::local(visit.form.get("back")).unwrap_or("/duplicates").to_owned()
}

/// `/duplicates/not`: these are two.
pub(super) fn not_the_same(visit: &mut Visit<'_>) -> Result<Reply> {
    if let (true, Some((one, other))) = (visit.is_post, visit.form.get("not").and_then(two)) {
        let done = visit.write(|tx| {
            exception::remember(tx, one, other)?;
            Ok(tx.transaction_id())
        })?;
        visit.say("said-not-same", done);
    }
    Ok(Reply::Redirect(back(visit)))
}

/// `/duplicates/distinct`: the pairs that were said to be two, and taking that back.
pub(super) fn distinct(visit: &mut Visit<'_>) -> Result<Reply> {
    if visit.is_post {
        let id = visit.form.int("id").unwrap_or(0);
        let done = visit.write(|tx| {
            tx.delete("DedupeException", id, As::Actor)?;
            Ok(tx.transaction_id())
        })?;
        visit.say("said-same-again", done);
        return Ok(Reply::Redirect("/duplicates/distinct".to_owned()));
    }
    let lang = Lang::new(visit.locale);
    let select = ["id", "contact_id1", "contact_id2", "contact_id1.display_name", "contact_id2.display_name"];
    let found = visit.read(|tx| ask(tx, "DedupeException", &select, json!([]), &[("id", "DESC")], 500))?;
    let contact = |row: &Row, field: &str| {
        let id = row.get(field).and_then(Json::as_i64).unwrap_or(0);
        let name = text(row, &format!("{field}.display_name")).to_owned();
        let shown = if name.is_empty() { format!("#{id}") } else { name };
        (lang.keep(shown), lang.keep(format!("/contacts/{id}")))
    };
    let all: Vec<Distinct<'_>> = found
        .iter()
        .map(|row| Distinct {
            id: lang.keep(rows::id(row).to_string()),
            one: contact(row, "contact_id1"),
            other: contact(row, "contact_id2"),
        })
        .collect();
    let views = words::views(visit, &lang, "/duplicates/distinct");
    let page = Page { title: lang.text("duplicates-distinct"), place: "/contacts", narrow: false };
    Ok(Reply::Html(frame::show(visit, &lang, page, |ui, shell| page::distinct(ui, shell, &views, &all))?))
}

/// `/duplicates/again`: everybody is compared anew, or a rule looks again.
pub(super) fn again(visit: &mut Visit<'_>) -> Result<Reply> {
    if !visit.is_post {
        return Ok(Reply::Redirect("/duplicates".to_owned()));
    }
    let asked = Asked::told(&visit.form);
    match asked.rule {
        Some(rule) => visit.read(|tx| {
            let rules = matching::rules(tx, &json!(rule))?;
            listed::forget(tx, &rules, asked.group)
        })?,
        None => {
            visit.write(|tx| compare::ask_again(tx))?;
            visit.say("said-compare-again", None);
        }
    }
    Ok(Reply::Redirect(list(visit)))
}

/// The list that a form was sent from, from its beginning.
fn list(visit: &Visit<'_>) -> String {
    contact::pages::address::local(visit.form.get("list")).unwrap_or("/duplicates").to_owned()
}

/// A pair in the order in which it was chosen who stays.
fn ordered(visit: &Visit<'_>, pair: (i64, i64)) -> (i64, i64) {
    let (one, other) = pair;
    if visit.form.int(&format!("stays-{one}-{other}")) == Some(other) { (other, one) } else { pair }
}

/// `/duplicates/merge`: the ticked pairs, one after the other; or one, looked at before.
pub(super) fn merge_ticked(visit: &mut Visit<'_>) -> Result<Reply> {
    if let Some(pair) = visit.form.get("look").and_then(two) {
        let (keep, other) = ordered(visit, pair);
        return Ok(Reply::Redirect(format!("/merge?keep={keep}&other={other}")));
    }
    let ticked = visit.form.all("pair").filter_map(two).take(TICKED);
    let pairs: Vec<(i64, i64)> = ticked.map(|pair| ordered(visit, pair)).collect();
    if !visit.is_post || pairs.is_empty() {
        return Ok(Reply::Redirect(back(visit)));
    }
    let mode = if visit.query.has("forced") { Mode::Aggressive } else { Mode::Safe };
    let job = visit.write(|tx| batch::queue(tx, &pairs, mode, Stays::First))?;
    Ok(Reply::Redirect(format!("/jobs/{job}")))
}

/// `/duplicates/merge/all`: the whole list, but for the pairs that contradict each other.
pub(super) fn merge_all(visit: &mut Visit<'_>) -> Result<Reply> {
    if !visit.is_post {
        return Ok(Reply::Redirect("/duplicates".to_owned()));
    }
    let asked = Asked::told(&visit.form);
    let job = visit.write(|tx| {
        let pairs = found::all(tx, &asked)?;
        match pairs.is_empty() {
            true => Ok(None),
            false => batch::queue(tx, &pairs, Mode::Safe, Stays::Suited).map(Some),
        }
    })?;
    Ok(Reply::Redirect(job.map_or_else(|| list(visit), |job| format!("/jobs/{job}"))))
}

/// For the home page: pairs that wait.
pub(super) fn waiting(visit: &Visit<'_>, lang: &Lang) -> Result<Vec<Wait>> {
    if !super::door().met_by(&visit.actor.permissions) || !visit.actor.may("view all contacts") {
        return Ok(Vec::new());
    }
    let count = visit.read(|tx| count_some(tx))?;
    let title = match count > MANY {
        true => lang.with("duplicates-waiting-many", &[("count", MANY.into())]),
        false => lang.with("duplicates-waiting", &[("count", count.into())]),
    };
    let wait = || Wait {
        icon: Icon::ArrowsMerge,
        tone: Tone::Honey,
        title: title.to_owned(),
        words: lang.text("duplicates-waiting-words").to_owned(),
        action: lang.text("duplicates-waiting-do").to_owned(),
        href: "/duplicates".to_owned(),
    };
    Ok((count > 0).then(wait).into_iter().collect())
}
