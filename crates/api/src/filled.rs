//! Fields that components fill themselves, see [`kit::Filler`]: asked of them after everything else was read.

use kit::{Filler, Registry};
use query::GetRequest;
use schema::{Computed, Entity};
use serde_json::{Map, Value as Json};
use store::{As, Result, Tx};

/// The rows, and how many there are without the limit where that was asked.
type Filled = (Vec<Map<String, Json>>, Option<i64>);

/// What a request asks of a component's own code.
pub(crate) struct Asked {
    filler: Filler,
    fields: Vec<&'static str>,
    /// As asked.
    select: Vec<String>,
    /// What the database is asked instead.
    pub request: GetRequest,
}

/// What is to be filled; None where every field comes from the database, as almost always.
pub(crate) fn asked(registry: &Registry, entity: &Entity, wanted: &GetRequest) -> Option<Asked> {
    let filler = *registry.filled::<Filler>().iter().find(|one| one.entity == entity.name)?;
    let is_asked = |name: &&'static str| wanted.select.iter().any(|item| item == name);
    let fields: Vec<&'static str> = filler.fields.iter().copied().filter(is_asked).collect();
    if fields.is_empty() || !wanted.group_by.is_empty() {
        return None;
    }
    let mut request = wanted.clone();
    // What the database knows too it is asked for all the same: the component may leave it as it is.
    let code_alone = |name: &str| entity.field(name).is_none_or(|field| field.computed == Some(Computed::Custom));
    request.select.retain(|item| !(fields.contains(&item.as_str()) && code_alone(item)));
    for need in std::iter::once("id").chain(filler.needs.iter().copied()) {
        if !request.select.iter().any(|item| item == need) {
            request.select.push(need.to_owned());
        }
    }
    Some(Asked { filler, fields, select: wanted.select.clone(), request })
}

impl Asked {
    /// Reads the rows and has them filled; gives back nothing that was not asked for.
    ///
    /// # Errors
    /// As [`Tx::get`], and what the component fails with.
    pub fn rows(&self, tx: &mut Tx<'_>) -> Result<Filled> {
        let found = tx.get(self.filler.entity, &self.request, As::Actor)?;
        let mut rows = found.rows;
        (self.filler.fill)(tx, &self.fields, &mut rows)?;
        let everything = self.select.iter().any(|item| item == "*");
        // The protocol tells the id in any case.
        let own = |name: &str| name != "id" && self.filler.needs.contains(&name);
        let wanted = |name: &str| everything || !own(name) || self.select.iter().any(|item| item == name);
        rows.iter_mut().for_each(|row| row.retain(|name, _| wanted(name)));
        Ok((rows, found.matched))
    }
}
