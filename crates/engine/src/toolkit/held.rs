//! The key that the toolkit holds: what was pasted, in a fixed buffer that never moves and is wiped.

use envelope::key::{self, KeyError, Reading};
use envelope::report::Secret;

/// What is pasted may be the whole answer of the AWS CLI; answers for many fields are handed over otherwise.
const LONGEST: usize = 64 * 1024;

/// A key as it was pasted.
pub struct Held {
    // Made once with room for the longest, so that no shorter copy of it is ever left behind.
    buffer: Secret,
    length: usize,
}

/// How a key was read, and how long it is.
pub fn reading(reading: Reading, bits: usize) -> String {
    let name = match reading {
        Reading::CliJson => "answer of the AWS CLI",
        Reading::Base64 => "base64",
        Reading::Hex => "hexadecimal",
        Reading::Raw => "bytes",
    };
    format!("{name}, {bits} bits")
}

/// A reading of it: its fingerprint, and what can be told of it.
pub type Told = (String, String);

impl Held {
    /// Keeps what was pasted. Beside it what it can be read as, the likeliest first.
    pub fn new(pasted: &[u8]) -> Result<(Self, Vec<Told>), KeyError> {
        let candidates = key::candidates(pasted)?;
        let mut buffer = Secret::new(vec![0; LONGEST]);
        for (to, from) in buffer.iter_mut().zip(pasted) {
            *to = *from;
        }
        let told = |candidate: &key::Candidate| {
            (candidate.fingerprint.clone(), reading(candidate.reading, candidate.length * 8))
        };
        let told = candidates.iter().map(told).collect();
        Ok((Self { buffer, length: pasted.len() }, told))
    }

    /// A copy for one use, wiped after it.
    pub fn copy(&self) -> Secret {
        Secret::new(self.buffer.get(..self.length).unwrap_or_default().to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_can_be_told_apart_and_not_read() {
        let (held, told) = Held::new(b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n").unwrap();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].1, "base64, 256 bits");
        assert_eq!(told[0].0.len(), 8);
        assert_eq!(held.copy().len(), 45);
        assert!(Held::new(b" ").is_err() && Held::new(&vec![b'A'; LONGEST + 1]).is_err());
    }
}
