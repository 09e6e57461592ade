//! Reports that come with the program: each a search and its display in one file, to be looked at, adjusted, kept.

pub mod page;

use kit::Registry;
use schema::Requirement;
use serde_json::{Map, Value as Json};
use store::Tx;

use crate::compose::state::State;
use crate::display::Shape;
use crate::run::Search;

/// A report: its name is the end of its keys (`view-report-towns`).
pub struct Report {
    pub name: &'static str,
    text: &'static str,
}

macro_rules! reports {
    ($($name:literal),* $(,)?) => {
        &[$(Report { name: $name, text: include_str!(concat!("../../../data/reports/", $name, ".json")) }),*]
    };
}

/// All of them, in the order in which they are shown.
pub const REPORTS: &[Report] = reports![
    "contacts-summary",
    "contacts-detail",
    "phone-list",
    "contacts-new",
    "contacts-changed",
    "contacts-deleted",
    "incomplete",
    "contacts-by-type",
    "contacts-by-town",
    "contacts-by-month",
    "ages",
    "birthdays",
    "employers",
    "relationships",
    "unreachable",
    "do-not-contact",
    "group-sizes",
    "groups-growth",
    "tag-sizes",
    "activities-detail",
    "activities-by-kind",
    "activities-by-month",
    "activities-by-status",
    "activities-agenda",
];

impl Report {
    /// The report of this name.
    pub fn named(name: &str) -> Option<&'static Report> {
        REPORTS.iter().find(|report| report.name == name)
    }

    fn json(&self) -> Map<String, Json> {
        serde_json::from_str(self.text).unwrap_or_default()
    }

    /// `contacts` or `activities`: the shelf that it stands on.
    pub fn shelf(&self) -> String {
        self.json().get("shelf").and_then(Json::as_str).unwrap_or("contacts").to_owned()
    }

    /// The search and how it is drawn.
    pub fn search(&self) -> Search {
        let json = self.json();
        Search {
            id: None,
            name: format!("report_{}", self.name.replace('-', "_")),
            label: self.name.to_owned(),
            entity: json.get("api_entity").and_then(Json::as_str).unwrap_or("Contact").to_owned(),
            params: json.get("api_params").and_then(Json::as_object).cloned().unwrap_or_default(),
        }
    }

    /// How it is shown: `table`, `bar` …
    pub fn shown(&self) -> String {
        self.json().get("shown").and_then(Json::as_str).unwrap_or("table").to_owned()
    }

    /// As a question in the composer.
    pub fn state(&self) -> State {
        State::of(self.search(), &self.shown())
    }

    /// Its display, with the columns in the reader's words.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn display(&self, tx: &Tx<'_>, lang: &contact::pages::phrases::Lang) -> store::Result<Shape> {
        crate::compose::answer::display(tx, lang, &self.state())
    }

    /// Whether the visitor may read what it is about.
    pub fn fits(&self, tx: &Tx<'_>) -> bool {
        let entity = tx.catalog().entity(&self.search().entity).cloned();
        entity.is_some_and(|entity| entity.door("get").met_by(&tx.actor().permissions))
    }
}

/// The beginning of the names under which reports stand among the saved searches.
pub const MANAGED: &str = "report_";

/// What a search is called and what it tells: a packaged report in the reader's language, until somebody renames it.
pub fn said(lang: &contact::pages::phrases::Lang, name: &str, label: String, words: String) -> (String, String) {
    contact::pages::labels::packaged(lang.locale, name, &label).unwrap_or((label, words))
}

/// A new site has each report as a saved search with its display, for clients and for boards; the pages read the files.
fn plant(tx: &mut Tx<'_>) -> store::Result<()> {
    let lang = contact::pages::phrases::Lang::new(crate::actions::english());
    let object = |json: Json| json.as_object().cloned().unwrap_or_default();
    for report in REPORTS {
        let search = report.search();
        let (title, words) = (format!("view-report-{}", report.name), format!("view-report-{}-words", report.name));
        let values = serde_json::json!({
            "name": search.name, "label": lang.text(&title), "description": lang.text(&words),
            "api_entity": search.entity, "api_params": search.params,
        });
        let taken = !tx.find_by::<contact::saved_search::SavedSearch>("name", search.name.as_str())?.is_empty();
        if taken || tx.catalog().entity(&search.entity).is_none() {
            continue;
        }
        let id = tx.save("SavedSearch", object(values), store::As::Program)?.id;
        // Columns bear the titles of their fields: readers see them in their own language.
        let shown = report.shown();
        let (kind, drawn) = crate::compose::keep::drawn(&shown);
        let mut settings = crate::run::default_display(tx, &Search { id: Some(id), ..search.clone() })?.settings;
        settings.extend(drawn.map(|drawn| ("chartType".to_owned(), serde_json::json!(drawn))));
        let values = serde_json::json!({
            "name": search.name, "label": lang.text(&title), "saved_search_id": id, "type": kind, "settings": settings,
        });
        tx.save("SearchDisplay", object(values), store::As::Program)?;
    }
    Ok(())
}

/// Signs the reports' pages into the registry.
pub fn register(registry: &mut Registry) {
    let inside = || Requirement::all(&["access CiviCRM"]);
    registry.seed("SearchDisplay", plant);
    registry
        .page("/reports", inside(), page::list)
        .page("/reports/{name}", inside(), page::show)
        .page("/reports/{name}/export", inside(), page::export)
        .page("/reports/{name}/chart.svg", inside(), page::svg);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_report_is_a_search_that_can_be_read() {
        for report in REPORTS {
            let json = report.json();
            assert!(!json.is_empty(), "{} is no JSON object", report.name);
            let params = json["api_params"].as_object();
            assert!(params.is_some_and(|params| query::GetRequest::from_json(params).is_ok()), "{}", report.name);
        }
    }
}
