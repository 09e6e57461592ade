//! Several processes on one database: what one has counted, the others know.

use std::io::Write;
use std::process::Stdio;

use contact::access::sign_in::TRIES;
use testkit::http::{Answer, Client};
use testkit::postgres::PrivatePostgres;

use crate::command_line::{Scratch, ruche};
use crate::crash::Served;
use crate::http::form_token;
use crate::sure;

const PASSWORD: &str = "a sentence for jo";

fn enter(server: &Served, password: &str) -> Answer {
    let mut client = Client::new(server.address);
    let page = sure(client.get("/sign-in", &[]));
    let cookie = page.header("set-cookie").and_then(|line| line.split(';').next()).unwrap_or_default().to_owned();
    let form = [("csrf", form_token(&page)), ("name", "jo".to_owned()), ("password", password.to_owned())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    sure(client.post("/sign-in", &[("Cookie", &cookie)], &form))
}

#[test]
fn wrong_passwords_are_counted_together_by_two_processes_on_one_database() {
    let database = PrivatePostgres::shared().database();
    let folder = Scratch::new("processes");
    let arguments = ["user", "add", "jo", "--role", "administrator", "--password-stdin", "--database", &database];
    let mut child = sure(ruche(&folder.0, &arguments).stdin(Stdio::piped()).spawn());
    if let Some(mut stdin) = child.stdin.take() {
        sure(stdin.write_all(format!("{PASSWORD}\n").as_bytes()));
    }
    assert!(sure(child.wait()).success());
    let servers = [Served::start(&folder.0, &database), Served::start(&folder.0, &database)];
    assert_ne!(servers[0].address, servers[1].address);
    assert_eq!(enter(&servers[0], PASSWORD).status, 303);
    for turn in 0..TRIES {
        let server = &servers[usize::from(turn % 2 == 1)];
        assert_eq!(enter(server, "wrong").status, 422, "try {turn}");
    }
    for server in &servers {
        assert_eq!(enter(server, PASSWORD).status, 429, "neither lets anybody in");
    }
}
