//! The first steps of a new site: language, name, country, a colleague; each can wait.

use kit::{Reply, Visit};
use maud::Markup;
use schema::{Actor, Requirement};
use store::{Error, FieldError, Problem, Result};
use ui::Icon;
use ui::page::first_run::{FirstRun, Step, first_run, ready};
use ui::part::field::{Field, Widget, input_id};
use ui::part::form::Fault;

use super::form::{self, Errors};
use super::phrases::Lang;
use super::place::{Answers, Choices, input};
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

/// Examples are put in from the command line, on an empty site, so the pages go on with the colleague.
fn next(step: Step) -> String {
    match step.next() {
        Some(Step::Data) => format!("/start/{}", Step::Colleague.name()),
        Some(next) => format!("/start/{}", next.name()),
        None => "/start/ready".to_owned(),
    }
}

fn previous(step: Step) -> Option<String> {
    let before = if step == Step::Colleague { Some(Step::Country) } else { step.previous() };
    before.map(|step| format!("/start/{}", step.name()))
}

/// `/start/{step}`
pub(super) fn step(visit: &mut Visit<'_>) -> Result<Reply> {
    let named = visit.captures.first().cloned().unwrap_or_default();
    if named == "ready" {
        return done(visit);
    }
    let step = Step::named(&named).filter(|step| *step != Step::Data);
    let step = step.ok_or_else(|| Error::NotFound(visit.path.to_owned()))?;
    let lang = Lang::new(visit.locale);
    if step == Step::Colleague {
        return colleague(visit, &lang);
    }
    let answers = visit.read(|tx| Answers::read(tx))?;
    if !visit.is_post {
        let answers = answers.guessed(&lang);
        return Ok(Reply::Html(asked(visit, &lang, step, &answers, &Errors::new())?));
    }
    let answers = answers.with(&visit.form);
    let language = visit.form.text("lcMessages").map(str::to_owned);
    let (user, result) = (visit.actor.user_id, visit.write(|tx| answers.save(tx)));
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

fn asked(visit: &Visit<'_>, lang: &Lang, step: Step, answers: &Answers, errors: &Errors) -> Result<Markup> {
    let choices = visit.read(|tx| Choices::read(tx, lang))?;
    let lists = choices.lists();
    let error = |name: &str| errors.get(name).map(String::as_str);
    let fields = questions(step).iter().map(|name| input(lang, &lists, answers, name, error(name))).collect();
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
        upload: false,
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
                ..Field::text("link", lang.text("start-link"), lang.keep(format!("/welcome/{token}")))
            };
            Ok(Reply::Html(page(visit, Step::Colleague, vec![field], Vec::new(), "/start/ready")))
        }
        Err(errors) => {
            let message = errors.first().map(|error| lang.locale.problem(error.problem.key()).into_owned());
            Ok(Reply::Status(422, invite(visit, lang, &email, &role, message.as_deref())?))
        }
    }
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
    let choices: Vec<_> = roles
        .iter()
        .map(|row| ui::part::field::Choice::of(super::rows::text(row, "name"), super::rows::text(row, "label")))
        .collect();
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
