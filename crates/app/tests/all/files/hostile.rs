//! Files that want to do harm: whatever is taken of them lies in the store and does nothing in a browser.

use std::io::Write;

use testkit::{Engine, TestApp};

use super::sender::{Sender, claim, contents, files, incoming, png};
use crate::sure;

const PAGE: &str = "/contacts/2/files";
/// Endings of what acts somewhere: none is taken, whatever the bytes.
const ACTING: &str = "svg svgz html htm xhtml shtml xml xsl js mjs php phtml exe com scr msi sh bat cmd ps1 py pl cgi asp \
                      jsp vbs swf jar hta lnk url docm xlsm wasm";
const SCRIPT: &[u8] = b"<script>alert(1)</script>";

/// Names as senders choose them, with what lies under them.
fn corpus() -> Vec<(String, Vec<u8>)> {
    let picture = png(8, 8);
    let hidden = [picture.clone(), SCRIPT.to_vec()].concat();
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><script>alert(1)</script></svg>".to_vec();
    let html = b"<!doctype html><html><script>alert(1)</script></html>".to_vec();
    let gif_js = b"GIF89a/*\x01\0\x01\0\0\0\0*/=1;alert(1)//".to_vec();
    let zip = |name: &str| [b"PK\x03\x04\x14\0\0\0\x08\0".to_vec(), name.as_bytes().to_vec(), vec![0; 64]].concat();
    let pdf = b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj".to_vec();
    let polyglot_pdf = [b"%PDF-1.4\n".to_vec(), html.clone()].concat();
    let eml = b"Content-Type: text/html\r\n\r\n<script>alert(1)</script>".to_vec();
    let mut all: Vec<(String, Vec<u8>)> = Vec::new();
    let mut add = |name: &str, bytes: &[u8]| all.push((name.to_owned(), bytes.to_vec()));
    for ending in ACTING.split(' ') {
        for bytes in [&svg, &html, &picture, &gif_js] {
            add(&format!("act.{ending}"), bytes);
        }
    }
    for ending in ["png", "jpg", "gif", "webp", "heic", "pdf", "docx", "odt", "zip", "doc", "mp3"] {
        for bytes in [&svg, &html, &gif_js] {
            add(&format!("lies.{ending}"), bytes);
        }
        add(&format!("empty.{ending}"), b"");
        add(&format!("cut.{ending}"), &picture[..picture.len() / 2]);
    }
    for name in ["page.txt", "page.csv", "page.md", "page.vcf", "page.ics"] {
        add(name, &html);
        add(name, &svg);
    }
    add("letter.eml", &eml);
    add("hidden.png", &hidden);
    add("hidden.gif", &hidden);
    add("polyglot.pdf", &polyglot_pdf);
    add("acts.pdf", &pdf);
    add("bomb.zip", &zip("bomb"));
    add("bomb.docx", &zip("word/document.xml"));
    add("huge.png", &claim(60_000, 60_000));
    add("wide.png", &claim(4_000_000_000, 1));
    add("none.png", &claim(0, 0));
    for name in [
        "../../x.png",
        "..\\..\\x.png",
        "/etc/passwd.png",
        "C:\\Windows\\x.png",
        "a\u{202e}gnp.exe.png",
        "photo.php.png",
        "photo.html.png",
        "photo.png.",
        "photo.png/",
        "photo.png;.html",
        "photo.png%00.html",
        "<img src=x onerror=alert(1)>.png",
        ".htaccess",
        "..",
        "CON.png",
        "\u{200b}.png",
    ] {
        add(name, &picture);
    }
    add(&format!("{}.png", "long".repeat(200)), &picture);
    all
}

#[test]
fn no_file_acts_in_a_browser_or_leaves_the_store() {
    let app = TestApp::start(Engine::Sqlite);
    let mut sender = Sender::new(&app);
    let corpus = corpus();
    assert!(corpus.len() >= 200, "{}", corpus.len());
    let mut taken = 0;
    for (name, bytes) in &corpus {
        let answer = sender.send(PAGE, "files", &[(name, bytes)]);
        assert!(matches!(answer.status, 303 | 422), "{name}: {} {}", answer.status, answer.text());
        let now = files(&app).len();
        assert_eq!(now - taken, usize::from(answer.status == 303), "{name}");
        taken = now;
    }
    assert_eq!(incoming(&app), 0, "what was on its way is gone");
    for path in contents(&app) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        assert!(name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}");
    }
    assert!(!app.data().join("x.png").exists());
    for file in files(&app) {
        serves_safely(&mut sender, &file);
    }
    assert!(taken >= 20, "harmless ones are taken: {taken}");
}

fn serves_safely(sender: &mut Sender, file: &serde_json::Value) {
    const HARMLESS: [&str; 14] = [
        "image/jpeg",
        "image/png",
        "application/pdf",
        "text/plain",
        "text/csv",
        "text/vcard",
        "text/calendar",
        "message/rfc822",
        "application/zip",
        "application/msword",
        "audio/mpeg",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.oasis.opendocument.text",
        "image/heic",
    ];
    let name = file["file_name"].as_str().unwrap_or_default();
    let shown = sender.get(&format!("/files/{}/x", file["id"]));
    assert_eq!(shown.status, 200, "{name}");
    let header = |key: &str| shown.header(key).unwrap_or_default().to_owned();
    let kind = header("content-type").split(';').next().unwrap_or_default().to_owned();
    assert!(HARMLESS.contains(&kind.as_str()), "{name}: {kind}");
    assert_eq!(header("x-content-type-options"), "nosniff", "{name}");
    assert!(header("content-security-policy").contains("sandbox;"), "{name}");
    assert!(header("content-security-policy").contains("default-src 'none'"), "{name}");
    assert!(header("cache-control").starts_with("private"), "{name}");
    let way = header("content-disposition");
    if kind == "image/jpeg" || kind == "image/png" {
        assert!(!shown.body.windows(7).any(|window| window == b"<script"), "{name}");
    } else {
        assert!(way.starts_with("attachment"), "{name}: {way}");
    }
    assert!(!way.contains(['\r', '\n']) && !way.contains(".."), "{name}: {way}");
    assert!(!name.contains(['/', '\\', '\u{202e}', '\u{200b}', '<', '>']), "{name}");
    for ending in [".php.", ".html.", ".exe."] {
        assert!(!name.contains(ending), "{name}");
    }
}

#[test]
fn a_form_that_is_cut_off_leaves_nothing() {
    let app = TestApp::start(Engine::Sqlite);
    let sender = Sender::new(&app);
    let body = sender.form("files", &[("a.png", &png(200, 200))]);
    let mut message = sender.head(PAGE, body.len() + 1_000).into_bytes();
    message.extend_from_slice(&body[..body.len() / 2]);
    let mut line = sure(std::net::TcpStream::connect(app.address()));
    sure(line.write_all(&message));
    for _ in 0..100 {
        if incoming(&app) == 1 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert_eq!(incoming(&app), 1, "half of it is there");
    drop(line);
    for _ in 0..100 {
        if incoming(&app) == 0 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert_eq!(incoming(&app), 0);
    assert!(files(&app).is_empty() && contents(&app).is_empty());
}

#[test]
fn a_form_without_its_token_keeps_nothing() {
    let app = TestApp::start(Engine::Sqlite);
    let mut sender = Sender::new(&app);
    sender.forget_token();
    let answer = sender.send(PAGE, "files", &[("a.txt", b"hello")]);
    assert_eq!(answer.status, 403);
    assert!(files(&app).is_empty() && contents(&app).is_empty());
    assert_eq!(incoming(&app), 0);
}
