//! The questions that place an association in the world: its name, language, country, hours, money and year.

use serde_json::{Value as Json, json};
use store::{Error, Problem, Result, Tx};
use ui::part::field::{Choice, Field, Widget, Width};

use super::labels::{self, Pick};
use super::phrases::Lang;
use super::rows::plain;
use crate::currency;
use crate::data::{self, Table};
use crate::seed;

/// The answers as a form holds them, by the names of settings; `name` is the organisation's.
pub struct Answers(Vec<(&'static str, String)>);

/// The settings that the questions are about.
const SETTINGS: [&str; 7] = [
    "lcMessages",
    "defaultContactCountry",
    "timezone",
    "defaultCurrency",
    "weekBegins",
    "display_name_format",
    "sort_name_format",
];

impl Answers {
    /// What is set now.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn read(tx: &Tx<'_>) -> Result<Answers> {
        let mut all = Vec::new();
        for name in SETTINGS {
            all.push((name, plain(&tx.setting(name)?)));
        }
        let fiscal = tx.setting("fiscalYearStart")?;
        let part =
            |key: &str| fiscal.get(key).map(plain).filter(|text| !text.is_empty()).unwrap_or_else(|| "1".to_owned());
        all.push(("fiscal_month", part("M")));
        let name = Some(crate::domain::name(tx)?).filter(|name| name != seed::ORGANISATION);
        all.push(("name", name.unwrap_or_default()));
        Ok(Answers(all))
    }

    /// The same with what a form sent over it.
    pub fn with(mut self, form: &kit::Fields) -> Answers {
        for (name, value) in &mut self.0 {
            if let Some(sent) = form.get(name) {
                *value = sent.trim().to_owned();
            }
        }
        self
    }

    /// A likely answer where nothing is set yet, by the language that one works in.
    pub fn guessed(mut self, lang: &Lang) -> Answers {
        if !self.get("defaultContactCountry").is_empty() || lang.code() != "fr" {
            return self;
        }
        let france = data::countries().lines().find(|line| line.text("iso_code") == Some("FR"));
        let country = france.and_then(|line| line.text("id")).unwrap_or_default();
        let likely = [
            ("defaultContactCountry", country),
            ("timezone", "Europe/Paris"),
            ("defaultCurrency", "EUR"),
            ("weekBegins", "1"),
        ];
        for (name, value) in &mut self.0 {
            if let Some((_, guess)) = likely.iter().find(|(known, _)| known == name) {
                *value = (*guess).to_owned();
            }
        }
        self
    }

    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    /// Writes what differs from what is set.
    ///
    /// # Errors
    /// Refuses what is none of the choices, beside its field.
    pub fn save(&self, tx: &mut Tx<'_>) -> Result<()> {
        let old = Answers::read(tx)?;
        for (name, value) in self.0.iter().filter(|(name, value)| old.get(name) != value) {
            check(name, value)?;
            match *name {
                "name" => seed::name_site(tx, value)?,
                "fiscal_month" => tx.set_setting("fiscalYearStart", Some(&json!({"M": whole(value), "d": 1})))?,
                "weekBegins" => tx.set_setting(name, Some(&whole(value)))?,
                currency::USUAL => currency::make_usual(tx, value)?,
                name if value.is_empty() => tx.set_setting(name, None)?,
                name => tx.set_setting(name, Some(&json!(value)))?,
            }
        }
        match old.get("lcMessages") == self.get("lcMessages") {
            true => Ok(()),
            false => greet_anew(tx),
        }
    }

    /// The same with the week as it begins where the site is: each country's by the CLDR (supplemental data, weekData),
    /// before one is chosen that of the language.
    pub fn with_week(mut self) -> Answers {
        let country = data::countries().lines().find(|line| line.text("id") == Some(self.get("defaultContactCountry")));
        let begins = match country.and_then(|line| line.text("iso_code")) {
            Some(code) if FROM_SUNDAY.split(' ').any(|one| one == code) => "0",
            Some(code) if FROM_SATURDAY.split(' ').any(|one| one == code) => "6",
            Some(_) => "1",
            None if self.get("lcMessages").starts_with("fr") => "1",
            None => return self,
        };
        for (_, value) in self.0.iter_mut().filter(|(name, _)| *name == "weekBegins") {
            *value = begins.to_owned();
        }
        self
    }
}

const FROM_SUNDAY: &str = "AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN IS JM JP KE KH KR LA MH MM MO MT \
    MX MZ NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW";
const FROM_SATURDAY: &str = "AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY";

/// So many contacts are written anew at once when the site's language changes.
const FEW: i64 = 10;

/// The contacts of a site that has just begun are greeted in its language; a site at work keeps what it has written.
fn greet_anew(tx: &mut Tx<'_>) -> Result<()> {
    let text = r#"SELECT "id" FROM "civicrm_contact" ORDER BY "id" LIMIT ?1"#.replace("?1", tx.placeholder(1));
    let mut ids = Vec::new();
    tx.rows(&store::statement(text, vec![(FEW + 1).into()]), |row| {
        ids.extend(store::owned(row.cell(0)).as_int());
        Ok(())
    })?;
    if ids.len() as i64 > FEW {
        return Ok(());
    }
    for id in ids {
        tx.save("Contact", crate::contact::change_of(id, &[]), store::As::Program)?;
    }
    Ok(())
}

fn whole(text: &str) -> Json {
    text.parse::<i64>().map_or(Json::Null, |n| json!(n))
}

fn check(name: &str, value: &str) -> Result<()> {
    let listed = |table: &'static Table, column: &str| table.lines().any(|line| line.text(column) == Some(value));
    let fits = match name {
        "name" if value.is_empty() => return Err(Error::field(name, Problem::Required)),
        "timezone" => jiff::tz::TimeZone::get(value).is_ok(),
        "defaultContactCountry" => value.is_empty() || listed(data::countries(), "id"),
        "display_name_format" | "sort_name_format" => value.contains("{contact."),
        "fiscal_month" => value.parse::<u8>().is_ok_and(|month| (1..=12).contains(&month)),
        "weekBegins" => value.parse::<u8>().is_ok_and(|day| day < 7),
        "lcMessages" => ui::Locale::spoken(value).is_some(),
        _ => !value.is_empty() && value.chars().count() < 200,
    };
    match fits {
        true => Ok(()),
        false => Err(Error::field(name, Problem::UnknownOption { text: value.to_owned() })),
    }
}

/// The choices of the questions.
pub struct Choices {
    countries: Vec<Pick>,
    zones: Vec<String>,
    currencies: Vec<(String, String)>,
    languages: Vec<(String, &'static str)>,
    months: Vec<(String, String)>,
    days: Vec<(String, String)>,
}

impl Choices {
    /// Reads them.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn read(tx: &Tx<'_>, lang: &Lang) -> Result<Choices> {
        let countries = labels::sorted(labels::choices(tx, lang.code(), "Address", "country_id", "")?);
        let texts = |table: &'static Table, column: &str| {
            table.lines().filter_map(|line| line.text(column).map(str::to_owned)).collect::<Vec<_>>()
        };
        let mut zones = vec!["UTC".to_owned()];
        zones.extend(texts(data::time_zones(), "name").into_iter().filter(|zone| zone != "UTC"));
        let currencies = currencies(lang);
        let languages = ui::Locale::all().map(|one| (tag(one.code()), one.name())).collect();
        let date = |month: i8| {
            jiff::civil::Date::new(2026, month, 1).map(|date| lang.locale.month_year(date)).unwrap_or_default()
        };
        let months = (1..=12).map(|month| (month.to_string(), date(month).replace(" 2026", ""))).collect();
        let day =
            |n: i8| jiff::civil::Date::new(2026, 3, 1 + n).map(|date| lang.locale.weekday(date)).unwrap_or_default();
        let first = |words: String| words.split(' ').next().unwrap_or_default().to_owned();
        let days = [1, 0, 6].into_iter().map(|n| (n.to_string(), first(day(n)))).collect();
        Ok(Choices { countries, zones, currencies, languages, months, days })
    }

    /// The inputs of these questions.
    pub fn lists(&self) -> Lists<'_> {
        Lists {
            countries: self.countries.iter().map(|one| Choice::of(&one.value, &one.label)).collect(),
            zones: self.zones.iter().map(|zone| Choice::of(zone, zone)).collect(),
            currencies: self.currencies.iter().map(|(value, label)| Choice::of(value, label)).collect(),
            languages: self.languages.iter().map(|(value, label)| Choice::of(value, label)).collect(),
            months: self.months.iter().map(|(value, label)| Choice::of(value, label)).collect(),
            days: self.days.iter().map(|(value, label)| Choice::of(value, label)).collect(),
        }
    }
}

/// Every currency: its code, and its name in the reader's language.
pub(super) fn currencies(lang: &Lang) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = data::currencies()
        .lines()
        .filter_map(|line| {
            let code = line.text("code")?;
            let french = line.text("name_fr").filter(|_| lang.code() == "fr");
            let name = french.or_else(|| line.text("name")).unwrap_or(code);
            Some((code.to_owned(), format!("{name} ({code})")))
        })
        .collect();
    all.sort_by(|a, b| schema::fold::compare(&a.1, &b.1));
    all
}

/// A language as settings keep it.
pub fn tag(code: &str) -> String {
    match code {
        "en" => "en_US".to_owned(),
        code => format!("{code}_{}", code.to_uppercase()),
    }
}

/// The choices as inputs take them.
pub struct Lists<'a> {
    countries: Vec<Choice<'a>>,
    pub zones: Vec<Choice<'a>>,
    pub currencies: Vec<Choice<'a>>,
    pub languages: Vec<Choice<'a>>,
    months: Vec<Choice<'a>>,
    days: Vec<Choice<'a>>,
}

/// The input of a question.
pub fn input<'a>(
    lang: &'a Lang,
    lists: &'a Lists<'a>,
    answers: &'a Answers,
    name: &'a str,
    error: Option<&'a str>,
) -> Field<'a> {
    let value = match (name, answers.get(name)) {
        ("lcMessages", value) => lang.keep(ui::Locale::spoken(value).map(|one| tag(one.code())).unwrap_or_default()),
        (_, value) => value,
    };
    let label = lang.text(match name {
        "lcMessages" => "start-language",
        "defaultContactCountry" => "start-country",
        "timezone" => "setting-timezone",
        "defaultCurrency" => "setting-currency",
        "fiscal_month" => "setting-fiscal-month",
        "weekBegins" => "setting-week-begins",
        "display_name_format" => "setting-display-name",
        "sort_name_format" => "setting-sort-name",
        _ => "setting-name",
    });
    let plain = Field { error, ..Field::text(name, label, value) };
    let half = |field: Field<'a>| Field { width: Width::Half, ..field };
    match name {
        "lcMessages" => plain.widget(Widget::Radios(&lists.languages)),
        "defaultContactCountry" => Field { may_be_empty: true, ..half(plain.widget(Widget::Select(&lists.countries))) },
        "timezone" => half(plain.widget(Widget::Select(&lists.zones))),
        "defaultCurrency" => half(plain.widget(Widget::Select(&lists.currencies))),
        "fiscal_month" => half(plain.widget(Widget::Select(&lists.months))),
        "weekBegins" => half(plain.widget(Widget::Select(&lists.days))),
        "name" => Field { required: true, max_length: Some(128), autocomplete: Some("organization"), ..plain },
        _ => plain,
    }
}
