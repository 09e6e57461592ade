//! The form of a field in the making, in the place of its line on the bench.

use kit::Visit;
use maud::{Markup, html};
use serde_json::json;
use store::{Result, Tx};
use ui::Icon;
use ui::page::fields::{Editor, OptionLine, Options, editor, editor_parts};
use ui::part::Tone;
use ui::part::field::{Choice, Field, Widget, Width, input_id};
use ui::part::form::Fault;
use ui::part::notice::notice;

use super::super::form::Errors;
use super::super::phrases::Lang;
use super::super::rows::{self, ask, flag, text};
use super::bench::{Middle, Open};
use super::draft::{DATE_PARTS, Draft, OWN};
use super::kinds as all_kinds;
use super::sets::entity_words;
use super::{total, when};

/// What the form of a field chooses from.
struct Lists {
    kinds: Vec<(String, String, &'static str)>,
    lists: Vec<(String, String)>,
    entities: Vec<(String, String)>,
    groups: Vec<(String, String)>,
    notes: Vec<Option<String>>,
    others: Vec<when::Other>,
    total: total::Lists,
}

fn lists(tx: &Tx<'_>, lang: &Lang, open: &Open, draft: &Draft) -> Result<Lists> {
    let fits = |kind: &&all_kinds::Kind| kind.name != all_kinds::TOTAL || !flag(&open.set, "is_multiple");
    let offered =
        all_kinds::ALL.iter().filter(fits).map(|kind| (kind.code(), lang.text(kind.label).to_owned(), kind.group));
    let mut kinds: Vec<(String, String, &str)> = offered.collect();
    if !kinds.iter().any(|(code, ..)| *code == draft.code) {
        let (data, input, _) = draft.kind();
        let words = lang.with("fields-kind-other", &[("data", data.into()), ("input", input.into())]);
        kinds.insert(0, (draft.code.clone(), words.to_owned(), all_kinds::ALL[0].group));
    }
    let shared = ask(
        tx,
        "OptionGroup",
        &["id", "title", "name"],
        json!([["is_reserved", "=", false], ["is_active", "=", true]]),
        &[("title", "ASC")],
        0,
    )?;
    let mut lists = vec![(OWN.to_owned(), lang.text("fields-list-own").to_owned())];
    lists.extend(shared.iter().map(|row| (rows::id(row).to_string(), text(row, "title").to_owned())));
    let entities = tx.catalog().entities().filter(|e| {
        e.stored
            && !e.internal
            && e.preset.is_none()
            && e.label_field.is_some()
            && !e.name.starts_with("Custom_")
            && e.name != "Contact"
    });
    let mut entities: Vec<(String, String)> =
        entities.map(|e| (e.name.to_string(), entity_words(tx, lang, &e.name))).collect();
    entities.sort_by(|a, b| schema::fold::compare(&a.1, &b.1));
    let groups = match tx.catalog().entity("Group") {
        Some(_) => ask(tx, "Group", &["id", "title"], json!([["is_active", "=", true]]), &[("title", "ASC")], 0)?,
        None => Vec::new(),
    };
    let note = |one: &super::draft::Choice| {
        let count = if one.value.is_empty() { 0 } else { draft.records_with(tx, &one.value)? };
        Ok((count > 0).then(|| lang.with("fields-option-used", &[("count", count.into())]).to_owned()))
    };
    Ok(Lists {
        kinds,
        lists,
        entities,
        groups: groups.iter().map(|row| (rows::id(row).to_string(), text(row, "title").to_owned())).collect(),
        notes: draft.options.iter().map(note).collect::<Result<_>>()?,
        others: when::others(tx, lang, open.id, text(&open.set, "extends"), draft.id)?,
        total: match draft.is_total() {
            true => total::lists(tx, lang, &open.base, &draft.total)?,
            false => total::Lists::default(),
        },
    })
}

fn pairs(all: &[(String, String)]) -> Vec<Choice<'_>> {
    all.iter().map(|(value, label)| Choice::of(value, label)).collect()
}

pub(super) fn form_of(visit: &Visit<'_>, lang: &Lang, open: &Open, draft: &Draft, middle: &Middle) -> Result<Markup> {
    made(visit, lang, open, draft, middle, editor)
}

/// The inputs alone, for the place of those that the form has.
pub(super) fn parts_of(visit: &Visit<'_>, lang: &Lang, open: &Open, draft: &Draft, middle: &Middle) -> Result<Markup> {
    made(visit, lang, open, draft, middle, |ui, view| editor_parts(ui, view, true))
}

fn made(
    visit: &Visit<'_>,
    lang: &Lang,
    open: &Open,
    draft: &Draft,
    middle: &Middle,
    show: impl FnOnce(&ui::Ui<'_>, &Editor<'_>) -> Markup,
) -> Result<Markup> {
    let found = visit.read(|tx| lists(tx, lang, open, draft))?;
    let kind_choices: Vec<Choice<'_>> = found
        .kinds
        .iter()
        .map(|(value, label, group)| Choice { group: Some(lang.text(group)), ..Choice::of(value, label) })
        .collect();
    let (lists, entities, groups) = (pairs(&found.lists), pairs(&found.entities), pairs(&found.groups));
    let (conditions, counting) =
        (when::Offer::new(lang, &draft.when, &found.others), total::Offer::new(lang, &draft.total, &found.total));
    let error = |name: &str| middle.errors.get(name).map(String::as_str);
    let shape = draft.shape();
    let types =
        ["Individual", "Household", "Organization"].map(|name| (name, lang.text(lang.keep(format!("view-on-{name}")))));
    let types = types.map(|(value, label)| Choice::of(value, label));
    let answers = [Choice::of("1", lang.text("custom-yes")), Choice::of("0", lang.text("custom-no"))];
    let parts: Vec<Choice<'_>> = DATE_PARTS.iter().map(|(name, _, label)| Choice::of(name, lang.text(label))).collect();
    let form = Form {
        lang,
        draft,
        errors: &middle.errors,
        entities: &entities,
        groups: &groups,
        types: &types,
        answers: &answers,
        parts: &parts,
    };
    let path = open.path();
    let query = match draft.id {
        Some(id) => format!("edit={id}"),
        None => {
            let (data_type, html_type, is_several) = draft.kind();
            format!("add={}", all_kinds::like(data_type, html_type, is_several).name)
        }
    };
    let (action, look) = (format!("{path}/field?{query}"), format!("{path}/preview?{query}"));
    let to = |act: &str| draft.id.map(|id| lang.keep(format!("{path}/fields/{id}/{act}")));
    let is_active = draft.id.and_then(|id| open.field(id).ok()).is_none_or(|row| flag(row, "is_active"));
    let faults = middle.errors.iter().map(|(name, message)| Fault {
        input: lang.keep(input_id(name)),
        label: lang.keep(form.label_of(name)),
        message,
    });
    let note = (!middle.misfits.is_empty()).then(|| misfit_note(lang, &middle.misfits));
    let view = Editor {
        title: if draft.id.is_none() { lang.text("fields-new") } else { "" },
        action: &action,
        cancel: &path,
        preview: &look,
        main: form.main(&kind_choices),
        shape: &shape,
        total: if draft.is_total() {
            counting.inputs(lang, error("formula").or(error("data_type")))
        } else {
            Vec::new()
        },
        when: if draft.is_total() { Vec::new() } else { conditions.fields(lang, &draft.when, error("conditions")) },
        when_open: draft.when.is_used() || error("conditions").is_some(),
        options: draft.has_choices().then(|| form.options(&lists, &found.notes)),
        more: form.more(flag(&open.set, "is_multiple")),
        more_open: middle.errors.keys().any(|name| !["label", "kind", "options"].contains(&name.as_str())),
        faults: faults.collect(),
        note,
        move_to: to("move").filter(|_| !flag(&open.set, "is_multiple")),
        toggle: to("toggle"),
        delete: to("delete"),
        is_active,
    };
    Ok(show(&visit.ui(), &view))
}

fn misfit_note(lang: &Lang, all: &[::custom::convert::Misfit]) -> Markup {
    const NAMED: usize = 12;
    let line = |one: &::custom::convert::Misfit| {
        lang.with("fields-misfit-line", &[("value", one.value.as_str().into()), ("count", one.records.into())])
    };
    let list = html! {
        b { (lang.text("fields-misfit-title")) }
        ul { @for one in all.iter().take(NAMED) { li { (line(one)) } } @if all.len() > NAMED { li { "…" } } }
    };
    notice(Tone::Brick, Icon::WarningCircle, list, None)
}

/// The inputs of the form of a field.
struct Form<'a> {
    lang: &'a Lang,
    draft: &'a Draft,
    errors: &'a Errors,
    entities: &'a [Choice<'a>],
    groups: &'a [Choice<'a>],
    types: &'a [Choice<'a>],
    answers: &'a [Choice<'a>],
    parts: &'a [Choice<'a>],
}

impl<'a> Form<'a> {
    fn plain(&self, name: &'a str, label: &str) -> Field<'a> {
        let error = self.errors.get(name).map(String::as_str);
        Field { error, ..Field::text(name, self.lang.text(label), self.draft.value(name)) }
    }

    fn tick(&self, name: &'a str, label: &str) -> Field<'a> {
        Field { width: Width::Half, ..self.plain(name, label).widget(Widget::Checkbox) }
    }

    fn number(&self, name: &'a str, label: &str) -> Field<'a> {
        Field { width: Width::Half, least: Some("0"), ..self.plain(name, label).widget(Widget::Number("1")) }
    }

    fn label_of(&self, name: &str) -> String {
        let key = match name {
            "kind" => "fields-kind",
            "options" => "fields-options",
            _ => "fields-label",
        };
        self.lang.text(key).to_owned()
    }

    fn main(&self, kinds: &'a [Choice<'a>]) -> Vec<Field<'a>> {
        let (data_type, ..) = self.draft.kind();
        let mut all = vec![
            Field {
                required: true,
                focused: self.draft.value("label").is_empty(),
                width: Width::Half,
                max_length: Some(255),
                ..self.plain("label", "fields-label")
            },
            Field {
                width: Width::Half,
                error: self.errors.get("kind").map(String::as_str),
                ..Field::text("kind", self.lang.text("fields-kind"), &self.draft.code).widget(Widget::Select(kinds))
            },
        ];
        match data_type {
            "EntityReference" => all.push(Field {
                may_be_empty: true,
                ..self.plain("fk_entity", "fields-entity").widget(Widget::Select(self.entities))
            }),
            "Date" if !self.draft.is_total() => {
                all.push(self.plain("date_parts", "fields-date-parts").widget(Widget::Segments(self.parts)))
            }
            _ => {}
        }
        all.push(self.plain("help_post", "fields-help-after"));
        if !self.draft.is_total() {
            all.push(self.tick("is_required", "fields-required"));
        }
        all.push(self.tick("is_searchable", "fields-searchable"));
        all
    }

    fn options(&self, lists: &'a [Choice<'a>], notes: &'a [Option<String>]) -> Options<'a> {
        let shared = self.draft.list != OWN;
        let line = |(one, note): (&'a super::draft::Choice, &'a Option<String>)| OptionLine {
            key: &one.key,
            label: &one.label,
            proposed: self.draft.proposed.contains(&one.key),
            note: note.as_deref(),
        };
        Options {
            lines: self.draft.options.iter().zip(notes).map(line).collect(),
            several: self.draft.kind().2,
            list: (lists.len() > 1).then(|| {
                Field::text("list", self.lang.text("fields-list"), &self.draft.list).widget(Widget::Select(lists))
            }),
            shared: shared.then_some("/settings/fields/lists"),
            error: self.errors.get("options").map(String::as_str),
        }
    }

    fn more(&self, in_table: bool) -> Vec<Field<'a>> {
        let (data_type, html_type, _) = self.draft.kind();
        let mut all = Vec::new();
        if self.draft.is_total() {
            all.push(self.plain("help_pre", "fields-help-before"));
            if matches!(data_type, "Int" | "Float" | "Money" | "Date") {
                all.push(self.tick("is_search_range", "fields-range"));
            }
            return all;
        }
        if !self.draft.has_own_choices() {
            let plain = self.plain("default_value", "fields-default");
            match data_type {
                "Boolean" => all.push(Field { may_be_empty: true, ..plain.widget(Widget::Select(self.answers)) }),
                "Date" => all.push(Field {
                    help: Some(self.lang.text("fields-default-date-help")),
                    ..self.plain("default_value", "fields-default-date")
                }),
                "String" | "Int" | "Float" | "Money" | "Memo" | "Link" => all.push(plain),
                _ => {}
            }
        }
        all.push(self.plain("help_pre", "fields-help-before"));
        match data_type {
            "String" if html_type == "Text" => all.push(self.number("text_length", "fields-length")),
            "Memo" => all.push(self.number("note_rows", "fields-rows")),
            "Date" => {
                all.push(self.number("start_date_years", "fields-years-before"));
                all.push(self.number("end_date_years", "fields-years-after"));
            }
            "ContactReference" => {
                if !self.groups.is_empty() {
                    all.push(Field {
                        may_be_empty: true,
                        help: Some(self.lang.text("fields-filter-group-help")),
                        width: Width::Half,
                        ..self.plain("filter_group", "fields-filter-group").widget(Widget::Select(self.groups))
                    });
                }
                all.push(Field {
                    may_be_empty: true,
                    width: Width::Half,
                    ..self.plain("filter_type", "fields-filter-type").widget(Widget::Select(self.types))
                });
                all.push(self.filter_more());
            }
            "EntityReference" => all.push(self.filter_more()),
            _ => {}
        }
        if self.draft.has_choices() && matches!(html_type, "Radio" | "CheckBox") {
            all.push(self.number("options_per_line", "fields-columns"));
        }
        if matches!(data_type, "Int" | "Float" | "Money" | "Date") {
            all.push(self.tick("is_search_range", "fields-range"));
        }
        all.push(self.tick("is_view", "fields-view"));
        if in_table {
            all.push(self.tick("in_selector", "fields-in-table"));
        }
        all
    }

    /// Conditions of the API on the records that a reference may name.
    fn filter_more(&self) -> Field<'a> {
        Field { help: Some(self.lang.text("fields-filter-help")), ..self.plain("filter_more", "fields-filter") }
    }
}
