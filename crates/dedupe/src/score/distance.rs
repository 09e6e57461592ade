//! How many slips of the keys lie between two words.

/// The least number of letters inserted, left out, changed, or swapped with their neighbour (Damerau–Levenshtein, each
/// letter touched once). Words that differ in length by more than three are taken to be four slips apart: nobody asks
/// for more.
pub fn slips(a: &str, b: &str) -> usize {
    if a == b {
        return 0;
    }
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) > 3 {
        return 4;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let changed = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (above[j] + 1).min(row[j - 1] + 1).min(above[j - 1] + changed);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

/// Whether two words are a slip or two apart: long ones may have two.
pub fn is_slip(a: &str, b: &str) -> bool {
    let length = a.chars().count().min(b.chars().count());
    let allowed = match length {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    let found = slips(a, b);
    found > 0 && found <= allowed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swap_of_neighbours_is_one_slip() {
        assert_eq!(slips("martin", "matrin"), 1);
        assert_eq!(slips("martin", "martins"), 1);
        assert_eq!(slips("martin", "marton"), 1);
        assert_eq!(slips("martin", "bertin"), 2);
        assert_eq!(slips("a", "abcdef"), 4);
        assert_eq!(slips("", "abc"), 3);
    }

    #[test]
    fn short_words_allow_no_slip() {
        assert!(!is_slip("luc", "lou"));
        assert!(is_slip("dupont", "dupond"));
        assert!(is_slip("villeneuve", "vileneuv"));
        assert!(!is_slip("dupont", "dupont"));
    }
}
