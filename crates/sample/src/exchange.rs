//! What was said with a contact over the years: calls, meetings, e-mails, tasks, and notes.

use jiff::civil::{Date, DateTime};

use crate::outline::{self, Class, Language, days_before};
use crate::rng::{Purpose, Rng};
use crate::tables::World;
use crate::words_exchange as words;

/// The type of an exchange, as the option group `activity_type` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExchangeKind {
    Meeting = 1,
    Call = 2,
    Email = 3,
    FollowUp = 14,
}

impl ExchangeKind {
    /// The value of the option, as recorded in the field.
    pub fn value(self) -> u32 {
        self as u32
    }
}

/// One exchange, or a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    pub kind: ExchangeKind,
    pub at: DateTime,
    pub minutes: Option<u32>,
    pub subject: &'static str,
    /// Plain text.
    pub details: Option<String>,
    /// Still to be done.
    pub is_open: bool,
    /// A number by which one of those who work for the association is chosen.
    pub by: u32,
    /// Whether it was given to somebody.
    pub is_assigned: bool,
}

/// Something written down about a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub at: DateTime,
    pub words: &'static str,
    pub by: u32,
}

/// Everything said with and about one contact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    pub exchanges: Vec<Exchange>,
    pub remarks: Vec<Remark>,
}

const KINDS: &[(ExchangeKind, u32)] =
    &[(ExchangeKind::Call, 42), (ExchangeKind::Email, 28), (ExchangeKind::Meeting, 20), (ExchangeKind::FollowUp, 10)];

/// How many there are: most contacts have one or two, a few have many.
const COUNTS: &[(u32, u32)] = &[(0, 22), (1, 34), (2, 24), (3, 11), (4, 5), (6, 3), (12, 1)];

pub(crate) fn past(world: &World, index: usize) -> Past {
    let mut rng = world.rng(index, Purpose::Exchanges);
    let language = outline::outline(world, index).language;
    let known = outline::created(world, index);
    let count = rng.weighted(COUNTS);
    let count = if outline::class(world, index) == Class::Organization { count * 2 } else { count };
    let mut exchanges: Vec<Exchange> = (0..count).map(|_| exchange(&mut rng, world.today, known, language)).collect();
    exchanges.sort_by_key(|one| one.at);
    let remarks = (0..u32::from(rng.chance(320))).map(|_| remark(&mut rng, world.today, known, language)).collect();
    Past { exchanges, remarks }
}

fn exchange(rng: &mut Rng, today: Date, known: DateTime, language: Language) -> Exchange {
    let kind = rng.weighted(KINDS);
    let is_open = kind == ExchangeKind::FollowUp && rng.chance(350) || rng.chance(15);
    let at = if is_open { ahead(rng, today) } else { since(rng, today, known) };
    let subjects = words::subjects(language, kind);
    let details = rng.chance(450).then(|| rng.pick(words::details(language)).to_owned());
    let minutes = match kind {
        ExchangeKind::Call => Some(rng.pick(&[3, 5, 5, 10, 10, 15, 20, 30])),
        ExchangeKind::Meeting => Some(rng.pick(&[30, 45, 60, 60, 90, 120])),
        _ => None,
    };
    Exchange {
        kind,
        at,
        minutes: minutes.filter(|_| !is_open && rng.chance(700)),
        subject: rng.pick(subjects),
        details,
        is_open,
        by: rng.below(1_000),
        is_assigned: is_open || kind == ExchangeKind::FollowUp,
    }
}

fn remark(rng: &mut Rng, today: Date, known: DateTime, language: Language) -> Remark {
    Remark { at: since(rng, today, known), words: rng.pick(words::remarks(language)), by: rng.below(1_000) }
}

/// A moment in office hours since the contact is known, later ones more often.
fn since(rng: &mut Rng, today: Date, known: DateTime) -> DateTime {
    let days = today.since(known.date()).map_or(1, |span| span.get_days()).max(1);
    let (first, second) = (rng.between(0, days - 1), rng.between(0, days - 1));
    let day = days_before(today, 1 + first.min(second));
    let at = day.at(rng.between(9, 18) as i8, rng.pick(&[0, 5, 10, 15, 20, 30, 35, 40, 45, 50]), 0, 0);
    at.max(known)
}

/// A moment from three weeks ago, for what is late, to two months ahead.
fn ahead(rng: &mut Rng, today: Date) -> DateTime {
    let days = rng.between(-60, 20);
    days_before(today, days).at(rng.pick(&[9, 10, 11, 14, 15, 16, 17]), rng.pick(&[0, 0, 0, 30]), 0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn world() -> World {
        World::new(7, date(2026, 11, 20))
    }

    #[test]
    fn the_same_seed_tells_the_same_past() {
        assert_eq!(past(&world(), 42), past(&world(), 42));
        assert_ne!((0..50).map(|n| past(&world(), n)).collect::<Vec<_>>(), vec![Past::default(); 50]);
    }

    #[test]
    fn there_are_about_two_for_each_contact() {
        let world = world();
        let all: Vec<Past> = (0..4_000).map(|n| past(&world, n)).collect();
        let count: usize = all.iter().map(|one| one.exchanges.len() + one.remarks.len()).sum();
        assert!((7_000..9_500).contains(&count), "{count}");
    }

    #[test]
    fn nothing_was_said_before_the_contact_was_known_and_what_is_done_is_past() {
        let world = world();
        for index in 0..2_000 {
            let known = outline::created(&world, index);
            let past = past(&world, index);
            for one in &past.exchanges {
                assert!(one.is_open || one.at >= known && one.at.date() < world.today, "{one:?}");
                assert!(!one.subject.is_empty());
            }
            assert!(past.remarks.iter().all(|one| one.at >= known));
        }
    }
}
