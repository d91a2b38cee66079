//! Parsing, printing, rounding and splitting of amounts, at every boundary.

use ledger::error::LedgerError;
use ledger::money::{Cents, Rounding};

use Rounding::{HalfEven, HalfUp};

#[test]
fn amounts_print_with_two_digits() {
    let shown = [0, 5, 99, 100, 1234, -1, -100, -1234].map(|cents| Cents(cents).to_string());
    assert_eq!(shown, ["0.00", "0.05", "0.99", "1.00", "12.34", "-0.01", "-1.00", "-12.34"]);
    assert_eq!(Cents(i64::MIN).to_string(), "-92233720368547758.08");
}

#[test]
fn amounts_are_read_as_they_print() {
    for cents in [0, 5, 99, 100, 1234, -1, -100, -1234, i64::MAX, -i64::MAX] {
        assert_eq!(Cents::parse(&Cents(cents).to_string()), Some(Cents(cents)));
    }
    assert_eq!(Cents::parse("-0.00"), Some(Cents(0)));
    assert_eq!(Cents::parse("007.00"), Some(Cents(700)));
}

#[test]
fn anything_else_is_no_amount() {
    let texts =
        ["", "-", ".", "1", "1.", "1.2", "1.234", ".50", "-.50", "+1.00", "-+1.00", "--1.00", "1.+0", "x.00"];
    for text in texts {
        assert_eq!(Cents::parse(text), None, "{text}");
    }
    assert_eq!(Cents::parse("92233720368547758.08"), None);
}

#[test]
fn the_default_amount_is_zero() {
    assert_eq!(Cents::default(), Cents(0));
}

#[test]
fn sums_may_overflow() {
    assert_eq!(Cents(7).plus(Cents(-9)), Ok(Cents(-2)));
    assert_eq!(Cents(i64::MAX).plus(Cents(0)), Ok(Cents(i64::MAX)));
    assert_eq!(Cents(i64::MAX).plus(Cents(1)), Err(LedgerError::Overflow));
    assert_eq!(Cents(i64::MIN).plus(Cents(-1)), Err(LedgerError::Overflow));
}

#[test]
fn ties_go_to_the_even_or_to_the_greater_cent() {
    let halves = [-3, -2, -1, 0, 1, 2, 3, 5];
    let rounded = |rounding| halves.map(|cents| Cents(cents).scale(500_000, rounding).unwrap().0);
    assert_eq!(rounded(HalfEven), [-2, -1, 0, 0, 0, 1, 2, 2]);
    assert_eq!(rounded(HalfUp), [-1, -1, 0, 0, 1, 1, 2, 3]);
}

#[test]
fn other_results_go_to_the_nearest_cent() {
    for rounding in [HalfEven, HalfUp] {
        assert_eq!(Cents(1).scale(499_999, rounding), Ok(Cents(0)));
        assert_eq!(Cents(1).scale(500_001, rounding), Ok(Cents(1)));
        assert_eq!(Cents(-1).scale(499_999, rounding), Ok(Cents(0)));
        assert_eq!(Cents(-1).scale(500_001, rounding), Ok(Cents(-1)));
        assert_eq!(Cents(300).scale(1_333_333, rounding), Ok(Cents(400)));
        assert_eq!(Cents(3_000_000).scale(1_000_000, rounding), Ok(Cents(3_000_000)));
    }
}

#[test]
fn scaling_may_overflow() {
    assert_eq!(Cents(i64::MAX).scale(1_000_000, HalfUp), Ok(Cents(i64::MAX)));
    assert_eq!(Cents(i64::MAX).scale(1_000_001, HalfUp), Err(LedgerError::Overflow));
    assert_eq!(Cents(i64::MIN).scale(1_000_001, HalfUp), Err(LedgerError::Overflow));
}

#[test]
fn a_year_of_interest_has_365_days() {
    assert_eq!(Cents(10_000).interest(30_000, 365, HalfEven), Ok(Cents(300)));
    assert_eq!(Cents(10_000).interest(30_000, 73, HalfEven), Ok(Cents(60)));
    assert_eq!(Cents(10_000).interest(30_000, 0, HalfEven), Ok(Cents(0)));
    // Half a cent: the slightest change of any factor tips one of the two.
    assert_eq!(Cents(365).interest(500_000, 1, HalfEven), Ok(Cents(0)));
    assert_eq!(Cents(365).interest(500_000, 1, HalfUp), Ok(Cents(1)));
    assert_eq!(Cents(i64::MAX).interest(1_000_000, 366, HalfUp), Err(LedgerError::Overflow));
}

#[test]
fn greater_instalments_come_first() {
    assert_eq!(Cents(10).split(3), [Cents(4), Cents(3), Cents(3)]);
    assert_eq!(Cents(11).split(3), [Cents(4), Cents(4), Cents(3)]);
    assert_eq!(Cents(12).split(3), [Cents(4), Cents(4), Cents(4)]);
    assert_eq!(Cents(-10).split(3), [Cents(-3), Cents(-3), Cents(-4)]);
    assert_eq!(Cents(5).split(1), [Cents(5)]);
}

#[test]
#[should_panic(expected = "divisor of zero")]
fn no_instalments_are_an_error() {
    Cents(5).split(0);
}
