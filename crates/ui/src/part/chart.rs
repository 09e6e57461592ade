//! Charts drawn on the server as SVG, hidden from readers: the figures stand in text beside them.

use maud::{Markup, PreEscaped, html};

/// A figure with its title, its main number and a legend.
#[derive(Clone, Debug, Default)]
pub struct Chart<'a> {
    pub title: &'a str,
    pub aside: &'a str,
    pub big: &'a str,
    pub note: &'a str,
    /// Class of the colour, number, word.
    pub legend: Vec<(&'static str, String, &'a str)>,
}

/// The figure around a drawing.
pub fn chart(chart: &Chart<'_>, drawing: Markup) -> Markup {
    html! {
        figure.chart {
            figcaption {
                b { (chart.title) }
                @if !chart.aside.is_empty() { span.push { (chart.aside) } }
                @if !chart.big.is_empty() { span.big { (chart.big) } }
                @if !chart.note.is_empty() { span { (chart.note) } }
            }
            (drawing)
            @if !chart.legend.is_empty() {
                ul.legend {
                    @for (colour, number, word) in &chart.legend {
                        li { i class=(colour) {} @if !number.is_empty() { b { (number) } " " } (word) }
                    }
                }
            }
        }
    }
}

/// A rounded hexagon, pointy at the top, as an SVG path.
fn hexagon(x: f64, y: f64, radius: f64) -> String {
    const ROUND: f64 = 0.16;
    let corner = |index: usize| {
        let angle = index as f64 * std::f64::consts::PI / 3.0;
        (x + radius * angle.sin(), y - radius * angle.cos())
    };
    let towards =
        |from: (f64, f64), to: (f64, f64)| (from.0 + (to.0 - from.0) * ROUND, from.1 + (to.1 - from.1) * ROUND);
    let mut path = String::new();
    for index in 0..6 {
        let (here, before, after) = (corner(index), corner((index + 5) % 6), corner((index + 1) % 6));
        let (start, end) = (towards(here, before), towards(here, after));
        let letter = if index == 0 { 'M' } else { 'L' };
        path.push_str(&format!(
            "{letter}{:.1},{:.1}Q{:.1},{:.1} {:.1},{:.1}",
            start.0, start.1, here.0, here.1, end.0, end.1
        ));
    }
    path.push('z');
    path
}

/// A comb of cells that fill from the lower left: `on` full, then pale, the last `late` hollow.
pub fn comb(cells: usize, on: usize, late: usize, columns: usize) -> Markup {
    const RADIUS: f64 = 11.0;
    const GAP: f64 = 2.4;
    let columns = columns.max(1);
    let (step, row_height) = (RADIUS * 3f64.sqrt() + GAP, RADIUS * 1.5 + GAP * 0.87);
    let at = |index: usize| {
        let (row, column) = (index / columns, index % columns);
        let shift = if row % 2 == 1 { step / 2.0 } else { 0.0 };
        ((step - GAP) / 2.0 + column as f64 * step + shift, RADIUS + row as f64 * row_height)
    };
    let (width, height) =
        (columns as f64 * step + step / 2.0, (cells.div_ceil(columns).max(1) - 1) as f64 * row_height + 2.0 * RADIUS);
    let mut order: Vec<usize> = (0..cells).collect();
    let distance = |index: usize| at(index).0 + (height - at(index).1) * 0.55;
    order.sort_by(|a, b| distance(*a).total_cmp(&distance(*b)));
    let mut paths = [("c-on", String::new()), ("c-off", String::new()), ("c-late", String::new())];
    for (rank, index) in order.into_iter().enumerate() {
        let kind = if rank < on {
            0
        } else if rank < cells.saturating_sub(late) {
            1
        } else {
            2
        };
        let (x, y) = at(index);
        paths[kind].1.push_str(&hexagon(x, y, if kind == 2 { RADIUS - 0.6 } else { RADIUS }));
    }
    html! {
        svg viewBox={ "0 0 " (format!("{width:.0}")) " " (format!("{height:.0}")) } aria-hidden="true" {
            @for (class, path) in &paths { path class=(class) d=(path) {} }
        }
    }
}

/// A bar of [`bars`]: its label, its height, the height of the same place in the time before.
#[derive(Clone, Debug)]
pub struct Bar<'a> {
    pub label: &'a str,
    pub value: f64,
    pub before: f64,
}

/// Bars over a line, the last one named by `now`.
pub fn bars(bars: &[Bar<'_>], now: &str) -> Markup {
    const WIDTH: f64 = 340.0;
    const HEIGHT: f64 = 120.0;
    const TOP: f64 = 16.0;
    const BASE: f64 = HEIGHT - 18.0;
    let highest = bars.iter().map(|bar| bar.value.max(bar.before)).fold(1.0, f64::max);
    let step = WIDTH / bars.len().max(1) as f64;
    let wide = step * 0.62;
    let y = |value: f64| BASE - (value / highest) * (BASE - TOP);
    let rect = |value: f64, x: f64, width: f64, class: &str| {
        if value <= 0.0 {
            return String::new();
        }
        format!(
            "<path class=\"bar {class}\" d=\"M{x:.1} {BASE}V{:.1}q0-3 3-3h{:.1}q3 0 3 3V{BASE}z\"/>",
            (y(value) + 3.0).min(BASE),
            width - 6.0
        )
    };
    let mut drawn = String::new();
    for (index, bar) in bars.iter().enumerate() {
        let x = index as f64 * step + (step - wide) / 2.0;
        drawn.push_str(&rect(bar.before, x - 2.0, wide + 4.0, "is-past"));
        drawn.push_str(&rect(bar.value, x + wide * 0.16, wide * 0.68, ""));
    }
    let last = bars.len().saturating_sub(1);
    html! {
        svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } aria-hidden="true" {
            line.axis x1="0" x2=(WIDTH) y1=(BASE) y2=(BASE) {}
            (PreEscaped(drawn))
            @for (index, bar) in bars.iter().enumerate() {
                text.now[index == last] x=(format!("{:.1}", index as f64 * step + step / 2.0)) y=(HEIGHT - 3.0)
                    text-anchor="middle" { (bar.label) }
            }
            @if let Some(bar) = bars.last() {
                // Over its bar, and never past the edge.
                @let short = now.chars().count() < 5;
                text.now x=(format!("{:.1}", if short { (last as f64 + 0.5) * step } else { WIDTH }))
                    y=(format!("{:.1}", y(bar.value.max(bar.before)) - 5.0)) text-anchor=(if short { "middle" } else { "end" }) { (now) }
            }
        }
    }
}
