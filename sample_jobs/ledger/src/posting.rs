//! Postings and the CSV-like lines they are read from.

use crate::error::LedgerError;
use crate::money::Cents;

/// One leg of a transaction; the legs of a transaction sum to zero per currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The transaction it belongs to.
    pub txn: u32,
    /// The account it changes.
    pub account: String,
    /// The currency code, in upper case.
    pub currency: String,
    /// What the account gains; negative when it gives.
    pub amount: Cents,
}

/// Reads one posting per line, `transaction,account,currency,amount`; blank lines and those that start with `#` are
/// skipped, blanks around a field too, and currencies may be in lower case.
///
/// # Errors
/// The first malformed line.
pub fn parse(text: &str) -> Result<Vec<Posting>, LedgerError> {
    let lines = text.lines().enumerate();
    let kept = lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    kept.map(|(index, line)| parse_line(index + 1, line)).collect()
}

/// Reads the line with the given number, which counts from 1 and only serves the error.
fn parse_line(line: usize, text: &str) -> Result<Posting, LedgerError> {
    let fields: Vec<&str> = text.split(',').map(str::trim).collect();
    let [txn, account, currency, amount] = fields[..] else {
        return Err(LedgerError::Fields { line, found: fields.len() });
    };
    if account.is_empty() {
        return Err(LedgerError::Account { line });
    }
    Ok(Posting {
        txn: txn.parse().map_err(|_| LedgerError::Transaction { line })?,
        account: account.to_owned(),
        currency: currency.to_uppercase(),
        amount: Cents::parse(amount).ok_or(LedgerError::Amount { line })?,
    })
}
