//! The program `ruche`.

use std::process::ExitCode;

/// Steadier memory than the system's allocator over months of serving.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ruche::cli::run()
}
