//! From cargo's artifacts to things that can be run: test binaries with the environment that cargo would give them.

use std::collections::BTreeMap;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use cargo_metadata::{Artifact, BuildScript, Package, TargetKind};

use super::compile::Compiled;
use crate::workspace::Workspace;

/// A compiled test target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestBinary {
    /// Package name.
    pub package: String,
    /// For people: `flights (lib)`, `flights tests/jobs.rs`.
    pub target: String,
    /// Cargo's flags that select it: `--lib`, `--test jobs`.
    pub selection: Vec<String>,
    /// Root file of the target, relative to the workspace root.
    pub file: Utf8PathBuf,
    /// The program.
    pub executable: Utf8PathBuf,
    /// Where cargo would start it: the package's folder.
    pub folder: Utf8PathBuf,
    /// Variables that cargo would set.
    pub environment: BTreeMap<String, String>,
}

/// All test binaries of a build, in cargo's order.
#[must_use]
pub fn test_binaries(workspace: &Workspace, compiled: &Compiled) -> Vec<TestBinary> {
    let tests = compiled.artifacts.iter().filter(|artifact| artifact.profile.test);
    tests.filter_map(|artifact| binary(workspace, compiled, artifact)).collect()
}

fn binary(workspace: &Workspace, compiled: &Compiled, artifact: &Artifact) -> Option<TestBinary> {
    let executable = artifact.executable.clone()?;
    let package = workspace.members.iter().find(|package| package.id == artifact.package_id)?;
    let folder = package.manifest_path.parent()?.to_owned();
    let target = &artifact.target;
    let kind = match target.kind.first() {
        Some(TargetKind::Test) => format!("tests/{}", target.src_path.file_name().unwrap_or(&target.name)),
        Some(TargetKind::Bin) => format!("(bin {})", target.name),
        Some(TargetKind::Example) => format!("(example {})", target.name),
        Some(TargetKind::Bench) => format!("(bench {})", target.name),
        _ => "(lib)".to_owned(),
    };
    Some(TestBinary {
        package: package.name.to_string(),
        target: format!("{} {kind}", package.name),
        selection: match target.kind.first() {
            Some(TargetKind::Test) => vec!["--test".to_owned(), target.name.clone()],
            Some(TargetKind::Bin) => vec!["--bin".to_owned(), target.name.clone()],
            Some(TargetKind::Example) => vec!["--example".to_owned(), target.name.clone()],
            Some(TargetKind::Bench) => vec!["--bench".to_owned(), target.name.clone()],
            _ => vec!["--lib".to_owned()],
        },
        file: workspace.relative(&target.src_path),
        environment: environment(workspace, compiled, package, &executable),
        executable,
        folder,
    })
}

/// The variables that `cargo test` sets for a test of `package`.
#[must_use]
pub fn environment(
    workspace: &Workspace,
    compiled: &Compiled,
    package: &Package,
    executable: &Utf8Path,
) -> BTreeMap<String, String> {
    let version = &package.version;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let mut set = BTreeMap::new();
    let mut put = |name: &str, value: String| {
        set.insert(name.to_owned(), value);
    };
    put("CARGO_MANIFEST_DIR", package.manifest_path.parent().unwrap_or(Utf8Path::new("")).to_string());
    put("CARGO_MANIFEST_PATH", package.manifest_path.to_string());
    put("CARGO_PKG_NAME", package.name.to_string());
    put("CARGO_PKG_VERSION", version.to_string());
    put("CARGO_PKG_VERSION_MAJOR", version.major.to_string());
    put("CARGO_PKG_VERSION_MINOR", version.minor.to_string());
    put("CARGO_PKG_VERSION_PATCH", version.patch.to_string());
    put("CARGO_PKG_VERSION_PRE", version.pre.to_string());
    put("CARGO_PKG_AUTHORS", package.authors.join(":"));
    put("CARGO_PKG_DESCRIPTION", text(&package.description));
    put("CARGO_PKG_HOMEPAGE", text(&package.homepage));
    put("CARGO_PKG_REPOSITORY", text(&package.repository));
    put("CARGO_PKG_LICENSE", text(&package.license));
    put("CARGO_PKG_LICENSE_FILE", package.license_file.as_ref().map(ToString::to_string).unwrap_or_default());
    put("CARGO_PKG_README", package.readme.as_ref().map(ToString::to_string).unwrap_or_default());
    put("CARGO_PKG_RUST_VERSION", package.rust_version.as_ref().map(ToString::to_string).unwrap_or_default());
    if let Some(cargo) = std::env::var_os("CARGO") {
        put("CARGO", cargo.to_string_lossy().into_owned());
    }
    for program in compiled.artifacts.iter().filter(|a| a.package_id == package.id && !a.profile.test) {
        if let (true, Some(path)) = (program.target.is_bin(), &program.executable) {
            put(&format!("CARGO_BIN_EXE_{}", program.target.name), path.to_string());
        }
    }
    let script = compiled.scripts.iter().find(|script| script.package_id == package.id);
    if let Some(script) = script {
        put("OUT_DIR", script.out_dir.to_string());
        script.env.iter().for_each(|(name, value)| put(name, value.clone()));
    }
    put("LD_LIBRARY_PATH", library_path(workspace, &compiled.scripts, executable));
    set
}

/// Where dynamic libraries are found: build scripts' folders, cargo's, the compiler's, and what was set before.
fn library_path(workspace: &Workspace, scripts: &[BuildScript], executable: &Utf8Path) -> String {
    let linked = scripts.iter().flat_map(|script| &script.linked_paths);
    let linked =
        linked.map(|path| path.as_str().rsplit_once('=').map_or(path.as_str(), |(_, path)| path).to_owned());
    let deps = executable.parent();
    let mut folders: Vec<String> = linked.collect();
    folders.extend(deps.map(ToString::to_string));
    folders.extend(deps.and_then(Utf8Path::parent).map(ToString::to_string));
    folders.push(workspace.toolchain.libraries.to_string());
    folders.extend(std::env::var("LD_LIBRARY_PATH").ok().filter(|old| !old.is_empty()));
    folders.join(":")
}
