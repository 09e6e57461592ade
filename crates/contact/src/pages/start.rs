//! The first steps of a new site: language, name, country, a colleague; each can wait.

use kit::{Reply, Visit};
use maud::Markup;
use schema::{Actor, Requirement};
use store::{Error, FieldError, Problem, Result, Tx};
use ui::Icon;
use ui::page::first_run::{FirstRun, Step, first_run, ready};
use ui::part::field::{Choice, Field, Widget, input_id};
use ui::part::form::Fault;

use super::form::{self, Errors};
use super::phrases::Lang;
use super::place::{Answers, Choices, input};
use super::{frame, jobs, slots};
use crate::access::administrator::{self, NewAccount};
use crate::access::link;

/// Whoever may change the site's settings.
pub(super) fn door() -> Requirement {
    Requirement::all(&["access CiviCRM", "administer CiviCRM"])
}

/// The questions of a step.
fn questions(step: Step) -> &'static [&'static str] {
    match step {
        Step::Language => &["lcMessages"],
        Step::Organisation => &["name"],
        Step::Country => &["defaultContactCountry", "timezone", "defaultCurrency", "fiscal_month"],
        Step::Data | Step::Colleague => &[],
    }
}

/// What a logo may be sent as.
const PICTURES: &str = "image/png,image/jpeg,image/webp";

/// The job that puts invented people into the site.
pub const SAMPLE: &str = "sample";

/// So many invented people are enough to look around with.
const INVENTED: i64 = 200;

/// A site with more contacts than this is at work: nobody invented is put among them.
const EMPTY: i64 = 10;

fn next(step: Step) -> String {
    step.next().map_or_else(|| "/start/ready".to_owned(), |next| format!("/start/{}", next.name()))
}

fn previous(step: Step) -> Option<String> {
    step.previous().map(|step| format!("/start/{}", step.name()))
}

/// What the job of invented people tells at its end.
pub(super) fn told() -> slots::Told {
    slots::Told { kind: SAMPLE, title: "start-sample", end: sample_end }
}

fn sample_end(_visit: &Visit<'_>, lang: &Lang, job: &kit::Queued) -> Result<slots::End> {
    let (count, undo) = jobs::read_result(job);
    Ok(slots::End {
        words: lang.locale.with("start-sample-done", &[("count", count.into())]),
        links: vec![(lang.text("contacts").to_owned(), "/contacts".to_owned())],
        undo,
    })
}

/// An example to look at, or an empty house.
fn data(visit: &mut Visit<'_>, lang: &Lang) -> Result<Reply> {
    let count = visit.read(|tx| super::rows::count(tx, "Contact", serde_json::json!([["is_deleted", "=", false]])))?;
    let is_empty = count <= EMPTY;
    if visit.is_post {
        if is_empty && visit.form.get("data") == Some(SAMPLE) {
            visit.write(|tx| kit::job::queue(tx, SAMPLE, &serde_json::Value::Null, INVENTED))?;
        }
        return Ok(Reply::Redirect(next(Step::Data)));
    }
    let note = lang.with("start-data-sample-note", &[("count", INVENTED.into())]);
    let mut choices = vec![Choice {
        note: Some(lang.text("start-data-empty-note")),
        ..Choice::of("", lang.text("start-data-empty"))
    }];
    if is_empty {
        choices.insert(0, Choice { note: Some(note), ..Choice::of(SAMPLE, lang.text("start-data-sample")) });
    }
    let field = Field {
        hidden_label: true,
        ..Field::text("data", lang.text("start-data"), "").widget(Widget::Radios(&choices))
    };
    Ok(Reply::Html(page(visit, Step::Data, vec![field], Vec::new(), "/start/data")))
}

/// `/start/{step}`
pub(super) fn step(visit: &mut Visit<'_>) -> Result<Reply> {
    let named = visit.captures.first().cloned().unwrap_or_default();
    if named == "ready" {
        return done(visit);
    }
    let step = Step::named(&named).ok_or_else(|| Error::NotFound(visit.path.to_owned()))?;
    let lang = Lang::new(visit.locale);
    match step {
        Step::Data => return data(visit, &lang),
        Step::Colleague => return colleague(visit, &lang),
        _ => {}
    }
    let answers = visit.read(|tx| Answers::read(tx))?;
    if !visit.is_post {
        let answers = answers.guessed(&lang);
        return Ok(Reply::Html(asked(visit, &lang, step, &answers, &Errors::new())?));
    }
    let logo = match super::photo::sent(visit, LOGO)? {
        Ok(taken) => taken,
        Err(words) => {
            let errors = Errors::from([(LOGO.to_owned(), words)]);
            return Ok(Reply::Status(422, asked(visit, &lang, step, &answers.with(&visit.form), &errors)?));
        }
    };
    let answers = answers.with(&visit.form);
    let answers = if matches!(step, Step::Language | Step::Country) { answers.with_week() } else { answers };
    let language = visit.form.text("lcMessages").map(str::to_owned);
    let (user, result) = (visit.actor.user_id, visit.write(|tx| save(tx, &answers, logo)));
    match form::field_errors(result)? {
        Ok(()) => {
            if let (Some(user), Some(language)) = (user, language) {
                super::settings::speak(visit, user, &language)?;
            }
            Ok(Reply::Redirect(next(step)))
        }
        Err(errors) => {
            let errors = form::errors(&lang, &errors);
            Ok(Reply::Status(422, asked(visit, &lang, step, &answers, &errors)?))
        }
    }
}

/// The input of the logo: the picture of the contact that the organisation itself is.
const LOGO: &str = "logo";

fn save(tx: &mut Tx<'_>, answers: &Answers, logo: Option<file::Taken>) -> Result<()> {
    answers.save(tx)?;
    match (logo, frame::own_contact(tx)?) {
        (Some(taken), Some(contact)) => super::photo::replace(tx, contact, taken),
        _ => Ok(()),
    }
}

fn asked(visit: &Visit<'_>, lang: &Lang, step: Step, answers: &Answers, errors: &Errors) -> Result<Markup> {
    let choices = visit.read(|tx| Choices::read(tx, lang))?;
    let lists = choices.lists();
    let error = |name: &str| errors.get(name).map(String::as_str);
    let mut fields: Vec<Field<'_>> =
        questions(step).iter().map(|name| input(lang, &lists, answers, name, error(name))).collect();
    if step == Step::Organisation {
        let chosen = Field::text(LOGO, lang.text("start-logo"), "").widget(Widget::File(PICTURES));
        fields.push(Field { error: error(LOGO), help: Some(lang.text("start-logo-words")), ..chosen });
    }
    Ok(page(visit, step, fields, Vec::new(), visit.path))
}

fn page(visit: &Visit<'_>, step: Step, fields: Vec<Field<'_>>, faults: Vec<Fault<'_>>, action: &str) -> Markup {
    let (back, skip) = (previous(step), next(step));
    let view = FirstRun {
        step,
        action,
        back: back.as_deref(),
        skip: (step != Step::Language).then_some(skip.as_str()),
        fields,
        faults,
        logo: None,
        upload: step == Step::Organisation,
    };
    first_run(&visit.ui(), &view)
}

/// The colleague's account, and the link by which they choose their password.
fn colleague(visit: &mut Visit<'_>, lang: &Lang) -> Result<Reply> {
    let (email, role) = (
        visit.form.text("email").unwrap_or_default().to_owned(),
        visit.form.text("role").unwrap_or("admin").to_owned(),
    );
    if !visit.is_post {
        return Ok(Reply::Html(invite(visit, lang, "", "", None)?));
    }
    // Only who may do everything can hand on every role.
    if !visit.actor.permissions.is_everything() {
        return Err(Error::Forbidden("administer users".to_owned()));
    }
    let made = if email.contains('@') {
        let words = Actor { name: visit.actor.name.clone(), ..visit.actor.clone() };
        visit.site.write(&words, "page", |tx| {
            let account = NewAccount { username: &email, role: &role, email: Some(&email), ..NewAccount::default() };
            let made = administrator::add(tx, &account)?;
            link::create(tx, made.user_id)
        })
    } else {
        let problem = Problem::Rule { key: "problem-email-address", text: "This is not an e-mail address.".to_owned() };
        Err(Error::Invalid(vec![FieldError { field: "email".to_owned(), problem }]))
    };
    match form::field_errors(made)? {
        Ok(token) => {
            let field = Field {
                help: Some(lang.text("start-link-help")),
                ..Field::text("link", lang.text("start-link"), lang.keep(link_of(visit, &token)))
            };
            Ok(Reply::Html(page(visit, Step::Colleague, vec![field], Vec::new(), "/start/ready")))
        }
        Err(errors) => {
            let message = errors.first().map(|error| lang.locale.problem(error.problem.key()).into_owned());
            Ok(Reply::Status(422, invite(visit, lang, &email, &role, message.as_deref())?))
        }
    }
}

/// A shipped role in the reader's language, others as they are called.
fn role_label<'a>(lang: &'a Lang, row: &super::rows::Row) -> &'a str {
    let (name, label) = (super::rows::text(row, "name"), super::rows::text(row, "label"));
    lang.keep(super::labels::translated(lang.code(), "Role", name, label))
}

/// The address behind a one-time token: whole where the site knows its own.
fn link_of(visit: &Visit<'_>, token: &str) -> String {
    let base = visit.read(|tx| tx.setting("userFrameworkBaseURL")).ok();
    let base = base.as_ref().and_then(|base| base.as_str()).filter(|base| base.starts_with("http"));
    format!("{}/welcome/{token}", base.unwrap_or_default().trim_end_matches('/'))
}

fn invite(visit: &Visit<'_>, lang: &Lang, email: &str, role: &str, error: Option<&str>) -> Result<Markup> {
    let roles = visit.read(|tx| {
        super::rows::ask(
            tx,
            "Role",
            &["name", "label"],
            serde_json::json!([["is_active", "=", true], ["name", "!=", "everyone"]]),
            &[],
            0,
        )
    })?;
    let choices: Vec<Choice<'_>> =
        roles.iter().map(|row| Choice::of(super::rows::text(row, "name"), role_label(lang, row))).collect();
    let label = lang.field("Email", "email");
    let faults = error.map(|message| Fault { input: lang.keep(input_id("email")), label, message });
    let fields = vec![
        Field { error, required: true, ..Field::text("email", label, email).widget(Widget::Email) },
        Field::text("role", lang.text("start-role"), role).widget(Widget::Select(&choices)),
    ];
    Ok(page(visit, Step::Colleague, fields, faults.into_iter().collect(), "/start/colleague"))
}

fn done(visit: &Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let answers = visit.read(|tx| Answers::read(tx))?;
    let ways = [
        (lang.text("contact-new"), Icon::User, "/contacts/new"),
        (lang.text("place-home"), Icon::House, "/"),
        (lang.text("place-settings"), Icon::GearSix, "/settings"),
    ];
    Ok(Reply::Html(ready(&visit.ui(), answers.get("name"), &ways)))
}
