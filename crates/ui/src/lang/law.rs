//! The law of languages: every key that a page asks for exists in every language, with the same
//! arguments, and no key lies unused.

use super::files::LANGUAGES;
use super::typography;
use fluent_bundle::FluentResource;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Keys made at run time from declared names, and the stock of words that the pages of components
/// take from; they must exist in all languages, used or not.
const DYNAMIC: &[&str] = &[
    "field-",
    "help-",
    "option-",
    "permission-",
    "setting-",
    "entity-",
    "problem-",
    "refusal-",
    "said-",
    "place-",
    "view-",
    "fact-",
    "filter-",
    "section-",
    "add-",
    "form-",
    "action-",
    "trashed",
];

/// The messages of a language with the arguments of each.
fn messages(code: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let language = LANGUAGES.iter().find(|language| language.code == code).unwrap();
    for (file, source) in language.files {
        let mut key = String::new();
        for line in source.lines() {
            let word: String = line.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
            if !word.is_empty() && line[word.len()..].trim_start().starts_with('=') {
                key = word;
                assert!(found.insert(key.clone(), BTreeSet::new()).is_none(), "{code}/{file}: {key} stands twice");
            }
            for rest in line.split('$').skip(1) {
                let name: String =
                    rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
                found.get_mut(&key).unwrap().insert(name);
            }
        }
    }
    found
}

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("lang/law.rs") {
            into.push(path);
        }
    }
}

fn rust_sources() -> Vec<(PathBuf, String)> {
    let mut paths = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), &mut paths);
    paths.into_iter().filter_map(|path| Some((path.clone(), std::fs::read_to_string(path).ok()?))).collect()
}

/// A call that asks for a message: its key, and its arguments where they are written out.
struct Asked {
    key: String,
    arguments: Option<BTreeSet<String>>,
}

/// Locales are called `lang` or `locale` everywhere; other values have methods of these names too.
fn spoken_by_a_locale(before: &str) -> bool {
    let end = before.trim_end();
    let name = end.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default();
    matches!(name, "lang" | "locale")
}

fn asked(source: &str) -> Vec<Asked> {
    let mut calls = Vec::new();
    for method in [".text(", ".with(", ".rich("] {
        for (at, _) in source.match_indices(method) {
            if !spoken_by_a_locale(&source[..at]) {
                continue;
            }
            let rest = source[at + method.len()..].trim_start();
            let Some((key, rest)) = rest.strip_prefix('"').and_then(|rest| rest.split_once('"')) else { continue };
            let rest = rest.trim_start();
            let plain = method == ".text(" && rest.starts_with(')');
            let given = method != ".text(" && rest.starts_with(", &");
            if (plain || given)
                && !key.is_empty()
                && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            {
                let arguments = if plain { Some(BTreeSet::new()) } else { written_out(rest) };
                calls.push(Asked { key: key.to_string(), arguments });
            }
        }
    }
    calls
}

/// The names in `, &[("count", …), ("name", …)]`.
fn written_out(rest: &str) -> Option<BTreeSet<String>> {
    let list = rest.strip_prefix(", &[")?;
    let (mut depth, mut end) = (1, 0);
    for (at, letter) in list.char_indices() {
        depth += match letter {
            '[' => 1,
            ']' => -1,
            _ => 0,
        };
        if depth == 0 {
            end = at;
            break;
        }
    }
    let mut names = BTreeSet::new();
    let list = format!("[{}", &list[..end]);
    for (at, _) in list.match_indices("(\"") {
        let opens = list[..at].trim_end().ends_with(['[', ',']);
        let name: String = list[at + 2..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        if opens && list[at + 2 + name.len()..].starts_with("\",") {
            names.insert(name);
        }
    }
    Some(names)
}

fn dynamic(key: &str) -> bool {
    DYNAMIC.iter().any(|prefix| key.starts_with(prefix))
}

#[test]
fn every_file_of_every_language_parses_and_is_embedded() {
    for language in LANGUAGES {
        for (file, source) in language.files {
            let parsed = FluentResource::try_new(typography::set(language.code, source));
            assert!(parsed.is_ok(), "{}/{file}: {:?}", language.code, parsed.err().map(|(_, errors)| errors));
        }
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales").join(language.code);
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().to_string_lossy().replace(".ftl", "");
            assert!(language.files.iter().any(|(file, _)| *file == name), "{}/{name} is not embedded", language.code);
        }
    }
}

#[test]
fn every_language_has_the_same_keys_with_the_same_arguments() {
    let first = messages(LANGUAGES[0].code);
    for language in &LANGUAGES[1..] {
        let other = messages(language.code);
        let missing: Vec<_> = first.keys().filter(|key| !other.contains_key(*key)).collect();
        let extra: Vec<_> = other.keys().filter(|key| !first.contains_key(*key)).collect();
        assert!(missing.is_empty() && extra.is_empty(), "{}: missing {missing:?}, extra {extra:?}", language.code);
        for (key, arguments) in &first {
            assert_eq!(arguments, &other[key], "{}: arguments of {key}", language.code);
        }
    }
}

#[test]
fn every_key_that_a_page_asks_for_exists_with_its_arguments() {
    let known = messages(LANGUAGES[0].code);
    let mut faults = Vec::new();
    for (path, source) in rust_sources() {
        for call in asked(&source) {
            match (known.get(&call.key), call.arguments) {
                (None, _) => faults.push(format!("{}: {} does not exist", path.display(), call.key)),
                (Some(wanted), Some(given)) if *wanted != given => {
                    faults.push(format!("{}: {} wants {wanted:?}, is given {given:?}", path.display(), call.key));
                }
                _ => {}
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Words that travel by their key: what is wrong with a field, what the next page says.
#[test]
fn every_key_that_is_handed_on_exists() {
    let known = messages(LANGUAGES[0].code);
    let mut faults = Vec::new();
    for (path, source) in rust_sources().into_iter().filter(|(path, _)| !path.to_string_lossy().contains("/tests/")) {
        let said = source.split(".say(\"").skip(1).filter_map(|rest| rest.split('"').next());
        // The prefix alone asks what a key is about; it hands none on.
        let problems = source.split("\"problem-").skip(1).filter_map(|rest| rest.split('"').next());
        let problems = problems.filter(|rest| !rest.is_empty());
        for key in said.map(str::to_string).chain(problems.map(|rest| format!("problem-{rest}"))) {
            if known.get(&key).is_none_or(|arguments| !arguments.is_empty()) {
                faults.push(format!("{}: {key}", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_key_lies_unused() {
    let mut literals: BTreeSet<String> = BTreeSet::new();
    for (_, source) in rust_sources() {
        literals.extend(source.split('"').map(str::to_string));
    }
    let unused: Vec<_> = messages(LANGUAGES[0].code)
        .into_keys()
        .filter(|key| !dynamic(key) && !literals.contains(key) && !key.starts_with("date-"))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}
