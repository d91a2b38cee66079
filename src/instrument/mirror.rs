//! The instrumented tree: real folders and instrumented files, links for everything else (I5).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};

use crate::error::{Error, Result};

/// Where an original path lies in the mirror. Absolute paths are kept whole below `mirror`, so that `../` in
/// `include_str!` and `#[path]` finds the same neighbours.
#[must_use]
pub fn path_in(mirror: &Utf8Path, original: &Utf8Path) -> Utf8PathBuf {
    mirror.join(original.as_str().trim_start_matches('/'))
}

/// Makes `mirror` show the folders of `homes` with `files` replaced; touches nothing that is already right, so that
/// cargo sees no change where there is none.
///
/// # Errors
/// Where the file system refuses.
pub fn write(
    mirror: &Utf8Path,
    homes: &BTreeSet<Utf8PathBuf>,
    target_dir: &Utf8Path,
    files: &BTreeMap<Utf8PathBuf, String>,
) -> Result<()> {
    for home in homes {
        mirror_folder(mirror, home, target_dir, files)?;
    }
    for (original, text) in files {
        let path = path_in(mirror, original);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(Error::io("create", parent))?;
        }
        let same = fs::symlink_metadata(&path).is_ok_and(|entry| entry.is_file())
            && fs::read(&path).is_ok_and(|old| old == text.as_bytes());
        if !same {
            let _ = fs::remove_file(&path);
            fs::write(&path, text).map_err(Error::io("write", &path))?;
        }
    }
    Ok(())
}

/// Links what a folder holds, and descends where an instrumented file or a Rust source lies below.
fn mirror_folder(
    mirror: &Utf8Path,
    folder: &Utf8Path,
    target_dir: &Utf8Path,
    files: &BTreeMap<Utf8PathBuf, String>,
) -> Result<()> {
    let here = path_in(mirror, folder);
    fs::create_dir_all(&here).map_err(Error::io("create", &here))?;
    let mut wanted = BTreeSet::new();
    for entry in folder.read_dir_utf8().map_err(Error::io("read", folder))? {
        let entry = entry.map_err(Error::io("read", folder))?;
        let path = entry.path().to_owned();
        wanted.insert(entry.file_name().to_owned());
        // Links in the user's tree stay links to what they point at.
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let descends =
            is_folder && files.range(path.clone()..).next().is_some_and(|(file, _)| file.starts_with(&path));
        if path == target_dir || entry.file_name() == ".git" || files.contains_key(&path) {
            continue;
        }
        let link = here.join(entry.file_name());
        if descends {
            if fs::symlink_metadata(&link).is_ok_and(|entry| entry.is_symlink()) {
                fs::remove_file(&link).map_err(Error::io("replace", &link))?;
            }
            mirror_folder(mirror, &path, target_dir, files)?;
        } else {
            ensure_link(&path, &link)?;
        }
    }
    remove_strangers(&here, &wanted)
}

fn ensure_link(target: &Utf8Path, link: &Utf8Path) -> Result<()> {
    if fs::read_link(link).is_ok_and(|old| old == target.as_std_path()) {
        return Ok(());
    }
    match fs::symlink_metadata(link) {
        Ok(entry) if entry.is_dir() => fs::remove_dir_all(link).map_err(Error::io("replace", link))?,
        Ok(_) => fs::remove_file(link).map_err(Error::io("replace", link))?,
        Err(_) => {}
    }
    std::os::unix::fs::symlink(target, link).map_err(Error::io("link", link))
}

/// Removes what no longer has a counterpart, so that a deleted module is not found any more.
fn remove_strangers(here: &Utf8Path, wanted: &BTreeSet<String>) -> Result<()> {
    for entry in here.read_dir_utf8().map_err(Error::io("read", here))? {
        let entry = entry.map_err(Error::io("read", here))?;
        if wanted.contains(entry.file_name()) {
            continue;
        }
        let path = entry.path();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let removed = if is_folder { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        removed.map_err(Error::io("remove", path))?;
    }
    Ok(())
}
