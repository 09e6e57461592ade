//! Why something was refused as a whole, in the reader's language. The rules of entities speak English, for the API;
//! what people meet on pages has words of its own.

use store::{Error, Problem};
use ui::Locale;

/// The beginning and the end of a rule's English text, and the key of its message.
const KNOWN: [(&str, &str, &str); 54] = [
    ("The basic contact types keep", "", "refusal-basic-type"),
    ("The basic contact types cannot", "", "refusal-basic-type"),
    ("Contacts have the subtype ", "", "refusal-subtype-used"),
    ("The domain cannot be deleted.", "", "refusal-own-organisation"),
    ("The site's own organisation", "", "refusal-own-organisation"),
    ("One cannot delete the account", "", "refusal-own-account"),
    ("This contact has an account", "", "refusal-has-account"),
    ("Reserved location types", "", "refusal-reserved"),
    ("The location type ", "is in use.", "refusal-in-use"),
    ("The location type ", "cannot be deleted.", "refusal-reserved"),
    ("Nothing can be added to a locked option group.", "", "refusal-locked-list"),
    ("A reserved option", "", "refusal-reserved"),
    ("The option group ", "keeps its name.", "refusal-reserved"),
    ("DB Error: already exists", "", "refusal-taken"),
    ("This was undone already.", "", "refusal-undone"),
    ("Changed since", "", "refusal-changed-since"),
    ("Somebody else changed", "", "refusal-at-once"),
    ("The subtype ", "is in use.", "refusal-in-use"),
    ("Reserved relationship types", "", "refusal-reserved"),
    ("The option ", "cannot be deleted.", "refusal-reserved"),
    ("This role belongs to the program.", "", "refusal-reserved"),
    ("The second factor is set up", "", "refusal-second-factor"),
    ("The last administrator", "", "refusal-last-administrator"),
    ("At least one account must keep", "", "refusal-last-administrator"),
    ("One cannot disable the account", "", "refusal-own-account-open"),
    ("Only a browser's session", "", "refusal-other-eyes"),
    ("Mail is not set up yet.", "", "refusal-no-mail"),
    ("This link was used", "", "refusal-link-spent"),
    ("People have answered this text", "", "refusal-text-answered"),
    ("A published version stays", "", "refusal-published"),
    ("This contact cannot be anonymised.", "", "refusal-not-anonymised"),
    ("There is no duplicate rule ", "", "refusal-no-rule"),
    ("Only two contacts of the same type", "", "refusal-merge-types"),
    ("Both have an account.", "", "refusal-two-accounts"),
    ("There is no saved search ", "", "refusal-no-search"),
    ("There is no display ", "", "refusal-no-search"),
    ("The search of this entity", "", "refusal-search-broken"),
    ("The search has no column ", "", "refusal-no-column"),
    ("There are too many searches of this name.", "", "refusal-taken"),
    ("A list holds ", "", "refusal-too-many-rows"),
    ("A sheet holds ", "", "refusal-too-many-rows"),
    ("A PDF holds ", "", "refusal-too-many-rows"),
    ("A task takes ", "", "refusal-too-many"),
    ("At most ", "share one activity.", "refusal-too-many"),
    ("This search finds nothing.", "", "refusal-nothing-found"),
    ("None of the columns", "", "refusal-other-template"),
    ("There is no mapping ", "", "refusal-no-template"),
    ("A scheduled import reads", "", "refusal-template-used"),
    ("The import is not there yet", "", "refusal-import-moved"),
    ("The file is not there any more", "", "refusal-file-gone"),
    ("The message has been sent already.", "", "refusal-sent"),
    ("Make another address the default", "", "refusal-default-address"),
    ("The request is too large.", "", "refusal-too-large"),
    ("", "still needs it.", "refusal-needed"),
];

/// The key of what a refusal says; None for one that no page has words for.
pub fn key(error: &Error) -> Option<&'static str> {
    let (Error::Conflict(text) | Error::Request(text) | Error::Declined(text)) = error else { return None };
    KNOWN.iter().find(|(begin, end, _)| text.starts_with(begin) && text.ends_with(end)).map(|(_, _, key)| *key)
}

/// What a refusal says, in the reader's language as far as it is known there.
pub fn words(locale: Locale, error: &Error) -> String {
    match error {
        Error::Invalid(errors) => {
            let problems: Vec<String> = errors.iter().map(|one| problem(locale, &one.problem)).collect();
            problems.join(" ")
        }
        error => key(error).map_or_else(|| error.to_string(), |key| locale.text(key).into_owned()),
    }
}

fn problem(locale: Locale, problem: &Problem) -> String {
    locale.problem(problem.key()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_told_in_the_readers_language() {
        let french = Locale::best(Some("fr"), None);
        let told = |text: &str| words(french, &Error::Conflict(text.to_owned()));
        assert_eq!(told("The location type Home is in use."), french.text("refusal-in-use"));
        assert_eq!(told("Address 12 still needs it."), french.text("refusal-needed"));
        assert_eq!(told("There is no duplicate rule '8'."), french.text("refusal-no-rule"));
        assert_eq!(told("Something new."), "Something new.");
    }
}
