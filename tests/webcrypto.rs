//! The browser's ciphers against RustCrypto, in a browser: same bytes, same verdicts.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

#[path = "../src/bin/toolkit/webcrypto.rs"]
mod webcrypto;

use engine::toolkit::key::Key;
use engine::toolkit::machine::{Answer, Hash, Request, Slice, Step};
use engine::toolkit::{Options, Secret, opening, rustcrypto};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use webcrypto::{WORTHWHILE, by_browser};

wasm_bindgen_test_configure!(run_in_browser);

fn data(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at * 31 % 251) as u8).collect()
}

fn done(answer: &Answer) -> Option<Vec<u8>> {
    match answer {
        Answer::Done(bytes) => Some(bytes.to_vec()),
        Answer::Refused => None,
    }
}

/// Both give the same, and it was the browser that gave it.
async fn check(request: &Request) -> Vec<u8> {
    let by_rust = done(&rustcrypto::answer(request)).unwrap();
    assert!(by_browser(request).await.unwrap() == by_rust, "{request:?}");
    assert!(done(&webcrypto::answer(request).await).unwrap() == by_rust);
    by_rust
}

/// Both refuse, and the browser leaves the word to RustCrypto.
async fn check_refused(request: &Request) {
    assert!(by_browser(request).await.is_none(), "{request:?}");
    assert!(done(&rustcrypto::answer(request)).is_none());
    assert!(done(&webcrypto::answer(request).await).is_none());
}

#[wasm_bindgen_test]
async fn gcm_is_the_same() {
    for (key, iv) in [(16, 12), (32, 12), (32, 16), (32, 32)] {
        let (key, iv, aad) = (Key::new(&data(key)), data(iv), b"beside".to_vec());
        for length in [WORTHWHILE, WORTHWHILE + 13] {
            let seal = Request::GcmSeal {
                key: key.clone(),
                iv: iv.clone(),
                aad: aad.clone(),
                data: Slice::from(data(length)),
            };
            let mut sealed = check(&seal).await;
            let open = |data: Vec<u8>| Request::GcmOpen {
                key: key.clone(),
                iv: iv.clone(),
                aad: aad.clone(),
                data: Slice::from(data),
            };
            assert!(check(&open(sealed.clone())).await == data(length));
            sealed[5] ^= 1;
            check_refused(&open(sealed)).await;
        }
    }
}

#[wasm_bindgen_test]
async fn cbc_and_hmac_are_the_same() {
    for key in [16, 32] {
        let (key, iv) = (Key::new(&data(key)), data(16));
        let seal =
            Request::CbcSeal { key: key.clone(), iv: iv.clone(), data: Slice::from(data(WORTHWHILE + 1)) };
        let sealed = check(&seal).await;
        let open =
            |data: Vec<u8>| Request::CbcOpen { key: key.clone(), iv: iv.clone(), data: Slice::from(data) };
        assert!(check(&open(sealed.clone())).await == data(WORTHWHILE + 1));
        check_refused(&open(sealed[..sealed.len() - 1].to_vec())).await;
    }
    for hash in [Hash::Sha256, Hash::Sha384, Hash::Sha512] {
        let request = Request::Hmac { hash, key: Key::new(&data(20)), data: Slice::from(data(WORTHWHILE)) };
        check(&request).await;
    }
}

#[wasm_bindgen_test]
async fn what_the_browser_lacks_is_computed_all_the_same() {
    let open = |key: usize, length: usize| Request::GcmSeal {
        key: Key::new(&data(key)),
        iv: data(12),
        aad: Vec::new(),
        data: Slice::from(data(length)),
    };
    for request in [open(24, WORTHWHILE), open(32, WORTHWHILE - 1)] {
        assert!(by_browser(&request).await.is_none());
        assert!(done(&webcrypto::answer(&request).await) == done(&rustcrypto::answer(&request)));
    }
}

/// A whole container: the verdicts are those of RustCrypto, whoever computes.
#[wasm_bindgen_test]
async fn verdicts_are_the_same() {
    let (key, iv) = (data(32), data(12));
    let seal = Request::GcmSeal {
        key: Key::new(&key),
        iv: iv.clone(),
        aad: Vec::new(),
        data: Slice::from(data(3 * WORTHWHILE)),
    };
    let mut container = [iv, done(&rustcrypto::answer(&seal)).unwrap()].concat();
    for altered in [false, true] {
        if altered {
            container[100] ^= 1;
        }
        let mut asked_browser = 0;
        let mut step = opening(container.clone(), Secret::new(key.clone()), Options::default());
        let by_both = loop {
            step = match step {
                Step::Done(opened) => break opened,
                Step::Ask(request, waiting) => {
                    asked_browser += u32::from(by_browser(&request).await.is_some());
                    waiting.answer(webcrypto::answer(&request).await)
                }
            };
        };
        let by_rust = engine::toolkit::open(container.clone(), Secret::new(key.clone()), Options::default());
        assert_eq!(by_both.report.to_json(), by_rust.report.to_json());
        assert!(by_both.plaintext == by_rust.plaintext);
        assert_eq!((by_both.plaintext.is_some(), asked_browser > 0), (!altered, !altered));
    }
}
