//! What a file is, by its first bytes and its ending together: the list of what is taken at all.

use std::fs::File;
use std::io::{Read, Result, Seek, SeekFrom};

/// So many bytes at either end decide.
const LOOK: usize = 64 * 1024;

/// How a kind is told from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// The first bytes.
    Starts(&'static [u8]),
    /// RIFF with this word at byte 8.
    Riff(&'static [u8]),
    /// ISO base media with one of these brands at byte 8.
    Brand(&'static [&'static [u8]]),
    /// A ZIP archive that names this.
    Zipped(&'static [u8]),
    /// Readable text without controls.
    Text,
}

/// A kind of file that is taken.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    pub content_type: &'static str,
    /// The first is the one it gets where another has to be chosen.
    pub endings: &'static [&'static str],
    sign: Sign,
    /// Decoded and drawn anew.
    pub is_picture: bool,
}

impl Kind {
    const fn of(content_type: &'static str, endings: &'static [&'static str], sign: Sign) -> Kind {
        Kind { content_type, endings, sign, is_picture: false }
    }

    const fn picture(content_type: &'static str, endings: &'static [&'static str], sign: Sign) -> Kind {
        Kind { content_type, endings, sign, is_picture: true }
    }

    /// The ending that names of this kind get.
    pub fn ending(&self) -> &'static str {
        self.endings.first().copied().unwrap_or("bin")
    }

    /// Whether browsers have a viewer of their own for it.
    pub fn is_pdf(&self) -> bool {
        self.content_type == "application/pdf"
    }
}

const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const PLAIN: &str = "text/plain; charset=utf-8";

/// JPEG.
pub const JPEG: &Kind = &KINDS[0];
/// PNG.
pub const PNG: &Kind = &KINDS[1];

/// Everything that is taken. What is not here is refused: pages, drawings with scripts, programs.
pub const KINDS: &[Kind] = &[
    Kind::picture("image/jpeg", &["jpg", "jpeg", "jpe", "jfif"], Sign::Starts(&[0xff, 0xd8, 0xff])),
    Kind::picture("image/png", &["png"], Sign::Starts(b"\x89PNG\r\n\x1a\n")),
    Kind::picture("image/gif", &["gif"], Sign::Starts(b"GIF8")),
    Kind::picture("image/webp", &["webp"], Sign::Riff(b"WEBP")),
    Kind::of("image/heic", &["heic", "heif"], Sign::Brand(&[b"heic", b"heix", b"mif1", b"msf1", b"heim"])),
    Kind::of("application/pdf", &["pdf"], Sign::Starts(b"%PDF-")),
    Kind::of(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        &["docx"],
        Sign::Zipped(b"word/"),
    ),
    Kind::of("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"], Sign::Zipped(b"xl/")),
    Kind::of(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        &["pptx"],
        Sign::Zipped(b"ppt/"),
    ),
    Kind::of(
        "application/vnd.oasis.opendocument.text",
        &["odt"],
        Sign::Zipped(b"application/vnd.oasis.opendocument.text"),
    ),
    Kind::of(
        "application/vnd.oasis.opendocument.spreadsheet",
        &["ods"],
        Sign::Zipped(b"application/vnd.oasis.opendocument.spreadsheet"),
    ),
    Kind::of(
        "application/vnd.oasis.opendocument.presentation",
        &["odp"],
        Sign::Zipped(b"application/vnd.oasis.opendocument.presentation"),
    ),
    Kind::of("application/zip", &["zip"], Sign::Starts(b"PK\x03\x04")),
    Kind::of("application/msword", &["doc"], Sign::Starts(OLE)),
    Kind::of("application/vnd.ms-excel", &["xls"], Sign::Starts(OLE)),
    Kind::of("application/vnd.ms-powerpoint", &["ppt"], Sign::Starts(OLE)),
    Kind::of("application/rtf", &["rtf"], Sign::Starts(b"{\\rtf")),
    Kind::of("audio/mpeg", &["mp3"], Sign::Starts(b"ID3")),
    Kind::of("audio/mp4", &["m4a"], Sign::Brand(&[b"M4A "])),
    Kind::of("text/csv; charset=utf-8", &["csv", "tsv"], Sign::Text),
    Kind::of("message/rfc822", &["eml"], Sign::Text),
    Kind::of("text/vcard; charset=utf-8", &["vcf"], Sign::Text),
    Kind::of("text/calendar; charset=utf-8", &["ics"], Sign::Text),
    Kind::of(PLAIN, &["txt", "md", "log"], Sign::Text),
];

/// What a browser offers to choose from.
pub fn accepted() -> String {
    let all: Vec<String> = KINDS.iter().flat_map(|kind| kind.endings).map(|ending| format!(".{ending}")).collect();
    all.join(",")
}

/// The kind of this content type; the parameters (`; charset`) may be missing.
pub fn named(content_type: &str) -> Option<&'static Kind> {
    let bare = |text: &str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let wanted = bare(content_type);
    KINDS.iter().find(|kind| bare(kind.content_type) == wanted)
}

/// What the file is, where bytes and ending agree on something that is taken. A picture is told by its bytes alone: it
/// is drawn anew and gets the ending that it should have had.
///
/// # Errors
/// The disk's own failure.
pub fn sniff(file: &mut File, ending: &str) -> Result<Option<&'static Kind>> {
    let (head, tail) = ends(file)?;
    let claims = |kind: &&Kind| kind.endings.contains(&ending);
    let pictures = KINDS.iter().find(|kind| kind.is_picture && kind.endings.contains(&ending));
    if pictures.is_some() {
        return Ok(KINDS.iter().find(|kind| kind.is_picture && fits(kind.sign, &head, &tail)));
    }
    Ok(KINDS.iter().find(|kind| claims(kind) && fits(kind.sign, &head, &tail)))
}

fn ends(file: &mut File) -> Result<(Vec<u8>, Vec<u8>)> {
    let length = file.metadata()?.len();
    let look = u64::try_from(LOOK).unwrap_or(u64::MAX);
    let (mut head, mut tail) = (Vec::new(), Vec::new());
    file.seek(SeekFrom::Start(0))?;
    file.by_ref().take(look).read_to_end(&mut head)?;
    file.seek(SeekFrom::Start(length.saturating_sub(look)))?;
    file.by_ref().take(look).read_to_end(&mut tail)?;
    file.seek(SeekFrom::Start(0))?;
    Ok((head, tail))
}

fn fits(sign: Sign, head: &[u8], tail: &[u8]) -> bool {
    let at = |from: usize, bytes: &[u8]| head.get(from..from + bytes.len()) == Some(bytes);
    let holds = |part: &[u8], bytes: &[u8]| part.windows(bytes.len()).any(|window| window == bytes);
    match sign {
        Sign::Starts(bytes) => at(0, bytes),
        Sign::Riff(bytes) => at(0, b"RIFF") && at(8, bytes),
        Sign::Brand(brands) => at(4, b"ftyp") && brands.iter().any(|brand| at(8, brand)),
        Sign::Zipped(name) => at(0, b"PK\x03\x04") && (holds(head, name) || holds(tail, name)),
        Sign::Text => is_text(head) && is_text(tail),
    }
}

/// Text in UTF-8 or an older encoding, and nothing that only machines read.
fn is_text(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| !matches!(byte, 0..=8 | 11 | 14..=26 | 28..=31 | 127))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn kind(bytes: &[u8], ending: &str) -> Option<&'static str> {
        let path = std::env::temp_dir().join(format!("ruche-kind-{}-{ending}-{}", std::process::id(), bytes.len()));
        let mut file = File::options().create(true).truncate(true).read(true).write(true).open(&path).unwrap();
        file.write_all(bytes).unwrap();
        let kind = sniff(&mut file, ending).unwrap();
        std::fs::remove_file(&path).unwrap();
        kind.map(|kind| kind.content_type)
    }

    #[test]
    fn bytes_and_ending_have_to_agree() {
        assert_eq!(kind(b"%PDF-1.7 ...", "pdf"), Some("application/pdf"));
        assert_eq!(kind(b"%PDF-1.7 ...", "txt"), Some(PLAIN));
        assert_eq!(kind(b"<html><script>", "pdf"), None);
        assert_eq!(kind(b"<html><script>", "png"), None);
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n", "pdf"), None);
        assert_eq!(kind(b"PK\x03\x04....word/document.xml", "docx"), Some(KINDS[6].content_type));
        assert_eq!(kind(b"PK\x03\x04....evil.exe", "docx"), None);
        assert_eq!(kind(b"MZ\x90\0", "txt"), None);
    }

    #[test]
    fn a_picture_with_the_ending_of_another_is_known_by_its_bytes() {
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n", "jpg"), Some("image/png"));
    }

    #[test]
    fn what_acts_in_a_browser_is_never_taken() {
        for ending in ["svg", "html", "htm", "xhtml", "xml", "js", "mjs", "exe", "php", "docm", "swf", ""] {
            assert_eq!(kind(b"<svg xmlns='http://www.w3.org/2000/svg'/>", ending), None, "{ending}");
        }
        assert!(KINDS.iter().all(|kind| !kind.content_type.contains("svg") && !kind.content_type.contains("html")));
    }

    #[test]
    fn kinds_are_found_by_their_content_type() {
        assert_eq!(named("text/plain"), KINDS.last());
        assert_eq!(named("IMAGE/JPEG"), Some(JPEG));
        assert_eq!(named("text/html"), None);
        assert_eq!(PNG.ending(), "png");
    }
}
