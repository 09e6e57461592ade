//! How a postal address is laid out in lines, after the country's custom. Pure.

use crate::names;

/// The parts of an address as people read them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// To whom: the addressee's lines come first.
    pub addressee: Option<String>,
    pub name: Option<String>,
    pub street: Option<String>,
    pub supplement_1: Option<String>,
    pub supplement_2: Option<String>,
    pub supplement_3: Option<String>,
    pub city: Option<String>,
    /// The name, or its abbreviation where the country's custom is such.
    pub province: Option<String>,
    pub postal_code: Option<String>,
    pub postal_code_suffix: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country_code: Option<String>,
    /// In the reader's language.
    pub country: Option<String>,
}

/// Supplements before the street, postal code before the town: most of Europe. The French post wants the town in
/// capitals (AFNOR XP Z10-011).
const EUROPE: &str = "{contact.addressee}\n{contact.name}\n{contact.supplement_1}\n{contact.supplement_2}\n{contact.supplement_3}\n{contact.street}\n{contact.postal_code}{ }{contact.city}\n{contact.country}";

/// The United States, Canada and Australia: province and postal code behind the town (USPS Publication 28).
const AMERICA: &str = "{contact.addressee}\n{contact.name}\n{contact.street}\n{contact.supplement_1}\n{contact.supplement_2}\n{contact.supplement_3}\n{contact.city}{, }{contact.province}{ }{contact.postal_code}\n{contact.country}";

/// Where nothing better is known (UPU S42 in its plainest form).
const GENERIC: &str = "{contact.addressee}\n{contact.name}\n{contact.street}\n{contact.supplement_1}\n{contact.supplement_2}\n{contact.supplement_3}\n{contact.postal_code}{ }{contact.city}\n{contact.province}\n{contact.country}";

/// Countries and territories whose addresses follow the French custom.
const FRENCH: [&str; 13] = ["FR", "MC", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF"];
/// Countries with the province behind the town.
const AMERICAN: [&str; 4] = ["US", "CA", "AU", "PR"];
/// Countries whose addresses do without a province.
const EUROPEAN: [&str; 16] =
    ["DE", "AT", "CH", "BE", "LU", "NL", "DK", "NO", "SE", "FI", "PT", "PL", "CZ", "SK", "LI", "SI"];

/// The lines of an address. The country's name is left out where it is `home`, the sender's own country.
pub fn lines(parts: &Parts, home: Option<&str>) -> Vec<String> {
    let code = parts.country_code.as_deref().unwrap_or_default();
    let french = FRENCH.contains(&code);
    let template = match code {
        _ if french || EUROPEAN.contains(&code) => EUROPE,
        _ if AMERICAN.contains(&code) => AMERICA,
        _ => GENERIC,
    };
    let abroad = home != parts.country_code.as_deref();
    names::fill_lines(template, &|token| match token {
        "addressee" => parts.addressee.clone(),
        "name" => parts.name.clone(),
        "street" => parts.street.clone(),
        "supplement_1" => parts.supplement_1.clone(),
        "supplement_2" => parts.supplement_2.clone(),
        "supplement_3" => parts.supplement_3.clone(),
        "city" if french => parts.city.as_ref().map(|city| city.to_uppercase()),
        "city" => parts.city.clone(),
        "province" => parts.province.clone(),
        "postal_code" => postal_code(parts),
        "country" if abroad => parts.country.as_ref().map(|name| name.to_uppercase()),
        _ => None,
    })
}

fn postal_code(parts: &Parts) -> Option<String> {
    match (&parts.postal_code, &parts.postal_code_suffix) {
        (Some(code), Some(suffix)) => Some(format!("{code}-{suffix}")),
        (Some(one), None) | (None, Some(one)) => Some(one.clone()),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn a_french_address_ends_with_code_and_town_in_capitals() {
        let parts = Parts {
            addressee: some("Madame Ada Martin"),
            supplement_1: some("Bâtiment B"),
            street: some("12 rue des Lilas"),
            postal_code: some("35000"),
            city: some("Rennes"),
            province: some("Bretagne"),
            country_code: some("FR"),
            country: some("France"),
            ..Parts::default()
        };
        let home = ["Madame Ada Martin", "Bâtiment B", "12 rue des Lilas", "35000 RENNES"];
        assert_eq!(lines(&parts, Some("FR")), home);
        assert_eq!(lines(&parts, Some("BE")).last().map(String::as_str), Some("FRANCE"));
    }

    #[test]
    fn an_american_address_has_the_state_behind_the_town() {
        let parts = Parts {
            street: some("1 Main St"),
            city: some("Austin"),
            province: some("TX"),
            postal_code: some("78701"),
            postal_code_suffix: some("1234"),
            country_code: some("US"),
            country: some("United States"),
            ..Parts::default()
        };
        assert_eq!(lines(&parts, Some("US")), ["1 Main St", "Austin, TX 78701-1234"]);
    }

    #[test]
    fn elsewhere_every_part_has_its_line() {
        let parts = Parts {
            street: some("Via Roma 1"),
            city: some("Roma"),
            postal_code: some("00100"),
            province: some("RM"),
            country: some("Italy"),
            country_code: some("IT"),
            ..Parts::default()
        };
        assert_eq!(lines(&parts, None), ["Via Roma 1", "00100 Roma", "RM", "ITALY"]);
    }

    #[test]
    fn an_empty_address_has_no_lines() {
        assert!(lines(&Parts::default(), None).is_empty());
    }
}
