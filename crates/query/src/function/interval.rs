//! Intervals as people of MySQL write them: `INTERVAL 1.30 MINUTE_SECOND`.

/// Months and seconds to move a moment by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Interval {
    pub months: i64,
    pub seconds: i64,
}

/// More than this many of anything leads out of the calendar.
const MAX: f64 = 400_000_000_000.0;

/// The interval that a number in a unit stands for; None beyond the calendar.
pub(crate) fn interval(number: &str, unit: &str) -> Option<Interval> {
    if number.parse::<f64>().ok()?.abs() > MAX {
        return None;
    }
    let seconds = |unit: &str| match unit {
        "SECOND" => Some(1),
        "MINUTE" => Some(60),
        "HOUR" => Some(3_600),
        "DAY" => Some(86_400),
        "WEEK" => Some(604_800),
        _ => None,
    };
    let months = |unit: &str| match unit {
        "MONTH" => Some(1),
        "QUARTER" => Some(3),
        "YEAR" => Some(12),
        _ => None,
    };
    if let Some(each) = seconds(unit) {
        return checked(0, rounded(number)?.checked_mul(each)?);
    }
    if let Some(each) = months(unit) {
        return checked(rounded(number)?.checked_mul(each)?, 0);
    }
    let parts = compound(number)?;
    let part = |from_right: usize| parts.iter().rev().nth(from_right).copied().unwrap_or(0);
    match unit {
        "YEAR_MONTH" => checked(part(1).checked_mul(12)?.checked_add(part(0))?, 0),
        "MINUTE_SECOND" => sum(&[(part(1), 60), (part(0), 1)]),
        "HOUR_SECOND" => sum(&[(part(2), 3_600), (part(1), 60), (part(0), 1)]),
        "HOUR_MINUTE" => sum(&[(part(1), 3_600), (part(0), 60)]),
        "DAY_SECOND" => sum(&[(part(3), 86_400), (part(2), 3_600), (part(1), 60), (part(0), 1)]),
        "DAY_MINUTE" => sum(&[(part(2), 86_400), (part(1), 3_600), (part(0), 60)]),
        "DAY_HOUR" => sum(&[(part(1), 86_400), (part(0), 3_600)]),
        _ => None,
    }
}

fn rounded(number: &str) -> Option<i64> {
    number.parse::<f64>().ok().map(|n| n.round() as i64)
}

/// The numbers on both sides of the point, both of the same sign.
fn compound(number: &str) -> Option<Vec<i64>> {
    let (sign, digits) = number.strip_prefix('-').map_or((1, number), |digits| (-1, digits));
    digits.split('.').map(|part| part.parse::<i64>().ok().map(|n| n * sign)).collect()
}

fn sum(parts: &[(i64, i64)]) -> Option<Interval> {
    let seconds = parts.iter().try_fold(0_i64, |sum, (n, each)| sum.checked_add(n.checked_mul(*each)?))?;
    checked(0, seconds)
}

fn checked(months: i64, seconds: i64) -> Option<Interval> {
    let within = months.abs() <= 240_000 && seconds.abs() <= 700_000_000_000;
    within.then_some(Interval { months, seconds })
}

#[cfg(test)]
mod tests {
    use super::{Interval, interval};

    #[test]
    fn intervals_become_months_and_seconds() {
        let months = |months| Some(Interval { months, seconds: 0 });
        let seconds = |seconds| Some(Interval { months: 0, seconds });
        assert_eq!(interval("2", "QUARTER"), months(6));
        assert_eq!(interval("1.6", "DAY"), seconds(172_800));
        assert_eq!(interval("1.30", "MINUTE_SECOND"), seconds(90));
        assert_eq!(interval("-1.2", "YEAR_MONTH"), months(-14));
        assert_eq!(interval("90", "MINUTE_SECOND"), seconds(90));
        assert_eq!(interval("9e15", "YEAR"), None);
    }
}
