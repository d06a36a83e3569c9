//! The body of a message: frames, or one block. It is walked, never collected, so that a million frames of one byte cost
//! no memory.

use std::ops::Range;

use super::header::Header;
use crate::cursor::{Cursor, Fault};
use crate::verdict::{Part, Reason};

/// AES-GCM takes no more than this with one IV.
const LONGEST: u64 = (1 << 36) - 32;
const FINAL: u32 = u32::MAX;

/// A frame, or the whole of an unframed body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Counted from 1.
    pub number: u32,
    /// Whether it is the last.
    pub last: bool,
    /// Its IV.
    pub iv: Vec<u8>,
    /// Where ciphertext and tag lie.
    pub data: Range<usize>,
    /// What the tag covers beside the ciphertext.
    pub aad: Vec<u8>,
}

/// Walks the frames of a body.
#[derive(Debug, Clone)]
pub struct Frames<'a> {
    header: &'a Header,
    cursor: Cursor<'a>,
    expected: u32,
    done: bool,
}

/// A structural fault of the body, as the reason for a verdict.
pub type BodyFault = (Fault, Reason);

impl<'a> Frames<'a> {
    pub fn new(header: &'a Header, message: &'a [u8]) -> Self {
        Self { header, cursor: Cursor::starting(message, header.end()), expected: 1, done: false }
    }

    /// Where the walk stands; after the last frame, the end of the body.
    pub fn at(&self) -> usize {
        self.cursor.at()
    }

    fn fault(&self, fault: Fault) -> BodyFault {
        let reason = match fault {
            Fault::Ended => Reason::EndsEarly { within: Part::Frame(u64::from(self.expected)) },
            Fault::Malformed(what) => Reason::Malformed { what },
        };
        (fault, reason)
    }

    fn frame(
        &mut self,
        number: u32,
        last: bool,
        iv: &[u8],
        length: usize,
        label: &str,
    ) -> Result<Frame, Fault> {
        let start = self.cursor.at();
        self.cursor.take(length.checked_add(16).ok_or(Fault::Ended)?)?;
        let mut aad = self.header.message_id.clone();
        aad.extend_from_slice(label.as_bytes());
        aad.extend_from_slice(&number.to_be_bytes());
        aad.extend_from_slice(&(length as u64).to_be_bytes());
        Ok(Frame { number, last, iv: iv.to_vec(), data: start..self.cursor.at(), aad })
    }

    fn block(&mut self) -> Result<Frame, Fault> {
        let iv = self.cursor.take(12)?;
        let length = self.cursor.u64()?;
        if length > LONGEST {
            return Err(Fault::Malformed("the body is longer than the format allows"));
        }
        let length = usize::try_from(length).map_err(|_| Fault::Ended)?;
        self.frame(1, true, iv, length, "AWSKMSEncryptionClient Single Block")
    }

    /// The next frame; nothing after the last.
    pub fn step(&mut self) -> Result<Option<Frame>, BodyFault> {
        if self.done {
            return Ok(None);
        }
        let frame = if self.header.frame_length == 0 {
            self.block().map_err(|f| self.fault(f))?
        } else {
            self.framed()?
        };
        self.done = frame.last;
        self.expected = self.expected.wrapping_add(1);
        Ok(Some(frame))
    }

    fn framed(&mut self) -> Result<Frame, BodyFault> {
        let frame_length = self.header.frame_length;
        let mut head = || {
            let first = self.cursor.u32()?;
            let last = first == FINAL;
            let number = if last { self.cursor.u32()? } else { first };
            Ok((last, number, self.cursor.take(12)?))
        };
        let (last, number, iv) = head().map_err(|f| self.fault(f))?;
        if number != self.expected {
            let frame = u64::from(self.expected);
            return Err((Fault::Malformed("a frame is out of sequence"), Reason::OutOfSequence { frame }));
        }
        let frame = if last {
            let length = self.cursor.u32().map_err(|f| self.fault(f))?;
            if length > frame_length {
                return Err(self.fault(Fault::Malformed("the last frame is longer than a frame may be")));
            }
            self.frame(number, true, iv, length as usize, "AWSKMSEncryptionClient Final Frame")
        } else {
            self.frame(number, false, iv, frame_length as usize, "AWSKMSEncryptionClient Frame")
        };
        frame.map_err(|f| self.fault(f))
    }
}

/// What follows the body: the signature of a signed message, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footer {
    /// The signature in DER; empty for unsigned suites.
    pub signature: Vec<u8>,
    /// Where the signed bytes end.
    pub signed_end: usize,
}

/// Reads what follows the body.
pub fn footer(header: &Header, message: &[u8], body_end: usize) -> Result<Footer, BodyFault> {
    let mut cursor = Cursor::starting(message, body_end);
    let ended = |fault| (fault, Reason::EndsEarly { within: Part::Signature });
    let mut signature = Vec::new();
    if header.suite.signature.is_some() {
        let length = cursor.u16().map_err(ended)?;
        signature = cursor.take(usize::from(length)).map_err(ended)?.to_vec();
    }
    if cursor.left() > 0 {
        let reason = Reason::PartAltered { part: Part::Trailing };
        return Err((Fault::Malformed("bytes follow the end of the message"), reason));
    }
    Ok(Footer { signature, signed_end: body_end })
}

/// Walks the whole body without a key: how many frames, and the footer.
pub fn survey(header: &Header, message: &[u8]) -> Result<(u32, u64, Footer), BodyFault> {
    let mut frames = Frames::new(header, message);
    let (mut count, mut bytes) = (0u32, 0u64);
    while let Some(frame) = frames.step()? {
        count = frame.number;
        bytes = bytes.saturating_add(frame.data.len().saturating_sub(16) as u64);
    }
    footer(header, message, frames.at()).map(|f| (count, bytes, f))
}
