//! `/health`: whether the program can answer.

use schema::Actor;
use store::statement;

use super::App;
use super::response::Outgoing;

/// 200 when the database answers, 503 otherwise.
pub fn health(app: &App) -> Outgoing {
    let asked = app.house.site.read(&Actor::system("health"), |tx| tx.one(&statement("SELECT 1", Vec::new())));
    match asked {
        Ok(_) => Outgoing::json(200, r#"{"status":"ok"}"#),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            Outgoing::json(503, r#"{"status":"unavailable"}"#)
        }
    }
}
