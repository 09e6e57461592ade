//! The questions of consent on a person's own page, behind a signed link.

use contact::pages::phrases::Lang;
use maud::{Markup, html};
use store::{Result, Tx};
use ui::Ui;

/// The questions with the answers that hold; the tick of a yes that has grown old is empty.
///
/// # Errors
/// The database's own failure.
pub fn show(tx: &Tx<'_>, _ui: &Ui<'_>, lang: &Lang, contact: i64) -> Result<Option<Markup>> {
    let questions = crate::chosen::questions(tx, lang, contact)?;
    let lines = html! {
        fieldset {
            legend { (lang.text("consent-own-questions")) }
            @for (id, title, yes) in &questions {
                label.check { input type="checkbox" name={ "purpose_" (id) } value="yes" checked[*yes]; span { (title) } }
            }
            input type="hidden" name="purposes" value="1";
        }
    };
    Ok((!questions.is_empty()).then_some(lines))
}
