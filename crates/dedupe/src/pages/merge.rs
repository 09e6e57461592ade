//! `/merge`: two records side by side, and the one that is to come of them.

use contact::pages::frame::{self, Page};
use contact::pages::list::{self, name, photo};
use contact::pages::past;
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, text};
use contact::pages::slots::End;
use kit::{Queued, Reply, Visit};
use schema::{Value, Verb};
use serde_json::{Value as Json, json};
use store::{Error, Result, Tx};
use ui::page::merge::{self as page, Along, Line, Merge, Party, Put, Way as WayView, Ways};
use ui::part::avatar::{Avatar, Kind};

use super::words;
use crate::merge::{self, Choices, Plan, Side, Way, links, trace};

const SHOWN: [&str; 9] = [
    "id",
    "contact_type",
    "display_name",
    "first_name",
    "last_name",
    "image_URL",
    "created_date",
    "modified_date",
    "address_primary.city",
];

/// The two as the page needs them.
struct Sheet {
    keep: Row,
    other: Row,
    plan: Plan,
    /// Both values of each difference, in words.
    values: Vec<(String, String)>,
    ways: Vec<String>,
    places: Vec<(i64, String)>,
    along: Vec<(String, i64)>,
}

impl Sheet {
    fn read(tx: &Tx<'_>, lang: &Lang, keep: i64, other: i64) -> Result<Sheet> {
        let missing = |id: i64| Error::NotFound(format!("contact {id}"));
        for id in [keep, other] {
            if !rows::may(tx, id, Verb::Edit)? {
                return Err(missing(id));
            }
        }
        let own = rows::one(tx, "Contact", &SHOWN, keep)?.ok_or_else(|| missing(keep))?;
        let theirs = rows::one(tx, "Contact", &SHOWN, other)?.ok_or_else(|| missing(other))?;
        let plan = Plan::of(tx, keep, other)?;
        let mut values = Vec::new();
        for one in &plan.differences {
            let words = |value: &Value| past::value_in_words(tx, lang, &one.entity, &one.field, &value.to_json());
            values.push((words(&one.keep)?, words(&one.other)?));
        }
        let ways: Result<Vec<String>> = plan.ways.iter().map(|way| told(tx, way)).collect();
        let types = rows::ask(tx, "LocationType", &["id", "display_name", "name"], json!([]), &[], 0)?;
        let places = types.iter().map(|row| {
            let own = contact::label(lang.code(), "LocationType", text(row, "name"));
            (rows::id(row), own.unwrap_or(text(row, "display_name")).to_owned())
        });
        Ok(Sheet {
            keep: own,
            other: theirs,
            values,
            ways: ways?,
            places: places.collect(),
            along: links::count(tx, other)?,
            plan,
        })
    }

    /// What both were when the page was made.
    fn version(&self) -> String {
        format!("{} {}", text(&self.keep, "modified_date"), text(&self.other, "modified_date"))
    }
}

/// A way of reaching somebody, in a line.
fn told(tx: &Tx<'_>, way: &Way) -> Result<String> {
    let entity = tx.entity(way.entity)?;
    let fields: &[&str] = match way.entity {
        "Email" => &["email"],
        "Phone" => &["phone"],
        "Website" => &["url"],
        "IM" => &["name"],
        "OpenID" => &["openid"],
        _ => &["street_address", "supplemental_address_1", "postal_code", "city"],
    };
    let parts = fields.iter().filter_map(|field| match way.value(&entity, field) {
        Value::Text(text) if !text.trim().is_empty() => Some(text),
        _ => None,
    });
    let words = parts.collect::<Vec<_>>().join(", ");
    Ok(if words.is_empty() { "–".to_owned() } else { words })
}

/// `/merge`
pub(super) fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let fields = if visit.is_post { &visit.form } else { &visit.query };
    let (Some(keep), Some(other)) = (fields.int("keep"), fields.int("other")) else {
        return Ok(Reply::Redirect("/duplicates".to_owned()));
    };
    let lang = Lang::new(visit.locale);
    let sheet = match visit.read(|tx| Sheet::read(tx, &lang, keep, other)) {
        Ok(sheet) => sheet,
        // They were merged already, in another window: the one that stayed is what is looked for.
        Err(Error::NotFound(_)) if !visit.is_post => {
            let found = visit.read(|tx| Ok((trace::survivor(tx, keep)?, trace::survivor(tx, other)?)))?;
            return match found.0.or(found.1) {
                Some(id) => Ok(Reply::Redirect(format!("/contacts/{id}"))),
                None => Err(Error::NotFound(format!("contact {keep}"))),
            };
        }
        Err(error) => return Err(error),
    };
    if !visit.is_post {
        return Ok(Reply::Html(view(visit, &lang, &sheet, &sheet.plan.proposed(), None)?));
    }
    let choices = chosen(visit, &sheet.plan);
    if visit.form.text("version") != Some(sheet.version().trim()) {
        let problem = lang.text("merge-changed");
        return Ok(Reply::Status(409, view(visit, &lang, &sheet, &choices, Some(problem))?));
    }
    let done = visit.write(|tx| {
        merge::merge(tx, keep, other, &choices)?;
        Ok(tx.transaction_id())
    });
    match done {
        Ok(transaction) => {
            visit.say("said-merged", transaction);
            Ok(Reply::Redirect(format!("/contacts/{keep}")))
        }
        Err(Error::Conflict(why)) => {
            let problem = lang.with("merge-refused", &[("why", refusal(&lang, &why).into())]);
            Ok(Reply::Status(409, view(visit, &lang, &sheet, &choices, Some(problem))?))
        }
        Err(Error::Invalid(errors)) => {
            let words: Vec<String> = errors
                .iter()
                .map(|error| format!("{}: {}", lang.field("Contact", &error.field), lang.text(error.problem.key())))
                .collect();
            let problem = lang.with("merge-refused", &[("why", words.join(" ").into())]);
            Ok(Reply::Status(422, view(visit, &lang, &sheet, &choices, Some(problem))?))
        }
        Err(error) => Err(error),
    }
}

/// A refusal in the reader's language.
fn refusal<'a>(lang: &'a Lang, why: &'a str) -> &'a str {
    match why {
        why if why.starts_with("Both have an account") => lang.text("merge-two-accounts"),
        why if why.starts_with("The other one has an account") => lang.text("merge-account-stays"),
        why if why.starts_with("The site's own") => lang.text("merge-site-stays"),
        why if why.starts_with("Only two contacts") => lang.text("merge-other-type"),
        why => why,
    }
}

/// What was ticked.
fn chosen(visit: &Visit<'_>, plan: &Plan) -> Choices {
    let mut choices = Choices::default();
    for difference in &plan.differences {
        let name = format!("field-{}", difference.key);
        if visit.form.get(&name) == Some("other") {
            choices.taken.insert(difference.key.clone());
        }
    }
    let way = |text: &str| {
        let (entity, id) = text.split_once('-')?;
        Some((entity.to_owned(), id.parse().ok()?))
    };
    choices.ways = visit.form.all("way").filter_map(way).collect();
    let current = |entity: &str| {
        plan.ways.iter().find(|own| own.entity == entity && own.owner == plan.keep && own.is_primary).map(|own| own.id)
    };
    for (name, value) in &visit.form.0 {
        if name.starts_with("first-")
            && let Some((entity, id)) = way(value)
            && current(&entity) != Some(id)
        {
            choices.primary.insert((entity, id));
        }
        if let Some((entity, id)) = name.strip_prefix("at-").and_then(way) {
            put(&mut choices, (entity, id), value);
        }
    }
    let along: Vec<&str> = visit.form.all("along").collect();
    let left = visit.form.all("kind").filter(|kind| !along.contains(kind));
    choices.left = left.map(str::to_owned).collect();
    choices
}

/// Where a way is put, as the form says it: at the place of `p5`, instead of the one of `i33`.
fn put(choices: &mut Choices, way: (String, i64), value: &str) {
    if let Some(place) = value.strip_prefix('p').and_then(|id| id.parse().ok()) {
        choices.places.insert(way, place);
    } else if let Some(own) = value.strip_prefix('i').and_then(|id| id.parse().ok()) {
        choices.instead.insert(way, own);
    }
}

fn view(
    visit: &Visit<'_>,
    lang: &Lang,
    sheet: &Sheet,
    choices: &Choices,
    problem: Option<&str>,
) -> Result<maud::Markup> {
    let (keep, other) = (sheet.plan.keep.to_string(), sheet.plan.other.to_string());
    let swap = format!("/merge?keep={other}&other={keep}");
    let version = sheet.version();
    let along = sheet.along.iter().map(|(entity, count)| {
        let what = entity_name(visit, lang, entity);
        let words = lang.with("merge-along-count", &[("what", what.into()), ("count", (*count).into())]);
        Along { kind: entity, words, ticked: !choices.left.contains(entity) }
    });
    let view = Merge {
        keep: party(lang, &sheet.keep),
        other: party(lang, &sheet.other),
        keep_id: &keep,
        other_id: &other,
        version: version.trim(),
        swap: &swap,
        lines: lines(lang, sheet, choices),
        ways: ways(lang, sheet, choices),
        along: along.collect(),
        problem,
    };
    let page = Page { title: lang.text("merge-title"), place: "/contacts", narrow: false };
    frame::show(visit, lang, page, |ui, shell| page::merge(ui, shell, &view))
}

/// What records of an entity are called.
fn entity_name<'a>(visit: &Visit<'_>, lang: &'a Lang, entity: &str) -> &'a str {
    let key = match entity {
        "ActivityContact" => "merge-of-activities",
        "Note" => "merge-of-notes",
        "Relationship" => "merge-of-relationships",
        "GroupContact" => "merge-of-groups",
        "EntityTag" => "merge-of-tags",
        "EntityFile" => "merge-of-files",
        _ => {
            let title = visit.site.catalog().entity(entity).map(|entity| entity.title_plural.to_string());
            return lang.keep(title.unwrap_or_else(|| entity.to_owned()));
        }
    };
    lang.text(key)
}

fn party<'a>(lang: &'a Lang, row: &'a Row) -> Party<'a> {
    let called = name(lang, row);
    let since = lang.date(text(row, "created_date").get(..10).unwrap_or_default());
    let mut line = vec![lang.with("duplicates-since", &[("date", since.into())])];
    line.extend(Some(text(row, "address_primary.city")).filter(|city| !city.is_empty()));
    Party {
        avatar: Avatar::of(Kind::of(text(row, "contact_type")), called).photo(photo(row)),
        name: called,
        href: lang.keep(format!("/contacts/{}", rows::id(row))),
        line: lang.keep(line.join(" · ")),
    }
}

fn lines<'a>(lang: &'a Lang, sheet: &'a Sheet, choices: &Choices) -> Vec<Line<'a>> {
    let all = sheet.plan.differences.iter().zip(&sheet.values);
    all.map(|(one, (keep, other))| {
        let takes_other = choices.taken.contains(&one.key);
        Line {
            name: lang.keep(format!("field-{}", one.key)),
            label: lang.field(&one.entity, &one.field),
            keep,
            other,
            takes_other,
            reason: if takes_other == (one.proposed == Side::Other) {
                lang.text(words::better(one.reason))
            } else {
                ""
            },
            conflict: one.conflict,
        }
    })
    .collect()
}

fn ways<'a>(lang: &'a Lang, sheet: &'a Sheet, choices: &Choices) -> Vec<Ways<'a>> {
    let mut all: Vec<(&str, Ways<'a>)> = Vec::new();
    for (way, words) in sheet.plan.ways.iter().zip(&sheet.ways) {
        let theirs = way.owner == sheet.plan.other;
        let place = way.location_type.and_then(|id| sheet.places.iter().find(|(known, _)| *known == id));
        let mut note: Vec<&str> = place.map(|(_, name)| name.as_str()).into_iter().collect();
        match (theirs, way.same_as) {
            (true, Some(_)) => note.push(lang.text("merge-same")),
            (false, _) => note.push(lang.text("merge-of-keep")),
            _ => {}
        }
        let key = (way.entity.to_owned(), way.id);
        let first = choices.primary.iter().any(|(entity, _)| entity == way.entity);
        let one = WayView {
            put: if theirs { places_of(lang, sheet, choices, way) } else { None },
            id: lang.keep(format!("{}-{}", way.entity, way.id)),
            words,
            note: lang.keep(note.join(" · ")),
            theirs,
            ticked: choices.ways.contains(&key),
            primary: if first { choices.primary.contains(&key) } else { !theirs && way.is_primary },
        };
        match all.iter_mut().find(|(entity, _)| *entity == way.entity) {
            Some((_, kind)) => kind.ways.push(one),
            None => {
                let primary = (way.entity != "Website").then(|| lang.keep(format!("first-{}", way.entity)));
                let label = kind_name(lang, way.entity);
                all.push((way.entity, Ways { label, primary, ways: vec![one] }));
            }
        }
    }
    all.into_iter().map(|(_, kind)| kind).collect()
}

/// Where a way of the other can be put: beside the survivor's at any place, or instead of one of them.
fn places_of<'a>(lang: &'a Lang, sheet: &'a Sheet, choices: &Choices, way: &Way) -> Option<Put<'a>> {
    let key = (way.entity.to_owned(), way.id);
    let mut all: Vec<(&str, &str)> = Vec::new();
    match way.location_type {
        Some(_) => all.extend(sheet.places.iter().map(|(id, name)| {
            (lang.keep(format!("p{id}")), lang.with("merge-put-at", &[("place", name.as_str().into())]))
        })),
        None => all.push(("", lang.text("merge-put-beside"))),
    }
    let own = sheet.plan.ways.iter().zip(&sheet.ways);
    for (own, words) in own.filter(|(own, _)| own.entity == way.entity && own.owner == sheet.plan.keep) {
        let words = lang.with("merge-put-instead", &[("way", words.as_str().into())]);
        all.push((lang.keep(format!("i{}", own.id)), words));
    }
    let chosen = match (choices.instead.get(&key), choices.places.get(&key).copied().or(way.location_type)) {
        (Some(own), _) => lang.keep(format!("i{own}")),
        (None, Some(place)) => lang.keep(format!("p{place}")),
        (None, None) => "",
    };
    (all.len() > 1).then(|| Put { name: lang.keep(format!("at-{}-{}", way.entity, way.id)), choices: all, chosen })
}

fn kind_name<'a>(lang: &'a Lang, entity: &str) -> &'a str {
    match entity {
        "Email" => lang.field("Email", "email"),
        "Phone" => lang.field("Phone", "phone"),
        "Website" => lang.field("Website", "url"),
        "IM" => lang.field("IM", "name"),
        "OpenID" => lang.field("OpenID", "openid"),
        _ => lang.field("Address", "street_address"),
    }
}

/// `/merge/two`: the two that are ticked in a list.
pub(super) fn two(visit: &mut Visit<'_>) -> Result<Reply> {
    if !visit.is_post {
        return Ok(Reply::Redirect("/contacts".to_owned()));
    }
    let mut picked = visit.read(|tx| list::picked(tx, &visit.form, false, 3))?;
    picked.sort_unstable();
    if let [keep, other] = picked[..] {
        return Ok(Reply::Redirect(format!("/merge?keep={keep}&other={other}")));
    }
    visit.say("said-merge-two", None);
    Ok(Reply::Redirect("/contacts".to_owned()))
}

/// Whoever may merge and may change both may take a merge back whole, single steps of it beyond them included.
pub(super) fn may_undo(tx: &Tx<'_>, transaction: i64) -> Result<bool> {
    if !tx.actor().may("merge duplicate contacts") {
        return Ok(false);
    }
    match trace::merge_of(tx, transaction)? {
        Some((keep, other)) => Ok(rows::may(tx, keep, Verb::Edit)? && rows::may(tx, other, Verb::Edit)?),
        None => Ok(false),
    }
}

/// What came of merging several.
pub(super) fn told_of(visit: &Visit<'_>, lang: &Lang, job: &Queued) -> Result<End> {
    let told: Json = job.result.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let merged = told.get("merged").and_then(Json::as_i64).unwrap_or(0);
    let skipped: Vec<(i64, i64)> = told
        .get("skipped")
        .and_then(Json::as_array)
        .map(|all| all.iter().filter_map(|pair| Some((pair.get(0)?.as_i64()?, pair.get(1)?.as_i64()?))).collect())
        .unwrap_or_default();
    let left = i64::try_from(skipped.len()).unwrap_or(0);
    let words = lang.with("job-merge-end", &[("merged", merged.into()), ("skipped", left.into())]).to_owned();
    let ids: Vec<i64> = skipped.iter().take(20).flat_map(|(one, other)| [*one, *other]).collect();
    let names = visit.read(|tx| past::names(tx, ids.into_iter()))?;
    let called = |id: i64| past::name_of(&names, id).map_or_else(|| format!("#{id}"), str::to_owned);
    let links = skipped.iter().take(20).map(|(one, other)| {
        (format!("{} – {}", called(*one), called(*other)), format!("/merge?keep={one}&other={other}"))
    });
    let undo = told.get("undo").and_then(Json::as_array);
    Ok(End {
        words: words.trim().to_owned(),
        links: links.collect(),
        undo: undo.map(|all| all.iter().filter_map(Json::as_i64).collect()).unwrap_or_default(),
    })
}
