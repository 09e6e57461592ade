//! Settings of the program: flags before environment before `ruche.toml` in the data folder before defaults.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::house::Database;

/// The names that may stand in `ruche.toml`, and with `RUCHE_` before them in the environment.
pub const NAMES: [&str; 8] = ["data", "database", "listen", "url", "proxy", "log", "scan", "files"];
/// Names in the environment that start alike and are not for this program.
const FOREIGN: [&str; 1] = ["RUCHE_TEST_"];

/// What was found in one place.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Given {
    pub database: Option<String>,
    pub listen: Option<String>,
    /// The address that people type, such as `https://crm.example.org`.
    pub url: Option<String>,
    /// A proxy of ours stands before the program and tells the caller's address in `X-Forwarded-For`.
    pub proxy: Option<bool>,
    /// What to log, such as `info` or `store=debug`.
    pub log: Option<String>,
    /// What looks for viruses in files: `unix:/run/clamav/clamd.ctl`, `tcp:127.0.0.1:3310`, or a program.
    pub scan: Option<String>,
    /// Where the contents of files lie, unless in the data folder: `s3:http://KEY:SECRET@host:9000/bucket`.
    pub files: Option<String>,
}

/// The settings in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    pub data: PathBuf,
    pub database: Database,
    pub listen: SocketAddr,
    pub url: Option<String>,
    pub proxy: bool,
    pub log: String,
}

impl Config {
    /// Puts flags, environment and file together.
    ///
    /// # Errors
    /// Names the setting that is unknown or wrong, and what is accepted.
    pub fn load(data: Option<PathBuf>, flags: Given) -> Result<Config, String> {
        let environment = environment(std::env::vars())?;
        let data = data.or_else(|| std::env::var_os("RUCHE_DATA").map(PathBuf::from)).unwrap_or_else(|| "data".into());
        let file = file(&data)?;
        Config::of(data, flags, environment, file)
    }

    fn of(data: PathBuf, flags: Given, environment: Given, file: Given) -> Result<Config, String> {
        let text = |pick: fn(&Given) -> &Option<String>| {
            [&flags, &environment, &file].into_iter().find_map(|given| pick(given).clone())
        };
        let proxy = flags.proxy.or(environment.proxy).or(file.proxy);
        let database = text(|given| &given.database).unwrap_or_else(|| "sqlite".to_owned());
        let listen = text(|given| &given.listen).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let url = text(|given| &given.url);
        if let Some(url) = url.as_ref().filter(|url| !url.starts_with("http://") && !url.starts_with("https://")) {
            return Err(format!("url: `{url}` does not begin with http:// or https://"));
        }
        Ok(Config {
            data,
            database: Database::parse(&database).map_err(|help| format!("database: `{database}`: {help}"))?,
            listen: listen.parse().map_err(|_| format!("listen: `{listen}` is no address such as 127.0.0.1:8080"))?,
            url: url.map(|url| url.trim_end_matches('/').to_owned()),
            proxy: proxy.unwrap_or(false),
            log: text(|given| &given.log).unwrap_or_else(|| "info".to_owned()),
        })
    }

    /// Whether people come by https: cookies are then kept from anything else.
    pub fn is_secure(&self) -> bool {
        self.url.as_ref().is_some_and(|url| url.starts_with("https://"))
    }
}

/// What looks for viruses, for whatever program opens the data: each may take files in.
///
/// # Errors
/// As [`Config::load`].
pub fn scan(data: &Path) -> Result<Option<String>, String> {
    Ok(environment(std::env::vars())?.scan.or(file(data)?.scan))
}

/// The bucket for the contents of files, for whatever program opens the data; None for the data folder itself.
///
/// # Errors
/// As [`Config::load`], and where the setting names no bucket.
pub fn files(data: &Path) -> Result<Option<String>, String> {
    let setting = environment(std::env::vars())?.files.or(file(data)?.files);
    match &setting {
        Some(text) => {
            ::file::s3::Bucket::parse(text, data).map(|_| setting.clone()).map_err(|why| format!("files: {why}"))
        }
        None => Ok(None),
    }
}

fn file(data: &Path) -> Result<Given, String> {
    let path = data.join("ruche.toml");
    match std::fs::read_to_string(&path) {
        Ok(text) => toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Given::default()),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}

fn environment(variables: impl Iterator<Item = (String, String)>) -> Result<Given, String> {
    let mut given = Given::default();
    for (name, value) in variables {
        let Some(key) = name.strip_prefix("RUCHE_") else { continue };
        if FOREIGN.iter().any(|prefix| name.starts_with(prefix)) {
            continue;
        }
        match key.to_ascii_lowercase().as_str() {
            "data" => {}
            "database" => given.database = Some(value),
            "listen" => given.listen = Some(value),
            "url" => given.url = Some(value),
            "log" => given.log = Some(value),
            "scan" => given.scan = Some(value),
            "files" => given.files = Some(value),
            "proxy" => given.proxy = Some(yes_or_no(&name, &value)?),
            _ => return Err(format!("{name}: there is no such setting; known are RUCHE_ and {}", NAMES.join(", "))),
        }
    }
    Ok(given)
}

fn yes_or_no(name: &str, value: &str) -> Result<bool, String> {
    match value {
        "1" | "true" | "yes" => Ok(true),
        "0" | "false" | "no" => Ok(false),
        _ => Err(format!("{name}: `{value}` is neither true nor false")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(listen: &str) -> Given {
        Given { listen: Some(listen.to_owned()), ..Given::default() }
    }

    #[test]
    fn flags_come_before_the_environment_and_that_before_the_file() {
        let config =
            |flags, environment| Config::of("d".into(), flags, environment, given("127.0.0.1:1")).unwrap().listen;
        assert_eq!(config(given("127.0.0.1:3"), given("127.0.0.1:2")).port(), 3);
        assert_eq!(config(Given::default(), given("127.0.0.1:2")).port(), 2);
        assert_eq!(config(Given::default(), Given::default()).port(), 1);
    }

    #[test]
    fn a_wrong_setting_is_refused_by_name() {
        let variable = |name: &str| environment([(name.to_owned(), "x".to_owned())].into_iter());
        assert!(variable("RUCHE_LISTN").unwrap_err().contains("RUCHE_LISTN"));
        assert!(variable("RUCHE_PROXY").unwrap_err().contains("RUCHE_PROXY"));
        assert!(variable("RUCHE_TEST_POSTGRES").is_ok());
        let unknown = toml::from_str::<Given>("listn = \"x\"").unwrap_err().to_string();
        assert!(unknown.contains("listn"));
        let bad = Config::of("d".into(), given("nowhere"), Given::default(), Given::default()).unwrap_err();
        assert!(bad.starts_with("listen:"));
    }

    #[test]
    fn a_database_is_sqlite_or_a_url() {
        assert_eq!(Database::parse("sqlite"), Ok(Database::Embedded));
        assert!(Database::parse("postgres://a@b/c").is_ok());
        assert!(Database::parse("mysql://a@b/c").is_err());
    }
}
