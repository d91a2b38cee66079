//! Pseudonyms: tokens that depend on a value and a secret key only, by HMAC-SHA256 (RFC 2104, FIPS 180-4).
//!
//! Whole numbers become whole numbers that fit into every type that the original fits into, and different numbers become
//! different ones: a Feistel network with HMAC rounds permutes each range of numbers between the limits of two types
//! (Black and Rogaway, *Ciphers with Arbitrary Finite Domains*, 2002).

use sha2::{Digest, Sha256};

/// Bytes of a block of SHA-256.
const BLOCK: usize = 64;

const ROUNDS: u8 = 8;

/// The limits of the integer types, between which numbers stay.
const LIMITS: [u128; 9] = [0, 1 << 7, 1 << 8, 1 << 15, 1 << 16, 1 << 31, 1 << 32, 1 << 63, 1 << 64];

/// Dates are shifted by as many days at most, to either side.
const DAYS: u64 = 182;

/// A secret key.
pub struct Secret {
    inner: [u8; BLOCK],
    outer: [u8; BLOCK],
}

impl Secret {
    /// From the text of a key.
    #[must_use]
    pub fn new(key: &str) -> Self {
        Self::from_bytes(key.as_bytes())
    }

    fn from_bytes(key: &[u8]) -> Self {
        let mut padded = [0; BLOCK];
        if key.len() > BLOCK {
            padded[..32].copy_from_slice(&Sha256::digest(key));
        } else {
            padded[..key.len()].copy_from_slice(key);
        }
        Self { inner: padded.map(|byte| byte ^ 0x36), outer: padded.map(|byte| byte ^ 0x5c) }
    }

    fn hmac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut inner = Sha256::new().chain_update(self.inner);
        parts.iter().for_each(|part| inner.update(part));
        Sha256::new().chain_update(self.outer).chain_update(inner.finalize()).finalize().into()
    }

    fn number(&self, parts: &[&[u8]]) -> u64 {
        u64::from_le_bytes(self.hmac(parts)[..8].try_into().unwrap_or_default())
    }

    /// The token of a text.
    #[must_use]
    pub fn token(&self, text: &str) -> String {
        format!("p-{:016x}", self.number(&[b"text", text.as_bytes()]))
    }

    /// The token of a whole number; none beyond 64 bits.
    #[must_use]
    pub fn whole(&self, value: i128) -> Option<i128> {
        if value < 0 {
            // -1 is the mirror image of 0, so that -128 is as far out as 127.
            let token = self.permuted(u128::try_from(-1 - value).ok()?)?;
            return Some(-1 - i128::try_from(token).ok()?);
        }
        i128::try_from(self.permuted(u128::try_from(value).ok()?)?).ok()
    }

    fn permuted(&self, value: u128) -> Option<u128> {
        let place = LIMITS.windows(2).find(|limits| (limits[0]..limits[1]).contains(&value))?;
        let (low, size) = (place[0], place[1] - place[0]);
        let half = (128 - (size - 1).leading_zeros()).div_ceil(2).max(1);
        let mut token = value - low;
        // Numbers of the power of two that do not belong to the range walk on until they come back into it.
        loop {
            token = self.feistel(token, half, low);
            if token < size {
                return Some(low + token);
            }
        }
    }

    fn feistel(&self, value: u128, half: u32, tweak: u128) -> u128 {
        let mask = (1_u128 << half) - 1;
        let (mut left, mut right) = (value >> half, value & mask);
        for round in 0..ROUNDS {
            let mixed = self.number(&[b"whole", &[round], &tweak.to_le_bytes(), &right.to_le_bytes()]);
            (left, right) = (right, left ^ (u128::from(mixed) & mask));
        }
        left << half | right
    }

    /// Days by which the dates of an entity are shifted; never 0.
    #[must_use]
    pub fn days(&self, entity: &str) -> i64 {
        let drawn =
            i64::try_from(self.number(&[b"days", entity.as_bytes()]) % (2 * DAYS)).unwrap_or_default();
        let days = drawn - DAYS as i64;
        if days >= 0 { days + 1 } else { days }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// RFC 4231, test cases 1, 2 and 6.
    #[test]
    fn the_hmac_is_that_of_the_rfc() {
        let of = |key: &[u8], data: &[u8]| hex(&Secret::from_bytes(key).hmac(&[data]));
        assert_eq!(
            of(&[0x0b; 20], b"Hi There"),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        );
        assert_eq!(
            of(b"Jefe", b"what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(
            of(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }

    #[test]
    fn numbers_stay_different_and_within_their_type() {
        let secret = Secret::new("key");
        for range in [-300..700, 32_000..33_000, 65_000..66_000_i128] {
            let tokens: HashSet<i128> = range.clone().map(|value| secret.whole(value).unwrap()).collect();
            assert_eq!(tokens.len(), range.count());
        }
        let fits = |value: i128, low: i128, high: i128| {
            let token = secret.whole(value).unwrap();
            assert!((low..=high).contains(&token), "{value} became {token}");
        };
        (-128..=127).for_each(|value| fits(value, -128, 127));
        fits(200, 0, 255);
        fits(i128::from(i64::MIN), i64::MIN.into(), i64::MAX.into());
        fits(u64::MAX.into(), 0, u64::MAX.into());
        assert_eq!(secret.whole(1 << 64), None);
    }

    #[test]
    fn tokens_depend_on_the_key() {
        let (one, two) = (Secret::new("one"), Secret::new("two"));
        assert_eq!(one.token("a"), one.token("a"));
        assert_ne!(one.token("a"), two.token("a"));
        let differ = (0..100).filter(|value| one.whole(*value) != two.whole(*value)).count();
        assert!(differ > 90);
    }

    #[test]
    fn dates_are_shifted_by_entity() {
        let secret = Secret::new("key");
        let shifts: HashSet<i64> = (0..1000).map(|n| secret.days(&n.to_string())).collect();
        assert!(shifts.len() > 300 && !shifts.contains(&0) && shifts.iter().all(|days| days.abs() <= 182));
    }
}
