//! The kinds of fields as people think of them: what is kept, and how it is entered, chosen together.

use ui::Icon;
use ui::part::Tone;

use super::super::rows::{Row, int, text};

/// A kind: its name in forms, what the API calls it, how it is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    pub name: &'static str,
    pub data_type: &'static str,
    pub html_type: &'static str,
    pub is_several: bool,
    /// The key of its label; with `help-` for `fields-`, that of its example.
    pub label: &'static str,
    pub group: &'static str,
    pub icon: Icon,
    pub tone: Tone,
}

const TEXT: &str = "fields-kind-group-text";
const CHOICE: &str = "fields-kind-group-choice";
const NUMBER: &str = "fields-kind-group-number";
const LINK: &str = "fields-kind-group-link";

const fn kind(
    (name, label): (&'static str, &'static str),
    (data_type, html_type, is_several): (&'static str, &'static str, bool),
    group: &'static str,
    (icon, tone): (Icon, Tone),
) -> Kind {
    Kind { name, data_type, html_type, is_several, label, group, icon, tone }
}

/// The kinds that are offered, in order.
pub(super) const ALL: [Kind; 20] = [
    kind(("text", "fields-kind-text"), ("String", "Text", false), TEXT, (Icon::TextT, Tone::Stone)),
    kind(("long", "fields-kind-long"), ("Memo", "TextArea", false), TEXT, (Icon::Note, Tone::Stone)),
    kind(("rich", "fields-kind-rich"), ("Memo", "RichTextEditor", false), TEXT, (Icon::TextB, Tone::Stone)),
    kind(("select", "fields-kind-select"), ("String", "Select", false), CHOICE, (Icon::ListDashes, Tone::Leaf)),
    kind(("radio", "fields-kind-radio"), ("String", "Radio", false), CHOICE, (Icon::CircleHalf, Tone::Leaf)),
    kind(("several", "fields-kind-several"), ("String", "CheckBox", true), CHOICE, (Icon::Wrench, Tone::Leaf)),
    kind(("several-list", "fields-kind-several-list"), ("String", "Select", true), CHOICE, (Icon::List, Tone::Leaf)),
    kind(("bool", "fields-kind-bool"), ("Boolean", "Radio", false), CHOICE, (Icon::Check, Tone::Leaf)),
    kind(("int", "fields-kind-int"), ("Int", "Text", false), NUMBER, (Icon::ChartBar, Tone::Sky)),
    kind(("float", "fields-kind-float"), ("Float", "Text", false), NUMBER, (Icon::ChartBar, Tone::Sky)),
    kind(("money", "fields-kind-money"), ("Money", "Text", false), NUMBER, (Icon::HandCoins, Tone::Honey)),
    kind(("date", "fields-kind-date"), ("Date", "Select Date", false), NUMBER, (Icon::CalendarDots, Tone::Sky)),
    kind(("country", "fields-kind-country"), ("Country", "Select", false), LINK, (Icon::Globe, Tone::Plum)),
    kind(("province", "fields-kind-province"), ("StateProvince", "Select", false), LINK, (Icon::MapPin, Tone::Plum)),
    kind(("url", "fields-kind-url"), ("Link", "Link", false), LINK, (Icon::LinkSimple, Tone::Plum)),
    kind(
        ("contact", "fields-kind-contact"),
        ("ContactReference", "Autocomplete-Select", false),
        LINK,
        (Icon::User, Tone::Plum),
    ),
    kind(
        ("contacts", "fields-kind-contacts"),
        ("ContactReference", "Autocomplete-Select", true),
        LINK,
        (Icon::Users, Tone::Plum),
    ),
    kind(
        ("record", "fields-kind-record"),
        ("EntityReference", "Autocomplete-Select", false),
        LINK,
        (Icon::ShareNetwork, Tone::Plum),
    ),
    kind((TOTAL, "fields-kind-total"), ("Int", "Text", false), NUMBER, (Icon::ChartBar, Tone::Honey)),
    kind(("file", "fields-kind-file"), ("File", "File", false), LINK, (Icon::Paperclip, Tone::Plum)),
];

/// The kind whose values are worked out from other records.
pub(super) const TOTAL: &str = "total";

/// The kind of a field that is kept.
pub(super) fn of(row: &Row) -> &'static Kind {
    let calculated = row.get("formula").is_some_and(|json| !json.is_null());
    let several = int(row, "serialize").unwrap_or(0) > 0;
    named(TOTAL).filter(|_| calculated).unwrap_or_else(|| like(text(row, "data_type"), text(row, "html_type"), several))
}

/// What makes a kind, as one text: `String/Select/1`.
pub(super) fn code(data_type: &str, html_type: &str, is_several: bool) -> String {
    format!("{data_type}/{html_type}/{}", u8::from(is_several))
}

impl Kind {
    pub(super) fn code(&self) -> String {
        if self.name == TOTAL {
            return TOTAL.to_owned();
        }
        code(self.data_type, self.html_type, self.is_several)
    }
}

/// The three parts of a code.
pub(super) fn parts(code: &str) -> Option<(&str, &str, bool)> {
    if code == TOTAL {
        return Some(("Int", "Text", false));
    }
    let (rest, several) = code.rsplit_once('/')?;
    let (data_type, html_type) = rest.split_once('/')?;
    Some((data_type, html_type, several == "1"))
}

/// The offered kind of this name.
pub(super) fn named(name: &str) -> Option<&'static Kind> {
    ALL.iter().find(|kind| kind.name == name)
}

/// The offered kind that is kept and entered so, or is nearest to it.
pub(super) fn like(data_type: &str, html_type: &str, is_several: bool) -> &'static Kind {
    let exact = |kind: &&Kind| kind.code() == code(data_type, html_type, is_several);
    ALL.iter().find(exact).or_else(|| ALL.iter().find(|kind| kind.data_type == data_type)).unwrap_or(&ALL[0])
}

/// Whether a kind has choices of its own.
pub(super) fn has_choices(data_type: &str, html_type: &str) -> bool {
    matches!(data_type, "String" | "Int" | "Float" | "Money")
        && matches!(html_type, "Select" | "Radio" | "CheckBox" | "Autocomplete-Select")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_found_again_by_its_code() {
        for kind in ALL.iter().filter(|kind| kind.name != TOTAL) {
            let code = kind.code();
            let (data_type, html_type, is_several) = parts(&code).unwrap_or_default();
            assert_eq!(like(data_type, html_type, is_several).name, kind.name);
        }
        assert_eq!(like("Int", "Radio", false).name, "int");
    }
}
