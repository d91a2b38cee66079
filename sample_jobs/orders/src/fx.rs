//! Exchange rates by day.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use crate::error::OrdersError;
use crate::table::Rate;

/// Rates into euros; a rate holds until the next one of its currency.
#[derive(Clone, Debug, Default)]
pub struct Rates {
    by_currency: HashMap<String, BTreeMap<Date, f64>>,
}

impl Rates {
    /// Of two rates of one day the later row wins.
    pub fn new(rows: &[Rate]) -> Self {
        let mut by_currency: HashMap<String, BTreeMap<Date, f64>> = HashMap::new();
        for row in rows.iter().filter(|row| row.euros.is_finite() && row.euros > 0.0) {
            let days = by_currency.entry(row.currency.trim().to_uppercase()).or_default();
            days.insert(row.from, row.euros);
        }
        Self { by_currency }
    }

    /// The rate of a currency that holds on a day.
    pub fn on(&self, currency: &str, day: Date) -> Option<f64> {
        let code = currency.trim().to_uppercase();
        if code == "EUR" {
            return Some(1.0);
        }
        self.by_currency.get(&code)?.range(..=day).last().map(|(_, euros)| *euros)
    }

    /// An amount of cents in euro cents, rounded to the nearest.
    ///
    /// # Errors
    /// [`OrdersError::NoRate`].
    pub fn to_euro_cents(&self, cents: i64, currency: &str, day: Date) -> Result<i64, OrdersError> {
        let rate = self.on(currency, day);
        let rate = rate.ok_or_else(|| OrdersError::NoRate { currency: currency.to_owned(), day })?;
        Ok((cents as f64 * rate).round() as i64)
    }
}
