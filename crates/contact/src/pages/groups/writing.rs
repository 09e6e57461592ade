//! The form of a group: its words, its place in the tree, and the conditions of a live one.

use super::*;

/// `/groups/new`
pub(in crate::pages) fn new(visit: &mut Visit<'_>) -> Result<Reply> {
    edit_or_make(visit, None, false)
}

/// `/groups/new/live`: with the conditions of a list of contacts.
pub(in crate::pages) fn new_live(visit: &mut Visit<'_>) -> Result<Reply> {
    edit_or_make(visit, None, true)
}

/// `/groups/{id}/edit`
pub(in crate::pages) fn edit(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    edit_or_make(visit, Some(id), false)
}

/// `/groups/{id}/delete`
pub(in crate::pages) fn delete(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    if !visit.is_post {
        return Ok(Reply::Redirect(format!("/groups/{id}")));
    }
    let transaction = visit.write(|tx| {
        tx.delete("Group", id, As::Actor)?;
        Ok(tx.transaction_id())
    })?;
    visit.say("said-group-deleted", transaction);
    Ok(Reply::Redirect("/groups".to_owned()))
}

/// What the form of a group holds.
#[derive(Clone, Debug, Default)]
struct Draft {
    values: BTreeMap<&'static str, String>,
    kinds: Vec<String>,
    parents: Vec<String>,
    organisation: String,
    /// The conditions of a live group, where the form can say them.
    rule: Option<Asked>,
}

const TEXTS: [&str; 6] = ["title", "description", "visibility", "frontend_title", "frontend_description", "is_active"];

impl Draft {
    fn typed(form: &Fields, rule: bool) -> Draft {
        let values = TEXTS.iter().map(|name| (*name, form.get(name).unwrap_or_default().trim().to_owned()));
        let several = |name: &str| form.all(name).filter(|value| !value.is_empty()).map(str::to_owned).collect();
        Draft {
            values: values.collect(),
            kinds: several("group_type"),
            parents: several("parents"),
            organisation: form.get("organisation").unwrap_or_default().trim().to_owned(),
            rule: rule.then(|| Asked { place: String::new(), ..Asked::of(form) }),
        }
    }

    fn of(tx: &Tx<'_>, lang: &Lang, row: &Row, rule: Option<Asked>) -> Result<Draft> {
        let plain = |name: &'static str| match name {
            "title" => title(lang, row).to_owned(),
            name => rows::written(row, name),
        };
        let several = |name: &str| {
            let all = row.get(name).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
            all.iter().map(rows::plain).collect()
        };
        let clauses = json!([["group_id", "=", rows::id(row)]]);
        let owner = ask(tx, "GroupOrganization", &["organization_id"], clauses, &[], 1)?;
        let owner = owner.first().and_then(|one| int(one, "organization_id"));
        let owner = owner.map(|id| rows::one(tx, "Contact", &pick::SELECT, id)).transpose()?.flatten();
        Ok(Draft {
            values: TEXTS.iter().map(|name| (*name, plain(name))).collect(),
            kinds: several("group_type"),
            parents: several("parents"),
            organisation: owner.map(|row| pick::written(lang, &row)).unwrap_or_default(),
            rule,
        })
    }

    fn get(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }
}

/// A group that is being made or changed.
struct Open {
    lang: Lang,
    id: Option<i64>,
    row: Option<Row>,
    /// Whether it is or becomes a live one.
    live: bool,
    /// The conditions as they are, in words.
    words: Vec<String>,
    /// The custom fields of groups.
    custom: Sheet,
}

fn edit_or_make(visit: &mut Visit<'_>, id: Option<i64>, live: bool) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let (mut open, stored) = visit.read(|tx| {
        let row = id.map(|id| read(tx, id)).transpose()?;
        if let Some(id) = id
            && !may_edit(tx, id)?
        {
            return Err(Error::Forbidden("edit this group".to_owned()));
        }
        let search = row.as_ref().and_then(|row| int(row, "saved_search_id"));
        let search = search.map(|id| tx.find::<SavedSearch>(id)).transpose()?.flatten();
        let mut words = Vec::new();
        let mut rule = (live && id.is_none()).then(|| Asked { place: String::new(), ..Asked::of(&visit.query) });
        if let Some((entity, clauses)) = search.as_ref().and_then(criteria::conditions) {
            words = criteria::in_words(tx, &lang, &entity, &clauses)?.into_iter().map(|one| one.words).collect();
            rule = criteria::to_asked(&clauses).filter(|_| entity == "Contact");
        }
        let draft = match &row {
            Some(row) => Draft::of(tx, &lang, row, rule)?,
            None => Draft { rule, values: fresh(), ..Draft::default() },
        };
        let live = live || search.is_some();
        let custom = Sheet::read(tx, &lang, "Group", &[], id)?;
        Ok((Open { lang, id, row, live, words, custom }, draft))
    })?;
    if !visit.is_post {
        return Ok(Reply::Html(show(visit, &open, &stored, &Errors::new())?));
    }
    let draft = Draft::typed(&visit.form, open.live && stored.rule.is_some());
    open.custom.typed(&visit.form);
    open.custom.take_files(visit)?;
    let result = visit.write(|tx| {
        let id = save(tx, &open, &draft)?;
        Ok((id, tx.transaction_id()))
    });
    match taken(form::field_errors(result))? {
        Ok((id, transaction)) => {
            let said = if transaction.is_none() { "said-nothing" } else { "said-saved" };
            visit.say(said, transaction);
            Ok(Reply::Redirect(format!("/groups/{id}")))
        }
        Err(errors) => {
            let errors = form::errors(&open.lang, &errors);
            Ok(Reply::Status(422, show(visit, &open, &draft, &errors)?))
        }
    }
}

fn fresh() -> BTreeMap<&'static str, String> {
    BTreeMap::from([("visibility", VISIBILITY[0].0.to_owned()), ("is_active", "1".to_owned())])
}

/// What must be one of a kind here is the title.
fn taken<T>(
    result: Result<std::result::Result<T, Vec<FieldError>>>,
) -> Result<std::result::Result<T, Vec<FieldError>>> {
    Ok(result?.map_err(|errors| {
        let known = |error: FieldError| match error.field.as_str() {
            "external_identifier" | "name" => FieldError { field: "title".to_owned(), problem: Problem::Taken },
            _ => error,
        };
        errors.into_iter().map(known).collect()
    }))
}

fn save(tx: &mut Tx<'_>, open: &Open, draft: &Draft) -> Result<i64> {
    let mut values = Map::new();
    if let Some(id) = open.id {
        values.insert("id".to_owned(), json!(id));
    }
    for name in TEXTS {
        let typed = draft.get(name);
        let stored = open.row.as_ref().map(|row| rows::written(row, name)).unwrap_or_default();
        // A shipped title that nobody has touched is shown in the reader's language.
        let shown = open.row.as_ref().filter(|_| name == "title").map(|row| title(&open.lang, row));
        if typed == stored || shown == Some(typed) {
            continue;
        }
        let value = match name {
            "is_active" => json!(typed == "1"),
            _ if typed.is_empty() && name.starts_with("frontend_title") => continue,
            _ if typed.is_empty() => Json::Null,
            _ => json!(typed),
        };
        values.insert(name.to_owned(), value);
    }
    if draft.get("title").is_empty() {
        return Err(Error::field("title", Problem::Required));
    }
    values.insert("group_type".to_owned(), json!(draft.kinds));
    values.insert("parents".to_owned(), json!(draft.parents));
    if let Some(rule) = &draft.rule {
        let search = save_rule(tx, open, rule)?;
        values.insert("saved_search_id".to_owned(), json!(search));
    }
    values.extend(open.custom.changes(tx)?);
    let group = tx.save("Group", values, As::Actor)?.id;
    keep_owner(tx, group, &draft.organisation)?;
    Ok(group)
}

/// The search of a live group. Whoever may change the group may change what it looks for, as far as they may ask that.
fn save_rule(tx: &mut Tx<'_>, open: &Open, rule: &Asked) -> Result<i64> {
    let clauses = criteria::of_asked(rule);
    if clauses.is_empty() {
        let words = "A live group needs a condition at least.";
        return Err(Error::rule("city", "problem-group-no-rule", words));
    }
    if !tx.actor().may("edit groups") {
        return Err(Error::Forbidden("edit groups".to_owned()));
    }
    let mut all = vec![json!(["is_deleted", "=", false])];
    all.extend(clauses);
    let params = json!({"version": 4, "select": ["id"], "where": all});
    let known = open.row.as_ref().and_then(|row| int(row, "saved_search_id"));
    let mut values = Map::new();
    match known {
        Some(id) => {
            let stored = tx.find::<SavedSearch>(id)?.as_ref().and_then(criteria::conditions);
            if stored.is_some_and(|(_, stored)| criteria::to_asked(&stored).as_ref() == Some(rule)) {
                return Ok(id);
            }
            values.insert("id".to_owned(), json!(id));
        }
        None => {
            values.insert("api_entity".to_owned(), json!("Contact"));
        }
    }
    values.insert("api_params".to_owned(), params);
    Ok(tx.save("SavedSearch", values, As::Program)?.id)
}

/// The organisation that the group belongs to, by its name.
fn keep_owner(tx: &mut Tx<'_>, group: i64, typed: &str) -> Result<()> {
    let wanted = match pick::meant(tx, typed, Some("Organization"))? {
        _ if typed.is_empty() => None,
        Found::One(id) => Some(id),
        Found::Nobody => {
            return Err(Error::rule(
                "organisation",
                "problem-employer-unknown",
                "There is no organisation of this name.",
            ));
        }
        Found::Several(_) => {
            let words = "Several organisations have this name; give the number of one.";
            return Err(Error::rule("organisation", "problem-employer-several", words));
        }
    };
    let clauses = json!([["group_id", "=", group]]);
    for row in ask(tx, "GroupOrganization", &["id", "organization_id"], clauses, &[], 0)? {
        if int(&row, "organization_id") == wanted {
            return Ok(());
        }
        tx.delete("GroupOrganization", rows::id(&row), As::Actor)?;
    }
    if let Some(organisation) = wanted {
        let values = [("group_id", json!(group)), ("organization_id", json!(organisation))];
        let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        tx.save("GroupOrganization", values, As::Actor)?;
    }
    Ok(())
}

/// The choices of the form.
struct Lists {
    kinds: Vec<labels::Pick>,
    parents: Vec<(String, String)>,
    subs: Vec<labels::Pick>,
    sticking: Sticking,
}

fn lists(tx: &Tx<'_>, open: &Open) -> Result<Lists> {
    let lang = &open.lang;
    let below = match open.id {
        Some(id) => Nesting::read(tx)?.tree(id),
        None => Default::default(),
    };
    let sticking = Sticking::read(tx, lang)?;
    let fits = |(id, _): &&(String, String)| id.parse().is_ok_and(|id: i64| !below.contains(&id));
    Ok(Lists {
        kinds: labels::choices(tx, lang.code(), "Group", "group_type", "")?,
        parents: sticking.groups.iter().filter(fits).cloned().collect(),
        subs: labels::choices(tx, lang.code(), "Contact", "contact_sub_type", "")?,
        sticking,
    })
}

fn show(visit: &Visit<'_>, open: &Open, draft: &Draft, errors: &Errors) -> Result<maud::Markup> {
    let lang = &open.lang;
    let lists = visit.read(|tx| lists(tx, open))?;
    let error = |name: &str| errors.get(name).map(String::as_str);
    let kinds: Vec<Choice<'_>> = lists.kinds.iter().map(|one| Choice::of(&one.value, &one.label)).collect();
    let subs: Vec<Choice<'_>> = lists.subs.iter().map(|one| Choice::of(&one.value, &one.label)).collect();
    let parents: Vec<Choice<'_>> = lists.parents.iter().map(|(id, name)| Choice::of(id, name)).collect();
    let (group_choices, tag_choices) = lists.sticking.choices();
    let kind_values: Vec<&str> = draft.kinds.iter().map(String::as_str).collect();
    let parent_values: Vec<&str> = draft.parents.iter().map(String::as_str).collect();
    let visible = [
        Choice::of(VISIBILITY[0].0, lang.text("group-visible-staff")),
        Choice::of(VISIBILITY[1].0, lang.text("group-visible-public")),
    ];
    let typed = |name: &'static str, label: &'static str| Field {
        error: error(name),
        ..Field::text(name, lang.text(label), draft.get(name))
    };
    let about = vec![
        Field { required: true, focused: open.id.is_none(), max_length: Some(255), ..typed("title", "group-title") },
        typed("description", "group-description").widget(Widget::LongText(2)),
        Field {
            values: &kind_values,
            ..Field::text("group_type", lang.text("group-kind"), "").widget(Widget::Checkboxes(&kinds))
        },
        Field {
            help: Some(lang.text("group-active-help")),
            ..typed("is_active", "group-active").widget(Widget::Switch)
        },
    ];
    let mut place = vec![
        typed("visibility", "group-visibility").widget(Widget::Radios(&visible)),
        Field {
            help: Some(lang.text("group-frontend-help")),
            width: Width::Half,
            ..typed("frontend_title", "group-frontend-title")
        },
        typed("frontend_description", "group-frontend-description").widget(Widget::LongText(2)),
    ];
    if !parents.is_empty() {
        place.push(Field {
            values: &parent_values,
            error: error("parents"),
            help: Some(lang.text("group-parents-help")),
            ..Field::text("parents", lang.text("group-parents"), "").widget(Widget::Checkboxes(&parents))
        });
    }
    let types = [
        Choice::of("Individual", lang.text("view-people")),
        Choice::of("Household", lang.text("view-households")),
        Choice::of("Organization", lang.text("view-organisations")),
    ];
    let flags: Vec<Choice<'_>> = super::super::list::flag_choices(lang);
    let rule_fields = match &draft.rule {
        Some(asked) => rule_fields(lang, asked, &types, &subs, &flags, (&group_choices, &tag_choices), error("city")),
        None => Vec::new(),
    };
    let path = match (open.id, open.live) {
        (Some(id), _) => format!("/groups/{id}/edit"),
        (None, true) => "/groups/new/live".to_owned(),
        (None, false) => "/groups/new".to_owned(),
    };
    let back = open.id.map_or_else(|| "/groups".to_owned(), |id| format!("/groups/{id}"));
    let delete = open.id.map(|id| format!("/groups/{id}/delete"));
    let heading = match (&open.row, open.live) {
        (Some(row), _) => title(lang, row),
        (None, true) => lang.text("group-new-live"),
        (None, false) => lang.text("group-new"),
    };
    let faults = errors.iter().map(|(name, message)| Fault {
        input: lang.keep(input_id(name)),
        label: fault_label(lang, name),
        message,
    });
    let view = GroupForm {
        way: vec![
            Crumb { label: lang.text("groups"), href: Some("/groups") },
            Crumb { label: heading, href: open.id.map(|_| back.as_str()) },
        ],
        title: heading,
        intro: open.live.then(|| lang.text("group-live-intro")),
        action: &path,
        cancel: &back,
        faults: open.custom.name_faults(faults.collect()),
        kept: Vec::new(),
        about,
        upload: open.custom.has_files(),
        organisation: Some(Lookup {
            field: Field {
                error: error("organisation"),
                help: Some(lang.text("group-organisation-help")),
                ..Field::text("organisation", lang.text("group-organisation"), &draft.organisation)
            },
            from: "/contacts/suggest?field=organisation&type=Organization",
        }),
        place,
        rule: open.live.then(|| Rule { words: open.words.iter().map(String::as_str).collect(), fields: rule_fields }),
        save: if open.id.is_some() { lang.text("save") } else { lang.text("group-create") },
        delete: delete.as_deref(),
        more: html! {},
    };
    let page = Page { title: heading, place: "/groups", narrow: true };
    frame::show(visit, lang, page, |ui, shell| {
        let more = open.custom.form(ui, lang, errors);
        page::group_form(ui, shell, &GroupForm { more, ..view })
    })
}

fn fault_label<'a>(lang: &'a Lang, name: &str) -> &'a str {
    match name {
        "title" => lang.text("group-title"),
        "parents" => lang.text("group-parents"),
        "organisation" => lang.text("group-organisation"),
        _ => lang.text("group-rule"),
    }
}

fn rule_fields<'a>(
    lang: &'a Lang,
    asked: &'a Asked,
    types: &'a [Choice<'a>],
    subs: &'a [Choice<'a>],
    flags: &'a [Choice<'a>],
    (groups, tags): (&'a [Choice<'a>], &'a [Choice<'a>]),
    error: Option<&'a str>,
) -> Vec<Field<'a>> {
    let choose = |name: &'a str, label: &'a str, value: &'a str, choices: &'a [Choice<'a>]| Field {
        may_be_empty: true,
        width: Width::Half,
        ..Field::text(name, label, value).widget(Widget::Select(choices))
    };
    let mut all = vec![
        Field { width: Width::Half, ..choose("type", lang.text("criterion-type"), &asked.kind, types) },
        Field { width: Width::Half, error, ..Field::text("city", lang.field("Address", "city"), &asked.city) },
    ];
    if !subs.is_empty() {
        all.push(choose("sub", lang.field("Contact", "contact_sub_type"), &asked.sub, subs));
    }
    all.push(choose("flag", lang.text("filter-wish"), &asked.flag, flags));
    if !groups.is_empty() {
        all.push(choose("group", lang.text("group"), &asked.group, groups));
    }
    if !tags.is_empty() {
        all.push(choose("tag", lang.text("tag"), &asked.tag, tags));
    }
    all.push(Field { width: Width::Half, ..Field::text("q", lang.text("criterion-words"), &asked.q) });
    all
}
