//! The choices of the declarations themselves: what can be extended, kinds of values, inputs, formats.

use kit::Registry;
use schema::{OptionItem, Value};
use store::{Result, Tx};

/// Value, name and English label.
type Choice = (&'static str, &'static str, &'static str);

const STYLES: &[Choice] =
    &[("Tab", "Tab", "Tab"), ("Inline", "Inline", "Inline"), ("Tab with table", "Tab with table", "Tab with table")];

const DATA_TYPES: &[Choice] = &[
    ("String", "String", "Alphanumeric"),
    ("Int", "Int", "Integer"),
    ("Float", "Float", "Number"),
    ("Money", "Money", "Money"),
    ("Memo", "Memo", "Note"),
    ("Date", "Date", "Date"),
    ("Boolean", "Boolean", "Yes or No"),
    ("StateProvince", "StateProvince", "State/Province"),
    ("Country", "Country", "Country"),
    ("File", "File", "File"),
    ("Link", "Link", "Link"),
    ("ContactReference", "ContactReference", "Contact Reference"),
    ("EntityReference", "EntityReference", "Entity Reference"),
];

const INPUTS: &[Choice] = &[
    ("Text", "Text", "Single-line input field"),
    ("TextArea", "TextArea", "Multi-line text box"),
    ("Select", "Select", "Drop-down"),
    ("Radio", "Radio", "Radio buttons"),
    ("Toggle", "Toggle", "Toggle"),
    ("CheckBox", "CheckBox", "Checkboxes"),
    ("Select Date", "Select Date", "Date picker"),
    ("File", "File", "File upload"),
    ("RichTextEditor", "RichTextEditor", "Rich text editor"),
    ("Autocomplete-Select", "Autocomplete-Select", "Autocomplete"),
    ("Link", "Link", "Link"),
    ("Hidden", "Hidden", "Hidden"),
];

const SERIALIZATIONS: &[Choice] =
    &[("0", "SERIALIZE_NONE", "One value"), ("1", "SERIALIZE_SEPARATOR_BOOKEND", "Several values")];
const TIME_FORMATS: &[Choice] = &[("1", "12-hour", "12 hours"), ("2", "24-hour", "24 hours")];
const ON_DELETE: &[Choice] = &[
    ("cascade", "cascade", "Delete"),
    ("set_null", "set_null", "Empty the field"),
    ("restrict", "restrict", "Refuse"),
];
const DATE_FORMATS: &[Choice] = &[
    ("yy-mm-dd", "yy-mm-dd", "2026-12-31"),
    ("dd/mm/yy", "dd/mm/yy", "31/12/2026"),
    ("mm/dd/yy", "mm/dd/yy", "12/31/2026"),
    ("dd-mm-yy", "dd-mm-yy", "31-12-2026"),
    ("dd.mm.yy", "dd.mm.yy", "31.12.2026"),
    ("yy", "yy", "2026"),
    ("mm/yy", "mm/yy", "12/2026"),
    ("M yy", "M yy", "Dec 2026"),
    ("d M, yy", "d M, yy", "31 Dec, 2026"),
];

/// Registers them under the names that the fields use.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .options("getCustomGroupExtendsOptions", extended)
        .options("getExtendsEntityColumnIdOptions", |_| Ok(Vec::new()))
        .options("getExtendsEntityColumnValueOptions", |_| Ok(Vec::new()))
        .options("customGroupStyle", |_| Ok(texts(STYLES)))
        .options("dataType", |_| Ok(texts(DATA_TYPES)))
        .options("customHtmlType", |_| Ok(texts(INPUTS)))
        .options("getDatePluginInputFormats", |_| Ok(texts(DATE_FORMATS)))
        .options("getTimeFormats", |_| Ok(numbers(TIME_FORMATS)))
        .options("fieldSerialization", |_| Ok(numbers(SERIALIZATIONS)))
        .options("getFkEntityOnDeleteOptions", |_| Ok(texts(ON_DELETE)));
}

/// Every entity whose records lie in a table of the API.
fn extended(tx: &Tx<'_>) -> Result<Vec<OptionItem>> {
    let fits =
        |e: &&std::sync::Arc<schema::Entity>| e.stored && !e.internal && !e.read_only && !e.name.starts_with("Custom_");
    let item = |e: &std::sync::Arc<schema::Entity>| OptionItem {
        id: Value::Text(e.name.to_string()),
        name: e.name.to_string(),
        label: e.title_plural.to_string(),
        icon: e.icon.as_deref().map(str::to_owned),
        is_active: true,
        ..OptionItem::default()
    };
    Ok(tx.catalog().entities().filter(fits).map(item).collect())
}

fn texts(choices: &[Choice]) -> Vec<OptionItem> {
    choices.iter().map(|choice| item(choice, Value::from(choice.0))).collect()
}

fn numbers(choices: &[Choice]) -> Vec<OptionItem> {
    choices.iter().map(|choice| item(choice, choice.0.parse().map_or(Value::Null, Value::Int))).collect()
}

fn item((_, name, label): &Choice, id: Value) -> OptionItem {
    OptionItem { id, name: (*name).to_owned(), label: (*label).to_owned(), is_active: true, ..OptionItem::default() }
}
