//! The complete platform: every request answered by the RustCrypto crates. Nothing here is generic to the outside, so
//! that this crate's own optimisation level holds for the ciphers.

use aes_gcm::AesGcm;
use aes_gcm::aead::consts::{U12, U16, U32};
use aes_gcm::aead::{AeadInOut, KeyInit};
use aes_gcm::aes::{Aes128, Aes192, Aes256};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

use crate::machine::{Answer, Curve, Hash, PasswordKdf, Request};

/// Length of every AES-GCM tag in these containers.
const TAG: usize = 16;

/// Computes what was asked for.
pub fn answer(request: &Request) -> Answer {
    let bytes = match request {
        Request::GcmOpen { key, iv, aad, data } => gcm_open(key.bytes(), iv, aad, data),
        Request::GcmSeal { key, iv, aad, data } => gcm_seal(key.bytes(), iv, aad, data),
        Request::CbcOpen { key, iv, data } => cbc_open(key.bytes(), iv, data),
        Request::CbcSeal { key, iv, data } => cbc_seal(key.bytes(), iv, data),
        Request::Hmac { hash, key, data } => hmac(*hash, key.bytes(), data),
        Request::Hkdf { hash, salt, key, info, length } => hkdf(*hash, salt, key.bytes(), info, *length),
        Request::Password { kdf, password, salt, length } => {
            Some(from_password(*kdf, password.bytes(), salt, *length))
        }
        Request::Verify { curve, public_key, message, signature } => {
            verify(*curve, public_key, message, signature).then(Vec::new)
        }
    };
    bytes.map_or(Answer::Refused, |bytes| Answer::Done(Zeroizing::new(bytes)))
}

/// Calls `$with` with the AES-GCM that fits the lengths of key and IV.
macro_rules! gcm {
    ($key:expr, $iv:expr, $with:ident($($argument:expr),*)) => {
        match ($key.len(), $iv.len()) {
            (16, 12) => $with::<AesGcm<Aes128, U12>>($key, $iv, $($argument),*),
            (24, 12) => $with::<AesGcm<Aes192, U12>>($key, $iv, $($argument),*),
            (32, 12) => $with::<AesGcm<Aes256, U12>>($key, $iv, $($argument),*),
            (16, 16) => $with::<AesGcm<Aes128, U16>>($key, $iv, $($argument),*),
            (24, 16) => $with::<AesGcm<Aes192, U16>>($key, $iv, $($argument),*),
            (32, 16) => $with::<AesGcm<Aes256, U16>>($key, $iv, $($argument),*),
            (32, 32) => $with::<AesGcm<Aes256, U32>>($key, $iv, $($argument),*),
            _ => None,
        }
    };
}

fn gcm_open(key: &[u8], iv: &[u8], aad: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let (text, tag) = data.split_at_checked(data.len().checked_sub(TAG)?)?;
    gcm!(key, iv, gcm_open_with(aad, text, tag))
}

/// The tag is checked over the ciphertext before a byte of it is decrypted.
fn gcm_open_with<C: AeadInOut + KeyInit>(
    key: &[u8],
    iv: &[u8],
    aad: &[u8],
    text: &[u8],
    tag: &[u8],
) -> Option<Vec<u8>> {
    let cipher = C::new_from_slice(key).ok()?;
    let mut buffer = text.to_vec();
    let (iv, tag) = (iv.try_into().ok()?, tag.try_into().ok()?);
    cipher.decrypt_inout_detached(iv, aad, buffer.as_mut_slice().into(), tag).ok()?;
    Some(buffer)
}

fn gcm_seal(key: &[u8], iv: &[u8], aad: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    gcm!(key, iv, gcm_seal_with(aad, data))
}

fn gcm_seal_with<C: AeadInOut + KeyInit>(key: &[u8], iv: &[u8], aad: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let cipher = C::new_from_slice(key).ok()?;
    let mut buffer = Vec::with_capacity(data.len().checked_add(TAG)?);
    buffer.extend_from_slice(data);
    let tag = cipher.encrypt_inout_detached(iv.try_into().ok()?, aad, buffer.as_mut_slice().into()).ok()?;
    buffer.extend_from_slice(&tag);
    Some(buffer)
}

fn cbc_open(key: &[u8], iv: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let mut buffer = data.to_vec();
    let length = match key.len() {
        16 => cbc::Decryptor::<aes::Aes128>::new_from_slices(key, iv)
            .ok()?
            .decrypt_padded::<Pkcs7>(&mut buffer)
            .ok()?,
        24 => cbc::Decryptor::<aes::Aes192>::new_from_slices(key, iv)
            .ok()?
            .decrypt_padded::<Pkcs7>(&mut buffer)
            .ok()?,
        32 => cbc::Decryptor::<aes::Aes256>::new_from_slices(key, iv)
            .ok()?
            .decrypt_padded::<Pkcs7>(&mut buffer)
            .ok()?,
        _ => return None,
    }
    .len();
    buffer.truncate(length);
    Some(buffer)
}

fn cbc_seal(key: &[u8], iv: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let mut buffer = data.to_vec();
    let length = data.len();
    buffer.resize(length.checked_add(16)?, 0);
    let written = match key.len() {
        16 => cbc::Encryptor::<aes::Aes128>::new_from_slices(key, iv)
            .ok()?
            .encrypt_padded::<Pkcs7>(&mut buffer, length)
            .ok()?,
        24 => cbc::Encryptor::<aes::Aes192>::new_from_slices(key, iv)
            .ok()?
            .encrypt_padded::<Pkcs7>(&mut buffer, length)
            .ok()?,
        32 => cbc::Encryptor::<aes::Aes256>::new_from_slices(key, iv)
            .ok()?
            .encrypt_padded::<Pkcs7>(&mut buffer, length)
            .ok()?,
        _ => return None,
    }
    .len();
    buffer.truncate(written);
    Some(buffer)
}

fn hmac(hash: Hash, key: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    Some(match hash {
        Hash::Sha256 => {
            Hmac::<Sha256>::new_from_slice(key).ok()?.chain_update(data).finalize().into_bytes().to_vec()
        }
        Hash::Sha384 => {
            Hmac::<Sha384>::new_from_slice(key).ok()?.chain_update(data).finalize().into_bytes().to_vec()
        }
        Hash::Sha512 => {
            Hmac::<Sha512>::new_from_slice(key).ok()?.chain_update(data).finalize().into_bytes().to_vec()
        }
    })
}

fn hkdf(hash: Hash, salt: &[u8], key: &[u8], info: &[u8], length: usize) -> Option<Vec<u8>> {
    // RFC 5869 allows 255 blocks; the longest hash here has 64 bytes.
    let mut out = vec![0; if length > 255 * 64 { return None } else { length }];
    match hash {
        Hash::Sha256 => hkdf::Hkdf::<Sha256>::new(Some(salt), key).expand(info, &mut out).ok()?,
        Hash::Sha384 => hkdf::Hkdf::<Sha384>::new(Some(salt), key).expand(info, &mut out).ok()?,
        Hash::Sha512 => hkdf::Hkdf::<Sha512>::new(Some(salt), key).expand(info, &mut out).ok()?,
    }
    Some(out)
}

fn from_password(kdf: PasswordKdf, password: &[u8], salt: &[u8], length: usize) -> Vec<u8> {
    match kdf {
        PasswordKdf::Pbkdf2Sha256 => {
            let mut out = vec![0; length];
            pbkdf2::pbkdf2_hmac::<Sha256>(password, salt, 10_000, &mut out);
            out
        }
        PasswordKdf::BytesToKeySha256 => bytes_to_key::<Sha256>(password, salt, length),
        PasswordKdf::BytesToKeyMd5 => bytes_to_key::<md5::Md5>(password, salt, length),
    }
}

/// `EVP_BytesToKey` with one round: each block hashes the block before, the password and the salt.
fn bytes_to_key<H: Digest>(password: &[u8], salt: &[u8], length: usize) -> Vec<u8> {
    let (mut out, mut block) = (Vec::new(), Vec::new());
    while out.len() < length {
        block = H::new().chain_update(&block).chain_update(password).chain_update(salt).finalize().to_vec();
        out.extend_from_slice(&block);
    }
    out.truncate(length);
    out
}

fn verify(curve: Curve, public_key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    match curve {
        Curve::P256 => {
            use p256::ecdsa::signature::Verifier;
            let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(public_key);
            let signature = p256::ecdsa::Signature::from_der(signature);
            matches!((key, signature), (Ok(key), Ok(signature)) if key.verify(message, &signature).is_ok())
        }
        Curve::P384 => {
            use p384::ecdsa::signature::Verifier;
            let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(public_key);
            let signature = p384::ecdsa::Signature::from_der(signature);
            matches!((key, signature), (Ok(key), Ok(signature)) if key.verify(message, &signature).is_ok())
        }
    }
}
