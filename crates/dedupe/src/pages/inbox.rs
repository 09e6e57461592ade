//! `/duplicates`: the pairs that wait for somebody to say whether they are one.

use contact::pages::frame::{self, Page};
use contact::pages::list::{name, photo};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, ask, text};
use contact::pages::slots::Wait;
use kit::{Reply, Visit};
use query::Cell;
use schema::Value;
use serde_json::{Value as Json, json};
use store::{As, Result, Tx, statement};
use ui::Icon;
use ui::page::duplicates::{self as page, Distinct, Duplicates, Pair, Person};
use ui::part::Tone;
use ui::part::avatar::{Avatar, Kind};
use ui::part::field::{Choice, Field, Widget};

use super::words;
use crate::merge::Mode;
use crate::score::Reason;
use crate::{batch, compare, exception, matching, profile};

/// Pairs of one page.
const SIZE: usize = 20;
/// So many pairs of a rule are shown.
const BY_RULE: i64 = 100;
/// More than these nobody needs to count.
const MANY: i64 = 500;
/// So many are ticked at once.
const TICKED: usize = 500;

const SHOWN: [&str; 13] = [
    "id",
    "contact_type",
    "display_name",
    "first_name",
    "last_name",
    "image_URL",
    "birth_date",
    "created_date",
    "email_primary.email",
    "phone_primary.phone",
    "address_primary.street_address",
    "address_primary.postal_code",
    "address_primary.city",
];

/// A pair as it was found.
struct Found {
    one: Row,
    other: Row,
    /// Its number among likely pairs, to go on from.
    at: (i64, i64),
    score: i64,
    reasons: Vec<Reason>,
    weight: Option<(i64, i64)>,
}

/// What the page was asked for.
struct Asked {
    contact: Option<i64>,
    rule: Option<i64>,
    group: Option<i64>,
    after: Option<(i64, i64)>,
}

impl Asked {
    fn of(visit: &Visit<'_>) -> Asked {
        let pair = |text: &str| {
            let (score, id) = text.split_once('.')?;
            Some((score.parse().ok()?, id.parse().ok()?))
        };
        let int = |name: &str| visit.query.int(name).filter(|id| *id > 0);
        Asked {
            contact: int("contact"),
            rule: int("rule"),
            group: int("group"),
            after: visit.query.text("after").and_then(pair),
        }
    }

    fn href(&self, after: Option<(i64, i64)>) -> String {
        let text = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
        let after = after.map(|(score, id)| format!("{score}.{id}")).unwrap_or_default();
        let (contact, rule, group) = (text(self.contact), text(self.rule), text(self.group));
        let pairs = [("contact", contact.as_str()), ("rule", &rule), ("group", &group), ("after", &after)];
        contact::pages::address::href("/duplicates", &pairs)
    }
}

/// `/duplicates`
pub(super) fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let asked = Asked::of(visit);
    let (found, more, count, complete, choices, name) = visit.read(|tx| {
        let (found, more) = find(tx, &asked)?;
        let plain = asked.contact.is_none() && asked.rule.is_none() && asked.group.is_none();
        let count = if plain { Some(count(tx)?) } else { None };
        let of = match asked.contact {
            Some(id) => rows::one(tx, "Contact", &["display_name"], id)?,
            None => None,
        };
        Ok((found, more, count, compare::is_complete(tx)?, Choices::read(tx, &lang)?, of))
    })?;
    let next = more.then(|| found.last().map(|last| asked.href(Some(last.at)))).flatten();
    let back = asked.href(asked.after);
    let title = match &name {
        Some(row) => lang.with("duplicates-of", &[("name", text(row, "display_name").into())]),
        None => lang.text("duplicates-title"),
    };
    let (rule, group) = (text_of(asked.rule), text_of(asked.group));
    let (rules, groups) = choices.fields();
    let narrow = match asked.contact {
        Some(_) => Vec::new(),
        None => vec![
            Field {
                may_be_empty: true,
                ..Field::text("group", lang.text("duplicates-group"), &group).widget(Widget::Select(&groups))
            },
            Field::text("rule", lang.text("duplicates-rule"), &rule).widget(Widget::Select(&rules)),
        ],
    };
    let news = match (complete, asked.rule) {
        (false, None) => Some(lang.text("duplicates-running")),
        (_, Some(_)) if more => Some(lang.with("duplicates-more", &[("count", BY_RULE.into())])),
        _ => None,
    };
    let intro = if name.is_some() { "duplicates-of-intro" } else { "duplicates-intro" };
    let view = Duplicates {
        title,
        intro: lang.text(intro),
        count,
        views: words::views(visit, &lang, "/duplicates"),
        news,
        narrow,
        kept: Vec::new(),
        pairs: found.iter().map(|one| pair(&lang, one)).collect(),
        back: &back,
        may_force: visit.actor.may("force merge duplicate contacts"),
        again: asked.contact.is_none(),
        next: next.as_deref().filter(|_| asked.rule.is_none()),
        nothing: (lang.text("duplicates-none"), lang.text("duplicates-none-help")),
    };
    let page = Page { title, place: "/contacts", narrow: false };
    Ok(Reply::Html(frame::show(visit, &lang, page, |ui, shell| page::duplicates(ui, shell, &view))?))
}

fn text_of(id: Option<i64>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
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

/// The condition that a pair was not said to be two.
const NOT_SAID: &str = r#"NOT EXISTS (SELECT 1 FROM "civicrm_dedupe_exception" e
WHERE e."contact_id1" = p."contact_id1" AND e."contact_id2" = p."contact_id2")"#;

fn count(tx: &Tx<'_>) -> Result<i64> {
    crate::sql::number(tx, &format!(r#"SELECT count(*) FROM "ruche_duplicate_pair" p WHERE {NOT_SAID}"#), Vec::new())
}

/// How many pairs wait, counted up to [`MANY`] and one more: home tells of them to everybody who opens it.
fn count_some(tx: &Tx<'_>) -> Result<i64> {
    let some =
        format!(r#"SELECT 1 AS "one" FROM "ruche_duplicate_pair" p WHERE {NOT_SAID} LIMIT {}"#, MANY.saturating_add(1));
    crate::sql::number(tx, &format!(r#"SELECT count(*) FROM ({some}) t"#), Vec::new())
}

/// The pairs that are asked for and that the visitor may see; whether there are more.
fn find(tx: &mut Tx<'_>, asked: &Asked) -> Result<(Vec<Found>, bool)> {
    if let Some(contact) = asked.contact {
        return Ok((of_contact(tx, contact)?, false));
    }
    if let Some(rule) = asked.rule {
        return by_rule(tx, rule, asked.group);
    }
    let mut all: Vec<Found> = Vec::new();
    let mut after = asked.after;
    loop {
        let batch = likely(tx, after, 100)?;
        let whole = batch.len() < 100;
        after = batch.last().map(|(_, at, _)| *at);
        let ids = batch.iter().map(|(pair, ..)| *pair);
        let seen = seen(tx, ids, asked.group)?;
        for ((one, other), at, reasons) in batch {
            if let Some((one, other)) = both(&seen, one, other) {
                all.push(Found { one, other, at, score: at.0, reasons, weight: None });
            }
        }
        if all.len() > SIZE {
            all.truncate(SIZE);
            return Ok((all, true));
        }
        if whole {
            return Ok((all, false));
        }
    }
}

type Stored = ((i64, i64), (i64, i64), Vec<Reason>);

fn likely(tx: &Tx<'_>, after: Option<(i64, i64)>, limit: i64) -> Result<Vec<Stored>> {
    let (condition, binds) = match after {
        Some((score, id)) => (
            format!(
                r#" AND (p."score" < {0} OR p."score" = {0} AND p."id" > {1})"#,
                tx.placeholder(1),
                tx.placeholder(2)
            ),
            vec![Value::Int(score), Value::Int(id)],
        ),
        None => (String::new(), Vec::new()),
    };
    let statement = statement(
        format!(
            r#"SELECT p."contact_id1", p."contact_id2", p."score", p."id", p."reasons" FROM "ruche_duplicate_pair" p
WHERE {NOT_SAID}{condition} ORDER BY p."score" DESC, p."id" LIMIT {limit}"#
        ),
        binds,
    );
    let mut found = Vec::new();
    tx.rows(&statement, |row| {
        let int = |at| if let Cell::Int(n) = row.cell(at) { n } else { 0 };
        let reasons = match row.cell(4) {
            Cell::Text(words) => words.split(' ').filter_map(Reason::of).collect(),
            _ => Vec::new(),
        };
        found.push(((int(0), int(1)), (int(2), int(3)), reasons));
        Ok(())
    })?;
    Ok(found)
}

/// Those of the contacts that the visitor may see; where a group is named, those in it and their partners.
fn seen(tx: &Tx<'_>, pairs: impl Iterator<Item = (i64, i64)> + Clone, group: Option<i64>) -> Result<Vec<Row>> {
    let mut ids: Vec<i64> = pairs.clone().flat_map(|(one, other)| [one, other]).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(group) = group {
        let inside = ask(tx, "Contact", &["id"], json!([["id", "IN", ids], ["groups", "IN", [group]]]), &[], 0)?;
        let inside: Vec<i64> = inside.iter().map(rows::id).collect();
        let kept = pairs.filter(|(one, other)| inside.contains(one) || inside.contains(other));
        ids = kept.flat_map(|(one, other)| [one, other]).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
    }
    ask(tx, "Contact", &SHOWN, json!([["id", "IN", ids], ["is_deleted", "=", false]]), &[], 0)
}

fn both(seen: &[Row], one: i64, other: i64) -> Option<(Row, Row)> {
    let find = |id: i64| seen.iter().find(|row| rows::id(row) == id).cloned();
    Some((find(one)?, find(other)?))
}

fn of_contact(tx: &mut Tx<'_>, contact: i64) -> Result<Vec<Found>> {
    let Some(own) = profile::load(tx, &[contact])?.into_iter().next() else { return Ok(Vec::new()) };
    let found = compare::alike(tx, &own)?;
    let seen = seen(tx, found.iter().map(|(other, _)| (contact, other.id)), None)?;
    let mut all = Vec::new();
    for (other, likeness) in found {
        if exception::find(tx, contact, other.id)?.is_some() {
            continue;
        }
        if let Some((one, other)) = both(&seen, contact, other.id) {
            let (score, reasons) = (i64::from(likeness.score), likeness.reasons);
            all.push(Found { one, other, at: (0, 0), score, reasons, weight: None });
        }
    }
    Ok(all)
}

fn by_rule(tx: &mut Tx<'_>, rule: i64, group: Option<i64>) -> Result<(Vec<Found>, bool)> {
    let rules = matching::rules(tx, &json!(rule))?;
    let members = match group {
        Some(group) => {
            let request = rows::request(&["id"], json!([["groups", "IN", [group]]]), Vec::new(), 0);
            let ids = tx.get("Contact", &request, As::Actor)?.rows;
            let ids: Vec<String> = ids.iter().map(|row| rows::id(row).to_string()).collect();
            Some(if ids.is_empty() { "0".to_owned() } else { ids.join(", ") })
        }
        None => None,
    };
    let found = matching::pairs(tx, &rules, members.as_deref(), BY_RULE + 1)?;
    let more = i64::try_from(found.len()).unwrap_or(0) > BY_RULE;
    let seen = seen(tx, found.iter().map(|pair| (pair.one, pair.other)), None)?;
    let threshold = rules.group.threshold;
    let all = found.into_iter().take(usize::try_from(BY_RULE).unwrap_or(0)).filter_map(|pair| {
        let (one, other) = both(&seen, pair.one, pair.other)?;
        let weight = Some((pair.weight, threshold));
        Some(Found { one, other, at: (0, 0), score: 100, reasons: Vec::new(), weight })
    });
    Ok((all.collect(), more))
}

fn pair<'a>(lang: &'a Lang, found: &'a Found) -> Pair<'a> {
    let (one, other) = (rows::id(&found.one), rows::id(&found.other));
    let mut reasons: Vec<(&str, bool)> =
        found.reasons.iter().map(|reason| (lang.text(words::reason(*reason)), reason.is_against())).collect();
    if let Some((weight, threshold)) = found.weight {
        let values = [("weight", weight.into()), ("threshold", threshold.into())];
        reasons.push((lang.with("duplicate-weight", &values), false));
    }
    Pair {
        id: lang.keep(format!("{one}-{other}")),
        people: [person(lang, &found.one, &found.other), person(lang, &found.other, &found.one)],
        verdict: words::verdict(lang, found.score),
        reasons,
        merge: lang.keep(format!("/merge?keep={one}&other={other}")),
    }
}

fn person<'a>(lang: &'a Lang, row: &'a Row, other: &'a Row) -> Person<'a> {
    let called = name(lang, row);
    let place = |row: &Row| {
        let part = |field: &str| text(row, field).to_owned();
        let town = [part("address_primary.postal_code"), part("address_primary.city")].join(" ");
        let parts = [part("address_primary.street_address"), town.trim().to_owned()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    };
    let born = |row: &Row| lang.date(text(row, "birth_date").get(..10).unwrap_or_default()).to_owned();
    let facts = [
        (
            lang.field("Email", "email"),
            text(row, "email_primary.email").to_owned(),
            text(other, "email_primary.email").to_owned(),
        ),
        (
            lang.field("Phone", "phone"),
            text(row, "phone_primary.phone").to_owned(),
            text(other, "phone_primary.phone").to_owned(),
        ),
        (lang.field("Address", "street_address"), place(row), place(other)),
        (lang.field("Contact", "birth_date"), born(row), born(other)),
    ];
    let facts = facts.into_iter().filter(|(_, own, theirs)| !own.is_empty() || !theirs.is_empty());
    let since = lang.date(text(row, "created_date").get(..10).unwrap_or_default());
    Person {
        avatar: Avatar::of(Kind::of(text(row, "contact_type")), called).photo(photo(row)),
        name: called,
        href: lang.keep(format!("/contacts/{}", rows::id(row))),
        since: lang.with("duplicates-since", &[("date", since.into())]),
        facts: facts
            .map(|(label, own, theirs)| {
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

/// `/duplicates/again`: everybody is compared anew.
pub(super) fn again(visit: &mut Visit<'_>) -> Result<Reply> {
    if visit.is_post {
        visit.write(|tx| compare::ask_again(tx))?;
        visit.say("said-compare-again", None);
    }
    Ok(Reply::Redirect("/duplicates".to_owned()))
}

/// `/duplicates/merge`: the ticked pairs, one after the other.
pub(super) fn merge_ticked(visit: &mut Visit<'_>) -> Result<Reply> {
    let pairs: Vec<(i64, i64)> = visit.form.all("pair").filter_map(two).take(TICKED).collect();
    if !visit.is_post || pairs.is_empty() {
        return Ok(Reply::Redirect(back(visit)));
    }
    let mode = if visit.query.has("forced") { Mode::Aggressive } else { Mode::Safe };
    let job = visit.write(|tx| batch::queue(tx, &pairs, mode))?;
    Ok(Reply::Redirect(format!("/jobs/{job}")))
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
