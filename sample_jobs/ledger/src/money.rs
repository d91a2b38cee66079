//! Amounts as integer cents, and the two ways this job may round them.

use std::cmp::Ordering;
use std::fmt;

use crate::error::LedgerError;

/// Parts per million in one, the unit of every rate.
const PPM: i128 = 1_000_000;

/// Where a result goes that lies exactly between two cents; every other result goes to the nearest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To the even cent, as banks do, so that errors cancel out.
    HalfEven,
    /// To the greater cent, as invoices do.
    HalfUp,
}

/// An amount in cents, shown as `-12.34`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cents(pub i64);

impl Cents {
    /// Reads `-12.34`: an optional minus, at least one digit, a point, two digits. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let (units, cents) = digits.split_once('.')?;
        // The number parser below would take a second sign, or no units at all.
        if cents.len() != 2 || !units.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let magnitude: i64 = format!("{units}{cents}").parse().ok()?;
        Some(Self(if negative { -magnitude } else { magnitude }))
    }

    /// The sum, or [`LedgerError::Overflow`].
    pub fn plus(self, other: Self) -> Result<Self, LedgerError> {
        self.0.checked_add(other.0).map(Self).ok_or(LedgerError::Overflow)
    }

    /// The amount times a rate in parts per million, or [`LedgerError::Overflow`].
    pub fn scale(self, ppm: u32, rounding: Rounding) -> Result<Self, LedgerError> {
        divide(i128::from(self.0) * i128::from(ppm), PPM, rounding)
    }

    /// Simple interest at a yearly rate in parts per million, over years of 365 days, or [`LedgerError::Overflow`].
    pub fn interest(self, ppm: u32, days: u16, rounding: Rounding) -> Result<Self, LedgerError> {
        divide(i128::from(self.0) * i128::from(ppm) * i128::from(days), PPM * 365, rounding)
    }

    /// Instalments that sum to the amount and differ by one cent at most, greater ones first.
    ///
    /// # Panics
    /// If `parts` is zero.
    pub fn split(self, parts: i64) -> Vec<Self> {
        let extra = self.0.rem_euclid(parts);
        let share = self.0.div_euclid(parts);
        (0..parts).map(|index| Self(share + i64::from(index < extra))).collect()
    }
}

impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let magnitude = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", magnitude / 100, magnitude % 100)
    }
}

/// Divides by a positive denominator; the remainder is compared doubled, because half a denominator may be no integer.
fn divide(numerator: i128, denominator: i128, rounding: Rounding) -> Result<Cents, LedgerError> {
    let floor = numerator.div_euclid(denominator);
    let up = match (numerator.rem_euclid(denominator) * 2).cmp(&denominator) {
        Ordering::Less => false,
        Ordering::Equal => rounding == Rounding::HalfUp || floor % 2 != 0,
        Ordering::Greater => true,
    };
    i64::try_from(floor + i128::from(up)).map(Cents).map_err(|_| LedgerError::Overflow)
}
