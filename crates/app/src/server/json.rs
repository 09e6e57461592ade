//! JSON from outside: refused where it is too deep, before any of it is kept.

use serde_json::{Map, Value as Json};

/// Nesting beyond this is refused.
pub const DEEPEST: usize = 64;

/// Reads JSON.
///
/// # Errors
/// Tells what is wrong with `name`.
pub fn parse(bytes: &[u8], name: &str) -> Result<Json, String> {
    if depth(bytes) > DEEPEST {
        return Err(format!("{name}: nested deeper than {DEEPEST} levels."));
    }
    let json: Json = serde_json::from_slice(bytes).map_err(|error| format!("{name}: no valid JSON: {error}"))?;
    // Only then can an escape have made one.
    let may_hold_nul = bytes.windows(5).any(|window| window == b"u0000");
    match may_hold_nul && holds_nul(&json) {
        true => Err(format!("{name}: holds a NUL character.")),
        false => Ok(json),
    }
}

/// Reads a JSON object; an empty list is an empty object to clients written in PHP.
///
/// # Errors
/// Tells what is wrong with `name`.
pub fn object(bytes: &[u8], name: &str) -> Result<Map<String, Json>, String> {
    match parse(bytes, name)? {
        Json::Object(members) => Ok(members),
        Json::Null => Ok(Map::new()),
        Json::Array(items) if items.is_empty() => Ok(Map::new()),
        _ => Err(format!("{name}: no JSON object.")),
    }
}

/// How deep lists and objects are nested, without reading anything into memory.
fn depth(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest, mut in_text, mut escaped) = (0_usize, 0_usize, false, false);
    for byte in bytes {
        match (in_text, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (true, b'"') => in_text = false,
            (true, _) => {}
            (false, b'"') => in_text = true,
            (false, b'[' | b'{') => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            (false, b']' | b'}') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

fn holds_nul(json: &Json) -> bool {
    match json {
        Json::String(text) => text.contains('\0'),
        Json::Array(items) => items.iter().any(holds_nul),
        Json::Object(members) => members.iter().any(|(name, value)| name.contains('\0') || holds_nul(value)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_counted_outside_of_texts() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(parse(nested(DEEPEST).as_bytes(), "params").is_ok());
        assert!(parse(nested(DEEPEST + 1).as_bytes(), "params").unwrap_err().contains("64"));
        assert!(parse(nested(1_000_000).as_bytes(), "params").is_err());
        assert!(parse(format!(r#"["\"{}"]"#, "[".repeat(100)).as_bytes(), "params").is_ok());
    }

    #[test]
    fn an_escaped_nul_is_found_and_the_words_for_it_are_not() {
        assert!(parse(br#"{"a": "x\u0000y"}"#, "params").is_err());
        assert!(parse(br#"{"a": "x\\u0000y"}"#, "params").is_ok());
    }

    #[test]
    fn an_empty_list_is_an_empty_object() {
        assert_eq!(object(b"[]", "params"), Ok(Map::new()));
        assert!(object(b"[1]", "params").is_err());
    }
}
