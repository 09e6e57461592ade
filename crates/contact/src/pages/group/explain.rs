//! Why somebody is in a group or out of it, and how it has grown.

use super::*;

/// Why a contact is in the group or not; None for one that the visitor does not see.
pub(super) fn explain(
    tx: &mut Tx<'_>,
    lang: &Lang,
    group: i64,
    contact: i64,
    criteria: Option<&Vec<(String, Json)>>,
) -> Result<Option<Explained>> {
    let Some(row) = rows::one(tx, "Contact", &pick::SELECT, contact)? else { return Ok(None) };
    let is_in = rows::count(tx, "Contact", json!([["id", "=", contact], ["groups", "IN", [group]]]))? > 0;
    let mut lines = Vec::new();
    let mut by_hand = None;
    for reason in reasons(tx, group, contact)? {
        match reason {
            Reason::ByHand(status) => {
                let (key, holds) = match status.as_str() {
                    ADDED => ("group-reason-added", true),
                    PENDING => ("group-reason-pending", false),
                    _ => ("group-reason-removed", false),
                };
                lines.push((Some(holds), lang.text(key).to_owned(), last_change(tx, lang, group, contact)?));
                by_hand = Some(status);
            }
            Reason::Within(child) => {
                let title = groups::title_of(tx, lang, child)?.unwrap_or_default();
                let words = lang.locale.with("group-reason-within", &[("group", title.into())]);
                lines.push((Some(true), words, String::new()));
            }
            Reason::Found if criteria.is_none() => {
                lines.push((Some(true), lang.text("group-reason-found").to_owned(), String::new()));
            }
            Reason::Found => {}
        }
    }
    for (words, clause) in criteria.into_iter().flatten() {
        lines.push((criteria::met(tx, contact, clause)?, words.clone(), String::new()));
    }
    if lines.is_empty() {
        lines.push((Some(false), lang.text("group-reason-none").to_owned(), String::new()));
    }
    Ok(Some(Explained { id: contact, name: list::name(lang, &row).to_owned(), is_in, by_hand, lines }))
}

/// When and how the place was last changed, in words.
pub(super) fn last_change(tx: &Tx<'_>, lang: &Lang, group: i64, contact: i64) -> Result<String> {
    let clauses = json!([["group_id", "=", group], ["contact_id", "=", contact]]);
    let found = ask(tx, "SubscriptionHistory", &["date", "method"], clauses, &[("id", "DESC")], 1)?;
    let Some(last) = found.first() else { return Ok(String::new()) };
    let day = rows::date(last, "date").map(|day| lang.locale.date(day)).unwrap_or_default();
    Ok(format!("{day}, {}", method(lang, text(last, "method"))))
}

/// How many were in by hand at the end of each of the last months: today's number, and what the months changed.
pub(super) fn growth(tx: &Tx<'_>, group: i64) -> Result<Vec<(Date, i64)>> {
    let month = match tx.dialect() {
        query::Dialect::Sqlite => r#"substr("date", 1, 7)"#,
        query::Dialect::Postgres => r#"to_char("date", 'YYYY-MM')"#,
    };
    let text = format!(
        r#"SELECT {month}, SUM(CASE WHEN "status" = 'Added' THEN 1 ELSE -1 END) FROM (
             SELECT "date", "status", LAG("status") OVER (PARTITION BY "contact_id" ORDER BY "id") AS "before"
             FROM "civicrm_subscription_history" WHERE "group_id" = {}) AS steps
           WHERE ("status" = 'Added' AND ("before" IS NULL OR "before" <> 'Added')) OR ("status" <> 'Added' AND "before" = 'Added')
           GROUP BY {month}"#,
        tx.placeholder(1)
    );
    let mut moved: BTreeMap<String, i64> = BTreeMap::new();
    tx.rows(&statement(text, vec![group.into()]), |row| {
        if let (Some(month), Some(n)) = (store::owned(row.cell(0)).as_text().map(str::to_owned), number(row.cell(1))) {
            moved.insert(month, n);
        }
        Ok(())
    })?;
    if moved.is_empty() {
        return Ok(Vec::new());
    }
    let count = format!(
        r#"SELECT count(*) FROM "civicrm_group_contact" WHERE "group_id" = {} AND "status" = 'Added'"#,
        tx.placeholder(1)
    );
    let mut members = tx.one(&statement(count, vec![group.into()]))?.and_then(|n| n.as_int()).unwrap_or(0);
    let mut day = tx.clock().today().first_of_month();
    let mut months = Vec::new();
    for _ in 0..MONTHS {
        months.push((day, members.max(0)));
        members -= moved.get(&day.to_string()[..7]).copied().unwrap_or(0);
        day = day.saturating_sub(jiff::Span::new().months(1));
    }
    months.reverse();
    Ok(months)
}

/// A sum, which one of the databases gives as a decimal.
fn number(cell: query::Cell<'_>) -> Option<i64> {
    match store::owned(cell) {
        schema::Value::Decimal(n) => i64::try_from(n.mantissa() / 10_i128.checked_pow(n.scale())?).ok(),
        value => value.as_int(),
    }
}
