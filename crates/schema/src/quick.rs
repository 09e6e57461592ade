//! A hash for our own short names and numbers: nobody outside chooses them, so it need not stand up to anybody.

use std::hash::{BuildHasherDefault, Hasher};

/// FNV-1a (draft-eastlake-fnv), 64 bits; numbers are taken whole.
#[derive(Clone, Copy, Debug)]
pub struct Quick(u64);

/// Makes the state of a map.
pub type BuildQuick = BuildHasherDefault<Quick>;

const PRIME: u64 = 0x0000_0100_0000_01b3;

impl Default for Quick {
    fn default() -> Quick {
        Quick(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(PRIME);
        }
    }

    fn write_usize(&mut self, n: usize) {
        // The upper bits are what maps look at first.
        self.0 = (self.0 ^ n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::hash::BuildHasher;

    #[test]
    fn names_and_numbers_that_differ_seldom_meet() {
        let hashes: std::collections::HashSet<u64> =
            (0..1_000_usize).map(|n| BuildQuick::default().hash_one(n)).collect();
        assert_eq!(hashes.len(), 1_000);
        let name = |text: &str| BuildQuick::default().hash_one(text);
        assert_ne!(name("first_name"), name("last_name"));
    }
}
