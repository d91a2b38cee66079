//! Target directories of the rebuild lane: several builds at a time, with every compiled dependency in place.
//!
//! Cargo lets one build at a time into a target directory. Each slot has its own, whose dependencies are hard links to
//! those of the user's; cargo finds them fresh, and compiles nothing but the workspace members.

use std::fs;
use std::sync::{Mutex, PoisonError};

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};

use crate::error::{Error, Result};

/// Where one build of the lane happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Tells its artifacts apart from all that were linked: no build may write into a file that it shares.
    pub role: String,
    /// The tree that the compiler gets.
    pub mirror: Utf8PathBuf,
    /// Cargo's target directory.
    pub target_dir: Utf8PathBuf,
}

/// Slots that are free.
#[derive(Debug)]
pub struct Slots {
    output: Utf8PathBuf,
    target_dir: Utf8PathBuf,
    /// Each with whether it is filled, which waits until it is needed.
    free: Mutex<Vec<(Slot, bool)>>,
}

impl Slots {
    /// `count` slots below `output`, to be filled from what `target_dir` holds.
    #[must_use]
    pub fn new(output: &Utf8Path, target_dir: &Utf8Path, count: usize) -> Self {
        let slots = (0..count.max(1)).map(|number| {
            let role = format!("rebuild-{number}");
            let home = output.join(&role);
            (Slot { role, mirror: home.join("tree"), target_dir: home.join("target") }, false)
        });
        let free = Mutex::new(slots.collect());
        Self { output: output.to_owned(), target_dir: target_dir.to_owned(), free }
    }

    /// Works in a free slot; there must be as many slots as callers at a time.
    ///
    /// # Errors
    /// What the work fails with, or where the file system refuses.
    pub fn with<T>(&self, work: impl FnOnce(&Slot) -> Result<T>) -> Result<T> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let (slot, filled) = free.ok_or_else(|| Error::Internal("more builds than slots".to_owned()))?;
        let ready = if filled { Ok(()) } else { self.fill(&slot) };
        let is_ready = ready.is_ok();
        let done = ready.and_then(|()| work(&slot));
        self.free.lock().unwrap_or_else(PoisonError::into_inner).push((slot, is_ready));
        done
    }

    fn fill(&self, slot: &Slot) -> Result<()> {
        if slot.target_dir.exists() {
            fs::remove_dir_all(&slot.target_dir).map_err(Error::io("remove", &slot.target_dir))?;
        }
        fs::create_dir_all(&slot.target_dir).map_err(Error::io("create", &slot.target_dir))?;
        seed(&self.target_dir, &slot.target_dir, &self.output).map_err(Error::io("fill", &slot.target_dir))
    }
}

/// Links the dependencies of every profile, `debug` or `x86_64-unknown-linux-gnu/debug`, and what cargo knows of them.
fn seed(from: &Utf8Path, to: &Utf8Path, ours: &Utf8Path) -> std::io::Result<()> {
    for entry in from.read_dir_utf8()? {
        let entry = entry?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source == ours {
            continue;
        }
        if entry.file_type()?.is_file() {
            fs::copy(source, target)?;
        } else if source.join(".fingerprint").is_dir() {
            for part in ["deps", "build", ".fingerprint"] {
                link_all(&source.join(part), &target.join(part))?;
            }
        } else if source.read_dir_utf8()?.flatten().any(|inner| inner.path().join(".fingerprint").is_dir()) {
            fs::create_dir_all(&target)?;
            seed(source, &target, ours)?;
        }
    }
    Ok(())
}

/// Links every file of a folder, and of those below.
fn link_all(from: &Utf8Path, to: &Utf8Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    let Ok(entries) = from.read_dir_utf8() else { return Ok(()) };
    for entry in entries {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            link_all(entry.path(), &target)?;
        } else if fs::hard_link(entry.path(), &target).is_err() {
            // Some file systems know no links; what a build that goes on has just removed is not needed.
            let _ = fs::copy(entry.path(), &target);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_holds_the_dependencies_and_nothing_of_ours() {
        let home = tempfile::tempdir().expect("a folder");
        let home = Utf8Path::from_path(home.path()).expect("UTF-8");
        for path in
            ["debug/deps/liba.rlib", "debug/.fingerprint/a/lib", "x86/release/.fingerprint/b", "doc/c"]
        {
            let path = home.join("target").join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, "x").expect("a file");
        }
        let output = home.join("target/mutate-data");
        fs::create_dir_all(output.join("debug/.fingerprint")).expect("a folder");
        let slots = Slots::new(&output, &home.join("target"), 2);
        let seen = slots.with(|first| slots.with(|second| Ok((first.clone(), second.clone()))));
        let (first, second) = seen.expect("two slots");
        assert_ne!(first, second);
        for path in ["debug/deps/liba.rlib", "debug/.fingerprint/a/lib", "x86/release/.fingerprint/b"] {
            assert!(first.target_dir.join(path).exists(), "{path}");
        }
        assert!(!first.target_dir.join("doc").exists() && !first.target_dir.join("mutate-data").exists());
        assert!(slots.with(|_| Err::<(), _>(Error::Interrupted)).is_err());
        assert!(slots.with(|_| slots.with(|_| Ok(()))).is_ok(), "slots come back after a failure");
    }
}
