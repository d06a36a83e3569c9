//! The eleven algorithm suites of the AWS Encryption SDK (its message format reference, "Algorithm suites").

use crate::machine::{Curve, Hash};

/// What an algorithm suite fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suite {
    /// The identifier in the header.
    pub id: u16,
    /// 1, or 2 for the committing suites.
    pub version: u8,
    /// Length of data key and cipher key in bytes.
    pub key_length: usize,
    /// The hash of HKDF; nothing where the data key is the cipher key.
    pub kdf: Option<Hash>,
    /// The curve of the signature, where there is one.
    pub signature: Option<Curve>,
}

impl Suite {
    /// The suite of an identifier.
    pub fn find(id: u16) -> Option<Self> {
        ALL.iter().copied().find(|s| s.id == id)
    }

    /// Whether the header commits to the key.
    pub fn commits(self) -> bool {
        self.version == 2
    }

    /// A short description.
    pub fn name(self) -> String {
        let kdf = match self.kdf {
            None => "no key derivation",
            Some(Hash::Sha256) => "HKDF-SHA256",
            Some(Hash::Sha384) => "HKDF-SHA384",
            Some(Hash::Sha512) => "HKDF-SHA512",
        };
        let commits = if self.commits() { ", key commitment" } else { "" };
        let signed = match self.signature {
            None => "",
            Some(Curve::P256) => ", ECDSA P-256",
            Some(Curve::P384) => ", ECDSA P-384",
        };
        format!("AES-{}-GCM, {kdf}{commits}{signed}", self.key_length * 8)
    }
}

const fn v1(id: u16, key_length: usize, kdf: Option<Hash>, signature: Option<Curve>) -> Suite {
    Suite { id, version: 1, key_length, kdf, signature }
}

const fn v2(id: u16, signature: Option<Curve>) -> Suite {
    Suite { id, version: 2, key_length: 32, kdf: Some(Hash::Sha512), signature }
}

const ALL: [Suite; 11] = [
    v1(0x0014, 16, None, None),
    v1(0x0046, 24, None, None),
    v1(0x0078, 32, None, None),
    v1(0x0114, 16, Some(Hash::Sha256), None),
    v1(0x0146, 24, Some(Hash::Sha256), None),
    v1(0x0178, 32, Some(Hash::Sha256), None),
    v1(0x0214, 16, Some(Hash::Sha256), Some(Curve::P256)),
    v1(0x0346, 24, Some(Hash::Sha384), Some(Curve::P384)),
    v1(0x0378, 32, Some(Hash::Sha384), Some(Curve::P384)),
    v2(0x0478, None),
    v2(0x0578, Some(Curve::P384)),
];
