//! Roles: who may do what, at a glance and one by one.

use crate::Ui;
use crate::part::field::{Field, field};
use maud::{Markup, html};

/// How far a role goes in some area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    No,
    Sees,
    Changes,
    Everything,
}

impl Level {
    fn class(self) -> &'static str {
        match self {
            Level::No => "l0",
            Level::Sees => "l1",
            Level::Changes => "l2",
            Level::Everything => "l3",
        }
    }

    fn words(self, ui: &Ui<'_>) -> String {
        match self {
            Level::No => ui.lang.text("level-no"),
            Level::Sees => ui.lang.text("level-sees"),
            Level::Changes => ui.lang.text("level-changes"),
            Level::Everything => ui.lang.text("level-everything"),
        }
        .into_owned()
    }
}

/// A column of the overview.
#[derive(Clone, Debug)]
pub struct RoleHead<'a> {
    pub label: &'a str,
    pub href: &'a str,
    /// "2 personnes".
    pub people: &'a str,
}

/// A row of the overview.
#[derive(Clone, Debug)]
pub struct Area<'a> {
    pub label: &'a str,
    pub levels: Vec<Level>,
}

/// The overview: areas against roles.
pub fn overview(ui: &Ui<'_>, caption: &str, roles: &[RoleHead<'_>], areas: &[Area<'_>]) -> Markup {
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(caption) {
            table.matrix {
                thead { tr {
                    th scope="col" { span.sr { (caption) } }
                    @for role in roles { th scope="col" { a href=(role.href) { (role.label) } small { (role.people) } } }
                } }
                tbody { @for area in areas {
                    tr {
                        th scope="row" { (area.label) }
                        @for level in &area.levels { td { span.level.(level.class()) { (level.words(ui)) } } }
                    }
                } }
            }
        }
    }
}

/// One permission that may be given.
#[derive(Clone, Debug)]
pub struct Given<'a> {
    pub name: &'a str,
    pub title: &'a str,
    pub words: &'a str,
    pub given: bool,
    /// What gives it already: another permission of the role.
    pub through: Option<&'a str>,
}

/// Permissions that belong together.
#[derive(Clone, Debug)]
pub struct Bundle<'a> {
    pub title: &'a str,
    pub permissions: Vec<Given<'a>>,
}

/// What a role is called and what it gives.
pub fn editor(ui: &Ui<'_>, fields: &[Field<'_>], bundles: &[Bundle<'_>]) -> Markup {
    html! {
        @for one in fields { (field(ui, one)) }
        @for bundle in bundles {
            fieldset.permissions {
                legend { (bundle.title) }
                @for one in &bundle.permissions {
                    label.permission {
                        input type="checkbox" name="permission" value=(one.name) checked[one.given];
                        span {
                            b { (one.title) }
                            @if let Some(through) = one.through { " " small.faint { (through) } }
                            br;
                            span.quiet { (one.words) } " " code.faint { (one.name) }
                        }
                    }
                }
            }
        }
    }
}
