//! How many tests passed and failed: read from what the runners print, and printed as a table.

use std::time::Duration;

/// Tests that ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub passed: usize,
    pub failed: usize,
}

impl Count {
    /// A stage that could not do its work.
    pub const FAULT: Self = Self { passed: 0, failed: 1 };

    /// Adds what a line of `cargo test` says: `test result: ok. 3 passed; 0 failed; ...`, once per test binary.
    pub fn cargo_line(&mut self, line: &str) {
        if let Some(result) = line.strip_prefix("test result:") {
            self.passed += number_before(result, "passed");
            self.failed += number_before(result, "failed");
        }
    }

    /// Takes what a line of the summary of `node --test` says: `ℹ pass 3`. A test that was cancelled did not pass.
    pub fn node_line(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        let (Some("ℹ"), Some(what), Some(number), None) = (words.next(), words.next(), words.next(), words.next())
        else {
            return;
        };
        let Ok(number) = number.parse::<usize>() else { return };
        match what {
            "pass" => self.passed = number,
            // In this order: the summary says `fail` before `cancelled`.
            "fail" => self.failed = number,
            "cancelled" => self.failed += number,
            _ => {}
        }
    }

    /// The count at the end of a run. A run that failed without naming a test (it did not compile, it crashed) counts
    /// as one that failed.
    pub fn settle(self, success: bool) -> Self {
        let failed = if success { self.failed } else { self.failed.max(1) };
        Self { failed, ..self }
    }
}

/// `12` for `12 passed` in `ok. 12 passed; 0 failed`.
fn number_before(text: &str, word: &str) -> usize {
    let words: Vec<&str> = text.split([' ', ';']).filter(|part| !part.is_empty()).collect();
    words
        .windows(2)
        .find_map(|pair| match pair {
            [number, name] if *name == word => number.parse().ok(),
            _ => None,
        })
        .unwrap_or(0)
}

/// The table at the end.
#[derive(Default)]
pub struct Report {
    rows: Vec<Row>,
}

struct Row {
    stage: &'static str,
    count: Count,
    took: Duration,
    note: &'static str,
}

impl Report {
    /// Adds a row.
    pub fn add(&mut self, stage: &'static str, count: Count, took: Duration, note: &'static str) {
        self.rows.push(Row { stage, count, took, note });
    }

    /// The sum of all rows.
    pub fn total(&self) -> Count {
        self.rows.iter().fold(Count::default(), |sum, row| Count {
            passed: sum.passed + row.count.passed,
            failed: sum.failed + row.count.failed,
        })
    }

    /// Prints the table and, as the last line, the sum.
    pub fn print(&self) {
        println!("\n{:<42} {:>7} {:>7} {:>8}", "stage", "passed", "failed", "seconds");
        for row in &self.rows {
            let Row { stage, count, took, note } = row;
            let line =
                format!("{stage:<42} {:>7} {:>7} {:>8.1}  {note}", count.passed, count.failed, took.as_secs_f64());
            println!("{}", line.trim_end());
        }
        let total = self.total();
        println!("\n{} passed, {} failed", total.passed, total.failed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_binaries_of_a_cargo_run_add_up() {
        let mut count = Count::default();
        count.cargo_line("running 3 tests");
        count.cargo_line(
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
        );
        count.cargo_line("test result: FAILED. 10 passed; 2 failed; 1 ignored; 0 filtered out");
        assert_eq!(count, Count { passed: 13, failed: 2 });
    }

    #[test]
    fn the_summary_of_node_is_read_and_cancelled_is_failed() {
        let mut count = Count::default();
        for line in ["✔ adds (0.4ms)", "ℹ tests 9", "ℹ pass 6", "ℹ fail 1", "ℹ cancelled 2", "ℹ duration_ms 60.2"]
        {
            count.node_line(line);
        }
        assert_eq!(count, Count { passed: 6, failed: 3 });
    }

    #[test]
    fn a_run_that_fails_without_naming_a_test_counts() {
        let passed = Count { passed: 4, failed: 0 };
        assert_eq!(passed.settle(true), passed);
        assert_eq!(passed.settle(false), Count { passed: 4, failed: 1 });
        assert_eq!(Count { passed: 0, failed: 2 }.settle(false), Count { passed: 0, failed: 2 });
    }
}
