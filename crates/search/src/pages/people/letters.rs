//! A letter to each of many contacts, as one PDF with a page for each; the record of each keeps that it was written.

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

use super::{Between, GO, between, labels, nobody, picked};

/// Where it stands.
pub const PATH: &str = "/search/letters";
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
    let mut all: Vec<String> = Vec::new();
    for rest in text.split("{contact.").skip(1) {
        let Some((name, _)) = rest.split_once('}') else { continue };
        let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_.:".contains(c));
        if plain && !all.iter().any(|one| one == name) {
            all.push(name.to_owned());
        }
    }
    all
}

fn path(name: &str) -> &str {
    OTHER_NAMES.iter().find(|(other, _)| *other == name).map_or(name, |(_, path)| path)
}

/// The text with the names filled in from a contact.
fn filled(text: &str, names: &[String], row: &Row) -> String {
    names.iter().fold(text.to_owned(), |text, name| {
        text.replace(&format!("{{contact.{name}}}"), &rows::written(row, path(name)))
    })
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

/// The letters of those who can be written to.
fn written(tx: &Tx<'_>, ids: &[i64], body: &str) -> Result<(Vec<i64>, Vec<Letter>)> {
    let names = names(body);
    let mut select: Vec<&str> = labels::SELECT.to_vec();
    select.extend(names.iter().map(|name| path(name)).filter(|name| !labels::SELECT.contains(name)));
    let clauses = json!([["id", "IN", ids], ["do_not_mail", "=", false], ["is_deceased", "=", false]]);
    let request = rows::request(&select, clauses, vec![("sort_name".to_owned(), "ASC".to_owned())], 0);
    let found = tx.get("Contact", &request, As::Actor)?.rows;
    let letter = |row: &Row| Letter { address: labels::lines(row, None), body: filled(body, &names, row) };
    let reached: Vec<&Row> = found.iter().filter(|row| !labels::lines(row, None).is_empty()).collect();
    Ok((reached.iter().map(|row| rows::id(row)).collect(), reached.into_iter().map(letter).collect()))
}

/// The names in a letter that stand for nothing that its writer may read.
fn unknown(tx: &Tx<'_>, body: &str) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
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
    let lang = Lang::new(visit.locale);
    let ids = visit.read(|tx| picked(tx, visit))?;
    if ids.is_empty() {
        return Ok(nobody(visit));
    }
    if ids.len() > MOST {
        visit.say("said-letters-too-many", None);
        return Ok(Reply::Redirect(Asked::of(&visit.form).href("/contacts")));
    }
    let body = visit.form.get("text").unwrap_or_default().replace("\r\n", "\n");
    let subject = visit.form.text("subject").unwrap_or_default().to_owned();
    let mut wrong = None;
    if visit.form.has(GO) {
        let names = visit.read(|tx| unknown(tx, &body))?;
        if body.trim().is_empty() {
            wrong = Some(lang.text("problem-required"));
        } else if !names.is_empty() {
            wrong = Some(lang.with("letters-unknown", &[("names", names.join(", ").as_str().into())]));
        } else {
            return made(visit, &lang, &ids, (&subject, &body));
        }
    }
    let reached = visit.read(|tx| Ok(written(tx, &ids, "")?.0.len() as i64))?;
    let left = ids.len() as i64 - reached;
    let usual = lang.text("letters-usual");
    let asks = Between {
        title: lang.text("task-letters"),
        words: lang.with("labels-words", &[("count", reached.into()), ("left", left.into())]),
        action: PATH,
        fields: vec![
            Field::text("subject", lang.text("letters-subject"), &subject),
            Field {
                required: true,
                error: wrong,
                help: Some(lang.text("letters-help")),
                ..Field::text("text", lang.text("letters-text"), if body.is_empty() { usual } else { &body })
                    .widget(Widget::LongText(14))
            },
            Field::text("note", lang.text("letters-note"), "1").widget(Widget::Checkbox),
        ],
        own: &OWN,
        submit: lang.text("letters-do"),
    };
    let markup = between(visit, &lang, asks)?;
    Ok(if wrong.is_some() { Reply::Status(422, markup) } else { Reply::Html(markup) })
}

fn made(visit: &Visit<'_>, lang: &Lang, ids: &[i64], (subject, body): (&str, &str)) -> Result<Reply> {
    let (reached, letters, house, day) = visit.read(|tx| {
        let (reached, letters) = written(tx, ids, body)?;
        let day = lang.locale.date(tx.clock().today());
        Ok((reached, letters, crate::pages::public::show::organisation(tx)?, day))
    })?;
    let title = if subject.is_empty() { lang.text("task-letters") } else { subject };
    let bytes = pdf(&letters, (&house, &day), title, lang.code());
    let bytes = bytes.ok_or_else(|| Error::internal("the PDF cannot be made"))?;
    let may =
        visit.site.catalog().entity("Activity").is_some_and(|it| it.door("create").met_by(&visit.actor.permissions));
    if visit.form.has("note") && may {
        note(visit, &reached, title, body)?;
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
        let filled = filled(text, &found, row.as_object().unwrap());
        assert_eq!(filled, "Bonjour {contact.last_name} {contact.x y} {other}");
    }

    #[test]
    fn a_long_letter_goes_on_to_the_next_page() {
        let letter = |lines: usize| Letter { address: vec!["Ada".to_owned()], body: "Un mot.\n".repeat(lines) };
        let short = pdf(&[letter(3)], ("Ruche", "1 mai"), "L", "fr").unwrap();
        let long = pdf(&[letter(90)], ("Ruche", "1 mai"), "L", "fr").unwrap();
        assert!(long.len() > short.len());
    }
}
