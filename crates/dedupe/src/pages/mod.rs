//! The pages of duplicates, and what they put into those of contacts.

mod found;
mod inbox;
mod merge;
mod quality;
mod resolvers;
mod rules;
mod typed;
mod words;

use contact::pages::slots;
use kit::Registry;
use schema::Requirement;
use ui::Icon;
use ui::part::Tone;

/// Whoever may look for duplicates and merge them.
fn door() -> Requirement {
    Requirement::all(&["access CiviCRM", "merge duplicate contacts"])
}

fn editing() -> Requirement {
    Requirement::all(&["access CiviCRM", "edit all contacts"])
}

fn administering() -> Requirement {
    Requirement::all(&["access CiviCRM", "administer dedupe rules"])
}

/// Everything that people see of duplicates.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .page("/duplicates", door(), inbox::show)
        .page("/duplicates/not", door(), inbox::not_the_same)
        .page("/duplicates/distinct", door(), inbox::distinct)
        .page("/duplicates/again", door(), inbox::again)
        .page("/duplicates/merge", door(), inbox::merge_ticked)
        .page("/duplicates/merge/all", door(), inbox::merge_all)
        .page("/merge", door(), merge::show)
        .page("/merge/two", door(), merge::two)
        .page("/quality", editing(), quality::overview)
        .page("/quality/{check}", editing(), quality::check)
        .page("/settings/duplicates", administering(), rules::list)
        .page("/settings/duplicates/new", administering(), rules::new)
        .page("/settings/duplicates/regularly", administering(), rules::regularly)
        .page("/settings/duplicates/resolvers", administering(), resolvers::show)
        .page("/settings/duplicates/{id}", administering(), rules::edit)
        .page("/settings/duplicates/{id}/delete", administering(), rules::delete)
        .fill(slots::Task { label: "merge-two", icon: Icon::ArrowsMerge, path: "/merge/two", door: door() })
        .fill(slots::Deed {
            label: "duplicates-find-of",
            icon: Icon::ArrowsMerge,
            href: "/duplicates?contact={id}",
            door: door(),
        })
        .fill(slots::Start { label: "duplicates-find", icon: Icon::ArrowsMerge, href: "/duplicates", door: door() })
        .fill(slots::Start { label: "quality-title", icon: Icon::ShieldCheck, href: "/quality", door: editing() })
        .fill(slots::Waiting(inbox::waiting))
        .fill(slots::Likely(typed::likely))
        .fill(slots::Successor(crate::merge::trace::survivor))
        .fill(slots::Reversible(merge::may_undo))
        .fill(slots::Told { kind: crate::batch::JOB, title: "job-merge", end: merge::told_of })
        .fill(slots::Settings {
            group: "rules-group",
            label: "rules-title",
            words: "rules-words",
            icon: Icon::ArrowsMerge,
            tone: Tone::Honey,
            href: "/settings/duplicates",
            door: administering(),
        })
        .fill(slots::Settings {
            group: "rules-group",
            label: "resolvers-title",
            words: "resolvers-words",
            icon: Icon::ArrowsMerge,
            tone: Tone::Honey,
            href: "/settings/duplicates/resolvers",
            door: administering(),
        })
        .fill(slots::Settings {
            group: "rules-group",
            label: "quality-title",
            words: "quality-settings-words",
            icon: Icon::ShieldCheck,
            tone: Tone::Leaf,
            href: "/quality",
            door: editing(),
        });
}
