//! The product as the workshop uses it: its registry, and its program.

use std::path::PathBuf;

use kit::Registry;

/// Everything that the components of Ruche have signed.
pub fn registry() -> Registry {
    ruche::components::registry()
}

/// The program `ruche` of the same build as this one: it lies beside it.
///
/// # Errors
/// When it was not built.
pub fn binary() -> Result<PathBuf, String> {
    let own = std::env::current_exe().map_err(|e| e.to_string())?;
    let path = own.with_file_name("ruche");
    match path.exists() {
        true => Ok(path),
        false => Err(format!("there is no {}: build it first (cargo build --release -p ruche)", path.display())),
    }
}
