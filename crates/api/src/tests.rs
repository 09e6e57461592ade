//! The actions for real, on a small site.

mod fixture;
mod metadata;
mod older;
mod protocol;
mod reading;
mod writing;
