//! What people do, in a real browser, against the program as it is started.

use std::path::{Path, PathBuf};

use crate::site::{Site, script};
use crate::sure;

#[test]
fn people_find_their_way_in_a_real_browser() {
    let root = root();
    let mut journeys = sure(script(&root, "run.mjs"));
    let site = sure(Site::start(Path::new(env!("CARGO_BIN_EXE_ruche")), "journeys", 300));
    let output = sure(journeys.args(site.arguments()).args(["--welcome", &site.welcome]).output());
    let report = String::from_utf8_lossy(&output.stdout);
    let said = format!("{report}{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    assert!(report.trim_end().ends_with(" passed, 0 failed"), "{said}");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
