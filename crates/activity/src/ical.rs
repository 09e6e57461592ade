//! Calendars as other programs read them (RFC 5545): escaping, folding, times in UTC.

use jiff::civil::DateTime;

/// One entry of a calendar.
#[derive(Clone, Debug, Default)]
pub struct Event {
    /// The same for the same record for ever.
    pub uid: String,
    /// In UTC.
    pub start: DateTime,
    pub minutes: i64,
    pub changed: DateTime,
    pub summary: String,
    pub description: String,
    pub location: String,
    pub url: String,
    /// Given up: shown struck through.
    pub cancelled: bool,
}

/// Somebody who invites or is invited: the name and the address.
#[derive(Clone, Debug, Default)]
pub struct Party {
    pub name: String,
    pub address: String,
}

/// An entry without a duration is shown as this long.
const SHORT: i64 = 15;

/// The calendar as a file.
pub fn calendar(name: &str, events: &[Event]) -> String {
    let mut out = String::with_capacity(256 + events.len() * 300);
    for text in
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Ruche//Activities//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    {
        line(&mut out, text);
    }
    line(&mut out, &format!("X-WR-CALNAME:{}", escaped(name)));
    line(&mut out, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    for event in events {
        entry(&mut out, event, &[]);
    }
    line(&mut out, "END:VCALENDAR");
    out
}

/// An invitation, for the part of a message that mail programs put into their calendar (RFC 5546, 3.2.2).
pub fn invitation(event: &Event, organiser: &Party, guest: &Party) -> String {
    let mut out = String::with_capacity(600);
    for text in
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Ruche//Activities//EN", "CALSCALE:GREGORIAN", "METHOD:REQUEST"]
    {
        line(&mut out, text);
    }
    let of = |role: &str, party: &Party| format!("{role};CN={}:mailto:{}", quoted(&party.name), bare(&party.address));
    let parties = [of("ORGANIZER", organiser), of("ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=FALSE", guest)];
    entry(&mut out, event, &parties);
    line(&mut out, "END:VCALENDAR");
    out
}

/// A parameter's value between quotation marks (RFC 5545 §3.2).
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace(|letter: char| letter.is_control() || letter == '"', ""))
}

fn bare(address: &str) -> String {
    address.replace(|letter: char| letter.is_control() || letter.is_whitespace(), "")
}

fn entry(out: &mut String, event: &Event, more: &[String]) {
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{}", escaped(&event.uid)));
    line(out, &format!("DTSTAMP:{}", moment(event.changed)));
    line(out, &format!("DTSTART:{}", moment(event.start)));
    let minutes = if event.minutes > 0 { event.minutes } else { SHORT };
    line(out, &format!("DURATION:PT{minutes}M"));
    for (name, text) in
        [("SUMMARY", &event.summary), ("DESCRIPTION", &event.description), ("LOCATION", &event.location)]
    {
        if !text.is_empty() {
            line(out, &format!("{name}:{}", escaped(text)));
        }
    }
    if !event.url.is_empty() {
        line(out, &format!("URL:{}", event.url.replace(char::is_control, "")));
    }
    more.iter().for_each(|text| line(out, text));
    line(out, if event.cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
    line(out, "END:VEVENT");
}

/// `20261119T084200Z`
fn moment(utc: DateTime) -> String {
    utc.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A text value (RFC 5545 §3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(letter);
            }
            '\n' => out.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

/// A content line, folded after 75 octets (RFC 5545 §3.1), never within a sign.
fn line(out: &mut String, text: &str) {
    const MOST: usize = 75;
    let mut used = 0;
    for letter in text.chars() {
        if used + letter.len_utf8() > MOST {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(letter);
        used += letter.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::datetime;

    fn one() -> Event {
        Event {
            uid: "activity-7@ruche".to_owned(),
            start: datetime(2026, 11, 19, 8, 42, 0, 0),
            changed: datetime(2026, 11, 1, 0, 0, 0, 0),
            summary: "Appel; Claire, Malik".to_owned(),
            description: "Un\\deux\r\ntrois".to_owned(),
            ..Event::default()
        }
    }

    #[test]
    fn signs_with_a_meaning_are_escaped() {
        let file = calendar("Agenda", &[one()]);
        assert!(file.contains("SUMMARY:Appel\\; Claire\\, Malik\r\n"), "{file}");
        assert!(file.contains("DESCRIPTION:Un\\\\deux\\ntrois\r\n"));
        assert!(file.contains("DTSTART:20261119T084200Z\r\nDURATION:PT15M\r\n"));
        assert!(file.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && file.ends_with("END:VCALENDAR\r\n"));
    }

    #[test]
    fn nobody_can_add_a_line_of_their_own() {
        let event = Event { summary: "a\nEND:VEVENT\rX".to_owned(), url: "https://x\r\nX:1".to_owned(), ..one() };
        let file = calendar("x\r\ny", &[event]);
        assert_eq!(file.matches("\r\nEND:VEVENT\r\n").count(), 1);
        assert!(!file.contains("\r\nX:1") && !file.contains("\ny"));
    }

    #[test]
    fn an_invitation_names_who_invites_and_who_is_invited() {
        let organiser = Party { name: "L'Asso \"du\" Lac".to_owned(), address: "asso@example.org".to_owned() };
        let guest = Party { name: "Bo\r\nX:1".to_owned(), address: "bo@example.org\r\nX:1".to_owned() };
        let file = invitation(&one(), &organiser, &guest);
        assert!(file.contains("\r\nMETHOD:REQUEST\r\n"));
        assert!(file.contains("\r\nORGANIZER;CN=\"L'Asso du Lac\":mailto:asso@example.org\r\n"), "{file}");
        assert!(!file.contains("\r\nX:1"), "{file}");
    }

    #[test]
    fn long_lines_are_folded_between_signs() {
        let event = Event { summary: "é".repeat(200), ..one() };
        let file = calendar("Agenda", &[event]);
        assert!(file.split("\r\n").all(|line| line.len() <= 75));
        assert!(file.replace("\r\n ", "").contains(&"é".repeat(200)));
    }
}
