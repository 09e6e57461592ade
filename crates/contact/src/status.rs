//! How the site is doing: checks in plain words, each with what to do about it. The page of status shows them, and
//! existing clients ask for them by `System.check`.

use std::path::Path;

use query::{Cell, Dialect};
use store::{Result, Tx, statement};

use crate::access::fact;

/// The setting under which the program tells the address that people type; empty where none is set.
pub const ADDRESS_SETTING: &str = "ruche_address";
/// A backup is due every day; a day late is said, a week late is serious.
const DAY: i64 = 86_400;
/// A trial of a backup is due every quarter.
const QUARTER: i64 = 92 * DAY;
/// Below so many bytes free there may be no room for the next backup, or for the next hour.
const LITTLE_ROOM: u64 = 2 << 30;
const NO_ROOM: u64 = 200 << 20;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// As it should be.
    Fine,
    /// Worth knowing.
    Notice,
    Warning,
    Serious,
}

/// What a check found: keys of its words, and the values that stand in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The name by which programs know the check.
    pub name: &'static str,
    pub level: Level,
    /// What was looked at.
    pub title: &'static str,
    /// What was found.
    pub words: &'static str,
    pub values: Vec<(&'static str, String)>,
    /// What to do about it.
    pub fix: Option<&'static str>,
    /// The page where it is done.
    pub page: Option<&'static str>,
}

impl Finding {
    fn of(name: &'static str, title: &'static str, level: Level, words: &'static str) -> Finding {
        Finding { name, level, title, words, values: Vec::new(), fix: None, page: None }
    }

    fn with(mut self, name: &'static str, value: impl ToString) -> Finding {
        self.values.push((name, value.to_string()));
        self
    }

    fn fix(self, key: &'static str) -> Finding {
        Finding { fix: Some(key), ..self }
    }

    fn at(self, page: &'static str) -> Finding {
        Finding { page: Some(page), ..self }
    }
}

/// A check that another component adds.
#[derive(Clone, Copy)]
pub struct Check(pub fn(&Tx<'_>) -> Result<Vec<Finding>>);

/// What this component looks after.
///
/// # Errors
/// The database's own failure.
pub fn findings(tx: &Tx<'_>) -> Result<Vec<Finding>> {
    let data = tx.site().data().to_owned();
    let mut all = vec![address(tx)?, backup(tx)?, trial(tx)?];
    all.extend(room(&data));
    all.push(key(&data));
    all.push(database(tx)?);
    all.push(jobs(tx)?);
    all.extend(failed(tx)?);
    all.push(history(tx)?);
    all.push(second_factors(tx)?);
    all.extend(mail(tx)?);
    all.push(clock(tx)?);
    all.push(version(tx)?);
    Ok(all)
}

fn now(tx: &Tx<'_>) -> i64 {
    tx.clock().now.to_zoned(tx.clock().zone.clone()).map_or(0, |at| at.timestamp().as_second())
}

/// The day of a moment in seconds since 1970, in the site's zone, as `2026-11-22`.
fn day(tx: &Tx<'_>, seconds: i64) -> String {
    let at = jiff::Timestamp::from_second(seconds).unwrap_or_default();
    at.to_zoned(tx.clock().zone.clone()).date().to_string()
}

fn number(tx: &Tx<'_>, text: &str) -> Result<i64> {
    Ok(tx.one(&statement(text, Vec::new()))?.and_then(|value| value.as_int()).unwrap_or(0))
}

fn address(tx: &Tx<'_>) -> Result<Finding> {
    let setting = tx.setting(ADDRESS_SETTING)?;
    let address = setting.as_str().unwrap_or_default();
    let of = |level, words| Finding::of("ruche_address", "status-address", level, words);
    Ok(match address {
        "" => of(Level::Warning, "status-address-none").fix("status-address-fix").at("/settings/address"),
        url if url.starts_with("https://") => of(Level::Fine, "status-address-fine").with("url", url),
        url => of(Level::Serious, "status-address-plain").with("url", url).fix("status-address-fix"),
    })
}

fn backup(tx: &Tx<'_>) -> Result<Finding> {
    let of = |level, words| Finding::of("ruche_backup", "status-backup", level, words).fix("status-backup-fix");
    let Some(made) = fact::read(tx, fact::BACKUP_MADE)? else { return Ok(of(Level::Serious, "status-backup-never")) };
    let found = match now(tx) - made {
        age if age < 2 * DAY => Finding { fix: None, ..of(Level::Fine, "status-backup-made") },
        age if age < 8 * DAY => of(Level::Warning, "status-backup-old"),
        _ => of(Level::Serious, "status-backup-old"),
    };
    Ok(found.with("date", day(tx, made)))
}

fn trial(tx: &Tx<'_>) -> Result<Finding> {
    let of = |level, words| Finding::of("ruche_trial", "status-trial", level, words).fix("status-trial-fix");
    Ok(match fact::read(tx, fact::BACKUP_TRIED)? {
        None => of(Level::Warning, "status-trial-never"),
        Some(at) if now(tx) - at < QUARTER => {
            Finding { fix: None, ..of(Level::Fine, "status-trial-fine") }.with("date", day(tx, at))
        }
        Some(at) => of(Level::Warning, "status-trial-old").with("date", day(tx, at)),
    })
}

/// What is free where the data lies, told by the system's own `df` (POSIX); nothing where there is none.
fn room(data: &Path) -> Option<Finding> {
    let told = std::process::Command::new("df").arg("-Pk").arg(data).output().ok()?;
    let (free, all) = free_room(&String::from_utf8_lossy(&told.stdout))?;
    let of = |level, words| Finding::of("ruche_room", "status-room", level, words);
    let found = match free {
        n if n < NO_ROOM => of(Level::Serious, "status-room-none").fix("status-room-fix"),
        n if n < LITTLE_ROOM => of(Level::Warning, "status-room-little").fix("status-room-fix"),
        _ => of(Level::Fine, "status-room-fine"),
    };
    let gigabytes = |bytes: u64| format!("{}.{}", bytes >> 30, (bytes >> 20) % 1024 * 10 / 1024);
    Some(found.with("free", gigabytes(free)).with("all", gigabytes(all)))
}

/// The bytes that are free and those that there are, from what `df -Pk` says.
fn free_room(told: &str) -> Option<(u64, u64)> {
    let line = told.lines().nth(1)?;
    let cells: Vec<&str> = line.split_whitespace().collect();
    // A name with blanks moves the columns: the one in per cent is the fifth.
    let percent = cells.iter().position(|cell| cell.ends_with('%'))?;
    let at = |back: usize| cells.get(percent.checked_sub(back)?)?.parse::<u64>().ok().map(|kilobytes| kilobytes << 10);
    Some((at(1)?, at(3)?))
}

/// The key that unseals secrets and signs sessions is its owner's alone.
fn key(data: &Path) -> Finding {
    let of = |level, words| Finding::of("ruche_key", "status-key", level, words);
    match mode(&data.join("secret.key")) {
        Some(mode) if mode & 0o077 != 0 => of(Level::Serious, "status-key-open").fix("status-key-fix"),
        Some(_) => of(Level::Fine, "status-key-fine"),
        None => of(Level::Notice, "status-key-unknown"),
    }
}

#[cfg(unix)]
fn mode(path: &Path) -> Option<u32> {
    std::fs::metadata(path).ok().map(|meta| std::os::unix::fs::PermissionsExt::mode(&meta.permissions()))
}

#[cfg(not(unix))]
fn mode(_: &Path) -> Option<u32> {
    None
}

/// The nightly look of the database at itself; PostgreSQL has checks of its own.
fn database(tx: &Tx<'_>) -> Result<Finding> {
    let of = |level, words| Finding::of("ruche_database", "status-database", level, words);
    if tx.dialect() == Dialect::Postgres {
        return Ok(of(Level::Fine, "status-database-server"));
    }
    Ok(match fact::read(tx, fact::DATABASE_SOUND)? {
        Some(0) => of(Level::Serious, "status-database-damaged").fix("status-database-fix"),
        Some(_) => of(Level::Fine, "status-database-sound"),
        None => of(Level::Notice, "status-database-unknown"),
    })
}

/// Regular work whose turn was long ago waits for a worker that is not there.
fn jobs(tx: &Tx<'_>) -> Result<Finding> {
    let before = tx.clock().to_utc(tx.clock().now).saturating_sub(jiff::SignedDuration::from_secs(900));
    let text =
        format!(r#"SELECT count(*) FROM "ruche_job" WHERE "state" = 'waiting' AND "due" < {}"#, tx.placeholder(1));
    let late = tx.one(&statement(text, vec![schema::Value::DateTime(before)]))?.and_then(|n| n.as_int()).unwrap_or(0);
    let known = number(tx, r#"SELECT count(*) FROM "ruche_job""#)?;
    let of = |level, words| Finding::of("ruche_jobs", "status-jobs", level, words);
    Ok(match (known, late) {
        (0, _) => of(Level::Serious, "status-jobs-none").fix("status-jobs-fix"),
        (_, 0) => of(Level::Fine, "status-jobs-fine"),
        (_, late) => of(Level::Serious, "status-jobs-late").with("count", late).fix("status-jobs-fix"),
    })
}

fn failed(tx: &Tx<'_>) -> Result<Option<Finding>> {
    let count = number(tx, r#"SELECT count(*) FROM "ruche_job" WHERE "state" = 'failed' OR "attempts" > 2"#)?;
    Ok((count > 0).then(|| {
        let of = Finding::of("ruche_jobs_failed", "status-failed", Level::Warning, "status-failed-some");
        of.with("count", count).fix("status-failed-fix").at("/jobs")
    }))
}

fn history(tx: &Tx<'_>) -> Result<Finding> {
    let of = |level, words| Finding::of("ruche_history", "status-history", level, words).at("/history/proof");
    Ok(match (fact::read(tx, fact::HISTORY_FAULTS)?, fact::read(tx, fact::HISTORY_CHECKED)?) {
        (Some(0), Some(at)) => of(Level::Fine, "status-history-fine").with("date", day(tx, at)),
        (Some(_), _) => of(Level::Serious, "status-history-broken").fix("status-history-fix"),
        _ => of(Level::Notice, "status-history-unknown"),
    })
}

/// Whoever may do everything ought to prove it twice.
fn second_factors(tx: &Tx<'_>) -> Result<Finding> {
    let text = format!(
        r#"SELECT count(DISTINCT u."id") FROM "civicrm_uf_match" u JOIN "civicrm_user_role" l ON l."user_id" = u."id"
           JOIN "civicrm_role" r ON r."id" = l."role_id"
           WHERE u."is_active" = 1 AND r."is_active" = 1 AND r."permissions" LIKE {}
             AND NOT EXISTS (SELECT 1 FROM "ruche_totp" t WHERE t."user_id" = u."id" AND t."confirmed" IS NOT NULL)
             AND NOT EXISTS (SELECT 1 FROM "ruche_passkey" p WHERE p."user_id" = u."id")"#,
        tx.placeholder(1)
    );
    let all = format!("%\u{1}{}\u{1}%", schema::permission::ALL);
    let bare = tx.one(&statement(text, vec![all.into()]))?.and_then(|n| n.as_int()).unwrap_or(0);
    let of = |level, words| Finding::of("ruche_second_factor", "status-second", level, words);
    Ok(match bare {
        0 => of(Level::Fine, "status-second-fine"),
        n => of(Level::Warning, "status-second-bare").with("count", n).fix("status-second-fix").at("/account"),
    })
}

/// The association's own address, without which nobody can answer what it sends.
fn mail(tx: &Tx<'_>) -> Result<Option<Finding>> {
    let mut found = false;
    let text = r#"SELECT "id" FROM "civicrm_email" WHERE "contact_id" = 1 LIMIT 1"#;
    tx.rows(&statement(text, Vec::new()), |row| {
        found = matches!(row.cell(0), Cell::Int(_));
        Ok(())
    })?;
    let of = |level, words| Finding::of("ruche_mail", "status-mail", level, words);
    Ok(Some(match found {
        true => of(Level::Fine, "status-mail-fine"),
        false => of(Level::Warning, "status-mail-none").fix("status-mail-fix").at("/contacts/1"),
    }))
}

/// The clock of the database and that of the program; whoever reads compares them with the one on the wall.
fn clock(tx: &Tx<'_>) -> Result<Finding> {
    let zone = tx.clock().zone.iana_name().unwrap_or("UTC").to_owned();
    let off = match tx.dialect() {
        Dialect::Sqlite => 0,
        Dialect::Postgres => {
            let text = "SELECT CAST(extract(epoch FROM clock_timestamp()) AS bigint)";
            (number(tx, text)? - jiff::Timestamp::now().as_second()).abs()
        }
    };
    let of = |level, words| Finding::of("ruche_clock", "status-clock", level, words);
    let found = match off {
        0..=5 => of(Level::Fine, "status-clock-fine"),
        _ => of(Level::Serious, "status-clock-off").fix("status-clock-fix"),
    };
    Ok(found.with("time", tx.clock().now.strftime("%H:%M").to_string()).with("zone", zone).at("/settings/display"))
}

fn version(tx: &Tx<'_>) -> Result<Finding> {
    let newest = tx.site().model().migrations.last().map_or(0, |migration| migration.number);
    let found = Finding::of("ruche_version", "status-version", Level::Notice, "status-version-is");
    Ok(found.with("version", env!("CARGO_PKG_VERSION")).with("schema", newest).fix("status-version-fix"))
}

/// Looks at the embedded database itself, and keeps what it finds. Reads every page of it: a thing for the night.
///
/// # Errors
/// The database's own failure.
pub(crate) fn inspect(tx: &Tx<'_>) -> Result<()> {
    if tx.dialect() == Dialect::Sqlite {
        let word = tx.one(&statement("PRAGMA quick_check(1)", Vec::new()))?;
        let sound = word.as_ref().and_then(|word| word.as_text()) == Some("ok");
        fact::keep(tx, fact::DATABASE_SOUND, i64::from(sound))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_room_is_read_from_what_the_system_says() {
        let told = "Filesystem     1024-blocks      Used Available Capacity Mounted on\n\
                    /dev/my disk      51342464  20000000  28709004      42% /srv/the data\n";
        assert_eq!(free_room(told), Some((28_709_004 << 10, 51_342_464 << 10)));
        assert_eq!(free_room("df: no such folder\n"), None);
    }

    #[test]
    fn a_key_that_others_may_read_is_serious() {
        let folder = std::env::temp_dir().join(format!("ruche-status-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("secret.key");
        std::fs::write(&path, "x").unwrap();
        let allow = |mode| std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
        allow(0o644);
        assert_eq!(key(&folder).level, Level::Serious);
        allow(0o600);
        assert_eq!(key(&folder).level, Level::Fine);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
