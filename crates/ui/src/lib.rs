//! What people see: languages, style and script, small parts, and whole pages as pure functions
//! from plain structs to HTML. Nothing here reads a database, a file or a clock.

pub mod assets;
pub mod lang;
pub mod manual;
pub mod page;
pub mod part;
pub mod shell;
mod ui;

pub use lang::{Locale, Part, Value};
pub use part::icon::Icon;
pub use shell::{Account, Door, Pin, Place, Shell};
pub use ui::{Csrf, Theme, Ui};
