//! Of several decryptions that no tag decides between, the one that looks most like what somebody would encrypt.

use crate::report::Secret;

/// The best decryption so far, with what is to be told of it.
pub(crate) struct Guess<T> {
    best: Option<((bool, usize), Secret, T)>,
    tie: bool,
}

/// Two decryptions look as likely, and differ.
pub(crate) struct Tie;

impl<T> Guess<T> {
    pub fn new() -> Self {
        Self { best: None, tie: false }
    }

    /// Looks at a decryption of so many bytes of ciphertext.
    pub fn offer(&mut self, plaintext: Secret, ciphertext: usize, told: T) {
        let score = plausibility(&plaintext, ciphertext);
        match &self.best {
            Some((other, known, _)) if score == *other => self.tie |= **known != *plaintext,
            Some((other, ..)) if score < *other => {}
            _ => {
                self.tie = false;
                self.best = Some((score, plaintext, told));
            }
        }
    }

    /// The likeliest; none where nothing decrypted.
    pub fn take(self) -> Result<Option<(Secret, T)>, Tie> {
        if self.tie { Err(Tie) } else { Ok(self.best.map(|(_, plaintext, told)| (plaintext, told))) }
    }
}

/// How much speaks for a decryption: text, then how long a padding came out right by itself.
fn plausibility(plaintext: &[u8], ciphertext: usize) -> (bool, usize) {
    let text = std::str::from_utf8(plaintext)
        .is_ok_and(|t| !t.chars().any(|c| c.is_control() && !c.is_whitespace()));
    (text, ciphertext.saturating_sub(plaintext.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_wins_then_the_longer_padding_and_a_tie_is_told() {
        let take = |offers: &[&[u8]]| {
            let mut guess = Guess::new();
            for (at, offer) in offers.iter().enumerate() {
                guess.offer(Secret::new(offer.to_vec()), 32, at);
            }
            guess.take().map(|found| found.map(|(_, at)| at)).map_err(|Tie| "a tie")
        };
        assert_eq!(take(&[]), Ok(None));
        assert_eq!(take(&[b"\x00\x01\xff", b"plain text, quite long"]), Ok(Some(1)));
        assert_eq!(take(&[b"some plain text", b"\xff\xfe"]), Ok(Some(0)));
        assert_eq!(take(&[b"\xff\xfe\xfd", b"\xff"]), Ok(Some(1)));
        assert_eq!(take(&[b"one text", b"ane text"]), Err("a tie"));
        assert_eq!(take(&[b"one text", b"one text"]), Ok(Some(0)));
    }
}
