//! `/contacts/{id}/offices/elections/{election}`: who stands for which office, the votes of each, and the result, which
//! opens the terms.

use contact::pages::form::{self, Errors};
use contact::pages::phrases::Lang;
use contact::pages::pick::{self, Found};
use contact::pages::rows::{self, Row, ask, flag, int, text};
use kit::{Fields, Reply, Visit};
use maud::{Markup, html};
use serde_json::json;
use store::{As, Error, Result, Tx};
use ui::Icon;
use ui::part::Tone;
use ui::part::avatar::{Avatar, Kind};
use ui::part::button::Button;
use ui::part::chip::Tag;
use ui::part::field::{Choice, Field, Widget, Width, field, input_id};
use ui::part::form::Form;
use ui::part::notice::notice;

use super::{Here, election, here, object, offices, own, path, sheet, title, when};
use crate::body;
use crate::election::winners;
use crate::office::Office;

/// Numbers of the vote as a whole.
const NUMBERS: [&str; 3] = ["registered", "voters", "blank"];

/// What is read for the page.
struct Around {
    here: Here,
    election: Row,
    candidates: Vec<Row>,
    offices: Vec<Office>,
}

fn around(tx: &Tx<'_>, lang: &Lang, id: i64, number: i64) -> Result<Around> {
    let election = election::read(tx, id, number)?;
    let select = [
        "id",
        "contact_id",
        "contact_id.display_name",
        "relationship_type_id",
        "votes",
        "is_elected",
        "relationship_id.start_date",
        "relationship_id.end_date",
    ];
    let order = [("relationship_type_id", "ASC"), ("votes", "DESC"), ("id", "ASC")];
    let candidates = ask(tx, "CommitteeCandidate", &select, json!([["election_id", "=", number]]), &order, 500)?;
    Ok(Around { here: here(tx, id)?, election, candidates, offices: offices(tx, lang)? })
}

/// What was typed and refused.
#[derive(Default)]
struct Refused {
    errors: Errors,
    /// Several have the name that was typed.
    several: Vec<Row>,
}

/// `/contacts/{id}/offices/elections/{election}`: shows it; a POST keeps the votes, adds a candidate, or proclaims.
pub(super) fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let (id, number) = (visit.id(0)?, visit.id(1)?);
    if !visit.is_post {
        return Ok(Reply::Html(page(visit, &lang, id, number, &Refused::default())?));
    }
    let form = visit.form.clone();
    let deed = form.get("do").unwrap_or("save").to_owned();
    let mut several = Vec::new();
    let result = visit.write(|tx| {
        own(tx, id)?;
        let around = around(tx, &lang, id, number)?;
        keep_votes(tx, &around, &form)?;
        several = stand(tx, number, &form)?;
        match deed.as_str() {
            "tally" => tally(tx, id, number)?,
            "close" => {
                let values = json!({"id": number, "is_closed": true});
                tx.save("CommitteeElection", object(values), As::Actor)?;
            }
            _ => {}
        }
        match several.is_empty() {
            true => Ok(tx.transaction_id()),
            false => Err(Error::rule("who", "problem-several", "Several contacts have this name.")),
        }
    });
    match form::field_errors(result)? {
        Ok(transaction) => {
            let said = match (deed.as_str(), transaction) {
                (_, None) => "said-nothing",
                ("close", _) => "said-election-closed",
                _ => "said-saved",
            };
            visit.say(said, transaction);
            Ok(Reply::Redirect(visit.path.to_owned()))
        }
        Err(all) => {
            let refused = Refused { errors: form::errors(&lang, &all), several };
            Ok(Reply::Status(422, page(visit, &lang, id, number, &refused)?))
        }
    }
}

/// Keeps the numbers of the vote, the votes of each candidate, and who is elected.
fn keep_votes(tx: &mut Tx<'_>, around: &Around, form: &Fields) -> Result<()> {
    if flag(&around.election, "is_closed") {
        return Err(Error::rule("is_closed", "problem-election-closed", "The result of this election stands."));
    }
    let mut values = object(json!({"id": rows::id(&around.election)}));
    for name in NUMBERS.into_iter().filter(|name| form.has(name)) {
        values.insert(name.to_owned(), json!(form.text(name)));
    }
    tx.save("CommitteeElection", values, As::Actor)?;
    for one in &around.candidates {
        let id = rows::id(one);
        let (votes, elected) = (format!("votes-{id}"), format!("elected-{id}"));
        if form.has(&votes) {
            let values = json!({"id": id, "votes": form.text(&votes), "is_elected": form.get(&elected) == Some("1")});
            let saved = tx.save("CommitteeCandidate", object(values), As::Actor);
            saved.map_err(|error| beside(error, &votes))?;
        }
    }
    Ok(())
}

/// The error beside the input of a candidate's votes.
fn beside(error: Error, input: &str) -> Error {
    match error {
        Error::Invalid(mut all) => {
            all.iter_mut().filter(|one| one.field == "votes").for_each(|one| input.clone_into(&mut one.field));
            Error::Invalid(all)
        }
        other => other,
    }
}

/// Adds the candidate whose name is typed; gives those of the name where there are several.
fn stand(tx: &mut Tx<'_>, election: i64, form: &Fields) -> Result<Vec<Row>> {
    let chosen = form.int("contact");
    let Some(typed) =
        form.text("who").filter(|_| chosen.is_none()).map(str::to_owned).or(chosen.map(|id| format!("#{id}")))
    else {
        return Ok(Vec::new());
    };
    let contact = match pick::meant(tx, &typed, Some("Individual"))? {
        Found::One(contact) => contact,
        Found::Several(all) => return Ok(all),
        Found::Nobody => return Err(Error::rule("who", "problem-nobody", "There is nobody of this name.")),
    };
    let Some(office) = form.int("office") else {
        return Err(Error::field("office", store::Problem::Required));
    };
    let clauses =
        json!([["election_id", "=", election], ["contact_id", "=", contact], ["relationship_type_id", "=", office]]);
    if rows::count(tx, "CommitteeCandidate", clauses)? > 0 {
        return Err(Error::rule("who", "problem-candidate-there", "Stands for this office already."));
    }
    let values = json!({"election_id": election, "contact_id": contact, "relationship_type_id": office});
    tx.save("CommitteeCandidate", object(values), As::Actor)?;
    Ok(Vec::new())
}

/// Marks as elected whom the votes elect, as far as seats go.
fn tally(tx: &mut Tx<'_>, id: i64, number: i64) -> Result<()> {
    let seats = body::seats(tx, id)?;
    let all = crate::election::candidates(tx, number)?;
    let mut offices: Vec<i64> = all.iter().map(|(_, one)| one.relationship_type_id).collect();
    offices.sort_unstable();
    offices.dedup();
    for office in offices {
        let of_it: Vec<(i64, Option<i64>)> = all
            .iter()
            .filter(|(_, one)| one.relationship_type_id == office)
            .map(|(id, one)| (*id, one.votes))
            .collect();
        let free = seats.get(&office).map_or(1, |seats| seats.seats);
        let elected = winners(&of_it, usize::try_from(free).unwrap_or(1));
        for (candidate, _) in of_it {
            let values = json!({"id": candidate, "is_elected": elected.contains(&candidate)});
            tx.save("CommitteeCandidate", object(values), As::Actor)?;
        }
    }
    Ok(())
}

fn page(visit: &Visit<'_>, lang: &Lang, id: i64, number: i64, refused: &Refused) -> Result<Markup> {
    let around = visit.read(|tx| around(tx, lang, id, number))?;
    let is_closed = flag(&around.election, "is_closed");
    let may_edit = around.here.may_edit && around.here.is_organisation;
    let content = html! {
        (top(visit, lang, &around, number, may_edit))
        @if is_closed || !may_edit { (result(lang, &around)) }
        @else { (ballot(visit, lang, &around, refused)) }
    };
    sheet(visit, lang, id, content)
}

fn top(visit: &Visit<'_>, lang: &Lang, around: &Around, number: i64, may_edit: bool) -> Markup {
    let row = &around.election;
    let is_closed = flag(row, "is_closed");
    let day = |name: &str| rows::date(row, name);
    let held = day("held_on").map(|day| lang.locale.date(day)).unwrap_or_default();
    let terms = when(lang, day("start_date").or(day("held_on")), day("end_date"));
    let to = format!("{}/elections/{number}", path(around.here.id));
    html! {
        div.section-head {
            h2 { (text(row, "title")) " " @if is_closed { (Tag::of(Tone::Leaf, lang.text("election-closed"))) } }
            div.row {
                @if may_edit && !is_closed { (Button::link(lang.text("election-edit"), format!("{to}/edit")).small().quiet().icon(Icon::PencilSimple)) }
                @if may_edit {
                    (Form::post(visit.ui().csrf, &format!("{to}/delete")).render(html! { (Button::submit(lang.text("election-delete")).small().quiet().icon(Icon::Trash)) }))
                }
                (Button::link(lang.text("election-back"), path(around.here.id)).small().quiet())
            }
        }
        p.quiet { (lang.with("election-line", &[("held", held.into()), ("terms", terms.into())])) }
        @if !text(row, "notes").is_empty() { p.said { (text(row, "notes")) } }
    }
}

/// The result as it was proclaimed, or the state for those who only look.
fn result(lang: &Lang, around: &Around) -> Markup {
    html! {
        (turnout(lang, &around.election))
        @for office in &around.offices {
            @let of_it: Vec<&Row> = around.candidates.iter().filter(|one| int(one, "relationship_type_id") == Some(office.kind)).collect();
            @if !of_it.is_empty() {
                section.office { h4 { (office.title) }
                    ul.tied { @for one in of_it { (candidate(lang, one)) } }
                }
            }
        }
    }
}

/// How many could vote and did, in words.
fn turnout(lang: &Lang, row: &Row) -> Markup {
    let (registered, voters, blank) = (int(row, "registered"), int(row, "voters"), int(row, "blank"));
    let share = registered.zip(voters).filter(|(all, _)| *all > 0).map(|(all, some)| (some * 100 + all / 2) / all);
    html! {
        @if let Some(voters) = voters {
            p { (match (registered, share) {
                    (Some(all), Some(share)) => lang.with("election-turnout", &[("voters", voters.into()), ("registered", all.into()), ("share", share.into())]),
                    _ => lang.with("election-voters", &[("voters", voters.into())]),
                })
                @if let Some(blank) = blank { " " (lang.with("election-blank", &[("count", blank.into())])) }
            }
        }
    }
}

fn candidate(lang: &Lang, one: &Row) -> Markup {
    let name = text(one, "contact_id.display_name");
    let term = when(lang, rows::date(one, "relationship_id.start_date"), rows::date(one, "relationship_id.end_date"));
    html! {
        li {
            (Avatar::of(Kind::Person, name))
            span.say {
                a href={ "/contacts/" (int(one, "contact_id").unwrap_or(0)) "/offices" } { (name) }
                @if flag(one, "is_elected") { " " (Tag::of(Tone::Leaf, lang.text("candidate-elected"))) }
                @if !term.is_empty() { small { (term) } }
            }
            @if let Some(votes) = int(one, "votes") { span.ends { (lang.with("candidate-votes", &[("count", votes.into())])) } }
        }
    }
}

/// The form of the count: numbers of the vote, candidates with their votes, one more candidate.
fn ballot(visit: &Visit<'_>, lang: &Lang, around: &Around, refused: &Refused) -> Markup {
    let ui = visit.ui();
    let error = |name: &str| refused.errors.get(name).map(String::as_str);
    let typed = |name: &str, stored: String| lang.keep(visit.form.get(name).map_or(stored, str::to_owned));
    let number = |name: &'static str, label: &'static str| Field {
        error: error(name),
        least: Some("0"),
        width: Width::Third,
        ..Field::text(name, lang.text(label), typed(name, rows::written(&around.election, name)))
            .widget(Widget::Number("1"))
    };
    let votes = |one: &Row| {
        let name = lang.keep(format!("votes-{}", rows::id(one)));
        let label = lang.with("candidate-votes-of", &[("name", text(one, "contact_id.display_name").into())]);
        let value = typed(name, rows::written(one, "votes"));
        Field {
            error: error(name),
            least: Some("0"),
            hidden_label: true,
            ..Field::text(name, label, value).widget(Widget::Number("1"))
        }
    };
    html! {
        @if let Some(words) = error("is_closed") { (notice(Tone::Brick, Icon::WarningCircle, html! { (words) }, None)) }
        (Form::post(ui.csrf, "").id(DROP).render(html! {}))
        (Form::post(ui.csrf, visit.path).class("stack ballot").render(html! {
            div.fields {
                (field(&ui, &number("registered", "election-registered")))
                (field(&ui, &number("voters", "election-voters-count")))
                (field(&ui, &number("blank", "election-blank-count")))
            }
            @for office in &around.offices {
                @let of_it: Vec<&Row> = around.candidates.iter().filter(|one| int(one, "relationship_type_id") == Some(office.kind)).collect();
                @if !of_it.is_empty() {
                    section.office { h4 { (office.title) }
                        ul.tied { @for one in of_it {
                            @let id = rows::id(one);
                            @let elected = visit.form.get(&format!("elected-{id}")).map_or(flag(one, "is_elected"), |on| on == "1");
                            li {
                                (Avatar::of(Kind::Person, text(one, "contact_id.display_name")))
                                span.say { a href={ "/contacts/" (int(one, "contact_id").unwrap_or(0)) } { (text(one, "contact_id.display_name")) } }
                                span.ends {
                                    span.count { (field(&ui, &votes(one))) span.quiet aria-hidden="true" { (lang.text("candidate-votes-unit")) } }
                                    label.check for=(input_id(&format!("elected-{id}"))) { input type="checkbox" id=(input_id(&format!("elected-{id}"))) name={ "elected-" (id) } value="1" checked[elected]; span { (lang.text("candidate-elected")) } }
                                    (Button::submit(lang.with("candidate-drop", &[("name", text(one, "contact_id.display_name").into())])).quiet().small().square().icon(Icon::X).form(DROP).action(format!("{}/candidates/{id}/drop", visit.path)))
                                }
                            }
                        } }
                    }
                }
            }
            (adding(visit, lang, around, refused))
            div.row.form-end {
                (Button::submit(lang.text("save")).name("do", "save"))
                @if !around.candidates.is_empty() {
                    (Button::submit(lang.text("election-tally")).quiet().name("do", "tally"))
                    (Button::submit(lang.text("election-close")).primary().name("do", "close"))
                }
            }
            @if !around.candidates.is_empty() { p.quiet { (lang.text("election-close-words")) } }
        }))
    }
}

/// The form that the crosses of candidates send: pressing Enter in another field must not drop anybody.
const DROP: &str = "drop-candidate";

/// `/contacts/{id}/offices/elections/{election}/candidates/{candidate}/drop`
pub(super) fn drop_candidate(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let (id, number, candidate) = (visit.id(0)?, visit.id(1)?, visit.id(2)?);
    if visit.is_post {
        let transaction = visit.write(|tx| {
            own(tx, id)?;
            let around = around(tx, &lang, id, number)?;
            let is_open = !flag(&around.election, "is_closed");
            if is_open && around.candidates.iter().any(|one| rows::id(one) == candidate) {
                tx.delete("CommitteeCandidate", candidate, As::Actor)?;
            }
            Ok(tx.transaction_id())
        })?;
        visit.say(if transaction.is_some() { "said-candidate-dropped" } else { "said-nothing" }, transaction);
    }
    Ok(Reply::Redirect(format!("{}/elections/{number}", path(id))))
}

/// The line that adds a candidate.
fn adding(visit: &Visit<'_>, lang: &Lang, around: &Around, refused: &Refused) -> Markup {
    let ui = visit.ui();
    let sent = |name: &str| lang.keep(visit.form.get(name).filter(|_| !refused.errors.is_empty()).unwrap_or_default());
    let choices: Vec<(String, &str)> =
        around.offices.iter().map(|one| (one.kind.to_string(), title(&around.offices, one.kind))).collect();
    let choices: Vec<Choice<'_>> = choices.iter().map(|(value, label)| Choice::of(value, label)).collect();
    let who = Field {
        error: refused.errors.get("who").map(String::as_str),
        placeholder: Some(lang.text("pick-name")),
        ..Field::text("who", lang.text("candidate-who"), sent("who"))
            .widget(Widget::Lookup("/contacts/suggest?field=who&type=Individual"))
    };
    let office = Field {
        error: refused.errors.get("office").map(String::as_str),
        ..Field::text("office", lang.text("candidate-office"), sent("office")).widget(Widget::Select(&choices))
    };
    html! {
        fieldset.add-line {
            legend { (lang.text("candidate-add")) }
            (field(&ui, &who)) (field(&ui, &office))
            (Button::submit(lang.text("candidate-add-do")).small().icon(Icon::PlusBold).name("do", "add"))
            @if !refused.several.is_empty() {
                div.several { @for row in &refused.several {
                    label.check { input type="radio" name="contact" value=(rows::id(row)); span { (pick::written(lang, row)) } }
                } }
            }
        }
    }
}
