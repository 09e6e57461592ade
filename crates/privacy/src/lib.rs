//! Data protection: why data is kept, who has agreed to what, one answer to "may we write to them?", the file that
//! people can ask for, forgetting them, and for how long things are kept.

pub mod check;
pub mod chosen;
pub mod class;
pub mod consent;
pub mod dossier;
pub mod erase;
pub mod incident;
pub mod map;
pub mod mark;
pub mod minor;
mod pages;
pub mod permission;
pub mod purpose;
pub mod request;
pub mod retention;
mod seed;
pub mod terms;

use kit::{Errand, Job, Registry};
use serde_json::json;

use consent::{Consent, ConsentText};
use incident::PrivacyIncident;
use mark::SensitiveMark;
use purpose::ProcessingPurpose;
use request::SubjectRequest;
use retention::{RetentionException, RetentionRule};
use terms::{Terms, TermsAcceptance, TermsText};

pub use check::{Channel, Reason, Verdict, check, check_many};

/// The setting: so many days an erasure waits, and can be called off.
pub const GRACE: &str = "privacy_grace_days";
/// The settings that name who answers for data protection: name and address.
pub const OFFICER: [&str; 2] = ["privacy_officer_name", "privacy_officer_email"];

const HOURLY: u64 = 60 * 60;
const NIGHTLY: u64 = 24 * HOURLY;

/// Everything that concerns data protection.
pub fn register(registry: &mut Registry) {
    entities(registry);
    registry
        .setting(minor::AGE, json!(15))
        .setting(GRACE, json!(7))
        .setting_of_each(OFFICER[0], json!(""), store::Scope::Inherited)
        .setting_of_each(OFFICER[1], json!(""), store::Scope::Inherited)
        .setting(terms::ASKED, json!(false))
        .seed("ProcessingPurpose", seed::purposes)
        .seed("RetentionRule", seed::rules);
    registry
        .on::<contact::group_contact::ListsChosen>(chosen::follow)
        .on::<contact::group_contact::NeverConfirmed>(chosen::forget_unconfirmed)
        .fill(contact::pages::slots::Agreement(chosen::agreement))
        .fill(contact::pages::slots::Wishes { show: pages::questions::show, keep: chosen::keep });
    registry.on::<store::history::Undone>(mark::follow_undone);
    registry.model.extend.push(mark::close);
    jobs(registry);
    check::register(registry);
    pages::register(registry);
}

fn entities(registry: &mut Registry) {
    registry
        .entity::<ProcessingPurpose>()
        .before_save::<ProcessingPurpose>(purpose::settle)
        .before_delete::<ProcessingPurpose>(purpose::guard_deletion)
        .entity::<ConsentText>()
        .before_save::<ConsentText>(consent::settle_text)
        .before_delete::<ConsentText>(consent::guard_text)
        .entity::<Consent>()
        .before_save::<Consent>(consent::settle)
        .entity::<SubjectRequest>()
        .before_save::<SubjectRequest>(request::settle)
        .entity::<PrivacyIncident>()
        .before_save::<PrivacyIncident>(incident::settle)
        .entity::<SensitiveMark>()
        .before_save::<SensitiveMark>(mark::settle)
        .after_save::<SensitiveMark>(mark::follow)
        .after_delete::<SensitiveMark>(mark::follow_gone)
        .entity::<RetentionRule>()
        .before_save::<RetentionRule>(retention::settle)
        .entity::<RetentionException>()
        .entity::<Terms>()
        .before_save::<Terms>(terms::settle)
        .after_save::<Terms>(terms::follow)
        .before_delete::<Terms>(terms::guard)
        .entity::<TermsText>()
        .before_save::<TermsText>(terms::settle_text)
        .before_delete::<TermsText>(terms::guard_text)
        .entity::<TermsAcceptance>()
        .before_save::<TermsAcceptance>(terms::settle_acceptance);
}

fn jobs(registry: &mut Registry) {
    registry
        .fill(Errand { name: "privacy_log", every: 60, run: erase::empty_log })
        .job(Job {
            name: erase::JOB,
            description: "Anonymises those whose day has come.",
            every: Some(HOURLY),
            run: erase::due,
        })
        .job(Job {
            name: erase::TOMBSTONES,
            description: "Forgets again whoever an older backup has brought back.",
            every: Some(HOURLY),
            run: erase::again,
        })
        .job(Job { name: erase::MANY, description: "Anonymises contacts.", every: None, run: erase::many })
        .job(Job {
            name: retention::JOB,
            description: "Finds what is kept for longer than the rules allow.",
            every: Some(NIGHTLY),
            run: retention::nightly,
        });
}
