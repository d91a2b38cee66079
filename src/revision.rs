//! Which commit the workspace is at, so that a report can be traced back to its code.

use std::process::Command;
use std::time::Duration;

use cargo_metadata::camino::Utf8Path;

use crate::process::{self, Ending, Limits};

/// Longer than git ever takes for these questions; a hanging file system must not hold up a run.
const PATIENCE: Duration = Duration::from_secs(10);

/// The commit, with `+` behind it where tracked files differ from it; `None` where there is no git or no repository.
#[must_use]
pub fn of(root: &Utf8Path) -> Option<String> {
    let commit = git(root, &["rev-parse", "--verify", "HEAD"])?;
    let changes = git(root, &["status", "--porcelain", "--untracked-files=no"])?;
    Some(commit.trim().to_owned() + if changes.trim().is_empty() { "" } else { "+" })
}

fn git(root: &Utf8Path, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new("git");
    // Without the second flag git may write its index, and two runs would wait for each other.
    command.args(["-C", root.as_str(), "--no-optional-locks"]).args(arguments);
    let limits = Limits { wall: PATIENCE, ..Limits::none() };
    let finished = process::run(&mut command, limits, &mut |_| false).ok()?;
    matches!(finished.ending, Ending::Exited(status) if status.success()).then_some(finished.stdout)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_repository_has_no_commit() {
        let folder = tempfile::tempdir().expect("a folder");
        // Git looks upwards, so the folder is made its own boundary.
        let path = Utf8Path::from_path(folder.path()).expect("UTF-8");
        std::fs::write(path.join(".git"), "gitdir: nowhere").expect("written");
        assert_eq!(of(path), None);
    }

    #[test]
    fn changed_files_are_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = Utf8Path::from_path(folder.path()).expect("UTF-8");
        let run = |arguments: &[&str]| git(path, arguments);
        let (name, mail) = ("user.name=a", "user.email=a@example.org");
        if run(&["init", "-q"]).is_none() {
            println!("skipped: git is not installed");
            return;
        }
        std::fs::write(path.join("a"), "1").expect("written");
        run(&["add", "a"]).expect("added");
        run(&["-c", name, "-c", mail, "commit", "-q", "-m", "a"]).expect("committed");
        let commit = of(path).expect("a commit");
        assert!(commit.len() >= 40 && commit.bytes().all(|b| b.is_ascii_hexdigit()), "{commit}");
        std::fs::write(path.join("a"), "2").expect("written");
        assert_eq!(of(path), Some(commit + "+"));
    }
}
