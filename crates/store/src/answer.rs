//! Rows of a plan as JSON: as objects for code, or straight into the bytes of an answer.

use calendar::Clock;
use query::{Cell, Plan};
use serde_json::{Map, Value as Json};

use crate::connection::Cells;

/// The row as an object.
pub(crate) fn row_json(plan: &Plan, row: &dyn Cells, clock: &Clock) -> Map<String, Json> {
    let mut object = Map::new();
    for (at, column) in plan.columns.iter().enumerate() {
        if !column.hidden && !is_pruned(plan, row, at) {
            object.insert(column.key.clone(), column.json(row.cell(at), clock));
        }
    }
    object
}

/// The row as the text of a JSON object.
pub(crate) fn write_row(plan: &Plan, keys: &[Vec<u8>], row: &dyn Cells, clock: &Clock, out: &mut Vec<u8>) {
    out.push(b'{');
    let mut first = true;
    for (at, column) in plan.columns.iter().enumerate() {
        if column.hidden || is_pruned(plan, row, at) {
            continue;
        }
        if !first {
            out.push(b',');
        }
        first = false;
        out.extend_from_slice(keys.get(at).map_or(b"\"\":", Vec::as_slice));
        column.write_json(row.cell(at), clock, out);
    }
    out.push(b'}');
}

/// Each key as it stands in the text: quoted, with its colon.
pub(crate) fn keys(plan: &Plan) -> Vec<Vec<u8>> {
    let quoted = |key: &str| {
        let mut text = Json::String(key.to_owned()).to_string().into_bytes();
        text.push(b':');
        text
    };
    plan.columns.iter().map(|column| quoted(&column.key)).collect()
}

/// Whether the column belongs to records of another kind than this row.
fn is_pruned(plan: &Plan, row: &dyn Cells, at: usize) -> bool {
    plan.prune.iter().filter(|prune| prune.column == at).any(|prune| match row.cell(prune.by) {
        Cell::Text(kind) => kind != prune.only,
        _ => false,
    })
}
