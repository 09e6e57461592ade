//! A letter to each of many contacts, as one PDF with a page for each; the record of each keeps that it was written.

use std::collections::BTreeMap;

use activity::activity_contact::concerned;
use activity::token;
use contact::pages::address::local;
use contact::pages::asked::Asked;
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row};
use kit::{Reply, Visit};
use paper::font::Weight;
use paper::sheet::{A4, Ink, Sheet};
use query::GetRequest;
use serde_json::json;
use store::{As, Error, Result, Tx};
use ui::part::field::{Field, Widget};

use super::{Between, GO, between_from, labels, nobody, picked};

/// Where it stands.
pub const PATH: &str = "/search/letters";
/// Where letters about activities stand.
pub const OF_ACTIVITIES: &str = "/search/activity-letters";
/// Its own inputs.
const OWN: [&str; 3] = ["subject", "text", "note"];
/// So many letters are laid out at once.
const MOST: usize = 1_000;
/// The activity that a letter on paper is.
const KIND: &str = "Print PDF Letter";
/// Names that letters have always used, and the fields behind them.
const OTHER_NAMES: [(&str, &str); 4] = [
    ("postal_greeting", "postal_greeting_display"),
    ("email_greeting", "email_greeting_display"),
    ("addressee", "addressee_display"),
    ("prefix", "prefix_id:label"),
];

/// Margins and letters of a page, in points.
const MARGIN: f32 = 62.0;
const LETTERS: f32 = 11.0;
const LINE: f32 = 16.0;
/// Where the address stands in the window of an envelope (DL, as the French post has it).
const WINDOW: (f32, f32) = (312.0, 145.0);

/// The names between `{contact.` and `}`, each once.
fn names(text: &str) -> Vec<String> {
    let sound = |name: &String| name.chars().all(|c| c.is_ascii_alphanumeric() || "_.:".contains(c));
    token::asked(&[text], "contact").into_iter().filter(sound).collect()
}

fn path(name: &str) -> &str {
    OTHER_NAMES.iter().find(|(other, _)| *other == name).map_or(name, |(_, path)| path)
}

/// What the names stand for in the case of a contact.
fn values(names: &[String], row: &Row) -> BTreeMap<String, String> {
    names.iter().map(|name| (format!("contact.{name}"), rows::written(row, path(name)))).collect()
}

/// A letter that is laid out.
struct Letter {
    address: Vec<String>,
    body: String,
}

fn pdf(letters: &[Letter], head: (&str, &str), title: &str, language: &str) -> Option<Vec<u8>> {
    let mut sheet = Sheet::new(A4)?;
    let (house, day) = head;
    for letter in letters {
        sheet.page();
        sheet.text((MARGIN, MARGIN), LETTERS + 2.0, Weight::Bold, Ink::BLACK, house);
        for (at, line) in letter.address.iter().enumerate() {
            sheet.text((WINDOW.0, WINDOW.1 + LINE * at as f32), LETTERS, Weight::Regular, Ink::BLACK, line);
        }
        sheet.text((WINDOW.0, 270.0), LETTERS, Weight::Regular, Ink::BLACK, day);
        let mut y = 320.0;
        for paragraph in letter.body.lines() {
            let lines = sheet.fonts.cut(Weight::Regular).lines(paragraph, LETTERS, A4.0 - 2.0 * MARGIN, 200);
            for line in lines {
                if y > A4.1 - MARGIN {
                    sheet.page();
                    y = MARGIN + LINE;
                }
                sheet.text((MARGIN, y), LETTERS, Weight::Regular, Ink::BLACK, &line);
                y += LINE;
            }
            if paragraph.trim().is_empty() {
                y += LINE * 0.6;
            }
        }
    }
    sheet.finish(title, language)
}

/// To whom letters go: contacts, each of them with the activities that a letter of their own is about.
pub(super) enum To {
    Contacts(Vec<i64>),
    /// Contacts with activities.
    About(Vec<(i64, i64)>),
}

impl To {
    fn contacts(&self) -> Vec<i64> {
        match self {
            To::Contacts(ids) => ids.clone(),
            To::About(pairs) => pairs.iter().map(|(contact, _)| *contact).collect(),
        }
    }

    /// The letters of one contact: what each is about.
    fn of(&self, contact: i64) -> Vec<Option<i64>> {
        match self {
            To::Contacts(_) => vec![None],
            To::About(pairs) => pairs.iter().filter(|(id, _)| *id == contact).map(|(_, about)| Some(*about)).collect(),
        }
    }
}

/// The letters of those who can be written to, with the contact of each.
fn written(tx: &Tx<'_>, lang: &Lang, to: &To, body: &str) -> Result<Vec<(i64, Letter)>> {
    let (names, of_activity) = (names(body), token::asked(&[body], token::KIND));
    let mut select: Vec<&str> = labels::SELECT.to_vec();
    select.extend(names.iter().map(|name| path(name)).filter(|name| !labels::SELECT.contains(name)));
    let clauses = json!([["id", "IN", to.contacts()], ["do_not_mail", "=", false], ["is_deceased", "=", false]]);
    let request = rows::request(&select, clauses, vec![("sort_name".to_owned(), "ASC".to_owned())], 0);
    let mut all = Vec::new();
    for row in &tx.get("Contact", &request, As::Actor)?.rows {
        let address = labels::lines(row, None);
        for about in to.of(rows::id(row)).into_iter().filter(|_| !address.is_empty()) {
            let mut values = values(&names, row);
            if let Some(id) = about {
                values.extend(token::values(tx, lang.locale, id, &of_activity)?);
            }
            let body = token::fill(body, &values, str::to_owned);
            all.push((rows::id(row), Letter { address: address.clone(), body }));
        }
    }
    Ok(all)
}

/// The names in a letter that stand for nothing that its writer may read.
fn unknown(tx: &Tx<'_>, to: &To, body: &str) -> Result<Vec<String>> {
    let of_activity = token::asked(&[body], token::KIND);
    let mut wrong = match to {
        To::Contacts(_) => of_activity,
        To::About(_) => token::unknown(tx, &of_activity)?,
    };
    for name in names(body) {
        let request = GetRequest { select: vec![path(&name).to_owned()], limit: 1, ..GetRequest::default() };
        match tx.plan("Contact", &request, As::Actor, schema::Verb::View) {
            Ok(plan) if plan.undefined_fields.is_empty() && plan.unauthorized_fields.is_empty() => {}
            Err(Error::Internal(cause)) => return Err(Error::Internal(cause)),
            _ => wrong.push(name),
        }
    }
    Ok(wrong)
}

/// Notes in the record of each that a letter was written.
fn note(visit: &Visit<'_>, ids: &[i64], subject: &str, body: &str) -> Result<Option<i64>> {
    visit.write(|tx| {
        for id in ids {
            let values = json!({
                "activity_type_id:name": KIND, "status_id:name": "Completed", "subject": subject, "details": body,
                "source_contact_id": tx.actor().contact_id.unwrap_or(*id), "target_contact_id": [id],
            });
            tx.save("Activity", values.as_object().cloned().unwrap_or_default(), As::Actor)?;
        }
        Ok(tx.transaction_id())
    })
}

/// The page, and the file.
pub fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    if !visit.is_post {
        return Ok(Reply::Redirect("/contacts".to_owned()));
    }
    let ids = visit.read(|tx| picked(tx, visit))?;
    if ids.is_empty() {
        return Ok(nobody(visit));
    }
    let back = Asked::of(&visit.form).href("/contacts");
    letters(visit, &To::Contacts(ids), PATH, &back)
}

/// `/search/activity-letters`: to those whom the ticked activities concern.
pub fn of_activities(visit: &mut Visit<'_>) -> Result<Reply> {
    let back = local(visit.form.get("back")).unwrap_or("/activities").to_owned();
    let ticked: Vec<i64> = visit.form.all("id").filter_map(|id| id.parse().ok()).take(MOST).collect();
    let pairs = visit.read(|tx| concerned(tx, &ticked))?;
    if !visit.is_post || pairs.is_empty() {
        if visit.is_post {
            visit.say("said-letters-nobody", None);
        }
        return Ok(Reply::Redirect(back));
    }
    letters(visit, &To::About(pairs), OF_ACTIVITIES, &back)
}

fn letters(visit: &mut Visit<'_>, to: &To, path: &str, back: &str) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let whole = to.contacts().len();
    if whole > MOST {
        visit.say("said-letters-too-many", None);
        return Ok(Reply::Redirect(back.to_owned()));
    }
    let body = visit.form.get("text").unwrap_or_default().replace("\r\n", "\n");
    let subject = visit.form.text("subject").unwrap_or_default().to_owned();
    let mut wrong = None;
    if visit.form.has(GO) {
        let names = visit.read(|tx| unknown(tx, to, &body))?;
        if body.trim().is_empty() {
            wrong = Some(lang.text("problem-required"));
        } else if !names.is_empty() {
            wrong = Some(lang.with("letters-unknown", &[("names", names.join(", ").as_str().into())]));
        } else {
            return made(visit, &lang, to, (&subject, &body));
        }
    }
    let reached = visit.read(|tx| Ok(written(tx, &lang, to, "")?.len()))?;
    let count = i64::try_from(reached).unwrap_or(i64::MAX);
    let left = i64::try_from(whole - reached.min(whole)).unwrap_or(0);
    let (words, help) = match to {
        To::Contacts(_) => ("labels-words", lang.text("letters-help")),
        To::About(_) => ("letters-words", lang.text("letters-help-activities")),
    };
    let usual = lang.text("letters-usual");
    let asks = Between {
        title: lang.text("task-letters"),
        words: lang.with(words, &[("count", count.into()), ("left", left.into())]),
        action: path,
        fields: vec![
            Field::text("subject", lang.text("letters-subject"), &subject),
            Field {
                required: true,
                error: wrong,
                help: Some(help),
                ..Field::text("text", lang.text("letters-text"), if body.is_empty() { usual } else { &body })
                    .widget(Widget::LongText(14))
            },
            Field::text("note", lang.text("letters-note"), "1").widget(Widget::Checkbox),
        ],
        own: &OWN,
        submit: lang.text("letters-do"),
    };
    let markup = between_from(visit, &lang, asks, back)?;
    Ok(if wrong.is_some() { Reply::Status(422, markup) } else { Reply::Html(markup) })
}

fn made(visit: &mut Visit<'_>, lang: &Lang, to: &To, (subject, body): (&str, &str)) -> Result<Reply> {
    let (letters, house, day) = visit.read(|tx| {
        let day = lang.locale.date(tx.clock().today());
        Ok((written(tx, lang, to, body)?, crate::pages::public::show::organisation(tx)?, day))
    })?;
    let (mut reached, letters): (Vec<i64>, Vec<Letter>) = letters.into_iter().unzip();
    reached.dedup();
    let title = if subject.is_empty() { lang.text("task-letters") } else { subject };
    let bytes = pdf(&letters, (&house, &day), title, lang.code());
    let bytes = bytes.ok_or_else(|| Error::internal("the PDF cannot be made"))?;
    let may =
        visit.site.catalog().entity("Activity").is_some_and(|it| it.door("create").met_by(&visit.actor.permissions));
    if visit.form.has("note") && may {
        let transaction = note(visit, &reached, title, body)?;
        visit.say("said-letters-noted", transaction);
    }
    Ok(Reply::File { name: format!("{title}.pdf"), content_type: "application/pdf", bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_a_letter_are_filled_once_and_others_stay() {
        let text = "Bonjour {contact.first_name} {contact.x y} {other}";
        let found = names(text);
        assert_eq!(found, ["first_name"]);
        let row = json!({"first_name": "{contact.last_name}"});
        let filled = token::fill(text, &values(&found, row.as_object().unwrap()), str::to_owned);
        assert_eq!(filled, "Bonjour {contact.last_name} {contact.x y} {other}");
    }

    #[test]
    fn each_activity_that_concerns_somebody_makes_them_a_letter() {
        let to = To::About(vec![(7, 1), (8, 1), (7, 2)]);
        assert_eq!(to.of(7), [Some(1), Some(2)]);
        assert_eq!(To::Contacts(vec![7]).of(7), [None]);
    }

    #[test]
    fn a_long_letter_goes_on_to_the_next_page() {
        let letter = |lines: usize| Letter { address: vec!["Ada".to_owned()], body: "Un mot.\n".repeat(lines) };
        let short = pdf(&[letter(3)], ("Ruche", "1 mai"), "L", "fr").unwrap();
        let long = pdf(&[letter(90)], ("Ruche", "1 mai"), "L", "fr").unwrap();
        assert!(long.len() > short.len());
    }
}
