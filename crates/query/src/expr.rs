//! Expressions as written in a request, read into a tree. No name is looked up here.

use crate::error::{Result, invalid};
use crate::function::spec::{self, Function, Kinds, Param};
use crate::token::{Token, is_number, tokens, unquoted};

/// How deep expressions and groups of conditions may nest.
pub(crate) const MAX_DEPTH: usize = 64;
/// How many operators one expression may have.
const MAX_SIGNS: usize = 256;
/// How long one expression may be, in bytes.
const MAX_LENGTH: usize = 20_000;

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    /// A path of names, perhaps with a suffix.
    Field(String),
    Text(String),
    Number(String),
    Bool(bool),
    Null,
    /// `*`
    Wild,
    Call(Call),
    Binary(Sign, Box<(Expr, Expr)>),
    /// Value, low end, high end.
    Between(Box<(Expr, Expr, Expr)>),
}

/// A function with its arguments.
#[derive(Clone)]
pub(crate) struct Call {
    pub function: &'static Function,
    pub args: Vec<Argument>,
    pub suffix: Option<String>,
}

/// The expressions of one parameter and the words around them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Argument {
    pub before: Option<&'static str>,
    pub exprs: Vec<Expr>,
    pub after: Option<&'static str>,
}

/// An operator of equations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Equal,
    Unequal,
    Less,
    More,
    AtMost,
    AtLeast,
    Is,
    IsNot,
    And,
}

impl PartialEq for Call {
    fn eq(&self, other: &Call) -> bool {
        self.function.name == other.function.name && self.args == other.args && self.suffix == other.suffix
    }
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}({:?}){:?}", self.function.name, self.args, self.suffix)
    }
}

impl Expr {
    /// Reads an expression: a field's path is whatever is nothing else.
    pub fn parse(text: &str) -> Result<Expr> {
        if text.len() > MAX_LENGTH {
            return invalid(format!("An expression may have {MAX_LENGTH} characters at most."));
        }
        let text = text.trim();
        let (first, last) = (text.chars().next(), text.chars().last());
        match first {
            Some('(') if last == Some(')') => Reader::new(text)?.whole(),
            Some(quote @ ('"' | '\'')) if text.len() > 1 && last == Some(quote) => {
                Ok(Expr::Text(unquoted(&text[1..text.len() - 1], quote)))
            }
            _ if looks_like_call(text) => Reader::new(text)?.whole(),
            _ => Ok(word(text)),
        }
    }

    /// Whether an aggregate function is part of the expression.
    pub fn aggregates(&self) -> bool {
        match self {
            Expr::Call(call) => {
                call.function.aggregate || call.args.iter().any(|arg| arg.exprs.iter().any(Expr::aggregates))
            }
            Expr::Binary(_, sides) => sides.0.aggregates() || sides.1.aggregates(),
            Expr::Between(parts) => parts.0.aggregates() || parts.1.aggregates() || parts.2.aggregates(),
            _ => false,
        }
    }

    /// The paths of all fields in the expression, in order.
    pub fn fields<'e>(&'e self, found: &mut Vec<&'e str>) {
        match self {
            Expr::Field(path) => found.push(path),
            Expr::Call(call) => call.args.iter().flat_map(|arg| &arg.exprs).for_each(|e| e.fields(found)),
            Expr::Binary(_, sides) => {
                sides.0.fields(found);
                sides.1.fields(found);
            }
            Expr::Between(parts) => {
                parts.0.fields(found);
                parts.1.fields(found);
                parts.2.fields(found);
            }
            _ => {}
        }
    }

    fn kind(&self) -> Kinds {
        match self {
            Expr::Field(_) => spec::FIELD,
            Expr::Text(_) => spec::STRING,
            Expr::Number(_) | Expr::Bool(_) => spec::NUMBER,
            Expr::Null => spec::NULL,
            Expr::Wild => spec::WILD,
            Expr::Call(_) => spec::CALL,
            Expr::Binary(..) | Expr::Between(_) => spec::EQUATION,
        }
    }
}

fn word(text: &str) -> Expr {
    match text {
        "NULL" => Expr::Null,
        "TRUE" => Expr::Bool(true),
        "FALSE" => Expr::Bool(false),
        "*" => Expr::Wild,
        number if is_number(number) => Expr::Number(number.to_owned()),
        path => Expr::Field(path.to_owned()),
    }
}

/// `NAME(…)`, perhaps with `:suffix`.
fn looks_like_call(text: &str) -> bool {
    let Some((name, rest)) = text.split_once('(') else { return false };
    let word = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let Some((_, tail)) = rest.rsplit_once(')') else { return false };
    let suffix = tail.strip_prefix(':').is_some_and(|s| !s.is_empty() && s.bytes().all(|b| b.is_ascii_lowercase()));
    word && (tail.is_empty() || suffix)
}

/// Reads tokens from left to right.
struct Reader<'t> {
    text: &'t str,
    tokens: Vec<(Token<'t>, bool)>,
    at: usize,
    depth: usize,
    signs: usize,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Result<Reader<'t>> {
        match tokens(text) {
            Some(tokens) => Ok(Reader { text, tokens, at: 0, depth: 0, signs: 0 }),
            None => invalid(format!("Unable to parse sql expression: {text}")),
        }
    }

    fn whole(mut self) -> Result<Expr> {
        let expr = self.operand()?;
        match self.peek() {
            None => Ok(expr),
            Some(_) => self.unreadable(),
        }
    }

    fn unreadable<T>(&self) -> Result<T> {
        invalid(format!("Unable to parse sql expression: {}", self.text))
    }

    fn peek(&self) -> Option<&Token<'t>> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn takes(&mut self, token: &Token<'_>) -> bool {
        let found = self.peek() == Some(token);
        self.at += usize::from(found);
        found
    }

    fn deeper(&mut self) -> Result<()> {
        self.depth += 1;
        match self.depth > MAX_DEPTH {
            true => invalid(format!("Expressions may be nested {MAX_DEPTH} deep at most.")),
            false => Ok(()),
        }
    }

    fn operand(&mut self) -> Result<Expr> {
        match self.peek().cloned() {
            Some(Token::Text(text)) => {
                self.at += 1;
                Ok(Expr::Text(text))
            }
            Some(Token::Open) => {
                self.at += 1;
                self.deeper()?;
                let expr = self.conjunction()?;
                self.depth -= 1;
                match self.takes(&Token::Close) {
                    true => Ok(expr),
                    false => self.unreadable(),
                }
            }
            Some(Token::Word(name)) => {
                self.at += 1;
                match self.tokens.get(self.at) {
                    Some((Token::Open, true)) => self.call(name),
                    _ => Ok(word(name)),
                }
            }
            _ => self.unreadable(),
        }
    }

    fn conjunction(&mut self) -> Result<Expr> {
        let mut left = self.comparison()?;
        while self.takes(&Token::Word("AND")) {
            left = self.binary(Sign::And, left, Reader::comparison)?;
        }
        Ok(left)
    }

    fn comparison(&mut self) -> Result<Expr> {
        let mut left = self.sum()?;
        loop {
            let sign = match self.peek() {
                Some(Token::Word("=")) => Sign::Equal,
                Some(Token::Word("!=" | "<>")) => Sign::Unequal,
                Some(Token::Word("<")) => Sign::Less,
                Some(Token::Word(">")) => Sign::More,
                Some(Token::Word("<=")) => Sign::AtMost,
                Some(Token::Word(">=")) => Sign::AtLeast,
                Some(Token::Word("IS")) => Sign::Is,
                Some(Token::Word("BETWEEN")) => {
                    self.at += 1;
                    let low = self.sum()?;
                    if !self.takes(&Token::Word("AND")) {
                        return self.unreadable();
                    }
                    left = Expr::Between(Box::new((left, low, self.sum()?)));
                    self.count_sign()?;
                    continue;
                }
                _ => return Ok(left),
            };
            self.at += 1;
            let sign = match sign {
                Sign::Is if self.takes(&Token::Word("NOT")) => Sign::IsNot,
                sign => sign,
            };
            left = self.binary(sign, left, Reader::sum)?;
        }
    }

    fn sum(&mut self) -> Result<Expr> {
        let mut left = self.product()?;
        loop {
            let sign = match self.peek() {
                Some(Token::Word("+")) => Sign::Add,
                Some(Token::Word("-")) => Sign::Subtract,
                _ => return Ok(left),
            };
            self.at += 1;
            left = self.binary(sign, left, Reader::product)?;
        }
    }

    fn product(&mut self) -> Result<Expr> {
        let mut left = self.operand()?;
        loop {
            let sign = match self.peek() {
                Some(Token::Word("*")) => Sign::Multiply,
                Some(Token::Word("/")) => Sign::Divide,
                Some(Token::Word("%")) => Sign::Remainder,
                _ => return Ok(left),
            };
            self.at += 1;
            left = self.binary(sign, left, Reader::operand)?;
        }
    }

    fn binary(&mut self, sign: Sign, left: Expr, right: fn(&mut Self) -> Result<Expr>) -> Result<Expr> {
        self.count_sign()?;
        Ok(Expr::Binary(sign, Box::new((left, right(self)?))))
    }

    fn count_sign(&mut self) -> Result<()> {
        self.signs += 1;
        match self.signs > MAX_SIGNS {
            true => invalid(format!("An expression may have {MAX_SIGNS} operators at most.")),
            false => Ok(()),
        }
    }

    fn call(&mut self, name: &str) -> Result<Expr> {
        if name.bytes().any(|b| b.is_ascii_lowercase()) {
            return invalid("Sql function must be uppercase.");
        }
        let Some(function) = spec::named(name) else { return self.unreadable() };
        self.at += 1;
        self.deeper()?;
        let mut args = Vec::with_capacity(function.params.len());
        for (at, param) in function.params.iter().enumerate() {
            args.push(self.argument(function, at, param)?);
        }
        self.depth -= 1;
        if !self.takes(&Token::Close) {
            return invalid(format!("Too many arguments given for SQL function {name}"));
        }
        Ok(Expr::Call(Call { function, args, suffix: self.suffix() }))
    }

    fn suffix(&mut self) -> Option<String> {
        match self.tokens.get(self.at) {
            Some((Token::Word(word), true)) => {
                let suffix = word.strip_prefix(':')?.to_owned();
                self.at += 1;
                Some(suffix)
            }
            _ => None,
        }
    }

    fn argument(&mut self, function: &Function, at: usize, param: &'static Param) -> Result<Argument> {
        let introduced = match param.word {
            Some(words) => self.words(words),
            None => at == 0 || self.takes(&Token::Comma),
        };
        let missing = !introduced || (at == 0 && self.peek() == Some(&Token::Close));
        if missing && param.optional {
            return Ok(Argument::default());
        }
        if missing {
            let name = param.word.map_or_else(|| (at + 1).to_string(), str::to_owned);
            return invalid(format!("Missing param {name} for SQL function {}", function.name));
        }
        let before = self.one_of(param.before);
        if before.is_none() && !param.before.is_empty() && !param.before.contains(&"") {
            return invalid(format!("Missing param {} for SQL function {}", at + 1, function.name));
        }
        let exprs = self.expressions(function, param)?;
        Ok(Argument { before, exprs, after: self.one_of(param.after) })
    }

    fn expressions(&mut self, function: &Function, param: &Param) -> Result<Vec<Expr>> {
        let mut exprs = Vec::new();
        while exprs.len() < param.max && (exprs.is_empty() || self.takes(&Token::Comma)) {
            if self.peek() == Some(&Token::Close) {
                break;
            }
            let expr = self.operand()?;
            if expr.kind() & param.kinds == 0 {
                return invalid("Illegal sql expression.");
            }
            exprs.push(expr);
        }
        match exprs.len() < param.min {
            true => invalid(format!("Too few arguments for SQL function {}", function.name)),
            false => Ok(exprs),
        }
    }

    fn one_of(&mut self, words: &'static [&'static str]) -> Option<&'static str> {
        let Some(Token::Word(found)) = self.peek() else { return None };
        let word = words.iter().find(|word| *word == found).copied()?;
        self.at += 1;
        Some(word)
    }

    /// Takes `ORDER BY`, `SEPARATOR`, `N=` (also written as one word with its number).
    fn words(&mut self, words: &'static str) -> bool {
        if words.ends_with('=') {
            return self.glued(words);
        }
        let start = self.at;
        let all = words.split(' ').all(|word| self.takes(&Token::Word(word)));
        if !all {
            self.at = start;
        }
        all
    }

    fn glued(&mut self, word: &'static str) -> bool {
        let Some(Token::Word(found)) = self.peek().cloned() else { return false };
        match found.strip_prefix(word) {
            Some("") => self.at += 1,
            Some(number) => {
                if let Some(token) = self.tokens.get_mut(self.at) {
                    token.0 = Token::Word(number);
                }
            }
            None if word.strip_suffix('=') == Some(found) => {
                self.at += 1;
                return self.takes(&Token::Word("="));
            }
            None => return false,
        }
        true
    }
}
