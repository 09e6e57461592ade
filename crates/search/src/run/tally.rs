//! The row under a table: sums, counts, averages of its columns over all rows that are found.

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx};

use super::{Prepared, cells};

/// What a column is taken together by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Together {
    Sum,
    Count,
    Average,
    Least,
    Greatest,
}

impl Together {
    /// The function of this name.
    pub fn named(name: &str) -> Option<Together> {
        Some(match name {
            "SUM" => Together::Sum,
            "COUNT" => Together::Count,
            "AVG" => Together::Average,
            "MIN" => Together::Least,
            "MAX" => Together::Greatest,
            _ => return None,
        })
    }
}

/// The columns of a display that are taken together.
pub fn wanted(settings: &Map<String, Json>) -> Vec<(String, Together, String)> {
    let one = |column: &&Json| {
        let tally = column.get("tally")?;
        let together = Together::named(tally.get("fn")?.as_str()?)?;
        let label = tally.get("label").and_then(Json::as_str).unwrap_or_default();
        Some((column.get("key")?.as_str()?.to_owned(), together, label.to_owned()))
    };
    cells::columns(settings).iter().filter_map(one).collect()
}

/// The values under the columns.
///
/// # Errors
/// What the planner refuses, or the database's own failure.
pub fn tally(tx: &Tx<'_>, prepared: &Prepared, settings: &Map<String, Json>) -> Result<Map<String, Json>> {
    let wanted = wanted(settings);
    let mut sums: Vec<Running> = wanted.iter().map(|_| Running::default()).collect();
    if wanted.is_empty() {
        return Ok(Map::new());
    }
    let plan = tx.plan(&prepared.entity, &prepared.request, As::Actor, schema::Verb::View)?;
    let places: Vec<Option<usize>> =
        wanted.iter().map(|(key, ..)| plan.columns.iter().position(|column| column.key == *key)).collect();
    if let Some(statement) = &plan.rows {
        tx.rows(statement, |row| {
            for (sum, place) in sums.iter_mut().zip(&places) {
                let Some(at) = *place else { continue };
                let Some(column) = plan.columns.get(at) else { continue };
                sum.add(column.json(row.cell(at), tx.clock()));
            }
            Ok(())
        })?;
    }
    let ended = wanted.iter().zip(sums).map(|((key, together, _), sum)| (key.clone(), sum.end(*together)));
    Ok(ended.collect())
}

/// A column that is being read from top to bottom.
#[derive(Default)]
pub struct Running {
    count: i64,
    numbers: i64,
    sum: Decimal,
    least: Option<Json>,
    greatest: Option<Json>,
}

impl Running {
    /// One more value.
    pub fn add(&mut self, value: Json) {
        if value.is_null() {
            return;
        }
        self.count += 1;
        let number = match &value {
            Json::Number(n) => n.to_string().parse::<Decimal>().ok(),
            Json::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        if let Some(number) = number {
            self.numbers += 1;
            self.sum = self.sum.checked_add(number).unwrap_or(Decimal::MAX);
        }
        if self.least.as_ref().is_none_or(|least| before(&value, least)) {
            self.least = Some(value.clone());
        }
        if self.greatest.as_ref().is_none_or(|greatest| before(greatest, &value)) {
            self.greatest = Some(value);
        }
    }

    /// What came out.
    pub fn end(self, together: Together) -> Json {
        match together {
            Together::Count => json!(self.count),
            Together::Sum => exact(self.sum),
            Together::Average if self.numbers == 0 => Json::Null,
            Together::Average => exact((self.sum / Decimal::from(self.numbers)).round_dp(4)),
            Together::Least => self.least.unwrap_or(Json::Null),
            Together::Greatest => self.greatest.unwrap_or(Json::Null),
        }
    }
}

fn before(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Number(a), Json::Number(b)) => a.as_f64() < b.as_f64(),
        (Json::String(a), Json::String(b)) => schema::fold::compare(a, b).is_lt(),
        _ => false,
    }
}

fn exact(number: Decimal) -> Json {
    serde_json::from_str(&number.normalize().to_string()).unwrap_or(Json::Null)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(values: &[Json], together: Together) -> Json {
        let mut running = Running::default();
        values.iter().cloned().for_each(|value| running.add(value));
        running.end(together)
    }

    #[test]
    fn cents_add_up_exactly() {
        assert_eq!(run(&[json!(0.1), json!(0.2), Json::Null], Together::Sum).to_string(), "0.3");
    }

    #[test]
    fn an_average_is_of_the_numbers_that_are_there() {
        assert_eq!(run(&[json!(1), Json::Null, json!(2)], Together::Average), json!(1.5));
        assert_eq!(run(&[], Together::Average), Json::Null);
        assert_eq!(run(&[json!("b"), json!("É")], Together::Greatest), json!("É"));
    }
}
