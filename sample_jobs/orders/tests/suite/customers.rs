//! Who buys.

use crate::common::{day, sale, sources};
use orders::clean::sales;
use orders::customers::{by_country, cohorts, deduplicated, lapsed, top};
use orders::fx::Rates;
use orders::table::Customer;

fn customer(id: u32, email: &str, country: &str, since: &str) -> Customer {
    Customer { id, email: email.to_owned(), country: country.to_owned(), since: day(since) }
}

#[test]
fn addresses_are_compared_without_case() {
    let rows = [customer(1, "Ann@x.org ", "DE", "2023-05-01"), customer(2, "ann@x.org", "DE", "2022-01-01")];
    let kept = deduplicated(&rows);
    assert_eq!(kept.len(), 1);
}

#[test]
fn the_best_customer_comes_first() {
    let sold = [
        sale(1, 7, 100, "2024-01-01"),
        sale(2, 8, 500, "2024-01-02"),
        sale(3, 7, 300, "2024-02-05"),
        sale(3, 7, 1, "2024-02-05"),
    ];
    let ranking = top(&sold, 2);
    assert_eq!((ranking[0].customer, ranking[0].cents), (8, 500));
    assert_eq!((ranking[1].cents, ranking[1].orders), (401, 2));
}

#[test]
fn unknown_countries_have_a_row() {
    let rows = [customer(7, "a", " de", "2023-05-01"), customer(8, "b", "", "2023-05-01")];
    let sold = [sale(1, 7, 100, "2024-01-01"), sale(2, 8, 500, "2024-01-02"), sale(3, 9, 20, "2024-01-02")];
    let totals = by_country(&sold, &rows);
    assert_eq!(totals["DE"], 100);
    assert_eq!(totals["??"], 520);
}

#[test]
fn cohorts_start_with_all_of_their_customers() -> Result<(), Box<dyn std::error::Error>> {
    let sources = sources();
    let sold = sales(&sources.lines()?, &Rates::new(&sources.rates()?))?;
    let table = cohorts(&sold);
    for ((month, age), count) in &table {
        assert!(*age >= 0 && *count <= table[&(*month, 0)]);
    }
    let customers = deduplicated(&sources.customers()?);
    let countries = by_country(&sold, &customers);
    assert_eq!(countries.values().sum::<i64>(), sold.iter().map(|sale| sale.cents).sum::<i64>());
    Ok(())
}

#[test]
fn who_stays_away_has_lapsed() {
    let sold = [sale(1, 7, 100, "2024-01-01"), sale(2, 8, 500, "2024-03-20")];
    assert_eq!(lapsed(&sold, day("2024-04-01"), 30), [7]);
}
