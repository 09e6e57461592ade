//! Deleting tags and merging them.

use super::*;

/// `/tags/{id}/delete`
pub(super) fn delete(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    if visit.is_post {
        let transaction = visit.write(|tx| {
            guard(tx)?;
            tx.delete("Tag", id, As::Actor)?;
            Ok(tx.transaction_id())
        })?;
        visit.say("said-tag-deleted", transaction);
    }
    Ok(Reply::Redirect("/tags".to_owned()))
}

/// Tags are the business of those who manage them; sets of those who administer sets.
pub(super) fn guard(tx: &Tx<'_>) -> Result<()> {
    match tx.actor().may("manage tags") || tx.actor().may("administer Tagsets") {
        true => Ok(()),
        false => Err(Error::Forbidden("manage tags".to_owned())),
    }
}

/// `/tags/{id}/merge`: asks into which, then merges.
pub(super) fn merge(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    if let Some(into) = visit.form.int("target").filter(|_| visit.is_post) {
        let transaction = visit.write(|tx| {
            guard(tx)?;
            crate::tag::merge(tx, id, into)?;
            Ok(tx.transaction_id())
        })?;
        visit.say("said-tags-merged", transaction);
        return Ok(Reply::Redirect("/tags".to_owned()));
    }
    let all = visit.read(|tx| all(tx))?;
    let own = all.iter().find(|row| rows::id(row) == id).ok_or_else(|| Error::NotFound(format!("tag {id}")))?;
    let others = all.iter().filter(|row| rows::id(row) != id && flag(row, "is_tagset") == flag(own, "is_tagset"));
    let choices: Vec<Choice<'_>> =
        others.map(|row| Choice::of(lang.keep(rows::id(row).to_string()), full(&lang, &all, row))).collect();
    let name = label(&lang, own);
    let field = Field {
        required: true,
        focused: true,
        ..Field::text("target", lang.text("tag-merge-into"), "").widget(Widget::Select(&choices))
    };
    let action = format!("/tags/{id}/merge");
    let title = lang.with("tag-merge-title", &[("tag", name.into())]);
    let view = Gather {
        title,
        words: lang.text("tag-merge-words"),
        action: &action,
        back: "/tags",
        kept: Vec::new(),
        fields: vec![field],
        submit: lang.text("tag-merge"),
    };
    let page = Page { title, place: "/groups", narrow: true };
    Ok(Reply::Html(frame::show(visit, &lang, page, |ui, shell| ui::page::group::gather(ui, shell, &view))?))
}

/// `/tags/{id}/move`: below another tag, into a set, or out of all of them.
pub(super) fn relocate(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    if visit.is_post {
        let parent = visit.form.int("parent");
        let result = visit.write(|tx| {
            guard(tx)?;
            let values = [("id", json!(id)), ("parent_id", json!(parent))];
            tx.save("Tag", values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(), As::Actor)?;
            Ok(tx.transaction_id())
        });
        match form::field_errors(result)? {
            Ok(transaction) => {
                visit.say(if transaction.is_some() { "said-tag-moved" } else { "said-nothing" }, transaction)
            }
            // Below itself, or a set within a set: it stays where it was.
            Err(_) => visit.say("said-tag-stays", None),
        }
    }
    Ok(Reply::Redirect("/tags".to_owned()))
}
