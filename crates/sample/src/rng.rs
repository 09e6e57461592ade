//! A small deterministic generator of random numbers with random access: one independent stream per record and purpose.

/// What a stream of random numbers is used for; each purpose of each contact has its own stream, so that one part
/// of a contact (an organization's name, a household's address) can be recomputed without the rest.
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
    Class = 1,
    Outline,
    Identity,
    Home,
    Landline,
    Contactability,
    Circumstances,
    Links,
    Exchanges,
}

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014). Not for secrets.
#[derive(Clone)]
pub(crate) struct Rng {
    state: u64,
}

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// The output function of SplitMix64: every bit of `z` reaches every bit of the result.
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Rng {
    /// The stream of `purpose` for contact `index`.
    pub(crate) fn new(seed: u64, index: usize, purpose: Purpose) -> Self {
        let record = seed.wrapping_add((index as u64).wrapping_mul(GOLDEN)) ^ ((purpose as u64) << 56);
        Self { state: mix(record) }
    }

    /// A seed whose bits are spread, so that neighbouring seeds give unrelated streams.
    pub(crate) fn spread(seed: u64) -> u64 {
        mix(seed.wrapping_add(GOLDEN))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN);
        mix(self.state)
    }

    /// A number from 0 to `bound` - 1; 0 for a `bound` of 0.
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        // Multiply-shift; its bias is below one in a billion for tables of this size.
        (((self.next() >> 32) * u64::from(bound)) >> 32) as u32
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low + 1).max(1) as u32) as i32
    }

    /// True `per_mille` times out of a thousand.
    pub(crate) fn chance(&mut self, per_mille: u32) -> bool {
        self.below(1000) < per_mille
    }

    /// One of a non-empty table, each as likely as the others.
    pub(crate) fn pick<T: Copy>(&mut self, table: &[T]) -> T {
        table[self.below(table.len() as u32) as usize]
    }

    /// One of a non-empty table of values with their weights, which sum to less than 2³².
    pub(crate) fn weighted<T: Copy>(&mut self, table: &[(T, u32)]) -> T {
        let mut draw = self.below(table.iter().map(|(_, weight)| weight).sum());
        for &(value, weight) in table {
            if draw < weight {
                return value;
            }
            draw -= weight;
        }
        table[0].0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_the_published_one() {
        let mut rng = Rng { state: 1_234_567 };
        assert_eq!(rng.next(), 6_457_827_717_110_365_317);
        assert_eq!(rng.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn draws_stay_in_their_range_and_reach_both_ends() {
        let mut rng = Rng::new(1, 2, Purpose::Class);
        let draws: Vec<i32> = (0..1000).map(|_| rng.between(-2, 3)).collect();
        assert_eq!((draws.iter().min(), draws.iter().max()), (Some(&-2), Some(&3)));
    }

    #[test]
    fn weights_are_respected() {
        let mut rng = Rng::new(1, 2, Purpose::Class);
        let often = (0..10_000).filter(|_| rng.weighted(&[(true, 9), (false, 1)])).count();
        assert!((8_800..9_200).contains(&often));
    }
}
