//! Charts drawn on the server: readable without colour, with the figures in a table beside them.

use contact::pages::phrases::Lang;
use maud::{Markup, html};
use rust_decimal::prelude::ToPrimitive;
use serde_json::Value as Json;

use crate::compose::words;
use crate::run::cells::Line;
use crate::run::item::Item;

/// Names and sizes of what is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// What the sizes measure.
    pub measure: String,
    pub points: Vec<Point>,
}

/// One thing drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    pub label: String,
    pub value: f64,
    /// The value in words.
    pub words: String,
}

/// What rows say: the last column that measures, by the other columns together.
pub fn series(heads: &[(String, Item)], lines: &[Line]) -> Series {
    let measured = heads.iter().rposition(|(_, item)| words::is_measure(item));
    let names: Vec<usize> = (0..heads.len()).filter(|at| Some(*at) != measured && !is_measure(heads, *at)).collect();
    let point = |line: &Line| {
        let named: Vec<&str> = names
            .iter()
            .filter_map(|at| line.cells.get(*at))
            .map(|cell| cell.words.as_str())
            .filter(|words| !words.is_empty())
            .collect();
        let (value, words) = match measured.and_then(|at| line.cells.get(at)) {
            Some(cell) => (size(&cell.value), cell.words.clone()),
            None => (1.0, "1".to_owned()),
        };
        Point { label: if named.is_empty() { "–".to_owned() } else { named.join(", ") }, value, words }
    };
    Series {
        measure: measured.and_then(|at| heads.get(at)).map(|(label, _)| label.clone()).unwrap_or_default(),
        points: lines.iter().map(point).collect(),
    }
}

fn is_measure(heads: &[(String, Item)], at: usize) -> bool {
    heads.get(at).is_some_and(|(_, item)| words::is_measure(item))
}

fn size(value: &Json) -> f64 {
    match value {
        Json::Number(n) => n.as_f64().unwrap_or(0.0),
        Json::String(text) => text.parse::<rust_decimal::Decimal>().ok().and_then(|n| n.to_f64()).unwrap_or(0.0),
        _ => 0.0,
    }
}

/// The drawing of a kind, with its table; None for kinds that are no charts.
pub fn drawing(lang: &Lang, kind: &str, series: &Series, count: i64) -> Option<Markup> {
    if kind == "number" {
        return Some(number(lang, series, count));
    }
    let wide = drawn(kind, series, &WIDE)?;
    let narrow = drawn(kind, series, &NARROW)?;
    Some(html! {
        figure.chart.is-drawn {
            figcaption { b { (series.measure) } }
            (wide)
            (narrow)
            (table(lang, series))
        }
    })
}

fn drawn(kind: &str, series: &Series, sheet: &Sheet) -> Option<Markup> {
    match kind {
        "bar" => Some(bars(series, sheet)),
        "line" => Some(line(series, sheet, false)),
        "area" => Some(line(series, sheet, true)),
        "pie" => Some(pie(series, sheet)),
        _ => None,
    }
}

/// What a drawing stands on. A telephone has a sheet of its own: a drawing that shrinks takes its letters with it.
struct Sheet {
    class: &'static str,
    width: f64,
    /// The room of names beside bars, and the most letters of one.
    names: (f64, usize),
    /// Where the names of slices begin, and the most letters of one.
    legend: (f64, f64, usize),
}

const WIDE: Sheet = Sheet { class: "is-wide", width: 640.0, names: (220.0, 28), legend: (250.0, 24.0, 34) };
const NARROW: Sheet = Sheet { class: "is-narrow", width: 350.0, names: (132.0, 17), legend: (4.0, 246.0, 34) };

/// One big number: the sum of what is measured, or how many there are.
fn number(lang: &Lang, series: &Series, count: i64) -> Markup {
    let summed = !series.measure.is_empty();
    let said = match (series.points.as_slice(), summed) {
        ([only], true) => only.words.clone(),
        (_, true) => {
            let sum: f64 = series.points.iter().map(|point| point.value).sum();
            lang.locale.number(rust_decimal::Decimal::try_from(sum).unwrap_or_default().round_dp(2).normalize())
        }
        _ => lang.locale.number(count),
    };
    html! { figure.chart.is-number { figcaption { b { (series.measure) } } p.big-number { (said) } } }
}

/// The same figures as a table, for those who do not see the drawing.
fn table(lang: &Lang, series: &Series) -> Markup {
    html! {
        details {
            summary { (lang.text("draw-as-table")) }
            table.grid.is-dense {
                tbody { @for point in &series.points {
                    tr { th scope="row" { (point.label) } td.money { (point.words) } }
                } }
            }
        }
    }
}

/// Bars that lie: names have room beside them.
fn bars(series: &Series, sheet: &Sheet) -> Markup {
    const ROW: f64 = 26.0;
    const LETTER: f64 = 7.4;
    let (room, most) = sheet.names;
    let longest = series.points.iter().map(|point| point.label.chars().count().min(most + 1)).max().unwrap_or(0);
    let name = (longest as f64 * LETTER + 16.0).min(room);
    let greatest = series.points.iter().map(|point| point.value.abs()).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let height = ROW * series.points.len() as f64 + 4.0;
    let room = sheet.width - name - sheet.width / 8.0;
    svg(
        sheet,
        height,
        html! {
            @for (at, point) in series.points.iter().enumerate() {
                @let y = at as f64 * ROW;
                @let long = (point.value.abs() / greatest * room).max(1.0);
                text x=(format!("{:.1}", name - 8.0)) y=(format!("{:.1}", y + 17.0)) text-anchor="end" { (short(&point.label, most)) }
                rect.bar x=(format!("{name:.1}")) y=(format!("{:.1}", y + 4.0)) width=(format!("{long:.1}")) height=(ROW - 8.0) rx="3" {}
                text.now x=(format!("{:.1}", name + long + 6.0)) y=(format!("{:.1}", y + 17.0)) { (point.words) }
            }
        },
    )
}

/// So many letters of a name stand under a line.
const NAME: usize = 16;

/// How many points share a name, so that names do not run into each other: `step` is the way from point to point.
fn spacing(series: &Series, step: f64) -> usize {
    const LETTER: f64 = 7.2;
    const AIR: f64 = 14.0;
    let longest = series.points.iter().map(|point| point.label.chars().count().min(NAME + 1)).max().unwrap_or(0);
    // The first name begins at its point, the next stands around its own: one and a half names lie between.
    let wide = longest as f64 * LETTER * 1.5 + AIR;
    ((wide / step).ceil() as usize).max(1)
}

/// So few points that each which bears a name says its number.
const FEW: usize = 12;

/// The points that say their numbers: those with a name where there are few, otherwise the highest and the last, unless
/// these two stand side by side.
fn said(series: &Series, every: usize) -> Vec<usize> {
    let count = series.points.len();
    if count <= FEW {
        return (0..count).step_by(every).collect();
    }
    let values = || series.points.iter().map(|point| point.value).enumerate();
    let highest = values().rev().max_by(|(_, a), (_, b)| a.total_cmp(b)).map_or(0, |(at, _)| at);
    let last = count - 1;
    if last.abs_diff(highest) < 2 { vec![highest] } else { vec![highest, last] }
}

/// Points joined by a line, over a filled ground where it is an area.
fn line(series: &Series, sheet: &Sheet, filled: bool) -> Markup {
    const HEIGHT: f64 = 240.0;
    const BASE: f64 = 206.0;
    const TOP: f64 = 22.0;
    let greatest = series.points.iter().map(|point| point.value).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let step = (sheet.width - 60.0) / (series.points.len().max(2) - 1) as f64;
    let at = |index: usize, value: f64| (30.0 + index as f64 * step, BASE - value.max(0.0) / greatest * (BASE - TOP));
    let places: Vec<(f64, f64)> = series.points.iter().enumerate().map(|(n, point)| at(n, point.value)).collect();
    let path: String = places
        .iter()
        .enumerate()
        .map(|(n, (x, y))| format!("{}{x:.1} {y:.1}", if n == 0 { "M" } else { "L" }))
        .collect();
    let every = spacing(series, step);
    let last = places.len().saturating_sub(1);
    let said = said(series, every);
    // The first and the last name stay inside the drawing.
    let anchor = |n: usize| match n {
        0 => "start",
        n if n + every > last && last - n < every / 2 + 1 => "end",
        _ => "middle",
    };
    svg(
        sheet,
        HEIGHT,
        html! {
            line.axis x1="20" x2=(sheet.width - 20.0) y1=(BASE) y2=(BASE) {}
            @if filled && !places.is_empty() {
                path.area d=(format!("{path}L{:.1} {BASE}L30 {BASE}z", 30.0 + (places.len() - 1) as f64 * step)) {}
            }
            path.stroke d=(path) {}
            @for (n, ((x, y), point)) in places.iter().zip(&series.points).enumerate() {
                circle.dot cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r="3.5" {}
                @if n % every == 0 {
                    text x=(format!("{x:.1}")) y=(HEIGHT - 14.0) text-anchor=(anchor(n)) { (short(&point.label, NAME)) }
                }
                @if said.contains(&n) {
                    text.now x=(format!("{x:.1}")) y=(format!("{:.1}", y - 8.0)) text-anchor="middle" { (point.words) }
                }
            }
        },
    )
}

/// Slices, each with its number; the smallest stand together as the last.
fn pie(series: &Series, sheet: &Sheet) -> Markup {
    const RADIUS: f64 = 100.0;
    const MOST: usize = 7;
    let mut points: Vec<Point> = series.points.iter().filter(|point| point.value > 0.0).cloned().collect();
    points.sort_by(|a, b| b.value.total_cmp(&a.value));
    if points.len() > MOST {
        let rest: f64 = points.split_off(MOST - 1).iter().map(|point| point.value).sum();
        points.push(Point { label: "…".to_owned(), value: rest, words: format!("{rest:.0}") });
    }
    let whole: f64 = points.iter().map(|point| point.value).sum::<f64>().max(f64::MIN_POSITIVE);
    let mut from = 0.0;
    let mut slices = Vec::new();
    for point in &points {
        let to = from + point.value / whole;
        slices.push((from, to));
        from = to;
    }
    let at = |turn: f64, radius: f64| {
        let angle = turn * std::f64::consts::TAU;
        (110.0 + radius * angle.sin(), 110.0 - radius * angle.cos())
    };
    let (left, top, most) = sheet.legend;
    svg(
        sheet,
        (top + points.len() as f64 * 26.0 - 8.0).max(220.0),
        html! {
            @for (n, (from, to)) in slices.iter().enumerate() {
                @let (x1, y1) = at(*from, RADIUS);
                @let (x2, y2) = at(*to, RADIUS);
                @if to - from > 0.999 { circle.slice.(format!("s{}", n % 7)) cx="110" cy="110" r=(RADIUS) {} }
                @else {
                    path.slice.(format!("s{}", n % 7)) d=(format!(
                        "M110 110L{x1:.1} {y1:.1}A{RADIUS} {RADIUS} 0 {} 1 {x2:.1} {y2:.1}z", i32::from(to - from > 0.5))) {}
                }
                @let (x, y) = at((from + to) / 2.0, RADIUS * 0.68);
                text.on-slice x=(format!("{x:.1}")) y=(format!("{:.1}", y + 4.0)) text-anchor="middle" { (n + 1) }
            }
            @for (n, point) in points.iter().enumerate() {
                @let y = top + n as f64 * 26.0;
                rect.slice.(format!("s{}", n % 7)) x=(left) y=(y - 12.0) width="16" height="16" rx="3" {}
                text x=(left + 24.0) y=(y) { (n + 1) ". " (short(&point.label, most)) " " tspan.now { (point.words) } }
            }
        },
    )
}

fn svg(sheet: &Sheet, height: f64, inside: Markup) -> Markup {
    html! {
        svg.(sheet.class) viewBox=(format!("0 0 {:.0} {height:.0}", sheet.width)) aria-hidden="true" xmlns="http://www.w3.org/2000/svg" { (inside) }
    }
}

fn short(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

/// The drawing as a file of its own: with the colours that the page gives it otherwise.
pub fn file(lang: &Lang, kind: &str, series: &Series) -> Option<String> {
    let markup = drawing(lang, kind, series, 0)?.into_string();
    let from = markup.find("<svg")?;
    let to = markup.find("</svg>")? + "</svg>".len();
    let style = "<style>text{font:12px sans-serif;fill:#444}.now{font-weight:600;fill:#111}.bar,.dot{fill:#e0a100}.axis{stroke:#999}.stroke{fill:none;stroke:#e0a100;stroke-width:2.5}.area{fill:#f6e3ae}.slice{stroke:#fff;stroke-width:1.5}.s0{fill:#e0a100}.s1{fill:#3f7d65}.s2{fill:#3b78b5}.s3{fill:#8a5aa8}.s4{fill:#b5533b}.s5{fill:#8d8574}.s6{fill:#c9bfa8}</style>";
    let drawn = &markup[from..to];
    let (head, rest) = drawn.split_once('>')?;
    Some(format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{head}>{style}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three() -> Series {
        let point = |label: &str, value: f64| Point { label: label.to_owned(), value, words: value.to_string() };
        Series { measure: "n".to_owned(), points: vec![point("Die <b>", 3.0), point("Crest", 1.0), point("Gap", 0.0)] }
    }

    #[test]
    fn a_chart_names_every_bar_and_escapes_it() {
        let drawn = bars(&three(), &WIDE).into_string();
        assert!(drawn.contains("Die &lt;b&gt;") && drawn.contains(">3</text>"));
        assert_eq!(drawn.matches("<rect").count(), 3);
    }

    #[test]
    fn a_pie_numbers_its_slices_so_that_no_colour_is_needed() {
        let drawn = pie(&three(), &WIDE).into_string();
        assert!(drawn.contains(">1. Die"));
        assert_eq!(drawn.matches("on-slice").count(), 2, "nothing is drawn for nothing");
    }

    #[test]
    fn names_under_a_line_do_not_run_into_each_other() {
        let months = |n: i32| Point { label: format!("septembre {}", 2000 + n), value: 1.0, words: "1".to_owned() };
        let series = Series { measure: "n".to_owned(), points: (0..36).map(months).collect() };
        let drawn = line(&series, &WIDE, false).into_string();
        let named = drawn.matches(">septembre").count();
        assert!((3..=6).contains(&named), "{named} names of 14 letters over 580 points");
        let few = Series { points: series.points[..3].to_vec(), ..series };
        assert_eq!(line(&few, &WIDE, false).into_string().matches(">septembre").count(), 3);
    }

    #[test]
    fn a_narrow_sheet_keeps_its_letters_inside() {
        let long = Point { label: "Cherbourg-en-Cotentin".to_owned(), value: 1.0, words: "1".to_owned() };
        let series = Series { measure: "n".to_owned(), points: vec![long] };
        assert!(bars(&series, &NARROW).into_string().contains("Cherbourg-en-Cote…"));
        assert!(
            pie(&series, &NARROW).into_string().contains("viewBox=\"0 0 350 264\""),
            "names stand under the slices"
        );
    }

    #[test]
    fn nothing_to_draw_draws_nothing_wrong() {
        for drawn in [
            bars(&Series::default(), &NARROW),
            line(&Series::default(), &NARROW, true),
            pie(&Series::default(), &NARROW),
        ] {
            assert!(!drawn.into_string().contains("NaN"));
        }
    }

    #[test]
    fn a_long_line_says_its_highest_point_and_its_last() {
        let of = |values: &[f64]| {
            let point = |value: &f64| Point { label: String::new(), value: *value, words: value.to_string() };
            said(&Series { measure: "n".to_owned(), points: values.iter().map(point).collect() }, 2)
        };
        let mut values = vec![1.0; 30];
        assert_eq!(of(&values[..5]), [0, 2, 4], "a short line says all that it names");
        values[7] = 5.0;
        values[9] = 5.0;
        assert_eq!(of(&values), [7, 29], "the first of two that are as high");
        values[28] = 9.0;
        assert_eq!(of(&values), [28], "two that would overlap are one");
    }
}
