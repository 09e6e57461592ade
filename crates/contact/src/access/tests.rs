//! Tests of what needs no database.

use super::{password, token};

#[test]
fn a_hash_fits_its_password_alone() {
    let hash = password::hash("a sentence does very well").unwrap();
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    assert!(password::verify("a sentence does very well", Some(&hash)));
    assert!(!password::verify("a sentence does very wel", Some(&hash)));
    assert!(!password::verify("nobody has this password", None));
}

#[test]
fn easy_passwords_are_refused() {
    for easy in ["short", "1234567890", "MotDePasse123", "aaaaaaaaaaaaaaaa", "Marie.Curie"] {
        assert!(password::check(easy, "marie.curie").is_err(), "{easy}");
    }
    assert!(password::check("rosée du matin clair", "marie").is_ok());
    assert!(password::check(&"x y".repeat(200), "marie").is_err());
}

#[test]
fn random_tokens_are_long_and_differ() {
    let (a, b) = (token::random().unwrap(), token::random().unwrap());
    assert_eq!(a.len(), 32);
    assert_ne!(a, b);
    assert!(token::equal(&a, &a.clone()) && !token::equal(&a, &b));
}

#[test]
fn passwords_made_of_the_words_of_the_place_are_refused() {
    let words = ["ruche", "Les Jardins", "Jardins", "camille", "de"].map(str::to_owned);
    for easy in ["Jardins2026!!", "ruche-ruche-12", "JARDINS camille 1", "camille.1987.ab", "Jardins__jardins"] {
        assert!(password::is_of_words(easy, &words), "{easy}");
    }
    for fine in ["rosée du matin clair", "les jardins sous la pluie", "12345678901234", "camille aime la neige", ""] {
        assert!(!password::is_of_words(fine, &words), "{fine}");
    }
}
