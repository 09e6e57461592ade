//! `cargo xtask migration NAME`: has the workshop write what the declarations have and the migrations have not.

use crate::workspace::{cargo, run as execute};

/// Hands the name on, and `--anew`, which writes all steps as one.
pub fn run(arguments: &[String]) -> Result<(), String> {
    if arguments.iter().filter(|word| !word.starts_with("--")).count() != 1 {
        return Err("give one name, such as add_notes".to_owned());
    }
    let mut workshop = cargo();
    workshop.args(["run", "--quiet", "--package", "workshop", "--", "migration"]);
    execute(workshop.args(arguments))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_migration_must_have_one_name() {
        assert!(run(&[]).is_err());
        assert!(run(&["add".to_owned(), "notes".to_owned()]).is_err());
    }
}
