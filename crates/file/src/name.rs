//! Names of files: what people see of them, without tricks.

use unicode_normalization::UnicodeNormalization;

/// So many characters are kept of the name before its ending.
const LONGEST: usize = 100;

/// Endings that make other programs act; within a name their dot goes (`invoice.php.jpg`).
const ACTIVE: [&str; 28] = [
    "asp", "aspx", "bat", "cgi", "cmd", "com", "cpl", "dll", "exe", "hta", "htm", "html", "jar", "js", "jsp", "lnk",
    "msi", "php", "phtml", "pl", "ps1", "py", "scr", "sh", "svg", "vbs", "xhtml", "xml",
];

/// Names that some systems keep for devices.
const DEVICES: [&str; 6] = ["aux", "con", "nul", "prn", "com1", "lpt1"];

/// A name without its folders, controls, invisible signs and misleading endings; what is before the last dot, and the
/// ending after it in lower case. Never empty before the dot.
pub fn parts(name: &str) -> (String, String) {
    let plain: String = name.nfc().filter(|c| !is_hidden(*c)).collect();
    let last = plain.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let (stem, ending) = match last.rsplit_once('.') {
        Some((stem, ending)) if is_ending(ending) => (stem, ending.to_ascii_lowercase()),
        _ => (last, String::new()),
    };
    (clean_stem(stem), ending)
}

/// The whole name, clean.
pub fn clean(name: &str) -> String {
    let (stem, ending) = parts(name);
    joined(&stem, &ending)
}

/// A name with this ending.
pub fn joined(stem: &str, ending: &str) -> String {
    if ending.is_empty() { stem.to_owned() } else { format!("{stem}.{ending}") }
}

fn is_ending(text: &str) -> bool {
    !text.is_empty() && text.len() <= 10 && text.chars().all(|c| c.is_ascii_alphanumeric())
}

fn clean_stem(stem: &str) -> String {
    let mut out = String::with_capacity(stem.len());
    for (at, part) in stem.split('.').enumerate() {
        if at > 0 {
            let active = ACTIVE.contains(&part.trim().to_ascii_lowercase().as_str());
            out.push(if active { '_' } else { '.' });
        }
        out.extend(part.chars().map(|c| if "<>:\"|?*%;".contains(c) { '_' } else { c }));
    }
    let words: Vec<&str> = out.split_whitespace().collect();
    let short: String = words.join(" ").trim_matches(['.', ' ']).chars().take(LONGEST).collect();
    let short = short.trim_matches(['.', ' ']).to_owned();
    match short.to_ascii_lowercase().as_str() {
        "" => "file".to_owned(),
        device if DEVICES.contains(&device) => format!("_{short}"),
        _ => short,
    }
}

/// Controls, and signs that are not seen but change what is (Unicode TR 36 §2.10: direction, joining, tags).
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_left_behind() {
        assert_eq!(clean("../../etc/passwd"), "passwd");
        assert_eq!(clean("C:\\Users\\Lea\\CV 2026.PDF"), "CV 2026.pdf");
        assert_eq!(clean("../../x"), "x");
        assert_eq!(clean("/"), "file");
        assert_eq!(clean(".."), "file");
        assert_eq!(clean(".htaccess"), "file.htaccess");
    }

    #[test]
    fn what_cannot_be_seen_does_not_count() {
        assert_eq!(clean("photo\u{202e}gnp.exe"), "photognp.exe");
        assert_eq!(clean("a\0b\n.txt"), "ab.txt");
        assert_eq!(clean("re\u{200b}\u{feff}çu.pdf"), "reçu.pdf");
    }

    #[test]
    fn endings_within_a_name_do_not_act() {
        assert_eq!(clean("invoice.php.jpg"), "invoice_php.jpg");
        assert_eq!(clean("page.html.png"), "page_html.png");
        assert_eq!(clean("Budget v1.2 final.ods"), "Budget v1.2 final.ods");
    }

    #[test]
    fn long_and_reserved_names_are_made_to_fit() {
        assert_eq!(clean(&format!("{}.pdf", "é".repeat(500))).chars().count(), LONGEST + 4);
        assert_eq!(clean("CON.txt"), "_CON.txt");
        assert_eq!(clean("  a   b .csv"), "a b.csv");
        assert_eq!(clean(""), "file");
    }
}
