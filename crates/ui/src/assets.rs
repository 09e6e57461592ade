//! Style, script, font and drawings: embedded in the binary, served under names that hold
//! a digest of their content so that browsers keep them for good.

use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A file as it is served.
#[derive(Clone, Debug)]
pub struct Asset {
    pub bytes: Cow<'static, [u8]>,
    pub content_type: &'static str,
    /// The name changes with the content: `Cache-Control: public, max-age=31536000, immutable`.
    pub immutable: bool,
}

/// Where each file is found, from the root of the site.
#[derive(Clone, Debug)]
pub struct Urls {
    pub css: String,
    pub js: String,
    /// The letter in each of its weights, the text's first.
    pub fonts: Vec<String>,
    pub icons: String,
    pub favicon: String,
    pub caret: String,
    /// The outlines of countries.
    pub world: String,
}

macro_rules! text {
    ($path:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/", $path))
    };
}
macro_rules! texts {
    ($($path:literal),* $(,)?) => { &[$(($path, text!($path))),*] };
}

macro_rules! fonts {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/fonts/", $name, ".woff2")) as &[u8])),*]
    };
}

macro_rules! pictures {
    ($($language:literal: $($name:literal),*);* $(;)?) => {
        &[$($(($language, concat!($name, ".png"), include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"), "/../../assets/help/", $language, "/", $name, ".png"
        )) as &[u8])),*),*]
    };
}

/// In the order in which they are joined; the first one declares the layers.
const CSS: &[(&str, &str)] = texts!(
    "css/tokens.css",
    "css/base.css",
    "css/button.css",
    "css/chip.css",
    "css/avatar.css",
    "css/card.css",
    "css/form.css",
    "css/file.css",
    "css/list.css",
    "css/timeline.css",
    "css/chart.css",
    "css/toast.css",
    "css/dialog.css",
    "css/duplicate.css",
    "css/palette.css",
    "css/shell.css",
    "css/home.css",
    "css/contact.css",
    "css/privacy.css",
    "css/activity.css",
    "css/sort.css",
    "css/create.css",
    "css/settings.css",
    "css/fields.css",
    "css/start.css",
    "css/manual.css",
    "css/sheet.css",
    "css/search.css",
    "css/import.css",
    "css/access.css",
    "css/builder.css",
    "css/public.css",
    "css/group.css",
    "css/committee.css",
    "css/letter.css",
    "css/gallery.css",
    "css/touch.css",
    "css/print.css",
);

/// In the order in which they run.
const JS: &[(&str, &str)] = texts!(
    "vendor/htmx-4.0.1.min.js",
    "js/page.js",
    "js/boost.js",
    "js/theme.js",
    "js/toast.js",
    "js/dialog.js",
    "js/palette.js",
    "js/edit.js",
    "js/upload.js",
    "js/crop.js",
    "js/selection.js",
    "js/sort.js",
    "js/tags.js",
    "js/chart.js",
    "js/board.js",
    "js/rich.js",
    "js/condition.js",
    "js/passkey.js",
    "js/people.js",
    "js/keyboard.js",
);

/// Cut from the variable font, one for each weight of `tokens.css`: a browser would cut them anew on every page, and take
/// longer for it than for laying out all the rest.
const FONTS: &[(&str, &[u8])] = fonts!("bricolage-400", "bricolage-520", "bricolage-640", "bricolage-680");

/// The pictures of the manual in each language; `cargo xtask screenshots` takes them.
const PICTURES: &[(&str, &str, &[u8])] = pictures!(
    "en": "home", "contacts", "create", "edit", "history";
    "fr": "home", "contacts", "create", "edit", "history";
);

struct Shelf {
    urls: Urls,
    files: HashMap<String, Asset>,
    pictures: Vec<(&'static str, &'static str, String)>,
}

static SHELF: LazyLock<Shelf> = LazyLock::new(Shelf::fill);

impl Shelf {
    fn fill() -> Shelf {
        let mut files = HashMap::new();
        let icons = place_text(&mut files, "icons", "svg", "image/svg+xml", text!("img/icons.svg"));
        let caret = place_text(&mut files, "caret", "svg", "image/svg+xml", text!("img/caret.svg"));
        let world = place_text(&mut files, "world", "svg", "image/svg+xml", text!("img/world.svg"));
        let favicon = place_text(&mut files, "favicon", "svg", "image/svg+xml", text!("img/favicon.svg"));
        let mut css = join(CSS).replace("../img/caret.svg", &caret);
        let mut fonts = Vec::new();
        for (name, bytes) in FONTS {
            let url = place(&mut files, name, "woff2", "font/woff2", Cow::Borrowed(*bytes));
            css = css.replace(&format!("../fonts/{name}.woff2"), &url);
            fonts.push(url);
        }
        let css = place(&mut files, "ruche", "css", "text/css; charset=utf-8", Cow::Owned(css.into_bytes()));
        let js = join(JS).into_bytes();
        let js = place(&mut files, "ruche", "js", "text/javascript; charset=utf-8", Cow::Owned(js));
        // Browsers ask for this name by themselves.
        let plain = Asset {
            bytes: Cow::Borrowed(text!("img/favicon.svg").as_bytes()),
            content_type: "image/svg+xml",
            immutable: false,
        };
        files.insert("/favicon.ico".to_string(), plain);
        let pictures = PICTURES
            .iter()
            .map(|(language, name, bytes)| {
                let stem = format!("help-{language}-{}", name.trim_end_matches(".png"));
                (*language, *name, place(&mut files, &stem, "png", "image/png", Cow::Borrowed(*bytes)))
            })
            .collect();
        Shelf { urls: Urls { css, js, fonts, icons, favicon, caret, world }, files, pictures }
    }
}

fn place_text(
    files: &mut HashMap<String, Asset>,
    name: &str,
    extension: &str,
    content_type: &'static str,
    text: &'static str,
) -> String {
    place(files, name, extension, content_type, Cow::Borrowed(text.as_bytes()))
}

/// Puts a file on the shelf under its content's digest and tells its URL.
fn place(
    files: &mut HashMap<String, Asset>,
    name: &str,
    extension: &str,
    content_type: &'static str,
    bytes: Cow<'static, [u8]>,
) -> String {
    let digest: String = Sha256::digest(&bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let url = format!("/assets/{name}-{digest}.{extension}");
    files.insert(url.clone(), Asset { bytes, content_type, immutable: true });
    url
}

fn join(files: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (_, text) in files {
        out.push_str(text);
        out.push('\n');
    }
    out
}

/// The URLs of this build's files.
pub fn urls() -> &'static Urls {
    &SHELF.urls
}

/// The file served under a path such as `/assets/ruche-1f2e….css`.
pub fn asset(path: &str) -> Option<&'static Asset> {
    SHELF.files.get(path)
}

/// Where a picture of the manual is served in this language.
pub fn picture(language: &str, name: &str) -> Option<String> {
    let found = SHELF.pictures.iter().find(|(of, known, _)| *of == language && *known == name);
    found.map(|(_, _, url)| url.clone())
}

/// Every path with its file, for tools that write the site to a folder.
pub fn all() -> impl Iterator<Item = (&'static str, &'static Asset)> {
    SHELF.files.iter().map(|(path, asset)| (path.as_str(), asset))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> std::path::PathBuf {
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets")
    }

    #[test]
    fn every_url_is_served_and_kept_for_good() {
        let urls = urls();
        for url in [&urls.css, &urls.js, &urls.icons, &urls.favicon, &urls.caret].into_iter().chain(&urls.fonts) {
            assert!(asset(url).is_some_and(|asset| asset.immutable && !asset.bytes.is_empty()), "{url}");
        }
        assert!(asset("/assets/../Cargo.toml").is_none());
    }

    #[test]
    fn every_picture_that_the_manual_shows_is_served_and_light() {
        for code in ["en", "fr"] {
            for topic in crate::manual::topics(code) {
                for rest in topic.source.split("![").skip(1) {
                    let name = rest.split("](").nth(1).and_then(|rest| rest.split(')').next()).unwrap();
                    let bytes = asset(&picture(code, name).unwrap()).unwrap().bytes.len();
                    assert!(bytes < 60_000, "{code}/{name}: {bytes}");
                }
            }
        }
    }

    #[test]
    fn the_style_asks_for_nothing_that_is_not_served() {
        let css = String::from_utf8(asset(&urls().css).unwrap().bytes.to_vec()).unwrap();
        for rest in css.split("url(\"").skip(1) {
            let url = rest.split('"').next().unwrap();
            assert!(asset(url).is_some(), "{url}");
        }
        assert!(!css.contains("@import") && !css.contains("http"));
    }

    #[test]
    fn every_style_and_script_of_the_folders_is_joined() {
        for (kind, list) in [("css", CSS), ("js", JS)] {
            for file in std::fs::read_dir(folder().join(kind)).unwrap() {
                let name = format!("{kind}/{}", file.unwrap().file_name().to_string_lossy());
                assert!(list.iter().any(|(listed, _)| *listed == name), "{name} is not in the list");
            }
        }
    }

    #[test]
    fn raw_colours_live_in_tokens_and_in_drawings_alone() {
        // Avatars, event cells, letters and the public brand hold colour pairs of their own.
        let own = ["tokens", "avatar", "timeline", "builder", "public", "form", "button", "print"];
        for (name, text) in CSS {
            if !own.iter().any(|word| name.contains(word)) {
                assert!(!text.contains(": #") && !text.contains("rgb("), "{name}");
            }
        }
    }

    #[test]
    fn vendored_files_match_their_checksums() {
        let list = std::fs::read_to_string(folder().join("vendor/CHECKSUMS")).unwrap();
        let mut checked = 0;
        for line in list.lines() {
            let (sum, path) = line.split_once("  ").unwrap();
            let bytes = std::fs::read(folder().join("vendor").join(path)).unwrap();
            let found: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(found, sum, "{path}");
            checked += 1;
        }
        assert!(checked >= 5);
    }
}
