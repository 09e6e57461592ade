//! A whole Ruche for one test: data of its own, a server on a free port, an administrator's key.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use contact::access::administrator::{self, NewAccount};
use ruche::house::database_file;
use ruche::server::Running;
use ruche::{Database, House};
use schema::Actor;
use serde_json::Value as Json;

use crate::http::{Answer, Client};
use crate::postgres::PrivatePostgres;

/// On which database a test runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// Both.
    pub const ALL: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];
}

/// A running site with contact 1 (the organisation) and contact 2 (the administrator).
pub struct TestApp {
    server: Option<Running>,
    pub house: House,
    /// The administrator's API key.
    pub key: String,
    folder: Folder,
}

/// A new site as it was filled once, to be copied for each test.
struct Template {
    folder: Folder,
    database: Database,
    key: String,
}

static SQLITE: OnceLock<Template> = OnceLock::new();
static POSTGRES: OnceLock<Template> = OnceLock::new();

impl TestApp {
    /// Starts one.
    pub fn start(engine: Engine) -> TestApp {
        let template = match engine {
            Engine::Sqlite => SQLITE.get_or_init(|| Template::make(Database::Embedded)),
            Engine::Postgres => {
                POSTGRES.get_or_init(|| Template::make(Database::Server(PrivatePostgres::shared().database())))
            }
        };
        let folder = Folder::new("site");
        copy(&template.folder.0.join("secret.key"), &folder.0.join("secret.key"));
        let database = match &template.database {
            Database::Embedded => {
                copy(&database_file(&template.folder.0), &database_file(&folder.0));
                Database::Embedded
            }
            Database::Server(url) => Database::Server(PrivatePostgres::shared().copy_of(url)),
        };
        let house = sure(House::open_ready(&folder.0, &database));
        let server = sure(Running::start(house.clone()));
        TestApp { server: Some(server), house, key: template.key.clone(), folder }
    }

    /// A client without a credential.
    pub fn client(&self) -> Client {
        Client::new(self.address())
    }

    /// Where the server listens.
    pub fn address(&self) -> std::net::SocketAddr {
        self.server.as_ref().map_or_else(|| ([127, 0, 0, 1], 0).into(), |server| server.address)
    }

    /// The folder of the site's data.
    pub fn data(&self) -> &Path {
        &self.folder.0
    }

    /// A call of the API by the administrator.
    pub fn call(&self, entity: &str, action: &str, params: &Json) -> Answer {
        self.call_with(&self.key, entity, action, params)
    }

    /// A call of the API with this key.
    pub fn call_with(&self, key: &str, entity: &str, action: &str, params: &Json) -> Answer {
        let credential = format!("Bearer {key}");
        let path = format!("/civicrm/ajax/api4/{entity}/{action}");
        let headers = [("X-Civi-Auth", credential.as_str()), ("X-Requested-With", "XMLHttpRequest")];
        sure(self.client().post(&path, &headers, &[("params", &params.to_string())]))
    }

    /// The rows that a call by the administrator answers. Panics with the answer when there are none.
    pub fn rows(&self, entity: &str, action: &str, params: &Json) -> Vec<Json> {
        let answer = self.call(entity, action, params);
        match answer.json().get("values") {
            Some(Json::Array(rows)) if answer.status == 200 => rows.clone(),
            _ => panic!("{entity}.{action} {params}: {} {}", answer.status, answer.text()),
        }
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.server.take();
        if let Database::Server(url) = &self.house.database {
            PrivatePostgres::shared().remove(url);
        }
    }
}

impl Template {
    fn make(database: Database) -> Template {
        remove_stale();
        let folder = Folder::new("template");
        let house = sure(House::open_ready(&folder.0, &database));
        let made = house.site.write(&Actor::system("test"), "test", |tx| {
            let account = NewAccount {
                username: "admin",
                role: "administrator",
                email: Some("admin@example.org"),
                password: Some("a long test sentence"),
                key_name: Some("test"),
            };
            administrator::add(tx, &account)
        });
        let key = sure(made).api_key.unwrap_or_default();
        drop(house);
        Template { folder, database, key }
    }
}

/// A folder that goes with its owner.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("ruche-{name}-{}-{count}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        sure(std::fs::create_dir_all(&folder));
        Folder(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Removes what earlier test runs left: the template belongs to the process, and nothing tells it when that ends.
fn remove_stale() {
    for entry in std::fs::read_dir(std::env::temp_dir()).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let rest = name.strip_prefix("ruche-template-").or_else(|| name.strip_prefix("ruche-site-"));
        let owner = rest.and_then(|rest| rest.split('-').next()?.parse::<u32>().ok());
        let alive = |owner: u32| Path::new("/proc").join(owner.to_string()).exists();
        // Without /proc nobody can be told dead, and everything is left alone.
        if owner.is_some_and(|owner| Path::new("/proc/self").exists() && !alive(owner)) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

fn copy(from: &Path, to: &Path) {
    sure(std::fs::copy(from, to));
}

/// Tests cannot go on without.
fn sure<T, E: std::fmt::Display>(result: Result<T, E>) -> T {
    result.unwrap_or_else(|error| panic!("{error}"))
}
