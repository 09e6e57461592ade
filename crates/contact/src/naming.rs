//! What a contact is called and how it is addressed: rebuilt whenever a part of the name changes.

use std::cell::RefCell;
use std::sync::Arc;

use schema::{OptionItem, OptionList, Record, Value};
use serde_json::Value as Json;
use store::{Change, Result, Tx, statement};

use crate::contact::{Contact, HOUSEHOLD, INDIVIDUAL, ORGANIZATION};
use crate::names::{cut, fill};

/// Characters in `display_name` and `sort_name`.
const NAME: usize = 128;
/// Characters in a greeting as displayed.
const GREETING: usize = 255;
/// The choice of those who write their greeting themselves.
const CUSTOMIZED: &str = "Customized";

/// How the site names its contacts: looked up once for all that are written together.
pub(crate) struct Customs {
    display: String,
    sort: String,
    /// The language that the site writes its letters in.
    language: String,
    greetings: [Arc<OptionList>; 3],
    /// The greetings that were put into the site's language already, by kind and number.
    spoken: RefCell<Vec<(usize, Value, Arc<str>)>>,
}

impl Customs {
    /// The site's formats, its language and its greetings.
    pub(crate) fn of(tx: &Tx<'_>) -> Result<Customs> {
        let settings = tx.settings()?;
        let text = |name: &str| settings.get(name).and_then(Json::as_str);
        let list = |kind: Kind| options(tx, kind.field());
        Ok(Customs {
            display: text("display_name_format").unwrap_or_default().to_owned(),
            sort: text("sort_name_format").unwrap_or_default().to_owned(),
            language: text("lcMessages").unwrap_or("en").to_owned(),
            greetings: [list(Kind::Email)?, list(Kind::Postal)?, list(Kind::Addressee)?],
            spoken: RefCell::default(),
        })
    }

    /// The words of a greeting in the site's language.
    fn template(&self, kind: Kind, option: &OptionItem) -> Arc<str> {
        let mut spoken = self.spoken.borrow_mut();
        if let Some((_, _, words)) = spoken.iter().find(|(at, id, _)| *at == kind as usize && *id == option.id) {
            return words.clone();
        }
        let words: Arc<str> = in_words(&self.language, kind.field().trim_end_matches("_id"), option).into();
        spoken.push((kind as usize, option.id.clone(), words.clone()));
        words
    }
}

/// Before: names by the site's formats, greetings by the contact's choices.
pub(crate) fn settle(tx: &Tx<'_>, customs: &Customs, change: &mut Change<Contact>) -> Result<()> {
    let tokens = tokens(tx, customs, &change.after)?;
    names(tx, customs, change, &tokens)?;
    for kind in [Kind::Email, Kind::Postal, Kind::Addressee] {
        greet(customs, change, kind, &tokens);
    }
    Ok(())
}

/// Whether nothing in the contact's own fields names it.
pub(crate) fn is_nameless(contact: &Contact) -> bool {
    let blank = |part: &Option<String>| part.as_ref().is_none_or(|text| text.trim().is_empty());
    match contact.contact_type.as_deref() {
        Some(ORGANIZATION) => blank(&contact.organization_name),
        Some(HOUSEHOLD) => blank(&contact.household_name),
        _ => blank(&contact.first_name) && blank(&contact.last_name),
    }
}

/// What templates may name: few enough to be gone through.
type Tokens = Vec<(&'static str, String)>;

fn token<'t>(tokens: &'t Tokens, name: &str) -> Option<&'t str> {
    tokens.iter().find(|(known, _)| *known == name).map(|(_, text)| text.as_str())
}

fn names(tx: &Tx<'_>, customs: &Customs, change: &mut Change<Contact>, tokens: &Tokens) -> Result<()> {
    let own = |name: &str| token(tokens, name).map(|text| text.trim().to_owned()).unwrap_or_default();
    let by_format = |format: &str| fill(format, &|name| token(tokens, name));
    let (display, sort) = match change.after.contact_type.as_deref() {
        Some(ORGANIZATION) => (own("organization_name"), own("organization_name")),
        Some(HOUSEHOLD) => (own("household_name"), own("household_name")),
        _ => (by_format(&customs.display), by_format(&customs.sort)),
    };
    let fallback = match is_nameless(&change.after) || display.is_empty() || sort.is_empty() {
        true => email(tx, change)?,
        false => None,
    };
    let called = |name: String| match is_nameless(&change.after) || name.is_empty() {
        true => fallback.clone().or(Some(name)).filter(|name| !name.is_empty()),
        false => Some(name),
    };
    let (display, sort) = (called(display), called(sort));
    change.after.display_name = display.map(|name| cut(&name, NAME));
    change.after.sort_name = sort.map(|name| cut(&name, NAME));
    Ok(())
}

/// The contact's primary e-mail: the one that comes along, or the one that is there.
fn email(tx: &Tx<'_>, change: &Change<Contact>) -> Result<Option<String>> {
    if let Some(given) = change.given.get("email_primary.email") {
        return Ok(given.as_str().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()));
    }
    if change.is_new() {
        return Ok(None);
    }
    let text = format!(
        r#"SELECT "email" FROM "civicrm_email" WHERE "contact_id" = {} AND "is_primary" = 1 ORDER BY "id""#,
        tx.placeholder(1)
    );
    let found = tx.one(&statement(text, vec![change.id.into()]))?;
    Ok(found.and_then(|value| value.as_text().map(str::to_owned)))
}

/// What templates may name.
fn tokens(tx: &Tx<'_>, customs: &Customs, contact: &Contact) -> Result<Tokens> {
    let mut tokens = Tokens::with_capacity(8);
    let texts: [(&'static str, &Option<String>); 9] = [
        ("first_name", &contact.first_name),
        ("middle_name", &contact.middle_name),
        ("last_name", &contact.last_name),
        ("nick_name", &contact.nick_name),
        ("formal_title", &contact.formal_title),
        ("job_title", &contact.job_title),
        ("organization_name", &contact.organization_name),
        ("household_name", &contact.household_name),
        ("legal_name", &contact.legal_name),
    ];
    tokens.extend(texts.into_iter().filter_map(|(name, text)| Some((name, text.clone()?))));
    let labels = [
        ("prefix_id", "individual_prefix", "prefix_id:label", contact.prefix_id),
        ("suffix_id", "individual_suffix", "suffix_id:label", contact.suffix_id),
        ("gender_id", "gender", "gender_id:label", contact.gender_id),
        (
            "communication_style_id",
            "communication_style",
            "communication_style_id:label",
            contact.communication_style_id,
        ),
    ];
    for (field, of, token, id) in labels {
        if let Some(id) = id {
            let list = options(tx, field)?;
            tokens.extend(list.by_id(&Value::Int(id)).map(|option| (token, in_words(&customs.language, of, option))));
        }
    }
    Ok(tokens)
}

/// A choice's label in the site's language; as somebody has rewritten it where they did.
fn in_words(language: &str, group: &str, option: &OptionItem) -> String {
    crate::pages::labels::translated(language, group, &option.name, &option.label)
}

fn options(tx: &Tx<'_>, field: &str) -> Result<Arc<OptionList>> {
    let entity = tx.entity(Contact::NAME)?;
    let list = match entity.field(field) {
        Some(field) => tx.options(&entity, field)?,
        None => None,
    };
    Ok(list.unwrap_or_default())
}

/// The three ways of addressing a contact.
#[derive(Clone, Copy)]
enum Kind {
    Email,
    Postal,
    Addressee,
}

impl Kind {
    fn field(self) -> &'static str {
        match self {
            Kind::Email => "email_greeting_id",
            Kind::Postal => "postal_greeting_id",
            Kind::Addressee => "addressee_id",
        }
    }

    fn custom_field(self) -> &'static str {
        match self {
            Kind::Email => "email_greeting_custom",
            Kind::Postal => "postal_greeting_custom",
            Kind::Addressee => "addressee_custom",
        }
    }

    fn parts(self, contact: &mut Contact) -> (&mut Option<i64>, &mut Option<String>, &mut Option<String>) {
        match self {
            Kind::Email => (
                &mut contact.email_greeting_id,
                &mut contact.email_greeting_custom,
                &mut contact.email_greeting_display,
            ),
            Kind::Postal => (
                &mut contact.postal_greeting_id,
                &mut contact.postal_greeting_custom,
                &mut contact.postal_greeting_display,
            ),
            Kind::Addressee => {
                (&mut contact.addressee_id, &mut contact.addressee_custom, &mut contact.addressee_display)
            }
        }
    }
}

/// Chooses the greeting where none is chosen or it is not for this type of contact, and writes it out.
fn greet(customs: &Customs, change: &mut Change<Contact>, kind: Kind, tokens: &Tokens) {
    let list = &customs.greetings[kind as usize];
    let meant_for = filter_of(change.after.contact_type.as_deref());
    let chosen = change.was_given(kind.field());
    let wrote = change.given.get(kind.custom_field()).and_then(Json::as_str).is_some_and(|text| !text.is_empty());
    let (id, custom, display) = kind.parts(&mut change.after);
    let fits = |option: &&OptionItem| chosen || option.filter == 0 || option.filter == meant_for;
    let mut option = id.and_then(|id| list.by_id(&Value::Int(id))).filter(fits);
    if wrote && !chosen {
        option = list.items.iter().find(|option| option.name == CUSTOMIZED);
    }
    let option = option.or_else(|| list.items.iter().find(|o| o.is_default && o.is_active && o.filter == meant_for));
    *id = option.and_then(|option| option.id.as_int());
    let template: Option<Arc<str>> = match option {
        Some(option) if option.name == CUSTOMIZED => custom.as_deref().map(Arc::from),
        option => {
            *custom = None;
            option.map(|option| customs.template(kind, option))
        }
    };
    let text = template.map(|template| fill(&template, &|name| token(tokens, name)));
    *display = text.filter(|text| !text.is_empty()).map(|text| cut(&text, GREETING));
}

/// How options say for which type of contact they are meant.
fn filter_of(contact_type: Option<&str>) -> i64 {
    match contact_type {
        Some(HOUSEHOLD) => 2,
        Some(ORGANIZATION) => 3,
        Some(INDIVIDUAL) | Some(_) | None => 1,
    }
}
