//! Taking back all that answers a question: what one person, one import or one job did in a period. What was changed
//! since by others stays as it is, and the undo can itself be undone.

use kit::{Job, Queued, Registry, Reply, Visit, Work};
use query::Cell;
use serde_json::{Value as Json, json};
use store::{As, Error, Result, Tx, statement};
use ui::page::confirm::{self, Confirm};
use ui::part::crumbs::Crumb;

use super::super::frame::{self, Page};
use super::super::jobs;
use super::super::phrases::Lang;
use super::super::slots::{End, Told};
use super::asked::{self, Asked};

/// The name of the job.
const KIND: &str = "undo history";
/// No more transactions than this are taken back at once.
const MOST: i64 = 20_000;
/// Transactions that are reversed in one step of the job.
const STEP: usize = 25;

pub(super) fn register(registry: &mut Registry) {
    registry.job(Job { name: KIND, description: "Takes back a part of history.", every: None, run }).fill(Told {
        kind: KIND,
        title: "many-title",
        end,
    });
}

/// What an undo of many would touch.
struct Reach {
    ids: Vec<i64>,
    records: i64,
    contacts: i64,
    /// Records that others have changed since.
    held: i64,
}

fn reach(tx: &Tx<'_>, asked: &Asked) -> Result<Reach> {
    let ids = asked::open(tx, asked, MOST)?;
    let list = json!(ids).to_string();
    let count = |what: &str, more: &str| -> Result<i64> {
        let text = format!(
            r#"SELECT count(DISTINCT {what}) FROM "ruche_change" c WHERE c."transaction_id" {}{more}"#,
            tx.among(1)
        );
        Ok(tx.one(&statement(text, vec![list.clone().into()]))?.and_then(|n| n.as_int()).unwrap_or(0))
    };
    let record = r#"c."entity" || ' ' || c."record_id""#;
    let folded = |alias: &str| query::fold_expression(tx.dialect(), &format!(r#"{alias}."entity""#));
    let newer = format!(
        r#" AND EXISTS (SELECT 1 FROM "ruche_change" d WHERE {} = {} AND d."record_id" = c."record_id" AND d."id" > c."id"
            AND d."record_id" > 0 AND d."transaction_id" NOT IN {})"#,
        folded("d"),
        folded("c"),
        tx.listed(1)
    );
    Ok(Reach {
        records: count(record, "")?,
        contacts: count(r#"c."owner_id""#, r#" AND c."owner_entity" = 'Contact'"#)?,
        held: count(record, &newer)?,
        ids,
    })
}

/// `/history/undo`: says what would be taken back, then queues it.
pub(super) fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    if !visit.actor.may("administer CiviCRM") {
        return Err(Error::Forbidden("administer CiviCRM".to_owned()));
    }
    let lang = Lang::new(visit.locale);
    let asked = Asked { before: None, ..Asked::read(if visit.is_post { &visit.form } else { &visit.query }, true) };
    // All of history at once is what a backup is for.
    let whose = asked.by.is_some() || asked.through.is_some() || asked.contact.is_some();
    if !whose {
        return Ok(Reply::Redirect(asked.at("/history")));
    }
    let reach = visit.read(|tx| reach(tx, &asked))?;
    if !visit.is_post || !visit.form.has(confirm::SURE) || reach.ids.is_empty() {
        return preview(visit, &lang, &asked, &reach);
    }
    let payload = json!({"ids": reach.ids});
    let id = visit.write(|tx| kit::job::queue(tx, KIND, &payload, reach.ids.len() as i64))?;
    Ok(Reply::Redirect(format!("/jobs/{id}")))
}

fn preview(visit: &Visit<'_>, lang: &Lang, asked: &Asked, reach: &Reach) -> Result<Reply> {
    let (pairs, back) = (asked.pairs(), asked.at("/history"));
    let kept: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let steps = i64::try_from(reach.ids.len()).unwrap_or(0);
    let mut words = vec![match steps {
        0 => lang.text("many-none"),
        _ => lang.with(
            "many-words",
            &[("steps", steps.into()), ("records", reach.records.into()), ("contacts", reach.contacts.into())],
        ),
    }];
    if reach.held > 0 {
        words.push(lang.with("many-held", &[("count", reach.held.into())]));
    }
    if steps >= MOST {
        words.push(lang.with("many-most", &[("count", MOST.into())]));
    }
    if steps > 0 {
        words.push(lang.text("many-again"));
    }
    let words = words.join(" ");
    let title = lang.text("many-title");
    let page = Page { title, place: "/history", narrow: true };
    let markup = frame::show(visit, lang, page, |ui, shell| {
        if steps == 0 {
            let way =
                vec![Crumb { label: lang.text("history"), href: Some(&back) }, Crumb { label: title, href: None }];
            let view = ui::page::accounts::Sheet { way, title, intro: Some(&words), count: None };
            return ui::page::accounts::sheet(ui, shell, &view, None, maud::html! {});
        }
        let view = Confirm {
            title,
            words: &words,
            action: "/history/undo",
            kept: &kept,
            label: lang.text("many-do"),
            is_loss: true,
            back: &back,
        };
        confirm::confirm(ui, shell, &view)
    })?;
    Ok(Reply::Html(markup))
}

/// Reverses the next transactions, the latest first.
fn run(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    let ids: Vec<i64> = work.payload["ids"].as_array().into_iter().flatten().filter_map(Json::as_i64).collect();
    let position = work.position.take().unwrap_or_else(|| json!({"at": 0, "left": 0, "own": []}));
    let at = position["at"].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    let mut left = position["left"].as_i64().unwrap_or(0);
    let mut own: Vec<i64> = position["own"].as_array().into_iter().flatten().filter_map(Json::as_i64).collect();
    // Whoever may do everything also takes back what rules of the program have done.
    let who = if tx.actor().permissions.is_everything() { As::Program } else { As::Actor };
    for id in ids.iter().skip(at).take(STEP) {
        if !is_open(tx, *id)? {
            continue;
        }
        left += i64::try_from(tx.undo_unchanged(*id, who)?.len()).unwrap_or(0);
    }
    own.extend(tx.transaction_id());
    let next = at + STEP;
    work.progress = i64::try_from(next.min(ids.len())).unwrap_or(0);
    match next < ids.len() {
        true => work.position = Some(json!({"at": next, "left": left, "own": own})),
        false => work.result = Some(json!({"count": ids.len(), "left": left, "transactions": own}).to_string()),
    }
    Ok(())
}

/// An undo that ran meanwhile leaves nothing to do.
fn is_open(tx: &Tx<'_>, id: i64) -> Result<bool> {
    let text =
        format!(r#"SELECT "id" FROM "ruche_transaction" WHERE "id" = {} AND "undone_by" IS NULL"#, tx.placeholder(1));
    let mut open = false;
    tx.rows(&statement(text, vec![id.into()]), |row| {
        open = matches!(row.cell(0), Cell::Int(_));
        Ok(())
    })?;
    Ok(open)
}

/// What came of it.
fn end(_: &Visit<'_>, lang: &Lang, job: &Queued) -> Result<End> {
    let (count, transactions) = jobs::read_result(job);
    let told: Json = job.result.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let left = told["left"].as_i64().unwrap_or(0);
    let mut words = lang.with("many-done", &[("count", count.into())]).to_owned();
    if left > 0 {
        words = format!("{words} {}", lang.with("many-left", &[("count", left.into())]));
    }
    Ok(End { words, links: vec![(lang.text("history").to_owned(), "/history".to_owned())], undo: transactions })
}
