//! Pins from stored coordinates on the outlines of countries. The outlines are a picture that comes with the program: no
//! address of a contact leaves the site for a map.

use contact::pages::phrases::Lang;
use maud::{Markup, html};
use serde_json::Value as Json;

use super::record;
use crate::run::cells::Line;
use crate::run::item::Item;

/// The picture's own measures: hundredths of a degree in Mercator's projection, from its upper left.
const WORLD: (f64, f64, f64, f64) = (-18_000.0, -17_000.0, 36_000.0, 32_000.0);
/// A map shows so much at least: the outlines are those of countries and coasts, and a place is known by them.
const LEAST: f64 = 900.0;
/// Farther north and south the projection goes on for ever.
const FARTHEST: f64 = 83.0;

/// One thing on the map.
#[derive(Clone, Debug, PartialEq)]
struct Pin {
    x: f64,
    y: f64,
    name: String,
    href: Option<String>,
}

/// The map of what lies somewhere, around all of it.
pub fn map(lang: &Lang, lines: &[Line], heads: &[(String, Item)], entity: &str) -> Markup {
    let at = |name: &str| {
        heads.iter().position(|(_, item)| item.target.as_ref().is_some_and(|target| target.field.name == name))
    };
    let pins: Vec<Pin> = match (at("geo_code_1"), at("geo_code_2")) {
        (Some(latitude), Some(longitude)) => {
            lines.iter().filter_map(|line| pin(line, (latitude, longitude), entity)).collect()
        }
        _ => Vec::new(),
    };
    let Some((x, y, width, height)) = around(&pins) else {
        return html! { p.quiet { (lang.text("view-map-nowhere")) } };
    };
    let (radius, without) = (width.max(height) / 85.0, lines.len() - pins.len());
    let word = |number: f64| format!("{number:.1}");
    html! {
        figure.view-map {
            svg viewBox=(format!("{x:.0} {y:.0} {width:.0} {height:.0}")) role="img" aria-label=(lang.text("view-map")) {
                image href=(ui::assets::urls().world) x=(WORLD.0) y=(WORLD.1) width=(WORLD.2) height=(WORLD.3) {}
                @for pin in &pins {
                    a href=[pin.href.as_deref()] {
                        circle cx=(word(pin.x)) cy=(word(pin.y)) r=(word(radius)) stroke-width=(word(radius / 4.0)) { title { (pin.name) } }
                    }
                }
            }
            figcaption {
                (lang.with("view-map-count", &[("count", (pins.len() as i64).into())]))
                @if without > 0 { (lang.with("view-map-without", &[("count", (without as i64).into())])) }
            }
        }
    }
}

fn pin(line: &Line, (latitude, longitude): (usize, usize), entity: &str) -> Option<Pin> {
    let number = |at: usize| match &line.cells.get(at)?.value {
        Json::Number(n) => n.as_f64(),
        Json::String(text) => text.parse::<f64>().ok(),
        _ => None,
    };
    let (x, y) = projected(number(latitude)?, number(longitude)?)?;
    let name = line.cells.iter().map(|cell| cell.words.as_str()).find(|words| !words.is_empty()).unwrap_or_default();
    Some(Pin { x, y, name: name.to_owned(), href: line.id.and_then(|id| record(entity, id)) })
}

/// Where a place lies in the picture; None for what is no place on Earth.
fn projected(latitude: f64, longitude: f64) -> Option<(f64, f64)> {
    let earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && (latitude, longitude) != (0.0, 0.0);
    let angle = latitude.clamp(-FARTHEST, FARTHEST).to_radians();
    let north = (std::f64::consts::FRAC_PI_4 + angle / 2.0).tan().ln().to_degrees();
    earth.then_some((longitude * 100.0, -north * 100.0))
}

/// The part of the picture that holds all pins, with room around them, wider than high.
fn around(pins: &[Pin]) -> Option<(f64, f64, f64, f64)> {
    let first = pins.first()?;
    let start = (first.x, first.y, first.x, first.y);
    let (left, top, right, bottom) =
        pins.iter().fold(start, |(l, t, r, b), pin| (l.min(pin.x), t.min(pin.y), r.max(pin.x), b.max(pin.y)));
    let (middle_x, middle_y) = ((left + right) / 2.0, (top + bottom) / 2.0);
    let height = (bottom - top).max((right - left) / 1.6).max(LEAST) * 1.2;
    let width = height * 1.6;
    Some((middle_x - width / 2.0, middle_y - height / 2.0, width, height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lie_where_the_picture_has_them() {
        let (x, y) = projected(48.8566, 2.3522).unwrap();
        assert!((x - 235.22).abs() < 0.01 && (y + 5_616.0).abs() < 5.0, "{x} {y}");
        assert_eq!(projected(0.0, 0.0), None);
        assert_eq!(projected(91.0, 0.0), None);
        assert!(projected(-90.0, 10.0).is_some_and(|(_, y)| y.is_finite()));
    }

    #[test]
    fn a_map_holds_all_pins_and_is_never_too_narrow() {
        let pin = |x: f64, y: f64| Pin { x, y, name: String::new(), href: None };
        let (x, y, width, height) = around(&[pin(0.0, 0.0), pin(100.0, 900.0)]).unwrap();
        assert!(x < 0.0 && y < 0.0 && x + width > 100.0 && y + height > 900.0);
        assert!(around(&[pin(5.0, 5.0)]).unwrap().3 >= LEAST);
        assert_eq!(around(&[]), None);
    }
}
