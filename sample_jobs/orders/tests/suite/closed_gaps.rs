//! Tests that close three gaps of the other files: each kills mutants that survive without it.

use crate::common::{day, line, sale};
use orders::clean::counts;
use orders::customers::{deduplicated, top};
use orders::table::Customer;

/// Kills `prefix-suffix-swap` and `trim-remove` in `counts`.
#[test]
fn test_articles_do_not_count() {
    let mut one = line(1, 1, 1, 1, "paid");
    one.sku = " TEST-1 ".to_owned();
    assert!(!counts(&one));
}

/// Kills `row-sort-reverse`, `statement-delete` and `iter-filter-negate` in `deduplicated`, and `sort-key-drop` of the day (strict).
#[test]
fn the_earliest_registration_stays() {
    let row =
        |id, since| Customer { id, email: "a@x".to_owned(), country: "DE".to_owned(), since: day(since) };
    let kept = deduplicated(&[row(1, "2023-05-01"), row(2, "2022-01-01"), row(3, "2022-01-01")]);
    assert_eq!(kept.iter().map(|row| row.id).collect::<Vec<_>>(), [2]);
}

/// Kills `take-step` and `sort-key-drop` in `top`.
#[test]
fn ties_go_to_the_smaller_number() {
    let sold: Vec<_> = (1..=9).rev().map(|customer| sale(customer, customer, 100, "2024-01-01")).collect();
    let ranking = top(&sold, 3);
    assert_eq!(ranking.iter().map(|row| row.customer).collect::<Vec<_>>(), [1, 2, 3]);
}
