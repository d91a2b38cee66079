//! Everything that can be wrong with a ledger, with a text that names the line or the transaction.

use std::fmt;

use crate::money::Cents;

/// Why the job stopped. Line numbers count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LedgerError {
    /// A line has too few or too many fields.
    Fields {
        /// The line.
        line: usize,
        /// How many fields it has.
        found: usize,
    },
    /// A transaction number is no number.
    Transaction {
        /// The line.
        line: usize,
    },
    /// An account name is empty.
    Account {
        /// The line.
        line: usize,
    },
    /// An amount is not written like `-12.34`, or is too large.
    Amount {
        /// The line.
        line: usize,
    },
    /// A transaction's postings in one currency do not sum to zero.
    Unbalanced {
        /// The transaction.
        txn: u32,
        /// The currency.
        currency: String,
        /// What the postings sum to.
        sum: Cents,
    },
    /// A currency has no rate.
    NoRate(String),
    /// A result does not fit [`Cents`].
    Overflow,
}

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fields { line, found } => write!(f, "line {line}: expected 4 fields, found {found}"),
            Self::Transaction { line } => write!(f, "line {line}: the transaction is not a number"),
            Self::Account { line } => write!(f, "line {line}: the account is empty"),
            Self::Amount { line } => write!(f, "line {line}: the amount is not written like -12.34"),
            Self::Unbalanced { txn, currency, sum } => {
                write!(f, "transaction {txn} is off by {sum} {currency}")
            }
            Self::NoRate(currency) => write!(f, "no rate for {currency}"),
            Self::Overflow => f.write_str("an amount is too large"),
        }
    }
}

impl std::error::Error for LedgerError {}
