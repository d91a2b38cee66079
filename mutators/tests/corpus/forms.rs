//! Forms of expressions, statements and types that no other source of the corpus has.

use std::collections::{BTreeMap, HashMap, HashSet};

const LIMIT: i64 = 100;
static NAME: &str = "orders";
const TABLE: [u8; 2 + 1] = [1, 2, 3];

pub struct Row { pub id: u64, pub name: String, pub price: f64, pub paid: Option<bool> }

#[derive(Clone, Copy, PartialEq)]
pub enum Kind { Small = 1, Large = 1 + 1 }

pub trait Priced {
    const FEE: i64 = 5;
    fn price(&self) -> i64 { 1 + Self::FEE }
    fn name(&self) -> String;
}

impl Priced for Row {
    fn price(&self) -> i64 { (self.price * 100.0) as i64 }
    fn name(&self) -> String { self.name.to_uppercase().trim().to_owned() }
}

impl Default for Row {
    fn default() -> Self { Self { id: 0, name: String::new(), price: 0.5, paid: None } }
}

impl std::fmt::Display for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, "{} {}", self.id + 1, self.name) }
}

fn bool_value() -> bool { LIMIT > 5 }
fn tuple_value(n: u8) -> (u8, bool, String) { (n, n > 3, n.to_string()) }
fn array_value(n: u8) -> [u8; 2] { [n, n + 1] }
fn option_value(n: u8) -> Option<u8> { if n == 0 { None } else { Some(n - 1) } }
fn result_value(n: u8) -> Result<u8, String> { if n == 0 { Err("zero".to_owned()) } else { Ok(n) } }
fn box_value(n: u8) -> Box<u8> { Box::new(n * 2) }
fn vec_value(n: usize) -> Vec<usize> { (0..n).map(|i| i * i).collect() }
fn map_value(rows: &[Row]) -> HashMap<u64, f64> { rows.iter().map(|row| (row.id, row.price)).collect() }
fn set_value(rows: &[Row]) -> HashSet<String> { rows.iter().map(|row| row.name.clone()).collect() }
fn tree_value(rows: &[Row]) -> BTreeMap<u64, Vec<f64>> {
    let mut map: BTreeMap<u64, Vec<f64>> = BTreeMap::new();
    for row in rows {
        map.entry(row.id).or_default().push(row.price);
    }
    map
}
fn str_value(name: &str) -> &str { name.trim_start_matches('x') }
fn cow_value(name: &str) -> std::borrow::Cow<'_, str> { std::borrow::Cow::Borrowed(&name[1..]) }
fn iterator_value(n: u32) -> impl Iterator<Item = u32> { (0..n).filter(|n| n % 2 == 0).rev() }
fn dyn_value(n: u32) -> Box<dyn Fn(u32) -> u32> { Box::new(move |m| m + n) }
fn never(code: i32) -> ! { std::process::exit(code + 1) }
fn unit_value(rows: &mut Vec<Row>) { rows.retain(|row| row.price > 0.0); rows.sort_by(|a, b| a.id.cmp(&b.id)); }
fn char_value(text: &str) -> char { text.chars().next().unwrap_or('-') }
fn float_value(a: f64, b: f64) -> f64 { (a / b).abs().sqrt().round() }
const fn constant(n: u32) -> u32 { n << 2 | 1 }
async fn later(n: u32) -> u32 { async { n + 1 }.await }
unsafe fn raw(p: *const u8) -> u8 { unsafe { *p.add(1) } }
extern "C" fn foreign(n: i32) -> i32 { n - 1 }
fn generic<T: Into<i64> + Copy>(items: &[T]) -> i64 where T: PartialOrd { items.iter().map(|&i| i.into()).sum::<i64>() }

pub fn operators(a: i64, b: i64) -> i64 {
    let mut sum = a + b - a * b / (b % 7).max(1);
    sum += a;
    sum -= b;
    sum *= 2;
    sum /= 3;
    sum %= 1000;
    sum <<= 1;
    sum >>= 1;
    sum |= 4;
    sum &= !1;
    sum ^= a & b | a ^ b;
    -sum << 1 >> 1
}

pub fn comparisons(a: i64, b: i64) -> bool {
    a < b || a <= b && a > b || !(a >= b) && (a == b) != (a != b)
}

pub fn control(rows: &[Row]) -> i64 {
    let mut total = 0;
    let mut index = 0;
    'outer: while index < rows.len() {
        let row = &rows[index];
        index += 1;
        if row.paid.is_none() { continue 'outer; }
        match row.paid {
            Some(true) if row.price > 10.0 => total += 10,
            Some(true) | None => { total += 1; }
            Some(false) => break 'outer,
        }
        for n in 0..=3 { if n == 2 { break; } total += n; }
        let inner = loop { total += 1; if total > 50 { break total; } };
        total = inner.min(LIMIT);
    }
    if let Some(row) = rows.first() && row.id > 0 { return total + 1; }
    let Some(last) = rows.last() else { return -1 };
    while let Some(n) = Some(total).filter(|n| *n < 10) { total = n + 1; }
    total + last.id as i64
}

pub fn closures(rows: &[Row]) -> Vec<String> {
    let add = |a: i64, b: i64| -> i64 { a + b };
    let mut names: Vec<String> = rows
        .iter()
        .filter(|row| row.paid == Some(true) && !row.name.is_empty())
        .filter_map(|row| row.name.strip_prefix("a").map(str::to_lowercase))
        .skip(1)
        .take(add(2, 3) as usize)
        .collect();
    names.sort_unstable_by(|a, b| b.cmp(a).then_with(|| a.len().cmp(&b.len())));
    names.dedup();
    names.extend(rows.iter().zip(rows.iter().skip(1)).map(|(a, b)| format!("{}-{}", a.id.min(b.id), a.id.max(b.id))));
    names
}

pub fn folds(rows: &[Row]) -> (f64, usize, bool, bool) {
    let sum = rows.iter().map(|row| row.price).fold(0.0, |sum, price| sum + price);
    let count = rows.iter().filter(|row| row.price.round() > 1.0).count();
    (sum, count, rows.iter().any(|row| row.id == 0), rows.iter().all(|row| row.id < 10))
}

pub fn parses(text: &str) -> Result<Vec<i64>, std::num::ParseIntError> {
    let numbers = text.split(',').map(|part| part.trim().parse::<i64>()).collect::<Result<Vec<_>, _>>()?;
    let first: i64 = text.lines().next().unwrap_or("0").parse().unwrap_or(0);
    Ok(numbers.into_iter().map(|n| n.checked_mul(60).unwrap_or(n).clamp(first, LIMIT * 3600)).collect())
}

pub fn macros(rows: &[Row], n: usize) -> Vec<usize> {
    assert!(n > 0, "n is {n}");
    debug_assert_eq!(n % 2, 0);
    println!("{} rows of {}", rows.len() + 1, NAME);
    eprintln!("{n}");
    let all = vec![n + 1, n - 1, n * 2];
    let filled = vec![n + 3; 4];
    let wide = matches!(rows.len(), 1..=5 if n > 2);
    if wide { all } else { filled }
}

pub fn records(row: Row, kind: Kind) -> Row {
    let Row { id, name, .. } = &row;
    let size = match kind { Kind::Small => 1, Kind::Large => 2 };
    let copy = Row { id: id + size, name: format!("{name}!"), ..Row::default() };
    if row.price > copy.price { Row { paid: Some(true), ..copy } } else { row }
}

pub fn literals() -> (u8, i64, f32, f64, char, &'static str, &'static [u8], bool, u64) {
    (0x1f, -128, 1.5f32, 1e3, 'x', "text", b"bytes", true, 1_000_000u64)
}

pub fn seconds(minutes: u64) -> u64 { minutes * 60 + 3_600 / 1_000 }

pub fn borrows(a: &mut Vec<u32>, b: &[u32]) -> u32 {
    let first = &mut a[0];
    *first += b[b.len() - 1];
    let (left, right) = a.split_at_mut(1);
    std::mem::swap(&mut left[0], &mut right[0]);
    let total: u32 = a.iter().chain(b).copied().map(|n| n.wrapping_add(1).saturating_sub(2)).sum();
    let _guard = std::sync::Mutex::new(total);
    total.pow(2).abs_diff(3) + *_guard.lock().unwrap()
}

pub mod inner {
    pub(crate) fn deep(a: i32, b: i32) -> i32 { super::helper(a, b) + helper(b, a) }
    fn helper(first: i32, second: i32) -> i32 { if first == second { 0 } else { first - second } }
    #[mutants::skip]
    pub fn skipped(n: i32) -> i32 { n + 1 }
    #[cfg(test)]
    mod tests { fn helper(n: i32) -> i32 { n + 1 } }
    #[cfg(any())]
    fn never_compiled(n: i32) -> i32 { n + 1 }
    #[cfg(not(test))]
    fn not_in_tests(n: i32) -> i32 { n + 2 }
    #[cfg(all(unix, feature = "x"))]
    fn with_feature(n: i32) -> i32 { n + 3 }
}

fn helper(a: i32, b: i32) -> i32 { a.max(b) - a.min(b) }

#[path = "elsewhere.rs"]
mod elsewhere;
#[cfg(test)]
mod checks;

fn main() { std::process::exit(helper(1, 2)); }
