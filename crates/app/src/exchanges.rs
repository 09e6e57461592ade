//! Sample exchanges and notes on their way through the store.

use crate::jobs::mark;
use query::Cell;
use sample::{Exchange, Past, Remark};
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx, statement};

/// Those who make the calls: who has an account, and the first few people of the sample.
///
/// # Errors
/// The database's own failure.
pub fn staff(tx: &Tx<'_>, ids: &[i64]) -> Result<Vec<i64>> {
    let accounts = r#"SELECT "contact_id" FROM "civicrm_uf_match" WHERE "is_active" = 1 AND "contact_id" IS NOT NULL ORDER BY "id" LIMIT 8"#;
    let people = format!(
        r#"SELECT "id" FROM "civicrm_contact" WHERE "contact_type" = 'Individual' AND "id" >= {} ORDER BY "id" LIMIT 4"#,
        mark(tx, 1)
    );
    let mut asked = vec![statement(accounts, Vec::new())];
    asked.extend(ids.first().map(|first| statement(people, vec![(*first).into()])));
    let mut all = Vec::new();
    for one in &asked {
        tx.rows(one, |row| {
            if let Cell::Int(id) = row.cell(0)
                && !all.contains(&id)
            {
                all.push(id);
            }
            Ok(())
        })?;
    }
    Ok(all)
}

/// Writes what was said with contacts, all exchanges together and then all notes; tells how many rows that made.
///
/// # Errors
/// What the store fails with.
pub fn save(tx: &mut Tx<'_>, pasts: &[(i64, Past)], staff: &[i64]) -> Result<usize> {
    // Nobody calls themselves.
    let who = |contact: i64, by: u32| {
        let others: Vec<i64> = staff.iter().copied().filter(|one| *one != contact).collect();
        others.get(by as usize % others.len().max(1)).copied().unwrap_or(contact)
    };
    let (mut exchanges, mut notes, mut rows) = (Vec::new(), Vec::new(), 0);
    for (contact, past) in pasts {
        for one in &past.exchanges {
            exchanges.push(exchange(*contact, one, who(*contact, one.by)));
            rows += 3 + usize::from(one.is_assigned);
        }
        notes.extend(past.remarks.iter().map(|one| note(*contact, one, who(*contact, one.by))));
    }
    rows += notes.len();
    tx.save_many("Activity", exchanges, As::Program)?;
    tx.save_many("Note", notes, As::Program)?;
    Ok(rows)
}

fn exchange(contact: i64, one: &Exchange, by: i64) -> Map<String, Json> {
    let mut values = object(json!({
        "activity_type_id": one.kind.value(),
        "subject": one.subject,
        "activity_date_time": one.at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
        "status_id": if one.is_open { 1 } else { 2 },
        "duration": one.minutes,
        "details": one.details.as_deref().map(activity::details::from_text),
        "source_contact_id": by,
        "target_contact_id": contact,
        "assignee_contact_id": one.is_assigned.then_some(by),
    }));
    values.retain(|_, value| !value.is_null());
    values
}

fn note(contact: i64, remark: &Remark, by: i64) -> Map<String, Json> {
    object(json!({
        "entity_table": "civicrm_contact",
        "entity_id": contact,
        "note": remark.words,
        "note_date": remark.at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
        "contact_id": by,
    }))
}

fn object(json: Json) -> Map<String, Json> {
    if let Json::Object(map) = json { map } else { Map::new() }
}
