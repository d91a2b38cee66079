//! Every kind of mutant that cargo-mutants 27.1 makes, at least once; see `README.md`.
#![allow(unused, clippy::all)]

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::*;
use std::num::*;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

pub const SECONDS: u64 = 60 * 60;
pub const LOWEST: i32 = -40;
pub static MASK: u8 = !3;

pub fn arithmetic(a: i64, b: i64) -> i64 {
    let mut total = a + b - a * b / (b % a);
    total += a;
    total -= b;
    total *= a;
    total /= b;
    total %= 7;
    -total
}

pub fn bits(a: u32, b: u32) -> u32 {
    let mut mask = a & b | a ^ b;
    mask &= a;
    mask |= b;
    mask ^= a;
    mask <<= 2;
    mask >>= 1;
    (mask << 3) >> b
}

pub fn comparisons(a: i32, b: i32) -> bool {
    let neat = a < b || a <= b && a > 0;
    if !neat && a >= -1 || b == 2 || a != 3 {
        return true;
    }
    while a < b && !neat {
        break;
    }
    neat
}

pub fn closures(prices: &[f64]) -> Vec<f64> {
    prices.iter().filter(|price| **price > 0.5).map(|price| price * 1.19 + 1.0).collect()
}

pub fn arms(kind: u8, name: &str) -> &'static str {
    match kind {
        0 => "none",
        1 | 2 => {
            "few"
        }
        n if n > 100 && n < 200 => "many",
        _ => match name {
            "all" => "all",
            _ => "some",
        },
    }
}

#[derive(Default)]
pub struct Options {
    pub strict: bool,
    pub limit: usize,
    pub name: String,
}

pub struct Pair<T>(T, T);

impl Options {
    pub fn strict(limit: usize) -> Self {
        Options { strict: true, limit, ..Default::default() }
    }
    fn set(&mut self, limit: usize) {
        self.limit = limit;
    }
}

pub trait Shape {
    fn area(&self) -> f32;
    fn twice(&self) -> f32 {
        self.area() * 2.0
    }
}

pub fn unit_result(x: u8) -> Result<(), String> {
    if x == 0 { Err("zero".to_owned()) } else { Ok(()) }
}
pub fn text() -> String {
    format!("{}", 1)
}
pub fn text_ref(s: &str) -> &str {
    &s[1..]
}
pub fn float() -> f64 {
    f()
}
pub fn nested() -> Result<Option<Vec<u16>>, String> {
    f()
}
pub fn fmt_result() -> std::fmt::Result {
    f()
}
pub fn non_zero() -> (NonZeroU8, NonZeroI64) {
    f()
}
pub fn non_zero_generic() -> NonZero<u32> {
    f()
}
pub fn cow<'a>() -> Cow<'a, str> {
    f()
}
pub fn containers() -> Box<Arc<Rc<Mutex<Cell<bool>>>>> {
    f()
}
pub fn sets() -> BTreeSet<char> {
    f()
}
pub fn queue() -> VecDeque<String> {
    f()
}
pub fn map() -> std::collections::HashMap<String, i8> {
    f()
}
pub fn guessed() -> Pair<u8> {
    f()
}
pub fn tuple() -> (bool, Option<usize>, String) {
    f()
}
pub fn array() -> [u8; 4 + 4] {
    f()
}
pub fn slice() -> &'static [isize] {
    f()
}
pub fn slice_mut<'a>() -> &'a mut [isize] {
    f()
}
pub fn reference<'a>() -> &'a Options {
    f()
}
pub fn reference_mut<'a>() -> &'a mut i32 {
    f()
}
pub fn iterator() -> impl Iterator<Item = bool> {
    [true].into_iter()
}
pub fn opaque() -> impl Fn() -> bool {
    || 1 < 2
}
pub fn boxed_trait() -> Box<dyn Fn(u8) -> u8> {
    Box::new(|x| x + 1)
}
pub fn never() -> ! {
    panic!()
}
pub fn same() -> bool {
    true
}
fn f<T>() -> T {
    loop {}
}

mod inner {
    pub fn deep(n: usize) -> usize {
        fn deeper(n: usize) -> usize {
            n - 1
        }
        deeper(n) + 1
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn not_mutated() {
        assert!(1 < 2 && 2 + 2 == 4);
    }
}
