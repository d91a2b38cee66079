//! The pages in a real browser: Chromium without a window, driven through chromedriver on the loopback.
//!
//! Where Debian's packages `chromium` and `chromium-driver` are not installed, each test says that it was skipped.
//! `axe-core` and `mutation-testing-elements` come from npm into `target/browser`, where `.ci/run` puts them.

mod accessibility;
mod consumers;
mod driver;
mod pages;
mod server;

use std::path::{Path, PathBuf};

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};

use crate::model::Results;
use crate::report::html;

/// A report on disk.
struct Site {
    _keep: tempfile::TempDir,
    dir: Utf8PathBuf,
}

impl Site {
    fn of(results: &Results) -> Self {
        Self::written(results, false)
    }

    fn written(results: &Results, single_file: bool) -> Self {
        let keep = tempfile::tempdir().expect("a folder");
        let dir = Utf8Path::from_path(keep.path()).expect("UTF-8").to_owned();
        html::write(results, &dir, single_file).expect("written");
        Self { _keep: keep, dir }
    }

    /// The address of a page as a local file.
    fn url(&self, page: &str) -> String {
        format!("file://{}/{page}", self.dir)
    }
}

/// A file of a package of npm, where it was fetched.
fn fetched(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/browser/node_modules").join(path);
    if !path.exists() {
        println!("skipped: {} is not there; `.ci/run` fetches it from npm", path.display());
    }
    path.exists().then_some(path)
}

const FILE: &str = "files/flights~src~clean.rs.html";
