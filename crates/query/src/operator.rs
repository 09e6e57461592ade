//! The operators of conditions.

/// An operator between a field and a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Equal,
    Unequal,
    More,
    AtLeast,
    Less,
    AtMost,
    Like {
        not: bool,
    },
    In {
        not: bool,
    },
    Between {
        not: bool,
    },
    Null {
        not: bool,
    },
    Empty {
        not: bool,
    },
    /// `any`: one of several is enough.
    Contains {
        not: bool,
        any: bool,
    },
    Regexp {
        not: bool,
        binary: bool,
    },
}

impl Operator {
    /// The operator written so; names are case-sensitive.
    pub fn named(name: &str) -> Option<Operator> {
        Some(match name {
            "=" => Operator::Equal,
            "!=" | "<>" => Operator::Unequal,
            ">" => Operator::More,
            ">=" => Operator::AtLeast,
            "<" => Operator::Less,
            "<=" => Operator::AtMost,
            "LIKE" => Operator::Like { not: false },
            "NOT LIKE" => Operator::Like { not: true },
            "IN" => Operator::In { not: false },
            "NOT IN" => Operator::In { not: true },
            "BETWEEN" => Operator::Between { not: false },
            "NOT BETWEEN" => Operator::Between { not: true },
            "IS NULL" => Operator::Null { not: false },
            "IS NOT NULL" => Operator::Null { not: true },
            "IS EMPTY" => Operator::Empty { not: false },
            "IS NOT EMPTY" => Operator::Empty { not: true },
            "CONTAINS" => Operator::Contains { not: false, any: false },
            "NOT CONTAINS" => Operator::Contains { not: true, any: false },
            "CONTAINS ONE OF" => Operator::Contains { not: false, any: true },
            "NOT CONTAINS ONE OF" => Operator::Contains { not: true, any: true },
            "REGEXP" => Operator::Regexp { not: false, binary: false },
            "NOT REGEXP" => Operator::Regexp { not: true, binary: false },
            "REGEXP BINARY" => Operator::Regexp { not: false, binary: true },
            "NOT REGEXP BINARY" => Operator::Regexp { not: true, binary: true },
            _ => return None,
        })
    }

    /// How SQL writes the operators that it has itself.
    pub fn sql(self) -> &'static str {
        match self {
            Operator::Equal => "=",
            Operator::Unequal => "<>",
            Operator::More => ">",
            Operator::AtLeast => ">=",
            Operator::Less => "<",
            Operator::AtMost => "<=",
            Operator::Like { not: false } => "LIKE",
            Operator::Like { not: true } => "NOT LIKE",
            _ => "",
        }
    }

    /// Whether rows are found that do not have the value.
    pub fn negative(self) -> bool {
        match self {
            Operator::Unequal => true,
            Operator::Like { not }
            | Operator::In { not }
            | Operator::Between { not }
            | Operator::Null { not }
            | Operator::Empty { not }
            | Operator::Contains { not, .. }
            | Operator::Regexp { not, .. } => not,
            _ => false,
        }
    }
}
