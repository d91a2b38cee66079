//! Balances per account and currency, and their conversion into one currency.

use std::collections::BTreeMap;

use crate::error::LedgerError;
use crate::money::{Cents, Rounding};
use crate::posting::Posting;

/// Rates in parts per million of a base currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rates {
    base: String,
    ppm: BTreeMap<String, u32>,
}

impl Rates {
    /// Knows the base currency only.
    pub fn new(base: &str) -> Self {
        Self { base: base.to_owned(), ppm: BTreeMap::new() }
    }

    /// Sets what one unit of a currency is worth, in millionths of the base currency.
    pub fn set(&mut self, currency: &str, ppm: u32) {
        self.ppm.insert(currency.to_owned(), ppm);
    }

    /// Converts into the base currency.
    ///
    /// # Errors
    /// [`LedgerError::NoRate`], or [`LedgerError::Overflow`].
    pub fn convert(&self, amount: Cents, currency: &str, rounding: Rounding) -> Result<Cents, LedgerError> {
        if currency == self.base {
            return Ok(amount);
        }
        let ppm = self.ppm.get(currency).ok_or_else(|| LedgerError::NoRate(currency.to_owned()))?;
        amount.scale(*ppm, rounding)
    }
}

/// The running state of a ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Books {
    balances: BTreeMap<(String, String), Cents>,
    posted: BTreeMap<String, u32>,
    last_txn: u32,
    seal: u32,
}

impl Books {
    /// Applies one posting. After an error the books are to be thrown away.
    ///
    /// # Errors
    /// [`LedgerError::Overflow`].
    pub fn post(&mut self, posting: &Posting) -> Result<(), LedgerError> {
        let key = (posting.account.clone(), posting.currency.clone());
        let balance = self.balances.entry(key).or_insert(Cents(0));
        *balance = balance.plus(posting.amount)?;
        *self.posted.entry(posting.account.clone()).or_insert(0) += 1;
        self.last_txn = posting.txn;
        for byte in posting.account.bytes() {
            self.seal = (self.seal << 1 ^ u32::from(byte)) & 0xFFFF;
        }
        Ok(())
    }

    /// The balance of an account in one currency, zero where nothing was posted.
    pub fn balance(&self, account: &str, currency: &str) -> Cents {
        let key = (account.to_owned(), currency.to_owned());
        self.balances.get(&key).copied().unwrap_or(Cents(0))
    }

    /// How many postings an account has seen, in any currency.
    pub fn posted(&self, account: &str) -> u32 {
        self.posted.get(account).copied().unwrap_or(0)
    }

    /// The transaction posted last, zero before any.
    pub fn last_txn(&self) -> u32 {
        self.last_txn
    }

    /// Checksum over the accounts in the order they were posted to, below 65,536.
    pub fn seal(&self) -> u32 {
        self.seal
    }

    /// Balances per account in the base currency of the rates; each balance is rounded once, then summed.
    ///
    /// # Errors
    /// [`LedgerError::NoRate`], or [`LedgerError::Overflow`].
    pub fn close(&self, rates: &Rates, rounding: Rounding) -> Result<BTreeMap<String, Cents>, LedgerError> {
        let mut closing = BTreeMap::new();
        for ((account, currency), amount) in &self.balances {
            let sum = closing.entry(account.clone()).or_insert(Cents(0));
            *sum = sum.plus(rates.convert(*amount, currency, rounding)?)?;
        }
        Ok(closing)
    }
}

/// What each transaction is off by, per currency; empty when all sum to zero.
///
/// # Errors
/// [`LedgerError::Overflow`].
pub fn imbalances(postings: &[Posting]) -> Result<BTreeMap<(u32, String), Cents>, LedgerError> {
    let mut sums = BTreeMap::new();
    for posting in postings {
        let sum = sums.entry((posting.txn, posting.currency.clone())).or_insert(Cents(0));
        *sum = sum.plus(posting.amount)?;
    }
    sums.retain(|_, sum| *sum != Cents(0));
    Ok(sums)
}
