//! Reads what the functions of an instrumented test wrote: which were called, in which order, with which values.

mod record;

use std::collections::{BTreeMap, HashMap};
use std::fs;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};

use self::record::{Key, Record};
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

/// Reads what the processes of one run wrote into `folder`, one process after another.
///
/// A call without a record of its end, which left by `?` or a panic, ended at the latest when the call around it did; it is
/// taken to have ended before one that was entered higher up on the stack. In between, what was called after it may seem
/// to have been called by it.
///
/// # Errors
/// Where the folder or a file in it cannot be read.
pub fn read(folder: &Utf8Path) -> Result<Observation> {
    let mut paths: Vec<Utf8PathBuf> = Vec::new();
    for entry in folder.read_dir_utf8().map_err(Error::io("read", folder))? {
        let path = entry.map_err(Error::io("read", folder))?.into_path();
        if path.extension() == Some("calls") {
            paths.push(path);
        }
    }
    paths.sort_by_key(|path| path.file_stem().and_then(|pid| pid.parse::<u64>().ok()));
    let mut observation = Observation::default();
    for path in paths {
        let bytes = fs::read(&path).map_err(Error::io("read", &path))?;
        add(&mut observation, &bytes);
    }
    Ok(observation)
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
    let ending: std::collections::HashSet<Key> = ends.collect();
    let mut positions: HashMap<Key, usize> = HashMap::new();
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
                    calls.pop_if(|(other, end)| *end <= stack && !ending.contains(other))
                {
                    observation.calls[positions[&over]].left = tick();
                }
                calls.push((key, stack));
                positions.insert(key, observation.calls.len());
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
                let call = positions.get(&key).and_then(|at| observation.calls.get_mut(*at));
                if let (Some(call), Some(value)) = (call, value) {
                    call.arguments.insert(position, value);
                }
            }
            Record::Left { key, value } => {
                let Some(at) = positions.get(&key).copied() else { continue };
                for stack in open.values_mut() {
                    let Some(depth) = stack.iter().rposition(|(other, _)| *other == key) else { continue };
                    // What was entered since and has no end of its own ended in between; futures end in any order.
                    while let Some(inner) =
                        stack[depth + 1..].iter().rposition(|(key, _)| !ending.contains(key))
                    {
                        let (inner, _) = stack.remove(depth + 1 + inner);
                        observation.calls[positions[&inner]].left = tick();
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
        observation.calls[positions[&key]].left = tick();
    }
    observation.calls[first..].sort_by_key(|call| call.entered);
}

#[cfg(test)]
mod tests;
