//! Revenue by day.

use crate::common::{day, sale, sources};
use orders::clean::sales;
use orders::fx::Rates;
use orders::revenue::{best_day, changes, daily, moving_average, running_total};
use orders::table::Refund;

fn refund(order: u32, amount: f64, on: &str) -> Refund {
    Refund { order, amount, day: day(on) }
}

#[test]
fn refunds_count_on_their_own_day() {
    let sold = [sale(1, 7, 1000, "2024-01-01"), sale(2, 7, 500, "2024-01-01")];
    let days = daily(&sold, &[refund(1, 4.0, "2024-01-03"), refund(9, 1.0, "2024-01-03")]);
    assert_eq!(days[&day("2024-01-01")].gross, 1500);
    assert_eq!(days[&day("2024-01-03")].net(), -400);
}

#[test]
fn no_order_gives_back_more_than_it_brought() {
    let days = daily(
        &[sale(1, 7, 1000, "2024-01-01")],
        &[refund(1, -8.0, "2024-01-02"), refund(1, 8.0, "2024-01-04")],
    );
    assert_eq!(days[&day("2024-01-02")].refunded, 800);
    assert_eq!(days[&day("2024-01-04")].refunded, 200);
}

#[test]
fn averages_move() {
    let sold = [sale(1, 7, 100, "2024-01-01"), sale(2, 7, 300, "2024-01-02"), sale(3, 7, 200, "2024-01-05")];
    let days = daily(&sold, &[]);
    assert_eq!(moving_average(&days, 2), [(day("2024-01-02"), 200.0), (day("2024-01-05"), 250.0)]);
    assert_eq!(changes(&days), [(day("2024-01-02"), 200), (day("2024-01-05"), -100)]);
    assert_eq!(best_day(&days), Some(day("2024-01-02")));
}

#[test]
fn the_running_total_ends_at_all_of_it() -> Result<(), Box<dyn std::error::Error>> {
    let sources = sources();
    let sold = sales(&sources.lines()?, &Rates::new(&sources.rates()?))?;
    let days = daily(&sold, &sources.refunds()?);
    let total: i64 = days.values().map(|day| day.net()).sum();
    assert_eq!(running_total(&days).last().map(|(_, total)| *total), Some(total));
    assert_eq!(days.values().map(|day| day.lines).sum::<usize>(), sold.len());
    Ok(())
}
