//! Which files a data set consists of: one file, a glob, or a directory with hive partitions.

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use ignore::WalkBuilder;

use super::DataSet;
use super::format::Format;
use crate::error::Result;
use crate::settings::parse::glob;

/// The files of a data set, all of one format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What the relative paths are relative to; the file itself where the source is a single one.
    pub base: Utf8PathBuf,
    /// Format of every file.
    pub format: Format,
    /// In the order of their relative paths, byte by byte; at least one.
    pub files: Vec<File>,
    /// True where `source` is the path of one file, so that the sample is a file too.
    pub single: bool,
}

/// One file of a data set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Where it is.
    pub path: Utf8PathBuf,
    /// The part of it that the sample repeats.
    pub relative: Utf8PathBuf,
}

impl Source {
    /// Bytes of all files; those that are gone count nothing.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| std::fs::metadata(&file.path).map_or(0, |facts| facts.len())).sum()
    }

    /// The files of `data_set`.
    ///
    /// # Errors
    /// [`Error::Usage`](crate::error::Error::Usage) where there is none, one is of an unknown format, or formats differ.
    pub fn find(data_set: &DataSet) -> Result<Self> {
        let path = data_set.base.join(&data_set.source);
        if path.is_file() {
            return Self::single(data_set, path);
        }
        let is_glob = data_set.source.contains(['*', '?', '[', '{']) && !path.is_dir();
        if !is_glob && !path.is_dir() {
            let what = if path.is_symlink() { "leads nowhere (a dangling link)" } else { "does not exist" };
            return Err(
                data_set.error(format_args!("{path} {what}; correct `source`, or create the data first"))
            );
        }
        let (base, mut files) =
            if is_glob { matches(data_set)? } else { (path.clone(), below(data_set, &path, '_')?) };
        if is_glob && files.is_empty() {
            return Err(data_set.error(format_args!("no file matches {path}; correct the glob in `source`")));
        }
        if !is_glob {
            files = data_files(data_set, &base, files)?;
        }
        files.sort_by(|a, b| a.relative.as_str().cmp(b.relative.as_str()));
        let format = common_format(data_set, &files)?;
        Ok(Self { base, format, files, single: false })
    }

    fn single(data_set: &DataSet, path: Utf8PathBuf) -> Result<Self> {
        let format = Format::of(&path).ok_or_else(|| unknown_format(data_set, &path))?;
        let relative = Utf8PathBuf::from(path.file_name().unwrap_or("data"));
        let files = vec![File { path: path.clone(), relative }];
        Ok(Self { base: path, format, files, single: true })
    }
}

/// The part of a glob before its first wildcard, up to a `/`, and all files that match below it.
fn matches(data_set: &DataSet) -> Result<(Utf8PathBuf, Vec<File>)> {
    let pattern = &data_set.source;
    let wild = pattern.find(['*', '?', '[', '{']).unwrap_or(pattern.len());
    let (fixed, rest) = pattern.split_at(pattern[..wild].rfind('/').map_or(0, |slash| slash + 1));
    let matcher = glob(rest).map_err(|reason| {
        data_set.error(format_args!("`source = \"{pattern}\"` is not a glob: {reason}; correct it"))
    })?;
    let matcher = matcher.compile_matcher();
    // Without a wildcard's `/` the join would end in one, and a path that ends in `/` prints badly.
    let base = if fixed.is_empty() {
        data_set.base.clone()
    } else {
        data_set.base.join(fixed.trim_end_matches('/'))
    };
    if !base.is_dir() {
        return Err(data_set.error(format_args!("{base} is no directory; correct the glob in `source`")));
    }
    let mut files = below(data_set, &base, '.')?;
    files.retain(|file| matcher.is_match(&file.relative));
    Ok((base, files))
}

/// All files below `base`, hidden ones and those whose name starts with `marker` left out: writers leave `_SUCCESS`,
/// `_temporary/` and `.part.crc` beside the data.
fn below(data_set: &DataSet, base: &Utf8Path, marker: char) -> Result<Vec<File>> {
    let mut walk = WalkBuilder::new(base);
    walk.standard_filters(false).follow_links(true);
    walk.filter_entry(move |entry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with(['.', marker])
    });
    let mut files = vec![];
    for entry in walk.build() {
        let advice = "make it readable or leave it out of `source`";
        let entry =
            entry.map_err(|error| data_set.error(format_args!("cannot list {base}: {error}; {advice}")))?;
        if entry.file_type().is_some_and(|kind| !kind.is_dir()) {
            let path = Utf8PathBuf::from_path_buf(entry.into_path()).map_err(|path| {
                data_set.error(format_args!("{} is not UTF-8; rename the file", path.display()))
            })?;
            let relative = path.strip_prefix(base).unwrap_or(&path).to_owned();
            files.push(File { path, relative });
        }
    }
    Ok(files)
}

/// The files of a directory that are data; a README beside them is not.
fn data_files(data_set: &DataSet, base: &Utf8Path, files: Vec<File>) -> Result<Vec<File>> {
    let (data, other): (Vec<File>, Vec<File>) =
        files.into_iter().partition(|file| Format::of(&file.path).is_some());
    match (data.is_empty(), other.first()) {
        (false, _) => Ok(data),
        (true, Some(file)) => Err(unknown_format(data_set, &file.path)),
        (true, None) => {
            Err(data_set
                .error(format_args!("{base} holds no file; correct `source`, or create the data first")))
        }
    }
}

fn common_format(data_set: &DataSet, files: &[File]) -> Result<Format> {
    let of = |file: &File| Format::of(&file.path).ok_or_else(|| unknown_format(data_set, &file.path));
    let format = of(&files[0])?;
    for file in files {
        if of(file)? != format {
            return Err(data_set.error(format_args!(
                "{} and {} are of different formats; declare one data set for each format",
                files[0].path, file.path
            )));
        }
    }
    Ok(format)
}

fn unknown_format(data_set: &DataSet, path: &Utf8Path) -> crate::error::Error {
    let extension =
        path.extension().map_or_else(|| "no extension".to_owned(), |end| format!("the extension `.{end}`"));
    data_set.error(format_args!(
        "{path} has {extension}, which names no known format; known are {}",
        known_extensions()
    ))
}

fn known_extensions() -> String {
    let known = Format::EXTENSIONS.map(|(end, _)| format!("`.{end}`")).join(", ");
    format!("{known}, and those of text with `.gz` or `.zst`")
}

/// The value that a path gives a partition column: `1` for `month` in `year=2013/month=1/part-0.parquet`.
#[must_use]
pub fn partition<'a>(relative: &'a Utf8Path, name: &str) -> Option<&'a str> {
    let folders = relative.parent()?.components();
    folders
        .filter_map(|part| part.as_str().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// The partition columns of a path, in its order.
#[must_use]
pub fn partitions(relative: &Utf8Path) -> Vec<String> {
    let folders = relative.parent().into_iter().flat_map(Utf8Path::components);
    folders.filter_map(|part| Some(part.as_str().split_once('=')?.0.to_owned())).collect()
}
