//! How far places lie apart: a box that an index can search, then the great circle.

use crate::Dialect;
use crate::sql::Sql;

/// The mean radius of the Earth in metres (IUGG).
pub(crate) const RADIUS: f64 = 6_371_008.8;

/// The way along the great circle between two places in degrees, in metres (haversine).
pub(crate) fn distance(from: (f64, f64), to: (f64, f64)) -> f64 {
    let half = |a: f64, b: f64| ((a - b).to_radians() / 2.0).sin().powi(2);
    let across = half(from.0, to.0) + from.0.to_radians().cos() * to.0.to_radians().cos() * half(from.1, to.1);
    2.0 * RADIUS * across.sqrt().min(1.0).asin()
}

/// Whether a place in these columns lies within so many metres of another.
pub(crate) fn near(dialect: Dialect, (latitude, longitude): (&Sql, &Sql), at: (f64, f64), metres: f64) -> Sql {
    let degrees = (metres / RADIUS).to_degrees();
    let (low, high) = (at.0 - degrees, at.0 + degrees);
    let mut parts = vec![Sql::fill("{0} BETWEEN {1} AND {2}", &[latitude, &number(low), &number(high)])];
    // Around a pole all longitudes are near, and across the date line the box would be two.
    let wide = degrees / at.0.to_radians().cos().max(0.01);
    if high.abs().max(low.abs()) < 85.0 && at.1 - wide >= -180.0 && at.1 + wide <= 180.0 {
        let ends = [number(at.1 - wide), number(at.1 + wide)];
        parts.push(Sql::fill("{0} BETWEEN {1} AND {2}", &[longitude, &ends[0], &ends[1]]));
    }
    let binds = [number(at.0), number(at.1), number(metres)];
    let [x, y, most] = &binds;
    let way = match dialect {
        Dialect::Sqlite => Sql::fill("ruche_distance({0}, {1}, {2}, {3})", &[latitude, longitude, x, y]),
        Dialect::Postgres => Sql::fill(
            "(2 * 6371008.8 * asin(least(1, sqrt(power(sin(radians({0} - {2}) / 2), 2) \
             + cos(radians({0})) * cos(radians({2})) * power(sin(radians({1} - {3}) / 2), 2)))))",
            &[latitude, longitude, x, y],
        ),
    };
    parts.push(Sql::fill("{0} <= {1}", &[&way, most]));
    Sql::fill("({0})", &[&Sql::join(&parts, " AND ")])
}

fn number(number: f64) -> Sql {
    Sql::bound(schema::Value::Float(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paris_lies_392_kilometres_from_lyon() {
        let way = distance((48.8566, 2.3522), (45.7640, 4.8357)) / 1_000.0;
        assert!((391.0..393.0).contains(&way), "{way}");
        assert_eq!(distance((10.0, 179.9), (10.0, 179.9)), 0.0);
        assert!(distance((0.0, 179.9), (0.0, -179.9)) < 23_000.0);
    }

    #[test]
    fn the_box_leaves_longitudes_open_where_it_would_be_wrong() {
        let near = |at| near(Dialect::Sqlite, (&Sql::raw("x"), &Sql::raw("y")), at, 50_000.0).text;
        assert!(near((45.0, 5.0)).contains("y BETWEEN"));
        assert!(!near((45.0, 179.9)).contains("y BETWEEN"));
        assert!(!near((89.9, 5.0)).contains("y BETWEEN"));
    }
}
