//! A real server is started, used and gone.

use super::*;

fn ask(postgres: &PrivatePostgres, url: &str, sql: &str) -> String {
    let mut psql = unconfigured(&postgres.psql);
    psql.args(["--no-psqlrc", "--tuples-only", "--no-align", "--dbname", url, "-c", sql]);
    let output = psql.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn a_server_gives_databases_and_leaves_nothing_behind() {
    let postgres = PrivatePostgres::start(Durability::Durable).unwrap();
    let folder = postgres.server.as_ref().unwrap().folder.clone();
    let first = postgres.database();
    ask(&postgres, &first, "CREATE TABLE bee (name text); INSERT INTO bee VALUES ('é')");
    let second = postgres.copy_of(&first);
    assert_ne!(first, second);
    assert_eq!(ask(&postgres, &second, "SELECT name FROM bee"), "é");
    assert_eq!(ask(&postgres, &first, "SHOW fsync"), "on");
    assert_eq!(ask(&postgres, &first, "SHOW server_encoding"), "UTF8");
    assert_eq!(ask(&postgres, &first, "SHOW lc_collate"), "C");
    postgres.remove(&first);
    let left = "SELECT count(*) FROM pg_database WHERE datname LIKE 'ruche%'";
    assert_eq!(ask(&postgres, &second, left), "1");
    drop(postgres);
    assert!(!folder.exists());
}

#[test]
fn the_folder_of_a_dead_owner_is_removed() {
    let mut child = Command::new("true").spawn().unwrap();
    let owner = child.id();
    child.wait().unwrap();
    let folder = temporary_files().join(format!("{FOLDER_PREFIX}{owner}-7"));
    fs::create_dir_all(folder.join("data")).unwrap();
    remove_stale_folders();
    assert!(!folder.exists());
}

#[test]
fn a_database_url_keeps_the_parameters_of_its_server() {
    let server = "postgres://postgres@127.0.0.1:5433/postgres?connect_timeout=5";
    let url = with_database(server, "bees");
    assert_eq!(url, "postgres://postgres@127.0.0.1:5433/bees?connect_timeout=5");
    assert_eq!(database_name(&url), "bees");
}
