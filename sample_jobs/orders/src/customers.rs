//! Who buys: top customers, countries, cohorts, duplicates.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;

use crate::clean::Sale;
use crate::table::Customer;

/// One customer's row of a ranking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// The customer.
    pub customer: u32,
    /// Euro cents of all sales.
    pub cents: i64,
    /// Different orders.
    pub orders: usize,
}

/// Customers once per mail address, which is compared without case and blanks; the earliest registration stays.
pub fn deduplicated(customers: &[Customer]) -> Vec<Customer> {
    let mut rows: Vec<&Customer> = customers.iter().collect();
    rows.sort_by_key(|row| (row.since, row.id));
    let mut seen = HashSet::new();
    rows.into_iter().filter(|row| seen.insert(row.email.trim().to_lowercase())).cloned().collect()
}

/// The `count` customers with the greatest sales; of equal ones those with the smaller number first.
pub fn top(sales: &[Sale], count: usize) -> Vec<Ranked> {
    let mut totals: HashMap<u32, (i64, HashSet<u32>)> = HashMap::new();
    for sale in sales {
        let (cents, orders) = totals.entry(sale.customer).or_default();
        *cents += sale.cents;
        orders.insert(sale.order);
    }
    let mut ranking: Vec<Ranked> = totals
        .into_iter()
        .map(|(customer, (cents, orders))| Ranked { customer, cents, orders: orders.len() })
        .collect();
    ranking.sort_by(|a, b| b.cents.cmp(&a.cents).then_with(|| a.customer.cmp(&b.customer)));
    ranking.into_iter().take(count).collect()
}

/// Sales by country of the customer; those of unknown customers and countries are under `??`.
pub fn by_country(sales: &[Sale], customers: &[Customer]) -> BTreeMap<String, i64> {
    let countries: HashMap<u32, &str> = customers
        .iter()
        .map(|customer| (customer.id, customer.country.trim()))
        .filter(|(_, country)| !country.is_empty())
        .collect();
    let mut totals = BTreeMap::new();
    for sale in sales {
        let country = countries.get(&sale.customer).copied().unwrap_or("??");
        *totals.entry(country.to_uppercase()).or_insert(0) += sale.cents;
    }
    totals
}

/// How many customers of each month of first purchase bought again in the months after: `(month, months later)`.
pub fn cohorts(sales: &[Sale]) -> BTreeMap<(Date, i32), usize> {
    let mut first: HashMap<u32, Date> = HashMap::new();
    for sale in sales {
        let month = sale.day.first_of_month();
        first.entry(sale.customer).and_modify(|known| *known = month.min(*known)).or_insert(month);
    }
    let mut active = HashSet::new();
    for sale in sales {
        if let Some(start) = first.get(&sale.customer) {
            active.insert((*start, months_between(*start, sale.day), sale.customer));
        }
    }
    let mut cohorts = BTreeMap::new();
    for (start, age, _) in active {
        *cohorts.entry((start, age)).or_insert(0) += 1;
    }
    cohorts
}

fn months_between(start: Date, day: Date) -> i32 {
    (i32::from(day.year()) - i32::from(start.year())) * 12 + i32::from(day.month()) - i32::from(start.month())
}

/// Customers who bought before `day` but not in the `days` before it.
pub fn lapsed(sales: &[Sale], day: Date, days: i64) -> Vec<u32> {
    let mut last: BTreeMap<u32, Date> = BTreeMap::new();
    for sale in sales.iter().filter(|sale| sale.day < day) {
        let known = last.entry(sale.customer).or_insert(sale.day);
        *known = sale.day.max(*known);
    }
    let is_late = |date: Date| i64::from((day - date).get_days()) > days;
    last.into_iter().filter(|(_, date)| is_late(*date)).map(|(customer, _)| customer).collect()
}
