//! Paths into JSON documents: `$.a."b c"[0]`.

/// The keys and indexes of a path, in order; None when it cannot be read.
pub(crate) fn steps(path: &str) -> Option<Vec<String>> {
    let mut rest = path.trim().strip_prefix('$').unwrap_or(path.trim());
    let mut steps = Vec::new();
    while let Some(first) = rest.chars().next() {
        let (step, tail) = match first {
            '.' if rest[1..].starts_with('"') => rest[2..].split_once('"')?,
            '[' => rest[1..].split_once(']').filter(|(n, _)| n.parse::<u32>().is_ok())?,
            '.' => named(&rest[1..])?,
            _ if steps.is_empty() => named(rest)?,
            _ => return None,
        };
        steps.push(step.to_owned());
        rest = tail;
    }
    (steps.len() <= 64 && !steps.iter().any(|step| step.contains('\u{1}'))).then_some(steps)
}

fn named(text: &str) -> Option<(&str, &str)> {
    let end = text.find(['.', '[']).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::steps;

    #[test]
    fn paths_are_taken_apart_into_keys_and_indexes() {
        assert_eq!(steps("$.a.b"), Some(vec!["a".into(), "b".into()]));
        assert_eq!(steps("$[0].\"x y\""), Some(vec!["0".into(), "x y".into()]));
        assert_eq!(steps("plain"), Some(vec!["plain".into()]));
        assert_eq!(steps("$"), Some(vec![]));
        assert_eq!(steps("$..a"), None);
        assert_eq!(steps("$[*]"), None);
    }
}
