//! Files: sent by forms and over the API, served through the record that holds them, and never let to act.

mod api;
mod hostile;
mod kept;
mod sender;
