//! What `*` stands for: worked out once for each entity and remembered, since every record and most lists ask for it.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use schema::{Entity, Field};

use crate::Column;
use crate::context::Context;
use crate::error::Result;
use crate::path::{Found, in_star};
use crate::planner::Planner;
use crate::request::GetRequest;
use crate::select::{Dropped, columns};

/// How many entities are remembered; a site has far fewer, but every new custom field makes new ones.
const REMEMBERED: usize = 2_000;
/// How many different views of one entity are remembered.
const VARIANTS: usize = 64;

/// Remembers what `*` stands for. Entities never change, so what is known of one stays true.
#[derive(Debug, Default)]
pub struct WholeRows(RwLock<HashMap<usize, Known>>);

/// What is known of one entity.
#[derive(Debug)]
struct Known {
    /// Held, so that no other entity comes to lie at its address, which is the key.
    entity: Arc<Entity>,
    /// The fields that not everybody may see, by position.
    guarded: Vec<usize>,
    variants: Vec<Variant>,
}

/// The whole row as some callers see it.
#[derive(Debug)]
struct Variant {
    zoned: bool,
    /// Which of the guarded fields they see.
    seen: Vec<bool>,
    row: Arc<WholeRow>,
}

/// All fields of a record of the entity asked for.
#[derive(Debug)]
pub(crate) struct WholeRow {
    /// The cells as they stand behind SELECT.
    pub cells: String,
    pub columns: Arc<[Column]>,
}

/// The whole row, where a request asks for nothing else and does not group.
pub(crate) fn asked(context: &Context<'_>, base: &Arc<Entity>, request: &GetRequest) -> Result<Option<Arc<WholeRow>>> {
    let groups = !(request.group_by.is_empty() && request.having.is_empty());
    let calls = request.order_by.iter().any(|(key, _)| key.contains('('));
    if groups || calls || !request.items().eq(["*"]) {
        return Ok(None);
    }
    let planner = Planner::new(context, base);
    let known = context.lookup.whole_rows();
    if let Some(row) = known.and_then(|known| known.find(base, &planner)) {
        return Ok(Some(row));
    }
    let zoned = planner.zoned;
    let row = Arc::new(made(planner)?);
    if let Some(known) = known {
        known.remember(base, zoned, &|field| Planner::new(context, base).may_see(field), &row);
    }
    Ok(Some(row))
}

fn made(mut planner: Planner<'_>) -> Found<WholeRow> {
    let mut items = planner.items(std::iter::once("*"), &mut Dropped::default())?;
    planner.key_first(&mut items);
    let (cells, shapes) = planner.cells(&items)?;
    Ok(WholeRow { cells: cells.text, columns: columns(shapes) })
}

impl WholeRows {
    fn find(&self, entity: &Arc<Entity>, planner: &Planner<'_>) -> Option<Arc<WholeRow>> {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let known = all.get(&address(entity))?;
        let sees_alike = |variant: &&Variant| {
            let mut guarded = known.guarded.iter().zip(&variant.seen);
            variant.zoned == planner.zoned
                && guarded.all(|(at, seen)| known.entity.fields.get(*at).is_some_and(|f| planner.may_see(f) == *seen))
        };
        known.variants.iter().find(sees_alike).map(|variant| variant.row.clone())
    }

    fn remember(&self, entity: &Arc<Entity>, zoned: bool, may_see: &dyn Fn(&Field) -> bool, row: &Arc<WholeRow>) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED {
            all.clear();
        }
        let known = all.entry(address(entity)).or_insert_with(|| Known {
            entity: entity.clone(),
            guarded: guarded(entity),
            variants: Vec::new(),
        });
        let seen = known.guarded.iter().filter_map(|at| entity.fields.get(*at)).map(may_see).collect();
        if known.variants.len() >= VARIANTS {
            known.variants.clear();
        }
        known.variants.push(Variant { zoned, seen, row: row.clone() });
    }
}

fn address(entity: &Arc<Entity>) -> usize {
    Arc::as_ptr(entity).addr()
}

fn guarded(entity: &Entity) -> Vec<usize> {
    let fields = entity.fields.iter().enumerate();
    let hidden = |field: &Field| in_star(field) && (field.secret || !field.permission.is_open());
    fields.filter(|(_, field)| hidden(field)).map(|(at, _)| at).collect()
}
