//! Archives: a zip's entries and gzip, inflated in slices and within limits.
//!
//! What an archive declares about its sizes is never trusted: what comes out is counted.

use std::io::{Cursor, Read};
use std::ops::Range;
use std::sync::Arc;

use flate2::bufread::DeflateDecoder;
use rawzip::CompressionMethod;

use super::gzip::Gzip;
use super::{Limits, Part, Progress, Stage, guess};
use crate::crc::Crc;
use crate::problem::Problem;

/// How much is inflated in one slice of work.
const SLICE: u64 = 256 << 10;

/// Part of an archive's bytes.
#[derive(Clone, Debug)]
pub(super) struct Bytes {
    all: Arc<Vec<u8>>,
    range: Range<usize>,
}

impl Bytes {
    pub(super) fn whole(all: Vec<u8>) -> Self {
        Self { range: 0..all.len(), all: Arc::new(all) }
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        self.all.get(self.range.clone()).unwrap_or_default()
    }
}

#[derive(Debug)]
enum Decoder {
    Stored(Cursor<Bytes>),
    Deflate(DeflateDecoder<Cursor<Bytes>>),
    Gzip(Box<Gzip>),
}

impl Decoder {
    /// Appends up to a slice; fewer bytes are the last ones.
    fn read(&mut self, into: &mut Vec<u8>) -> std::io::Result<usize> {
        match self {
            Self::Stored(decoder) => decoder.take(SLICE).read_to_end(into),
            Self::Deflate(decoder) => decoder.take(SLICE).read_to_end(into),
            Self::Gzip(decoder) => decoder.take(SLICE).read_to_end(into),
        }
    }

    /// Packed bytes that were read.
    fn position(&self) -> u64 {
        match self {
            Self::Stored(decoder) => decoder.position(),
            Self::Deflate(decoder) => decoder.get_ref().position(),
            Self::Gzip(decoder) => decoder.position(),
        }
    }
}

/// One entry that is being inflated.
#[derive(Debug)]
pub(super) struct Unpacking {
    /// The archive's own name, or the entry's: what is told when it can't be unpacked.
    pub(super) name: String,
    pub(super) source: usize,
    pub(super) nesting: usize,
    decoder: Decoder,
    packed: u64,
    out: Vec<u8>,
    /// What a zip declares; gzip's decoder compares its own.
    declared: Option<Declared>,
}

/// The CRC-32 and the size that a zip declares, and the sum of what came out.
#[derive(Debug)]
struct Declared {
    crc: u32,
    size: u64,
    sum: Crc,
}

/// What happened, and what to do.
type Sentences = (String, String);

impl Unpacking {
    pub(super) fn gzip(name: String, source: usize, nesting: usize, bytes: Bytes) -> Self {
        let packed = bytes.range.len() as u64;
        let decoder = Decoder::Gzip(Box::new(Gzip::new(bytes)));
        Self { name, source, nesting, decoder, packed, out: Vec::new(), declared: None }
    }

    /// The name of what comes out.
    pub(super) fn inside(&self) -> String {
        let gzip = matches!(self.decoder, Decoder::Gzip(_));
        let name = self.name.strip_suffix(".gz").filter(|_| gzip);
        name.unwrap_or(&self.name).to_owned()
    }

    pub(super) fn progress(&self) -> Progress {
        Progress {
            file: self.name.clone(),
            stage: Stage::Unpacking,
            done: self.decoder.position(),
            total: self.packed,
        }
    }

    /// Inflates a slice, and gives all of it when it is whole. `room` is what may still be unpacked.
    pub(super) fn work(&mut self, room: &mut u64, limits: Limits) -> Result<Option<Vec<u8>>, Sentences> {
        let before = self.out.len();
        let read = self.decoder.read(&mut self.out).map_err(|_| {
            (
                "The archive is damaged or was cut off.".to_owned(),
                "Pack it again, or drop the files that are in it.".to_owned(),
            )
        })? as u64;
        if let Some(declared) = &mut self.declared {
            declared.sum.update(self.out.get(before..).unwrap_or_default());
        }
        *room = room.checked_sub(read).ok_or_else(|| {
            (
                format!("The archives unpack to more than {} GiB.", limits.unpacked >> 30),
                "Drop them in several turns, or use the command, which takes more.".to_owned(),
            )
        })?;
        let size = self.out.len() as u64;
        if size > limits.ratio_from && size / limits.ratio > self.decoder.position() {
            return Err((
                format!(
                    "It unpacks to more than {} times its size, as no export of AWS answers does.",
                    limits.ratio
                ),
                "Check where the archive comes from; if you trust it, unpack it and drop what is inside."
                    .to_owned(),
            ));
        }
        if read < SLICE { self.whole().map(Some) } else { Ok(None) }
    }

    fn whole(&mut self) -> Result<Vec<u8>, Sentences> {
        if let Some(Declared { crc, size, sum }) = &self.declared
            && (sum.sum() != *crc || self.out.len() as u64 != *size)
        {
            return Err((
                "What the archive holds is not what was packed into it: its checksum differs.".to_owned(),
                "Pack it again, or drop the files that are in it.".to_owned(),
            ));
        }
        Ok(std::mem::take(&mut self.out))
    }
}

/// An entry of a zip, as its central directory names it.
#[derive(Debug)]
struct Entry {
    name: String,
    /// Where its packed bytes lie; none where the archive ends before them.
    range: Option<Range<usize>>,
    method: CompressionMethod,
    encrypted: bool,
    crc: u32,
    size: u64,
}

/// A zip archive whose entries are read one after the other.
#[derive(Debug)]
pub(super) struct ZipJob {
    name: String,
    source: usize,
    nesting: usize,
    all: Arc<Vec<u8>>,
    entries: std::vec::IntoIter<Entry>,
    count: usize,
    /// Of nothing: each entry's begins as this one.
    crc: Crc,
}

impl ZipJob {
    /// Reads the central directory of `part`: its files, without directories and what archivers leave behind. Takes the
    /// number of entries that are read from `room`.
    pub(super) fn open(part: Part, room: &mut usize) -> Result<Self, Problem> {
        let damaged = |name: &str| {
            Problem::refused(
                name,
                "The zip archive is damaged or was cut off.",
                "Pack it again, or drop the files that are in it.",
            )
        };
        let Part { name, source, nesting, bytes } = part;
        let mut entries = Vec::new();
        {
            let archive = rawzip::ZipArchive::from_slice(&bytes).map_err(|_| damaged(&name))?;
            let mut directory = archive.entries();
            while let Some(record) = directory.next_entry().map_err(|_| damaged(&name))? {
                *room = room.checked_sub(1).ok_or_else(|| {
                    Problem::refused(
                        &name,
                        "The archives hold too many files.",
                        "Leave out what is not an export, or drop them in several turns.",
                    )
                })?;
                let path = String::from_utf8_lossy(record.file_path().as_bytes()).replace('\\', "/");
                if path.ends_with('/') || guess::is_cruft(&path) {
                    continue;
                }
                let packed = archive.get_entry(record.wayfinder()).map(|entry| entry.compressed_data_range());
                entries.push(Entry {
                    name: format!("{name}/{path}"),
                    range: packed.ok().and_then(|(start, end)| {
                        Some(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
                    }),
                    method: record.compression_method(),
                    encrypted: record.flags().is_encrypted(),
                    crc: record.crc32(),
                    size: record.uncompressed_size_hint(),
                });
            }
        }
        let count = entries.len();
        Ok(Self {
            name,
            source,
            nesting: nesting + 1,
            all: Arc::new(bytes),
            entries: entries.into_iter(),
            count,
            crc: Crc::new(),
        })
    }

    pub(super) fn progress(&self) -> Progress {
        Progress {
            file: self.name.clone(),
            stage: Stage::Unpacking,
            done: (self.count - self.entries.len()) as u64,
            total: self.count as u64,
        }
    }

    /// Begins the next entry; `None` behind the last.
    pub(super) fn next(&mut self) -> Option<Result<Unpacking, Problem>> {
        let entry = self.entries.next()?;
        let Some(range) = entry.range else {
            return Some(Err(Problem::refused(
                &entry.name,
                "The zip archive ends before this file.",
                "Pack it again, or drop the files that are in it.",
            )));
        };
        if entry.encrypted {
            return Some(Err(Problem::refused(
                &entry.name,
                "The file is protected by the zip archive's password.",
                "Unpack the archive, and drop what is inside.",
            )));
        }
        let packed = range.len() as u64;
        let bytes = Cursor::new(Bytes { all: Arc::clone(&self.all), range });
        let decoder = match entry.method {
            CompressionMethod::STORE => Decoder::Stored(bytes),
            CompressionMethod::DEFLATE => Decoder::Deflate(DeflateDecoder::new(bytes)),
            other => {
                let method = other.name().unwrap_or("an unknown method");
                return Some(Err(Problem::refused(
                    &entry.name,
                    format!("The file is packed with {method}; only deflate is read."),
                    "Unpack the archive and drop what is inside, or pack it again as a plain zip.",
                )));
            }
        };
        Some(Ok(Unpacking {
            name: entry.name,
            source: self.source,
            nesting: self.nesting,
            decoder,
            packed,
            out: Vec::new(),
            declared: Some(Declared { crc: entry.crc, size: entry.size, sum: self.crc.clone() }),
        }))
    }
}
