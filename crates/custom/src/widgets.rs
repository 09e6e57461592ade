//! Which inputs go with which kind of value.

/// For each data type, the inputs that it may have; the first where none is named.
pub const ALL: [(&str, &[&str]); 13] = [
    ("String", &["Text", "TextArea", "Select", "Radio", "CheckBox", "Autocomplete-Select", "Hidden"]),
    ("Int", NUMBERS),
    ("Float", NUMBERS),
    ("Money", NUMBERS),
    ("Memo", &["TextArea", "RichTextEditor", "Text", "Hidden"]),
    ("Date", &["Select Date", "Hidden"]),
    ("Boolean", &["Radio", "Toggle", "CheckBox", "Select", "Hidden"]),
    ("StateProvince", PLACES),
    ("Country", PLACES),
    ("File", &["File"]),
    ("Link", &["Link", "Text", "Hidden"]),
    ("ContactReference", RECORDS),
    ("EntityReference", RECORDS),
];

const NUMBERS: &[&str] = &["Text", "Select", "Radio", "CheckBox", "Autocomplete-Select", "Hidden"];
const PLACES: &[&str] = &["Select", "Radio", "CheckBox", "Autocomplete-Select", "Hidden"];
const RECORDS: &[&str] = &["Autocomplete-Select", "Select", "Radio", "CheckBox", "Hidden"];

/// The inputs of a data type; none for an unknown one.
pub fn of(data_type: &str) -> &'static [&'static str] {
    ALL.iter().find(|(name, _)| *name == data_type).map_or(&[], |(_, inputs)| inputs)
}

/// Whether a field of this type and input may hold several values.
pub fn may_be_several(data_type: &str, html_type: &str) -> bool {
    let chosen = matches!(html_type, "Select" | "CheckBox" | "Autocomplete-Select");
    chosen && !matches!(data_type, "Memo" | "Date" | "Boolean" | "File" | "Link")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_choice_of_many_is_no_list_and_a_date_is_one_date() {
        assert!(may_be_several("String", "CheckBox") && may_be_several("ContactReference", "Autocomplete-Select"));
        assert!(!may_be_several("String", "Radio") && !may_be_several("Date", "Select Date"));
        assert!(!may_be_several("Boolean", "CheckBox"));
        assert_eq!(of("Nothing"), &[] as &[&str]);
    }
}
