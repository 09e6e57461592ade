//! What sticks to contacts, as conditions of a list: the groups that they are in, the tags that they bear.

use serde_json::json;
use store::{Result, Tx};
use ui::part::chip::Filter;
use ui::part::field::{Choice, Field, Widget};

use super::asked::Asked;
use super::phrases::Lang;
use super::rows::{self, ask, int, text};

/// The groups and tags of the site: number and name, in the order in which they are offered.
#[derive(Clone, Debug, Default)]
pub struct Sticking {
    pub groups: Vec<(String, String)>,
    pub tags: Vec<(String, String)>,
}

impl Sticking {
    /// Those that can be asked for.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn read(tx: &Tx<'_>, lang: &Lang) -> Result<Sticking> {
        let clauses = json!([["is_active", "=", true], ["is_hidden", "=", false]]);
        let groups = ask(tx, "Group", &["id", "name", "title"], clauses, &[("title", "ASC")], 1000)?;
        let clauses = json!([["is_tagset", "=", false]]);
        let select = ["id", "name", "label", "parent_id", "parent_id.label", "used_for"];
        let tags = ask(tx, "Tag", &select, clauses, &[("label", "ASC")], 2000)?;
        let of_contacts = tags.iter().filter(|row| rows::texts(row, "used_for").contains(&"civicrm_contact"));
        let named = |row: &rows::Row| {
            let own = super::tags::label(lang, row).to_owned();
            let above = text(row, "parent_id.label");
            let name =
                if int(row, "parent_id").is_some() && !above.is_empty() { format!("{above} › {own}") } else { own };
            (rows::id(row).to_string(), name)
        };
        let mut tags: Vec<(String, String)> = of_contacts.map(named).collect();
        tags.sort_by(|a, b| schema::fold::compare(&a.1, &b.1));
        let title = |row: &rows::Row| (rows::id(row).to_string(), super::groups::title(lang, row).to_owned());
        Ok(Sticking { groups: groups.iter().map(title).collect(), tags })
    }

    /// The choices of both.
    pub fn choices(&self) -> (Vec<Choice<'_>>, Vec<Choice<'_>>) {
        fn of(all: &[(String, String)]) -> Vec<Choice<'_>> {
            all.iter().map(|(id, name)| Choice::of(id, name)).collect()
        }
        (of(&self.groups), of(&self.tags))
    }

    /// The chips of what is asked for.
    pub fn filters<'a>(&self, lang: &'a Lang, asked: &Asked) -> Vec<Filter<'a>> {
        let mut all = Vec::new();
        let mut add = |key: &'static str, known: &[(String, String)], id: &str, without: Asked| {
            let name = known.iter().find(|(one, _)| one == id).map_or(id, |(_, name)| name.as_str());
            let bold = maud::html! { b { (name) } };
            all.push(Filter {
                words: lang.locale.rich(key, &[("value", bold.into())]),
                plain: lang.with(key, &[("value", name.into())]),
                without: lang.keep(without.href("/contacts")),
                change: None,
            });
        };
        if !asked.group.is_empty() {
            let key = match asked.place.as_str() {
                "pending" => "filter-group-pending",
                "removed" => "filter-group-removed",
                _ => "filter-group",
            };
            let without = Asked { group: String::new(), place: String::new(), ..asked.clone() };
            add(key, &self.groups, &asked.group, without);
        }
        if !asked.tag.is_empty() {
            add("filter-tag", &self.tags, &asked.tag, Asked { tag: String::new(), ..asked.clone() });
        }
        all
    }

    /// The fields that add a condition.
    pub fn fields<'a>(
        lang: &'a Lang,
        asked: &'a Asked,
        groups: &'a [Choice<'a>],
        tags: &'a [Choice<'a>],
    ) -> Vec<Field<'a>> {
        let one = |name: &'a str, label: &'a str, value: &'a str, choices: &'a [Choice<'a>]| Field {
            may_be_empty: true,
            ..Field::text(name, label, value).widget(Widget::Select(choices))
        };
        let mut all = Vec::new();
        if !groups.is_empty() {
            all.push(one("group", lang.text("group"), &asked.group, groups));
        }
        if !tags.is_empty() {
            all.push(one("tag", lang.text("tag"), &asked.tag, tags));
        }
        all
    }
}
