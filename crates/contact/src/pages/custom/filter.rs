//! The list of contacts narrowed by custom fields: what the address asks, its clauses, chips and inputs.

use std::collections::BTreeMap;

use kit::Fields;
use maud::html;
use serde_json::{Value as Json, json};
use store::{Result, Tx};
use ui::part::chip::Filter;
use ui::part::field::{Choice, Field, Widget, Width};

use super::super::asked::Asked;
use super::super::labels::{self, Pick};
use super::super::phrases::Lang;
use super::set::{self, Custom, Part};
use super::words;

/// The ends of a range, behind the name of its field.
const FROM: &str = "_from";
const TO: &str = "_to";

/// What an address asks of custom fields: `f12=…`, `f12_from=…`.
pub(in super::super) fn asked(fields: &Fields) -> Vec<(String, String)> {
    let known = |name: &str| number(name).is_some();
    let all = fields.0.iter().filter(|(name, value)| known(name) && !value.trim().is_empty());
    let mut all: Vec<(String, String)> =
        all.map(|(name, value)| (name.clone(), value.trim().chars().take(100).collect())).collect();
    all.truncate(20);
    all
}

/// Whether an address names a custom field so.
pub(in super::super) fn is_own(name: &str) -> bool {
    number(name).is_some()
}

/// The number of the field in such a name.
fn number(name: &str) -> Option<i64> {
    name.strip_prefix('f')?.trim_end_matches(FROM).trim_end_matches(TO).parse().ok()
}

/// The fields of contacts that lists are narrowed by.
fn searchable(tx: &Tx<'_>) -> Result<Vec<Custom>> {
    let sets = set::any_of(tx, "Contact")?.into_iter().filter(|set| !set.is_multiple);
    let fields = sets.flat_map(|set| set.fields);
    Ok(fields.filter(|field| field.is_searchable && !field.is_reference() && field.data_type != "File").collect())
}

/// The clauses of what is asked.
///
/// # Errors
/// The database's own failure.
pub(in super::super) fn clauses(tx: &Tx<'_>, asked: &[(String, String)]) -> Result<Vec<Json>> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let known = searchable(tx)?;
    let one = |(name, value): &(String, String)| {
        let field = known.iter().find(|field| Some(field.id) == number(name))?;
        let operator = match field.data_type.as_str() {
            _ if name.ends_with(FROM) => ">=",
            _ if name.ends_with(TO) => "<=",
            _ if field.is_several => "CONTAINS",
            _ if field.has_options => "=",
            "String" | "Memo" | "Link" => "CONTAINS",
            _ => "=",
        };
        Some(json!([field.path, operator, whole(field, name, value)]))
    };
    Ok(asked.iter().filter_map(one).collect())
}

/// A year or a month, as the first or the last of its days.
fn whole(field: &Custom, name: &str, value: &str) -> String {
    let last = name.ends_with(TO);
    match (field.data_type.as_str(), field.part()) {
        ("Date", Part::Year) if last => format!("{value}-12-31"),
        ("Date", Part::Year) => format!("{value}-01-01"),
        ("Date", Part::Month) => format!("{value}-01"),
        ("Date", Part::Time) if last => format!("{value} 23:59:59"),
        ("Money" | "Float", _) => value.replace(',', "."),
        _ => value.to_owned(),
    }
}

/// What the page of a list shows of these filters.
#[derive(Default)]
pub(in super::super) struct Filters {
    fields: Vec<Custom>,
    picks: BTreeMap<i64, Vec<Pick>>,
    /// Each asked condition in words.
    words: Vec<String>,
}

/// Reads it.
///
/// # Errors
/// The database's own failure.
pub(in super::super) fn read(tx: &Tx<'_>, lang: &Lang, asked: &Asked) -> Result<Filters> {
    let fields = searchable(tx)?;
    let mut picks = BTreeMap::new();
    for field in fields.iter().filter(|field| field.has_options) {
        let all = labels::choices(tx, lang.code(), &field.entity, &field.path, "")?;
        let all = match field.data_type.as_str() {
            "StateProvince" => labels::sorted(super::fields::near(tx, all, "")?),
            "Country" => labels::sorted(all),
            _ => all,
        };
        picks.insert(field.id, all);
    }
    let word = |(name, value): &(String, String)| {
        let Some(field) = fields.iter().find(|field| Some(field.id) == number(name)) else { return Ok(value.clone()) };
        let words = match name.ends_with(FROM) || name.ends_with(TO) {
            true => words::in_words(tx, lang, field, &json!(whole(field, "", value)))?,
            false if field.data_type == "Date" => words::in_words(tx, lang, field, &json!(whole(field, "", value)))?,
            false => words::in_words(tx, lang, field, &json!(value))?,
        };
        let way = match () {
            () if name.ends_with(FROM) => format!(" {} ", lang.text("fields-from")),
            () if name.ends_with(TO) => format!(" {} ", lang.text("fields-to")),
            () => " ".to_owned(),
        };
        Ok(format!("{}\u{a0}:{way}{words}", field.label).replace("\u{a0}: ", lang.text("fields-colon")))
    };
    let words = asked.custom.iter().map(word).collect::<Result<_>>()?;
    Ok(Filters { fields, picks, words })
}

impl Filters {
    /// The chips of what is asked, each with the list without it.
    pub(in super::super) fn chips<'a>(&'a self, lang: &'a Lang, asked: &Asked) -> Vec<Filter<'a>> {
        let chip = |(at, words): (usize, &'a String)| {
            let mut without = asked.clone();
            without.custom.remove(at);
            Filter {
                words: html! { b { (words) } },
                plain: words,
                without: lang.keep(without.href("/contacts")),
                change: None,
            }
        };
        self.words.iter().enumerate().map(chip).collect()
    }

    /// The choices that the inputs borrow.
    pub(in super::super) fn choices<'a>(&'a self, lang: &'a Lang) -> BTreeMap<i64, Vec<Choice<'a>>> {
        let of = |field: &'a Custom| {
            let all = match field.data_type.as_str() {
                "Boolean" => vec![Choice::of("1", lang.text("custom-yes")), Choice::of("0", lang.text("custom-no"))],
                _ => {
                    let picks = self.picks.get(&field.id).into_iter().flatten();
                    picks.map(|one| Choice::of(&one.value, &one.label)).collect()
                }
            };
            (field.id, all)
        };
        self.fields.iter().map(of).collect()
    }

    /// An input for each field, two for a range.
    pub(in super::super) fn inputs<'a>(
        &'a self,
        lang: &'a Lang,
        asked: &'a Asked,
        choices: &'a BTreeMap<i64, Vec<Choice<'a>>>,
    ) -> Vec<Field<'a>> {
        let mut all = Vec::new();
        for field in &self.fields {
            let input = |end: &str, label: &'a str| {
                let name = lang.keep(format!("f{}{end}", field.id));
                let value = asked.custom.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value);
                Field::text(name, label, value).widget(widget(field))
            };
            let own = choices.get(&field.id).map_or(&[][..], Vec::as_slice);
            if !own.is_empty() {
                all.push(Field { may_be_empty: true, ..input("", &field.label).widget(Widget::Select(own)) });
                continue;
            }
            if field.is_range {
                for (end, key) in [(FROM, "fields-from"), (TO, "fields-to")] {
                    let label = lang.keep(format!("{} ({})", field.label, lang.text(key)));
                    all.push(input(end, label).width(Width::Half));
                }
                continue;
            }
            all.push(input("", &field.label));
        }
        all
    }
}

fn widget(field: &Custom) -> Widget<'static> {
    match (field.data_type.as_str(), field.part()) {
        ("Date", Part::Year) | ("Int", _) => Widget::Number("1"),
        ("Date", Part::Month) => Widget::Month,
        ("Date", _) => Widget::Date,
        ("Float" | "Money", _) => Widget::Number("any"),
        _ => Widget::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_fields_by_their_number() {
        let found = asked(&Fields::parse("f12=a&f3_from=2020&f3_to=&flag=x&fx=1&from=3"));
        assert_eq!(found, [("f12".to_owned(), "a".to_owned()), ("f3_from".to_owned(), "2020".to_owned())]);
        assert_eq!((number("f3_to"), number("flag"), number("from")), (Some(3), None, None));
    }
}
