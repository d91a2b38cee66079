//! Reading lines, and the text of every error.

use ledger::error::LedgerError;
use ledger::money::Cents;
use ledger::posting::{Posting, parse};

fn posting(txn: u32, account: &str, currency: &str, amount: i64) -> Posting {
    Posting { txn, account: account.to_owned(), currency: currency.to_owned(), amount: Cents(amount) }
}

#[test]
fn each_line_is_a_posting() {
    let text = "1,cash,EUR,12.34\n2, sales #7 , usd , -0.05 \n";
    assert_eq!(parse(text), Ok(vec![posting(1, "cash", "EUR", 1234), posting(2, "sales #7", "USD", -5)]));
    assert_eq!(parse(""), Ok(vec![]));
}

#[test]
fn blank_lines_and_comments_are_skipped() {
    let text = "# transactions\n\n1,cash,EUR,1.00\n  \n#2,cash,EUR,2.00\n3,cash,EUR,3.00";
    assert_eq!(parse(text), Ok(vec![posting(1, "cash", "EUR", 100), posting(3, "cash", "EUR", 300)]));
    // A hash sign elsewhere starts no comment.
    assert!(matches!(parse("1,cash,EUR,1.00#"), Err(LedgerError::Amount { line: 1 })));
}

#[test]
fn errors_name_their_line() {
    let cases = [
        ("1,cash,EUR", "line 1: expected 4 fields, found 3"),
        ("# x\n\n1,cash,EUR,1.00,x", "line 3: expected 4 fields, found 5"),
        ("1,cash,EUR,1.00\nx,cash,EUR,1.00", "line 2: the transaction is not a number"),
        ("-1,cash,EUR,1.00", "line 1: the transaction is not a number"),
        ("\n1, ,EUR,1.00", "line 2: the account is empty"),
        ("\n\n\n1,cash,EUR,1.0", "line 4: the amount is not written like -12.34"),
    ];
    for (text, message) in cases {
        assert_eq!(parse(text).unwrap_err().to_string(), message);
    }
}

#[test]
fn other_errors_name_what_is_wrong() {
    let off = LedgerError::Unbalanced { txn: 7, currency: "EUR".to_owned(), sum: Cents(-5) };
    assert_eq!(off.to_string(), "transaction 7 is off by -0.05 EUR");
    assert_eq!(LedgerError::NoRate("XYZ".to_owned()).to_string(), "no rate for XYZ");
    assert_eq!(LedgerError::Overflow.to_string(), "an amount is too large");
}
