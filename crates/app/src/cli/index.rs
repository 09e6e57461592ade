//! `ruche index`: builds the index of words anew, while serving.

use std::process::ExitCode;

use schema::Actor;
use search::text::follow;

use super::{Done, open, say};
use crate::config::Config;

pub(super) fn run(config: &Config) -> Done {
    let house = open(config)?;
    let (actor, mut work) = (Actor::system(follow::JOB), kit::Work::default());
    house.site.write(&actor, follow::JOB, |tx| follow::rebuild(tx))?;
    let mut steps = 0;
    loop {
        house.site.write(&actor, follow::JOB, |tx| follow::step(tx, &mut work))?;
        steps += 1;
        if work.position.is_none() {
            break;
        }
    }
    say(&format!("The index of words is new ({steps} steps)."));
    Ok(ExitCode::SUCCESS)
}
