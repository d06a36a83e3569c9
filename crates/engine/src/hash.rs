//! The SHA-256 of the opened files, in slices, for where the browser can't give it.

use sha2::{Digest, Sha256};

use crate::session::Session;

/// So many bytes are hashed before anybody is asked whether to go on.
const SLICE: usize = 1 << 20;

/// A hash that is under way.
#[derive(Clone, Debug)]
pub(crate) struct Hashing {
    file: usize,
    done: usize,
    state: Sha256,
}

impl Session {
    /// Hashes what has no hash yet, until all is done, which gives `true`, or until `go_on` says no.
    ///
    /// A file that was dropped as it is has the hash of its bytes; an entry of an archive, that of its text.
    pub fn hash_slice(&mut self, go_on: &mut dyn FnMut() -> bool) -> bool {
        let Some(judged) = &mut self.judged else { return true };
        loop {
            let next = judged.report.evidence.iter().position(|file| file.sha256.is_none());
            let Some(file) = next else { return true };
            let Some(text) = self.evidence.files().get(file).map(|source| source.text.as_bytes()) else {
                return true;
            };
            let mut hashing = match self.hashing.take() {
                Some(hashing) if hashing.file == file => hashing,
                _ => Hashing { file, done: 0, state: Sha256::new() },
            };
            let slice = text.get(hashing.done..).unwrap_or_default();
            let slice = &slice[..slice.len().min(SLICE)];
            hashing.state.update(slice);
            hashing.done += slice.len();
            if hashing.done >= text.len() {
                let hex: String = hashing.state.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
                if let Some(entry) = judged.report.evidence.get_mut(file) {
                    // A dropped file that is this text byte for byte has the same hash.
                    let same = |dropped: &&mut crate::session::OpenedFile| {
                        dropped.sha256.is_none() && dropped.name == entry.name && dropped.bytes == entry.bytes
                    };
                    if let Some(dropped) = self.files.iter_mut().find(same) {
                        dropped.sha256 = Some(hex.clone());
                    }
                    entry.sha256 = Some(hex);
                }
            } else {
                self.hashing = Some(hashing);
            }
            if !go_on() {
                return false;
            }
        }
    }
}
