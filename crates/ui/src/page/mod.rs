//! Whole pages as pure functions: a struct of what is shown goes in, HTML comes out.

pub mod choices;
pub mod columns;
pub mod conflict;
pub mod contact;
pub mod contact_form;
pub mod contact_list;
pub mod create;
pub mod error;
pub mod first_run;
pub mod gallery;
pub mod help;
pub mod history;
pub mod home;
pub mod password;
pub mod photo;
pub mod settings;
pub mod sign_in;
pub mod trash;
pub mod ways_form;
