//! A table over as many pages as it needs: its head on each of them, widths from what the columns hold.

use crate::font::Weight;
use crate::sheet::{A4, Ink, Sheet};

/// On which side of its column a cell stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Start,
    /// For numbers.
    End,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub label: String,
    pub align: Align,
}

/// A table with what stands around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Above the title: whose it is.
    pub house: String,
    pub title: String,
    /// Under the title.
    pub words: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
    /// At the foot, with `{page}` and `{pages}` for the numbers.
    pub foot: String,
    /// BCP 47 tag.
    pub language: String,
}

const MARGIN: f32 = 40.0;
const SIZE: f32 = 9.0;
const LEADING: f32 = 11.5;
const PAD: f32 = 4.0;
/// So many lines of a cell are shown.
const LINES: usize = 3;
/// With more columns than this the page lies on its side.
const UPRIGHT: usize = 5;
/// So many rows are measured for the widths.
const MEASURED: usize = 200;

impl Table {
    /// The file; None where it cannot be made.
    pub fn pdf(&self) -> Option<Vec<u8>> {
        let size = if self.columns.len() > UPRIGHT { (A4.1, A4.0) } else { A4 };
        let mut sheet = Sheet::new(size)?;
        let widths = self.widths(&sheet);
        sheet.page();
        let mut y = self.begin(&mut sheet);
        y = self.head(&mut sheet, &widths, y);
        for (at, row) in self.rows.iter().enumerate() {
            let cells = self.cells(&sheet, &widths, row, Weight::Regular);
            let height = height(&cells);
            if y + height > size.1 - MARGIN - LEADING {
                sheet.page();
                y = self.head(&mut sheet, &widths, MARGIN);
            }
            if at % 2 == 1 {
                sheet.fill((MARGIN, y), (size.0 - 2.0 * MARGIN, height), Ink::WASH);
            }
            self.row(&mut sheet, &widths, &cells, y, Weight::Regular);
            y += height;
        }
        self.foot(&mut sheet);
        sheet.finish(&self.title, &self.language)
    }

    /// Whose it is, what it is, and since when; tells where the table begins.
    fn begin(&self, sheet: &mut Sheet) -> f32 {
        let width = sheet.size.0 - 2.0 * MARGIN;
        let mut y = MARGIN + 8.0;
        sheet.fill((MARGIN, MARGIN - 10.0), (28.0, 3.0), Ink::HONEY);
        sheet.text((MARGIN, y), SIZE, Weight::Regular, Ink::GREY, &self.house);
        for line in sheet.fonts.cut(Weight::Bold).lines(&self.title, 18.0, width, 2) {
            y += 22.0;
            sheet.text((MARGIN, y), 18.0, Weight::Bold, Ink::BLACK, &line);
        }
        for line in sheet.fonts.cut(Weight::Regular).lines(&self.words, 10.0, width, 5) {
            y += 14.0;
            sheet.text((MARGIN, y), 10.0, Weight::Regular, Ink::GREY, &line);
        }
        y + 14.0
    }

    fn head(&self, sheet: &mut Sheet, widths: &[f32], y: f32) -> f32 {
        let labels: Vec<String> = self.columns.iter().map(|column| column.label.clone()).collect();
        let cells = self.cells(sheet, widths, &labels, Weight::Bold);
        let height = height(&cells);
        self.row(sheet, widths, &cells, y, Weight::Bold);
        sheet.fill((MARGIN, y + height - 0.8), (sheet.size.0 - 2.0 * MARGIN, 0.8), Ink::LINE);
        y + height
    }

    fn foot(&self, sheet: &mut Sheet) {
        let pages = sheet.pages();
        let (x, y) = (sheet.size.0 - MARGIN, sheet.size.1 - MARGIN + 14.0);
        for page in 0..pages {
            let said = self.foot.replace("{pages}", &pages.to_string()).replace("{page}", &(page + 1).to_string());
            sheet.text_to(page, (x, y), 8.0, Weight::Regular, Ink::GREY, &said);
        }
    }

    /// The cells of a row in lines.
    fn cells(&self, sheet: &Sheet, widths: &[f32], row: &[String], weight: Weight) -> Vec<Vec<String>> {
        let cut = sheet.fonts.cut(weight);
        let cells = widths.iter().enumerate().map(|(at, width)| {
            let text = row.get(at).map_or("", String::as_str);
            cut.lines(text, SIZE, width - 2.0 * PAD, LINES)
        });
        cells.collect()
    }

    fn row(&self, sheet: &mut Sheet, widths: &[f32], cells: &[Vec<String>], y: f32, weight: Weight) {
        let page = sheet.pages().saturating_sub(1);
        let mut x = MARGIN;
        for ((column, width), lines) in self.columns.iter().zip(widths).zip(cells) {
            for (at, line) in lines.iter().enumerate() {
                let foot = y + PAD + LEADING * (at as f32 + 1.0) - 3.0;
                match column.align {
                    Align::Start => sheet.text((x + PAD, foot), SIZE, weight, Ink::BLACK, line),
                    Align::End => sheet.text_to(page, (x + width - PAD, foot), SIZE, weight, Ink::BLACK, line),
                }
            }
            x += width;
        }
    }

    /// As wide as what they hold where there is room; else narrow columns keep theirs and wide ones share the rest.
    fn widths(&self, sheet: &Sheet) -> Vec<f32> {
        let room = sheet.size.0 - 2.0 * MARGIN;
        let wanted: Vec<f32> = (0..self.columns.len()).map(|at| self.wanted(sheet, at)).collect();
        let whole: f32 = wanted.iter().sum();
        if whole <= room {
            let more = (room - whole) / wanted.len().max(1) as f32;
            return wanted.iter().map(|width| width + more).collect();
        }
        let fair = room / wanted.len().max(1) as f32;
        let narrow: f32 = wanted.iter().filter(|width| **width <= fair).sum();
        let wide: f32 = wanted.iter().filter(|width| **width > fair).sum();
        wanted.iter().map(|width| if *width <= fair { *width } else { (room - narrow) * width / wide }).collect()
    }

    fn wanted(&self, sheet: &Sheet, at: usize) -> f32 {
        let label = self.columns.get(at).map_or("", |column| column.label.as_str());
        let head = sheet.fonts.cut(Weight::Bold).width(label, SIZE);
        let cut = sheet.fonts.cut(Weight::Regular);
        let cells = self.rows.iter().take(MEASURED).filter_map(|row| row.get(at)).map(|text| cut.width(text, SIZE));
        // A single long text does not squeeze all others.
        cells.fold(head, f32::max).min(260.0) + 2.0 * PAD + 1.0
    }
}

fn height(cells: &[Vec<String>]) -> f32 {
    let lines = cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
    lines as f32 * LEADING + 2.0 * PAD
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: usize, columns: usize) -> Table {
        let column =
            |at| Column { label: format!("Colonne {at}"), align: if at == 1 { Align::End } else { Align::Start } };
        Table {
            house: "Les Amis de l'Étang".to_owned(),
            title: "Adhérents à jour".to_owned(),
            words: "Šimůnek et Œillet".to_owned(),
            columns: (0..columns).map(column).collect(),
            rows: (0..rows).map(|row| (0..columns).map(|at| format!("Cellule {row} {at}")).collect()).collect(),
            foot: "{page} / {pages}".to_owned(),
            language: "fr".to_owned(),
        }
    }

    #[test]
    fn a_table_is_a_pdf_of_as_many_pages_as_it_needs() {
        let short = table(3, 3).pdf().unwrap();
        let long = table(90, 8).pdf().unwrap();
        assert!(short.starts_with(b"%PDF-") && long.len() > short.len());
        assert!(table(0, 0).pdf().is_some());
    }

    #[test]
    fn widths_fill_the_page_and_never_more() {
        let mut wide = table(2, 6);
        wide.rows[0][0] = "très long ".repeat(60);
        let sheet = Sheet::new((A4.1, A4.0)).unwrap();
        let room = A4.1 - 2.0 * MARGIN;
        for table in [wide, table(2, 6)] {
            let whole: f32 = table.widths(&sheet).iter().sum();
            assert!((whole - room).abs() < 0.5, "{whole} {room}");
        }
    }
}
