//! What somebody writes down in a hurry, read as an activity: "5 min, is looking for a room in March".

/// The words of a quick note, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Minutes, where the words begin with them.
    pub minutes: Option<i64>,
    /// The first sentence or line.
    pub subject: String,
    /// All of it, where it is more than the subject.
    pub details: Option<String>,
}

/// A subject is no longer than this.
const SUBJECT: usize = 100;
/// A day has no more minutes.
const DAY: i64 = 24 * 60;

/// Reads what was written.
pub fn read(words: &str) -> Said {
    let words = words.trim();
    let (minutes, rest) = lasting(words).map_or((None, words), |(minutes, rest)| (Some(minutes), rest));
    let first = rest.lines().next().unwrap_or_default().trim();
    let sentence = first.find(['.', '!', '?', '…']).filter(|at| {
        let after = first.get(*at..).and_then(|rest| rest.chars().nth(1));
        *at >= 12 && after.is_none_or(char::is_whitespace)
    });
    let subject = sentence.and_then(|at| first.get(..at)).unwrap_or(first);
    let subject = shortened(subject.trim_end_matches(['.', ' ']));
    let whole = rest.trim();
    let said_all = subject == whole.trim_end_matches(['.', ' ']);
    Said { minutes, details: (!said_all).then(|| whole.to_owned()), subject }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= SUBJECT {
        return text.to_owned();
    }
    let cut: String = text.chars().take(SUBJECT - 1).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(kept, _)| kept);
    format!("{}…", cut.trim_end_matches([',', ';', ':']))
}

/// The minutes at the beginning (`5 min`, `1 h`, `1h30`), and what follows them.
fn lasting(words: &str) -> Option<(i64, &str)> {
    let digits = words.find(|c: char| !c.is_ascii_digit()).filter(|at| (1..=3).contains(at))?;
    let number: i64 = words.get(..digits)?.parse().ok()?;
    let rest = words.get(digits..)?.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let letters = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let (unit, after) = (rest.get(..letters)?.to_lowercase(), rest.get(letters..)?);
    let (minutes, after) = match unit.as_str() {
        "min" | "mn" | "mins" | "minute" | "minutes" => (number, after),
        "h" | "heure" | "heures" | "hour" | "hours" => {
            let more = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len()).min(2);
            let extra: i64 = after.get(..more)?.parse().unwrap_or(0);
            (number * 60 + extra, after.get(more..)?)
        }
        _ => return None,
    };
    let after = after.trim_start_matches([',', '.', ':', ';', '-', '–', ' ', '\u{a0}']);
    (0..=DAY).contains(&minutes).then_some((minutes, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_minutes_at_the_beginning_are_the_duration() {
        for (words, minutes, subject) in [
            ("5 min, cherche une salle", Some(5), "cherche une salle"),
            ("1h30 Réunion", Some(90), "Réunion"),
            ("2 h : préparation", Some(120), "préparation"),
            ("20 personnes viennent", None, "20 personnes viennent"),
            ("10 minutes", Some(10), ""),
            ("999 h de trop", None, "999 h de trop"),
        ] {
            let said = read(words);
            assert_eq!((said.minutes, said.subject.as_str()), (minutes, subject), "{words}");
        }
    }

    #[test]
    fn the_first_sentence_is_the_subject_and_the_whole_is_kept() {
        let said = read("Prête à tenir l’atelier. Demande si le local est chauffé.");
        assert_eq!(said.subject, "Prête à tenir l’atelier");
        assert_eq!(said.details.as_deref(), Some("Prête à tenir l’atelier. Demande si le local est chauffé."));
        assert_eq!(read("Rappeler jeudi."), Said { subject: "Rappeler jeudi".to_owned(), ..Said::default() });
        assert_eq!(read("Une ligne\nUne autre").subject, "Une ligne");
        assert_eq!(read("  "), Said::default());
        assert_eq!(read("M. Durand viendra").subject, "M. Durand viendra");
    }

    #[test]
    fn a_long_first_sentence_is_cut_between_words() {
        let long = "mot ".repeat(60);
        let said = read(&long);
        assert!(said.subject.chars().count() <= SUBJECT && said.subject.ends_with("mot…"));
        assert_eq!(said.details.as_deref(), Some(long.trim()));
    }
}
