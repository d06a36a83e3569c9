//! The envelope toolkit as functions over bytes: what the command and the worker call. Here every cipher is answered by
//! RustCrypto; the worker may drive the same steps with WebCrypto: [`Bench`] holds what it works on and gives the steps.

mod bench;
mod card;
mod commands;
mod held;

pub use bench::{Bench, Beside, Said};
pub use envelope::Options;
use envelope::machine::run;
pub use envelope::report::{Opened, Report, Secret};
pub use envelope::sealing::SealError;
use envelope::sealing::{self, DataKey};
pub use envelope::text::visible;
pub use envelope::verdict::{Kind, Verdict};
pub use envelope::{key, machine, rustcrypto};

/// Says what some bytes are and what they need, without a key.
pub fn inspect(bytes: Vec<u8>) -> Report {
    run(envelope::inspect(bytes))
}

/// The same as [`open`], for whoever answers the ciphers' steps.
pub fn opening(bytes: Vec<u8>, pasted: Secret, options: Options) -> machine::Step<Opened> {
    envelope::open(bytes, pasted, options)
}

/// Verifies and opens some bytes with what a person pasted as the key.
pub fn open(bytes: Vec<u8>, pasted: Secret, options: Options) -> Opened {
    run(envelope::open(bytes, pasted, options))
}

/// Reads an encryption context: a JSON object of strings.
pub fn read_context(json: &[u8]) -> Result<Vec<(String, String)>, SealError> {
    sealing::read_context(json)
}

/// Seals bytes with the answer of `aws kms generate-data-key`. `random` is 32 random bytes, never used before.
pub fn seal(
    plaintext: Secret,
    data_key: &[u8],
    context: Vec<(String, String)>,
    random: [u8; 32],
) -> Result<Vec<u8>, SealError> {
    run(sealing::seal_message(plaintext, DataKey::read(data_key)?, context, random)?)
}
