//! SPDX licence expressions: whether the licences that we allow satisfy one.
//!
//! Source: SPDX specification 2.3, annex D; `AND` binds tighter than `OR`, `WITH` names an
//! exception, which only adds permissions. The older `MIT/Apache-2.0` means `OR`.

/// Whether `expression` can be satisfied by licences in `allowed` alone.
/// What cannot be read is not allowed.
pub fn allows(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    any(&mut rest, allowed).is_some_and(|satisfied| satisfied && rest.is_empty())
}

fn any(rest: &mut &[&str], allowed: &[String]) -> Option<bool> {
    let mut satisfied = all(rest, allowed)?;
    while take(rest, "OR") {
        satisfied |= all(rest, allowed)?;
    }
    Some(satisfied)
}

fn all(rest: &mut &[&str], allowed: &[String]) -> Option<bool> {
    let mut satisfied = one(rest, allowed)?;
    while take(rest, "AND") {
        satisfied &= one(rest, allowed)?;
    }
    Some(satisfied)
}

fn one(rest: &mut &[&str], allowed: &[String]) -> Option<bool> {
    if take(rest, "(") {
        let satisfied = any(rest, allowed)?;
        return take(rest, ")").then_some(satisfied);
    }
    let (licence, after) = rest.split_first()?;
    *rest = after;
    if take(rest, "WITH") {
        *rest = rest.split_first()?.1;
    }
    Some(allowed.iter().any(|name| name == licence))
}

/// Steps over `word` if it comes next.
fn take(rest: &mut &[&str], word: &str) -> bool {
    match rest.split_first() {
        Some((first, after)) if *first == word => {
            *rest = after;
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_mit_and_zlib(expression: &str) -> bool {
        allows(expression, &["MIT".to_owned(), "Zlib".to_owned()])
    }

    #[test]
    fn one_allowed_choice_is_enough() {
        assert!(with_mit_and_zlib("GPL-2.0-only OR MIT"));
        assert!(with_mit_and_zlib("Apache-2.0/MIT"));
        assert!(with_mit_and_zlib("MIT WITH Some-exception"));
    }

    #[test]
    fn every_part_of_a_conjunction_is_needed() {
        assert!(with_mit_and_zlib("MIT AND Zlib"));
        assert!(!with_mit_and_zlib("(MIT OR Apache-2.0) AND BSD-3-Clause"));
        assert!(with_mit_and_zlib("Apache-2.0 AND BSD-3-Clause OR Zlib"));
    }

    #[test]
    fn nonsense_and_silence_allow_nothing() {
        for expression in ["", "MIT MIT", "(MIT", "OR MIT", "MIT WITH"] {
            assert!(!with_mit_and_zlib(expression), "{expression:?}");
        }
    }
}
