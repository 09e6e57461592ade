//! Measured durations, and what is told of them.

use std::time::Duration;

/// Durations of one operation, run many times.
#[derive(Clone, Debug, Default)]
pub struct Samples(Vec<Duration>);

impl Samples {
    /// Notes one more.
    pub fn push(&mut self, took: Duration) {
        self.0.push(took);
    }

    /// Takes over what another has noted.
    pub fn absorb(&mut self, other: Samples) {
        self.0.extend(other.0);
    }

    /// Sorts them out; None where nothing was measured.
    pub fn summary(mut self) -> Option<Summary> {
        self.0.sort_unstable();
        let at = |share: usize| self.0.get(rank(self.0.len(), share)?).copied();
        Some(Summary { count: self.0.len(), min: at(0)?, median: at(50)?, p95: at(95)?, p99: at(99)? })
    }
}

/// The nearest-rank percentile, as an index from zero.
fn rank(count: usize, percent: usize) -> Option<usize> {
    Some((count * percent).div_ceil(100).clamp(1, count.max(1)) - 1).filter(|at| *at < count)
}

/// What is told of many durations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    pub count: usize,
    pub min: Duration,
    pub median: Duration,
    pub p95: Duration,
    pub p99: Duration,
}

/// How often one duration holds another.
pub fn ratio(of: Duration, to: Duration) -> f64 {
    of.as_secs_f64() / to.as_secs_f64().max(1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn micros(all: impl IntoIterator<Item = u64>) -> Samples {
        Samples(all.into_iter().map(Duration::from_micros).collect())
    }

    #[test]
    fn percentiles_are_durations_that_were_measured() {
        let summary = micros((1..=100).rev()).summary().unwrap();
        let shown = [summary.min, summary.median, summary.p95, summary.p99].map(|d| d.as_micros());
        assert_eq!(shown, [1, 50, 95, 99]);
    }

    #[test]
    fn one_measurement_is_every_percentile() {
        let summary = micros([7]).summary().unwrap();
        assert_eq!((summary.min, summary.p99), (Duration::from_micros(7), Duration::from_micros(7)));
        assert_eq!(micros([]).summary(), None);
    }
}
