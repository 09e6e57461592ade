//! Whole pages as pure functions: a struct of what is shown goes in, HTML comes out.

pub mod conflict;
pub mod contact;
pub mod contact_form;
pub mod contact_list;
pub mod error;
pub mod gallery;

pub mod home;
pub mod password;
pub mod sign_in;
pub mod trash;
