//! Balances, conversion, and the job as a whole.

use std::collections::BTreeMap;

use ledger::books::{Books, Rates, imbalances};
use ledger::error::LedgerError;
use ledger::fees::FeePlan;
use ledger::money::{Cents, Rounding};
use ledger::posting::{Posting, parse};

const TEXT: &str = "\
1,cash,EUR,100.00
1,sales,EUR,-100.00
2,cash,USD,0.03
2,bank,USD,-0.03
3,bank,EUR,5.00
3,cash,EUR,-5.00
";

fn postings(text: &str) -> Vec<Posting> {
    parse(text).unwrap()
}

fn books(text: &str) -> Books {
    let mut books = Books::default();
    for posting in postings(text) {
        books.post(&posting).unwrap();
    }
    books
}

fn rates() -> Rates {
    let mut rates = Rates::new("EUR");
    rates.set("USD", 500_000);
    rates
}

fn amounts<const N: usize>(pairs: [(&str, i64); N]) -> BTreeMap<String, Cents> {
    pairs.into_iter().map(|(account, cents)| (account.to_owned(), Cents(cents))).collect()
}

#[test]
fn balances_are_kept_per_account_and_currency() {
    let books = books(TEXT);
    let found = [("cash", "EUR"), ("cash", "USD"), ("sales", "EUR"), ("bank", "USD"), ("bank", "EUR")]
        .map(|(account, currency)| books.balance(account, currency).0);
    assert_eq!(found, [9_500, 3, -10_000, -3, 500]);
    assert_eq!(books.balance("sales", "USD"), Cents(0));
}

#[test]
fn postings_are_counted_per_account() {
    let books = books(TEXT);
    assert_eq!(["cash", "bank", "sales", "none"].map(|account| books.posted(account)), [3, 2, 1, 0]);
}

#[test]
fn the_last_transaction_is_remembered() {
    assert_eq!(Books::default().last_txn(), 0);
    assert_eq!(books(TEXT).last_txn(), 3);
    assert_eq!(books("9,a,EUR,1.00\n4,a,EUR,1.00").last_txn(), 4);
}

#[test]
fn the_seal_depends_on_the_accounts_and_their_order() {
    let seal = |text| books(text).seal();
    assert_eq!(seal(""), 0);
    assert_eq!(seal("1,a,EUR,1.00"), 97);
    assert_eq!(seal("1,ab,EUR,1.00"), (97 * 2) ^ 98);
    assert_eq!(seal("1,a,EUR,1.00\n1,b,EUR,1.00"), (97 * 2) ^ 98);
    assert_eq!(seal("1,b,EUR,1.00\n1,a,EUR,1.00"), (98 * 2) ^ 97);
    assert_eq!(seal("1,receivables from abroad,EUR,1.00"), 46_346);
}

#[test]
fn a_balance_may_overflow() {
    let mut books = books("1,a,EUR,92233720368547758.07");
    let more = &postings("1,a,EUR,0.01")[0];
    assert_eq!(books.post(more), Err(LedgerError::Overflow));
    assert_eq!(
        imbalances(&postings("1,a,EUR,92233720368547758.07\n1,b,EUR,0.01")),
        Err(LedgerError::Overflow)
    );
}

#[test]
fn amounts_convert_into_the_base_currency() {
    let rates = rates();
    assert_eq!(rates.convert(Cents(7), "EUR", Rounding::HalfUp), Ok(Cents(7)));
    assert_eq!(rates.convert(Cents(5), "USD", Rounding::HalfUp), Ok(Cents(3)));
    assert_eq!(rates.convert(Cents(5), "USD", Rounding::HalfEven), Ok(Cents(2)));
    assert_eq!(
        rates.convert(Cents(5), "GBP", Rounding::HalfEven),
        Err(LedgerError::NoRate("GBP".to_owned()))
    );
}

#[test]
fn a_later_rate_replaces_an_earlier_one() {
    let mut rates = rates();
    rates.set("USD", 2_000_000);
    assert_eq!(rates.convert(Cents(5), "USD", Rounding::HalfUp), Ok(Cents(10)));
}

#[test]
fn closing_sums_the_currencies_of_an_account() {
    let books = books(TEXT);
    let even = amounts([("bank", 498), ("cash", 9_502), ("sales", -10_000)]);
    assert_eq!(books.close(&rates(), Rounding::HalfEven), Ok(even));
    let up = amounts([("bank", 499), ("cash", 9_502), ("sales", -10_000)]);
    assert_eq!(books.close(&rates(), Rounding::HalfUp), Ok(up));
    assert_eq!(books.close(&Rates::new("USD"), Rounding::HalfUp), Err(LedgerError::NoRate("EUR".to_owned())));
}

#[test]
fn transactions_must_sum_to_zero_in_each_currency() {
    assert_eq!(imbalances(&postings(TEXT)), Ok(BTreeMap::new()));
    let off = imbalances(&postings("1,a,EUR,2.00\n1,b,USD,-2.00\n2,a,EUR,0.03\n2,b,EUR,-0.02\n3,a,EUR,0.00"));
    let expected = [((1, "EUR"), 200), ((1, "USD"), -200), ((2, "EUR"), 1)];
    let expected = expected.map(|((txn, currency), cents)| ((txn, currency.to_owned()), Cents(cents)));
    assert_eq!(off, Ok(BTreeMap::from(expected)));
}

#[test]
fn the_job_reports_what_it_did() {
    let plan = FeePlan { free_below: Cents(2), flat: Cents(1), minimum: Cents(0), maximum: Cents(9) };
    let summary = ledger::run(TEXT, &rates(), &plan, Rounding::HalfEven).unwrap();
    assert_eq!(summary.postings, 6);
    assert_eq!(summary.fees, Cents(9 + 1 + 2));
    assert_eq!(summary.closing, amounts([("bank", 498), ("cash", 9_502), ("sales", -10_000)]));
    assert_eq!(summary.seal, books(TEXT).seal());
}

#[test]
fn the_job_stops_at_the_first_error() {
    let fails = |text| ledger::run(text, &rates(), &FeePlan::default(), Rounding::HalfUp).unwrap_err();
    assert_eq!(fails("1,cash"), LedgerError::Fields { line: 1, found: 2 });
    assert_eq!(fails("1,a,GBP,1.00\n1,b,GBP,-1.00"), LedgerError::NoRate("GBP".to_owned()));
    let off = |txn, currency: &str, cents| LedgerError::Unbalanced {
        txn,
        currency: currency.to_owned(),
        sum: Cents(cents),
    };
    assert_eq!(fails("2,a,EUR,1.00\n1,a,USD,0.07\n1,a,EUR,-0.05"), off(1, "EUR", -5));
}
