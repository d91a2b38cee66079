//! Tiers, bounds and percentages.

use ledger::error::LedgerError;
use ledger::fees::{FeePlan, percent, tier_ppm};
use ledger::money::{Cents, Rounding};

const PLAN: FeePlan =
    FeePlan { free_below: Cents(500), flat: Cents(10), minimum: Cents(12), maximum: Cents(1_000) };

fn fee(cents: i64) -> i64 {
    PLAN.fee(Cents(cents), Rounding::HalfEven).unwrap().0
}

#[test]
fn the_rate_falls_at_each_tier() {
    let rates = [-1, 0, 9_999, 10_000, 999_999, 1_000_000].map(|cents| tier_ppm(Cents(cents)));
    assert_eq!(rates, [2_500, 2_500, 2_500, 1_000, 1_000, 500]);
}

#[test]
fn small_postings_are_free() {
    assert_eq!([-10_000, 0, 499, 500].map(fee), [0, 0, 0, 12]);
}

#[test]
fn fees_stay_within_their_bounds() {
    assert_eq!([800, 1_200, 9_999, 10_000, 1_000_000].map(fee), [12, 13, 35, 20, 510]);
    assert_eq!([1_979_999, 1_980_000, 1_982_000, 9_000_000].map(fee), [1_000, 1_000, 1_000, 1_000]);
    assert_eq!(fee(1_977_000), 998);
}

#[test]
fn ties_follow_the_rounding() {
    assert_eq!(PLAN.fee(Cents(1_000), Rounding::HalfEven), Ok(Cents(12)));
    assert_eq!(PLAN.fee(Cents(1_000), Rounding::HalfUp), Ok(Cents(13)));
}

#[test]
fn fees_may_overflow() {
    let plan = FeePlan { flat: Cents(i64::MAX), ..PLAN };
    assert_eq!(plan.fee(Cents(1_000), Rounding::HalfUp), Err(LedgerError::Overflow));
}

#[test]
fn the_default_plan_charges_nothing() {
    assert_eq!(FeePlan::default().fee(Cents(1_000_000), Rounding::HalfUp), Ok(Cents(0)));
}

#[test]
fn a_percentage_of_nothing_is_zero() {
    assert_eq!(percent(Cents(1), Cents(40)), 2.5);
    assert_eq!(percent(Cents(1), Cents(1)), 100.0);
    assert_eq!(percent(Cents(3), Cents(-6)), -50.0);
    assert_eq!(percent(Cents(0), Cents(7)), 0.0);
    assert_eq!(percent(Cents(9), Cents(0)).to_bits(), 0.0_f64.to_bits(), "and shows no minus");
}
