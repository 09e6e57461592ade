//! Questions that may be given up: when they take too long, and when whoever asked asks something else.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::error::Result;

/// Ends the statement that runs on one connection, from another thread.
pub(crate) type Stopper = Box<dyn Fn() + Send>;

/// How often a question that was given up is told so: between two statements it does not hear it.
const AGAIN: Duration = Duration::from_millis(20);

/// The questions being asked, by who asks them.
#[derive(Default)]
pub(crate) struct Patience(Mutex<HashMap<String, Arc<Question>>>);

#[derive(Default)]
struct Question {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Clone, Copy, Default)]
struct State {
    given_up: bool,
    ended: bool,
}

impl Patience {
    /// Does the work unless it takes longer than `limit` or another begins under the same key; then None.
    pub(crate) fn within<T>(
        &self,
        key: &str,
        limit: Duration,
        stop: Stopper,
        work: impl FnOnce() -> Result<T>,
    ) -> Result<Option<T>> {
        let question = Arc::new(Question::default());
        let before = lock(&self.0).insert(key.to_owned(), question.clone());
        if let Some(before) = before {
            before.give_up();
        }
        let watched = question.clone();
        let done = std::thread::scope(|scope| {
            scope.spawn(move || watched.watch(limit, &stop));
            // However the work ends, the watch ends with it.
            let _end = End(&question);
            work()
        });
        let mut all = lock(&self.0);
        if all.get(key).is_some_and(|last| Arc::ptr_eq(last, &question)) {
            all.remove(key);
        }
        match done {
            Ok(value) => Ok(Some(value)),
            Err(_) if question.was_given_up() => Ok(None),
            Err(error) => Err(error),
        }
    }
}

struct End<'q>(&'q Question);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.end();
    }
}

impl Question {
    /// Stops the work when its time is over or somebody gives it up; returns once the work has ended.
    fn watch(&self, limit: Duration, stop: &Stopper) {
        let until = Instant::now() + limit;
        let mut state = lock(&self.state);
        while !state.ended {
            let left = until.saturating_duration_since(Instant::now());
            if state.given_up || left.is_zero() {
                state.given_up = true;
                // Under the lock: when the work has ended, the connection may be somebody else's.
                stop();
            }
            let pause = if state.given_up { AGAIN } else { left };
            state = self.changed.wait_timeout(state, pause).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn give_up(&self) {
        lock(&self.state).given_up = true;
        self.changed.notify_all();
    }

    fn end(&self) {
        lock(&self.state).ended = true;
        self.changed.notify_all();
    }

    fn was_given_up(&self) -> bool {
        lock(&self.state).given_up
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
