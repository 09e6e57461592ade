//! Asking for lists, confirming them, choosing and leaving: what each of these does.

use contact::contact::Contact;
use contact::entity_tag;
use contact::group_contact::{self, ADDED, ListsChosen, PENDING, Placing, REMOVED, Step};
use contact::pages::phrases::Lang;
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx, statement};

use crate::letter::{self, Reader};
use crate::list::{self, List, Standing};
use crate::{CONFIRMS, CONFIRMS_ADDING, TAG};

const CONTACTS: &str = "civicrm_contact";

/// What a visitor has typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub address: String,
    pub first_name: String,
    pub last_name: String,
    /// The lists by their numbers; others than public ones are left out.
    pub lists: Vec<i64>,
    /// Where it was sent from.
    pub remote: String,
}

/// Whether a setting that may be written as a number or a word is on.
fn is_on(tx: &Tx<'_>, name: &str) -> Result<bool> {
    let value = store::state::scalar(&tx.setting(name)?);
    Ok(value.is_true())
}

/// Somebody asks for lists on the public page. They are added when they have confirmed, or at once where the site wants no
/// confirmation. Whoever has them already gets the way to their choices instead: the page answers the same.
///
/// # Errors
/// As any write.
pub fn subscribe(tx: &mut Tx<'_>, lang: &Lang, typed: &Typed) -> Result<()> {
    let mut lists = list::public(tx, lang)?;
    lists.retain(|list| typed.lists.contains(&list.id));
    if lists.is_empty() {
        return Ok(());
    }
    let confirms = is_on(tx, CONFIRMS)?;
    let known = bearer(tx, &typed.address)?;
    let contact = match known {
        Some(contact) => contact,
        None => newcomer(tx, lang, typed, confirms)?,
    };
    let lang = &spoken(tx, contact)?.unwrap_or_else(|| Lang::new(lang.locale));
    let reader = Reader { contact, address: Some(&typed.address) };
    let mut wanted = Vec::new();
    for list in &lists {
        if list::standing(tx, list, contact)? != Standing::Inside {
            wanted.push(list.clone());
        }
    }
    if wanted.is_empty() {
        return letter::choices(tx, lang, reader, &lists);
    }
    let status = if confirms { PENDING } else { ADDED };
    place(tx, contact, &wanted, status, "Web")?;
    match confirms {
        true => {
            letter::confirm(tx, lang, reader, &wanted)?;
            tell(tx, contact, &wanted, Step::Asked, &typed.remote)
        }
        false => {
            letter::welcome(tx, lang, reader, &wanted)?;
            tell(tx, contact, &wanted, Step::Confirmed, &typed.remote)
        }
    }
}

/// The contact behind an address: whose first address it is, people before others.
fn bearer(tx: &Tx<'_>, address: &str) -> Result<Option<i64>> {
    let folded = query::fold_expression(tx.dialect(), r#"e."email""#);
    let text = format!(
        r#"SELECT c."id" FROM "civicrm_email" e JOIN "civicrm_contact" c ON c."id" = e."contact_id"
           WHERE {folded} = {} AND c."is_deleted" = {no} AND c."is_deceased" = {no}
           ORDER BY e."is_primary" DESC, CASE WHEN c."contact_type" = 'Individual' THEN 0 ELSE 1 END, c."id""#,
        tx.placeholder(1),
        no = 0
    );
    let folded = schema::fold::fold(address.trim()).into_owned();
    let mut known = Vec::new();
    tx.rows(&statement(text, vec![folded.into()]), |row| {
        known.extend(store::owned(row.cell(0)).as_int());
        Ok(())
    })?;
    for contact in known {
        if contact::domain::apart::is_own(tx, contact)? {
            return Ok(Some(contact));
        }
    }
    Ok(None)
}

/// Somebody whom nobody knew; bears a tag until the address is confirmed.
fn newcomer(tx: &mut Tx<'_>, lang: &Lang, typed: &Typed, confirms: bool) -> Result<i64> {
    let language = if lang.code() == "fr" { "fr_FR" } else { "en_US" };
    let name = |text: &str| Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned);
    let values = object(json!({
        "contact_type": "Individual",
        "first_name": name(&typed.first_name),
        "last_name": name(&typed.last_name),
        "email_primary.email": typed.address,
        "preferred_language": language,
        "source": lang.text("subscription-source"),
    }));
    let contact = tx.save("Contact", values, As::Program)?.id;
    if tx.find_by::<contact::email::Email>("contact_id", contact)?.is_empty() {
        let values = object(json!({"contact_id": contact, "email": typed.address, "is_primary": true}));
        tx.save("Email", values, As::Program)?;
    }
    if confirms && let Some(tag) = tag(tx)? {
        entity_tag::tag(tx, tag, CONTACTS, &[contact], As::Program)?;
    }
    Ok(contact)
}

/// The tag of those who have not confirmed; made where it is missing.
fn tag(tx: &mut Tx<'_>) -> Result<Option<i64>> {
    let name = tx.setting(TAG)?;
    let Some(name) = name.as_str().map(str::trim).filter(|name| !name.is_empty()) else { return Ok(None) };
    if let Some((id, _)) = tx.find_by::<contact::tag::Tag>("name", name)?.into_iter().next() {
        return Ok(Some(id));
    }
    let values = object(json!({"name": name, "label": name, "used_for": [CONTACTS]}));
    Ok(Some(tx.save("Tag", values, As::Program)?.id))
}

fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(map) => map.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        _ => Map::new(),
    }
}

fn place(tx: &mut Tx<'_>, contact: i64, lists: &[List], status: &str, method: &str) -> Result<()> {
    for list in lists {
        let placing = Placing { status, method: Some(method), tracking: None };
        group_contact::place_as(tx, list.id, &[contact], &placing, As::Program)?;
    }
    Ok(())
}

fn tell(tx: &mut Tx<'_>, contact: i64, lists: &[List], step: Step, remote: &str) -> Result<()> {
    let lists = lists.iter().map(|list| list.title.clone()).collect();
    tx.publish(&ListsChosen { contact_id: contact, lists, step, remote: remote.to_owned() })
}

/// The language of a contact, where the program speaks it.
///
/// # Errors
/// The database's own failure.
pub fn spoken(tx: &Tx<'_>, contact: i64) -> Result<Option<Lang>> {
    let found = tx.find::<Contact>(contact)?.and_then(|contact| contact.preferred_language);
    Ok(found.as_deref().and_then(ui::Locale::spoken).map(Lang::new))
}

/// The second half: the lists that still wait are added, and those that are already in stay. Gives the lists that the
/// person has now.
///
/// # Errors
/// As any write.
pub fn confirm(tx: &mut Tx<'_>, lang: &Lang, contact: i64, groups: &[i64], remote: &str) -> Result<Vec<List>> {
    let mut lists = list::public(tx, lang)?;
    lists.retain(|list| groups.contains(&list.id));
    let mut waiting = Vec::new();
    let mut inside = Vec::new();
    for list in lists {
        match list::standing(tx, &list, contact)? {
            Standing::Waits => waiting.push(list),
            Standing::Inside => inside.push(list),
            // Whoever has left since does not come back by an old letter.
            Standing::Outside => {}
        }
    }
    if !waiting.is_empty() {
        place(tx, contact, &waiting, ADDED, "Email")?;
        if let Some(tag) = tag(tx)? {
            entity_tag::untag(tx, tag, CONTACTS, &[contact], As::Program)?;
        }
        letter::welcome(tx, lang, Reader { contact, address: None }, &waiting)?;
        tell(tx, contact, &waiting, Step::Confirmed, remote)?;
    }
    waiting.extend(inside);
    Ok(waiting)
}

/// Somebody chooses their lists by a link of their own: those named stay or come, all other public ones go.
///
/// # Errors
/// As any write.
pub fn choose(tx: &mut Tx<'_>, lang: &Lang, contact: i64, chosen: &[i64], remote: &str) -> Result<()> {
    let (mut coming, mut going, mut staying) = (Vec::new(), Vec::new(), 0);
    for list in list::public(tx, lang)? {
        let standing = list::standing(tx, &list, contact)?;
        match (chosen.contains(&list.id), standing) {
            (true, Standing::Inside) => staying += 1,
            (true, _) => coming.push(list),
            (false, Standing::Outside) => {}
            (false, _) => going.push(list),
        }
    }
    place(tx, contact, &going, REMOVED, "Web")?;
    if !coming.is_empty() {
        let reader = Reader { contact, address: None };
        if is_on(tx, CONFIRMS_ADDING)? {
            place(tx, contact, &coming, PENDING, "Web")?;
            letter::confirm(tx, lang, reader, &coming)?;
            tell(tx, contact, &coming, Step::Asked, remote)?;
        } else {
            place(tx, contact, &coming, ADDED, "Web")?;
            letter::welcome(tx, lang, reader, &coming)?;
            tell(tx, contact, &coming, Step::Confirmed, remote)?;
        }
    }
    if staying == 0 && coming.is_empty() && !going.is_empty() {
        tell(tx, contact, &going, Step::Left, remote)?;
    }
    Ok(())
}

/// Somebody leaves a list by the link of a letter; true where they were in it.
///
/// # Errors
/// As any write.
pub fn leave(tx: &mut Tx<'_>, lang: &Lang, contact: i64, group: i64, remote: &str) -> Result<()> {
    let placing = Placing { status: REMOVED, method: Some("Email"), tracking: None };
    group_contact::place_as(tx, group, &[contact], &placing, As::Program)?;
    let mut left = Vec::new();
    for list in list::public(tx, lang)? {
        if list::standing(tx, &list, contact)? == Standing::Inside {
            return Ok(());
        }
        if list.id == group {
            left.push(list);
        }
    }
    tell(tx, contact, &left, Step::Left, remote)
}

/// Sends the way to their choices to whoever has this address; nothing to others.
///
/// # Errors
/// As any write.
pub fn send_choices(tx: &mut Tx<'_>, lang: &Lang, address: &str) -> Result<()> {
    let Some(contact) = bearer(tx, address)? else { return Ok(()) };
    let lang = &spoken(tx, contact)?.unwrap_or_else(|| Lang::new(lang.locale));
    letter::choices(tx, lang, Reader { contact, address: Some(address) }, &[])
}
