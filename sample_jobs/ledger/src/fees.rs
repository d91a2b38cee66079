//! What a bank charges for postings.

use crate::error::LedgerError;
use crate::money::{Cents, Rounding};

/// A fee schedule. The default one charges nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FeePlan {
    /// Amounts below this one are free; so is money that leaves, as it is negative.
    pub free_below: Cents,
    /// Charged on every posting that is not free.
    pub flat: Cents,
    /// The least fee on a posting that is not free.
    pub minimum: Cents,
    /// The greatest fee; at least `minimum`.
    pub maximum: Cents,
}

impl FeePlan {
    /// The fee on one posting: flat, plus a share by [`tier_ppm`], within the bounds of the plan.
    ///
    /// # Errors
    /// [`LedgerError::Overflow`] if the sum does not fit.
    ///
    /// # Panics
    /// If `maximum` is less than `minimum` and the posting is not free.
    pub fn fee(&self, amount: Cents, rounding: Rounding) -> Result<Cents, LedgerError> {
        if amount < self.free_below {
            return Ok(Cents(0));
        }
        let share = amount.scale(tier_ppm(amount), rounding)?;
        Ok(self.flat.plus(share)?.clamp(self.minimum, self.maximum))
    }
}

/// The rate in parts per million, which falls as amounts grow: 0.25% below 100.00, 0.1% below 10,000.00, then 0.05%.
pub fn tier_ppm(amount: Cents) -> u32 {
    match amount.0 {
        cents if cents < 10_000 => 2_500,
        cents if cents < 1_000_000 => 1_000,
        _ => 500,
    }
}

/// The fee in percent of the amount; zero for an amount of zero.
pub fn percent(fee: Cents, amount: Cents) -> f64 {
    if amount == Cents(0) { 0.0 } else { fee.0 as f64 / amount.0 as f64 * 100.0 }
}
