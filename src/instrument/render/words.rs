//! Short texts that several forms of switches share.

use super::TRACING;
use crate::instrument::bodies::RT;
use crate::instrument::site::Site;

/// The pattern of every number that is none of the site's: `..=6 | 9.. => `.
pub(super) fn others(site: &Site) -> String {
    format!("..={} | {}.. => ", site.base() - 1, site.base() + site.span())
}

/// Notes that the site is reached, and what `call` finds out of its values, while tracing.
pub(super) fn traces(site: &Site, call: &str) -> String {
    format!("if __t == {TRACING} {{ {RT}::reached({}, {}); {call}; }}", site.base(), site.span())
}

/// As many times `word` as the site has numbers.
pub(super) fn arm_list(site: &Site, word: &str) -> String {
    vec![word; site.span() as usize].join(" ")
}

/// What stands between two operands, comments removed; it need not be a token sequence on its own.
pub(super) fn one_line_gap(gap: &str) -> String {
    let mut text = String::new();
    let mut rest = gap;
    while let Some(start) = rest.find("//").into_iter().chain(rest.find("/*")).min() {
        text.push_str(&rest[..start]);
        let block = rest[start..].starts_with("/*");
        let end = if block { rest[start..].find("*/").map(|e| e + 2) } else { rest[start..].find('\n') };
        rest = end.map_or("", |end| &rest[start + end..]);
    }
    text.push_str(rest);
    text
}
