//! The tabs of a contact's page: the sections that components bring, and those that the site has chosen.

use kit::Visit;
use store::{Result, Tx};

use super::phrases::Lang;
use super::slots;

/// The sections that the visitor may open, with the number of what they hold.
pub(super) fn counts(visit: &Visit<'_>, tx: &Tx<'_>, id: i64) -> Result<Vec<(slots::Section, i64)>> {
    let hidden = super::shown::record_parts(tx)?;
    let is_hidden = |name: &str| hidden.iter().any(|part| super::shown::section_of(part) == Some(name));
    let open = visit.registry.filled::<slots::Section>().iter().filter(|one| one.door.met_by(&visit.actor.permissions));
    let open = open.filter(|one| !is_hidden(one.name));
    open.map(|section| Ok((section.clone(), (section.count)(tx, id)?))).collect()
}

/// The tabs that the site has chosen.
pub(super) fn own(visit: &Visit<'_>, tx: &mut Tx<'_>, lang: &Lang, id: i64) -> Result<Vec<slots::OwnTab>> {
    let mut all = Vec::new();
    for slots::Tabs(find) in visit.registry.filled::<slots::Tabs>() {
        all.extend(find(tx, lang, id)?);
    }
    Ok(all)
}
