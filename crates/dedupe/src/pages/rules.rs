//! `/settings/duplicates`: the exact rules, and whether sure pairs are merged every night.

use contact::pages::frame::{self, Page};
use contact::pages::labels;
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, ask, text};
use kit::{Reply, Visit};
use schema::Entity;
use serde_json::{Map, json};
use store::{As, Error, Result, Tx};
use ui::page::rules::{self as page, Line};
use ui::part::field::{Choice, Field, Widget, Width, input_id};
use ui::part::form::Fault;

use crate::batch::{REGULARLY, RULE};
use crate::listed::LIMIT;
use crate::rule::Rule;
use crate::rule_group::{DedupeRuleGroup, GENERAL, SUPERVISED, UNSUPERVISED};

/// So many fields a rule has at most.
const FIELDS: usize = 5;
const TYPES: [&str; 3] = ["Individual", "Household", "Organization"];

/// A rule's title in the reader's language.
pub(super) fn title(lang: &Lang, row: &Row) -> String {
    let kind = kind(lang, text(row, "contact_type"));
    let title = translated(lang, text(row, "name"), text(row, "title"));
    if kind.is_empty() { title } else { format!("{kind} · {title}") }
}

/// What a rule is called: one that comes with the program, in the reader's language until somebody renames it.
fn translated(lang: &Lang, name: &str, title: &str) -> String {
    labels::translated(lang.code(), "DedupeRuleGroup", name, title)
}

fn kind<'a>(lang: &'a Lang, contact_type: &str) -> &'a str {
    match contact_type {
        "Individual" => lang.text("kind-person"),
        "Household" => lang.text("kind-household"),
        "Organization" => lang.text("kind-organisation"),
        _ => "",
    }
}

fn used<'a>(lang: &'a Lang, used: &str) -> &'a str {
    match used {
        SUPERVISED => lang.text("rules-used-supervised"),
        UNSUPERVISED => lang.text("rules-used-unsupervised"),
        _ => lang.text("rules-used-general"),
    }
}

/// `/settings/duplicates`
pub(super) fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let select = ["id", "name", "title", "contact_type", "used", "threshold"];
    let (groups, rules, batch) = visit.read(|tx| {
        let groups = ask(tx, "DedupeRuleGroup", &select, json!([]), &[("contact_type", "ASC"), ("id", "ASC")], 0)?;
        let select = ["dedupe_rule_group_id", "rule_table", "rule_field", "rule_weight"];
        let rules = ask(tx, "DedupeRule", &select, json!([]), &[("id", "ASC")], 0)?;
        Ok((groups, rules, Regularly::read(tx)?))
    })?;
    let catalog = visit.site.catalog();
    let lines: Vec<Line<'_>> = groups
        .iter()
        .map(|group| {
            let own = rules.iter().filter(|rule| rows::int(rule, "dedupe_rule_group_id") == Some(rows::id(group)));
            let parts = own.map(|rule| {
                let entity = catalog.by_table(text(rule, "rule_table"));
                let name = entity.map_or("", |entity| lang.field(&entity.name, text(rule, "rule_field")));
                format!("{name} {}", rows::int(rule, "rule_weight").unwrap_or(0))
            });
            let parts = parts.collect::<Vec<_>>().join(" · ");
            Line {
                href: lang.keep(format!("/settings/duplicates/{}", rows::id(group))),
                title: lang.keep(translated(&lang, text(group, "name"), text(group, "title"))),
                kind: kind(&lang, text(group, "contact_type")),
                used: used(&lang, text(group, "used")),
                words: lang.keep(format!("{parts} ≥ {}", rows::int(group, "threshold").unwrap_or(0))),
            }
        })
        .collect();
    let choices: Vec<(String, String)> =
        groups.iter().map(|row| (rows::id(row).to_string(), title(&lang, row))).collect();
    let likeness = Choice::of("0", lang.text("duplicates-rule-likeness"));
    let choices: Vec<Choice<'_>> =
        [likeness].into_iter().chain(choices.iter().map(|(value, label)| Choice::of(value, label))).collect();
    let fields = batch.fields(&lang, &choices);
    let page = Page { title: lang.text("rules-title"), place: "/settings", narrow: false };
    Ok(Reply::Html(frame::show(visit, &lang, page, |ui, shell| page::rules(ui, shell, &lines, &fields))?))
}

/// What is merged every night, and how much a rule looks for.
struct Regularly {
    on: &'static str,
    rule: String,
    limit: String,
}

impl Regularly {
    fn read(tx: &Tx<'_>) -> Result<Regularly> {
        let number = |name: &str| -> Result<String> {
            Ok(store::state::scalar(&tx.setting(name)?).as_int().unwrap_or(0).to_string())
        };
        let on = store::state::scalar(&tx.setting(REGULARLY)?).is_true();
        Ok(Regularly { on: if on { "1" } else { "0" }, rule: number(RULE)?, limit: number(LIMIT)? })
    }

    fn fields<'a>(&'a self, lang: &'a Lang, rules: &'a [Choice<'a>]) -> [Field<'a>; 3] {
        [
            Field {
                help: Some(lang.text("rules-batch-help")),
                ..Field::text("regularly", lang.text("rules-batch"), self.on).widget(Widget::Switch)
            },
            Field::text("rule", lang.text("rules-batch-rule"), &self.rule).widget(Widget::Select(rules)),
            Field {
                help: Some(lang.text("rules-limit-help")),
                least: Some("0"),
                ..Field::text("limit", lang.text("rules-limit"), &self.limit).widget(Widget::Number("1"))
            },
        ]
    }
}

/// `/settings/duplicates/regularly`
pub(super) fn regularly(visit: &mut Visit<'_>) -> Result<Reply> {
    if visit.is_post {
        let on = visit.form.get("regularly") == Some("1");
        let number = |name: &str| visit.form.int(name).filter(|number| *number >= 0).unwrap_or(0);
        let (rule, limit) = (number("rule"), number("limit"));
        let done = visit.write(|tx| {
            tx.set_setting(REGULARLY, Some(&json!(on)))?;
            tx.set_setting(RULE, Some(&json!(rule)))?;
            tx.set_setting(LIMIT, Some(&json!(limit)))?;
            Ok(tx.transaction_id())
        })?;
        visit.say("said-rule-saved", done);
    }
    Ok(Reply::Redirect("/settings/duplicates".to_owned()))
}

/// A rule as a form has it.
#[derive(Default)]
struct Draft {
    title: String,
    contact_type: String,
    used: String,
    threshold: String,
    /// Place (`civicrm_email.email`), points, length.
    lines: Vec<[String; 3]>,
}

impl Draft {
    fn read(tx: &Tx<'_>, id: i64) -> Result<(Draft, DedupeRuleGroup)> {
        let group = tx.find::<DedupeRuleGroup>(id)?.ok_or_else(|| Error::NotFound(format!("rule {id}")))?;
        let lines = tx.find_by::<Rule>("dedupe_rule_group_id", id)?.into_iter().map(|(_, rule)| {
            [
                format!("{}.{}", rule.rule_table, rule.rule_field),
                rule.rule_weight.to_string(),
                rule.rule_length.map(|length| length.to_string()).unwrap_or_default(),
            ]
        });
        let draft = Draft {
            title: group.title.clone().unwrap_or_default(),
            contact_type: group.contact_type.clone().unwrap_or_default(),
            used: group.used.clone(),
            threshold: group.threshold.to_string(),
            lines: lines.collect(),
        };
        Ok((draft, group))
    }

    fn typed(visit: &Visit<'_>) -> Draft {
        let get = |name: &str| visit.form.text(name).unwrap_or_default().to_owned();
        Draft {
            title: get("title"),
            contact_type: get("contact_type"),
            used: get("used"),
            threshold: get("threshold"),
            lines: (1..=FIELDS)
                .map(|n| [get(&format!("field-{n}")), get(&format!("weight-{n}")), get(&format!("length-{n}"))])
                .collect(),
        }
    }

    /// Writes it; the rules of the group are those of the form.
    fn save(&self, tx: &mut Tx<'_>, id: Option<i64>) -> Result<i64> {
        let mut values = Map::new();
        if let Some(id) = id {
            values.insert("id".to_owned(), json!(id));
        }
        values.insert("title".to_owned(), json!(self.title));
        values.insert("contact_type".to_owned(), json!(self.contact_type));
        values.insert("used".to_owned(), json!(self.used));
        values.insert("threshold".to_owned(), json!(self.threshold));
        let group = tx.save("DedupeRuleGroup", values, As::Actor)?.id;
        for (rule, _) in tx.find_by::<Rule>("dedupe_rule_group_id", group)? {
            tx.delete("DedupeRule", rule, As::Actor)?;
        }
        for [place, weight, length] in &self.lines {
            let Some((table, field)) = place.split_once('.') else { continue };
            let mut values = Map::new();
            values.insert("dedupe_rule_group_id".to_owned(), json!(group));
            values.insert("rule_table".to_owned(), json!(table));
            values.insert("rule_field".to_owned(), json!(field));
            values.insert("rule_weight".to_owned(), json!(if weight.is_empty() { "1" } else { weight }));
            if !length.is_empty() {
                values.insert("rule_length".to_owned(), json!(length));
            }
            tx.save("DedupeRule", values, As::Actor)?;
        }
        Ok(group)
    }
}

/// `/settings/duplicates/new`
pub(super) fn new(visit: &mut Visit<'_>) -> Result<Reply> {
    if visit.is_post {
        return keep(visit, None);
    }
    let draft = Draft { contact_type: "Individual".to_owned(), used: GENERAL.to_owned(), ..Draft::default() };
    let markup = form(visit, None, &draft, &[], false)?;
    Ok(Reply::Html(markup))
}

/// `/settings/duplicates/{id}`
pub(super) fn edit(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    if visit.is_post {
        return keep(visit, Some(id));
    }
    let (mut draft, group) = visit.read(|tx| Draft::read(tx, id))?;
    draft.title = translated(&Lang::new(visit.locale), group.name.as_deref().unwrap_or_default(), &draft.title);
    let goes = !group.is_reserved && group.used == GENERAL;
    Ok(Reply::Html(form(visit, Some(id), &draft, &[], goes)?))
}

fn keep(visit: &mut Visit<'_>, id: Option<i64>) -> Result<Reply> {
    let mut draft = Draft::typed(visit);
    if let Some(id) = id {
        // A translated title that nobody has touched is no new name.
        let (before, group) = visit.read(|tx| Draft::read(tx, id))?;
        let name = group.name.as_deref().unwrap_or_default();
        if translated(&Lang::new(visit.locale), name, &before.title) == draft.title {
            draft.title = before.title;
        }
    }
    let done = visit.write(|tx| Ok((draft.save(tx, id)?, tx.transaction_id())));
    match done {
        Ok((_, transaction)) => {
            visit.say("said-rule-saved", transaction);
            Ok(Reply::Redirect("/settings/duplicates".to_owned()))
        }
        Err(Error::Invalid(errors)) => Ok(Reply::Status(422, form(visit, id, &draft, &errors, false)?)),
        Err(error) => Err(error),
    }
}

/// `/settings/duplicates/{id}/delete`
pub(super) fn delete(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    if visit.is_post {
        let done = visit.write(|tx| {
            tx.delete("DedupeRuleGroup", id, As::Actor)?;
            Ok(tx.transaction_id())
        })?;
        visit.say("said-rule-deleted", done);
    }
    Ok(Reply::Redirect("/settings/duplicates".to_owned()))
}

fn form(
    visit: &Visit<'_>,
    id: Option<i64>,
    draft: &Draft,
    errors: &[store::FieldError],
    goes: bool,
) -> Result<maud::Markup> {
    let lang = Lang::new(visit.locale);
    let places = places(visit, &lang);
    let places: Vec<Choice<'_>> =
        places.iter().map(|(value, label, group)| Choice { group: Some(group), ..Choice::of(value, label) }).collect();
    let kinds: Vec<Choice<'_>> = TYPES.iter().map(|name| Choice::of(name, kind(&lang, name))).collect();
    let uses: Vec<Choice<'_>> =
        [GENERAL, SUPERVISED, UNSUPERVISED].iter().map(|name| Choice::of(name, used(&lang, name))).collect();
    let error = |field: &str| {
        let found = errors.iter().find(|error| error.field == field);
        found.map(|error| lang.text(error.problem.key()))
    };
    let fields = vec![
        Field::text("title", lang.text("rules-name"), &draft.title).error(error("title")).required(),
        Field::text("contact_type", lang.text("rules-kind"), &draft.contact_type)
            .widget(Widget::Select(&kinds))
            .width(Width::Third),
        Field::text("used", lang.text("rules-use"), &draft.used).widget(Widget::Select(&uses)).width(Width::Third),
        Field {
            help: Some(lang.text("rules-threshold-help")),
            ..Field::text("threshold", lang.text("rules-threshold"), &draft.threshold)
                .widget(Widget::Number("1"))
                .width(Width::Third)
                .error(error("threshold"))
                .required()
        },
    ];
    let empty = Default::default();
    let lines = (1..=FIELDS).map(|n| {
        let [place, weight, length] = draft.lines.get(n - 1).unwrap_or(&empty);
        [
            Field {
                may_be_empty: true,
                ..Field::text(
                    lang.keep(format!("field-{n}")),
                    lang.with("rules-field", &[("number", i64::try_from(n).unwrap_or(0).into())]),
                    place,
                )
                .widget(Widget::Select(&places))
                .width(Width::Third)
            },
            Field::text(lang.keep(format!("weight-{n}")), lang.text("rules-weight"), weight)
                .widget(Widget::Number("1"))
                .width(Width::Third),
            Field::text(lang.keep(format!("length-{n}")), lang.text("rules-length"), length)
                .widget(Widget::Number("1"))
                .width(Width::Third),
        ]
    });
    let faults = errors.iter().map(|error| Fault {
        input: lang.keep(input_id(&error.field)),
        label: lang.field("DedupeRuleGroup", &error.field),
        message: lang.text(error.problem.key()),
    });
    let action = id.map_or("/settings/duplicates/new".to_owned(), |id| format!("/settings/duplicates/{id}"));
    let delete = format!("{action}/delete");
    let run = id.map(|id| format!("/duplicates?rule={id}"));
    let title = if id.is_some() && !draft.title.is_empty() { draft.title.as_str() } else { lang.text("rules-new") };
    let view = page::Rule {
        title,
        action: &action,
        fields,
        lines: lines.collect(),
        faults: faults.collect(),
        run: run.as_deref(),
        delete: goes.then_some(delete.as_str()),
    };
    let page = Page { title, place: "/settings", narrow: true };
    frame::show(visit, &lang, page, |ui, shell| page::rule(ui, shell, &view))
}

/// The fields by which contacts can be compared: place, label, and what they belong to.
fn places(visit: &Visit<'_>, lang: &Lang) -> Vec<(String, String, String)> {
    let catalog = visit.site.catalog();
    let mut found = Vec::new();
    let compared = |entity: &Entity| {
        ["Contact", "Email", "Phone", "Address", "Website", "IM", "OpenID"].contains(&entity.name.as_ref())
            || entity.types.iter().any(|kind| kind == "CustomValue")
    };
    for entity in catalog.entities().filter(|entity| entity.preset.is_none() && compared(entity)) {
        for field in entity.columns() {
            let offered = entity.types.iter().any(|kind| kind == "CustomValue")
                || field.usage.iter().any(|usage| usage == "duplicate_matching");
            let place = crate::rule::place(&catalog, &entity.table, field.column());
            if offered && field.name != "entity_id" && place.is_some() {
                let value = format!("{}.{}", entity.table, field.column());
                found.push((value, lang.field(&entity.name, &field.name).to_owned(), entity.title.to_string()));
            }
        }
    }
    found
}
