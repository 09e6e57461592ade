//! Numbers that look random and are the same in every run.

/// A stream of numbers (xorshift64*, Vigna 2016).
pub struct Random(u64);

impl Random {
    /// The stream of this seed.
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// One of these; None of nothing.
    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let count = u64::try_from(all.len()).unwrap_or(u64::MAX).max(1);
        all.get(usize::try_from(self.next() % count).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_of_a_seed_is_always_the_same_and_reaches_everything() {
        let all: Vec<u32> = (0..10).collect();
        let draw = |seed| {
            let mut random = Random::new(seed);
            (0..200).filter_map(|_| random.pick(&all).copied()).collect::<Vec<_>>()
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
        assert!(all.iter().all(|n| draw(1).contains(n)));
        assert_eq!(Random::new(1).pick::<u32>(&[]), None);
    }
}
