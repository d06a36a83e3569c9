//! How much is printed.

/// Findings that are printed at most.
pub const MOST: u32 = 1_000;

/// How many findings are left out.
pub fn left_out(matched: u32) -> u32 {
    matched.saturating_sub(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_cut() {
        assert_eq!([0, 999, 1_000, 1_001].map(left_out), [0, 0, 0, 1]);
    }
}
