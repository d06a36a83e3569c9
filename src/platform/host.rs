//! What the page asks its own host for after it stands: a file that lies beside it, and the script that asks AWS.

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    ReadableStreamDefaultReader, Request, RequestCredentials, RequestInit, RequestRedirect, Response,
};

use super::files::Picked;
use crate::route::is_file_name;

/// Most bytes that are taken.
pub const MOST: u64 = 512 * 1024 * 1024;

/// Why the file could not be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The name is not a bare file name.
    Name,
    /// The host has no such file, or answers with this status.
    Status(u16),
    /// The host can't be reached, or sends elsewhere.
    Unreachable,
    /// It is bigger than [`MOST`].
    TooBig,
}

/// Fetches a file from the page's own directory. No redirect is followed, no cookie is sent, no more than [`MOST`] is read.
pub async fn fetch_beside(name: &str) -> Result<Picked, Refused> {
    if !is_file_name(name) {
        return Err(Refused::Name);
    }
    let options = RequestInit::new();
    options.set_redirect(RequestRedirect::Error);
    options.set_credentials(RequestCredentials::Omit);
    let request =
        Request::new_with_str_and_init(&format!("./{name}"), &options).map_err(|_| Refused::Unreachable)?;
    let response =
        JsFuture::from(window().fetch_with_request(&request)).await.map_err(|_| Refused::Unreachable)?;
    let response: Response = response.unchecked_into();
    if !response.ok() {
        return Err(Refused::Status(response.status()));
    }
    let told = response.headers().get("content-length").ok().flatten().and_then(|length| length.parse().ok());
    if told.is_some_and(|length: u64| length > MOST) {
        return Err(Refused::TooBig);
    }
    let parts = Array::new();
    if let Some(body) = response.body() {
        let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
        let mut read = 0;
        loop {
            let step = JsFuture::from(reader.read()).await.map_err(|_| Refused::Unreachable)?;
            let get = |name: &str| {
                js_sys::Reflect::get(&step, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
            };
            if get("done").is_truthy() {
                break;
            }
            let chunk: Uint8Array = get("value").unchecked_into();
            // The host's word on the length may be of the packed bytes, or missing: what comes is counted too.
            read += u64::from(chunk.length());
            if read > MOST {
                let _ = reader.cancel();
                return Err(Refused::TooBig);
            }
            parts.push(&chunk);
        }
    }
    Ok(Picked::of_parts(name, &parts))
}

/// The script that asks AWS, which `boot.js` fetches and checks as it does the page's parts; else two sentences.
pub async fn exporter() -> Result<String, String> {
    let text = async {
        let boot = Reflect::get(&js_sys::global(), &"lambdascope".into())?;
        let exporter: Function = Reflect::get(&boot, &"exporter".into())?.dyn_into()?;
        let text: Promise = exporter.call0(&boot)?.dyn_into()?;
        JsFuture::from(text).await
    };
    let told = |error: JsValue| Reflect::get(&error, &"message".into()).ok().and_then(|it| it.as_string());
    match text.await {
        Ok(text) => Ok(text.as_string().unwrap_or_default()),
        Err(error) => Err(told(error).unwrap_or_default()),
    }
}
