//! What binds contacts together, and what sticks to them: relationships, notes, groups, tags.

use kit::{Job, Registry};

use crate::contact::Contact;
use crate::entity_tag::EntityTag;
use crate::group::{Group, GroupOrganization};
use crate::group_contact::{GroupContact, GroupContactCache, SubscriptionHistory};
use crate::group_nesting::GroupNesting;
use crate::note::Note;
use crate::relationship::Relationship;
use crate::relationship_cache::RelationshipCache;
use crate::relationship_type::RelationshipType;
use crate::tag::Tag;
use crate::{
    group, group_contact, group_nesting, note, relationship, relationship_cache, relationship_type, saved_search, tag,
    tie,
};

const DAILY: u64 = 24 * 60 * 60;

/// Signs relationships, notes, groups and tags into the registry.
pub fn register(registry: &mut Registry) {
    relationships(registry);
    registry.entity::<Note>().seed_later("NotesOnActivities", note::allow_on_activities);
    groups(registry);
    saved_search::register(registry);
    tags(registry);
}

fn relationships(registry: &mut Registry) {
    registry
        .entity::<RelationshipType>()
        .before_save::<RelationshipType>(relationship_type::settle)
        .after_save::<RelationshipType>(relationship_type::rename)
        .before_delete::<RelationshipType>(relationship_type::guard_deletion)
        .options("relationshipTypeOptions", relationship_type::relations)
        .seed("RelationshipType", relationship_type::seed)
        .entity::<Relationship>()
        .input::<Relationship>(relationship::meet_duplicate)
        .before_saves::<Relationship>(relationship::settle, relationship::settle_many)
        .after_saves::<Relationship>(relationship::spread, relationship::spread_many)
        .after_delete::<Relationship>(relationship::dissolve)
        .entity::<RelationshipCache>()
        .action(relationship_cache::rebuild())
        .after_saves::<Contact>(tie::relate, tie::relate_many)
        .job(Job {
            name: "disable_expired_relationships",
            description: "Switches off relationships whose last day is over.",
            every: Some(DAILY),
            run: relationship::end_expired,
        });
}

fn groups(registry: &mut Registry) {
    registry
        .declared(group::entity())
        .fill(crate::group_count::FILLER)
        .before_save::<Group>(group::settle)
        .after_save::<Group>(group::nest)
        .after_save::<Group>(group::find_no_circle)
        .before_delete::<Group>(group::unnest)
        .options("groupList", group::choices)
        .filter("Contact", "groups", group_nesting::members)
        .seed("Group", group::seed)
        .entity::<GroupNesting>()
        .entity::<GroupOrganization>()
        // Before the history: what a deleted group leaves there goes last.
        .entity::<GroupContact>()
        .after_save::<GroupContact>(group_contact::log)
        .after_delete::<GroupContact>(group_contact::tell_gone)
        .entity::<GroupContactCache>()
        .entity::<SubscriptionHistory>();
}

fn tags(registry: &mut Registry) {
    registry
        .entity::<Tag>()
        .before_save::<Tag>(tag::settle)
        .before_delete::<Tag>(tag::let_go)
        .options("tagList", tag::choices)
        .filter("Contact", "tags", tag::tagged_contacts)
        .filter("File", "tags", tag::tagged_files)
        .seed("Tag", tag::seed)
        .entity::<EntityTag>();
}
