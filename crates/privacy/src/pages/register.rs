//! `/settings/privacy/register`: the register of processing activities (GDPR, article 30), filled from what is really set
//! up: purposes, custom fields, roles, rules. Made for paper.

use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, flag, text};
use kit::{Reply, Visit};
use maud::{Markup, html};
use query::Cell;
use store::{Result, Tx, statement};
use ui::Icon;
use ui::part::button::Button;

use super::{HOME, Sheet, purposes, retention, sheet, words};
use crate::class::{Class, Map, is_custom};
use crate::retention::RetentionRule;

/// What the page reads.
struct Around {
    organisation: String,
    place: String,
    officer: (String, String),
    purposes: Vec<Row>,
    /// Title of the set, label of the field, category.
    marked: Vec<(String, String, String)>,
    /// Roles with the number of accounts.
    roles: Vec<(String, i64)>,
    rules: Vec<(i64, RetentionRule)>,
    counts: Vec<(Class, usize)>,
    people: i64,
}

/// `/settings/privacy/register`
pub fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let around = visit.read(|tx| read(tx, &lang))?;
    let print = Button::act(lang.text("action-print")).primary().icon(Icon::Printer).data("data-print", "");
    let actions = html! { span.by-script { (print) } };
    let view =
        Sheet { title: lang.text("register-title"), tab: HOME, is_below: true, narrow: true, ..Sheet::default() };
    let markup = sheet(visit, &lang, view, Some(actions), |ui| document(ui, &lang, &around))?;
    Ok(Reply::Html(markup))
}

fn read(tx: &Tx<'_>, lang: &Lang) -> Result<Around> {
    let one = |sql: &str| -> Result<String> {
        let found = tx.one(&statement(sql, Vec::new()))?;
        Ok(found.and_then(|value| value.as_text().map(str::to_owned)).unwrap_or_default())
    };
    let setting = |name: &str| -> Result<String> { Ok(tx.setting(name)?.as_str().unwrap_or_default().to_owned()) };
    let own = format!(
        r#"FROM "civicrm_address" a JOIN "civicrm_domain" d ON d."contact_id" = a."contact_id"
           WHERE d."id" = {} ORDER BY a."is_primary" DESC LIMIT 1"#,
        tx.domain()
    );
    let street = one(&format!(r#"SELECT a."street_address" {own}"#))?;
    let city = one(&format!(r#"SELECT COALESCE(a."postal_code", '') || ' ' || COALESCE(a."city", '') {own}"#))?;
    let place =
        [street.trim(), city.trim()].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ");
    Ok(Around {
        organisation: contact::domain::name(tx)?,
        place,
        officer: (setting(crate::OFFICER[0])?, setting(crate::OFFICER[1])?),
        purposes: purposes::all(tx)?.into_iter().filter(|row| flag(row, "is_active")).collect(),
        marked: marked(tx)?,
        roles: roles(tx, lang)?,
        rules: retention::all(tx)?.into_iter().filter(|(_, rule)| rule.is_active).collect(),
        counts: counts(tx)?,
        people: number(
            tx,
            r#"SELECT COUNT(*) FROM "civicrm_contact" WHERE "is_deleted" = 0 AND "contact_type" = 'Individual'"#,
        )?,
    })
}

fn number(tx: &Tx<'_>, sql: &str) -> Result<i64> {
    Ok(tx.one(&statement(sql, Vec::new()))?.and_then(|count| count.as_int()).unwrap_or(0))
}

/// The custom fields that are marked, with the titles of their sets.
fn marked(tx: &Tx<'_>) -> Result<Vec<(String, String, String)>> {
    let classes = Map::read(tx)?;
    let mut all = Vec::new();
    for entity in tx.catalog().entities().filter(|entity| is_custom(entity)) {
        for field in entity.columns() {
            if let Some(category) = classes.category(&entity.name, &field.name) {
                let label = field.label.as_ref().unwrap_or(&field.title);
                all.push((entity.title.to_string(), label.to_string(), category.to_owned()));
            }
        }
    }
    Ok(all)
}

/// The roles, as recipients within: how many accounts hold each.
fn roles(tx: &Tx<'_>, lang: &Lang) -> Result<Vec<(String, i64)>> {
    let text = r#"SELECT r."name", r."label", COUNT(u."id") FROM "civicrm_role" r
        LEFT JOIN "civicrm_user_role" l ON l."role_id" = r."id"
        LEFT JOIN "civicrm_uf_match" u ON u."id" = l."user_id" AND u."is_active" = 1
        WHERE r."is_active" = 1 AND r."name" <> 'everyone' GROUP BY r."id", r."name", r."label" ORDER BY r."id""#;
    let mut all = Vec::new();
    tx.rows(&statement(text, Vec::new()), |row| {
        if let (Cell::Text(name), Cell::Text(label), Cell::Int(count)) = (row.cell(0), row.cell(1), row.cell(2)) {
            all.push((contact::pages::labels::translated(lang.code(), "Role", name, label), count));
        }
        Ok(())
    })?;
    Ok(all)
}

/// How many columns hold what, of those that tell something of people.
fn counts(tx: &Tx<'_>) -> Result<Vec<(Class, usize)>> {
    let classes = Map::read(tx)?;
    let mut counts: std::collections::BTreeMap<Class, usize> = std::collections::BTreeMap::new();
    for entity in tx.catalog().entities().filter(|entity| entity.stored && entity.preset.is_none()) {
        for field in entity.columns() {
            *counts.entry(classes.of(entity, field)).or_default() += 1;
        }
    }
    let told = [Class::Identity, Class::Contact, Class::Personal, Class::Sensitive, Class::Financial, Class::Content];
    Ok(told.into_iter().filter_map(|class| Some((class, *counts.get(&class)?))).collect())
}

fn document(ui: &ui::Ui<'_>, lang: &Lang, around: &Around) -> Markup {
    let _ = ui;
    let fact = |key: &str, value: Markup| html! { dt { (lang.text(key)) } dd { (value) } };
    html! {
        article.register {
            dl.facts-list {
                (fact("register-controller", html! { (around.organisation) @if !around.place.is_empty() { br; (around.place) } }))
                (fact("register-officer", match (around.officer.0.as_str(), around.officer.1.as_str()) {
                    ("", "") => html! { span.faint { (lang.text("register-officer-none")) } },
                    (name, mail) => html! { (name) @if !mail.is_empty() { @if !name.is_empty() { " · " } (mail) } },
                }))
                (fact("register-day", html! { (lang.locale.date(ui.today)) }))
                (fact("register-people", html! { (lang.locale.number(around.people)) }))
            }
            @for (at, row) in around.purposes.iter().enumerate() { (purpose(lang, at + 1, row)) }
            (common(lang, around))
        }
    }
}

fn purpose(lang: &Lang, number: usize, row: &Row) -> Markup {
    let shown = |field: &str| purposes::shown(lang, row, field);
    let fact = |label: &str, value: &str| {
        html! { @if !value.is_empty() { dt { (label) } dd { (words::lines(value)) } } }
    };
    let basis = words::option(lang, "basis", text(row, "legal_basis"));
    html! {
        section.register-entry aria-labelledby={ "entry-" (rows::id(row)) } {
            h2 id={ "entry-" (rows::id(row)) } { (number) ". " (shown("title")) }
            dl.facts-list {
                (fact(lang.text("field-purpose-description"), shown("description")))
                dt { (lang.text("purpose-basis")) }
                dd { b { (basis) } @if !shown("basis_note").is_empty() { br; (words::lines(shown("basis_note"))) } }
                (fact(lang.text("field-purpose-data_subjects"), shown("data_subjects")))
                (fact(lang.text("field-purpose-data_categories"), shown("data_categories")))
                @if flag(row, "is_sensitive") {
                    dt { (lang.text("register-sensitive")) }
                    dd { @if text(row, "sensitive_basis").is_empty() { (lang.text("register-yes")) } @else { (words::lines(text(row, "sensitive_basis"))) } }
                }
                (fact(lang.text("field-purpose-recipients"), shown("recipients")))
                dt { (lang.text("field-purpose-transfers")) }
                dd { @if shown("transfers").is_empty() { (lang.text("register-no-transfer")) } @else { (words::lines(shown("transfers"))) } }
                (fact(lang.text("field-purpose-retention"), shown("retention")))
                (fact(lang.text("field-purpose-security"), shown("security")))
            }
        }
    }
}

/// What holds for every purpose, read from the site itself.
fn common(lang: &Lang, around: &Around) -> Markup {
    html! {
        section.register-entry aria-labelledby="register-common" {
            h2 id="register-common" { (lang.text("register-common")) }
            h3 { (lang.text("register-data")) }
            ul.plain { @for (class, count) in &around.counts { li { b { (words::option(lang, "class", class.name())) } " · " (lang.with("register-columns", &[("count", (*count).into())])) } } }
            h3 { (lang.text("register-marked")) }
            @if around.marked.is_empty() { p { (lang.text("register-marked-none")) } }
            @else { ul.plain { @for (set, label, category) in &around.marked { li { (set) " › " (label) " · " b { (words::option(lang, "category", category)) } } } } }
            h3 { (lang.text("register-recipients")) }
            ul.plain { @for (label, count) in &around.roles { li { b { (label) } " · " (lang.with("register-accounts", &[("count", (*count).into())])) } } }
            h3 { (lang.text("register-retention")) }
            ul.plain { @for (_, rule) in &around.rules { li { b { (retention::title(lang, rule)) } " · " (retention::period(lang, rule)) " · " (words::option(lang, "action", &rule.action)) } } }
            h3 { (lang.text("register-security")) }
            ul.plain {
                li { (lang.text("register-security-access")) }
                li { (lang.text("register-security-history")) }
                li { (lang.text("register-security-secrets")) }
                li { (lang.text("register-security-sessions")) }
                li { (lang.text("register-security-backups")) }
                li { (lang.text("register-security-place")) }
            }
        }
    }
}
