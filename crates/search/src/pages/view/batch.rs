//! The same done to many records, as whoever asks: at once, or as a job that tells how far it is and can be stopped.
//! What is refused for one record leaves the others alone.

use contact::pages::jobs;
use contact::pages::phrases::Lang;
use contact::pages::slots::{End, Told};
use kit::{Job, Queued, Registry, Visit, Work};
use schema::Entity;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};

/// The kind of job.
pub const JOB: &str = "search_task";
/// So many records share a transaction: others write in between.
const STEP: usize = 200;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Update,
    Enable,
    Disable,
    Tag,
    Untag,
    Delete,
    /// Several fields at once: the value names them.
    Fill,
    /// A new record with each: the value is what it says, and the field leads to the one that it is with.
    Act,
}

impl Deed {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Deed; 6] = [Deed::Update, Deed::Enable, Deed::Disable, Deed::Tag, Deed::Untag, Deed::Delete];

    /// The deed of this name.
    pub fn named(name: &str) -> Option<Deed> {
        Deed::ALL.into_iter().chain([Deed::Fill, Deed::Act]).find(|deed| deed.name() == name)
    }

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Deed::Update => "update",
            Deed::Enable => "enable",
            Deed::Disable => "disable",
            Deed::Tag => "tag",
            Deed::Untag => "untag",
            Deed::Delete => "delete",
            Deed::Fill => "fill",
            Deed::Act => "act",
        }
    }

    /// The key of what it is called.
    pub fn title(self) -> &'static str {
        match self {
            Deed::Update => "view-task-update",
            Deed::Enable => "view-task-enable",
            Deed::Disable => "view-task-disable",
            Deed::Tag => "view-task-tag",
            Deed::Untag => "view-task-untag",
            Deed::Delete => "view-task-delete",
            Deed::Fill | Deed::Act => "view-task-job",
        }
    }

    /// Whether records of an entity can have it done to them by somebody who holds these permissions.
    pub fn fits(self, entity: &Entity, held: &schema::PermissionSet) -> bool {
        let open = |action: &str| entity.stored && !entity.read_only && entity.door(action).met_by(held);
        match self {
            Deed::Update | Deed::Fill => open("update"),
            Deed::Act => open("create"),
            Deed::Enable | Deed::Disable => open("update") && entity.field("is_active").is_some(),
            // Contacts have tasks of their own for this.
            Deed::Tag | Deed::Untag => entity.name == "Activity" && open("update"),
            Deed::Delete => open("delete"),
        }
    }
}

/// Whether people may write this field of many records at once.
pub fn writable(entity: &Entity, field: &str) -> bool {
    let field = entity.field(field);
    field.is_some_and(|one| !one.readonly && !one.secret && one.computed.is_none() && one.name != "id")
}

/// A deed with its records.
#[derive(Clone, Debug)]
pub struct Batch {
    pub entity: String,
    pub deed: Deed,
    /// The field that is changed.
    pub field: String,
    pub value: Json,
    pub ids: Vec<i64>,
    /// The address to go back to.
    pub view: String,
}

impl Batch {
    /// As a job keeps it.
    pub fn json(&self) -> Json {
        json!({
            "entity": self.entity, "deed": self.deed.name(), "field": self.field, "value": self.value, "ids": self.ids,
            "view": self.view,
        })
    }

    /// As a job finds it; None where it says nothing that can be done.
    pub fn of(json: &Json) -> Option<Batch> {
        let text = |name: &str| json.get(name).and_then(Json::as_str).map(str::to_owned);
        Some(Batch {
            entity: text("entity")?,
            deed: Deed::named(&text("deed")?)?,
            field: text("field").unwrap_or_default(),
            value: json.get("value").cloned().unwrap_or(Json::Null),
            ids: json.get("ids")?.as_array()?.iter().filter_map(Json::as_i64).collect(),
            view: text("view").unwrap_or_default(),
        })
    }

    /// Refuses what makes no sense for any record.
    ///
    /// # Errors
    /// `Request` for a field that is not written here, `Forbidden` for a deed that the actor may not do.
    pub fn check(&self, tx: &Tx<'_>) -> Result<()> {
        let entity = tx.entity(&self.entity)?;
        if !self.deed.fits(&entity, &tx.actor().permissions) {
            return Err(Error::Forbidden(format!("{}: {}", entity.title, self.deed.name())));
        }
        let named = self.value.as_object().into_iter().flatten().map(|(name, _)| name);
        let wrong = match self.deed {
            Deed::Update => !writable(&entity, &self.field),
            Deed::Fill => named.into_iter().any(|name| !writable(&entity, name)),
            _ => false,
        };
        match wrong {
            true => Err(Error::Request(format!("The field '{}' is not changed here.", self.field))),
            false => Ok(()),
        }
    }

    /// Does it to these records; tells for how many it was not refused.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn apply(&self, tx: &mut Tx<'_>, ids: &[i64]) -> Result<i64> {
        let mut done = 0;
        for id in ids {
            match tx.attempt(|tx| self.one(tx, *id)) {
                Ok(()) => done += 1,
                Err(Error::Internal(cause)) => return Err(Error::Internal(cause)),
                Err(_) => {}
            }
        }
        Ok(done)
    }

    fn one(&self, tx: &mut Tx<'_>, id: i64) -> Result<()> {
        let entity = tx.entity(&self.entity)?;
        let save = |tx: &mut Tx<'_>, field: &str, value: Json| {
            let values = Map::from_iter([("id".to_owned(), json!(id)), (field.to_owned(), value)]);
            tx.save(&self.entity, values, As::Actor).map(|_| ())
        };
        match self.deed {
            Deed::Fill => {
                let mut values = self.value.as_object().cloned().unwrap_or_default();
                values.insert("id".to_owned(), json!(id));
                tx.save(&self.entity, values, As::Actor).map(|_| ())
            }
            Deed::Act => {
                let mut values = self.value.as_object().cloned().unwrap_or_default();
                values.insert(self.field.clone(), json!([id]));
                tx.save(&self.entity, values, As::Actor).map(|_| ())
            }
            Deed::Update => save(tx, &self.field, self.value.clone()),
            Deed::Enable => save(tx, "is_active", json!(true)),
            Deed::Disable => save(tx, "is_active", json!(false)),
            Deed::Tag | Deed::Untag => {
                let tag = self.value.as_i64().or_else(|| self.value.as_str()?.parse().ok());
                let tag = tag.ok_or_else(|| Error::Request("Which tag?".to_owned()))?;
                match self.deed {
                    Deed::Tag => contact::entity_tag::tag(tx, tag, &entity.table, &[id], As::Actor).map(|_| ()),
                    _ => contact::entity_tag::untag(tx, tag, &entity.table, &[id], As::Actor).map(|_| ()),
                }
            }
            Deed::Delete => match entity.trash {
                true => tx.discard(&self.entity, id, As::Actor),
                false => tx.delete(&self.entity, id, As::Actor),
            },
        }
    }
}

/// One step of the job: the next records, and where to go on. It runs as whoever asked for it.
fn step(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    let batch = Batch::of(&work.payload);
    let batch = batch.ok_or_else(|| Error::Request("This job says nothing that can be done.".to_owned()))?;
    batch.check(tx)?;
    let position = work.position.take().unwrap_or_default();
    let at = usize::try_from(position["at"].as_i64().unwrap_or(0)).unwrap_or(0);
    let list = position["transactions"].as_array();
    let mut transactions: Vec<i64> = list.into_iter().flatten().filter_map(Json::as_i64).collect();
    let ids: Vec<i64> = batch.ids.iter().copied().skip(at).take(STEP).collect();
    let count = position["count"].as_i64().unwrap_or(0) + batch.apply(tx, &ids)?;
    transactions.extend(tx.transaction_id());
    let at = at + ids.len();
    work.progress = i64::try_from(at).unwrap_or(i64::MAX);
    // Told after each step: whoever stops it half-way can still take back what was done.
    work.result = Some(jobs::result(count, &transactions));
    if at < batch.ids.len() {
        work.position = Some(json!({"at": at, "count": count, "transactions": transactions}));
    }
    Ok(())
}

/// What came of it.
fn end(_: &Visit<'_>, lang: &Lang, job: &Queued) -> Result<End> {
    let (count, undo) = jobs::read_result(job);
    let batch = Batch::of(&job.payload);
    let refused = (job.progress - count).max(0);
    let key = if batch.as_ref().is_some_and(|batch| batch.deed == Deed::Delete) {
        "view-task-ended-deleted"
    } else {
        "view-task-ended"
    };
    let mut words = lang.with(key, &[("count", count.into())]).to_owned();
    if refused > 0 {
        words.push(' ');
        words.push_str(lang.with("view-task-refused", &[("count", refused.into())]));
    }
    let view = batch.map(|batch| batch.view).filter(|view| view.starts_with("/view/") || view.starts_with("/contacts"));
    let links = view.map(|view| (lang.text("view-task-back").to_owned(), view)).into_iter().collect();
    Ok(End { words, links, undo })
}

/// Signs the job into the registry.
pub fn register(registry: &mut Registry) {
    registry.fill(Told { kind: JOB, title: "view-task-job", end }).job(Job {
        name: JOB,
        description: "Does the same to many records that a search has found.",
        every: None,
        run: step,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_survives_the_queue() {
        let batch = Batch {
            entity: "Activity".to_owned(),
            deed: Deed::Disable,
            field: "subject".to_owned(),
            value: json!("x"),
            ids: vec![3, 1],
            view: "/view/7".to_owned(),
        };
        let read = Batch::of(&batch.json()).unwrap();
        assert_eq!(read.json(), batch.json());
        assert!(Batch::of(&json!({"entity": "Contact", "deed": "drop table"})).is_none());
    }
}
