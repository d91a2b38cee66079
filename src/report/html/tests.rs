//! Tests of the pages: what they must show, and what must never reach a browser as markup.

use super::*;
use crate::model::Verdict;
use crate::report::testing;

fn pages(results: &Results) -> Vec<(String, String)> {
    site(results).expect("pages")
}

fn page(results: &Results, name: &str) -> String {
    let found = pages(results).into_iter().find(|(path, _)| path == name);
    found.unwrap_or_else(|| panic!("no page {name}")).1
}

const FILE: &str = "files/flights~src~clean.rs.html";

#[test]
fn the_start_page_shows_totals_ranked_gaps_data_and_run() {
    let page = page(&testing::results(), "index.html");
    for text in
        ["42.8%", "336,776", "no row has departure = 1440", "out of disk", "9fceb02d0ae5", "rustc 1.95.0"]
    {
        assert!(page.contains(text), "{text}");
    }
    let at = |id: &str| page.find(&format!("#m-{id}\"")).unwrap_or_else(|| panic!("{id}"));
    assert!(at("3f9bd001") < at("b2000001") && at("3f2a91c0") < at("b2000002"));
    assert!(!page.contains("#m-a100000a"), "a killed mutant is no gap");
}

#[test]
fn every_mutant_has_a_card_on_the_page_of_its_file() {
    let results = testing::results();
    let page = page(&results, FILE);
    for mutant in &results.mutants {
        assert_eq!(page.matches(&format!("id=\"m-{}\"", mutant.id)).count(), 1, "{}", mutant.id);
    }
}

#[test]
fn a_card_tells_change_fault_reason_tests_and_commands() {
    let page = page(&testing::results(), FILE);
    for text in [
        "<mark>&#60;=</mark>",
        "What is missing: no test has <code>departure</code> equal to <code>1440</code>.",
        "and no assertion notices.",
        "No test runs this code.",
        "clean::tests::cancelled_flights_have_no_delay",
        "the value differs here",
        "cargo mutate-data show 3f2a91c0",
        "cargo mutate-data replay 3f2a91c0",
        "// mutate-data: skip(arithmetic) your reason",
        "clean::tests::midnight_is_a_day_later</a> <span class=\"quiet\">flights (lib), 11 ms</span>: Assertion",
        "mismatched types",
        "#mutator-return-value\">return-value</a>",
    ] {
        assert!(page.contains(text), "{text}");
    }
}

#[test]
fn an_explanation_has_its_place_and_takes_none_where_there_is_none() {
    let mut results = testing::results();
    assert!(!page(&results, FILE).contains("class=\"why\""));
    results.explanations = testing::explanations();
    let page = page(&results, FILE);
    for text in [
        "What <code>summary</code> returns",
        "<strong>Assertion gap</strong>: landing() returns another value in 1 of 16 rows.",
        "<code>landing</code> → <code>Carrier::delays</code> → <code>summary</code>",
        "11 of 16 rows changed, 1 row lost, 15 rows instead of 16, matched by carrier",
        "without the mutant </span>1440</del> → <ins><span class=\"away\">with it </span>1439</ins>",
        "<tr class=\"lost\"><th scope=\"row\">lost</th><td class=\"key\">WN</td>",
        "and 9 rows more",
        "2 of 336 rows given to landing, none of which can be left out",
        "Made and tried: <code>departure = 1440, minutes = 20</code>",
        "<span class=\"tag killed\">verified</span>",
        "<span class=\"tag data-gap\">not verified</span>",
        "10, &#34;&#60;next day&#62;&#34;);",
        "#m-b2000002\"><code>b2000002</code></a>",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
}

#[test]
fn the_start_page_names_the_best_tests_and_counts_kinds() {
    let mut results = testing::results();
    assert!(!page(&results, "index.html").contains("Survivors by kind"));
    results.explanations = testing::explanations();
    let page = page(&results, "index.html");
    assert!(page.contains("Survivors by kind: 1 not reached, 1 data gap, 1 assertion gap, 1 not explained"));
    let best = page.split("class=\"notice good best\"").nth(1).expect("the best tests");
    assert!(best.contains("This test kills 2 of 4 survivors"), "{best}");
    assert!(best.contains("#m-3f9bd001\"><code>landing_is_after_departure</code></a>"), "{best}");
    assert!(page.find("This test kills") < page.find("Survivors, the most telling first"));
}

#[test]
fn addresses_stay_the_same_when_code_moves() {
    let mut results = testing::results();
    let before = page(&results, "index.html");
    for mutant in &mut results.mutants {
        mutant.start.line += 1;
        mutant.number += 1;
    }
    assert_eq!(
        before.matches("#m-3f2a91c0").count(),
        page(&results, "index.html").matches("#m-3f2a91c0").count()
    );
}

#[test]
fn pages_have_no_inline_script_and_no_inline_style() {
    for (name, page) in pages(&testing::results()).iter().filter(|(name, _)| name.ends_with(".html")) {
        for text in ["<script>", "style=", "<style", "onclick", "http:", "https:", "javascript:"] {
            assert!(!page.contains(text), "{name}: {text}");
        }
        assert_eq!(page.matches("<script").count(), 1, "{name}");
    }
}

#[test]
fn links_lead_to_pages_and_places_that_exist() {
    for results in [testing::results(), testing::hostile()] {
        let pages = pages(&results);
        for (name, page) in pages.iter().filter(|(name, _)| name.ends_with(".html")) {
            let folder = if name.starts_with("files/") { "files/" } else { "" };
            for href in page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                let (path, anchor) =
                    href.split_once('#').map_or((href, None), |(path, anchor)| (path, Some(anchor)));
                let path = match path.strip_prefix("../") {
                    _ if path.is_empty() => name.clone(),
                    Some(up) => up.to_owned(),
                    None => format!("{folder}{path}"),
                };
                let target = pages.iter().find(|(name, _)| *name == path);
                let (_, target) = target.unwrap_or_else(|| panic!("{name} leads to {href}"));
                let there = anchor.is_none_or(|anchor| target.contains(&format!("id=\"{anchor}\"")));
                assert!(there, "{name} leads to {href}");
            }
        }
    }
}

#[test]
fn identifiers_are_unique_also_in_a_single_file() {
    let (_, text) = single(&testing::two_files()).expect("a page");
    let mut pages = pages(&testing::two_files());
    pages.push(("single".to_owned(), text));
    for (name, page) in pages {
        let mut ids: Vec<&str> =
            page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{name}");
    }
}

#[test]
fn a_single_file_needs_nothing_beside_it() {
    let (_, text) = single(&testing::results()).expect("a page");
    assert!(!text.contains(" src=") && !text.contains("<link"), "an asset is missing");
    assert!(text.contains("id=\"m-a100000a\"") && text.contains("id=\"catalogue\""));
    let scripts = text.matches("</script").count();
    assert_eq!(scripts, 2);
}

#[test]
fn hostile_text_is_shown_as_text() {
    let results = testing::hostile();
    let (_, single) = single(&results).expect("a page");
    let all = pages(&results);
    for (name, page) in all.iter().filter(|(name, _)| name.ends_with(".html")) {
        for text in ["<script>", "<img", "<b>", "\u{202e}", "\u{1b}", "\0", "<!--"] {
            assert!(!page.contains(text), "{name}: {text:?}");
        }
    }
    for text in ["<img", "<b>", "\u{202e}", "\u{1b}", "\0", "<!--"] {
        assert!(!single.contains(text), "{text:?}");
    }
    let page = &all.iter().find(|(name, _)| name.starts_with("files/")).expect("a file").1;
    assert!(page.contains("&#60;img src=x onerror=alert(1)&#62;"), "{page}");
    assert!(page.contains("\\u{202e}x"), "{page}");
}

#[test]
fn data_for_the_script_cannot_end_its_element() {
    let text = data::json(&testing::hostile());
    assert!(!text.contains('<'));
    let read: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(read["mutants"].as_array().expect("mutants").len(), 3);
    assert!(read["files"][0][0].as_str().expect("a path").contains("<b>"));
}

#[test]
fn twenty_thousand_mutants_fit_on_the_start_page() {
    let results = testing::many(300, 20_000);
    let pages = pages(&results);
    let size = |name: &str| pages.iter().find(|(path, _)| path == name).expect("a page").1.len();
    assert!(size("index.html") < 1_500_000, "{}", size("index.html"));
    assert!(size("data.js") < 4_000_000, "{}", size("data.js"));
    assert_eq!(pages.iter().filter(|(name, _)| name.starts_with("files/")).count(), 300);
}

#[test]
fn families_tests_and_suppressions_have_pages() {
    let mut results = testing::results();
    results
        .stale
        .push(crate::model::Stale { place: "a.rs:7".to_owned(), problem: "suppresses nothing".to_owned() });
    let families = page(&results, "families.html");
    assert!(families.contains("id=\"family-join\"") && families.contains("No mutants of this family."));
    let tests = page(&results, "tests.html");
    assert!(tests.contains("id=\"test-0\"") && tests.contains("what it detects"));
    let ignored = page(&results, "ignored.html");
    assert!(ignored.contains("attribute: generated code") && ignored.contains("suppresses nothing"));
    let catalogue = page(&results, "catalogue.html");
    assert!(mutators::CATALOGUE.iter().all(|m| catalogue.contains(&format!("id=\"mutator-{}\"", m.name))));
}

#[test]
fn tests_that_detect_nothing_are_set_apart() {
    let mut results = testing::results();
    results.outcomes[2].verdict = Verdict::NoCoverage;
    let page = page(&results, "tests.html");
    let idle = page.split("Tests that detect nothing").nth(1).expect("the part");
    assert!(idle.contains("id=\"test-0\"") && !idle.contains("id=\"test-1\""));
}

#[test]
fn code_in_a_manual_is_set_as_code() {
    let parts = card::prose("an option, say `nulls_last`.");
    let parts: Vec<_> = parts.into_iter().map(|s| (s.emphasised, s.text)).collect();
    let expected = [(false, "an option, say "), (true, "nulls_last"), (false, ".")];
    assert_eq!(parts, expected.map(|(code, text)| (code, text.to_owned())));
}

#[test]
fn shares_of_the_bar_add_up() {
    let counts = Counts { killed: 1, survived: 1, pending: 1, ..Counts::default() };
    let bars = bars(counts);
    assert_eq!(bars.iter().map(|bar| bar.share).sum::<usize>(), 1_000);
    assert!(bars.windows(2).all(|two| two[0].start + two[0].share == two[1].start));
}

#[test]
fn a_run_without_mutants_has_pages() {
    assert!(page(&Results::default(), "index.html").contains("n/a"));
}

#[test]
fn an_interrupted_run_says_so() {
    let results = Results { interrupted: true, ..testing::results() };
    assert!(page(&results, "index.html").contains("interrupted"));
}

#[test]
fn pages_of_files_that_are_gone_are_removed() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = Utf8Path::from_path(folder.path()).expect("UTF-8");
    write(&testing::two_files(), dir, false).expect("written");
    assert_eq!(dir.join("files").read_dir_utf8().expect("a folder").count(), 2);
    write(&testing::results(), dir, false).expect("written");
    assert_eq!(dir.join("files").read_dir_utf8().expect("a folder").count(), 1);
    write(&testing::results(), dir, true).expect("written");
    assert_eq!(dir.join("files").read_dir_utf8().expect("a folder").count(), 0);
    assert!(!dir.join("style.css").exists());
}
