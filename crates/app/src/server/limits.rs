//! How much one caller may ask: a bucket of tokens for each address, account and key (ASVS 5.0.0 2.4.1 and 6.3.1).
//! Counts are this process's own: they protect the machine, while the tries of sign-in are counted in the database.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Who is counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Caller {
    /// An address without any proof of who it is.
    Address(String),
    /// An address that has shown a wrong proof.
    Guesser(String),
    /// A signed-in account.
    Account(i64),
    /// An API key.
    Key(i64),
}

/// How many at once, and how many a second in the long run.
#[derive(Clone, Copy, Debug)]
struct Rate {
    burst: f64,
    a_second: f64,
}

impl Caller {
    /// An office behind one address is many people, and a page is one request beside its pictures; programs are quick.
    fn rate(&self) -> Rate {
        match self {
            Caller::Address(_) => Rate { burst: 300.0, a_second: 20.0 },
            Caller::Guesser(_) => Rate { burst: 20.0, a_second: 0.1 },
            Caller::Account(_) => Rate { burst: 600.0, a_second: 40.0 },
            Caller::Key(_) => Rate { burst: 3_000.0, a_second: 300.0 },
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    tokens: f64,
    seen: Instant,
}

/// More callers than this are not remembered: those who have waited longest begin anew.
const MOST: usize = 100_000;
/// A bucket that nobody has touched for this long is full again.
const FORGOTTEN: Duration = Duration::from_secs(600);

/// The buckets.
#[derive(Debug, Default)]
pub struct Limits(Mutex<HashMap<Caller, Bucket>>);

impl Limits {
    /// Takes a token; the seconds to wait where none is left.
    ///
    /// # Errors
    /// After so many seconds there is one.
    pub fn take(&self, caller: Caller) -> Result<(), u64> {
        self.take_at(caller, Instant::now())
    }

    /// Whether there is a token, without taking it.
    ///
    /// # Errors
    /// As [`Limits::take`].
    pub fn look(&self, caller: &Caller) -> Result<(), u64> {
        let buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(bucket) = buckets.get(caller) else { return Ok(()) };
        wait(filled(bucket, caller.rate(), Instant::now()), caller.rate())
    }

    fn take_at(&self, caller: Caller, now: Instant) -> Result<(), u64> {
        let rate = caller.rate();
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST && !buckets.contains_key(&caller) {
            make_room(&mut buckets, now);
        }
        let bucket = buckets.entry(caller).or_insert(Bucket { tokens: rate.burst, seen: now });
        bucket.tokens = filled(bucket, rate, now);
        bucket.seen = now;
        wait(bucket.tokens, rate)?;
        bucket.tokens -= 1.0;
        Ok(())
    }
}

fn filled(bucket: &Bucket, rate: Rate, now: Instant) -> f64 {
    let passed = now.saturating_duration_since(bucket.seen).as_secs_f64();
    (bucket.tokens + passed * rate.a_second).min(rate.burst)
}

fn wait(tokens: f64, rate: Rate) -> Result<(), u64> {
    match tokens >= 1.0 {
        true => Ok(()),
        false => Err(Duration::from_secs_f64((1.0 - tokens) / rate.a_second).as_secs() + 1),
    }
}

fn make_room(buckets: &mut HashMap<Caller, Bucket>, now: Instant) {
    buckets.retain(|_, bucket| now.saturating_duration_since(bucket.seen) < FORGOTTEN);
    if buckets.len() >= MOST {
        // Whoever comes from so many addresses at once is stopped before this program, if at all.
        buckets.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spent(limits: &Limits, caller: &Caller, now: Instant) -> usize {
        (0..10_000).take_while(|_| limits.take_at(caller.clone(), now).is_ok()).count()
    }

    #[test]
    fn a_bucket_empties_and_fills_again_with_time() {
        let (limits, now) = (Limits::default(), Instant::now());
        let caller = Caller::Address("192.0.2.1".to_owned());
        assert_eq!(spent(&limits, &caller, now), 300);
        assert_eq!(spent(&limits, &caller, now + Duration::from_secs(1)), 20);
        assert_eq!(spent(&limits, &caller, now + Duration::from_secs(3600)), 300);
    }

    #[test]
    fn each_caller_has_a_bucket_of_their_own() {
        let (limits, now) = (Limits::default(), Instant::now());
        let address = |last: u8| Caller::Address(format!("192.0.2.{last}"));
        assert_eq!(spent(&limits, &address(1), now), 300);
        assert_eq!(spent(&limits, &address(2), now), 300);
        assert_eq!(spent(&limits, &Caller::Key(1), now), 3_000);
        assert_eq!(spent(&limits, &Caller::Account(1), now), 600);
    }

    #[test]
    fn whoever_guesses_waits_for_long() {
        let (limits, now) = (Limits::default(), Instant::now());
        let caller = Caller::Guesser("192.0.2.1".to_owned());
        assert_eq!(limits.look(&caller), Ok(()));
        assert_eq!(spent(&limits, &caller, now), 20);
        let told = limits.take_at(caller.clone(), now).err();
        assert!(told.is_some_and(|seconds| (9..=11).contains(&seconds)), "{told:?}");
        assert_eq!(spent(&limits, &caller, now + Duration::from_secs(60)), 6);
    }
}
