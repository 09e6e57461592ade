//! What the lines of access lists come to: which of them speak, and which of those that speak decides. Pure.

use std::collections::BTreeMap;

use crate::{Rule, Verb};

/// What somebody wants to do with a record, a form, a set of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    View,
    Edit,
    Create,
    Delete,
    Search,
}

impl Act {
    /// All of them, in the order in which people read them.
    pub const ALL: [Act; 5] = [Act::View, Act::Edit, Act::Create, Act::Delete, Act::Search];

    /// Its name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Act::View => "View",
            Act::Edit => "Edit",
            Act::Create => "Create",
            Act::Delete => "Delete",
            Act::Search => "Search",
        }
    }
}

impl From<Verb> for Act {
    fn from(verb: Verb) -> Act {
        match verb {
            Verb::View => Act::View,
            Verb::Edit => Act::Edit,
            Verb::Delete => Act::Delete,
        }
    }
}

/// A line of the access lists that concerns somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub name: String,
    pub operation: String,
    /// Which object; none for all of its kind.
    pub object: Option<i64>,
    pub deny: bool,
    pub priority: i64,
}

impl Line {
    /// Whether it says anything about doing this. To change or delete is more than to see, so whoever may do the one may
    /// do the other, and whoever may not see may do nothing. Making new ones and searching are doors of their own.
    pub fn concerns(&self, act: impl Into<Act>) -> bool {
        let act = act.into();
        matches!(
            (self.deny, act, self.operation.as_str()),
            (_, _, "All")
                | (_, Act::Create, "Create")
                | (_, Act::Search, "Search")
                | (false, Act::View, "View" | "Edit" | "Delete")
                | (false, Act::Edit, "Edit")
                | (false, Act::Delete, "Edit" | "Delete")
                | (true, Act::View | Act::Edit | Act::Delete, "View")
                | (true, Act::Edit | Act::Delete, "Edit")
                | (true, Act::Delete, "Delete")
        )
    }

    /// Whether it speaks of this object.
    pub fn is_about(&self, object: i64) -> bool {
        self.object.is_none_or(|own| own == object)
    }
}

/// Puts the line that decides first: the highest priority, and of equals the one that denies.
pub fn by_weight(lines: &mut [Line]) {
    lines.sort_by_key(|line| std::cmp::Reverse((line.priority, line.deny)));
}

/// Whether an object is open: what the line of the highest priority about it says; of equals, the one that denies.
/// Where no line speaks, it is closed.
pub fn is_open(lines: &[Line], object: i64, act: impl Into<Act>) -> bool {
    let act = act.into();
    let weight = |line: &&Line| (line.priority, line.deny);
    let speaking = lines.iter().filter(|line| line.concerns(act) && line.is_about(object));
    speaking.max_by_key(weight).is_some_and(|line| !line.deny)
}

/// Whether an object may be searched by, or used in another way that is open unless a line closes it: as [`is_open`],
/// where no line speaks it is open.
pub fn is_left_open(lines: &[Line], object: i64, act: impl Into<Act>) -> bool {
    let act = act.into();
    let speaks = |line: &Line| line.concerns(act) && line.is_about(object);
    !lines.iter().any(speaks) || is_open(lines, object, act)
}

/// One priority after the other: what a higher one says covers what the lower ones say, and of lines with the same
/// priority those that deny cover those that allow. `objects` tells the rule for several objects.
///
/// # Errors
/// Whatever `objects` fails with.
pub fn layered<E>(lines: &[Line], objects: impl Fn(&[i64]) -> Result<Rule, E>) -> Result<Rule, E> {
    let mut levels: BTreeMap<i64, [Vec<&Line>; 2]> = BTreeMap::new();
    for line in lines {
        let [allowing, denying] = levels.entry(line.priority).or_default();
        if line.deny { denying.push(line) } else { allowing.push(line) }
    }
    let rule_of = |lines: &[&Line]| -> Result<Rule, E> {
        let ids: Option<Vec<i64>> = lines.iter().map(|line| line.object).collect();
        match ids {
            Some(ids) if ids.is_empty() => Ok(Rule::Nothing),
            Some(ids) => objects(&ids),
            // One of them speaks of everything.
            None => Ok(Rule::Everything),
        }
    };
    let mut rule = Rule::Nothing;
    for [allowing, denying] in levels.values() {
        rule = rule.or(rule_of(allowing)?);
        rule = match rule_of(denying)? {
            Rule::Nothing => rule,
            Rule::Everything => Rule::Nothing,
            denied => rule.and(Rule::Not(Box::new(denied))),
        };
    }
    Ok(rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(operation: &str, object: impl Into<Option<i64>>, deny: bool, priority: i64) -> Line {
        Line { name: String::new(), operation: operation.to_owned(), object: object.into(), deny, priority }
    }

    fn rule(lines: &[Line]) -> Rule {
        let of = |ids: &[i64]| {
            assert!(!ids.is_empty(), "nobody asks for the rule of no objects");
            let each = ids.iter().map(|id| group(*id));
            Ok::<_, ()>(each.fold(Rule::Nothing, Rule::or))
        };
        layered(lines, of).unwrap()
    }

    fn group(id: i64) -> Rule {
        Rule::Is("group".into(), id.into())
    }

    fn not(rule: Rule) -> Rule {
        Rule::Not(Box::new(rule))
    }

    #[test]
    fn the_higher_priority_covers_the_lower_and_a_denial_its_equals() {
        let denied_last = rule(&[line("View", 1, false, 0), line("View", 2, true, 5)]);
        assert_eq!(denied_last, group(1).and(not(group(2))));
        let allowed_last = rule(&[line("View", 1, false, 5), line("View", 2, true, 0)]);
        assert_eq!(allowed_last, group(1));
        let equals = rule(&[line("View", 1, false, 0), line("View", 1, true, 0)]);
        assert_eq!(equals, group(1).and(not(group(1))));
        // The order in which they were written does not count.
        let turned = rule(&[line("View", 1, true, 0), line("View", 1, false, 0)]);
        assert_eq!(turned, equals);
    }

    #[test]
    fn a_denial_of_everything_leaves_nothing_of_the_lower_ones() {
        let all = line("All", None, true, 3);
        assert_eq!(rule(&[line("View", 1, false, 0), all.clone()]), Rule::Nothing);
        assert_eq!(rule(&[all, line("View", 1, false, 4)]), group(1));
    }

    #[test]
    fn lines_of_one_priority_add_up_and_one_about_everything_opens_everything() {
        assert_eq!(rule(&[line("View", 1, false, 0), line("View", 2, false, 0)]), group(1).or(group(2)));
        assert_eq!(rule(&[line("View", 1, false, 0), line("View", None, false, 0)]), Rule::Everything);
        assert_eq!(rule(&[line("View", None, false, 0), line("View", 7, true, 0)]), not(group(7)));
        assert_eq!(rule(&[]), Rule::Nothing);
    }

    #[test]
    fn what_cannot_be_looked_up_grants_nothing_and_says_so() {
        let failed = layered(&[line("View", 1, false, 0)], |_| Err::<Rule, _>("the database is gone"));
        assert_eq!(failed, Err("the database is gone"));
    }

    #[test]
    fn whoever_may_change_may_see_and_whoever_may_not_see_may_do_nothing() {
        // View, edit, create, delete, search.
        for (operation, deny, expected) in [
            ("View", false, [true, false, false, false, false]),
            ("Edit", false, [true, true, false, true, false]),
            ("Delete", false, [true, false, false, true, false]),
            ("Create", false, [false, false, true, false, false]),
            ("Search", false, [false, false, false, false, true]),
            ("All", false, [true; 5]),
            ("", false, [false; 5]),
            ("View", true, [true, true, false, true, false]),
            ("Edit", true, [false, true, false, true, false]),
            ("Delete", true, [false, false, false, true, false]),
            ("Create", true, [false, false, true, false, false]),
            ("Search", true, [false, false, false, false, true]),
            ("All", true, [true; 5]),
            ("view", true, [false; 5]),
        ] {
            let found = Act::ALL.map(|act| line(operation, 1, deny, 0).concerns(act));
            assert_eq!(found, expected, "{operation} {deny}");
            let verbs = [Verb::View, Verb::Edit, Verb::Delete].map(|verb| line(operation, 1, deny, 0).concerns(verb));
            assert_eq!(verbs, [expected[0], expected[1], expected[3]], "{operation} {deny}");
        }
    }

    #[test]
    fn an_object_is_open_when_the_highest_line_about_it_says_so() {
        let opens = |lines: &[Line]| is_open(lines, 1, Verb::View);
        assert!(!opens(&[]));
        assert!(opens(&[line("View", 1, false, 0)]));
        assert!(!is_open(&[line("View", 1, false, 0)], 1, Verb::Edit));
        assert!(!opens(&[line("View", 2, false, 0)]));
        assert!(!opens(&[line("View", None, false, 0), line("View", 1, true, 0)]));
        assert!(!opens(&[line("View", 1, true, 0), line("View", None, false, 0)]));
        assert!(opens(&[line("View", None, true, 0), line("View", 1, false, 1)]));
        assert!(!opens(&[line("View", None, true, 1), line("View", 1, false, 0)]));
        // A line about something else does not count, however high it stands.
        assert!(opens(&[line("View", 2, true, 9), line("View", 1, false, 0)]));
        assert!(opens(&[line("Search", 1, true, 9), line("View", 1, false, 0)]));
    }

    #[test]
    fn what_is_open_by_itself_is_closed_by_a_line_alone() {
        let left = |lines: &[Line]| is_left_open(lines, 1, Act::Search);
        assert!(left(&[]) && left(&[line("Search", 1, false, 0)]) && left(&[line("Search", 2, true, 0)]));
        assert!(left(&[line("View", 1, true, 0)]), "another act");
        assert!(!left(&[line("Search", 1, true, 0)]) && !left(&[line("Search", None, true, 0)]));
        assert!(left(&[line("Search", None, true, 0), line("Search", 1, false, 1)]));
        assert!(!left(&[line("Search", None, false, 0), line("Search", 1, true, 0)]));
    }

    #[test]
    fn creating_and_searching_are_opened_by_their_own_lines() {
        let lines = [line("Create", 3, false, 0), line("Search", None, false, 0)];
        assert!(is_open(&lines, 3, Act::Create) && !is_open(&lines, 4, Act::Create));
        assert!(is_open(&lines, 4, Act::Search) && !is_open(&lines, 3, Act::View));
        assert!(!is_open(&[line("Edit", 3, false, 0)], 3, Act::Create));
    }

    #[test]
    fn the_line_that_decides_comes_first() {
        let mut lines = [line("View", 1, false, 2), line("View", 2, true, 1), line("View", 3, true, 2)];
        by_weight(&mut lines);
        assert_eq!(lines.map(|line| line.object), [Some(3), Some(1), Some(2)]);
    }

    #[test]
    fn acts_bear_the_names_of_the_database() {
        assert_eq!(Act::ALL.map(Act::name), ["View", "Edit", "Create", "Delete", "Search"]);
    }
}
