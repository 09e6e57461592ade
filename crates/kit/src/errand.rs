//! Work that asks somebody outside the program, such as a mail server, and so cannot be done within a transaction.

use store::{Result, Site};

use crate::registry::Registry;

/// A kind of such work; put into the registry with [`Registry::fill`]. It opens its own transactions for what it reads
/// and writes, and asks the network between them. Several processes may run it at once: it claims what it takes.
#[derive(Clone, Copy, Debug)]
pub struct Errand {
    /// The machine name (`send_mail`).
    pub name: &'static str,
    /// So many seconds from one run to the next where nothing was left to do.
    pub every: u64,
    /// One short step; tells whether there is more to do at once.
    pub run: fn(&Site, &Registry) -> Result<bool>,
}
