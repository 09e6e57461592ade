//! What languages promise to readers.

use super::{Locale, Part, raised};
use jiff::civil::{date, datetime};
use maud::html;
use rust_decimal::Decimal;

fn fr() -> Locale {
    Locale::spoken("fr").unwrap()
}

fn en() -> Locale {
    Locale::spoken("en").unwrap()
}

#[test]
fn the_account_comes_before_the_browser_and_the_browser_before_english() {
    assert_eq!(Locale::best(Some("fr_FR"), Some("en")).code(), "fr");
    assert_eq!(Locale::best(None, Some("de, fr-CA;q=0.8, en;q=0.9")).code(), "en");
    assert_eq!(Locale::best(Some("de"), Some("fr;q=0.5")).code(), "fr");
    assert_eq!(Locale::best(None, Some("en;q=0, fr;q=oops, *")).code(), "en");
    assert_eq!(Locale::best(None, None).code(), "en");
}

#[test]
fn sums_are_written_as_each_language_writes_them() {
    let sum = Decimal::new(124_000, 2);
    assert_eq!(fr().money(sum, "EUR"), "1\u{a0}240,00\u{a0}€");
    assert_eq!(en().money(sum, "EUR"), "€1,240.00");
    assert_eq!(en().money(-sum, "USD"), "-$1,240.00");
    assert_eq!(fr().money(Decimal::new(15, 1), "JPY"), "2\u{a0}¥");
    assert_eq!(en().money(Decimal::ONE, "XOF"), "XOF\u{a0}1");
    assert_eq!(fr().money_rounded(Decimal::new(2_864_049, 2), "EUR"), "28\u{a0}640\u{a0}€");
    assert_eq!(fr().money(Decimal::new(-1, 3), "EUR"), "0,00\u{a0}€");
}

#[test]
fn numbers_are_grouped_by_three() {
    assert_eq!(fr().number(1_248), "1\u{a0}248");
    assert_eq!(en().number(-1_234_567), "-1,234,567");
    assert_eq!(fr().number(Decimal::new(12_345, 1)), "1\u{a0}234,5");
    assert_eq!(en().number(999), "999");
}

#[test]
fn dates_are_written_as_each_language_writes_them() {
    let day = date(2026, 11, 1);
    assert_eq!(fr().date(day), "1er novembre 2026");
    assert_eq!(en().date(day), "1 November 2026");
    assert_eq!(fr().day_month(date(2026, 11, 19)), "19 nov.");
    assert_eq!(fr().weekday(date(2026, 11, 19)), "jeudi 19 novembre");
    assert_eq!(fr().month_year(date(2019, 3, 4)), "mars 2019");
    assert_eq!(fr().date_time(datetime(2026, 11, 19, 9, 2, 0, 0)), "19 novembre 2026 à 9\u{a0}h\u{a0}02");
    assert_eq!(en().date_time(datetime(2026, 11, 19, 9, 42, 0, 0)), "19 November 2026 at 9:42");
    assert_eq!(raised("1er mai").0, "1<sup>er</sup> mai");
    assert_eq!(raised("11er <b>").0, "11er &lt;b&gt;");
}

#[test]
fn days_are_told_by_how_far_they_are() {
    let today = date(2026, 11, 19);
    for (day, french, english) in [
        (today, "aujourd’hui", "today"),
        (date(2026, 11, 18), "hier", "yesterday"),
        (date(2026, 11, 20), "demain", "tomorrow"),
        (date(2026, 11, 16), "il y a 3 jours", "3 days ago"),
        (date(2026, 9, 1), "il y a 2 mois", "2 months ago"),
        (date(2025, 11, 1), "il y a 1 an", "1 year ago"),
        (date(2026, 12, 24), "dans 5 semaines", "in 5 weeks"),
    ] {
        assert_eq!(fr().relative(day, today), french);
        assert_eq!(en().relative(day, today), english);
    }
}

#[test]
fn french_marks_keep_to_their_words() {
    assert!(fr().text("thread-ask").contains("Qu’est-ce qui s’est dit\u{202f}?"));
    assert!(fr().with("filter-remove", &[("filter", "x".into())]).contains("«\u{a0}x\u{a0}»"));
}

#[test]
fn plurals_follow_the_number_and_numbers_inside_sentences_are_grouped() {
    assert!(fr().with("form-faults", &[("count", 1.into())]).starts_with("Un champ"));
    assert!(fr().with("form-faults", &[("count", 1248.into())]).starts_with("1\u{a0}248 champs"));
}

#[test]
fn markup_stands_where_the_language_puts_it_and_words_are_escaped() {
    let range = html! { b { "1 <i>" } };
    let out = fr().rich("paging-of", &[("range", range.into()), ("total", Part::from(1_248))]);
    assert_eq!(out.0, "<b>1 &lt;i&gt;</b> sur 1\u{a0}248");
    assert_eq!(en().rich("error-reference", &[("reference", Part::from("<script>"))]).0.matches("<script>").count(), 0);
}

#[test]
fn a_missing_key_shows_itself() {
    assert_eq!(fr().text("No such key"), "No such key");
    assert!(!fr().has("No such key") && fr().has("undo"));
}

#[test]
fn options_are_found_by_group_and_name() {
    assert_eq!(fr().option("individual_prefix", "Mrs.").as_deref(), Some("Mme"));
    assert_eq!(en().field("Contact", "last_name").as_deref(), Some("Last name"));
    assert_eq!(fr().option("gender", "unknown"), None);
    assert_eq!(fr().problem("problem-required"), "À remplir.");
    assert_eq!(fr().problem("unheard of"), fr().text("problem-other"));
}
