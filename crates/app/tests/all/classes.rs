//! The data map: every column of the database has a class that people have reviewed.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use privacy::class;
use testkit::{Engine, TestApp};

use crate::sure;

#[test]
fn every_column_is_classified_and_no_line_is_left_over() {
    let app = TestApp::start(Engine::Sqlite);
    let catalog = app.house.site.catalog();
    let mut known = BTreeSet::new();
    let mut missing = String::new();
    for entity in catalog.entities().filter(|entity| entity.stored && entity.preset.is_none()) {
        for field in entity.columns() {
            known.insert((entity.name.to_string(), field.name.to_string()));
            if class::declared(&entity.name, &field.name).is_none() {
                let _ = writeln!(missing, "{}\t{}\t{}", entity.name, field.name, class::guess(entity, field).name());
            }
        }
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../privacy/data/classes.tsv");
    if std::env::var_os("DATA_CLASSES").is_some_and(|value| value == "write") {
        let kept = class::lines().filter(|(entity, field, _)| known.contains(&((*entity).into(), (*field).into())));
        let mut lines: Vec<String> =
            kept.map(|(entity, field, class)| format!("{entity}\t{field}\t{}", class.name())).collect();
        lines.extend(missing.lines().map(str::to_owned));
        lines.sort_by(|a, b| a.split('\t').next().cmp(&b.split('\t').next()));
        sure(std::fs::write(file, format!("{HEAD}{}\n", lines.join("\n"))));
        return;
    }
    let left: Vec<String> = class::lines()
        .filter(|(entity, field, _)| !known.contains(&((*entity).into(), (*field).into())))
        .map(|(entity, field, _)| format!("{entity}.{field}"))
        .collect();
    assert!(
        missing.is_empty() && left.is_empty(),
        "say in crates/privacy/data/classes.tsv what these columns hold; a first guess:\n{missing}\nno column any more: {left:?}"
    );
}

const HEAD: &str = "# What every column holds: entity, field, class. Reviewed by people; crates/privacy/src/class.rs says what the classes mean.\n";

#[test]
fn whatever_is_secret_is_classified_so() {
    let app = TestApp::start(Engine::Sqlite);
    let mut wrong = Vec::new();
    for entity in app.house.site.catalog().entities().filter(|entity| entity.stored && entity.preset.is_none()) {
        for field in entity.columns().filter(|field| field.secret) {
            if class::declared(&entity.name, &field.name) != Some(class::Class::Secret) {
                wrong.push(format!("{}.{}", entity.name, field.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}
