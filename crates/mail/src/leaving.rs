//! The way out of a list that a letter is for. Whoever looks after lists knows it; whoever writes letters asks here.

use std::cell::RefCell;

use store::{Result, Tx};

/// Published where a letter is for a list: whoever looks after lists answers.
#[derive(Debug)]
pub struct Sought {
    pub contact: i64,
    /// The number of the group.
    pub list: i64,
    pub found: RefCell<Option<WayOut>>,
}

/// How a reader leaves a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayOut {
    /// Why the letter has come, in the reader's language, as the end of the letter says it.
    pub words: String,
    /// The whole address; a POST to it does it at once (RFC 8058), and a visit asks first.
    pub address: String,
}

/// The way out of a list for one of its readers; None where they are not in it, or it is none that one leaves.
///
/// # Errors
/// Whatever a listener fails with.
pub fn way_out(tx: &mut Tx<'_>, contact: i64, list: i64) -> Result<Option<WayOut>> {
    let sought = Sought { contact, list, found: RefCell::new(None) };
    tx.publish(&sought)?;
    Ok(sought.found.into_inner())
}
