//! Why the association keeps data about people: the register of processing activities (GDPR, article 30), one record a
//! purpose, with its legal basis.

use jiff::civil::DateTime;
use schema::{Default, Entity, ListFormat, OptionSource};
use store::{Change, Error, Problem, Result, Tx, machine_name, statement};

/// The six legal bases of article 6: value, name, label.
pub const BASES: &[(&str, &str, &str)] = &[
    (CONSENT, CONSENT, "Consent"),
    ("contract", "contract", "Contract"),
    ("legal_obligation", "legal_obligation", "Legal obligation"),
    ("legitimate_interest", "legitimate_interest", "Legitimate interest"),
    ("vital_interests", "vital_interests", "Vital interests"),
    ("public_task", "public_task", "Public task"),
];

/// The basis that asks people first.
pub const CONSENT: &str = "consent";

/// The basis against which people may object.
pub const LEGITIMATE_INTEREST: &str = "legitimate_interest";

/// One purpose for which data is kept and used.
#[derive(Clone, Debug, Entity)]
#[entity(
    "ProcessingPurpose",
    "ruche_processing_purpose",
    title("Processing Purpose", "Processing Purposes"),
    label_field("title"),
    searchable("none"),
    order_by("weight"),
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["administer GDPR"]),
    unique("UI_name", &["name"])
)]
pub struct ProcessingPurpose {
    #[field(readonly)]
    pub id: i64,
    /// By which channels and other programs name it.
    #[field(text(64))]
    pub name: Option<String>,
    #[field(text(128), required)]
    pub title: Option<String>,
    /// What the data serves, in sentences.
    #[field(long_text)]
    pub description: Option<String>,
    #[field(text(32), required, options(OptionSource::Fixed(BASES)))]
    pub legal_basis: Option<String>,
    /// The law, the contract or the interest that it rests on.
    #[field(long_text)]
    pub basis_note: Option<String>,
    /// Whom it concerns.
    #[field(long_text)]
    pub data_subjects: Option<String>,
    /// Which kinds of data.
    #[field(long_text)]
    pub data_categories: Option<String>,
    /// Who gets to see the data, within and without.
    #[field(long_text)]
    pub recipients: Option<String>,
    /// Transfers to countries outside the European Union.
    #[field(long_text)]
    pub transfers: Option<String>,
    /// For how long, in words.
    #[field(long_text)]
    pub retention: Option<String>,
    /// What protects the data, beside what protects all of it.
    #[field(long_text)]
    pub security: Option<String>,
    /// Whether data of article 9 is used (health, religion, opinions …).
    #[field(default(false))]
    pub is_sensitive: bool,
    /// Why such data may be used.
    #[field(long_text)]
    pub sensitive_basis: Option<String>,
    /// The channels that a consent may name; one consent for all of them where there are none.
    #[field(list(ListFormat::Bookend), options(OptionSource::Fixed(crate::consent::CHANNELS)))]
    pub channels: Vec<String>,
    /// So many months after it was given, a consent has to be asked for again.
    pub expires_months: Option<i64>,
    #[field(default(true))]
    pub is_active: bool,
    #[field(default(0_i64))]
    pub weight: i64,
    #[field(timestamp, readonly, default_by(Default::Now))]
    pub created_date: DateTime,
    #[field(timestamp, readonly, default_by(Default::Touched))]
    pub modified_date: DateTime,
}

/// Before: its machine name, and a time after which consent is asked for again that makes sense.
///
/// # Errors
/// Refuses impossible times.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<ProcessingPurpose>) -> Result<()> {
    let purpose = &mut change.after;
    if purpose.expires_months.is_some_and(|months| !(1..=600).contains(&months)) {
        return Err(Error::field("expires_months", Problem::OutOfRange));
    }
    if purpose.name.as_deref().is_none_or(str::is_empty) {
        let mut name = machine_name(purpose.title.as_deref().unwrap_or_default()).to_lowercase();
        name.truncate(40);
        if !tx.find_by::<ProcessingPurpose>("name", name.as_str())?.is_empty() {
            name = format!("{name}_{}", tx.clock().now.strftime("%s"));
        }
        purpose.name = Some(name);
    }
    Ok(())
}

/// Before a deletion: what somebody has consented to stays known.
///
/// # Errors
/// `Conflict` while there are consents to it.
pub fn guard_deletion(tx: &mut Tx<'_>, id: i64, _purpose: &ProcessingPurpose) -> Result<()> {
    let text = format!(r#"SELECT 1 FROM "ruche_consent" WHERE "purpose_id" = {} LIMIT 1"#, tx.placeholder(1));
    match tx.one(&statement(text, vec![id.into()]))? {
        Some(_) => {
            let words =
                "People have given or withdrawn consent to this purpose: put it to rest instead of deleting it.";
            Err(Error::Conflict(words.to_owned()))
        }
        None => Ok(()),
    }
}

/// A purpose by its number, or by its machine name.
///
/// # Errors
/// `NotFound` where there is none.
pub fn find(tx: &Tx<'_>, asked: &str) -> Result<(i64, ProcessingPurpose)> {
    let missing = || Error::NotFound(format!("There is no purpose {asked}."));
    if let Ok(id) = asked.parse::<i64>() {
        return tx.find::<ProcessingPurpose>(id)?.map(|purpose| (id, purpose)).ok_or_else(missing);
    }
    tx.find_by::<ProcessingPurpose>("name", asked)?.into_iter().next().ok_or_else(missing)
}
