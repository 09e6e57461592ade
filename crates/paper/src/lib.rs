//! Pages on paper: PDF files with text and tables, laid out by measure. No database, no languages, no clock.

pub mod font;
pub mod sheet;
pub mod table;

pub use sheet::{A4, Ink, Sheet};
pub use table::{Align, Column, Table};
