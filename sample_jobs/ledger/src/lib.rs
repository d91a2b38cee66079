//! A double-entry ledger job over plain structs: parse postings, charge fees, close the books in one currency.
//!
//! No module does I/O and every amount is an integer number of cents, so each result can be asserted exactly.

pub mod books;
pub mod error;
pub mod fees;
pub mod money;
pub mod posting;

use std::collections::BTreeMap;

use books::{Books, Rates};
use error::LedgerError;
use fees::FeePlan;
use money::{Cents, Rounding};

/// What one run of the job reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// How many postings were read.
    pub postings: usize,
    /// The fees on all postings, in the base currency of the rates.
    pub fees: Cents,
    /// Balances per account, in the base currency of the rates.
    pub closing: BTreeMap<String, Cents>,
    /// Checksum over the accounts in the order they were posted to, below 65,536.
    pub seal: u32,
}

/// Runs the whole job over CSV-like `text`; see [`posting::parse`] for its shape.
///
/// # Errors
/// The first [`LedgerError`] met: a malformed line, a transaction that does not sum to zero, a missing rate, an overflow.
///
/// ```
/// # use ledger::{books::Rates, error::LedgerError, fees::FeePlan, money::{Cents, Rounding}};
/// let mut rates = Rates::new("EUR");
/// rates.set("USD", 500_000);
/// let text = "1,cash,USD,10.00\n1,sales,USD,-10.00\n";
/// let summary = ledger::run(text, &rates, &FeePlan::default(), Rounding::HalfEven)?;
/// assert_eq!(summary.closing["cash"], Cents(500));
/// # Ok::<(), LedgerError>(())
/// ```
pub fn run(text: &str, rates: &Rates, plan: &FeePlan, rounding: Rounding) -> Result<Summary, LedgerError> {
    let postings = posting::parse(text)?;
    if let Some(((txn, currency), sum)) = books::imbalances(&postings)?.pop_first() {
        return Err(LedgerError::Unbalanced { txn, currency, sum });
    }
    let mut books = Books::default();
    let mut fees = Cents(0);
    for posting in &postings {
        books.post(posting)?;
        let base = rates.convert(posting.amount, &posting.currency, rounding)?;
        fees = fees.plus(plan.fee(base, rounding)?)?;
    }
    Ok(Summary { postings: postings.len(), fees, closing: books.close(rates, rounding)?, seal: books.seal() })
}
