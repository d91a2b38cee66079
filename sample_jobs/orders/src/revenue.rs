//! Revenue by day: gross sales, refunds, moving averages.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::clean::Sale;
use crate::table::Refund;

/// One day of the report, amounts in euro cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// What was sold.
    pub gross: i64,
    /// What went back, never negative.
    pub refunded: i64,
    /// Lines sold.
    pub lines: usize,
}

impl Day {
    /// Gross sales less refunds.
    pub fn net(&self) -> i64 {
        self.gross - self.refunded
    }
}

/// Sales on the day of the order, refunds on the day they were made. Refunds of orders that were not sold are left out,
/// and no order gives back more than it brought in.
pub fn daily(sales: &[Sale], refunds: &[Refund]) -> BTreeMap<Date, Day> {
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    let mut left: BTreeMap<u32, i64> = BTreeMap::new();
    for sale in sales {
        let day = days.entry(sale.day).or_default();
        day.gross += sale.cents;
        day.lines += 1;
        *left.entry(sale.order).or_insert(0) += sale.cents;
    }
    let mut refunds: Vec<&Refund> =
        refunds.iter().filter(|refund| left.contains_key(&refund.order)).collect();
    refunds.sort_by(|a, b| a.day.cmp(&b.day).then_with(|| a.order.cmp(&b.order)));
    for refund in refunds {
        if let Some(rest) = left.get_mut(&refund.order) {
            let cents = ((refund.amount.abs() * 100.0).round() as i64).clamp(0, *rest);
            *rest -= cents;
            days.entry(refund.day).or_default().refunded += cents;
        }
    }
    days
}

/// The mean net revenue of each run of `length` days in the table, with the last day of the run.
pub fn moving_average(days: &BTreeMap<Date, Day>, length: usize) -> Vec<(Date, f64)> {
    let table: Vec<(Date, i64)> = days.iter().map(|(date, day)| (*date, day.net())).collect();
    table
        .windows(length.max(1))
        .filter_map(|run| {
            let total: i64 = run.iter().map(|(_, net)| net).sum();
            run.last().map(|(date, _)| (*date, total as f64 / run.len() as f64))
        })
        .collect()
}

/// Net revenue up to each day.
pub fn running_total(days: &BTreeMap<Date, Day>) -> Vec<(Date, i64)> {
    days.iter()
        .scan(0, |total, (date, day)| {
            *total += day.net();
            Some((*date, *total))
        })
        .collect()
}

/// How net revenue changed from one day of the table to the next.
pub fn changes(days: &BTreeMap<Date, Day>) -> Vec<(Date, i64)> {
    let next = days.iter().skip(1);
    days.values().zip(next).map(|(before, (date, after))| (*date, after.net() - before.net())).collect()
}

/// The best day by net revenue; of equal ones the latest.
pub fn best_day(days: &BTreeMap<Date, Day>) -> Option<Date> {
    days.iter().max_by_key(|(date, day)| (day.net(), **date)).map(|(date, _)| *date)
}
