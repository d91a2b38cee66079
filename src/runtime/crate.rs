//! The runtime that instrumented crates call: which mutant is on, what a trace sees, when a loop has run too long.
//!
//! It is compiled once per run of the tool and handed to every instrumented crate. Pure `std`, no `unsafe`.
//! `MUTATE_DATA_ACTIVE` is read once: absent or `0` for the original, `17` for mutant 17, `trace` for a trace, `observe`
//! for the original with its observation points on.

#![forbid(unsafe_code)]
#![allow(missing_docs)]

mod observe;
mod opaque;
mod subset;
mod values;

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, OnceLock};

/// Not yet read from the environment.
const UNSET: u32 = u32::MAX;
/// Records what is reached and infected; instrumented code holds this number.
pub const TRACING: u32 = u32::MAX - 1;

/// No mutant is on, but observation points are; no mutant has this number.
const OBSERVING: u32 = u32::MAX - 2;

/// Exit code of a process that ran into its loop limit.
pub const LIMIT_EXIT_CODE: i32 = 86;

pub use observe::{Place, RESULT, call, collecting, record, selection, unobserved, wants};
pub use opaque::{
    Either, cloneable, double_ended, exact_size, fused, items, printable, sendable, shareable,
};
pub use subset::{Own, Rows, Selection, Whole, kept};
pub use values::{ABSENT, ByDebug, ByItems, Collection, FRAME, Seen, Unseen, put_text, put_whole};

/// What a function returns, with its type said; a constructor, so that the temporaries of its operand live as long as
/// they would without it.
pub struct Returned<T>(pub T);

static ACTIVE: AtomicU32 = AtomicU32::new(UNSET);
static TICKS: AtomicU64 = AtomicU64::new(0);
static TICK_LIMIT: AtomicU64 = AtomicU64::new(u64::MAX);
static TRACE: OnceLock<Trace> = OnceLock::new();

struct Trace {
    file: Mutex<Option<File>>,
    /// Per mutant number: bit 0 reached, bit 1 infected or taken to be.
    seen: Vec<AtomicU8>,
}

/// A folder that exists only while tests are traced. A process that finds it, but not our variables, was started with a
/// cleared environment: no mutant can be switched on in it, so what it reaches must not count as covered or survived.
const LOST: Option<&str> = option_env!("MUTATE_DATA_LOST");

/// Where a process without our variables leaves its trace: named for the process group of the test that started it.
fn lost_trace() -> Option<String> {
    let folder = LOST.filter(|folder| std::path::Path::new(folder).is_dir())?;
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let group = stat.rsplit(')').next()?.split_whitespace().nth(2)?.to_owned();
    Some(format!("{folder}/{group}-{}", std::process::id()))
}

fn lost_count() -> Option<String> {
    std::fs::read_to_string(format!("{}/count", LOST?)).ok()
}

impl Trace {
    fn open() -> Self {
        let count = variable("MUTATE_DATA_COUNT").or_else(lost_count);
        let count = count.and_then(|count| count.trim().parse().ok()).unwrap_or(0usize);
        let path = variable("MUTATE_DATA_TRACE").or_else(lost_trace);
        let file = path.and_then(|path| OpenOptions::new().create(true).append(true).open(path).ok());
        Self { file: Mutex::new(file), seen: (0..=count).map(|_| AtomicU8::new(0)).collect() }
    }

    fn write(&self, kind: char, number: u64) {
        // One write per line, so that lines of several processes never mix.
        let line = format!("{kind} {number}\n");
        if let Ok(mut file) = self.file.lock() {
            if let Some(file) = file.as_mut() {
                let _ = file.write_all(line.as_bytes());
            }
        }
    }

    fn mark(&self, number: u32, bit: u8, kind: char) {
        let Some(cell) = self.seen.get(number as usize) else { return };
        if cell.load(Relaxed) & bit == 0 && cell.fetch_or(bit, Relaxed) & bit == 0 {
            self.write(kind, u64::from(number));
        }
    }

    fn is_infected(&self, number: u32) -> bool {
        self.seen.get(number as usize).is_some_and(|cell| cell.load(Relaxed) & 2 != 0)
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn trace() -> &'static Trace {
    TRACE.get_or_init(Trace::open)
}

#[cold]
fn start() -> u32 {
    let setting = variable("MUTATE_DATA_ACTIVE");
    let active = match setting.as_deref() {
        Some("trace") => TRACING,
        Some("observe") => OBSERVING,
        Some(number) => number.parse().unwrap_or(0),
        None if lost_trace().is_some() => TRACING,
        None => 0,
    };
    if let Some(limit) = variable("MUTATE_DATA_TICKS").and_then(|limit| limit.parse().ok()) {
        TICK_LIMIT.store(limit, Relaxed);
    }
    ACTIVE.store(active, Relaxed);
    active
}

fn mark_all(base: u32, count: u32, assumed: bool) {
    let trace = trace();
    for number in base..base + count {
        trace.mark(number, 1, 'r');
        if assumed {
            trace.mark(number, 2, 'a');
        }
    }
}

/// Which mutant is on: 0 for none, [`TRACING`] for a trace.
#[inline(never)]
pub fn active() -> u32 {
    current()
}

fn current() -> u32 {
    let active = ACTIVE.load(Relaxed);
    if active == UNSET { start() } else { active }
}

/// As [`active`], at the start of a function, closure or async block, which counts as one round.
#[inline(never)]
pub fn enter() -> u32 {
    let active = ACTIVE.load(Relaxed);
    if active == 0 {
        return 0;
    }
    let active = current();
    if active != 0 {
        count(active);
    }
    active
}

/// As [`active`] where no variable holds the answer; 0 while tracing.
pub fn at(base: u32, count: u32) -> u32 {
    let active = active();
    if active == TRACING { seen(base, count) } else { active }
}

/// Notes that the mutants `base..base + count` are reached, and that each may differ.
#[cold]
pub fn seen(base: u32, count: u32) -> u32 {
    mark_all(base, count, true);
    0
}

/// Notes that the mutants `base..base + count` are reached; what differs is noted by a comparison of values.
#[cold]
pub fn reached(base: u32, count: u32) {
    mark_all(base, count, false);
}

/// False while the mutant that deletes this match arm is on.
pub fn keep(active: u32, number: u32) -> bool {
    if active == TRACING {
        seen(number, 1);
    }
    active != number
}

/// Notes which forced values of a condition would differ from its own.
///
/// `arms` holds one character per mutant: `1` forces true, `0` forces false.
pub fn cond(base: u32, arms: &str, value: bool) {
    for (number, arm) in (base..).zip(arms.chars()) {
        if (arm == '1') != value {
            trace().mark(number, 2, 'i');
        }
    }
}

/// Notes which replacements of `left && right` or `left || right` would differ.
pub fn lazy(base: u32, original: &str, arms: &str, left: bool, right: bool) {
    let value = |operator: &str| match operator {
        "&&" => Some(left && right),
        "||" => Some(left || right),
        "l" => Some(left),
        "r" => Some(right),
        "==" => Some(left == right),
        "!=" => Some(left != right),
        _ => None,
    };
    for (number, arm) in (base..).zip(arms.split(' ')) {
        if value(arm) != value(original) {
            trace().mark(number, 2, 'i');
        }
    }
}

/// Counts one round of a loop or one call, and ends the process at the limit.
#[inline(never)]
pub fn tick() {
    let active = current();
    if active != 0 {
        count(active);
    }
}

fn count(active: u32) {
    // Two threads may count one round together: it is a limit, not a measure, and an addition that is locked takes longer
    // than all of the rest.
    let ticks = TICKS.load(Relaxed) + 1;
    TICKS.store(ticks, Relaxed);
    if active == TRACING {
        // There is no hook at process exit, so the count is written whenever it doubles.
        if ticks >= 1024 && ticks.is_power_of_two() {
            trace().write('t', ticks);
        }
    } else if ticks > TICK_LIMIT.load(Relaxed) {
        if let Some(path) = variable("MUTATE_DATA_SIGNAL") {
            let _ = std::fs::write(path, "loop limit");
        }
        eprintln!("mutate-data: loop limit of {} iterations reached", TICK_LIMIT.load(Relaxed));
        std::process::exit(LIMIT_EXIT_CODE);
    }
}

/// Two operands, by reference, whose types decide whether values can be compared.
pub struct Pair<'a, A: ?Sized, B: ?Sized>(pub &'a A, pub &'a B);

/// Chosen for scalar operands: evaluates original and mutants and notes which differ.
pub trait Scalar {
    /// `original` and each of `arms` (separated by spaces) are operators.
    fn probe(&self, base: u32, original: &str, arms: &str);
}

/// Chosen for all other operands: every mutant counts as infected.
pub trait Opaque {
    /// Same arguments as [`Scalar::probe`].
    fn probe(&self, base: u32, original: &str, arms: &str);
}

impl<A: ?Sized, B: ?Sized> Opaque for Pair<'_, A, B> {
    fn probe(&self, base: u32, _: &str, arms: &str) {
        mark_all(base, arms.split(' ').count() as u32, true);
    }
}

/// What an operator makes of two scalars, as bits; `None` where it would panic or does not apply.
pub trait Number: Copy {
    fn apply(operator: &[u8], left: Self, right: Self) -> Option<u128>;
}

/// The arms of a list by number; of loops that run millions of rounds, most time is spent here.
fn numbered(base: u32, arms: &str) -> impl Iterator<Item = (u32, &[u8])> {
    (base..).zip(arms.as_bytes().split(|byte| *byte == b' '))
}

fn compare<T: Number>(base: u32, original: &str, arms: &str, left: T, right: T) {
    let trace = trace();
    if numbered(base, arms).all(|(number, _)| trace.is_infected(number)) {
        return;
    }
    let expected = T::apply(original.as_bytes(), left, right);
    for (number, arm) in numbered(base, arms) {
        if trace.is_infected(number) {
            continue;
        }
        let mutated = T::apply(arm, left, right);
        if mutated.is_none() || mutated != expected {
            trace.mark(number, 2, 'i');
        }
    }
}

fn compared<T: PartialOrd>(operator: &[u8], left: T, right: T) -> Option<u128> {
    Some(u128::from(match operator {
        b"==" => left == right,
        b"!=" => left != right,
        b"<" => left < right,
        b"<=" => left <= right,
        b">" => left > right,
        b">=" => left >= right,
        _ => return None,
    }))
}

macro_rules! integers {
    ($($ty:ty)*) => {$(
        impl Number for $ty {
            fn apply(operator: &[u8], left: Self, right: Self) -> Option<u128> {
                let value = match operator {
                    b"+" | b"+=" => left.checked_add(right)?,
                    b"-" | b"-=" => left.checked_sub(right)?,
                    b"*" | b"*=" => left.checked_mul(right)?,
                    b"/" | b"/=" => left.checked_div(right)?,
                    b"%" | b"%=" => left.checked_rem(right)?,
                    b"&" | b"&=" => left & right,
                    b"|" | b"|=" => left | right,
                    b"^" | b"^=" => left ^ right,
                    b"<<" | b"<<=" => left.checked_shl(u32::try_from(right).ok()?)?,
                    b">>" | b">>=" => left.checked_shr(u32::try_from(right).ok()?)?,
                    b"=" => right,
                    b"neg" => left.checked_neg()?,
                    b"pos" => left,
                    _ => return compared(operator, left, right),
                };
                Some(value as u128)
            }
        }
    )*};
}
integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

macro_rules! floats {
    ($($ty:ty)*) => {$(
        impl Number for $ty {
            fn apply(operator: &[u8], left: Self, right: Self) -> Option<u128> {
                let value = match operator {
                    b"+" | b"+=" => left + right,
                    b"-" | b"-=" => left - right,
                    b"*" | b"*=" => left * right,
                    b"/" | b"/=" => left / right,
                    b"%" | b"%=" => left % right,
                    b"=" => right,
                    b"neg" => -left,
                    b"pos" => left,
                    _ => return compared(operator, left, right),
                };
                // All NaNs are one value; the two zeros are not, because a division tells them apart.
                Some(if value.is_nan() { u128::MAX } else { u128::from(value.to_bits()) })
            }
        }
    )*};
}
floats!(f32 f64);

impl Number for bool {
    fn apply(operator: &[u8], left: Self, right: Self) -> Option<u128> {
        let value = match operator {
            b"&" | b"&=" => left & right,
            b"|" | b"|=" => left | right,
            b"^" | b"^=" => left ^ right,
            _ => return compared(operator, left, right),
        };
        Some(u128::from(value))
    }
}

impl Number for char {
    fn apply(operator: &[u8], left: Self, right: Self) -> Option<u128> {
        compared(operator, left, right)
    }
}

macro_rules! scalar_pairs {
    ($($ty:ty)*) => {$(
        scalar_pairs!(@ $ty, $ty, left, right => *left, *right);
        scalar_pairs!(@ &$ty, $ty, left, right => **left, *right);
        scalar_pairs!(@ $ty, &$ty, left, right => *left, **right);
        scalar_pairs!(@ &$ty, &$ty, left, right => **left, **right);
    )*};
    (@ $left:ty, $right:ty, $l:ident, $r:ident => $a:expr, $b:expr) => {
        impl Scalar for &Pair<'_, $left, $right> {
            fn probe(&self, base: u32, original: &str, arms: &str) {
                let ($l, $r) = (self.0, self.1);
                compare(base, original, arms, $a, $b);
            }
        }
    };
}
scalar_pairs!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64 bool char);

/// Shifts take another type on the right; these three are the usual ones.
macro_rules! shift_pairs {
    ($right:ty: $($left:ty)*) => {$(
        impl Scalar for &Pair<'_, $left, $right> {
            fn probe(&self, base: u32, original: &str, arms: &str) {
                match <$left>::try_from(*self.1) {
                    Ok(right) => compare(base, original, arms, *self.0, right),
                    Err(_) => mark_all(base, arms.split(' ').count() as u32, true),
                }
            }
        }
    )*};
}
shift_pairs!(i32: i8 i16 i64 i128 isize u8 u16 u32 u64 u128 usize);
shift_pairs!(u32: i8 i16 i32 i64 i128 isize u8 u16 u64 u128 usize);
shift_pairs!(usize: i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128);

/// Compares original and mutants on two operands, whatever their types; used while tracing.
#[macro_export]
macro_rules! probe {
    ($base:expr, $original:expr, $arms:expr, $left:expr, $right:expr) => {{
        // The receiver has one reference more than `Opaque` needs, so `Scalar` wins where it applies.
        use $crate::{Opaque as _, Scalar as _};
        (&&$crate::Pair($left, $right)).probe($base, $original, $arms)
    }};
}
