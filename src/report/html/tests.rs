//! Tests of the page: what it must show, and what must never reach a browser as markup.

use super::*;
use crate::report::testing;

#[test]
fn a_page_shows_totals_gaps_tests_and_commands() {
    let page = page(&testing::results()).expect("a page");
    for text in [
        "42.8%",
        "id=\"m-3f2a91c0\"",
        "cargo mutate-data replay 3f2a91c0",
        "336,776",
        "clean::tests::cancelled_flights_have_no_delay",
        "<mark>&#60;=</mark>",
        "attribute: generated code",
        "mismatched types",
        "out of disk",
    ] {
        assert!(page.contains(text), "{text}");
    }
}

#[test]
fn a_page_has_no_script_and_no_inline_style() {
    let page = page(&testing::results()).expect("a page");
    for text in ["<script", "style=", "<style", "onclick", "http:", "https:"] {
        assert!(!page.contains(text), "{text}");
    }
}

#[test]
fn hostile_text_is_shown_as_text() {
    let page = page(&testing::hostile()).expect("a page");
    for text in ["<script", "<img", "<b>", "\u{202e}", "\u{1b}", "\0", "<!--"] {
        assert!(!page.contains(text), "{text:?}");
    }
    assert!(page.contains("&#60;img src=x onerror=alert(1)&#62;"), "{page}");
    assert!(page.contains("\\u{202e}x: u8"), "{page}");
}

#[test]
fn code_in_a_manual_is_set_as_code() {
    let parts: Vec<_> =
        prose("an option, say `nulls_last`.").into_iter().map(|s| (s.emphasised, s.text)).collect();
    let expected = [(false, "an option, say "), (true, "nulls_last"), (false, ".")];
    assert_eq!(parts, expected.map(|(code, text)| (code, text.to_owned())));
}

#[test]
fn shares_of_the_bar_add_up() {
    let counts = Counts { killed: 1, survived: 1, pending: 1, ..Counts::default() };
    let bars = bars(counts, 3);
    assert_eq!(bars.iter().map(|bar| bar.share).sum::<usize>(), 1_000);
    assert!(bars.windows(2).all(|two| two[0].start + two[0].share == two[1].start));
}

#[test]
fn a_run_without_mutants_has_a_page() {
    assert!(page(&Results::default()).expect("a page").contains("n/a"));
}

#[test]
fn an_interrupted_run_says_so() {
    let results = Results { interrupted: true, ..testing::results() };
    assert!(page(&results).expect("a page").contains("interrupted"));
}
