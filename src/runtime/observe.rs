//! Records what observed functions take and return, one record for each call, argument and result.
//!
//! `MUTATE_DATA_OBSERVE` names the folder of the records, `MUTATE_DATA_ARGUMENTS` the functions whose arguments are
//! recorded, `MUTATE_DATA_OBSERVE_ONLY` those that are observed at all, `MUTATE_DATA_SUBSET` the file that replaces
//! arguments of one call. Nothing of it may change what the job does: a value that cannot be written is absent, and what
//! writing a value calls is not observed itself.

use std::cell::Cell;
use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, OnceLock};

use super::subset::Subset;
use super::values;

/// Calls of one function that a process records.
const CALLS: u32 = 65_536;
/// Bytes that a process records.
const BYTES: u64 = 256 << 20;

const ENTERED: u8 = 1;
const LEFT: u8 = 2;
const ARGUMENT: u8 = 3;
const TRUNCATED: u8 = 4;

/// Stands for the result where the position of an argument would stand.
pub const RESULT: u32 = u32::MAX;

static RECORDER: OnceLock<Option<Recorder>> = OnceLock::new();
static THREADS: AtomicU64 = AtomicU64::new(0);
/// How many frames are being collected for a record.
static COLLECTING: AtomicU32 = AtomicU32::new(0);

thread_local! {
    static THREAD: u64 = THREADS.fetch_add(1, Relaxed);
    /// Where the first observed call of the thread found the end of its stack.
    static STACK: Cell<Option<u64>> = const { Cell::new(None) };
    static BUSY: Cell<bool> = const { Cell::new(false) };
}

/// Which value of which call.
#[derive(Clone, Copy)]
pub struct Place {
    pub function: u32,
    /// What [`call`] answered.
    pub call: u32,
    /// Position among the inputs, or [`RESULT`].
    pub position: u32,
}

struct Recorder {
    /// Absent where only arguments are replaced.
    file: Option<Mutex<File>>,
    written: AtomicU64,
    /// True once a limit cut something off; said once.
    truncated: AtomicBool,
    full: AtomicBool,
    /// Counts entries and exits.
    clock: AtomicU64,
    calls: Mutex<HashMap<u32, u32>>,
    arguments: Vec<u32>,
    /// The functions that are observed; all where empty.
    only: Vec<u32>,
    subset: Option<Subset>,
}

/// The functions that a variable lists.
fn listed(name: &str) -> Vec<u32> {
    let text = super::variable(name).unwrap_or_default();
    text.split(',').filter_map(|number| number.trim().parse().ok()).collect()
}

fn recorder() -> Option<&'static Recorder> {
    RECORDER.get_or_init(Recorder::open).as_ref()
}

impl Recorder {
    fn open() -> Option<Self> {
        let folder = super::variable("MUTATE_DATA_OBSERVE");
        let subset = super::variable("MUTATE_DATA_SUBSET").and_then(|path| Subset::read(&path));
        if folder.is_none() && subset.is_none() {
            return None;
        }
        let path = folder.map(|folder| format!("{folder}/{}.calls", std::process::id()));
        let file = path.and_then(|path| OpenOptions::new().create(true).append(true).open(path).ok());
        Some(Self {
            file: file.map(Mutex::new),
            written: AtomicU64::new(0),
            truncated: AtomicBool::new(false),
            full: AtomicBool::new(false),
            clock: AtomicU64::new(0),
            calls: Mutex::new(HashMap::new()),
            arguments: listed("MUTATE_DATA_ARGUMENTS"),
            only: listed("MUTATE_DATA_OBSERVE_ONLY"),
            subset,
        })
    }

    /// `stack` tells where the stack ends: a call that lies inside another one has a lower number.
    fn enter(&self, function: u32, stack: u64) -> u32 {
        if !self.only.is_empty() && !self.only.contains(&function) {
            return 0;
        }
        let ordinal = {
            let Ok(mut calls) = self.calls.lock() else { return 0 };
            let count = calls.entry(function).or_default();
            *count = count.saturating_add(1);
            *count
        };
        if ordinal > CALLS {
            self.truncate();
            return 0;
        }
        self.write(ENTERED, Place { function, call: ordinal, position: RESULT }, &stack.to_le_bytes());
        ordinal
    }

    /// Number, thread and time of a call, then `rest`; in one write, so that records of several threads never mix.
    fn write(&self, kind: u8, place: Place, rest: &[u8]) {
        let Some(file) = &self.file else { return };
        if self.full.load(Relaxed) {
            return;
        }
        let mut record = vec![0; 4];
        record.push(kind);
        for number in [place.function, place.call, place.position] {
            record.extend(number.to_le_bytes());
        }
        let thread = THREAD.try_with(|thread| *thread).unwrap_or(u64::MAX);
        record.extend(thread.to_le_bytes());
        let Ok(mut file) = file.lock() else { return };
        record.extend(self.clock.fetch_add(1, Relaxed).to_le_bytes());
        record.extend(rest);
        let Ok(length) = u32::try_from(record.len() - 4) else { return };
        record[..4].copy_from_slice(&length.to_le_bytes());
        let written = self.written.fetch_add(record.len() as u64, Relaxed) + record.len() as u64;
        if written > BYTES {
            self.full.store(true, Relaxed);
            record = truncation();
            self.truncated.store(true, Relaxed);
        }
        let _ = file.write_all(&record);
    }

    fn truncate(&self) {
        if !self.truncated.swap(true, Relaxed) {
            if let Some(Ok(mut file)) = self.file.as_ref().map(|file| file.lock()) {
                let _ = file.write_all(&truncation());
            }
        }
    }
}

fn truncation() -> Vec<u8> {
    vec![1, 0, 0, 0, TRUNCATED]
}

/// Notes that an observed function is entered; which call it is, from 1, or 0 where it is not observed.
#[inline(never)]
pub fn call(function: u32) -> u32 {
    let Some(recorder) = recorder() else { return 0 };
    if BUSY.try_with(Cell::get).unwrap_or(true) || is_collecting() {
        return 0;
    }
    let here = 0_u8;
    let here = std::ptr::addr_of!(here) as usize as u64;
    // Counted from the first call of the thread, so that two runs of the same write the same.
    let first = STACK.try_with(|stack| {
        let first = stack.get().unwrap_or(here);
        stack.set(Some(first));
        first
    });
    recorder.enter(function, here.wrapping_sub(first.unwrap_or(here)).wrapping_add(MIDDLE))
}

/// The first call of a thread, on the scale of stack addresses.
const MIDDLE: u64 = 1 << 60;

/// Threads of polars work for the collection of a record, as far as anyone can tell.
fn is_collecting() -> bool {
    COLLECTING.load(Relaxed) > 0
        && std::thread::current()
            .name()
            .is_some_and(|name| name.starts_with("polars") || name.starts_with("async-executor"))
}

/// Whether the arguments of a function are wanted.
#[inline(never)]
pub fn wants(function: u32) -> bool {
    recorder().is_some_and(|recorder| recorder.arguments.contains(&function))
}

/// The rows and columns that an argument keeps, where it is to be replaced.
pub fn selection(place: Place) -> Option<&'static super::subset::Selection> {
    recorder()?.subset.as_ref()?.selection(place)
}

/// Takes note while `work` runs: what it calls is not observed. `None` where it panics.
pub fn unobserved<T>(work: impl FnOnce() -> T) -> Option<T> {
    struct Restore(bool);
    impl Drop for Restore {
        fn drop(&mut self) {
            let _ = BUSY.try_with(|busy| busy.set(self.0));
        }
    }
    let before = BUSY.try_with(|busy| busy.replace(true)).unwrap_or(true);
    let _restore = Restore(before);
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// As [`unobserved`], for what runs on the threads of polars, too.
pub fn collecting<T>(work: impl FnOnce() -> T) -> T {
    struct Done;
    impl Drop for Done {
        fn drop(&mut self) {
            COLLECTING.fetch_sub(1, Relaxed);
        }
    }
    COLLECTING.fetch_add(1, Relaxed);
    let _done = Done;
    work()
}

/// Records a value that `write` appends; one that is not written whole is absent.
#[inline(never)]
pub fn record(place: Place, write: &mut dyn FnMut(&mut Vec<u8>) -> bool) {
    let Some(recorder) = recorder() else { return };
    if recorder.file.is_none() || recorder.full.load(Relaxed) {
        return;
    }
    let mut value = Vec::new();
    let whole = unobserved(|| write(&mut value)).unwrap_or(false);
    if !whole {
        value = vec![values::ABSENT];
    }
    let kind = if place.position == RESULT { LEFT } else { ARGUMENT };
    recorder.write(kind, place, &value);
    // Whoever replaces an argument wants what comes of it, and nothing that the test does afterwards.
    if kind == LEFT && recorder.subset.as_ref().is_some_and(|subset| subset.is_for(place)) {
        std::process::exit(0);
    }
}
