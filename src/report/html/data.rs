//! All mutants as data, small enough to be read at once when someone filters.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use crate::findings::ranked;
use crate::model::Results;
use crate::report::html::card::{Change, class};
use crate::report::html::{links, source, start};
use crate::report::words::line;

/// Names that many mutants share, each once.
#[derive(Default)]
struct Table {
    names: Vec<String>,
    known: BTreeMap<String, usize>,
}

impl Table {
    fn index(&mut self, name: &str) -> usize {
        if let Some(&index) = self.known.get(name) {
            return index;
        }
        self.names.push(name.to_owned());
        self.known.insert(name.to_owned(), self.names.len() - 1);
        self.names.len() - 1
    }
}

/// A mutant in the order of the script's constants.
#[derive(Serialize)]
struct Entry(String, usize, usize, usize, usize, usize, usize, usize, String, String);

/// JSON that may stand in a script: mutants in the order of the list (gaps ranked, then the others by place), and the
/// tables that they refer to.
pub fn json(results: &Results) -> String {
    let pairs: Vec<_> = results.pairs().collect();
    let gaps = ranked(results);
    let others = (0..pairs.len()).filter(|&index| !pairs[index].1.verdict.is_undetected());
    let (mut items, mut statuses, mut mutators) = (Table::default(), Table::default(), Table::default());
    let mut packages = Table::default();
    let index = source::Index::of(results);
    let paths: Vec<_> = index.files().collect();
    let file_of: BTreeMap<_, _> = paths.iter().enumerate().map(|(index, path)| (*path, index)).collect();
    let mut families: BTreeMap<&str, &str> = BTreeMap::new();
    let mut excerpts: BTreeMap<usize, BTreeMap<usize, String>> = BTreeMap::new();
    let lines: BTreeMap<_, Vec<&str>> =
        results.sources.iter().map(|(path, text)| (path, text.lines().collect())).collect();
    let mut entries = Vec::new();
    for index in gaps.iter().copied().chain(others) {
        let (mutant, outcome) = pairs[index];
        let file = file_of[&mutant.file];
        if outcome.verdict.is_undetected() {
            let text = lines.get(&mutant.file).and_then(|lines| lines.get(mutant.start.line - 1));
            let text = text.map(|text| start::excerpt(text)).unwrap_or_default();
            excerpts.entry(file).or_default().insert(mutant.start.line, text);
        }
        families.insert(mutant.mutator, mutant.family);
        let change = Change::of(mutant);
        entries.push(Entry(
            line(&mutant.id),
            file,
            mutant.start.line,
            items.index(&line(&mutant.item)),
            mutators.index(mutant.mutator),
            statuses.index(class(&outcome.verdict)),
            packages.index(&line(&mutant.package)),
            outcome.covering.len(),
            change.old,
            change.new,
        ));
    }
    let files: Vec<Value> =
        paths.iter().map(|path| json!([line(path.as_str()), links::slug(path)])).collect();
    let mutators: Vec<Value> =
        mutators.names.iter().map(|name| json!([name, families.get(name.as_str())])).collect();
    let data = json!({
        "files": files,
        "items": items.names,
        "mutators": mutators,
        "statuses": statuses.names,
        "packages": packages.names,
        "lines": excerpts,
        "mutants": entries,
    });
    // Inside a page, text must not end the script element.
    data.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}
