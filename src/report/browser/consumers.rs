//! Programs that others wrote read what we write.

use std::fs;
use std::process::Command;

use cargo_metadata::camino::Utf8Path;

use super::driver::Browser;
use super::fetched;
use super::server::Served;
use crate::report::{json, sarif, testing};

#[test]
fn the_viewer_of_stryker_renders_our_json() {
    let Some(viewer) = fetched("mutation-testing-elements/dist/mutation-test-elements.js") else { return };
    let Some(browser) = Browser::start() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let dir = Utf8Path::from_path(folder.path()).expect("UTF-8");
    json::write(&testing::results(), &dir.join("mutants.json")).expect("written");
    fs::copy(viewer, dir.join("viewer.js")).expect("copied");
    let page = "<!doctype html><title>viewer</title><script defer src=\"viewer.js\"></script>\
        <mutation-test-report-app src=\"mutants.json\"></mutation-test-report-app>";
    fs::write(dir.join("index.html"), page).expect("written");
    let served = Served::folder(dir, "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:");
    browser.open(&served.url("index.html"));
    // All text, also of what is inside components.
    browser.run(
        "window.texts = (node) => (node.nodeType === 3 ? node.data : '') + [...(node.shadowRoot?.childNodes ?? []), \
         ...node.childNodes].map(window.texts).join(' ');",
    );
    browser.wait_for("window.texts(document.body).includes('clean.rs')");
    browser.wait_for("/42\\.8/.test(window.texts(document.body))");
    browser.open(&served.url("index.html#mutant/clean.rs"));
    browser.run(
        "window.deep = (root, name) => [root, ...root.querySelectorAll('*')].flatMap((node) => [\
         ...(node.matches?.(name) ? [node] : []), ...(node.shadowRoot ? window.deep(node.shadowRoot, name) : [])]);",
    );
    browser.wait_for("window.deep(document, 'mte-file').length === 1");
}

#[test]
fn the_validator_of_microsoft_accepts_our_sarif() {
    let Some(tool) = fetched("@microsoft/sarif-multitool-linux/Sarif.Multitool") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    for (name, results) in
        [("plain", testing::results()), ("hostile", testing::hostile()), ("many", testing::many(5, 600))]
    {
        let path = folder.path().join(format!("{name}.sarif"));
        fs::write(&path, sarif::report(&results).to_string()).expect("written");
        let told = folder.path().join(format!("{name}-told.sarif"));
        let run = Command::new(&tool)
            .arg("validate")
            .arg(&path)
            .args(["--rule-kind", "Sarif", "--level", "Error;Warning", "--output"])
            .arg(&told)
            // Without it the program wants a library of the system.
            .env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1")
            .output()
            .expect("the validator runs");
        let text = fs::read_to_string(&told).unwrap_or_else(|error| panic!("{error}: {run:?}"));
        let log: serde_json::Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).expect("JSON");
        let found = log["runs"][0]["results"].as_array().cloned().unwrap_or_default();
        let errors: Vec<_> = found.iter().filter(|result| result["level"] == "error").collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
    }
}
