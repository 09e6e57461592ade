//! Changing a contact: one block on its spot, or the whole form; with what others did meanwhile in sight.

use kit::{Reply, Visit};
use maud::{Markup, html};
use schema::Verb;
use store::{Error, Result, Tx};
use ui::page::conflict::{Conflict, Versus, conflict, conflict_in_block};
use ui::page::contact_form::{ContactForm, DO, contact_form};
use ui::part::block::{Editing, editing};
use ui::part::crumbs::Crumb;

use super::clash::{self, Clash};
use super::contact;
use super::custom;
use super::draft::{self, Draft};
use super::form::{self, Errors, Lists, Ready};
use super::frame::{self, Page};
use super::list::name;
use super::past;
use super::phrases::Lang;
use super::record::{self, Record};
use super::rows::{self, flag, text};
use super::sections::{self, Block};

/// The sections of the whole form of a type: who, how to reach them, and the rest.
pub(super) fn whole_form(contact_type: &str) -> Vec<Block> {
    let mut all = sections::of_kind(contact_type).to_vec();
    all.insert(1, Block::Ways);
    all
}

/// The contact, if the visitor may change it.
fn editable(tx: &Tx<'_>, id: i64) -> Result<Record> {
    let record = record::read(tx, id)?.ok_or_else(|| Error::NotFound(format!("contact {id}")))?;
    match rows::may(tx, id, Verb::Edit)? && !flag(&record.contact, "is_deleted") {
        true => Ok(record),
        false => Err(Error::Forbidden("edit this contact".to_owned())),
    }
}

/// `/contacts/{id}/edit`
pub(super) fn whole(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    edit(visit, id, None)
}

/// `/contacts/{id}/edit/{block}`
pub(super) fn block(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    let named = visit.captures.get(1).and_then(|name| Block::named(name));
    let block = named.ok_or_else(|| Error::NotFound(visit.path.to_owned()))?;
    edit(visit, id, Some(block))
}

/// A form in the making.
struct Open<'v> {
    lang: Lang,
    id: i64,
    block: Option<Block>,
    blocks: Vec<Block>,
    record: Record,
    version: i64,
    action: &'v str,
    /// The custom fields of the whole form.
    custom: custom::Sheet,
    /// Those of the ways to reach the contact.
    ways: custom::WaySheets,
}

fn edit(visit: &mut Visit<'_>, id: i64, block: Option<Block>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let (record, version) = visit.read(|tx| Ok((editable(tx, id)?, past::version(tx, id)?)))?;
    let contact_type = text(&record.contact, "contact_type").to_owned();
    let blocks = block.map_or_else(|| whole_form(&contact_type), |block| vec![block]);
    let action = visit.path.to_owned();
    let custom = match block {
        Some(_) => custom::Sheet::default(),
        None => visit.read(|tx| {
            let subtypes = rows::texts(&record.contact, "contact_sub_type");
            custom::Sheet::read(tx, &lang, &contact_type, &subtypes, Some(id))
        })?,
    };
    let mut open =
        Open { lang, id, block, blocks, record, version, action: &action, custom, ways: custom::WaySheets::default() };
    if !visit.is_post {
        let mut draft = Draft::of(&open.record);
        draft.offer(if block.is_some() { &["email", "phone"] } else { &["email", "phone", "address"] });
        open.ways = way_sheets(visit, &open, &draft)?;
        open.version = visit.read(|tx| open.ways.version(tx, open.version))?;
        let markup = show(visit, &open, &draft, &Errors::new(), open.version)?;
        return Ok(Reply::Html(markup));
    }
    post(visit, open, &contact_type)
}

/// The custom fields of the ways in a draft; none where the form has no ways.
fn way_sheets(visit: &Visit<'_>, open: &Open<'_>, draft: &Draft) -> Result<custom::WaySheets> {
    match open.blocks.contains(&Block::Ways) {
        true => visit.read(|tx| custom::WaySheets::read(tx, &open.lang, draft, Some(&open.record))),
        false => Ok(custom::WaySheets::default()),
    }
}

fn post(visit: &mut Visit<'_>, mut open: Open<'_>, contact_type: &str) -> Result<Reply> {
    let read_at = visit.form.int("version").unwrap_or(open.version);
    let mut draft = Draft::typed(contact_type, &visit.form, &open.blocks);
    if visit.form.get(DO).is_some_and(|what| draft.reshape(what)) {
        open.custom.typed(&visit.form);
        open.ways = way_sheets(visit, &open, &draft)?;
        open.ways.typed(&visit.form);
        return Ok(Reply::Html(show(visit, &open, &draft, &Errors::new(), read_at)?));
    }
    let own = take_custom(visit, &mut open, &draft, read_at)?;
    let open = &open;
    let clash = visit.read(|tx| {
        if visit.form.has(CHOSEN) {
            clash::unworded(tx, &open.lang, &mut draft)?;
        }
        clash::since(tx, &open.lang, &open.record, read_at, &draft, &open.blocks)
    })?;
    if !clash.fields.is_empty() || !own.fields.is_empty() {
        return disagree(visit, open, draft, &clash, &own);
    }
    let result = visit.write(|tx| {
        draft::save(tx, Some(open.id), &draft, &open.blocks, &clash.unseen, &open.ways)?;
        open.custom.save(tx, "Contact", open.id)?;
        Ok(tx.transaction_id())
    });
    match form::field_errors(result)? {
        Ok(None) => visit.say("said-nothing", None),
        Ok(transaction) => visit.say("said-contact-saved", transaction),
        Err(errors) => {
            let errors = form::errors(&open.lang, &errors);
            return Ok(Reply::Status(422, show(visit, open, &draft, &errors, read_at)?));
        }
    }
    Ok(Reply::Redirect(format!("/contacts/{}", open.id)))
}

/// Takes what was sent into custom fields, and holds it against what others did to them meanwhile.
fn take_custom(visit: &Visit<'_>, open: &mut Open<'_>, draft: &Draft, read_at: i64) -> Result<custom::clash::Clash> {
    let kept = open.custom.clone();
    open.custom.typed(&visit.form);
    let ways = way_sheets(visit, open, draft)?;
    open.ways = ways.clone();
    open.ways.typed(&visit.form);
    let lang = &open.lang;
    let own = visit.read(|tx| match visit.form.has(CHOSEN) {
        true => {
            custom::clash::choose(tx, lang, &visit.form, &kept, &mut open.custom)?;
            open.ways.choose(tx, lang, &visit.form, &ways)?;
            Ok(custom::clash::Clash::default())
        }
        false => {
            let of = (past::CONTACT, open.id);
            let own = custom::clash::since(tx, lang, of, read_at, &kept, &mut open.custom)?;
            Ok(own.and(open.ways.since(tx, lang, read_at, &ways)?))
        }
    })?;
    open.custom.take_files(visit)?;
    open.ways.take_files(visit)?;
    Ok(own)
}

/// Marks the form in which somebody chose between two versions: its values are words.
const CHOSEN: &str = "chosen";

fn disagree(
    visit: &Visit<'_>,
    open: &Open<'_>,
    mut draft: Draft,
    clash: &Clash,
    own: &custom::clash::Clash,
) -> Result<Reply> {
    adopt(&mut draft, &Draft::of(&open.record), &clash.unseen);
    let pairs = clash::pairs(&draft, &clash.fields);
    let mut rest: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let mut carried = custom::clash::carried(own, &open.custom);
    carried.extend(open.ways.carried(own));
    rest.extend(carried.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    rest.push((CHOSEN, "1"));
    let fields = clash.fields.iter().map(|one| Versus {
        label: &one.label,
        name: &one.name,
        theirs: &one.theirs,
        yours: &one.yours,
        only_theirs: one.only_theirs,
    });
    let newest = visit.read(|tx| open.ways.version(tx, open.version))?;
    let (version, back) = (newest.to_string(), format!("/contacts/{}", open.id));
    let view = Conflict {
        who: if clash.who.is_empty() { &own.who } else { &clash.who },
        reader: &visit.actor.name,
        when: if clash.when.is_empty() { &own.when } else { &clash.when },
        fields: fields.chain(own.fields.iter().map(custom::clash::Contested::versus)).collect(),
        action: open.action,
        version: &version,
        rest: &rest,
        keep_theirs: &back,
    };
    // A block's conflict stands on the block's own spot, where a script that swaps the block alone finds it too.
    if let Some(block) = open.block {
        let both = conflict_in_block(&visit.ui(), &view, block.id());
        return Ok(Reply::Status(409, contact::whole(visit, open.id, Some((block, both)))?));
    }
    let page = Page { title: name(&open.lang, &open.record.contact), place: "/contacts", narrow: false };
    Ok(Reply::Status(409, frame::show(visit, &open.lang, page, |ui, shell| conflict(ui, shell, &view))?))
}

/// Takes over what others have added meanwhile, so that saving the choice does not take it away.
fn adopt(draft: &mut Draft, current: &Draft, unseen: &[(String, i64)]) {
    for ((kind, ways), theirs) in record::WAYS.iter().zip(&mut draft.ways).zip(&current.ways) {
        for way in theirs {
            let is_new =
                way.id().is_some_and(|id| unseen.iter().any(|(entity, one)| entity == kind.entity && *one == id));
            if is_new && !ways.iter().any(|known| known.index == way.index) {
                ways.push(way.clone());
            }
        }
    }
}

fn show(visit: &Visit<'_>, open: &Open<'_>, draft: &Draft, errors: &Errors, version: i64) -> Result<Markup> {
    let lists = visit.read(|tx| Lists::read(tx, &open.lang, draft, &open.blocks))?;
    let ways = open.ways.inputs(&open.lang, errors);
    let ready = Ready::new(&lists, draft, errors).with_ways(&ways);
    let version = version.to_string();
    match open.block {
        Some(block) => {
            let form = block_form(visit, open, block, &ready, &version);
            contact::whole(visit, open.id, Some((block, form)))
        }
        None => page(visit, open, &ready, errors, &version),
    }
}

fn block_form(visit: &Visit<'_>, open: &Open<'_>, block: Block, ready: &Ready<'_>, version: &str) -> Markup {
    let lang = &open.lang;
    let ui = visit.ui();
    let view = Editing {
        id: block.id(),
        title: lang.text(block.title()),
        action: open.action,
        cancel: lang.keep(format!("/contacts/{}", open.id)),
        version,
        upload: open.ways.has_files(),
    };
    let fields = match block {
        Block::Ways => ready.ways_block(lang, &ui),
        block => {
            let fields = ready.fields(lang, block, true);
            html! { div.fields { @for one in &fields { (ui::part::field::field(&ui, one)) } } }
        }
    };
    // Enter in a field saves; without this first button it would press "add another".
    editing(&ui, &view, html! { button.sr type="submit" tabindex="-1" aria-hidden="true" {} (fields) })
}

fn page(visit: &Visit<'_>, open: &Open<'_>, ready: &Ready<'_>, errors: &Errors, version: &str) -> Result<Markup> {
    let lang = &open.lang;
    let inputs = open.custom.inputs(lang, errors);
    let mut sections = ready.sections(lang, &open.blocks, true);
    sections.extend(inputs.sections());
    let called = name(lang, &open.record.contact);
    let title = lang.with("form-edit", &[("name", called.into())]);
    let back = lang.keep(format!("/contacts/{}", open.id));
    let view = ContactForm {
        way: vec![
            Crumb { label: lang.text("contacts"), href: Some("/contacts") },
            Crumb { label: called, href: Some(back) },
            Crumb { label: lang.text("action-edit"), href: None },
        ],
        title,
        intro: None,
        action: open.action,
        cancel: back,
        version: Some(version),
        faults: open.ways.name_faults(open.custom.name_faults(ready.faults(lang))),
        duplicates: Vec::new(),
        sections,
        save: lang.text("save"),
    };
    frame::show(visit, lang, Page { title, place: "/contacts", narrow: false }, |ui, shell| {
        contact_form(ui, shell, &view)
    })
}
