//! Samples on disk: found again by what they were made of, and never visible before they are complete.
//!
//! `samples/<name>/<fingerprint>/` holds `sample.json` (the [`Facts`]) and the sample itself. A sample is written into
//! `samples/.draft-*` and renamed; a lock on `samples/.lock` makes concurrent runs take turns, so that a draft found
//! under the lock is one whose process was killed.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use super::manifest::Entry;
use super::source::{self, Source};
use super::{DataSet, format};
use crate::error::{Error, Result};

/// Goes into every fingerprint; raise it when the same source and settings give other rows or bytes.
const VERSION: u32 = 2;

/// Of larger files only the ends are hashed: the last bytes of a column file are its footer, which changes with any value.
const LARGEST_HASHED: u64 = 64 << 20;

/// How much of each end.
const END: u64 = 1 << 20;

/// Samples of other settings or of earlier sources are kept so long after their last use, because a run that uses
/// them may still be going on.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

const FACTS: &str = "sample.json";

/// What is known of a sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// [`stamp`] of the source when the sample was last found valid.
    pub stamp: String,
    /// [`fingerprint`] of the source.
    pub fingerprint: String,
    /// What the manifest says of it.
    pub entry: Entry,
}

/// The directory of all samples, locked.
pub struct Cache {
    dir: Utf8PathBuf,
    _lock: File,
}

/// A sample being written; dropping it removes what was written.
pub struct Draft<'a> {
    cache: &'a Cache,
    name: String,
    dir: TempDir,
}

impl Cache {
    /// Waits for other runs that sample into `dir`, and removes what killed ones left behind.
    ///
    /// # Errors
    /// Where `dir` cannot be written.
    pub fn open(dir: &Utf8Path) -> Result<Self> {
        fs::create_dir_all(dir).map_err(Error::io("create", dir))?;
        let path = dir.join(".lock");
        let lock = File::create(&path).map_err(Error::io("create", &path))?;
        // Some network file systems know no locks; the rename alone still keeps half samples out of sight.
        let locked = match lock.lock() {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::Unsupported => false,
            Err(error) => return Err(Error::io("lock", &path)(error)),
        };
        let cache = Self { dir: dir.to_owned(), _lock: lock };
        if locked {
            cache.remove_drafts()?;
        }
        Ok(cache)
    }

    fn remove_drafts(&self) -> Result<()> {
        for entry in self.dir.read_dir_utf8().map_err(Error::io("list", &self.dir))? {
            let entry = entry.map_err(Error::io("list", &self.dir))?;
            if entry.file_name().starts_with(".draft-") {
                fs::remove_dir_all(entry.path()).map_err(Error::io("remove", entry.path()))?;
            }
        }
        Ok(())
    }

    /// The path that tests are given: a file for a source of one file, else a directory.
    #[must_use]
    pub fn path(&self, data_set: &DataSet, source: &Source, fingerprint: &str) -> Utf8PathBuf {
        self.sample_dir(data_set, fingerprint).join(place(data_set, source))
    }

    /// Where samples are.
    #[must_use]
    pub fn dir(&self) -> &Utf8Path {
        &self.dir
    }

    fn sample_dir(&self, data_set: &DataSet, fingerprint: &str) -> Utf8PathBuf {
        // 64 bits tell the few samples of one data set apart, and keep paths readable.
        self.dir.join(&data_set.name).join(&fingerprint[..16])
    }

    /// A sample whose source has the same files, sizes and times, found without reading the source.
    #[must_use]
    pub fn by_stamp(&self, data_set: &DataSet, stamp: &str) -> Option<Facts> {
        let samples = self.dir.join(&data_set.name).read_dir_utf8().ok()?;
        let facts =
            samples.filter_map(|entry| read_facts(entry.ok()?.path())).find(|facts| facts.stamp == stamp)?;
        self.touch(data_set, &facts);
        Some(facts)
    }

    /// A sample whose source has the same content, for instance after a fresh checkout.
    #[must_use]
    pub fn by_fingerprint(&self, data_set: &DataSet, fingerprint: &str, stamp: &str) -> Option<Facts> {
        let known = read_facts(&self.sample_dir(data_set, fingerprint))?;
        let facts = Facts { stamp: stamp.to_owned(), ..known };
        self.touch(data_set, &facts);
        Some(facts)
    }

    /// Notes that a sample is in use. A failure costs time in a later run, nothing else.
    fn touch(&self, data_set: &DataSet, facts: &Facts) {
        let _ = write_facts(&self.sample_dir(data_set, &facts.fingerprint), facts);
    }

    /// Starts a sample of `data_set`.
    ///
    /// # Errors
    /// Where the directory cannot be written.
    pub fn draft(&self, data_set: &DataSet) -> Result<Draft<'_>> {
        let dir = tempfile::Builder::new().prefix(".draft-").tempdir_in(&self.dir);
        let dir = dir.map_err(Error::io("create a directory in", &self.dir))?;
        Ok(Draft { cache: self, name: data_set.name.clone(), dir })
    }

    /// Removes samples of this data set that nothing used for a while.
    fn prune(&self, name: &str) {
        let Ok(samples) = self.dir.join(name).read_dir_utf8() else { return };
        for sample in samples.filter_map(io::Result::ok) {
            let used = fs::metadata(sample.path().join(FACTS)).and_then(|facts| facts.modified());
            if used.is_ok_and(|used| SystemTime::now().duration_since(used).is_ok_and(|age| age > KEPT)) {
                let _ = fs::remove_dir_all(sample.path());
            }
        }
    }
}

impl Draft<'_> {
    /// Where the sample of `file` is to be written; its directory exists.
    ///
    /// # Errors
    /// Where the directory cannot be made.
    pub fn target(&self, data_set: &DataSet, source: &Source, file: &source::File) -> Result<Utf8PathBuf> {
        let place = self.root()?.join(place(data_set, source));
        let target =
            if source.single || !data_set.keep_partitions { place } else { place.join(&file.relative) };
        let parent = target.parent().unwrap_or(&target);
        fs::create_dir_all(parent).map_err(Error::io("create", parent))?;
        Ok(target)
    }

    /// Makes the sample visible.
    ///
    /// # Errors
    /// Where it cannot be renamed.
    pub fn commit(self, facts: Facts) -> Result<Facts> {
        let root = self.root()?.to_owned();
        write_facts(&root, &facts)?;
        let parent = self.cache.dir.join(&self.name);
        fs::create_dir_all(&parent).map_err(Error::io("create", &parent))?;
        let place = parent.join(&facts.fingerprint[..16]);
        // What stands there has no readable `sample.json`, or is to be made anew: it would have been used.
        if place.exists() {
            fs::remove_dir_all(&place).map_err(Error::io("remove", &place))?;
        }
        fs::rename(&root, &place).map_err(Error::io("rename a sample to", &place))?;
        self.cache.prune(&self.name);
        Ok(facts)
    }

    fn root(&self) -> Result<&Utf8Path> {
        let path = self.dir.path();
        Utf8Path::from_path(path).ok_or_else(|| Error::Internal(format!("{} is not UTF-8", path.display())))
    }
}

fn read_facts(sample: &Utf8Path) -> Option<Facts> {
    serde_json::from_str(&fs::read_to_string(sample.join(FACTS)).ok()?).ok()
}

fn write_facts(sample: &Utf8Path, facts: &Facts) -> Result<()> {
    let path = sample.join(FACTS);
    let text = serde_json::to_string_pretty(facts).map_err(|error| Error::Internal(error.to_string()))?;
    let mut file = tempfile::NamedTempFile::new_in(sample).map_err(Error::io("create a file in", sample))?;
    io::Write::write_all(&mut file, text.as_bytes()).map_err(Error::io("write", &path))?;
    file.persist(&path).map_err(|error| Error::io("write", &path)(error.error))?;
    Ok(())
}

/// The path of a sample in its folder: a file for a source of one file or where files are merged, else a folder.
fn place(data_set: &DataSet, source: &Source) -> Utf8PathBuf {
    let first = &source.files[0];
    if source.single {
        return first.relative.clone();
    }
    if data_set.keep_partitions {
        return "data".into();
    }
    let name = first.path.file_name().unwrap_or_default();
    // `part-0.csv.gz` keeps both of its extensions.
    let known = |end: &&str| format::Format::of(Utf8Path::new(&format!("x.{end}"))).is_some();
    let ends: Vec<&str> = name.match_indices('.').map(|(dot, _)| &name[dot + 1..]).collect();
    format!("{}.{}", data_set.name, ends.iter().find(|end| known(end)).unwrap_or(&"data")).into()
}

/// A hash over everything that decides a sample, and each file's path, size and time of change: cheap, and equal only
/// where nothing changed.
///
/// # Errors
/// [`Error::Usage`] where a file may not be read.
pub fn stamp(data_set: &DataSet, source: &Source, decided_by: &str) -> Result<String> {
    let mut hasher = settings(source, decided_by);
    for file in &source.files {
        let facts = fs::metadata(&file.path).map_err(|error| unreadable(data_set, file, &error))?;
        hasher.update(file.path.as_str().as_bytes()).update(&[0]);
        hasher.update(&facts.len().to_le_bytes()).update(&changed(&facts).to_le_bytes());
    }
    Ok(hasher.finalize().to_hex().to_string())
}

/// A hash over everything that decides a sample and the content of each file, the same on every machine, and the hash
/// of each file.
///
/// # Errors
/// [`Error::Usage`] where a file may not be read.
pub fn fingerprint(data_set: &DataSet, source: &Source, decided_by: &str) -> Result<(String, Vec<String>)> {
    use rayon::prelude::*;
    let hashes: Vec<io::Result<String>> =
        source.files.par_iter().map(|file| content(&file.path, source.format)).collect();
    let mut hasher = settings(source, decided_by);
    let mut contents = vec![];
    for (file, hash) in source.files.iter().zip(hashes) {
        let hash = hash.map_err(|error| unreadable(data_set, file, &error))?;
        hasher.update(file.relative.as_str().as_bytes()).update(&[0]).update(hash.as_bytes());
        contents.push(hash);
    }
    Ok((hasher.finalize().to_hex().to_string(), contents))
}

fn settings(source: &Source, decided_by: &str) -> blake3::Hasher {
    let mut hasher = blake3::Hasher::new();
    hasher.update(format!("{VERSION} {} {} {decided_by}", polars::VERSION, source.single).as_bytes());
    hasher
}

fn unreadable(data_set: &DataSet, file: &source::File, error: &io::Error) -> Error {
    let advice = "make it readable or correct `source`";
    data_set.error(format_args!("cannot read {}: {error}; {advice}", file.path))
}

/// `blake3:<hash>` of a file, or `blake3-ends:<hash>` of size, both ends, and for text the time of change.
fn content(path: &Utf8Path, format: format::Format) -> io::Result<String> {
    let mut file = File::open(path)?;
    let facts = file.metadata()?;
    let mut hasher = blake3::Hasher::new();
    if facts.len() <= LARGEST_HASHED {
        hasher.update_reader(&mut file)?;
        return Ok(format!("blake3:{}", hasher.finalize().to_hex()));
    }
    hasher.update(&facts.len().to_le_bytes());
    hasher.update_reader((&mut file).take(END))?;
    file.seek(SeekFrom::End(-(END as i64)))?;
    hasher.update_reader(&mut file)?;
    if format.is_text() {
        hasher.update(&changed(&facts).to_le_bytes());
    }
    Ok(format!("blake3-ends:{}", hasher.finalize().to_hex()))
}

/// Nanoseconds since 1970 at the last change; 0 where the file system does not say.
fn changed(facts: &fs::Metadata) -> u128 {
    facts
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .map_or(0, |since| since.as_nanos())
}
