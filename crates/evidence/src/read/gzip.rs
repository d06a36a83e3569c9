//! gzip: members one behind the other, each with its own checksum.

use std::io::{Error, ErrorKind, Read, Result};

use flate2::{Decompress, FlushDecompress, Status};

use super::unpack::Bytes;
use crate::crc::Crc;

/// Inflates all members of a file.
#[derive(Debug)]
pub(super) struct Gzip {
    packed: Bytes,
    at: usize,
    /// The member that is being inflated; none between two of them.
    member: Option<Member>,
}

#[derive(Debug)]
struct Member {
    inflate: Decompress,
    crc: Crc,
}

impl Gzip {
    pub(super) fn new(packed: Bytes) -> Self {
        Self { packed, at: 0, member: None }
    }

    /// Packed bytes that were read.
    pub(super) fn position(&self) -> u64 {
        self.at as u64
    }
}

impl Read for Gzip {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        loop {
            let left = self.packed.as_ref().get(self.at..).unwrap_or_default();
            let Some(member) = &mut self.member else {
                if left.is_empty() && self.at > 0 {
                    return Ok(0);
                }
                self.at += head(left).ok_or(ErrorKind::InvalidData)?;
                self.member = Some(Member { inflate: Decompress::new(false), crc: Crc::new() });
                continue;
            };
            let before = (member.inflate.total_in(), member.inflate.total_out());
            let status =
                member.inflate.decompress(left, into, FlushDecompress::None).map_err(Error::other)?;
            let taken = (member.inflate.total_in() - before.0) as usize;
            let given = (member.inflate.total_out() - before.1) as usize;
            self.at += taken;
            member.crc.update(into.get(..given).unwrap_or_default());
            if status == Status::StreamEnd {
                let (sum, size) = (member.crc.sum(), member.inflate.total_out() as u32);
                let tail =
                    left.get(taken..).and_then(<[u8]>::first_chunk::<8>).ok_or(ErrorKind::UnexpectedEof)?;
                if *tail != *[sum.to_le_bytes(), size.to_le_bytes()].as_flattened() {
                    return Err(ErrorKind::InvalidData.into());
                }
                self.at += tail.len();
                self.member = None;
            } else if taken == 0 && given == 0 && !into.is_empty() {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            if given > 0 || into.is_empty() {
                return Ok(given);
            }
        }
    }
}

/// How long the head of a member is; none where there is no whole one.
fn head(bytes: &[u8]) -> Option<usize> {
    let &[0x1f, 0x8b, 8, flags, ..] = bytes else { return None };
    let has = |flag: u8| flags & flag != 0;
    let mut at = 10;
    if has(4) {
        let &[low, high] = bytes.get(at..)?.first_chunk()?;
        at += 2 + usize::from(u16::from_le_bytes([low, high]));
    }
    // A name and a comment.
    for flag in [8, 16] {
        if has(flag) {
            at += 1 + bytes.get(at..)?.iter().position(|byte| *byte == 0)?;
        }
    }
    if has(2) {
        at += 2;
    }
    (flags < 32 && at <= bytes.len()).then_some(at)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn unpack(packed: &[u8]) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        Gzip::new(Bytes::whole(packed.to_vec())).read_to_end(&mut out).map(|_| out)
    }

    fn pack(text: &[u8]) -> Vec<u8> {
        let builder = flate2::GzBuilder::new().filename("a.json").comment("a comment").extra(vec![1, 2, 3]);
        let mut encoder = builder.write(Vec::new(), flate2::Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn members_are_read_one_behind_the_other() {
        let text = "some text, again and again. ".repeat(40_000);
        assert_eq!(unpack(&pack(text.as_bytes())).unwrap(), text.as_bytes());
        assert_eq!(unpack(&pack(b"")).unwrap(), b"");
        let three = [pack(b"one "), pack(b""), pack(b"two")].concat();
        assert_eq!(unpack(&three).unwrap(), b"one two");
    }

    #[test]
    fn what_is_cut_off_or_damaged_is_an_error() {
        let whole = pack(b"some text that is long enough, some text that is long enough");
        for length in 0..whole.len() {
            assert!(unpack(&whole[..length]).is_err(), "{length} of {}", whole.len());
        }
        let mut damaged = whole.clone();
        let sum = damaged.len() - 8;
        damaged[sum] ^= 1;
        assert!(unpack(&damaged).is_err());
        assert!(unpack(&[whole.as_slice(), b"and more"].concat()).is_err());
        assert!(unpack(&[whole.as_slice(), &[0; 20]].concat()).is_err());
    }
}
