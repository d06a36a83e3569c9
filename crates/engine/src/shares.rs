//! Work in shares, on as many threads as the caller allows: functions are judged apart from each other.

/// Splits `items` into as many shares as there are threads, has each worked on by itself, and gives what came of all in the items'
/// order. One thread, which is all that a web worker has, is the caller's own.
pub(crate) fn in_shares<S: Sync, T: Send>(
    items: &[S],
    threads: usize,
    work: impl Fn(&[S]) -> Vec<T> + Sync,
) -> Vec<T> {
    if threads < 2 || items.len() < 2 || cfg!(target_arch = "wasm32") {
        return work(items);
    }
    let share = items.len().div_ceil(threads);
    std::thread::scope(|scope| {
        let work = &work;
        let threads: Vec<_> = items.chunks(share).map(|share| scope.spawn(move || work(share))).collect();
        let done = threads.into_iter().map(|thread| match thread.join() {
            Ok(done) => done,
            // What stopped a thread stops its caller just the same.
            Err(cause) => std::panic::resume_unwind(cause),
        });
        done.flatten().collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_come_back_in_order() {
        let check = |items: usize, threads: usize| {
            let items: Vec<usize> = (0..items).collect();
            let doubled = in_shares(&items, threads, |share| share.iter().map(|item| item * 2).collect());
            assert_eq!(doubled, items.iter().map(|item| item * 2).collect::<Vec<_>>());
        };
        for threads in [0, 1, 2, 3, 64] {
            check(0, threads);
            check(1, threads);
            check(7, threads);
            check(100, threads);
        }
    }
}
