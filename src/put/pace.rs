//! How long to wait, and how long to go on (reliability.md, B.0).

use super::retry_after::retry_at;

/// The first own delay; each later one is twice as long.
const FIRST_DELAY_MS: f64 = 1_000.0;
const MOST_DELAY_MS: f64 = 8_000.0;
/// After "too many requests" without a time that can be read: the header is there, and hidden from the page.
const UNTOLD_DELAY_MS: f64 = 5_000.0;
/// What a PUT leaves of the time for reading back, at the most and as a part of what is left.
const KEPT_MS: f64 = 2_000.0;
const KEPT_PART: f64 = 0.2;
/// With less time than this a request is not begun: it would only be cut off.
const LEAST_MS: f64 = 10.0;

/// The moment, as whoever drives the save sees it.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    /// Milliseconds since any moment, on a clock that is never set.
    pub monotonic: f64,
    /// Epoch milliseconds, for what the server says in dates.
    pub epoch: f64,
    /// Any number from 0 to 1, a new one each time.
    pub random: f64,
}

/// What one call may take.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// For one request, its body included, in milliseconds.
    pub timeout_ms: f64,
    /// For the whole call, in milliseconds.
    pub deadline_ms: f64,
    /// How often a request is sent again.
    pub max_retries: u32,
}

impl Default for Limit {
    /// 15 s, 30 s and 3 times.
    fn default() -> Self {
        Self { timeout_ms: 15_000.0, deadline_ms: 30_000.0, max_retries: 3 }
    }
}

/// A [`Limit`] and when the call has to be over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    pub limit: Limit,
    end: f64,
}

impl Pace {
    /// Of a call that has not begun.
    pub fn new(limit: Limit) -> Self {
        Self { limit, end: 0.0 }
    }

    /// The call begins.
    pub fn begin(&mut self, now: Now) {
        self.end = now.monotonic + self.limit.deadline_ms;
    }

    /// What is left of the call, in milliseconds.
    pub fn left(&self, now: Now) -> f64 {
        self.end - now.monotonic
    }

    /// There is time for a request after `delay` milliseconds.
    #[inline(never)]
    pub fn fits(&self, delay: f64, now: Now) -> bool {
        delay + LEAST_MS <= self.left(now)
    }

    /// For a PUT, in milliseconds. It leaves some time to read back.
    pub fn for_put(&self, now: Now) -> f64 {
        let left = self.left(now);
        self.limit.timeout_ms.min(left - KEPT_MS.min(left * KEPT_PART))
    }

    /// For a GET, in milliseconds.
    pub fn for_get(&self, now: Now) -> f64 {
        self.limit.timeout_ms.min(self.left(now))
    }
}

/// Half of the delay is chance, so that clients that failed together do not come back together.
#[inline(never)]
pub(super) fn backoff(retry: u32, now: Now) -> f64 {
    let most = (FIRST_DELAY_MS * f64::from(1_u32 << retry.min(8))).min(MOST_DELAY_MS);
    most / 2.0 + now.random.clamp(0.0, 1.0) * most / 2.0
}

/// How long to wait after an answer, in milliseconds, and until when the server said to wait, in epoch milliseconds.
/// Never earlier than told, and never less than the own delay.
pub(super) fn delay(retry: u32, status: u16, retry_after: Option<&str>, now: Now) -> (f64, Option<f64>) {
    let own = backoff(retry, now);
    let told = retry_after.and_then(|value| retry_at(value, now.epoch));
    match told {
        Some(at) => (own.max(at - now.epoch), told),
        None if matches!(status, 429 | 509) => (own.max(UNTOLD_DELAY_MS), None),
        None => (own, None),
    }
}
