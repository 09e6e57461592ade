//! What a display that is kept as an entity says of itself: under which name, since when; and `/view/{name}/refresh`.

use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use maud::{Markup, html};
use store::{Error, Result};
use ui::Icon;
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::form::Form;
use ui::part::notice::notice;

use super::page;
use crate::compose::state::encoded;
use crate::display::Shape;
use crate::snapshot::{self, KIND, shape::PREFIX};

/// The words above its rows; None for displays that are none.
///
/// # Errors
/// The database's own failure.
pub fn told(visit: &Visit<'_>, lang: &Lang, display: &Shape, name: &str, may_edit: bool) -> Result<Option<Markup>> {
    let Some(id) = display.id.filter(|_| display.kind == KIND) else { return Ok(None) };
    let at = visit.read(|tx| snapshot::made_at(tx, id))?;
    let at = at.and_then(|text| text.replace(' ', "T").parse().ok()).map(|at| lang.locale.date_time(at));
    let entity = format!("{PREFIX}{}", display.name);
    let words = match &at {
        Some(at) => lang.with("view-entity-made", &[("at", at.as_str().into())]),
        None => lang.text("view-entity-waits"),
    };
    let action = format!("/view/{name}/refresh?display={}", encoded(&display.name));
    let button = may_edit.then(|| {
        let inside = html! { (Button::submit(lang.text("view-entity-refresh")).small().icon(Icon::ArrowClockwise)) };
        Form::post(visit.ui().csrf, &action).render(inside)
    });
    let inside = html! { b { (lang.text("view-entity-name")) " " code { (entity) } } " " (words) };
    Ok(Some(notice(Tone::Sky, Icon::Columns, inside, button)))
}

/// `/view/{name}/refresh`: makes the entity anew, now.
pub fn refresh(visit: &mut Visit<'_>) -> Result<Reply> {
    let name = visit.captures.first().cloned().unwrap_or_default();
    let display = visit.query.text("display").unwrap_or_default().to_owned();
    let back = format!("/view/{name}?display={}", encoded(&display));
    if visit.is_post {
        visit.write(|tx| {
            let (question, _) = page::question(tx, &name, Some(&display))?;
            let id = question.display.id.filter(|_| question.display.kind == KIND);
            let (own, kept) = snapshot::named(tx, &display)?;
            if id != Some(own) {
                return Err(Error::NotFound("an entity of this search".to_owned()));
            }
            snapshot::check_may_refresh(tx, &kept)?;
            snapshot::refresh(tx, own, &kept)
        })?;
        visit.say("said-entity-made", None);
    }
    Ok(Reply::Redirect(back))
}
