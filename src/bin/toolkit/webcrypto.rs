//! The browser's own ciphers as an accelerator: same bytes, same verdicts, sooner. What it lacks (AES-192, small pieces that
//! aren't worth a turn of the message loop, contexts that aren't secure) RustCrypto computes.
//!
//! A refusal of the browser decides nothing: RustCrypto computes it once more, and its word counts.

use engine::toolkit::machine::{Answer, Hash, Request};
use engine::toolkit::{Secret, rustcrypto};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Smaller pieces are done before the browser has begun.
pub const WORTHWHILE: usize = 64 * 1024;

/// Computes what was asked for.
pub async fn answer(request: &Request) -> Answer {
    match by_browser(request).await {
        Some(bytes) => Answer::Done(Secret::new(bytes)),
        None => rustcrypto::answer(request),
    }
}

/// What the browser computes; nothing when it lacks that or refuses.
pub async fn by_browser(request: &Request) -> Option<Vec<u8>> {
    let (operation, algorithm, key, data) = match request {
        Request::GcmOpen { key, iv, aad, data } => ("decrypt", gcm(iv, aad)?, key, data),
        Request::GcmSeal { key, iv, aad, data } => ("encrypt", gcm(iv, aad)?, key, data),
        Request::CbcOpen { key, iv, data } => ("decrypt", cbc(iv)?, key, data),
        Request::CbcSeal { key, iv, data } => ("encrypt", cbc(iv)?, key, data),
        Request::Hmac { hash, key, data } => ("sign", hmac(*hash)?, key, data),
        Request::Hkdf { .. } | Request::Password { .. } | Request::Verify { .. } => return None,
    };
    let sign = operation == "sign";
    if data.len() < WORTHWHILE || !(sign || matches!(key.bytes().len(), 16 | 32)) || key.bytes().is_empty() {
        return None;
    }
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into()).ok()?;
    let subtle = Reflect::get(&crypto, &"subtle".into()).ok().filter(|subtle| !subtle.is_undefined())?;
    let raw = Uint8Array::from(key.bytes());
    let import = [
        "raw".into(),
        raw.clone().into(),
        algorithm.clone().into(),
        JsValue::FALSE,
        Array::of1(&operation.into()).into(),
    ];
    let imported = call(&subtle, "importKey", &import).await;
    raw.fill(0, 0, raw.length());
    let out =
        call(&subtle, operation, &[algorithm.into(), imported?, Uint8Array::from(&**data).into()]).await?;
    Some(Uint8Array::new(&out).to_vec())
}

fn gcm(iv: &[u8], aad: &[u8]) -> Option<Object> {
    algorithm("AES-GCM", &[("iv", bytes(iv)), ("additionalData", bytes(aad)), ("tagLength", 128.into())])
}

fn cbc(iv: &[u8]) -> Option<Object> {
    algorithm("AES-CBC", &[("iv", bytes(iv))])
}

fn hmac(hash: Hash) -> Option<Object> {
    let name = match hash {
        Hash::Sha256 => "SHA-256",
        Hash::Sha384 => "SHA-384",
        Hash::Sha512 => "SHA-512",
    };
    algorithm("HMAC", &[("hash", name.into())])
}

fn bytes(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

fn algorithm(name: &str, members: &[(&str, JsValue)]) -> Option<Object> {
    let object = Object::new();
    Reflect::set(&object, &"name".into(), &name.into()).ok()?;
    for (name, value) in members {
        Reflect::set(&object, &(*name).into(), value).ok()?;
    }
    Some(object)
}

async fn call(subtle: &JsValue, name: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let function: Function = Reflect::get(subtle, &name.into()).ok()?.dyn_into().ok()?;
    let promise: Promise =
        Reflect::apply(&function, subtle, &arguments.iter().collect()).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}
