//! Addresses on sheets of labels, as a PDF. Nobody gets a label who has no address, wants no mail or has died.

use contact::format::{self, Parts};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, text};
use kit::{Reply, Visit};
use paper::font::Weight;
use paper::sheet::{A4, Ink, Sheet};
use serde_json::json;
use store::{Error, Result, Tx};
use ui::part::field::{Choice, Field, Widget, Width};

use super::{Between, GO, between, nobody, picked};

/// Where it stands.
pub const PATH: &str = "/search/labels";
/// Its own inputs.
const OWN: [&str; 4] = ["size", "skip", "sort", "home"];

/// Points in a millimetre.
const MM: f32 = 72.0 / 25.4;

/// A kind of sheet, in millimetres: how many labels across and down, where the first begins, how large each is, and how
/// far it is to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    name: &'static str,
    count: (usize, usize),
    margin: (f32, f32),
    label: (f32, f32),
    pitch: (f32, f32),
}

/// The sheets that shops sell most, on A4.
pub const SIZES: [Size; 4] = [
    Size { name: "70x37", count: (3, 8), margin: (0.0, 0.5), label: (70.0, 37.0), pitch: (70.0, 37.0) },
    Size { name: "63.5x38.1", count: (3, 7), margin: (7.2, 15.1), label: (63.5, 38.1), pitch: (66.0, 38.1) },
    Size { name: "99.1x38.1", count: (2, 7), margin: (4.7, 15.1), label: (99.1, 38.1), pitch: (101.6, 38.1) },
    Size { name: "105x57", count: (2, 5), margin: (0.0, 6.0), label: (105.0, 57.0), pitch: (105.0, 57.0) },
];

impl Size {
    fn named(name: &str) -> Size {
        SIZES.into_iter().find(|size| size.name == name).unwrap_or(SIZES[0])
    }

    fn per_page(self) -> usize {
        self.count.0 * self.count.1
    }

    /// The upper left of the label at this place of a page, in points.
    fn corner(self, place: usize) -> (f32, f32) {
        let (column, row) = (place % self.count.0, place / self.count.0);
        let x = self.margin.0 + column as f32 * self.pitch.0;
        let y = self.margin.1 + row as f32 * self.pitch.1;
        (x * MM, y * MM)
    }
}

/// The sheets as a file. The first `skip` labels of the first sheet are used up already.
pub fn pdf(size: Size, skip: usize, labels: &[Vec<String>], title: &str, language: &str) -> Option<Vec<u8>> {
    let mut sheet = Sheet::new(A4)?;
    let skip = skip % size.per_page();
    for (at, lines) in labels.iter().enumerate() {
        let place = (at + skip) % size.per_page();
        if at == 0 || place == 0 {
            sheet.page();
        }
        let (x, y) = size.corner(place);
        let (inset, width, height) = (5.0 * MM, (size.label.0 - 10.0) * MM, (size.label.1 - 6.0) * MM);
        let lines: Vec<&String> = lines.iter().take(8).collect();
        // As large as fits, and no larger than is usual.
        let wanted = lines.iter().map(|line| sheet.fonts.cut(Weight::Regular).width(line, 1.0)).fold(1.0_f32, f32::max);
        let step = height / lines.len().max(1) as f32;
        let letters = (width / wanted).min(step / 1.25).clamp(5.0, 11.0);
        let block = letters * 1.25 * lines.len() as f32;
        let top = y + 3.0 * MM + (height - block).max(0.0) / 2.0;
        for (line, words) in lines.iter().enumerate() {
            let foot = top + letters * (1.25 * line as f32 + 1.0);
            sheet.text((x + inset, foot), letters, Weight::Regular, Ink::BLACK, words);
        }
    }
    if labels.is_empty() {
        sheet.page();
    }
    sheet.finish(title, language)
}

/// What is read of each contact.
pub const SELECT: [&str; 12] = [
    "id",
    "addressee_display",
    "display_name",
    "address_primary.street_address",
    "address_primary.supplemental_address_1",
    "address_primary.supplemental_address_2",
    "address_primary.supplemental_address_3",
    "address_primary.city",
    "address_primary.postal_code",
    "address_primary.state_province_id:label",
    "address_primary.country_id.iso_code",
    "address_primary.country_id:label",
];

/// The lines of an address; none where there is no place to send anything.
pub fn lines(row: &Row, home: Option<&str>) -> Vec<String> {
    let said = |name: &str| Some(text(row, name).to_owned()).filter(|text| !text.is_empty());
    let own = |name: &str| said(&format!("address_primary.{name}"));
    if own("city").is_none() && own("postal_code").is_none() {
        return Vec::new();
    }
    let parts = Parts {
        addressee: said("addressee_display").or_else(|| said("display_name")),
        name: None,
        street: own("street_address"),
        supplement_1: own("supplemental_address_1"),
        supplement_2: own("supplemental_address_2"),
        supplement_3: own("supplemental_address_3"),
        city: own("city"),
        province: own("state_province_id:label"),
        postal_code: own("postal_code"),
        postal_code_suffix: None,
        country_code: own("country_id.iso_code"),
        country: own("country_id:label"),
    };
    format::lines(&parts, home)
}

/// The contacts who can be written to on paper, in the order asked for.
///
/// # Errors
/// The database's own failure.
pub fn reachable(tx: &Tx<'_>, ids: &[i64], by_code: bool, select: &[&str]) -> Result<Vec<Row>> {
    let clauses = json!([["id", "IN", ids], ["do_not_mail", "=", false], ["is_deceased", "=", false]]);
    let order: &[(&str, &str)] = match by_code {
        true => &[("address_primary.postal_code", "ASC"), ("sort_name", "ASC")],
        false => &[("sort_name", "ASC")],
    };
    rows::ask(tx, "Contact", select, clauses, order, 0)
}

/// The sender's own country, which stands on no label.
fn home(tx: &Tx<'_>) -> Result<Option<String>> {
    let country = tx.setting("defaultContactCountry")?;
    let id = country.as_i64().or_else(|| country.as_str()?.parse().ok());
    let Some(id) = id else { return Ok(None) };
    let row = rows::one(tx, "Country", &["iso_code"], id)?;
    Ok(row.map(|row| text(&row, "iso_code").to_owned()).filter(|code| !code.is_empty()))
}

/// The page, and the file.
pub fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    if !visit.is_post {
        return Ok(Reply::Redirect("/contacts".to_owned()));
    }
    let lang = Lang::new(visit.locale);
    let ids = visit.read(|tx| picked(tx, visit))?;
    if ids.is_empty() {
        return Ok(nobody(visit));
    }
    let by_code = visit.form.text("sort") != Some("name");
    let labels: Vec<Vec<String>> = visit.read(|tx| {
        let home = home(tx)?;
        let found = reachable(tx, &ids, by_code, &SELECT)?;
        Ok(found.iter().map(|row| lines(row, home.as_deref())).filter(|lines| !lines.is_empty()).collect())
    })?;
    if visit.form.has(GO) && !labels.is_empty() {
        let size = Size::named(visit.form.text("size").unwrap_or_default());
        let skip = visit.form.int("skip").and_then(|skip| usize::try_from(skip).ok()).unwrap_or(0);
        let title = lang.text("task-labels");
        let bytes = pdf(size, skip, &labels, title, lang.code());
        let bytes = bytes.ok_or_else(|| Error::internal("the PDF cannot be made"))?;
        return Ok(Reply::File { name: format!("{title}.pdf"), content_type: "application/pdf", bytes });
    }
    let pairs = SIZES.map(|size| {
        let words = lang.locale.with(
            "labels-size",
            &[("size", size.name.replace('x', " × ").as_str().into()), ("count", (size.per_page() as i64).into())],
        );
        (size.name, words)
    });
    let sizes: Vec<Choice<'_>> = pairs.iter().map(|(name, words)| Choice::of(name, words)).collect();
    let orders = [Choice::of("code", lang.text("labels-by-code")), Choice::of("name", lang.text("labels-by-name"))];
    let left = ids.len() as i64 - labels.len() as i64;
    let words = lang.with("labels-words", &[("count", (labels.len() as i64).into()), ("left", left.into())]);
    let asks = Between {
        title: lang.text("task-labels"),
        words,
        action: PATH,
        fields: vec![
            Field {
                width: Width::Half,
                ..Field::text("size", lang.text("labels-sheet"), SIZES[0].name).widget(Widget::Select(&sizes))
            },
            Field {
                width: Width::Half,
                ..Field::text("skip", lang.text("labels-skip"), "0").widget(Widget::Number("1"))
            },
            Field::text("sort", lang.text("labels-sort"), "code").widget(Widget::Segments(&orders)),
        ],
        own: &OWN,
        submit: lang.text("labels-do"),
    };
    Ok(Reply::Html(between(visit, &lang, asks)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stand_within_their_sheet() {
        for size in SIZES {
            let (x, y) = size.corner(size.per_page() - 1);
            assert!(x + size.label.0 * MM <= A4.0 + 2.0 && y + size.label.1 * MM <= A4.1 + 2.0, "{}", size.name);
        }
    }

    #[test]
    fn sheets_are_filled_after_the_labels_that_are_used_up() {
        let one = || vec!["Ada Byron".to_owned(), "1 rue du Pont".to_owned(), "26150 DIE".to_owned()];
        let many: Vec<Vec<String>> = (0..30).map(|_| one()).collect();
        let pages = |skip: usize| {
            let bytes = pdf(SIZES[0], skip, &many, "Labels", "en").unwrap();
            bytes.windows(12).filter(|piece| *piece == b"/Type /Page\n" || piece.starts_with(b"/Type/Page/")).count()
        };
        assert_eq!(pages(0), pages(18));
        assert!(pdf(SIZES[1], 0, &[], "Labels", "en").is_some());
    }

    #[test]
    fn nobody_without_a_place_gets_a_label() {
        let row = json!({"display_name": "Ada", "address_primary.street_address": "1 rue du Pont"});
        assert!(lines(row.as_object().unwrap(), None).is_empty());
        let row = json!({"display_name": "Ada", "address_primary.city": "Die", "address_primary.country_id.iso_code": "FR",
                         "address_primary.country_id:label": "France", "address_primary.postal_code": "26150"});
        assert_eq!(lines(row.as_object().unwrap(), Some("FR")), ["Ada", "26150 DIE"]);
    }
}
