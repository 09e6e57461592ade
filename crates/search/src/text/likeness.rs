//! How well a word fits a text: whole, as a beginning, as a part, or with a slip of the pen.

/// What a word gets at most that is neither whole nor a beginning: the index does not find it as written, so neither
/// does a look at what was written lately.
pub const PART: i64 = 3;

/// 8 for the whole word, 5 for a beginning, 3 for a part, 1 and 2 for a word that differs by a slip or two; None where
/// it fits not at all. Both are folded already.
pub fn fits(word: &str, text: &str) -> Option<i64> {
    let mut parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    if parts.clone().any(|part| part == word) {
        return Some(8);
    }
    if parts.clone().any(|part| part.starts_with(word)) {
        return Some(5);
    }
    if text.contains(word) {
        return Some(3);
    }
    let most = slips(word)?;
    let least = parts.by_ref().filter_map(|part| distance(word, part, most)).min()?;
    Some(if least == 1 { 2 } else { 1 })
}

/// How many slips a word of this length may have; None for words so short that any other would fit.
pub fn slips(word: &str) -> Option<usize> {
    match word.chars().count() {
        0..=3 => None,
        4..=6 => Some(1),
        _ => Some(2),
    }
}

/// How many letters must be changed, added, left out or swapped, where that is at most `most`.
pub fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            let mut cost = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + same);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(before[j - 2] + 1);
            }
            row.push(cost);
        }
        if row.iter().all(|cost| *cost > most) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|cost| *cost <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_come_before_beginnings_and_those_before_slips() {
        let ranks: Vec<Option<i64>> = ["martin", "mart", "arti", "martni", "martxx", "zzz"]
            .iter()
            .map(|word| fits(word, "jean martin"))
            .collect();
        assert_eq!(ranks, [Some(8), Some(5), Some(3), Some(2), None, None]);
    }

    #[test]
    fn a_swap_is_one_slip() {
        assert_eq!(distance("lombrad", "lombard", 2), Some(1));
        assert_eq!(distance("abc", "abcdef", 2), None);
        assert_eq!(distance("abcdefg", "hijklmn", 2), None);
    }
}
