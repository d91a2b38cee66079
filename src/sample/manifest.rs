//! `samples/manifest.json`: how each sample came about, without a value of a masked column.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use super::profile::Profile;
use crate::error::{Error, Result};

/// Name of the file.
pub const FILE_NAME: &str = "manifest.json";

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this layout.
    pub version: u32,
    /// Version of polars.
    pub polars: String,
    /// The commit that was checked out where the data sets are declared.
    pub git_commit: Option<String>,
    /// By name.
    pub data_sets: BTreeMap<String, Entry>,
}

/// One sample.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Name of the data set.
    pub name: String,
    /// The sample, relative to the folder of all samples.
    pub path: Utf8PathBuf,
    /// Seed of all choices.
    pub seed: u64,
    /// Identity of source, settings and code: the same fingerprint means the same bytes.
    pub fingerprint: String,
    /// Rows of the source.
    pub source_rows: u64,
    /// Rows of the sample.
    pub sample_rows: u64,
    /// Rows that each layer gave.
    pub layers: BTreeMap<String, u64>,
    /// Bytes that were read of the source: column chunks of Parquet, whole files of text.
    pub bytes_read: u64,
    /// Bytes of the source.
    pub source_bytes: u64,
    /// The files of the source.
    pub files: Vec<SourceFile>,
    /// BLAKE3 of names and types of the columns.
    pub schema: String,
    /// BLAKE3 of the masks, without their key.
    pub masking_policy: String,
    /// The columns of the sample.
    pub columns: Vec<Profile>,
    /// What was looked for and found, and how many rows of the sample show it.
    pub witnesses: BTreeMap<String, u64>,
    /// What the code asks for and no row shows.
    pub missing_witnesses: Vec<String>,
    /// Columns that look personal and are not masked.
    pub personal: Vec<String>,
    /// What the user should know, again with every run.
    pub notes: Vec<String>,
}

/// A file of a source.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Relative to the file that declares the data set, where it lies below.
    pub path: Utf8PathBuf,
    /// Its rows.
    pub rows: u64,
    /// Those in the sample.
    pub sample_rows: u64,
    /// `blake3:<hash>` of its content, `blake3-ends:<hash>` of large ones.
    pub content: String,
    /// What DVC knows it by.
    pub dvc_md5: Option<String>,
}

/// Notes the samples in the manifest of `dir`; others that it lists stay as long as their files are there.
///
/// # Errors
/// Where it cannot be written.
pub fn write(
    dir: &Utf8Path,
    git_commit: Option<String>,
    entries: impl IntoIterator<Item = Entry>,
) -> Result<()> {
    let path = dir.join(FILE_NAME);
    let old = fs::read_to_string(&path).ok().and_then(|text| serde_json::from_str::<Manifest>(&text).ok());
    let mut data_sets = old.map(|manifest| manifest.data_sets).unwrap_or_default();
    data_sets.retain(|_, entry| dir.join(&entry.path).exists());
    data_sets.extend(entries.into_iter().map(|entry| (entry.name.clone(), entry)));
    let manifest = Manifest { version: 1, polars: polars::VERSION.to_owned(), git_commit, data_sets };
    let text = serde_json::to_string_pretty(&manifest).map_err(|error| Error::Internal(error.to_string()))?;
    let mut file = tempfile::NamedTempFile::new_in(dir).map_err(Error::io("create a file in", dir))?;
    file.write_all(text.as_bytes()).map_err(Error::io("write", &path))?;
    file.persist(&path).map_err(|error| Error::io("write", &path)(error.error))?;
    Ok(())
}
