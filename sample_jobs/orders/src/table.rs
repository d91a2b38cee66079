//! The four tables as they stand in their CSV files.

use std::path::Path;

use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::OrdersError;

/// One line of an order. A line may be delivered more than once, later versions replace earlier ones.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Line {
    /// The order it belongs to.
    pub order: u32,
    /// Its number within the order, from 1.
    pub line: u32,
    /// Grows with each correction of the line.
    pub version: u32,
    /// Who ordered.
    pub customer: u32,
    /// Stock keeping unit, in any case and with stray blanks.
    pub sku: String,
    /// Pieces; zero for a cancelled line.
    pub quantity: u32,
    /// Price of a piece in the order's currency, written like `12.34`.
    pub price: String,
    /// ISO code of the currency.
    pub currency: String,
    /// `paid`, `open`, `cancelled` or `test`.
    pub status: String,
    /// The day of the order.
    pub day: Date,
}

/// Who orders.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Customer {
    /// The key of the table.
    pub id: u32,
    /// As people typed it.
    pub email: String,
    /// ISO code; empty where it is unknown.
    pub country: String,
    /// The day of registration.
    pub since: Date,
}

/// Money that goes back, in the currency of the order.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Refund {
    /// The order it belongs to.
    pub order: u32,
    /// The amount; some systems write it with a minus.
    pub amount: f64,
    /// The day of the refund.
    pub day: Date,
}

/// What one unit of a currency is worth in euros from a day on.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Rate {
    /// ISO code of the currency.
    pub currency: String,
    /// First day of the rate.
    pub from: Date,
    /// Euros for one unit.
    pub euros: f64,
}

/// Reads all rows of a CSV file with a header.
///
/// # Errors
/// The file or its first malformed row.
pub fn read<T: DeserializeOwned>(path: impl AsRef<Path>) -> Result<Vec<T>, OrdersError> {
    let mut reader = csv::Reader::from_path(path)?;
    Ok(reader.deserialize().collect::<Result<Vec<T>, _>>()?)
}
