//! Reads what the functions of an instrumented test wrote: which were called, in which order, with which values.

mod record;

use std::collections::BTreeMap;
use std::fs;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};

use self::record::{Key, Record};
use super::by_call::ByCall;
use super::value::Value;
use crate::error::{Error, Result};

/// One call of an observed function that returned.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// Number of the function, its index in `Discovery::observed`.
    pub function: u32,
    /// Which call of this function it is, from 0, in order of entry.
    pub ordinal: usize,
    /// When it was entered, in a count of all entries and exits of the process: a call lies inside another one of
    /// its thread where both of its numbers lie between those of the other.
    pub entered: u64,
    /// When it was left.
    pub left: u64,
    /// Number of the thread.
    pub thread: u64,
    /// What it was called with, by position, where arguments were asked for; those without a readable value are absent.
    pub arguments: BTreeMap<usize, Value>,
    /// What it returned; `None` where the type has no readable form, or the function left by `?` or a panic.
    pub returned: Option<Value>,
}

/// What one process wrote.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Observation {
    /// The calls in order of entry.
    pub calls: Vec<Call>,
    /// True where a limit of size or count cut it off, so that absent calls mean nothing.
    pub truncated: bool,
}

/// What the processes of one run wrote, as it is. Two runs that write the same did the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recorded {
    processes: Vec<Vec<u8>>,
    cut_off: bool,
}

impl Recorded {
    /// Reads the records in `folder`, process by process.
    ///
    /// # Errors
    /// Where the folder or a file in it cannot be read.
    pub fn read(folder: &Utf8Path) -> Result<Self> {
        let mut paths: Vec<Utf8PathBuf> = Vec::new();
        for entry in folder.read_dir_utf8().map_err(Error::io("read", folder))? {
            let path = entry.map_err(Error::io("read", folder))?.into_path();
            if path.extension() == Some("calls") {
                paths.push(path);
            }
        }
        paths.sort_by_key(|path| path.file_stem().and_then(|pid| pid.parse::<u64>().ok()));
        let files = paths.iter().map(|path| fs::read(path).map_err(Error::io("read", path)));
        Ok(Self { processes: files.collect::<Result<_>>()?, cut_off: false })
    }

    /// Notes that the run was ended from outside.
    pub fn cut_off(&mut self) {
        self.cut_off = true;
    }

    /// A digest of all of it.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&[u8::from(self.cut_off)]);
        for bytes in &self.processes {
            hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
        }
        *hasher.finalize().as_bytes()
    }

    /// The calls, one process after another.
    #[must_use]
    pub fn observation(&self) -> Observation {
        let mut observation = Observation { truncated: self.cut_off, ..Observation::default() };
        self.processes.iter().for_each(|bytes| add(&mut observation, bytes));
        observation
    }
}

/// Reads what the processes of one run wrote into `folder`, one process after another.
///
/// A call without a record of its end, which left by `?` or a panic, ended at the latest when the call around it did; it is
/// taken to have ended before one that was entered higher up on the stack. In between, what was called after it may seem
/// to have been called by it.
///
/// # Errors
/// Where the folder or a file in it cannot be read.
pub fn read(folder: &Utf8Path) -> Result<Observation> {
    Recorded::read(folder).map(|recorded| recorded.observation())
}

/// Adds the calls of one process; its threads and times come after those that are there.
fn add(observation: &mut Observation, bytes: &[u8]) {
    let (records, whole) = record::split(bytes);
    observation.truncated |= !whole;
    let first = observation.calls.len();
    let mut clock = observation.calls.iter().map(|call| call.left + 1).max().unwrap_or_default();
    let threads = observation.calls.iter().map(|call| call.thread + 1).max().unwrap_or_default();
    let ends = records.iter().filter_map(|record| match record {
        Record::Left { key, .. } => Some(*key),
        _ => None,
    });
    let mut ending: ByCall<()> = ByCall::default();
    ends.for_each(|key| ending.insert(key.at(), ()));
    let mut positions: ByCall<usize> = ByCall::default();
    // Calls that have not ended, by thread, with the ends of their stacks.
    let mut open: BTreeMap<u64, Vec<(Key, u64)>> = BTreeMap::new();
    let mut tick = || {
        clock += 1;
        clock - 1
    };
    for record in records {
        match record {
            Record::Entered { key, thread, stack } => {
                let calls = open.entry(thread).or_default();
                while let Some((over, _)) =
                    calls.pop_if(|(other, end)| *end <= stack && ending.get(other.at()).is_none())
                {
                    end(observation, &positions, over, tick());
                }
                calls.push((key, stack));
                positions.insert(key.at(), observation.calls.len());
                observation.calls.push(Call {
                    function: key.function,
                    ordinal: key.ordinal,
                    entered: tick(),
                    left: 0,
                    thread: threads + thread,
                    arguments: BTreeMap::new(),
                    returned: None,
                });
            }
            Record::Argument { key, position, value } => {
                let call = positions.get(key.at()).and_then(|at| observation.calls.get_mut(at));
                if let (Some(call), Some(value)) = (call, value) {
                    call.arguments.insert(position, value);
                }
            }
            Record::Left { key, value } => {
                let Some(at) = positions.get(key.at()) else { continue };
                for stack in open.values_mut() {
                    let Some(depth) = stack.iter().rposition(|(other, _)| *other == key) else { continue };
                    // What was entered since and has no end of its own ended in between; futures end in any order.
                    while let Some(inner) =
                        stack[depth + 1..].iter().rposition(|(key, _)| ending.get(key.at()).is_none())
                    {
                        let (inner, _) = stack.remove(depth + 1 + inner);
                        end(observation, &positions, inner, tick());
                    }
                    stack.remove(depth);
                }
                observation.calls[at].left = tick();
                observation.calls[at].returned = value;
            }
            Record::Truncated => observation.truncated = true,
        }
    }
    for (key, _) in open.into_values().flat_map(|stack| stack.into_iter().rev()) {
        end(observation, &positions, key, tick());
    }
    observation.calls[first..].sort_by_key(|call| call.entered);
}

fn end(observation: &mut Observation, positions: &ByCall<usize>, key: Key, time: u64) {
    if let Some(call) = positions.get(key.at()).and_then(|at| observation.calls.get_mut(at)) {
        call.left = time;
    }
}

#[cfg(test)]
mod tests;
