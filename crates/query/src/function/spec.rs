//! The functions of the query language: their names, arguments and what they yield.

/// What may stand as an argument, as a set of bits.
pub(crate) type Kinds = u8;
pub(crate) const FIELD: Kinds = 1;
pub(crate) const CALL: Kinds = 2;
pub(crate) const STRING: Kinds = 4;
pub(crate) const NUMBER: Kinds = 8;
pub(crate) const NULL: Kinds = 16;
pub(crate) const WILD: Kinds = 32;
pub(crate) const EQUATION: Kinds = 64;
/// What most functions take.
const ANY: Kinds = FIELD | CALL | STRING | NUMBER | NULL;

/// One parameter: a run of expressions, perhaps behind a word of its own.
pub(crate) struct Param {
    /// The word that introduces the parameter (`ORDER BY`); a comma does where there is none.
    pub word: Option<&'static str>,
    /// Words that may stand before the expressions; an empty one among them makes them optional.
    pub before: &'static [&'static str],
    /// Words that may stand behind them.
    pub after: &'static [&'static str],
    pub min: usize,
    pub max: usize,
    pub kinds: Kinds,
    pub optional: bool,
}

/// What a function's column shows, where it is not what its argument shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    AsArgument,
    Boolean,
    Date,
    Float,
    Integer,
    Text,
    Timestamp,
}

/// One function.
pub(crate) struct Function {
    pub name: &'static str,
    pub aggregate: bool,
    /// Takes a date apart: compared with a text, the text is read as a date and taken apart likewise.
    pub partial_date: bool,
    pub shown: Shown,
    pub params: &'static [Param],
}

const BASE: Param = Param { word: None, before: &[], after: &[], min: 1, max: 1, kinds: ANY, optional: false };
const fn take(min: usize, max: usize, kinds: Kinds) -> Param {
    Param { min, max, kinds, ..BASE }
}
const fn optional(kinds: Kinds) -> Param {
    Param { kinds, optional: true, ..BASE }
}
const DISTINCT: Param = Param { before: &["", "DISTINCT"], kinds: FIELD, ..BASE };
const COUNTED: Param = Param { before: &["", "DISTINCT"], kinds: FIELD | WILD, ..BASE };
const CONCATENATED: Param = Param { before: &["", "DISTINCT", "UNIQUE"], kinds: GROUPED, ..BASE };
const GROUPED: Kinds = FIELD | CALL | EQUATION;
const ORDER: Param = Param { word: Some("ORDER BY"), after: &["ASC", "DESC"], kinds: FIELD, optional: true, ..BASE };
const SEPARATOR: Param = Param { word: Some("SEPARATOR"), kinds: STRING, optional: true, ..BASE };
const NTH: Param = Param { word: Some("N="), kinds: NUMBER, ..BASE };
/// The units that an interval may be counted in.
pub(crate) const UNITS: &[&str] = &[
    "SECOND",
    "MINUTE",
    "HOUR",
    "DAY",
    "WEEK",
    "MONTH",
    "QUARTER",
    "YEAR",
    "MINUTE_SECOND",
    "HOUR_SECOND",
    "HOUR_MINUTE",
    "DAY_SECOND",
    "DAY_MINUTE",
    "DAY_HOUR",
    "YEAR_MONTH",
];
const INTERVAL: Param = Param { before: &["INTERVAL"], after: UNITS, kinds: NUMBER, ..BASE };
const EXTRACTED: Param = Param { before: UNITS, min: 0, max: 0, kinds: 0, ..BASE };
const FROM: Param = Param { word: Some("FROM"), kinds: FIELD | STRING | CALL, ..BASE };
const DIFF_UNIT: Param = Param {
    before: &["MICROSECOND", "SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR"],
    min: 0,
    max: 0,
    kinds: 0,
    ..BASE
};
const CONDITION: Param = Param { kinds: EQUATION | FIELD | CALL, ..BASE };
const CUT: Param = Param { kinds: FIELD | STRING, ..BASE };

const fn aggregate(name: &'static str, shown: Shown, params: &'static [Param]) -> Function {
    Function { name, aggregate: true, partial_date: false, shown, params }
}
const fn scalar(name: &'static str, shown: Shown, params: &'static [Param]) -> Function {
    Function { name, aggregate: false, partial_date: false, shown, params }
}
const fn partial(name: &'static str, shown: Shown, params: &'static [Param]) -> Function {
    Function { name, aggregate: false, partial_date: true, shown, params }
}

/// Every function, by name.
pub(crate) const FUNCTIONS: &[Function] = &[
    scalar("ABS", Shown::Integer, &[take(1, 1, FIELD | NUMBER)]),
    aggregate("AVG", Shown::Float, &[DISTINCT]),
    scalar("BINARY", Shown::Text, &[CUT]),
    scalar("COALESCE", Shown::Text, &[take(1, 99, ANY)]),
    scalar("CONCAT", Shown::Text, &[take(1, 99, FIELD | STRING | CALL)]),
    scalar("CONCAT_WS", Shown::Text, &[take(1, 1, STRING), take(1, 99, FIELD | STRING | CALL)]),
    aggregate("COUNT", Shown::Integer, &[COUNTED]),
    scalar("CURDATE", Shown::Date, &[]),
    partial("DATE", Shown::Date, &[BASE]),
    scalar("DATEDIFF", Shown::Integer, &[take(2, 2, ANY)]),
    scalar("DATE_ADD", Shown::Date, &[take(1, 1, FIELD), INTERVAL]),
    scalar("DATE_SUB", Shown::Date, &[take(1, 1, FIELD), INTERVAL]),
    partial("DAYOFWEEK", Shown::Integer, &[BASE]),
    scalar("DAYSTOANNIV", Shown::Integer, &[BASE]),
    partial("EXTRACT", Shown::Text, &[EXTRACTED, FROM]),
    scalar("GREATEST", Shown::AsArgument, &[take(2, 99, ANY)]),
    aggregate("GROUP_CONCAT", Shown::AsArgument, &[CONCATENATED, ORDER, SEPARATOR]),
    aggregate("GROUP_FIRST", Shown::AsArgument, &[take(1, 1, GROUPED), ORDER]),
    aggregate("GROUP_NTH", Shown::AsArgument, &[take(1, 1, GROUPED), NTH, ORDER]),
    scalar("IF", Shown::AsArgument, &[CONDITION, BASE, BASE]),
    scalar("IFNULL", Shown::AsArgument, &[CONDITION, BASE]),
    scalar("ISNOTNULL", Shown::Boolean, &[BASE]),
    scalar("ISNULL", Shown::Boolean, &[BASE]),
    scalar("JSON_EXTRACT", Shown::AsArgument, &[take(1, 1, GROUPED), take(1, 1, STRING)]),
    scalar("LEAST", Shown::AsArgument, &[take(2, 99, ANY)]),
    scalar("LEFT", Shown::Text, &[CUT, take(1, 1, NUMBER)]),
    scalar("LOWER", Shown::Text, &[CUT]),
    aggregate("MAX", Shown::AsArgument, &[DISTINCT]),
    aggregate("MIN", Shown::AsArgument, &[DISTINCT]),
    partial("MONTH", Shown::Integer, &[BASE]),
    scalar("NEXTANNIV", Shown::Date, &[BASE]),
    scalar("NOW", Shown::Timestamp, &[]),
    scalar("NULLIF", Shown::AsArgument, &[take(2, 2, ANY)]),
    partial("QUARTER", Shown::Integer, &[BASE]),
    scalar("RAND", Shown::Float, &[optional(NUMBER)]),
    scalar("REPLACE", Shown::Text, &[CUT, CUT, CUT]),
    scalar("RIGHT", Shown::Text, &[CUT, take(1, 1, NUMBER)]),
    scalar("ROUND", Shown::Float, &[take(1, 1, FIELD | NUMBER), optional(NUMBER)]),
    scalar("SUBSTRING", Shown::Text, &[CUT, take(1, 1, NUMBER), optional(NUMBER)]),
    aggregate("SUM", Shown::AsArgument, &[DISTINCT]),
    partial("TIME", Shown::Text, &[BASE]),
    scalar("TIMESTAMPDIFF", Shown::Integer, &[DIFF_UNIT, take(2, 2, ANY)]),
    scalar("UPPER", Shown::Text, &[CUT]),
    partial("YEAR", Shown::Integer, &[BASE]),
];

/// The function of this name.
pub(crate) fn named(name: &str) -> Option<&'static Function> {
    FUNCTIONS.binary_search_by(|function| function.name.cmp(name)).ok().and_then(|at| FUNCTIONS.get(at))
}
