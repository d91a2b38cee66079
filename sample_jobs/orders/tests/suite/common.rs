//! The tables that tests over real rows read: the samples if there are any, else the shipped data; and rows by hand.

use std::env;
use std::path::PathBuf;

use jiff::civil::Date;
use orders::Sources;
use orders::clean::Sale;
use orders::fx::Rates;
use orders::table::{Line, Rate};

/// Paths of the four tables: `MUTATE_DATA_ORDER_LINES` and the like where they are set.
pub fn sources() -> Sources {
    let shipped = Sources::shipped();
    Sources {
        lines: sample("MUTATE_DATA_ORDER_LINES").unwrap_or(shipped.lines),
        customers: sample("MUTATE_DATA_CUSTOMERS").unwrap_or(shipped.customers),
        refunds: sample("MUTATE_DATA_REFUNDS").unwrap_or(shipped.refunds),
        rates: sample("MUTATE_DATA_RATES").unwrap_or(shipped.rates),
    }
}

fn sample(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from)
}

pub fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

pub fn line(order: u32, line: u32, version: u32, quantity: u32, status: &str) -> Line {
    Line {
        order,
        line,
        version,
        customer: 7,
        sku: " a-1 ".to_owned(),
        quantity,
        price: "2.50".to_owned(),
        currency: "EUR".to_owned(),
        status: status.to_owned(),
        day: day("2024-01-10"),
    }
}

pub fn sale(order: u32, customer: u32, cents: i64, on: &str) -> Sale {
    Sale { order, customer, sku: "A".to_owned(), quantity: 1, cents, day: day(on) }
}

pub fn rates() -> Rates {
    let rate = |from, euros| Rate { currency: "USD".to_owned(), from: day(from), euros };
    Rates::new(&[rate("2024-01-01", 0.5), rate("2024-01-08", 0.8), rate("2024-01-15", f64::NAN)])
}
