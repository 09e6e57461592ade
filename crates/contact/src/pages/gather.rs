//! Many contacts into a group or out of it, a tag on them or off: at once, or as work that goes on by itself.

use kit::{Fields, Job, Queued, Registry, Reply, Visit, Work};
use query::GetRequest;
use schema::{Requirement, Verb};
use serde_json::{Value as Json, json};
use store::{As, Error, Result, Tx};
use ui::Icon;
use ui::page::group::{Gather, gather};
use ui::part::field::{Choice, Field, Widget};

use super::asked::Asked;
use super::frame::{self, Page};
use super::groups;
use super::jobs;
use super::pager;
use super::phrases::Lang;
use super::rows::{self, ask};
use super::slots::{End, Task, Told};
use super::sticking::Sticking;
use super::tags;
use crate::entity_tag;
use crate::group_contact::{self, ADDED, Placing, REMOVED};

/// More contacts than this go on by themselves.
const AT_ONCE: i64 = 2000;
/// So many in one transaction: others write in between.
const STEP: i64 = 20_000;
/// The kind of job.
const KIND: &str = "gather";

const TABLE: &str = "civicrm_contact";

/// What is done with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Join,
    Leave,
    Tag,
    Untag,
}

impl Deed {
    const ALL: [Deed; 4] = [Deed::Join, Deed::Leave, Deed::Tag, Deed::Untag];

    fn name(self) -> &'static str {
        match self {
            Deed::Join => "join",
            Deed::Leave => "leave",
            Deed::Tag => "tag",
            Deed::Untag => "untag",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Deed::Join => "/groups/add",
            Deed::Leave => "/groups/remove",
            Deed::Tag => "/tags/put",
            Deed::Untag => "/tags/take",
        }
    }

    fn is_group(self) -> bool {
        matches!(self, Deed::Join | Deed::Leave)
    }

    fn title(self, lang: &Lang) -> &str {
        match self {
            Deed::Join => lang.text("task-group-add"),
            Deed::Leave => lang.text("task-group-remove"),
            Deed::Tag => lang.text("task-tag"),
            Deed::Untag => lang.text("task-untag"),
        }
    }

    fn said(self) -> &'static str {
        match self {
            Deed::Join => "said-gathered-in",
            Deed::Leave => "said-gathered-out",
            Deed::Tag => "said-tagged",
            Deed::Untag => "said-untagged",
        }
    }
}

/// The tasks of lists, their pages, and the job.
pub(super) fn register(registry: &mut Registry) {
    let grouping = Requirement::all(&["access CiviCRM", "edit groups"]);
    let tagging = Requirement::all(&["access CiviCRM"]);
    let task =
        |label, icon, deed: Deed, door: &Requirement| Task { label, icon, path: deed.path(), door: door.clone() };
    registry
        .fill(task("task-group-add", Icon::UsersThree, Deed::Join, &grouping))
        .fill(task("task-group-remove", Icon::Minus, Deed::Leave, &grouping))
        .fill(task("task-tag", Icon::Tag, Deed::Tag, &tagging))
        .fill(task("task-untag", Icon::X, Deed::Untag, &tagging))
        .page("/groups/add", grouping.clone(), |visit| page(visit, Deed::Join))
        .page("/groups/remove", grouping.clone(), |visit| page(visit, Deed::Leave))
        .page("/groups/in/add", grouping.clone(), |visit| in_group(visit, Deed::Join))
        .page("/groups/in/remove", grouping, |visit| in_group(visit, Deed::Leave))
        .page("/tags/put", tagging.clone(), |visit| page(visit, Deed::Tag))
        .page("/tags/take", tagging, |visit| page(visit, Deed::Untag))
        .fill(Told { kind: KIND, title: "job-gather", end })
        .job(Job {
            name: KIND,
            description: "Puts many contacts into a group or a tag on them, or takes them out and off.",
            every: None,
            run: step,
        });
}

/// Names of the form that are not carried on.
const OWN: [&str; 4] = ["target", "_csrf", "csrf", "in_group"];

/// Asks which group or tag, then does it.
fn page(visit: &mut Visit<'_>, deed: Deed) -> Result<Reply> {
    if !visit.is_post {
        return Ok(Reply::Redirect("/contacts".to_owned()));
    }
    match visit.form.int("target") {
        Some(target) => start(visit, deed, target),
        None => choose(visit, deed),
    }
}

/// On the page of a group it is clear which one is meant.
fn in_group(visit: &mut Visit<'_>, deed: Deed) -> Result<Reply> {
    match visit.form.int("in_group").filter(|_| visit.is_post) {
        Some(group) => start(visit, deed, group),
        None => Ok(Reply::Redirect("/groups".to_owned())),
    }
}

/// The contacts that a list's form means.
fn meant(form: &Fields) -> Result<Option<Asked>> {
    Ok(form.has(ui::part::bulk::WHOLE).then(|| Asked::of(form)))
}

/// How many contacts the form means.
fn how_many(tx: &Tx<'_>, form: &Fields) -> Result<i64> {
    match meant(form)? {
        Some(asked) => {
            let clauses = asked.clauses(tx)?;
            pager::count(tx, &asked, clauses)
        }
        None => Ok(ticked(form).len() as i64),
    }
}

fn ticked(form: &Fields) -> Vec<i64> {
    form.all("id").filter_map(|id| id.parse().ok()).collect()
}

fn choose(visit: &mut Visit<'_>, deed: Deed) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let form = visit.form.clone();
    let (count, sticking) = visit.read(|tx| {
        let mut sticking = Sticking::read(tx, &lang)?;
        if deed.is_group() {
            let entity = tx.entity("Group")?;
            let mut open = Vec::new();
            for (id, title) in sticking.groups {
                if tx.may(&entity, id.parse().unwrap_or(0), Verb::Edit)? {
                    open.push((id, title));
                }
            }
            sticking.groups = open;
        }
        Ok((how_many(tx, &form)?, sticking))
    })?;
    if count == 0 {
        visit.say("said-nobody-ticked", None);
        return Ok(Reply::Redirect("/contacts".to_owned()));
    }
    let (groups, tags) = sticking.choices();
    let choices: Vec<Choice<'_>> = if deed.is_group() { groups } else { tags };
    let label = if deed.is_group() { lang.text("group") } else { lang.text("tag") };
    let back = Asked::of(&form).href("/contacts");
    let known = |name: &str| OWN.contains(&name) || name == ui::Csrf::FIELD;
    let field = Field {
        required: true,
        focused: true,
        help: choices.is_empty().then(|| lang.text("gather-none")),
        ..Field::text("target", label, "").widget(Widget::Select(&choices))
    };
    let view = Gather {
        title: deed.title(&lang),
        words: lang.with("gather-words", &[("count", count.into())]),
        action: deed.path(),
        back: &back,
        kept: form.0.iter().filter(|(name, _)| !known(name)).cloned().collect(),
        fields: vec![field],
        submit: deed.title(&lang),
    };
    let page = Page { title: deed.title(&lang), place: "/contacts", narrow: true };
    Ok(Reply::Html(frame::show(visit, &lang, page, |ui, shell| gather(ui, shell, &view))?))
}

fn start(visit: &mut Visit<'_>, deed: Deed, target: i64) -> Result<Reply> {
    let form = visit.form.clone();
    let count = visit.read(|tx| {
        check(tx, deed, target)?;
        how_many(tx, &form)
    })?;
    if count > AT_ONCE {
        let pairs: Vec<Json> = Asked::of(&form).conditions().iter().map(|(name, value)| json!([name, value])).collect();
        let payload = json!({"deed": deed.name(), "target": target, "form": pairs});
        let job = visit.write(|tx| kit::job::queue(tx, KIND, &payload, count))?;
        return Ok(Reply::Redirect(format!("/jobs/{job}")));
    }
    let asked = meant(&form)?;
    let transaction = visit.write(|tx| {
        let ids = match &asked {
            Some(asked) => open_to(tx, asked, 0, AT_ONCE)?,
            None => editable(tx, &ticked(&form))?,
        };
        apply(tx, deed, target, &ids)?;
        Ok(tx.transaction_id())
    })?;
    match transaction {
        Some(_) => visit.say(deed.said(), transaction),
        None => visit.say("said-nothing", None),
    }
    let back = Asked::of(&form);
    Ok(Reply::Redirect(match form.int("in_group") {
        Some(group) => Asked { group: String::new(), ..back }.href(&format!("/groups/{group}")),
        None => back.href("/contacts"),
    }))
}

/// Refuses unless there is such a group that the actor may change, or such a tag.
fn check(tx: &mut Tx<'_>, deed: Deed, target: i64) -> Result<()> {
    if deed.is_group() {
        groups::read(tx, target)?;
        let entity = tx.entity("Group")?;
        return tx.check_rule(&entity, target, Verb::Edit);
    }
    let clauses = json!([["id", "=", target], ["is_tagset", "=", false]]);
    match ask(tx, "Tag", &["id"], clauses, &[], 1)?.is_empty() {
        true => Err(Error::NotFound(format!("tag {target}"))),
        false => Ok(()),
    }
}

/// The next contacts of a list by number, as far as the actor may change them.
fn open_to(tx: &Tx<'_>, asked: &Asked, after: i64, limit: i64) -> Result<Vec<i64>> {
    let mut clauses = asked.clauses(tx)?;
    clauses.push(json!(["id", ">", after]));
    let order = vec![("id".to_owned(), "ASC".to_owned())];
    let request = rows::request(&["id"], Json::Array(clauses), order, limit);
    let request = GetRequest { join: asked.joins(), ..request };
    let found = tx.get_for("Contact", &request, As::Actor, Verb::Edit)?;
    Ok(found.rows.iter().map(rows::id).collect())
}

fn editable(tx: &Tx<'_>, ids: &[i64]) -> Result<Vec<i64>> {
    let request = rows::request(&["id"], json!([["id", "IN", ids]]), Vec::new(), 0);
    let found = tx.get_for("Contact", &request, As::Actor, Verb::Edit)?;
    Ok(found.rows.iter().map(rows::id).collect())
}

fn apply(tx: &mut Tx<'_>, deed: Deed, target: i64, contacts: &[i64]) -> Result<u64> {
    let placing = |status| Placing { status, method: Some("Admin"), tracking: None };
    match deed {
        Deed::Join => group_contact::place_as(tx, target, contacts, &placing(ADDED), As::Actor),
        Deed::Leave => {
            let inside = leaving(tx, target, contacts)?;
            group_contact::place_as(tx, target, &inside, &placing(REMOVED), As::Actor)
        }
        Deed::Tag => entity_tag::tag(tx, target, TABLE, contacts, As::Actor),
        Deed::Untag => entity_tag::untag(tx, target, TABLE, contacts, As::Actor),
    }
}

/// Of these contacts those who are in the group or wait for it: nobody is taken out of a group they have not been in.
fn leaving(tx: &Tx<'_>, group: i64, contacts: &[i64]) -> Result<Vec<i64>> {
    let mut inside = Vec::new();
    for chunk in contacts.chunks(5000) {
        let members = rows::request(&["id"], json!([["id", "IN", chunk], ["groups", "IN", [group]]]), Vec::new(), 0);
        inside.extend(tx.get("Contact", &members, As::Actor)?.rows.iter().map(rows::id));
        let clauses = json!([["group_id", "=", group], ["status", "=", "Pending"], ["contact_id", "IN", chunk]]);
        let waiting = ask(tx, "GroupContact", &["contact_id"], clauses, &[], 0)?;
        inside.extend(waiting.iter().filter_map(|row| rows::int(row, "contact_id")));
    }
    Ok(inside)
}

/// One step of the job: the next contacts, and where to go on.
fn step(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    let deed = Deed::ALL.into_iter().find(|deed| work.payload["deed"] == deed.name());
    let (Some(deed), Some(target)) = (deed, work.payload["target"].as_i64()) else {
        return Err(Error::Request("This job says nothing that can be done.".to_owned()));
    };
    let form = work.payload["form"].as_array().map(Vec::as_slice).unwrap_or_default();
    let pair = |one: &Json| Some((one.get(0)?.as_str()?.to_owned(), one.get(1)?.as_str()?.to_owned()));
    let asked = Asked::of(&Fields(form.iter().filter_map(pair).collect()));
    let position = work.position.clone().unwrap_or_default();
    let after = position["after"].as_i64().unwrap_or(0);
    let mut transactions: Vec<i64> = position["transactions"]
        .as_array()
        .map(|all| all.iter().filter_map(Json::as_i64).collect())
        .unwrap_or_default();
    check(tx, deed, target)?;
    let ids = open_to(tx, &asked, after, STEP)?;
    let changed = apply(tx, deed, target, &ids)?;
    let count = position["count"].as_i64().unwrap_or(0) + i64::try_from(changed).unwrap_or(0);
    transactions.extend(tx.transaction_id());
    work.progress += ids.len() as i64;
    let last = ids.last().copied().filter(|_| ids.len() as i64 == STEP);
    work.position = last.map(|last| json!({"after": last, "count": count, "transactions": transactions}));
    if work.position.is_none() {
        work.total = work.progress;
        work.result = Some(jobs::result(count, &transactions));
    }
    Ok(())
}

/// What came of it.
fn end(visit: &Visit<'_>, lang: &Lang, job: &Queued) -> Result<End> {
    let (count, undo) = jobs::read_result(job);
    let target = job.payload["target"].as_i64().unwrap_or(0);
    let deed = Deed::ALL.into_iter().find(|deed| job.payload["deed"] == deed.name()).unwrap_or(Deed::Join);
    let name = visit.read(|tx| match deed.is_group() {
        true => groups::title_of(tx, lang, target),
        false => tags::label_of(tx, lang, target),
    })?;
    let name = name.unwrap_or_else(|| format!("#{target}"));
    let key = match deed {
        Deed::Join => "gathered-in",
        Deed::Leave => "gathered-out",
        Deed::Tag => "gathered-tagged",
        Deed::Untag => "gathered-untagged",
    };
    let words = lang.locale.with(key, &[("count", count.into()), ("name", name.as_str().into())]);
    let link = match deed.is_group() {
        true => (lang.text("gather-see-group").to_owned(), format!("/groups/{target}")),
        false => (lang.text("gather-see-tag").to_owned(), format!("/contacts?tag={target}")),
    };
    Ok(End { words, links: vec![link], undo })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_deed_is_known_by_its_name() {
        for deed in Deed::ALL {
            assert_eq!(Deed::ALL.into_iter().find(|one| one.name() == deed.name()), Some(deed));
        }
    }
}
