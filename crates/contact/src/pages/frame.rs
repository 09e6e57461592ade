//! The frame around every page of somebody who is signed in: where they may go, who they are, what was just done.

use kit::Visit;
use maud::Markup;
use serde_json::json;
use store::{Result, Tx};
use ui::page::error::ErrorPage;
use ui::part::toast::{Toast, Undo};
use ui::{Account, Icon, Pin, Place, Shell, Ui};

use super::phrases::Lang;
use super::preference;
use super::rows::{self, ask};

/// What a page tells its frame.
#[derive(Clone, Copy, Default)]
pub struct Page<'a> {
    /// The title of the window.
    pub title: &'a str,
    /// The path of the place that it belongs to.
    pub place: &'a str,
    /// Reading pages are narrow.
    pub narrow: bool,
}

/// What the frame reads.
#[derive(Default)]
struct Around {
    organisation: String,
    name: String,
    role: String,
    /// The organisation's own picture.
    logo: Option<String>,
    /// The reader's own picture.
    photo: Option<String>,
    recent: Vec<(String, i64)>,
    /// Single keys are shortcuts.
    keys: bool,
}

/// So many of the contacts opened lately stand in the rail.
const RECENT_SHOWN: usize = 5;

/// Puts a page into its frame.
pub fn show(
    visit: &Visit<'_>,
    lang: &Lang,
    page: Page<'_>,
    make: impl FnOnce(&Ui<'_>, &Shell<'_>) -> Markup,
) -> Result<Markup> {
    let around = visit.read(|tx| around(tx, lang, preference::recent(visit)))?;
    let recent: Vec<(String, &str)> =
        around.recent.iter().map(|(name, id)| (format!("/contacts/{id}"), name.as_str())).collect();
    let recent: Vec<Pin<'_>> =
        recent.iter().map(|(href, label)| Pin { label, href, count: None, due: false }).collect();
    let undo = visit.flash.as_ref().and_then(|flash| flash.undo).map(|id| format!("/history/{id}/undo"));
    let back = [("back", visit.path)];
    let toasts: Vec<Toast<'_>> = visit
        .flash
        .iter()
        .map(|flash| Toast {
            words: lang.text(&flash.key),
            undo: undo.as_deref().map(|action| Undo { action, values: &back }),
        })
        .collect();
    let may_add = visit.actor.may("add contacts");
    let shell = Shell {
        title: page.title,
        top_title: page.title,
        organisation: &around.organisation,
        logo: around.logo.as_deref(),
        home: "/",
        places: &places(visit, lang, page.place, false),
        pins: &[],
        recent: &recent,
        last_places: &places(visit, lang, page.place, true),
        account: Some(Account {
            name: &around.name,
            role: &around.role,
            href: "/settings",
            sign_out: "/sign-out",
            photo: around.photo.as_deref(),
        }),
        search: Some(("/contacts", "/palette")),
        add: may_add.then_some("/contacts/new"),
        narrow: page.narrow,
        toasts: &toasts,
        seen_as: visit.actor.permissions.reads_only().then_some((&around.name, "/settings/accounts/own-eyes")),
    };
    Ok(make(&Ui { keys: around.keys, ..visit.ui() }, &shell))
}

/// What went wrong, with the places to go on to around it.
///
/// # Errors
/// The database's own failure.
pub fn trouble(visit: &Visit<'_>, view: &ErrorPage<'_>) -> Result<Markup> {
    let lang = Lang::new(visit.locale);
    let (title, _) = ui::page::error::words(&visit.ui(), view.kind);
    let title = lang.keep(title);
    show(visit, &lang, Page { title, ..Page::default() }, |ui, shell| ui::page::error::error(ui, shell, view))
}

fn around(tx: &mut Tx<'_>, lang: &Lang, mut ids: Vec<i64>) -> Result<Around> {
    let organisation = crate::domain::name(tx)?;
    let own = own_contact(tx)?;
    let actor = tx.actor().clone();
    ids.truncate(RECENT_SHOWN);
    let mut found = Around {
        organisation,
        name: actor.name.clone(),
        keys: preference::read(tx, actor.contact_id, preference::KEYS)?.as_bool() != Some(false),
        ..Around::default()
    };
    let wanted: Vec<i64> = ids.iter().copied().chain(actor.contact_id).chain(own).collect();
    if !wanted.is_empty() {
        let known = ask(
            tx,
            "Contact",
            &["id", "display_name", "first_name", "last_name", "image_URL"],
            json!([["id", "IN", wanted]]),
            &[],
            0,
        )?;
        let name_of =
            |id: i64| known.iter().find(|row| rows::id(row) == id).map(|row| super::list::called(row).to_owned());
        found.recent = ids.iter().filter_map(|id| Some((name_of(*id)?, *id))).collect();
        found.name = actor.contact_id.and_then(name_of).unwrap_or(found.name);
        let picture_of =
            |id: i64| known.iter().find(|row| rows::id(row) == id).and_then(super::list::photo).map(str::to_owned);
        found.logo = own.and_then(picture_of);
        found.photo = actor.contact_id.and_then(picture_of);
    }
    if let Some(user) = actor.user_id {
        let roles = crate::access::roles_of(tx, user)?;
        let labels: Vec<String> = roles
            .into_iter()
            .filter(|(_, name, _)| name != "everyone")
            .map(|(_, name, label)| role(lang, &name, label))
            .collect();
        found.role = labels.join(", ");
    }
    Ok(found)
}

/// The contact that the organisation itself is.
///
/// # Errors
/// The database's own failure.
pub(super) fn own_contact(tx: &Tx<'_>) -> Result<Option<i64>> {
    crate::domain::organisation(tx)
}

/// The shipped role in the reader's language, others as they are called.
fn role(lang: &Lang, name: &str, label: String) -> String {
    match name {
        "admin" | "administrator" => lang.text("role-administrator").to_owned(),
        _ => label,
    }
}

/// The places whose door is open.
fn places<'a>(visit: &'a Visit<'_>, lang: &'a Lang, current: &str, last: bool) -> Vec<Place<'a>> {
    let open = |path: &str| {
        let page = visit.registry.pages.iter().find(|page| page.path == path);
        page.is_some_and(|page| page.door.met_by(&visit.actor.permissions))
    };
    let all = visit.registry.places.iter().filter(|place| place.last == last && open(place.path));
    all.map(|place| Place {
        label: lang.text(place.label),
        href: place.path,
        icon: place.icon,
        count: None,
        current: place.path == current,
    })
    .collect()
}

/// The icon for what kind of entity changed.
pub fn icon_of(entity: &str) -> Icon {
    match entity {
        "Email" => Icon::EnvelopeSimple,
        "Phone" => Icon::Phone,
        "Address" => Icon::MapPin,
        "Website" => Icon::Globe,
        "IM" | "OpenID" => Icon::ChatCircle,
        "Note" => Icon::Note,
        "Relationship" => Icon::LinkSimple,
        "EntityTag" | "Tag" => Icon::Tag,
        "GroupContact" | "Group" => Icon::UsersThree,
        "Setting" | "Domain" | "OptionValue" | "OptionGroup" | "LocationType" | "ContactType" => Icon::GearSix,
        _ => Icon::PencilSimple,
    }
}
