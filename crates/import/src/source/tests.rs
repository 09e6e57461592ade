//! Whole files as people hand them in.

use super::*;

struct Temporary(std::path::PathBuf);

impl Temporary {
    fn new(name: &str, bytes: &[u8]) -> Temporary {
        let folder = std::env::temp_dir().join(format!("ruche-source-{}-{name}", std::process::id()));
        std::fs::write(&folder, bytes).unwrap();
        Temporary(folder)
    }

    fn open(&self) -> impl Fn() -> std::io::Result<File> + '_ {
        || File::open(&self.0)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn a_list_of_french_excel_is_recognised_whole() {
    let text =
        b"Nom;Pr\xE9nom;N\xE9(e) le;Montant\r\nMorel;Ana\xEFs;15/11/1958;45,50\r\n;;;\r\nRey;Paul;03/02/1960;20,00\r\n";
    let file = Temporary::new("excel.csv", text);
    let (source, glance) = inspect(&file.open()).unwrap();
    assert_eq!((source.encoding.as_str(), source.delimiter, source.has_header), ("windows-1252", ';', true));
    assert_eq!((source.decimal, source.dates), (DecimalSign::Comma, DateOrder::DayFirst));
    assert_eq!(glance.header, ["Nom", "Prénom", "Né(e) le", "Montant"]);
    let mut lines = Vec::new();
    rows(&file.open(), &source, &mut |line, cells| {
        lines.push((line, cells[1].clone()));
        true
    })
    .unwrap();
    assert_eq!(lines, [(2, "Anaïs".to_owned()), (4, "Paul".to_owned())]);
}

#[test]
fn american_lists_keep_their_own_dates_and_points() {
    let text = "first name,birthday,amount\nAnn,12/31/1980,45.5\nBob,01/02/1990,20.25\n";
    let file = Temporary::new("us.csv", text.as_bytes());
    let (source, _) = inspect(&file.open()).unwrap();
    assert_eq!((source.delimiter, source.decimal, source.dates), (',', DecimalSign::Point, DateOrder::MonthFirst));
}

#[test]
fn what_is_no_table_is_named() {
    let read = |name: &str, bytes: &[u8]| {
        let file = Temporary::new(name, bytes);
        inspect(&file.open()).map(|(_, glance)| glance)
    };
    assert_eq!(read("a.csv", b"%PDF-1.7 ..."), Err(Unreadable::Other("PDF")));
    assert_eq!(read("b.csv", b"<!DOCTYPE html><p>"), Err(Unreadable::Other("HTML or XML")));
    assert_eq!(read("c.csv", b"\n\n  \n"), Err(Unreadable::Empty));
    assert_eq!(read("d.csv", b""), Err(Unreadable::Empty));
    assert!(matches!(read("e.xlsx", b"PK\x03\x04rest"), Err(Unreadable::Damaged(_))));
}

#[test]
fn a_file_without_header_gets_letters() {
    let file = Temporary::new("bare.csv", b"Morel,claire@example.org\nRey,paul@example.org\n");
    let (source, glance) = inspect(&file.open()).unwrap();
    assert!(!source.has_header);
    assert_eq!(glance.header, ["A", "B"]);
    assert_eq!(glance.rows.len(), 2);
    assert_eq!(letters(27), "AB");
}

/// A zip archive with these parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const WORKBOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Adhérents" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const ROOT: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const SHEET: &str = r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Nom</t></is></c><c r="B1" t="inlineStr"><is><t>CP</t></is></c></row><row r="3"><c r="A3" t="inlineStr"><is><t>Morel</t></is></c><c r="B3"><v>26110</v></c></row></sheetData></worksheet>"#;

#[test]
fn a_workbook_is_read_by_its_cells() {
    let bytes = archive(&[
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", SHEET.as_bytes()),
    ]);
    let file = Temporary::new("book.xlsx", &bytes);
    let (source, glance) = inspect(&file.open()).unwrap();
    assert_eq!((source.kind, source.sheets.clone()), (Kind::Workbook, vec!["Adhérents".to_owned()]));
    assert_eq!(glance.header, ["Nom", "CP"]);
    assert_eq!(glance.rows, [["Morel", "26110"]]);
    let lost = Source { sheet: Some("Nulle part".to_owned()), ..source };
    assert_eq!(rows(&file.open(), &lost, &mut |_, _| true), Err(Unreadable::NoSheet("Nulle part".to_owned())));
}

const CONTENT: &str = r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="Feuille 1"><table:table-row><table:table-cell office:value-type="string"><text:p>Nom &amp; prénom</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>Né le</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16382"/></table:table-row><table:table-row><table:table-cell office:value-type="string"><text:p>Morel</text:p><text:p>Claire</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="1958-11-15"><text:p>15/11/58</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;

#[test]
fn an_open_document_is_read_without_its_empty_million() {
    let file = Temporary::new("open.ods", &archive(&[("content.xml", CONTENT.as_bytes())]));
    let (source, glance) = inspect(&file.open()).unwrap();
    assert_eq!((source.kind, source.sheets), (Kind::OpenDocument, vec!["Feuille 1".to_owned()]));
    assert_eq!(glance.header, ["Nom & prénom", "Né le"]);
    assert_eq!(glance.rows, [["Morel\nClaire", "1958-11-15"]]);
}

#[test]
fn archives_that_are_no_workbook_or_hold_too_much_are_refused() {
    let file = Temporary::new("other.zip", &archive(&[("readme.txt", b"hello")]));
    assert_eq!(inspect(&file.open()).map(|_| ()), Err(Unreadable::Other("zip")));
    let names: Vec<String> = (0..2_001).map(|n| format!("xl/worksheets/sheet{n}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    let file = Temporary::new("sheets.xlsx", &archive(&parts));
    assert_eq!(inspect(&file.open()).map(|_| ()), Err(Unreadable::Bomb));
    let blanks = vec![b' '; 1 << 20];
    let parts: [(&str, &[u8]); 2] = [("xl/workbook.xml", b""), ("xl/sharedStrings.xml", &blanks)];
    let file = Temporary::new("bomb.xlsx", &archive(&parts));
    let limits = archive::Limits { shared: 1 << 19, ..archive::LIMITS };
    assert_eq!(archive::kind(&file.open(), limits), Err(Unreadable::Bomb));
    let limits = archive::Limits { bytes: 1 << 19, ..archive::LIMITS };
    assert_eq!(archive::kind(&file.open(), limits), Err(Unreadable::Bomb));
    assert_eq!(archive::kind(&file.open(), archive::LIMITS), Ok(Kind::Workbook));
}

#[test]
fn a_workbook_under_a_false_name_is_read_as_what_it_is() {
    let file = Temporary::new("liste.csv", &archive(&[("content.xml", CONTENT.as_bytes())]));
    assert_eq!(inspect(&file.open()).unwrap().0.kind, Kind::OpenDocument);
    let file = Temporary::new("liste.xlsx", b"Nom;CP\nMorel;26110\n");
    assert_eq!(inspect(&file.open()).unwrap().1.rows, [["Morel", "26110"]]);
}

#[test]
fn a_file_of_zeros_is_empty_and_zeros_between_letters_are_no_text() {
    let file = Temporary::new("zeros.csv", &vec![0; 3 << 20]);
    assert_eq!(inspect(&file.open()).map(|_| ()), Err(Unreadable::Empty));
    let file = Temporary::new("some.csv", b"Nom;CP\nMo\0rel;26110\n\0\0\0;\0\n");
    assert_eq!(inspect(&file.open()).unwrap().1.rows, [["Morel", "26110"]]);
}

#[test]
fn a_cell_of_a_hundred_megabytes_is_refused_without_being_held() {
    use std::io::Read;
    // Delimited text is read as it comes: the reader gives up after a row's worth of it.
    let mut text = b"Nom;Note\nMorel;\"".chain(std::io::repeat(b'x').take(100 << 20));
    let read = delimited::rows(&mut text, b';', &mut |_, _| true);
    assert_eq!(read, Err(Unreadable::TooLong { line: 2 }));
    assert!(text.into_inner().1.limit() > 90 << 20, "most of it was never read");
    // In workbooks such a cell is small until it unfolds.
    let long = "x".repeat(5 * LONGEST_CELL);
    let sheet = SHEET.replace("Morel", &long);
    let file = Temporary::new(
        "long.xlsx",
        &archive(&[("xl/workbook.xml", b""), ("xl/worksheets/sheet1.xml", sheet.as_bytes())]),
    );
    assert_eq!(inspect(&file.open()).map(|_| ()), Err(Unreadable::TooLong { line: 2 }));
    let content = CONTENT.replace("Morel", &long);
    let file = Temporary::new("long.ods", &archive(&[("content.xml", content.as_bytes())]));
    assert_eq!(inspect(&file.open()).map(|_| ()), Err(Unreadable::TooLong { line: 2 }));
    // The same in a hundred pieces.
    let pieces = format!("<r><t>{}</t></r>", "x".repeat(LONGEST_CELL / 16)).repeat(100);
    let shared = format!("<sst><si>{pieces}</si></sst>");
    let file = Temporary::new(
        "pieces.xlsx",
        &archive(&[("xl/workbook.xml", b""), ("xl/sharedStrings.xml", shared.as_bytes())]),
    );
    assert_eq!(inspect(&file.open()).map(|_| ()), Err(Unreadable::TooLong { line: 1 }));
}

#[test]
fn a_million_sheets_are_refused_by_whatever_way_they_come() {
    let list = format!("<workbook><sheets>{}</sheets></workbook>", r#"<sheet name="a" sheetId="1"/>"#.repeat(3_000));
    let file = Temporary::new("names.xlsx", &archive(&[("xl/workbook.xml", list.as_bytes())]));
    assert_eq!(inspect(&file.open()).map(|_| ()), Err(Unreadable::Bomb));
    let tables = r#"<table:table table:name="a"/>"#.repeat(3_000);
    let file = Temporary::new("tables.ods", &archive(&[("content.xml", tables.as_bytes())]));
    assert_eq!(inspect(&file.open()).map(|_| ()), Err(Unreadable::Bomb));
    // An archive that says that it has 65,535 parts or more is not asked for their names.
    let mut bytes = archive(&[("xl/workbook.xml", b"")]);
    let end = bytes.len() - 22;
    bytes[end + 10..end + 12].copy_from_slice(&[0xff, 0xff]);
    let file = Temporary::new("parts.xlsx", &bytes);
    assert_eq!(inspect(&file.open()).map(|_| ()), Err(Unreadable::Bomb));
}

#[test]
fn entities_that_multiply_are_not_unfolded() {
    let laughs = CONTENT.replace("Morel", "&lol9;");
    let text = format!(r#"<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol9 "&lol;&lol;&lol;">]>{laughs}"#);
    let file = Temporary::new("laughs.ods", &archive(&[("content.xml", text.as_bytes())]));
    assert!(matches!(inspect(&file.open()), Err(Unreadable::Damaged(_))));
}

#[test]
fn ragged_rows_are_read_as_they_are_and_formulas_are_text() {
    let file = Temporary::new("ragged.csv", "Nom;Ville;Note\nMorel\nRey;Nyons;=1+1;encore\n;;\n".as_bytes());
    let (source, _) = inspect(&file.open()).unwrap();
    let mut seen = Vec::new();
    rows(&file.open(), &source, &mut |line, cells| {
        seen.push((line, cells.join("|")));
        true
    })
    .unwrap();
    assert_eq!(seen, [(2, "Morel".to_owned()), (3, "Rey|Nyons|=1+1|encore".to_owned())]);
}
