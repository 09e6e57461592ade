//! `cargo xtask migration NAME`: has the workshop write what the declarations have and the migrations have not.

use crate::workspace::{cargo, run as execute};

/// Hands the name on.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let [name] = arguments else {
        return Err("give a name, such as add_notes".to_owned());
    };
    execute(cargo().args(["run", "--quiet", "--package", "workshop", "--", "migration", name]))
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
