//! The form of a relationship and what it writes: the other contact by name, made on the way where there is none.

use super::*;

pub(super) fn permissions(lang: &Lang) -> Vec<Choice<'_>> {
    vec![
        Choice::of("0", lang.text("relationship-permission-none")),
        Choice::of("2", lang.text("relationship-permission-view")),
        Choice::of("1", lang.text("relationship-permission-edit")),
    ]
}

pub(super) fn error<'a>(errors: Option<&'a Errors>, name: &str) -> Option<&'a str> {
    errors.and_then(|errors| errors.get(name)).map(String::as_str)
}

pub(super) fn dates<'a>(lang: &'a Lang, draft: &Draft, errors: Option<&'a Errors>) -> Vec<Field<'a>> {
    let one = |name: &'static str, label: &'static str| Field {
        error: error(errors, name),
        width: Width::Half,
        ..Field::text(name, lang.text(label), lang.keep(draft.get(name).to_owned())).widget(Widget::Date)
    };
    vec![one("start_date", "relationship-start"), one("end_date", "relationship-last")]
}

pub(super) fn more<'a>(
    lang: &'a Lang,
    draft: &Draft,
    errors: Option<&'a Errors>,
    permissions: &'a [Choice<'a>],
    (own, name): (&'a str, &'a str),
) -> Vec<Field<'a>> {
    let values = |who: &'a str, whom: &'a str| [("who", who.into()), ("whom", whom.into())];
    let may = |field: &'static str, label: &'a str| {
        let value = Some(draft.get(field)).filter(|value| !value.is_empty()).unwrap_or("0");
        Field {
            error: error(errors, field),
            width: Width::Half,
            ..Field::text(field, label, lang.keep(value.to_owned())).widget(Widget::Select(permissions))
        }
    };
    let description = Field {
        error: error(errors, "description"),
        max_length: Some(255),
        ..Field::text(
            "description",
            lang.text("relationship-description"),
            lang.keep(draft.get("description").to_owned()),
        )
    };
    vec![
        description,
        may("may_far", lang.with("relationship-permission-on", &values(own, name))),
        may("may_near", lang.with("relationship-permission-on", &values(name, own))),
    ]
}

pub(super) fn new_form<'a>(
    lang: &'a Lang,
    open: &'a Open,
    kinds: &'a [Choice<'a>],
    permissions: &'a [Choice<'a>],
    path: &'a str,
    own: &'a str,
) -> Editor<'a> {
    let draft = &open.draft;
    let errors = Some(&open.errors);
    let one = |row: &'a Row| {
        let name = super::super::list::name(lang, row);
        let avatar = Avatar::of(Kind::of(text(row, "contact_type")), name);
        (lang.keep(rows::id(row).to_string()), avatar, name, text(row, "address_primary.city"))
    };
    let made = |kind: &&'static str| match *kind {
        "Household" => (*kind, lang.text("form-new-household")),
        "Organization" => (*kind, lang.text("form-new-organisation")),
        _ => (*kind, lang.text("form-new-person")),
    };
    let other = lang.text("relationship-other");
    Editor {
        title: lang.with("relationship-new", &[("name", own.into())]),
        action: path,
        close: path,
        kind: Some(Field {
            required: true,
            error: error(errors, "kind"),
            focused: draft.get("kind").is_empty(),
            width: Width::Half,
            ..Field::text(
                "kind",
                lang.with("relationship-kind", &[("name", own.into())]),
                lang.keep(draft.get("kind").to_owned()),
            )
            .widget(Widget::Select(kinds))
        }),
        who: Some(Lookup {
            field: Field {
                required: true,
                error: error(errors, "who"),
                width: Width::Half,
                placeholder: Some(lang.text("pick-name")),
                ..Field::text("who", lang.text("relationship-who"), lang.keep(draft.get("who").to_owned()))
            },
            from: "/contacts/suggest?field=who",
        }),
        several: open.several.iter().map(one).collect(),
        make: open.make.iter().map(made).collect(),
        dates: dates(lang, draft, errors),
        more: more(lang, draft, errors, permissions, (own, other)),
        custom: None,
        open: ["description", "may_far", "may_near"].iter().any(|name| !["", "0"].contains(&draft.get(name))),
    }
}

/// The errors by the names of this form: the far end is who was typed, the near one the kind.
pub(super) fn named<T>(way: &Way, result: Result<T>) -> Result<T> {
    let (near, far) = if way.forward { ("contact_id_a", "contact_id_b") } else { ("contact_id_b", "contact_id_a") };
    result.map_err(|error| match error {
        Error::Invalid(errors) => Error::Invalid(
            errors
                .into_iter()
                .map(|error| FieldError {
                    field: match error.field.as_str() {
                        field if field == far => "who".to_owned(),
                        field if field == near => "kind".to_owned(),
                        "relationship_type_id" => "kind".to_owned(),
                        "last_name" | "organization_name" | "household_name" => "who".to_owned(),
                        field => field.to_owned(),
                    },
                    problem: error.problem,
                })
                .collect(),
        ),
        other => other,
    })
}

/// A new contact of this name.
pub(super) fn made(tx: &mut Tx<'_>, kind: &str, name: &str) -> Result<i64> {
    if !tx.actor().may("add contacts") {
        return Err(Error::Forbidden("add contacts".to_owned()));
    }
    let mut values = Map::new();
    values.insert("contact_type".to_owned(), json!(kind));
    match kind {
        "Organization" => {
            values.insert("organization_name".to_owned(), json!(name));
        }
        "Household" => {
            values.insert("household_name".to_owned(), json!(name));
        }
        _ => {
            // The last word is the family's name, as most people write it.
            let (first, last) = name.trim().rsplit_once(' ').unwrap_or(("", name.trim()));
            values.insert("first_name".to_owned(), json!(Some(first.trim()).filter(|first| !first.is_empty())));
            values.insert("last_name".to_owned(), json!(last));
        }
    }
    tx.save("Contact", values, As::Actor).map(|saved| saved.id)
}

pub(super) fn relate(tx: &mut Tx<'_>, way: &Way, own: i64, other: i64, draft: &Draft) -> Result<i64> {
    if own == other {
        return Err(Error::rule("who", "problem-relationship-self", "Nobody relates to themselves."));
    }
    let (a, b) = if way.forward { (own, other) } else { (other, own) };
    let clauses = json!([
        ["near_contact_id", "=", own],
        ["far_contact_id", "=", other],
        ["relationship_type_id", "=", way.kind],
        ["orientation", "=", if way.forward { "a_b" } else { "b_a" }],
        ["is_current", "=", true]
    ]);
    // A second one at the same time says nothing new; one with other dates may be an earlier or a later time.
    if rows::count(tx, "RelationshipCache", clauses)? > 0 && draft.get("end_date").is_empty() {
        let words = "This relationship is there already.";
        return Err(Error::rule("who", "problem-relationship-there", words));
    }
    let mut values = Map::new();
    values.insert("contact_id_a".to_owned(), json!(a));
    values.insert("contact_id_b".to_owned(), json!(b));
    values.insert("relationship_type_id".to_owned(), json!(way.kind));
    fill(&mut values, draft, way.forward);
    tx.save("Relationship", values, As::Actor).map(|saved| saved.id)
}

/// The typed values as the record names them.
pub(super) fn fill(values: &mut Map<String, Json>, draft: &Draft, forward: bool) {
    let filled = |name: &str| json!(Some(draft.get(name)).filter(|text| !text.is_empty()));
    for name in ["start_date", "end_date", "description"] {
        values.insert(name.to_owned(), filled(name));
    }
    let (to_far, to_near) = if forward { ("a_b", "b_a") } else { ("b_a", "a_b") };
    for (field, end) in [("may_far", to_far), ("may_near", to_near)] {
        let value: i64 = draft.get(field).parse().unwrap_or(0);
        values.insert(format!("is_permission_{end}"), json!(value));
    }
}
