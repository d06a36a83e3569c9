//! CRC-32 as zip, gzip and the tokens of several services have it.

use std::sync::Arc;

/// A sum under way.
///
/// Its tables are made when it begins, which takes some microseconds, and clones share them: shipped, they would be sixteen kilobytes that nothing
/// compresses.
#[derive(Clone, Debug)]
pub struct Crc {
    /// What a byte adds when so many more stand behind it.
    tables: Arc<[[u32; 256]; 8]>,
    sum: u32,
}

impl Crc {
    /// Of nothing yet.
    pub fn new() -> Self {
        let mut tables = [[0; 256]; 8];
        for byte in 0..256_u32 {
            let bit = |sum: u32, _| (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg());
            tables[0][byte as usize] = (0..8).fold(byte, bit);
        }
        for behind in 1..8 {
            for byte in 0..256 {
                let before = tables[behind - 1][byte];
                tables[behind][byte] = (before >> 8) ^ tables[0][usize::from(before as u8)];
            }
        }
        Self { tables: Arc::new(tables), sum: 0 }
    }

    /// Takes more bytes in.
    pub fn update(&mut self, bytes: &[u8]) {
        let tables = &self.tables;
        let (eights, rest) = bytes.as_chunks();
        let mut sum = !self.sum;
        for &[a, b, c, d, e, f, g, h] in eights {
            let [i, j, k, l] = (u32::from_le_bytes([a, b, c, d]) ^ sum).to_le_bytes();
            let of = |behind: usize, byte: u8| tables[behind][usize::from(byte)];
            sum = of(7, i) ^ of(6, j) ^ of(5, k) ^ of(4, l) ^ of(3, e) ^ of(2, f) ^ of(1, g) ^ of(0, h);
        }
        for byte in rest {
            sum = (sum >> 8) ^ tables[0][usize::from(sum as u8 ^ byte)];
        }
        self.sum = !sum;
    }

    /// The sum of all that was taken in.
    pub fn sum(&self) -> u32 {
        self.sum
    }
}

impl Default for Crc {
    fn default() -> Self {
        Self::new()
    }
}

/// The sum of some bytes.
pub fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sums_are_those_of_the_standard() {
        assert_eq!(crc32(b""), 0);
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b"The quick brown fox jumps over the lazy dog"), 0x414f_a339);
        assert_eq!(crc32(&[0xff; 40]), flate2_sum(&[0xff; 40]));
    }

    #[test]
    fn parts_make_the_same_sum_as_the_whole() {
        let bytes: Vec<u8> = (0..1000_u32).map(|at| ((at * at) >> 3) as u8).collect();
        for cut in [0, 1, 7, 8, 9, 500, 1000] {
            let mut crc = Crc::new();
            let (one, other) = bytes.split_at(cut);
            crc.update(one);
            crc.update(other);
            assert_eq!(crc.sum(), flate2_sum(&bytes), "{cut}");
        }
    }

    fn flate2_sum(bytes: &[u8]) -> u32 {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        crc.sum()
    }
}
