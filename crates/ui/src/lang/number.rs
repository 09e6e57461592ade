//! Numbers and sums, with the separators and the currency signs of each language.

use super::Locale;
use fluent_bundle::FluentValue;
use fluent_bundle::concurrent::FluentBundle;
use rust_decimal::{Decimal, RoundingStrategy};

/// Writes the numbers that stand inside messages; `None` leaves other values to Fluent.
pub(super) type Formatter<M> = fn(&FluentValue<'_>, &M) -> Option<String>;

/// Fluent takes a bare function, so the separators are part of its type.
fn grouped<const GROUP: char, const DECIMAL: char, M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(group(&number.as_string(), GROUP, DECIMAL)),
        _ => None,
    }
}

/// Ties the formatter's type to the bundle's memoizer without naming that crate.
pub(super) trait Memoized {
    type Memoizer: 'static;
}

impl<R, M: 'static> Memoized for fluent_bundle::bundle::FluentBundle<R, M> {
    type Memoizer = M;
}

type Shared = <FluentBundle<()> as Memoized>::Memoizer;

/// One formatter for each language, with the separators of its definition.
pub(super) const FORMATTERS: &[(&str, Formatter<Shared>)] =
    &[("en", grouped::<',', '.', Shared>), ("fr", grouped::<'\u{a0}', ',', Shared>)];

/// Groups the digits of a plain number (`-1234.5`) by three.
fn group(plain: &str, separator: char, decimal: char) -> String {
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |digits| ("-", digits));
    let (whole, cents) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = String::with_capacity(plain.len() + 8);
    out.push_str(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(separator);
        }
        out.push(digit);
    }
    if !cents.is_empty() {
        out.push(decimal);
        out.push_str(cents);
    }
    out
}

/// Digits after the decimal sign, where ISO 4217 does not say two.
fn minor_digits(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "VND" | "VUV"
        | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

/// The sign of a currency, or its ISO 4217 code where a sign would be ambiguous.
fn sign(currency: &str, locale: Locale) -> &str {
    match (currency, locale.code()) {
        ("EUR", _) => "€",
        ("GBP", _) => "£",
        ("USD", "fr") => "$ US",
        ("USD", _) => "$",
        ("CAD", "fr") => "$ CA",
        ("CAD", _) => "CA$",
        ("JPY", _) => "¥",
        _ => currency,
    }
}

impl Locale {
    /// A number with grouped digits: `1 248,5`, `1,248.5`.
    pub fn number(self, number: impl Into<Decimal>) -> String {
        let definition = self.0.definition;
        group(&number.into().to_string(), definition.group, definition.decimal)
    }

    /// A sum with all the digits of its currency (ISO 4217 code): `1 240,00 €`, `€1,240.00`.
    pub fn money(self, amount: Decimal, currency: &str) -> String {
        self.sum(amount, currency, minor_digits(currency))
    }

    /// The sign of a currency, or its ISO 4217 code where a sign would be ambiguous.
    pub fn currency_sign(self, currency: &str) -> &str {
        sign(currency, self)
    }

    /// A sum without its cents, for figures read at a glance: `28 640 €`.
    pub fn money_rounded(self, amount: Decimal, currency: &str) -> String {
        self.sum(amount, currency, 0)
    }

    fn sum(self, amount: Decimal, currency: &str, digits: u32) -> String {
        let definition = self.0.definition;
        let mut rounded = amount.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
        rounded.rescale(digits);
        let minus = if rounded.is_sign_negative() && !rounded.is_zero() { "-" } else { "" };
        let figures = group(&rounded.abs().to_string(), definition.group, definition.decimal);
        let sign = sign(currency, self);
        if definition.sign_after {
            format!("{minus}{figures}\u{a0}{}", sign.replace(' ', "\u{a0}"))
        } else if sign.chars().all(|c| c.is_ascii_alphabetic()) {
            format!("{minus}{sign}\u{a0}{figures}")
        } else {
            format!("{minus}{sign}{figures}")
        }
    }
}
