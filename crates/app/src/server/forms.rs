//! Cookies and form tokens: a form counts only when a page of this site made it, for this browser.

use contact::access::token;

use super::App;
use super::request::Incoming;

/// The cookie that holds a session's secret.
pub fn session_cookie(secure: bool) -> &'static str {
    if secure { "__Host-ruche" } else { "ruche" }
}

/// The cookie that ties the forms of a browser without a session to it.
pub fn visit_cookie(secure: bool) -> &'static str {
    if secure { "__Host-ruche-visit" } else { "ruche-visit" }
}

/// A cookie for the browser alone, until it is closed; without a value, its end.
pub fn cookie(name: &str, value: &str, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    let end = if value.is_empty() { "; Max-Age=0" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{end}")
}

/// Whether a form comes from a page that this site made for this browser.
pub fn is_ours(app: &App, incoming: &Incoming, tied_to: &str) -> bool {
    let sent = incoming.form.get(ui::Csrf::FIELD).or_else(|| incoming.header("x-csrf-token"));
    !incoming.is_cross_site() && sent.is_some_and(|sent| token::form_token_fits(&app.house.site, tied_to, sent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_for_this_host_and_no_script() {
        let set = cookie(session_cookie(true), "abc", true);
        assert_eq!(set, "__Host-ruche=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
        assert!(cookie(session_cookie(false), "", false).ends_with("; Max-Age=0"));
    }
}
