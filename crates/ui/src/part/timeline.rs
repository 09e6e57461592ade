//! The thread: everything that happened, dates in the margin, money on the right edge.

use super::Tone;
use super::icon::Icon;
use maud::{Markup, Render, html};

/// A mark in the shape of a cell.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    pub icon: Icon,
    pub tone: Tone,
    pub large: bool,
}

impl Render for Cell {
    fn render(&self) -> Markup {
        html! { span.cell.is-large[self.large].(self.tone.class().unwrap_or("is-stone")) { (self.icon) } }
    }
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// The date as the margin shows it, and for machines (`2026-11-19`).
    pub day: &'a str,
    pub machine_day: &'a str,
    pub icon: Icon,
    pub tone: Tone,
    pub title: Markup,
    pub text: Option<&'a str>,
    pub note: Option<&'a str>,
    /// A sum or a button on the right edge.
    pub end: Option<Markup>,
    pub end_note: Option<&'a str>,
    /// Still to come: stands out.
    pub next: bool,
}

/// The entries of a year.
#[derive(Clone, Debug)]
pub struct Year<'a> {
    pub title: &'a str,
    /// The year in a line: "3 dons, 240 €".
    pub summary: &'a str,
    pub entries: Vec<Entry<'a>>,
}

/// The thread, newest first.
pub fn thread(years: &[Year<'_>]) -> Markup {
    html! {
        div.thread {
            @for year in years {
                div.year { h3 { (year.title) } span { (year.summary) } }
                ol.thread-list { @for entry in &year.entries { (one(entry)) } }
            }
        }
    }
}

fn one(entry: &Entry<'_>) -> Markup {
    html! {
        li.entry.is-next[entry.next] {
            time datetime=(entry.machine_day) { (crate::lang::raised(entry.day)) }
            (Cell { icon: entry.icon, tone: entry.tone, large: false })
            div.what {
                (entry.title)
                @if let Some(text) = entry.text { p { (text) } }
                @if let Some(note) = entry.note { small { (note) } }
            }
            div.sum {
                @if let Some(end) = &entry.end { (end) }
                @if let Some(note) = entry.end_note { small { (note) } }
            }
        }
    }
}
