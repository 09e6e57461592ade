//! Writes every page view with invented data, and its style and script, to a folder:
//! `cargo run -p ui --example preview -- <folder>`, then serve the folder and look at it.

mod contact_views;
mod desk_views;
mod form_views;
mod house_views;
mod views;

use std::error::Error;
use std::fs;
use std::path::Path;
use ui::{Locale, Theme};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("name the folder to write to")?;
    let folder = Path::new(&folder);
    for lang in Locale::all() {
        for (theme, suffix) in [(Theme::Light, ""), (Theme::Dark, "-dark")] {
            for (name, page) in views::pages(lang, theme) {
                let path = folder.join(format!("{name}-{}{suffix}.html", lang.code()));
                write(&path, page.into_string().as_bytes())?;
            }
        }
    }
    for (path, asset) in ui::assets::all() {
        write(&folder.join(path.trim_start_matches('/')), &asset.bytes)?;
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, bytes)?;
    Ok(())
}
