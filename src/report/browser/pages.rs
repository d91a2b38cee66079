//! What a person does with the pages: reads, filters, walks by keys, follows links, prints.

use std::collections::BTreeMap;

use serde_json::json;

use super::driver::Browser;
use super::server::{JENKINS, STRICT, Served};
use super::{FILE, Site};
use crate::model::{Explanation, Results};
use crate::report::testing;

/// Texts of the changes in the list.
const LISTED: &str = "[...document.querySelectorAll('#list .change')].map((node) => node.textContent)";

#[test]
fn filters_narrow_the_list_and_stand_in_the_address() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::of(&testing::results());
    browser.open(&site.url("index.html"));
    assert_eq!(browser.get(&format!("{LISTED}.length")), 4);
    let choose = |name: &str, value: &str| {
        browser.run(&format!(
            "const field = document.querySelector('#filters [name={name}]'); field.value = '{value}'; \
             field.dispatchEvent(new Event('input', {{ bubbles: true }}));"
        ));
    };
    choose("status", "data-gap");
    browser.wait_for(&format!("{LISTED}.length === 1"));
    assert_eq!(browser.get(LISTED), json!(["< → <="]));
    assert_eq!(browser.get("location.hash"), "#status=data-gap");
    choose("status", "killed");
    browser.wait_for(&format!("{LISTED}.join() === '% → /'"));
    choose("status", "");
    choose("q", "delays sort");
    browser.wait_for(&format!("{LISTED}.join() === 'delete out.sort_unstable();'"));
    browser.run("document.querySelector('#filters [type=reset]').click()");
    browser.wait_for(&format!("{LISTED}.length === 4"));
}

#[test]
fn a_filtered_address_shows_the_same_list_to_a_colleague() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::of(&testing::two_files());
    browser.open(&site.url("index.html#status=all&file=other&sort=place"));
    browser.wait_for("document.getElementById('found').textContent === '1 mutant of 12'");
    assert_eq!(browser.get("document.querySelector('[name=status]').value"), "all");
    browser.open(&site.url("index.html?family=code&mutator=arithmetic&package=flights"));
    browser.wait_for("document.getElementById('found').textContent === '5 mutants of 12'");
    browser.open(&site.url("index.html#family=nonsense"));
    browser.wait_for(&format!("{LISTED}.length === 5"));
}

#[test]
fn the_search_of_any_page_leads_to_the_list() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::of(&testing::results());
    browser.open(&site.url(FILE));
    browser.press("/");
    browser.press("a100000a\u{e007}");
    browser.wait_for("location.pathname.endsWith('/index.html')");
    browser.wait_for(&format!("{LISTED}.join() === '% → /'"));
}

#[test]
fn keys_walk_through_the_survivors_and_open_them() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::of(&testing::two_files());
    browser.open(&site.url("index.html"));
    browser.press("jj");
    assert_eq!(browser.get("document.querySelectorAll('li.current').length"), 1);
    assert_eq!(browser.get("document.querySelector('li.current').textContent.includes('<=')"), true);
    browser.press("\u{e007}");
    browser.wait_for("location.hash === '#m-3f2a91c0'");
    browser.wait_for("document.getElementById('m-3f2a91c0').getClientRects().length > 0");
    browser.press("j");
    assert_eq!(browser.get("document.querySelector('.current').open"), true);
    assert_eq!(browser.get("document.querySelector('.current .card').id"), "m-3f9bd001");
    browser.press("jj");
    browser.press("j");
    browser.wait_for("location.pathname.endsWith('other.rs.html')");
    browser.press("u");
    browser.wait_for("location.pathname.endsWith('/index.html')");
}

#[test]
fn keys_open_help_and_search_and_do_nothing_while_typing() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::of(&testing::results());
    browser.open(&site.url("index.html"));
    browser.press("?");
    assert_eq!(browser.get("document.getElementById('help').open"), true);
    browser.press("\u{e00c}");
    assert_eq!(browser.get("document.getElementById('help').open"), false);
    browser.press("/");
    browser.press("jt?");
    assert_eq!(browser.get("document.querySelector('#filters [name=q]').value"), "jt?");
    assert_eq!(browser.get("document.getElementById('help').open"), false);
}

#[test]
fn a_deep_link_opens_the_card_with_scripts_and_without() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::of(&testing::results());
    let visible = |id: &str| {
        format!("document.getElementById('m-{id}').checkVisibility({{ contentVisibilityAuto: true }})")
    };
    for scripts in [true, false] {
        browser.scripts(scripts);
        for id in ["3f2a91c0", "a100000a"] {
            browser.open(&site.url(&format!("{FILE}#m-{id}")));
            browser.wait_for(&visible(id));
        }
        assert_eq!(browser.get(&visible("b2000001")), false);
    }
    browser.scripts(true);
    browser.open(&site.url("index.html#m-a100000a"));
    browser.wait_for("location.pathname.endsWith('clean.rs.html')");
    browser.wait_for(&visible("a100000a"));
}

#[test]
fn without_scripts_the_survivors_are_there_and_dead_controls_are_not() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::of(&testing::results());
    browser.scripts(false);
    browser.open(&site.url("index.html"));
    assert_eq!(browser.get(&format!("{LISTED}.length")), 4);
    for control in ["#filters", ".tools", "#help"] {
        let gone = format!("document.querySelector('{control}').getClientRects().length === 0");
        assert_eq!(browser.get(&gone), true, "{control}");
    }
}

#[test]
fn colours_follow_the_system_and_the_choice_is_remembered() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::of(&testing::results());
    let served = Served::folder(&site.dir, STRICT);
    let light = "parseInt(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]) > 128";
    browser.prefer("light");
    browser.open(&served.url("index.html"));
    assert_eq!(browser.get(light), true);
    browser.prefer("dark");
    assert_eq!(browser.get(light), false);
    browser.press("t");
    assert_eq!(browser.get(light), true);
    browser.open(&served.url(FILE));
    assert_eq!(browser.get(light), true, "another page, the same choice");
}

#[test]
fn under_the_policy_of_jenkins_the_pages_are_styled_and_linked() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::of(&testing::results());
    let served = Served::folder(&site.dir, JENKINS);
    for page in ["index.html", FILE, "families.html", "tests.html", "catalogue.html", "ignored.html"] {
        browser.open(&served.url(page));
        assert_eq!(browser.get("getComputedStyle(document.querySelector('.top')).display"), "flex", "{page}");
        assert_eq!(browser.get("document.querySelector('.tools').getClientRects().length"), 0, "{page}");
    }
    browser.open(&served.url("index.html"));
    assert_eq!(browser.get(&format!("{LISTED}.length")), 4);
    let link = browser.get("document.querySelector('#list .change').href");
    browser.open(link.as_str().expect("an address"));
    browser.wait_for("document.getElementById('m-3f9bd001').checkVisibility()");
}

#[test]
fn under_a_strict_policy_with_scripts_filters_work_and_nothing_is_refused() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::of(&testing::results());
    let served = Served::folder(&site.dir, STRICT);
    let watch = "window.refused = []; addEventListener('securitypolicyviolation', (e) => refused.push(e.violatedDirective));";
    browser.chrome("Page.addScriptToEvaluateOnNewDocument", json!({ "source": watch }));
    browser.open(&served.url("index.html#status=all"));
    browser.wait_for("document.getElementById('found').textContent === '11 mutants of 11'");
    assert_eq!(browser.get("window.refused"), json!([]));
    browser.open(&served.url(FILE));
    assert_eq!(browser.get("window.refused"), json!([]));
}

#[test]
fn a_single_file_filters_and_links_within_itself() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::written(&testing::two_files(), true);
    browser.open(&site.url("index.html#status=killed"));
    browser.wait_for(&format!("{LISTED}.join() === '% → /'"));
    browser.run("document.querySelector('#list .change').click()");
    browser.wait_for("document.getElementById('m-a100000a').checkVisibility()");
    assert_eq!(browser.get("location.pathname.endsWith('/index.html')"), true);
}

#[test]
fn twenty_thousand_mutants_are_filtered_by_text() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::of(&testing::many(300, 20_000));
    browser.open(&site.url("index.html"));
    assert_eq!(browser.get("document.querySelectorAll('#list li.gap').length >= 1000"), true);
    browser.press("/");
    browser.press("table_299.rs step_4");
    browser.wait_for("document.getElementById('found').textContent.endsWith(' of 20,000')");
    browser.wait_for(
        "document.querySelectorAll('#list .function').length > 0 && \
         [...document.querySelectorAll('#list .function h3')].every((node) => node.textContent.includes('table_299.rs'))",
    );
    browser.open(&site.url("index.html#status=all"));
    browser.wait_for("document.getElementById('found').textContent === '20,000 mutants of 20,000'");
    browser.run("document.getElementById('more').click()");
    browser.wait_for(&format!("{LISTED}.length === 1800"));
}

#[test]
fn hostile_text_is_text_to_the_browser() {
    let Some(browser) = Browser::start() else { return };
    for single in [false, true] {
        let site = Site::written(&testing::hostile(), single);
        let mut pages = vec!["index.html".to_owned(), "index.html#status=all".to_owned()];
        for entry in site.dir.join("files").read_dir_utf8().into_iter().flatten() {
            pages.push(format!("files/{}", entry.expect("a file").file_name()));
        }
        for page in pages {
            browser.open(&site.url(&page));
            assert!(!browser.has_dialog(), "{page}");
            assert_eq!(
                browser.get("document.querySelectorAll('img, main script, main b').length"),
                0,
                "{page}"
            );
            browser.wait_for("document.body.innerText.includes('alert(')");
            assert_eq!(browser.get("document.body.innerText.includes('\\u202e')"), false, "{page}");
        }
    }
}

/// Explanations with values as long as they come.
fn wide_explanations() -> BTreeMap<String, Explanation> {
    let mut explanations = testing::explanations();
    let told = explanations.get_mut("3f9bd001").expect("explained");
    told.evidence = "x".repeat(300);
    let cells = told.diff.iter_mut().flat_map(|diff| &mut diff.rows).flat_map(|row| &mut row.cells);
    cells.for_each(|cell| cell.before = Some("x".repeat(80)));
    told.suggestion.iter_mut().for_each(|test| test.code.push_str(&"x".repeat(500)));
    explanations
}

#[test]
fn long_lines_and_small_windows_need_no_sideways_scrolling() {
    let Some(browser) = Browser::start() else { return };
    let mut results = testing::results();
    let long = format!("{}// {}\n", testing::CLEAN, "x".repeat(10_000));
    results.sources.values_mut().for_each(|text| text.clone_from(&long));
    results.explanations = wide_explanations();
    let site = Site::of(&results);
    for (width, height) in [(360, 740), (768, 1024), (2560, 1440)] {
        browser.resize(width, height);
        for page in
            ["index.html", &format!("{FILE}#m-3f9bd001"), "families.html", "tests.html", "catalogue.html"]
        {
            browser.open(&site.url(page));
            let wide = browser.get("document.documentElement.scrollWidth");
            assert!(wide.as_u64().is_some_and(|wide| wide <= u64::from(width)), "{page} at {width}: {wide}");
        }
    }
}

#[test]
fn pages_print() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::of(&testing::results());
    for page in ["index.html", FILE] {
        browser.open(&site.url(page));
        let pdf = browser.pdf();
        assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 5_000, "{page}: {} bytes", pdf.len());
    }
    browser.chrome("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    assert_eq!(browser.get("document.querySelector('.tools').getClientRects().length"), 0);
    assert_eq!(
        browser.get("document.querySelector('.card').checkVisibility()"),
        true,
        "paper has nothing to unfold"
    );
}

#[test]
fn paper_cuts_no_explanation() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::of(&Results { explanations: wide_explanations(), ..testing::results() });
    browser.open(&site.url(FILE));
    browser.resize(794, 1_123);
    browser.chrome("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    let parts = "[...document.querySelectorAll('.why .scroll, .suggested')]";
    assert_eq!(browser.get(&format!("{parts}.filter((part) => part.checkVisibility()).length")), 5);
    assert_eq!(
        browser.get(&format!("{parts}.filter((part) => part.scrollWidth > part.clientWidth + 1).length")),
        0
    );
}
