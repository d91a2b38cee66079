//! What can be wrong with the tables of a shop.

use thiserror::Error;

/// Why the job stopped.
#[derive(Debug, Error)]
pub enum OrdersError {
    /// A file cannot be read, or a row does not have the columns or types of its table.
    #[error("cannot read the table: {0}")]
    Table(#[from] csv::Error),
    /// A field holds something else than its column promises.
    #[error("order {order}: `{text}` is not {expected}")]
    Field {
        /// The order.
        order: u32,
        /// What the field holds.
        text: String,
        /// What it should hold.
        expected: &'static str,
    },
    /// An amount has no rate into euros for its day, nor for any day before.
    #[error("no rate for {currency} on or before {day}")]
    NoRate {
        /// The currency.
        currency: String,
        /// The day of the order.
        day: jiff::civil::Date,
    },
}
