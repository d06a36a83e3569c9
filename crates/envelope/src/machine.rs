//! The seam between containers and whoever computes for them.
//!
//! Reading a container never calls a cipher. It asks ([`Request`]), is put aside ([`Waiting`]), and goes on when it is
//! given the result ([`Answer`]). [`crate::rustcrypto`] answers everything at once; a browser may answer with
//! WebCrypto, one promise at a time, and falls back to the former for what it lacks.
//!
//! Readers are written as plain `async` functions that await nothing but `Platform::ask`; the compiler turns them into
//! the state machine, and there is no runtime.

use std::cell::RefCell;
use std::future::Future;
use std::ops::{Deref, Range};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use zeroize::Zeroizing;

use crate::key::Key;
use crate::report::Secret;

/// A range of bytes that are shared, not copied. Where the bytes were handed over as a secret, they are wiped when the last
/// holder lets go of them.
#[derive(Clone)]
pub struct Slice {
    of: Rc<dyn AsRef<[u8]>>,
    range: Range<usize>,
}

impl Slice {
    /// All of some bytes.
    pub fn all(of: Rc<Vec<u8>>) -> Self {
        let range = 0..of.len();
        Self { of, range }
    }

    /// A part of some bytes; a range that is not in them gives an empty part.
    pub fn part(of: &Rc<Vec<u8>>, range: Range<usize>) -> Self {
        let of: Rc<Vec<u8>> = Rc::clone(of);
        Self { of, range }
    }

    /// A part of this part.
    pub(crate) fn sub(&self, range: Range<usize>) -> Self {
        let start = self.range.start.saturating_add(range.start);
        let end = self.range.start.saturating_add(range.end).min(self.range.end);
        Self { of: Rc::clone(&self.of), range: start..end }
    }
}

impl From<Vec<u8>> for Slice {
    fn from(bytes: Vec<u8>) -> Self {
        Self::all(Rc::new(bytes))
    }
}

impl From<Secret> for Slice {
    fn from(bytes: Secret) -> Self {
        let range = 0..bytes.len();
        Self { of: Rc::new(bytes), range }
    }
}

impl Deref for Slice {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        (*self.of).as_ref().get(self.range.clone()).unwrap_or_default()
    }
}

impl std::fmt::Debug for Slice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes", self.len())
    }
}

/// The hash functions that containers use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hash {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

/// The curves of signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Curve {
    /// P-256, signing SHA-256.
    P256,
    /// P-384, signing SHA-384.
    P384,
}

/// How OpenSSL makes key and IV from a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordKdf {
    /// `-pbkdf2`: PBKDF2 with HMAC-SHA256 and 10,000 rounds.
    Pbkdf2Sha256,
    /// `EVP_BytesToKey` with SHA-256, the default since 1.1.0.
    BytesToKeySha256,
    /// `EVP_BytesToKey` with MD5, the default before.
    BytesToKeyMd5,
}

/// What a reader or writer asks its platform to compute.
#[derive(Debug)]
pub enum Request {
    /// AES-GCM: the plaintext of `data`, which is the ciphertext and its tag of 16 bytes. Refused when the tag fails.
    GcmOpen {
        /// 16, 24 or 32 bytes.
        key: Key,
        /// 12, 16 or 32 bytes.
        iv: Vec<u8>,
        /// What else the tag covers.
        aad: Vec<u8>,
        /// Ciphertext and tag.
        data: Slice,
    },
    /// AES-GCM: the ciphertext of `data` and its tag.
    GcmSeal {
        /// 16, 24 or 32 bytes.
        key: Key,
        /// 12, 16 or 32 bytes.
        iv: Vec<u8>,
        /// What else the tag covers.
        aad: Vec<u8>,
        /// Plaintext.
        data: Slice,
    },
    /// AES-CBC with PKCS#7 padding. Refused when the padding is wrong.
    CbcOpen {
        /// 16, 24 or 32 bytes.
        key: Key,
        /// 16 bytes.
        iv: Vec<u8>,
        /// Ciphertext.
        data: Slice,
    },
    /// AES-CBC with PKCS#7 padding.
    CbcSeal {
        /// 16, 24 or 32 bytes.
        key: Key,
        /// 16 bytes.
        iv: Vec<u8>,
        /// Plaintext.
        data: Slice,
    },
    /// HMAC: the full-length code.
    Hmac {
        /// The hash.
        hash: Hash,
        /// The key.
        key: Key,
        /// The message.
        data: Slice,
    },
    /// HKDF (RFC 5869): `length` bytes.
    Hkdf {
        /// The hash.
        hash: Hash,
        /// The salt; empty means none.
        salt: Vec<u8>,
        /// The input key.
        key: Key,
        /// What the output is for.
        info: Vec<u8>,
        /// How many bytes.
        length: usize,
    },
    /// Bytes from a password, as OpenSSL makes them.
    Password {
        /// How.
        kdf: PasswordKdf,
        /// The password, at most 32 bytes.
        password: Key,
        /// 8 bytes.
        salt: Vec<u8>,
        /// How many bytes.
        length: usize,
    },
    /// ECDSA over `message`. Refused when the signature does not verify; else the answer is empty.
    Verify {
        /// The curve and its hash.
        curve: Curve,
        /// The public key, SEC1, compressed or not.
        public_key: Vec<u8>,
        /// What was signed.
        message: Slice,
        /// The signature in DER.
        signature: Vec<u8>,
    },
}

/// What the platform gives back.
pub enum Answer {
    /// The bytes that were asked for, wiped when dropped.
    Done(Zeroizing<Vec<u8>>),
    /// The tag, padding or signature is not right, or the parameters are impossible.
    Refused,
}

impl Answer {
    /// The bytes, unless it was refused.
    pub(crate) fn ok(self) -> Option<Zeroizing<Vec<u8>>> {
        match self {
            Self::Done(bytes) => Some(bytes),
            Self::Refused => None,
        }
    }
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Done(bytes) => write!(f, "Done with {} bytes", bytes.len()),
            Self::Refused => f.write_str("Refused"),
        }
    }
}

/// The desk over which requests and answers are handed.
#[derive(Default)]
struct Desk {
    request: RefCell<Option<Request>>,
    answer: RefCell<Option<Answer>>,
}

/// What a reader or writer has to ask with.
#[derive(Clone)]
pub(crate) struct Platform(Rc<Desk>);

impl Platform {
    /// Asks, and waits for the answer.
    pub(crate) async fn ask(&self, request: Request) -> Answer {
        *self.0.request.borrow_mut() = Some(request);
        std::future::poll_fn(|_| match self.0.answer.borrow_mut().take() {
            Some(answer) => Poll::Ready(answer),
            None => Poll::Pending,
        })
        .await
    }
}

/// Where a reader or writer stands.
pub enum Step<T> {
    /// It asks this, and waits.
    Ask(Request, Waiting<T>),
    /// It is done.
    Done(T),
}

/// A reader or writer that waits for the answer to its request.
pub struct Waiting<T> {
    work: Pin<Box<dyn Future<Output = T>>>,
    desk: Rc<Desk>,
}

impl<T> Waiting<T> {
    /// Goes on with the answer.
    pub fn answer(self, answer: Answer) -> Step<T> {
        *self.desk.answer.borrow_mut() = Some(answer);
        self.advance()
    }

    fn advance(mut self) -> Step<T> {
        loop {
            if let Poll::Ready(done) = self.work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                return Step::Done(done);
            }
            // Nothing is awaited but `ask`, and `ask` is pending only after it has laid down a request.
            let request = self.desk.request.borrow_mut().take();
            if let Some(request) = request {
                return Step::Ask(request, self);
            }
        }
    }
}

/// Starts a reader or writer.
pub(crate) fn start<T, F>(work: impl FnOnce(Platform) -> F) -> Step<T>
where
    F: Future<Output = T> + 'static,
{
    let desk = Rc::new(Desk::default());
    let work = Box::pin(work(Platform(Rc::clone(&desk))));
    Waiting { work, desk }.advance()
}

/// Answers every request with RustCrypto until the end.
pub fn run<T>(mut step: Step<T>) -> T {
    loop {
        step = match step {
            Step::Done(done) => return done,
            Step::Ask(request, waiting) => waiting.answer(crate::rustcrypto::answer(&request)),
        }
    }
}
