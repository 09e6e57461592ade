//! Who: round is a person, a house is a household, a cell is an organisation.

use maud::{Markup, Render, html};
use std::borrow::Cow;

/// What kind of contact it is, as its shape says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Person,
    Household,
    Organisation,
}

impl Kind {
    /// The kind of a contact type's machine name; subtypes pass their parent's.
    pub fn of(contact_type: &str) -> Kind {
        match contact_type {
            "Household" => Kind::Household,
            "Organization" => Kind::Organisation,
            _ => Kind::Person,
        }
    }

    /// The machine name of the contact type.
    pub fn contact_type(self) -> &'static str {
        match self {
            Kind::Person => "Individual",
            Kind::Household => "Household",
            Kind::Organisation => "Organization",
        }
    }

    /// The key of the word for it.
    pub fn key(self) -> &'static str {
        match self {
            Kind::Person => "kind-person",
            Kind::Household => "kind-household",
            Kind::Organisation => "kind-organisation",
        }
    }

    pub fn icon(self) -> super::icon::Icon {
        match self {
            Kind::Person => super::icon::Icon::User,
            Kind::Household => super::icon::Icon::HouseLine,
            Kind::Organisation => super::icon::Icon::Buildings,
        }
    }
}

/// How large it is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    Small,
    #[default]
    Normal,
    Large,
    Huge,
}

/// A photo, or two letters on one of six colours that the name chooses.
#[derive(Clone, Copy, Debug, Default)]
pub struct Avatar<'a> {
    pub name: &'a str,
    pub kind: Kind,
    pub size: Size,
    /// Address of a square picture.
    pub photo: Option<&'a str>,
}

impl<'a> Avatar<'a> {
    pub fn of(kind: Kind, name: &'a str) -> Self {
        Avatar { name, kind, ..Avatar::default() }
    }

    pub fn size(self, size: Size) -> Self {
        Avatar { size, ..self }
    }

    pub fn photo(self, photo: Option<&'a str>) -> Self {
        Avatar { photo, ..self }
    }

    /// Of the site's own pictures a small copy where a small one is drawn.
    fn address(&self, photo: &'a str) -> Cow<'a, str> {
        let small = matches!(self.size, Size::Small | Size::Normal) && photo.starts_with("/files/");
        if small { Cow::Owned(format!("{photo}?size=64")) } else { Cow::Borrowed(photo) }
    }
}

/// Up to two letters: first and last word of a person, the words that carry weight of others.
pub fn initials(kind: Kind, name: &str) -> String {
    const LIGHT: [&str; 17] = [
        "foyer",
        "famille",
        "household",
        "family",
        "the",
        "le",
        "la",
        "les",
        "de",
        "du",
        "des",
        "d",
        "l",
        "et",
        "and",
        "of",
        "à",
    ];
    // What stands before a person's name is no part of it.
    const TITLES: [&str; 10] = ["mr", "mrs", "ms", "mx", "miss", "dr", "prof", "m", "mme", "mlle"];
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let titled = words.len() > 2 && words.first().is_some_and(|word| TITLES.contains(&word.to_lowercase().as_str()));
    let heavy: Vec<&str> = match kind {
        Kind::Person => words.iter().copied().skip(usize::from(titled)).collect(),
        _ => words.iter().copied().filter(|word| !LIGHT.contains(&word.to_lowercase().as_str())).collect(),
    };
    let chosen = if heavy.is_empty() { words } else { heavy };
    let second = if kind == Kind::Person { chosen.last() } else { chosen.get(1) };
    let mut letters: String = chosen.first().iter().filter_map(|word| word.chars().next()).collect();
    if chosen.len() > 1 {
        letters.extend(second.iter().filter_map(|word| word.chars().next()));
    }
    letters.to_uppercase()
}

/// One of six colours, always the same for a name (FNV-1a).
fn hue(name: &str) -> &'static str {
    let hash = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    ["h1", "h2", "h3", "h4", "h5", "h6"][(hash >> 32) as usize % 6]
}

/// Hidden from readers, because the name stands beside it.
impl Render for Avatar<'_> {
    fn render(&self) -> Markup {
        let shape = match self.kind {
            Kind::Person => "",
            Kind::Household => " is-household",
            Kind::Organisation => " is-organisation",
        };
        let size = match self.size {
            Size::Small => " is-small",
            Size::Normal => "",
            Size::Large => " is-large",
            Size::Huge => " is-huge",
        };
        html! {
            span class={ "avatar " (hue(self.name)) (shape) (size) } aria-hidden="true" {
                @if let Some(photo) = self.photo { img src=(self.address(photo)) alt="" loading="lazy"; }
                @else { (initials(self.kind, self.name)) }
            }
        }
    }
}

/// An avatar with a linked name and a line under it.
pub fn who(avatar: Avatar<'_>, href: &str, name: Markup, line: Option<Markup>) -> Markup {
    html! {
        span.who {
            (avatar)
            span { a href=(href) { (name) } @if let Some(line) = line { small { (line) } } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_skip_the_words_that_carry_no_weight() {
        assert_eq!(initials(Kind::Person, "Claire Morel"), "CM");
        assert_eq!(initials(Kind::Person, "jean-noël le goff"), "JG");
        assert_eq!(initials(Kind::Household, "Foyer Morel-Diallo"), "MD");
        assert_eq!(initials(Kind::Organisation, "Mairie de Crest"), "MC");
        assert_eq!(initials(Kind::Organisation, "La Passerelle"), "P");
        assert_eq!(initials(Kind::Person, "Élodie"), "É");
        assert_eq!(initials(Kind::Person, "  "), "");
    }

    #[test]
    fn a_name_keeps_its_colour() {
        assert_eq!(hue("Claire Morel"), hue("Claire Morel"));
    }
}
