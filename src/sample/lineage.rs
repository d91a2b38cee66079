//! Where data come from, as far as DVC and git say: read from their files, neither program is started.

use std::fs;

use cargo_metadata::camino::Utf8Path;

/// The md5 that DVC knows for a file or a folder around it: from `<path>.dvc` beside it, or a `dvc.lock` above.
#[must_use]
pub fn dvc(path: &Utf8Path) -> Option<String> {
    let beside = path.ancestors().filter(|place| !place.as_str().is_empty()).find_map(|place| {
        let text = fs::read_to_string(format!("{place}.dvc")).ok()?;
        md5(&text, |_| true)
    });
    beside.or_else(|| {
        path.ancestors().skip(1).find_map(|folder| {
            let text = fs::read_to_string(folder.join("dvc.lock")).ok()?;
            let relative = path.strip_prefix(folder).ok()?;
            md5(&text, |output| !output.is_empty() && relative.starts_with(output))
        })
    })
}

/// The md5 of the first output whose path is wanted, in the YAML that DVC writes: entries of `- ` with `md5` and `path`.
fn md5(text: &str, is_wanted: impl Fn(&str) -> bool) -> Option<String> {
    let (mut md5, mut path): (Option<&str>, Option<&str>) = (None, None);
    for line in text.lines().chain(["- end:"]) {
        let line = line.trim();
        let field = line.strip_prefix("- ").inspect(|_| {});
        if field.is_some() {
            if let (Some(md5), true) = (md5, is_wanted(path.unwrap_or_default())) {
                return Some(md5.to_owned());
            }
            (md5, path) = (None, None);
        }
        match field.unwrap_or(line).split_once(':') {
            Some(("md5", value)) => md5 = Some(value.trim()),
            Some(("path", value)) => path = Some(value.trim()),
            _ => {}
        }
    }
    None
}

/// The commit that is checked out in the repository around `dir`.
#[must_use]
pub fn git_commit(dir: &Utf8Path) -> Option<String> {
    let git = dir.ancestors().map(|folder| folder.join(".git")).find(|path| path.exists())?;
    // In a worktree `.git` is a file that names the folder.
    let git = match fs::read_to_string(&git) {
        Ok(text) => git.parent()?.join(text.strip_prefix("gitdir:")?.trim()),
        Err(_) => git,
    };
    let head = fs::read_to_string(git.join("HEAD")).ok()?;
    let Some(name) = head.trim().strip_prefix("ref: ") else { return Some(head.trim().to_owned()) };
    let common =
        fs::read_to_string(git.join("commondir")).map_or_else(|_| git.clone(), |text| git.join(text.trim()));
    let loose = [&git, &common].into_iter().find_map(|folder| fs::read_to_string(folder.join(name)).ok());
    loose.map(|text| text.trim().to_owned()).or_else(|| {
        let packed = fs::read_to_string(common.join("packed-refs")).ok()?;
        let line = packed.lines().find(|line| line.split_whitespace().nth(1) == Some(name))?;
        line.split_whitespace().next().map(str::to_owned)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dvc_files_are_read() {
        let text = "outs:\n- md5: 1a2b\n  size: 3\n  path: a.csv\n- path: data\n  md5: 3c4d.dir\n";
        assert_eq!(md5(text, |path| path == "a.csv").as_deref(), Some("1a2b"));
        assert_eq!(md5(text, |path| path == "data").as_deref(), Some("3c4d.dir"));
        assert_eq!(md5(text, |path| path == "b"), None);
    }

    #[test]
    fn the_commit_is_found_loose_and_packed() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let root = Utf8Path::from_path(folder.path()).unwrap();
        fs::create_dir_all(root.join(".git/refs/heads"))?;
        fs::create_dir_all(root.join("data"))?;
        fs::write(root.join(".git/HEAD"), "ref: refs/heads/main\n")?;
        fs::write(root.join(".git/packed-refs"), "# pack\nabc refs/heads/main\n")?;
        assert_eq!(git_commit(&root.join("data")).as_deref(), Some("abc"));
        fs::write(root.join(".git/refs/heads/main"), "def\n")?;
        assert_eq!(git_commit(root).as_deref(), Some("def"));
        Ok(())
    }
}
