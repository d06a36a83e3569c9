//! The bytes of a file, from the browser into the worker's memory.

use js_sys::{ArrayBuffer, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ReadableStreamByobReader};

/// Files above this size in bytes come in pieces, and are hashed slice by slice where they are read. The browser hashes smaller
/// ones whole, from a copy of its own.
pub const LARGE: f64 = 16_777_216.0;

/// The size of a piece in bytes: as much as Chromium hands over at once.
const PIECE: u32 = 2 << 20;

/// A file's bytes, and the copy of them that the browser holds, where it holds one.
pub type Bytes = (Vec<u8>, Option<ArrayBuffer>);

/// Why there are none.
pub enum Missing {
    /// Nobody wants them any more.
    Cancelled,
    /// They don't fit into the memory.
    TooBig,
    /// The browser could not read the file.
    Unreadable,
}

/// Reads a file, until somebody says that it is cancelled.
pub async fn of(file: &File, cancelled: &dyn Fn() -> bool) -> Result<Bytes, Missing> {
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(file.size() as usize).map_err(|_| Missing::TooBig)?;
    // Into one piece of memory that is handed to and fro the browser writes twice as fast as into one that holds all.
    let reader = Some(file)
        .filter(|file| file.size() > LARGE)
        .map(|file| ReadableStreamByobReader::new(&file.stream()));
    if let Some(Ok(reader)) = reader {
        pieces(&reader, &mut bytes, cancelled).await?;
        // A part of a file must never be taken for all of it.
        let whole = bytes.len() as f64 == file.size();
        return if whole { Ok((bytes, None)) } else { Err(Missing::Unreadable) };
    }
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| Missing::Unreadable)?;
    if cancelled() {
        return Err(Missing::Cancelled);
    }
    let buffer: ArrayBuffer = buffer.unchecked_into();
    append(&Uint8Array::new(&buffer), &mut bytes);
    Ok((bytes, Some(buffer)))
}

async fn pieces(
    reader: &ReadableStreamByobReader,
    bytes: &mut Vec<u8>,
    cancelled: &dyn Fn() -> bool,
) -> Result<(), Missing> {
    let mut piece = Uint8Array::new_with_length(PIECE);
    loop {
        let read = JsFuture::from(reader.read_with_array_buffer_view(&piece)).await;
        let read = read.map_err(|_| Missing::Unreadable)?;
        if cancelled() {
            return Err(Missing::Cancelled);
        }
        let member = |name: &str| Reflect::get(&read, &JsValue::from_str(name)).ok();
        if member("done").is_none_or(|done| done.is_truthy()) {
            return Ok(());
        }
        let value = member("value").and_then(|value| value.dyn_into::<Uint8Array>().ok());
        let value = value.ok_or(Missing::Unreadable)?;
        // What a browser gives beyond the size that it told is refused, as it doesn't fit.
        bytes.try_reserve_exact(value.length() as usize).map_err(|_| Missing::TooBig)?;
        append(&value, bytes);
        piece = Uint8Array::new(&value.buffer());
    }
}

fn append(piece: &Uint8Array, bytes: &mut Vec<u8>) {
    let from = bytes.len();
    bytes.resize(from + piece.length() as usize, 0);
    piece.copy_to(bytes.get_mut(from..).unwrap_or_default());
}
