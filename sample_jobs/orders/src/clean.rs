//! From lines as they were delivered to sales that count.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::error::OrdersError;
use crate::fx::Rates;
use crate::table::Line;

/// One sold line in euros.
#[derive(Clone, Debug, PartialEq)]
pub struct Sale {
    /// The order.
    pub order: u32,
    /// Who bought.
    pub customer: u32,
    /// In upper case, without blanks.
    pub sku: String,
    /// Pieces, at least one.
    pub quantity: u32,
    /// Euro cents of the whole line.
    pub cents: i64,
    /// The day of the order.
    pub day: Date,
}

/// Keeps the latest version of each line, in the order of the keys.
pub fn latest(lines: &[Line]) -> Vec<Line> {
    let mut newest: HashMap<(u32, u32), &Line> = HashMap::new();
    for line in lines {
        let kept = newest.entry((line.order, line.line)).or_insert(line);
        if line.version > kept.version {
            *kept = line;
        }
    }
    let mut kept: Vec<Line> = newest.into_values().cloned().collect();
    kept.sort_by_key(|line| (line.order, line.line));
    kept
}

/// True for lines of which money was received or is due.
pub fn counts(line: &Line) -> bool {
    let status = line.status.trim().to_lowercase();
    line.quantity > 0 && (status == "paid" || status == "open") && !line.sku.trim().starts_with("TEST-")
}

/// The price of a piece in cents of its currency; both `12.34` and `12,34` are met.
///
/// # Errors
/// [`OrdersError::Field`] for anything else.
pub fn price_cents(line: &Line) -> Result<i64, OrdersError> {
    let text = line.price.trim().replace(',', ".");
    let price: f64 = text.parse().map_err(|_| OrdersError::Field {
        order: line.order,
        text: line.price.clone(),
        expected: "a price",
    })?;
    Ok((price * 100.0).round() as i64)
}

/// Sales of the lines that count, each converted at the rate of its day and rounded once.
///
/// # Errors
/// The first price that cannot be read, or currency without a rate.
pub fn sales(lines: &[Line], rates: &Rates) -> Result<Vec<Sale>, OrdersError> {
    latest(lines)
        .iter()
        .filter(|line| counts(line))
        .map(|line| {
            let amount = price_cents(line)?.saturating_mul(i64::from(line.quantity));
            Ok(Sale {
                order: line.order,
                customer: line.customer,
                sku: line.sku.trim().to_uppercase(),
                quantity: line.quantity,
                cents: rates.to_euro_cents(amount, &line.currency, line.day)?,
                day: line.day,
            })
        })
        .collect()
}
