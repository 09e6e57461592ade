//! Rows of a plan as JSON: as objects for code, or straight into the bytes of an answer.

use calendar::Clock;
use query::Plan;
use serde_json::{Map, Value as Json};

use crate::connection::Cells;

/// The row as an object.
pub(crate) fn row_json(plan: &Plan, row: &dyn Cells, clock: &Clock) -> Map<String, Json> {
    let mut object = Map::new();
    for (at, column) in plan.columns.iter().enumerate() {
        if column.belongs(|at| row.cell(at)) {
            object.insert(column.key.clone(), column.json(row.cell(at), clock));
        }
    }
    object
}

/// The row as the text of a JSON object.
pub(crate) fn write_row(plan: &Plan, row: &dyn Cells, clock: &Clock, out: &mut Vec<u8>) {
    let mut before = b'{';
    for (at, column) in plan.columns.iter().enumerate().filter(|(_, column)| column.belongs(|at| row.cell(at))) {
        out.push(before);
        before = b',';
        column.write_key(out);
        column.write_json(row.cell(at), clock, out);
    }
    if before == b'{' {
        out.push(b'{');
    }
    out.push(b'}');
}
