//! A shop's nightly report over plain structs: order lines, customers, refunds and rates from CSV files.
//!
//! [`table`] reads, [`clean`] drops what does not count and converts through [`fx`], [`revenue`] and [`customers`] report.
//! Amounts are whole euro cents; days are those of the shop.

pub mod clean;
pub mod customers;
pub mod error;
pub mod fx;
pub mod revenue;
pub mod table;

use std::path::PathBuf;

use error::OrdersError;
use table::{Customer, Line, Rate, Refund};

/// Where the four tables are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sources {
    /// Order lines.
    pub lines: PathBuf,
    /// Customers.
    pub customers: PathBuf,
    /// Refunds.
    pub refunds: PathBuf,
    /// Exchange rates.
    pub rates: PathBuf,
}

impl Sources {
    /// The data that ship with this crate.
    pub fn shipped() -> Self {
        let data = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data");
        Self {
            lines: data.join("order_lines.csv"),
            customers: data.join("customers.csv"),
            refunds: data.join("refunds.csv"),
            rates: data.join("rates.csv"),
        }
    }

    /// All order lines.
    ///
    /// # Errors
    /// [`OrdersError::Table`]; so for the other tables.
    pub fn lines(&self) -> Result<Vec<Line>, OrdersError> {
        table::read(&self.lines)
    }

    /// All customers.
    ///
    /// # Errors
    /// [`OrdersError::Table`].
    pub fn customers(&self) -> Result<Vec<Customer>, OrdersError> {
        table::read(&self.customers)
    }

    /// All refunds.
    ///
    /// # Errors
    /// [`OrdersError::Table`].
    pub fn refunds(&self) -> Result<Vec<Refund>, OrdersError> {
        table::read(&self.refunds)
    }

    /// All rates.
    ///
    /// # Errors
    /// [`OrdersError::Table`].
    pub fn rates(&self) -> Result<Vec<Rate>, OrdersError> {
        table::read(&self.rates)
    }
}
