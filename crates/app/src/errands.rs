//! The runner of errands: work that asks the network, each kind in its turn, outside any transaction.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use kit::Errand;

use crate::house::House;

/// How often it looks whether an errand is due.
const PAUSE: Duration = Duration::from_millis(250);

/// Starts a thread that runs errands until `stop`. It is a thread of its own: a server that is slow to answer must not
/// keep other work waiting.
///
/// # Errors
/// Where the system gives no thread.
pub fn start(house: House, stop: Arc<AtomicBool>) -> std::io::Result<JoinHandle<()>> {
    std::thread::Builder::new().name("errands".to_owned()).spawn(move || run(&house, &stop))
}

/// Runs errands until `stop`; the step in hand is finished first.
pub fn run(house: &House, stop: &AtomicBool) {
    let mut due: HashMap<&'static str, Instant> = HashMap::new();
    while !stop.load(Ordering::Acquire) {
        for errand in house.registry.filled::<Errand>() {
            let is_due = due.get(errand.name).is_none_or(|at| *at <= Instant::now());
            if is_due && !stop.load(Ordering::Acquire) {
                due.insert(errand.name, Instant::now() + step(house, errand));
            }
        }
        std::thread::sleep(PAUSE);
    }
}

/// Runs a step; tells how long to wait for the next one.
fn step(house: &House, errand: &Errand) -> Duration {
    match (errand.run)(&house.site, &house.registry) {
        Ok(true) => Duration::ZERO,
        Ok(false) => Duration::from_secs(errand.every),
        Err(error) => {
            tracing::warn!(errand = errand.name, %error, "an errand failed");
            Duration::from_secs(errand.every.max(30))
        }
    }
}
