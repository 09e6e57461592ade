//! Dates and times as the API writes them: `YYYY-MM-DD` and `YYYY-MM-DD HH:MM:SS`.

use jiff::civil::{Date, DateTime};

/// `YYYY-MM-DD`; the year has four digits, after a `-` if it is before year 0.
pub fn date_text(date: Date) -> String {
    let mut text = String::with_capacity(10);
    push_date(date, &mut text);
    text
}

/// `YYYY-MM-DD HH:MM:SS`, without fractions of a second.
pub fn datetime_text(at: DateTime) -> String {
    let mut text = String::with_capacity(19);
    push_datetime(at, &mut text);
    text
}

/// Appends [`date_text`] to a string.
pub fn push_date(date: Date, out: &mut String) {
    let digits = date_digits(date);
    sign(date, |minus| out.push(minus));
    out.extend(digits.iter().map(|byte| char::from(*byte)));
}

/// Appends [`datetime_text`] to a string.
pub fn push_datetime(at: DateTime, out: &mut String) {
    push_date(at.date(), out);
    out.extend(time_digits(at).iter().map(|byte| char::from(*byte)));
}

/// Appends [`date_text`] to bytes.
pub fn write_date(date: Date, out: &mut Vec<u8>) {
    sign(date, |_| out.push(b'-'));
    out.extend_from_slice(&date_digits(date));
}

/// Appends [`datetime_text`] to bytes.
pub fn write_datetime(at: DateTime, out: &mut Vec<u8>) {
    write_date(at.date(), out);
    out.extend_from_slice(&time_digits(at));
}

fn sign(date: Date, write: impl FnOnce(char)) {
    if date.year() < 0 {
        write('-');
    }
}

fn date_digits(date: Date) -> [u8; 10] {
    let year = date.year().unsigned_abs();
    let [century, rest] = [(year / 100) as u8, (year % 100) as u8];
    let ([a, b], [c, d]) = (pair(century), pair(rest));
    let ([e, f], [g, h]) = (pair(date.month() as u8), pair(date.day() as u8));
    [a, b, c, d, b'-', e, f, b'-', g, h]
}

/// ` HH:MM:SS`, with the space before it.
fn time_digits(at: DateTime) -> [u8; 9] {
    let [a, b] = pair(at.hour() as u8);
    let [c, d] = pair(at.minute() as u8);
    let [e, f] = pair(at.second() as u8);
    [b' ', a, b, b':', c, d, b':', e, f]
}

/// Two ASCII digits of a number below 100.
fn pair(number: u8) -> [u8; 2] {
    [b'0' + number / 10, b'0' + number % 10]
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, datetime};

    #[test]
    fn every_part_keeps_its_leading_zeros() {
        assert_eq!(date_text(date(2024, 1, 5)), "2024-01-05");
        assert_eq!(date_text(date(7, 12, 31)), "0007-12-31");
        assert_eq!(date_text(date(9999, 12, 31)), "9999-12-31");
        assert_eq!(datetime_text(datetime(2024, 2, 29, 3, 4, 5, 999)), "2024-02-29 03:04:05");
        assert_eq!(datetime_text(datetime(0, 1, 1, 0, 0, 0, 0)), "0000-01-01 00:00:00");
        assert_eq!(date_text(date(-44, 3, 15)), "-0044-03-15");
    }

    #[test]
    fn text_is_appended_to_what_is_there() {
        let mut bytes = b"[".to_vec();
        write_date(date(2024, 1, 5), &mut bytes);
        bytes.push(b',');
        write_datetime(datetime(2024, 1, 5, 23, 59, 58, 0), &mut bytes);
        assert_eq!(bytes, b"[2024-01-05,2024-01-05 23:59:58");
        let mut text = String::from("on ");
        push_datetime(datetime(2024, 1, 5, 0, 0, 1, 0), &mut text);
        assert_eq!(text, "on 2024-01-05 00:00:01");
    }
}
