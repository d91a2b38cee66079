//! What counts as a sale.

use std::collections::HashSet;

use crate::common::{day, line, rates, sources};
use orders::clean::{counts, latest, price_cents, sales};
use orders::fx::Rates;

#[test]
fn the_latest_version_stays() {
    let kept = latest(&[line(1, 1, 1, 5, "paid"), line(1, 1, 2, 3, "paid"), line(1, 2, 1, 1, "paid")]);
    let quantities: Vec<u32> = kept.iter().map(|line| line.quantity).collect();
    assert_eq!(quantities, [3, 1]);
}

#[test]
fn cancelled_lines_do_not_count() {
    assert!(counts(&line(1, 1, 1, 1, "Paid ")));
    assert!(counts(&line(1, 1, 1, 1, "open")));
    assert!(!counts(&line(1, 1, 1, 1, "cancelled")));
    assert!(!counts(&line(1, 1, 1, 0, "paid")));
}

#[test]
fn prices_may_have_a_comma() -> Result<(), Box<dyn std::error::Error>> {
    let mut one = line(1, 1, 1, 1, "paid");
    assert_eq!(price_cents(&one)?, 250);
    one.price = " 19,99".to_owned();
    assert_eq!(price_cents(&one)?, 1999);
    one.price = "free".to_owned();
    assert!(price_cents(&one).is_err());
    Ok(())
}

#[test]
fn dollars_are_converted_at_the_rate_of_the_day() -> Result<(), Box<dyn std::error::Error>> {
    let mut one = line(1, 1, 1, 2, "paid");
    one.currency = "usd".to_owned();
    let sold = sales(&[one], &rates())?;
    assert_eq!(sold[0].cents, 400);
    assert_eq!(sold[0].sku, "A-1");
    Ok(())
}

#[test]
fn a_rate_holds_until_the_next() {
    let rates = rates();
    assert_eq!(rates.on("USD", day("2023-12-31")), None);
    assert_eq!(rates.on("USD", day("2024-01-07")), Some(0.5));
    assert_eq!(rates.on("USD", day("2024-02-01")), Some(0.8));
    assert_eq!(rates.on("EUR", day("2020-01-01")), Some(1.0));
}

#[test]
fn no_line_is_sold_twice() -> Result<(), Box<dyn std::error::Error>> {
    let sources = sources();
    let lines = sources.lines()?;
    let sold = sales(&lines, &Rates::new(&sources.rates()?))?;
    let keys: HashSet<(u32, u32)> = lines.iter().map(|line| (line.order, line.line)).collect();
    assert!(!sold.is_empty() && sold.len() <= keys.len());
    assert!(sold.iter().all(|sale| sale.quantity > 0 && sale.cents > 0));
    Ok(())
}
