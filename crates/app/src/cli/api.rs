//! `ruche api ENTITY.ACTION JSON`: a call in process.

use std::process::ExitCode;

use clap::Args;
use contact::access;
use schema::Actor;
use serde_json::Value as Json;

use super::{Done, Failure, open, say};
use crate::config::Config;
use crate::house::House;

#[derive(Args)]
pub(super) struct Options {
    /// Entity and action, such as Contact.get
    #[arg(value_name = "ENTITY.ACTION")]
    call: String,
    /// The parameters as a JSON object
    #[arg(default_value = "{}", value_name = "JSON")]
    params: String,
    /// Act with the permissions of this account; without it, nothing is forbidden
    #[arg(long = "as", value_name = "NAME")]
    account: Option<String>,
}

pub(super) fn run(config: &Config, options: &Options) -> Done {
    let (entity, action) =
        options.call.split_once('.').ok_or("give entity and action, such as Contact.get".to_owned())?;
    let params = match serde_json::from_str::<Json>(&options.params) {
        Ok(Json::Object(params)) => params,
        Ok(_) => return Err("the parameters are no JSON object".to_owned().into()),
        Err(error) => return Err(format!("the parameters are no JSON: {error}").into()),
    };
    let house = open(config)?;
    let actor = actor(&house, options.account.as_deref())?;
    let call = api::Call { entity: entity.to_owned(), action: action.to_owned(), params, index: None };
    let answer = api::call(&house.registry, &house.site, &actor, "command line", call);
    say(&String::from_utf8_lossy(&answer.body));
    Ok(if answer.status == 200 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn actor(house: &House, name: Option<&str>) -> Result<Actor, Failure> {
    let program = Actor::system("command line");
    let Some(name) = name else { return Ok(program) };
    let found = house.site.read(&program, |tx| access::actor_named(tx, name))?;
    match found {
        Some(bearer) if bearer.is_active => Ok(bearer.actor),
        Some(_) => Err(format!("the account {name} is disabled").into()),
        None => Err(format!("there is no account {name}").into()),
    }
}
