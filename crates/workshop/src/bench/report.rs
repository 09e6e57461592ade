//! What the benches found: a table for people, a file for programs.

use std::time::Duration;

use serde_json::{Map, Value as Json, json};

use crate::root;

/// Where the file goes, below the root.
const FILE: &str = "target/bench/report.json";

/// The figures so far.
pub struct Report {
    all: Map<String, Json>,
}

/// A table in the making.
pub struct Table {
    title: &'static str,
    rows: Vec<Vec<String>>,
    figures: Vec<Json>,
}

impl Report {
    /// An empty one; prints its head.
    pub fn new(contacts: u64, is_postgres: bool) -> Report {
        let database = if is_postgres { "PostgreSQL" } else { "SQLite" };
        let cpus = std::thread::available_parallelism().map_or(0, usize::from);
        println!("{contacts} contacts on {database}; {cpus} processors");
        let Json::Object(all) = json!({
            "contacts": contacts,
            "database": database,
            "processors": cpus,
            "at": jiff::Timestamp::now().to_string(),
        }) else {
            return Report { all: Map::new() };
        };
        Report { all }
    }

    /// Prints a table and keeps its figures.
    pub fn add(&mut self, table: Table) {
        table.print();
        self.all.insert(table.title.to_owned(), Json::Array(table.figures));
    }

    /// Writes the file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save(self) -> Result<(), String> {
        let path = root().join(FILE);
        let text = format!("{:#}\n", Json::Object(self.all));
        std::fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))?;
        println!("\n{FILE}");
        Ok(())
    }
}

impl Table {
    /// A table with its head.
    pub fn new(title: &'static str, head: &[&str]) -> Table {
        Table { title, rows: vec![head.iter().map(|cell| (*cell).to_owned()).collect()], figures: Vec::new() }
    }

    /// A row: as people read it, and its figures.
    pub fn row(&mut self, cells: Vec<String>, figures: Json) {
        self.rows.push(cells);
        self.figures.push(figures);
    }

    fn print(&self) {
        println!("\n{}", self.title);
        self.lines().iter().for_each(|line| println!("  {line}"));
    }

    /// The first column to the left, the others to the right, the last as it is.
    fn lines(&self) -> Vec<String> {
        let width = |column: usize| {
            self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let line = |row: &Vec<String>| {
            let cells = row.iter().enumerate().map(|(at, cell)| match at {
                0 => format!("{cell:<0$}", width(at)),
                at if at + 1 == row.len() => cell.clone(),
                at => format!("{cell:>0$}", width(at)),
            });
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        self.rows.iter().map(line).collect()
    }
}

/// A duration in the unit that suits it.
pub fn shown(took: Duration) -> String {
    let micros = took.as_secs_f64() * 1e6;
    match micros {
        m if m < 100.0 => format!("{m:.1} µs"),
        m if m < 1_000.0 => format!("{m:.0} µs"),
        m if m < 100_000.0 => format!("{:.2} ms", m / 1e3),
        m if m < 1_000_000.0 => format!("{:.0} ms", m / 1e3),
        m => format!("{:.2} s", m / 1e6),
    }
}

/// Microseconds, for the file.
pub fn micros(took: Duration) -> Json {
    json!((took.as_secs_f64() * 1e7).round() / 10.0)
}

/// A goal and whether the figure keeps it.
pub fn verdict(goal: &str, kept: bool) -> String {
    format!("{} ({goal})", if kept { "kept" } else { "MISSED" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_shown_in_the_unit_that_suits_them() {
        let shown = [5_250, 250_000, 2_500_000, 250_000_000, 2_500_000_000].map(|n| shown(Duration::from_nanos(n)));
        assert_eq!(shown, ["5.2 µs", "250 µs", "2.50 ms", "250 ms", "2.50 s"]);
    }

    #[test]
    fn columns_stand_below_each_other() {
        let mut table = Table::new("t", &["case", "time", "goal"]);
        table.row(["é", "1 µs", "kept"].map(str::to_owned).to_vec(), Json::Null);
        assert_eq!(table.lines(), ["case  time  goal", "é     1 µs  kept"]);
    }
}
