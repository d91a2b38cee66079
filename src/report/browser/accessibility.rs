//! No page has anything that axe-core finds fault with, in either scheme, on a phone or a desk.

use std::fs;

use serde_json::Value;

use super::driver::Browser;
use super::{FILE, Site, fetched};
use crate::report::testing;

#[test]
fn axe_finds_no_violation_on_any_page() {
    let Some(axe) = fetched("axe-core/axe.min.js") else { return };
    let Some(browser) = Browser::start() else { return };
    let axe = fs::read_to_string(axe).expect("axe-core");
    let mut results = testing::two_files();
    results.gate = Some(crate::gate::judge(&crate::gate::Gate::default(), &results, &Err(String::new())));
    results
        .stale
        .push(crate::model::Stale { place: "a.rs:1".to_owned(), problem: "suppresses nothing".to_owned() });
    results.explanations = testing::explanations();
    let (site, single) = (Site::of(&results), Site::written(&results, true));
    let cards = ["3f9bd001", "3f2a91c0"].map(|id| format!("{FILE}#m-{id}"));
    let pages = [
        "index.html",
        "index.html#status=all",
        FILE,
        &cards[0],
        &cards[1],
        "families.html",
        "tests.html",
        "catalogue.html",
        "ignored.html",
    ];
    let addresses = pages.iter().map(|page| site.url(page)).chain([single.url("index.html")]);
    for address in addresses {
        for (scheme, width) in [("light", 1280), ("dark", 1280), ("light", 360)] {
            browser.prefer(scheme);
            browser.resize(width, 900);
            browser.open(&address);
            // Also where a reader has unfolded more than one card.
            browser.run("document.querySelectorAll('details').forEach((part) => { part.open = true; })");
            browser.run(&axe);
            let found = browser.promised("axe.run(document)");
            let violations =
                found["violations"].as_array().unwrap_or_else(|| panic!("axe did not run: {found}"));
            let told: Vec<String> = violations.iter().map(tell).collect();
            assert!(told.is_empty(), "{address}, {scheme}, {width}:\n{}", told.join("\n"));
            assert!(
                found["passes"].as_array().is_some_and(|passes| passes.len() > 10),
                "axe looked at little"
            );
        }
    }
}

fn tell(violation: &Value) -> String {
    let nodes = violation["nodes"].as_array().into_iter().flatten().take(3);
    let nodes: Vec<String> =
        nodes.map(|node| format!("  {} {}", node["html"], node["failureSummary"])).collect();
    format!("{}: {}\n{}", violation["id"], violation["help"], nodes.join("\n"))
}
