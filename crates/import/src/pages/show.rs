//! `/import/{id}`: one import, as far as it has come, and the steps from one stage to the next.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use kit::{Queued, Reply, Visit};
use maud::{Markup, html};
use store::{As, Error, Result};
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::crumbs::{Crumb, crumbs};
use ui::part::form::Form;
use ui::part::head::{Head, head};
use ui::part::notice::notice;
use ui::{Icon, Ui};

use crate::rows::{self, Which};
use crate::setup::{Setup, Stage};
use crate::work;

use super::{draft, own, table};

/// The id of the part that looks again by itself.
pub(super) const PART: &str = "import";
/// So many contacts that would stay are named.
const NAMED: i64 = 20;

/// `/import/{id}`
pub(super) fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let (id, setup) = own(visit)?;
    match setup.stage {
        Stage::Draft => draft::show(visit, &lang, id, &setup),
        Stage::Rehearsed | Stage::Imported | Stage::Undone => table::show(visit, &lang, id, &setup),
        Stage::Rehearsing | Stage::Importing | Stage::Undoing => going_on(visit, &lang, id, &setup),
    }
}

/// What stands around the content of every stage.
pub(super) struct View<'a> {
    pub title: &'a str,
    pub intro: &'a str,
    pub actions: Option<Markup>,
    pub stage: Stage,
    /// Looks again by itself.
    pub polls: Option<&'a str>,
}

/// Puts a stage into the frame.
pub(super) fn framed(
    visit: &Visit<'_>,
    lang: &Lang,
    view: View<'_>,
    inside: impl FnOnce(&Ui<'_>) -> Markup,
) -> Result<Markup> {
    let page = Page { title: view.title, place: "/contacts", narrow: false };
    let way =
        [Crumb { label: lang.text("import-title"), href: Some("/import") }, Crumb { label: view.title, href: None }];
    let target = format!("#{PART}");
    frame::show(visit, lang, page, |ui, shell| {
        let content = html! {
            (crumbs(ui, &way, None))
            div id=(PART) hx-get=[view.polls] hx-trigger=[view.polls.map(|_| "every 1500ms")]
                hx-target=[view.polls.map(|_| &target)] hx-select=[view.polls.map(|_| &target)]
                hx-swap=[view.polls.map(|_| "outerHTML")] {
                (head(ui, &Head { title: view.title, count: None, intro: Some(view.intro) }, view.actions))
                (steps(lang, view.stage))
                (inside(ui))
            }
        };
        ui::shell::page(ui, shell, content, html! {})
    })
}

fn steps(lang: &Lang, stage: Stage) -> Markup {
    let at = match stage {
        Stage::Draft | Stage::Undone => 1,
        Stage::Rehearsing | Stage::Rehearsed => 2,
        Stage::Importing | Stage::Undoing => 3,
        Stage::Imported => 4,
    };
    let names = [
        lang.text("import-step-file"),
        lang.text("import-step-columns"),
        lang.text("import-step-rehearsal"),
        lang.text("import-step-import"),
    ];
    html! {
        ol.steps {
            @for (number, name) in names.iter().enumerate() {
                li class=[(number < at).then_some("done")] aria-current=[(number == at).then_some("step")] {
                    i { @if number < at { (Icon::CheckBold) } @else { (number + 1) } } (name)
                }
            }
        }
    }
}

/// A button that begins a piece of work.
pub(super) fn beginning(ui: &Ui<'_>, id: i64, what: &str, button: Button<'_>) -> Markup {
    let action = format!("/import/{id}/begin");
    Form::post(ui.csrf, &action).render(html! { (button.name("do", what.to_owned())) })
}

fn going_on(visit: &Visit<'_>, lang: &Lang, id: i64, setup: &Setup) -> Result<Reply> {
    let (job, stopped) = visit.read(|tx| {
        let job = match setup.job {
            Some(job) => kit::job::queued(tx, job)?,
            None => None,
        };
        Ok((job, work::is_stopped(tx, setup)?))
    })?;
    let here = format!("/import/{id}");
    let intro = match setup.stage {
        Stage::Rehearsing => lang.text("import-rehearsing-intro"),
        Stage::Importing => lang.text("import-importing-intro"),
        _ => lang.text("import-undoing-intro"),
    };
    let view = View {
        title: &setup.file_name,
        intro,
        actions: None,
        stage: setup.stage,
        polls: (!stopped).then_some(here.as_str()),
    };
    let page = framed(visit, lang, view, |ui| match stopped {
        true => halted(ui, lang, id, setup, job.as_ref()),
        false => running(ui, lang, &here, setup, job.as_ref()),
    })?;
    Ok(Reply::Html(page))
}

fn running(ui: &Ui<'_>, lang: &Lang, here: &str, setup: &Setup, job: Option<&Queued>) -> Markup {
    let (done, total) = job.map_or((0, 0), |job| (job.progress.min(setup.rows), job.total.max(setup.rows)));
    let values = [("done", done.into()), ("total", total.into())];
    html! {
        div.job {
            @if total > 0 {
                p aria-live="polite" { (lang.with("job-progress", &values)) }
                progress.job-bar value=(done) max=(total) aria-label=(setup.file_name) { (done) }
            } @else {
                p aria-live="polite" { (lang.text("import-reading")) }
                progress.job-bar aria-label=(setup.file_name) {}
            }
            p.faint { (lang.text("job-leave")) }
            div.row {
                (Button::link(lang.text("job-look"), here).small().icon(Icon::ArrowClockwise))
                @if let Some(job) = job {
                    (Form::post(ui.csrf, &format!("/jobs/{}/cancel", job.id)).render(html! {
                        (Button::submit(lang.text("job-cancel")).small().quiet())
                    }))
                }
            }
        }
    }
}

/// Work that failed or was stopped: nothing is half done, and it can go on.
fn halted(ui: &Ui<'_>, lang: &Lang, id: i64, setup: &Setup, job: Option<&Queued>) -> Markup {
    let why = job.filter(|job| job.state == "failed").and_then(|job| job.result.clone()).unwrap_or_default();
    let what = match setup.stage {
        Stage::Rehearsing => "rehearse",
        Stage::Importing => "import",
        _ => "undo",
    };
    html! {
        (notice(Tone::Brick, Icon::WarningCircle, html! {
            b { (lang.text("import-halted")) } " " (lang.text("import-halted-words"))
            @if !why.is_empty() { br; small { (why) } }
        }, None))
        div.row {
            (beginning(ui, id, what, Button::submit(lang.text("import-go-on")).primary()))
            @match setup.stage {
                Stage::Rehearsing => (beginning(ui, id, "columns", Button::submit(lang.text("import-to-columns")))),
                Stage::Importing => (beginning(ui, id, "undo", Button::submit(lang.text("import-undo")).icon(Icon::ArrowCounterClockwise))),
                _ => {}
            }
        }
    }
}

/// `/import/{id}/begin`
pub(super) fn begin(visit: &mut Visit<'_>) -> Result<Reply> {
    let (id, mut setup) = own(visit)?;
    if visit.is_post {
        let kind = match visit.form.get("do") {
            Some("import") => work::IMPORT,
            Some("undo") => work::UNDO,
            Some("columns") => {
                let back = visit.write(|tx| {
                    let free = setup.stage != Stage::Rehearsing || work::is_stopped(tx, &setup)?;
                    if matches!(setup.stage, Stage::Rehearsing | Stage::Rehearsed | Stage::Undone) && free {
                        setup.stage = Stage::Draft;
                        work::keep(tx, id, &setup)?;
                    }
                    Ok(())
                });
                back?;
                return Ok(Reply::Redirect(format!("/import/{id}")));
            }
            _ => work::REHEARSE,
        };
        let again = visit.form.get("do") == Some("again");
        let begun = visit.write(|tx| if again { work::begin_again(tx, id) } else { work::begin(tx, id, kind) });
        match begun {
            Ok(_) => {}
            Err(Error::Conflict(_)) => visit.say("said-import-moved-on", None),
            Err(error) => return Err(error),
        }
    }
    Ok(Reply::Redirect(format!("/import/{id}")))
}

/// `/import/{id}/undo`: what taking it back would do, before it is done.
pub(super) fn undo(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let (id, setup) = own(visit)?;
    let (tally, touched, may) = visit.read(|tx| {
        let touched = rows::touched_since(tx, id, NAMED + 1)?;
        let names = contact::pages::past::names(tx, touched.into_iter())?;
        Ok((rows::division(tx, id)?, names, work::may_undo(tx, id)?))
    })?;
    if setup.stage != Stage::Imported || !may {
        return Ok(Reply::Redirect(format!("/import/{id}")));
    }
    let back = format!("/import/{id}");
    let counts = [("created", tally.of(Which::Created).into()), ("updated", tally.of(Which::Updated).into())];
    let view = View {
        title: lang.text("import-undo-title"),
        intro: lang.with("import-undo-intro", &counts),
        actions: None,
        stage: setup.stage,
        polls: None,
    };
    let page = framed(visit, &lang, view, |ui| {
        html! {
            div.stack {
                @if touched.is_empty() {
                    (notice(Tone::Leaf, Icon::CheckBold, html! { (lang.text("import-undo-whole")) }, None))
                } @else {
                    (notice(Tone::Honey, Icon::Warning, html! {
                        (lang.text("import-undo-stays"))
                        ul.links {
                            @for row in touched.iter().take(NAMED as usize) {
                                li { a href={ "/contacts/" (contact::pages::rows::id(row)) } { (contact::pages::list::name(&lang, row)) } }
                            }
                            @if touched.len() as i64 > NAMED { li { "…" } }
                        }
                    }, None))
                }
                div.row {
                    (beginning(ui, id, "undo", Button::submit(lang.text("import-undo")).danger().icon(Icon::ArrowCounterClockwise)))
                    (Button::link(lang.text("import-undo-not"), back.as_str()).quiet())
                }
            }
        }
    })?;
    Ok(Reply::Html(page))
}

/// `/import/{id}/delete`: an import that has written nothing, or nothing that is left.
pub(super) fn delete(visit: &mut Visit<'_>) -> Result<Reply> {
    let (id, setup) = own(visit)?;
    if visit.is_post {
        let gone = visit.write(|tx| {
            let free = match setup.stage {
                Stage::Draft | Stage::Rehearsed | Stage::Undone => true,
                Stage::Rehearsing => work::is_stopped(tx, &setup)?,
                _ => false,
            };
            if free {
                rows::clear(tx, id)?;
                file::detach(tx, "civicrm_user_job", id, setup.file)?;
                tx.delete("UserJob", id, As::Actor)?;
            }
            Ok(free)
        })?;
        if !gone {
            return Ok(Reply::Redirect(format!("/import/{id}")));
        }
        visit.say("said-import-deleted", None);
    }
    Ok(Reply::Redirect("/import".to_owned()))
}
