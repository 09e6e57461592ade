//! What is asked of history: who, what, when, through what, which words; and the transactions that answer it.

use jiff::civil::Date;
use kit::Fields;
use query::{Cell, Dialect};
use schema::Value;
use serde_json::json;
use store::{Result, Tx, statement};

use super::super::address::href;
use super::super::past::{self, STEP, Step};

/// The ways in that can be asked for, with the key of each one's words.
pub(super) const WAYS: [(&str, &str); 6] = [
    ("page", "asked-through-page"),
    ("api", "asked-through-api"),
    ("import", "asked-through-import"),
    ("command line", "asked-through-command"),
    ("installation", "asked-through-installation"),
    ("job", "asked-through-job"),
];

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// The contact that changes were about.
    pub contact: Option<i64>,
    /// The contact who acted.
    pub by: Option<i64>,
    /// The kind of record, by machine name.
    pub entity: Option<String>,
    /// Its number.
    pub record: Option<i64>,
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// One of [`WAYS`].
    pub through: Option<String>,
    /// Words in what was or is. Only for administrators: others could feel for what they may not see.
    pub text: Option<String>,
    /// The transaction before which to go on.
    pub before: Option<i64>,
}

impl Asked {
    /// Reads what a query string or a form says.
    pub fn read(fields: &Fields, may_search: bool) -> Asked {
        let text = |name: &str| fields.text(name).map(str::to_owned);
        let date = |name: &str| fields.text(name).and_then(|text| text.parse::<Date>().ok());
        Asked {
            contact: fields.int("contact"),
            by: fields.int("by"),
            entity: text("entity").filter(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')),
            record: fields.int("record"),
            from: date("from"),
            to: date("to"),
            through: text("through").filter(|way| WAYS.iter().any(|(name, _)| name == way)),
            text: text("text").filter(|_| may_search),
            before: fields.int("before"),
        }
    }

    /// Names and values by which an address or a form asks the same; where to go on is left out.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let mut all = vec![
            ("contact", number(self.contact)),
            ("by", number(self.by)),
            ("entity", text(&self.entity)),
            ("record", number(self.record)),
            ("from", date(self.from)),
            ("to", date(self.to)),
            ("through", text(&self.through)),
            ("text", text(&self.text)),
        ];
        all.retain(|(_, value)| !value.is_empty());
        all
    }

    /// The address of a page that is asked the same.
    pub fn at(&self, path: &str) -> String {
        let pairs = self.pairs();
        href(path, &pairs.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>())
    }
}

/// The condition on transactions `t`, growing with its binds.
struct Condition<'t, 'c> {
    tx: &'t Tx<'c>,
    text: String,
    binds: Vec<Value>,
}

impl Condition<'_, '_> {
    fn bind(&mut self, value: Value) -> String {
        self.binds.push(value);
        let sign = if self.tx.dialect() == Dialect::Sqlite { '?' } else { '$' };
        format!("{sign}{}", self.binds.len())
    }

    fn and(&mut self, text: &str) {
        self.text.push_str(" AND ");
        self.text.push_str(text);
    }

    /// Transactions with a change of this record, or of what belongs to it, by the columns of an index.
    fn touches(&mut self, name: &str, key: &str, entity: &str, id: i64) {
        let folded = query::fold_expression(self.tx.dialect(), &format!(r#"c."{name}""#));
        let (entity, id) = (self.bind(schema::fold::fold(entity).into_owned().into()), self.bind(id.into()));
        self.and(&format!(
            r#"t."id" IN (SELECT c."transaction_id" FROM "ruche_change" c WHERE {folded} = {entity} AND c."{key}" = {id})"#
        ));
    }

    fn all(&mut self, asked: &Asked) {
        if let Some(contact) = asked.contact {
            self.touches("owner_entity", "owner_id", "Contact", contact);
        }
        match (&asked.entity, asked.record) {
            (Some(entity), Some(record)) => self.touches("entity", "record_id", entity, record),
            (Some(entity), None) => {
                let folded = query::fold_expression(self.tx.dialect(), r#"c."entity""#);
                let entity = self.bind(schema::fold::fold(entity).into_owned().into());
                self.and(&format!(
                    r#"EXISTS (SELECT 1 FROM "ruche_change" c WHERE c."transaction_id" = t."id" AND {folded} = {entity})"#
                ));
            }
            (None, _) => {}
        }
        if let Some(by) = asked.by {
            let by = self.bind(by.into());
            self.and(&format!(r#"t."contact_id" = {by}"#));
        }
        self.period(asked);
        match asked.through.as_deref() {
            // Whatever is none of the named ways is the name of a job.
            Some("job") => self.and(
                r#"t."source" NOT IN ('page', 'api', 'import', 'command line', 'installation', 'authentication')"#,
            ),
            Some(way) => {
                let way = self.bind(way.into());
                self.and(&format!(r#"t."source" = {way}"#));
            }
            None => {}
        }
        if let Some(text) = &asked.text {
            let pattern = self.bind(pattern(text).into());
            let like = if self.tx.dialect() == Dialect::Sqlite { "LIKE" } else { "ILIKE" };
            self.and(&format!(
                r#"EXISTS (SELECT 1 FROM "ruche_change" c WHERE c."transaction_id" = t."id"
                   AND (c."before" {like} {pattern} ESCAPE '!' OR c."after" {like} {pattern} ESCAPE '!'))"#
            ));
        }
    }

    /// Days are those of the site's time zone.
    fn period(&mut self, asked: &Asked) {
        let clock = self.tx.clock();
        let begin = |date: Date| Value::DateTime(clock.to_utc(date.at(0, 0, 0, 0)));
        let from = asked.from.map(begin);
        let to = asked.to.and_then(|date| date.tomorrow().ok()).map(begin);
        if let Some(from) = from {
            let from = self.bind(from);
            self.and(&format!(r#"t."at" >= {from}"#));
        }
        if let Some(to) = to {
            let to = self.bind(to);
            self.and(&format!(r#"t."at" < {to}"#));
        }
    }
}

/// The words as they stand in stored JSON, for LIKE.
fn pattern(text: &str) -> String {
    let quoted = json!(text).to_string();
    let inside = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
    let mut out = String::from("%");
    for c in inside.chars() {
        if matches!(c, '%' | '_' | '!') {
            out.push('!');
        }
        out.push(c);
    }
    out.push('%');
    out
}

fn condition<'t, 'c>(tx: &'t Tx<'c>, asked: &Asked) -> Condition<'t, 'c> {
    let mut condition = Condition { tx, text: String::new(), binds: Vec::new() };
    let before = condition.bind(asked.before.unwrap_or(i64::MAX).into());
    condition.text = format!(r#"t."id" < {before}"#);
    condition.all(asked);
    condition
}

/// The transactions that answer, newest first, each with so many of its changes.
///
/// # Errors
/// The database's own failure.
pub(super) fn steps(tx: &Tx<'_>, asked: &Asked, limit: i64, changes: i64) -> Result<Vec<Step>> {
    let mut condition = condition(tx, asked);
    let limit = condition.bind(limit.into());
    let text = format!(
        r#"SELECT {STEP} FROM "ruche_transaction" t WHERE {} ORDER BY t."id" DESC LIMIT {limit}"#,
        condition.text
    );
    let mut steps = Vec::new();
    tx.rows(&statement(text, condition.binds), |row| {
        steps.push(past::step(tx, row));
        Ok(())
    })?;
    for step in &mut steps {
        step.changes = past::changes(tx, step.id, changes)?;
    }
    Ok(steps)
}

/// The numbers of the transactions that answer and are not undone, newest first.
///
/// # Errors
/// The database's own failure.
pub(super) fn open(tx: &Tx<'_>, asked: &Asked, limit: i64) -> Result<Vec<i64>> {
    let mut condition = condition(tx, asked);
    let limit = condition.bind(limit.into());
    let text = format!(
        r#"SELECT t."id" FROM "ruche_transaction" t WHERE {} AND t."undone_by" IS NULL AND t."source" <> 'installation'
           ORDER BY t."id" DESC LIMIT {limit}"#,
        condition.text
    );
    let mut ids = Vec::new();
    tx.rows(&statement(text, condition.binds), |row| {
        if let Cell::Int(id) = row.cell(0) {
            ids.push(id);
        }
        Ok(())
    })?;
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_survives_its_address() {
        let fields = Fields::parse("by=4&from=2026-01-02&through=api&text=L%C3%A9a+%25&entity=Email&before=7&to=x");
        let asked = Asked::read(&fields, true);
        assert_eq!(asked.before, Some(7));
        assert_eq!(asked.at("/history"), "/history?by=4&entity=Email&from=2026-01-02&through=api&text=L%C3%A9a+%25");
        assert_eq!(Asked::read(&fields, false).text, None);
        assert!(Asked::read(&Fields::parse("before=7&through=nowhere&entity=a'b"), true).pairs().is_empty());
    }

    #[test]
    fn words_are_looked_for_as_they_stand() {
        assert_eq!(pattern("50 %"), "%50 !%%");
        assert_eq!(pattern("a\"b_!"), "%a\\\"b!_!!%");
    }
}
