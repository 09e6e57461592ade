//! Pairs as they are found in lists of members, and what is said of them.

use super::*;

fn person(first: &str, last: &str) -> Profile {
    static NEXT: std::sync::atomic::AtomicI64 = std::sync::atomic::AtomicI64::new(1);
    let id = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    Profile { id, first: first.to_owned(), last: last.to_owned(), ..Profile::default() }
}

impl Profile {
    fn born(mut self, date: &str) -> Profile {
        self.birth = date.parse().ok();
        self
    }
    fn mail(mut self, email: &str) -> Profile {
        self.emails.push(email.to_owned());
        self
    }
    fn phone(mut self, digits: &str) -> Profile {
        self.phones.push(digits.to_owned());
        self
    }
    fn at(mut self, street: &str, postcode: &str, city: &str) -> Profile {
        let (street, postcode, city) = (street.to_owned(), postcode.to_owned(), city.to_owned());
        self.places.push(Place { street, postcode, city });
        self
    }
}

fn likely(one: &Profile, other: &Profile) -> bool {
    let (there, back) = (score(one, other), score(other, one));
    assert_eq!(there.score, back.score, "{there:?} {back:?}");
    there.score >= LIKELY
}

#[test]
fn accents_and_capitals_do_not_make_another_person() {
    let found = score(&person("Hélène", "Lefèvre"), &person("HELENE", "LEFEVRE"));
    assert_eq!(found.reasons, [SameName]);
    assert!(found.score >= LIKELY);
}

#[test]
fn names_in_each_others_place_are_seen() {
    let found = score(&person("Martin", "Claire"), &person("Claire", "Martin"));
    assert_eq!(found.reasons, [SwappedNames]);
}

#[test]
fn pet_names_with_one_more_thing_in_common_are_one_person() {
    let one = person("Bob", "Martin").mail("bob.martin@example.org");
    let other = person("Robert", "Martin").mail("bob.martin@example.org");
    assert_eq!(score(&one, &other).reasons, [Nickname, SameEmail]);
    assert!(likely(&one, &other));
}

#[test]
fn a_slip_in_the_name_needs_something_else_in_common() {
    assert!(!likely(&person("Claire", "Martin"), &person("Claire", "Marton")));
    let with = |p: Profile| p.born("1980-02-01");
    assert!(likely(&with(person("Claire", "Martin")), &with(person("Claire", "Marton"))));
}

#[test]
fn a_family_is_not_one_person() {
    let home =
        |p: Profile| p.at("3 rue des Lilas", "26400", "Crest").mail("famille.martin@example.org").phone("0475000000");
    assert!(!likely(&home(person("Claire", "Martin")), &home(person("Paul", "Martin"))));
    assert!(!likely(&home(person("Paul", "Martin")), &home(person("Paule", "Martin"))));
}

#[test]
fn father_and_son_of_one_name_are_told_by_their_birth() {
    let home = |p: Profile| p.at("3 rue des Lilas", "26400", "Crest");
    assert!(!likely(
        &home(person("Paul", "Martin").born("1950-01-01")),
        &home(person("Paul", "Martin").born("1980-05-07"))
    ));
}

#[test]
fn two_of_one_name_who_live_elsewhere_are_not_proposed() {
    let one = person("Marie", "Martin").at("1 rue Haute", "26400", "Crest").mail("mm@example.org");
    let other = person("Marie", "Martin").at("9 quai Sud", "13001", "Marseille").mail("marie@example.net");
    assert!(!likely(&one, &other));
}

#[test]
fn a_birth_date_with_day_and_month_in_each_others_place_is_a_slip() {
    let found = score(&person("Ada", "Byron").born("1980-03-04"), &person("Ada", "Byron").born("1980-04-03"));
    assert_eq!(found.reasons, [SameName, BirthSlip]);
}

#[test]
fn a_married_name_beside_that_of_birth_is_a_variant() {
    let one = person("Claire", "Morel").born("1980-03-04");
    let other = person("Claire", "Morel-Diallo").born("1980-03-04");
    assert_eq!(score(&one, &other).reasons, [NameVariant, SameBirth]);
    assert!(likely(&one, &other));
}

#[test]
fn a_slip_in_the_email_is_seen() {
    let one = person("Ada", "Byron").mail("ada.byron@gmail.com");
    let other = person("Ada", "Byron").mail("ada.byron@gmial.com");
    assert_eq!(score(&one, &other).reasons, [SameName, EmailSlip]);
}

#[test]
fn every_reason_is_known_by_its_word() {
    for (reason, word) in WORDS {
        assert_eq!(Reason::of(word), Some(reason));
        assert_eq!(reason.word(), word);
    }
}

#[test]
fn a_frequent_name_alone_makes_nobody_alike() {
    let found = score(&person("Marie", "Martin"), &person("Marie", "MARTIN"));
    assert!(found.is_likely(2) && !found.is_likely(25), "{found:?}");
    let called = |number: &str| person("Marie", "Martin").phone(number);
    let found = score(&called("0639980012"), &called("0639980012"));
    assert!(found.is_likely(25), "{found:?}");
}

#[test]
fn a_mailbox_that_is_the_name_at_another_provider_tells_no_more_than_the_name() {
    let at = |email: &str| person("Marie", "Martin").mail(email);
    let named = score(&at("marie.martin@example.org"), &at("marie.martin@example.net"));
    assert_eq!(named.reasons, [SameName]);
    let own = score(&at("bricoleuse26@example.org"), &at("bricoleuse26@example.net"));
    assert_eq!(own.reasons, [SameName, EmailMoved]);
}
