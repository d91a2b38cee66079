//! Stable names of mutants (I12): a short hash of what a mutant is, not of where it stands.

use std::collections::HashMap;

use cargo_metadata::camino::Utf8Path;
use mutators::Proposal;
use mutators::syntax::one_line;

/// Hexadecimal digits of an id: 48 bits keep a clash among 20,000 mutants below one in a million.
const DIGITS: usize = 12;

/// One id per proposal, in order. Equal mutants of one item are told apart by their order in it.
#[must_use]
pub fn assign(package: &str, file: &Utf8Path, text: &str, proposals: &[Proposal]) -> Vec<String> {
    let mut ordinals: HashMap<[String; 4], usize> = HashMap::new();
    let ids = proposals.iter().map(|proposal| {
        // Of a SQL text, only the words that change count: it may be long, and change elsewhere.
        let (original, replacement) = match &proposal.sql {
            Some(sql) => sql.fragments(),
            None => (normalised(text, proposal), proposal.replacement.clone()),
        };
        let key = [proposal.place.path.join("::"), proposal.mutator.to_owned(), original, replacement];
        let ordinal = ordinals.entry(key.clone()).or_default();
        *ordinal += 1;
        let mut hasher = blake3::Hasher::new();
        for part in [package, file.as_str()].into_iter().chain(key.iter().map(String::as_str)) {
            hasher.update(part.as_bytes());
            hasher.update(&[0]);
        }
        hasher.update(ordinal.to_string().as_bytes());
        hasher.finalize().to_hex()[..DIGITS].to_owned()
    });
    ids.collect()
}

/// The edited text without layout, so that formatting a file keeps its ids.
fn normalised(text: &str, proposal: &Proposal) -> String {
    one_line(text, proposal.edit.clone()).split_whitespace().collect::<Vec<_>>().join(" ")
}
