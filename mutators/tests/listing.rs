//! What the scan finds in code of every shape: one listing per fixture and per source of the corpus, so that a change of
//! the walk shows line by line. `UPDATE_LISTING=1 cargo test -p mutators --test listing` writes the listings anew.
//!
//! Only the families `code` and `rows` are asked, which apply to any Rust.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use mutators::scan::{Cfg, Options, Scan};
use mutators::{CATALOGUE, Family, Proposal, scan};

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The sources by name.
fn sources() -> BTreeMap<String, PathBuf> {
    let fixtures = fs::read_dir(folder().join("../tests/fixtures")).expect("the fixtures").flatten();
    let fixtures = fixtures
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path().join("src/lib.rs")));
    let corpus = [
        ("corpus", "tests/corpus/job.rs"),
        ("cases", "tests/corpus/cases.rs"),
        ("forms", "tests/corpus/forms.rs"),
        ("cargo_mutants", "tests/cargo_mutants/source.rs"),
    ];
    let corpus = corpus.map(|(name, path)| (name.to_owned(), folder().join(path)));
    fixtures.chain(corpus).filter(|(_, path)| path.exists()).collect()
}

/// Places in a text: `3:5` for a byte, lines and characters from 1.
struct Places<'a>(&'a str);

impl Places<'_> {
    fn at(&self, byte: usize) -> String {
        let before = &self.0[..byte];
        let line = before.matches('\n').count() + 1;
        format!("{line}:{}", before.rsplit('\n').next().unwrap_or_default().chars().count() + 1)
    }

    fn range(&self, range: &Range<usize>) -> String {
        format!("{}-{}", self.at(range.start), self.at(range.end))
    }

    fn ranges(&self, ranges: &[Range<usize>]) -> String {
        ranges.iter().map(|range| self.range(range)).collect::<Vec<_>>().join(" ")
    }
}

fn listing(source: &str) -> String {
    let mutators: Vec<_> =
        CATALOGUE.iter().filter(|mutator| matches!(mutator.family, Family::Code | Family::Rows)).collect();
    let mut cfg = Cfg::new("unix\ntarget_os=\"linux\"\ntest\n", ["x".to_owned()]);
    cfg.insert("fast");
    let options = Options::new(&cfg, &mutators);
    let Ok(scan) = scan(source, options) else { return "no Rust\n".to_owned() };
    let places = Places(source);
    let mut lines: Vec<String> = scan.proposals.iter().map(|proposal| told(&places, proposal)).collect();
    lines.extend(facts(&places, &scan));
    lines.join("\n") + "\n"
}

fn told(places: &Places<'_>, proposal: &Proposal) -> String {
    let (edit, site) = (places.range(&proposal.edit), places.range(&proposal.site));
    let shape = format!("{:?}", proposal.shape);
    let plain = if shape.contains("plain: true") { " plain" } else { "" };
    let shape = shape.split([' ', '(', '{']).next().unwrap_or_default();
    let function = proposal.place.function.as_ref().map_or("-", |function| function.name.as_str());
    let mut line = format!(
        "{edit} {} {:?} `{}` | {shape}{plain} {site} | {} {function}",
        proposal.mutator,
        proposal.group,
        proposal.replacement.escape_debug(),
        proposal.place.path.join("::")
    );
    if !proposal.anchors.is_empty() {
        line += &format!(" | in {}", places.ranges(&proposal.anchors));
    }
    for reason in [proposal.noise, proposal.place.skipped.as_deref()].into_iter().flatten() {
        line += &format!(" | {reason}");
    }
    line
}

/// What the scan knows beside proposals.
fn facts(places: &Places<'_>, scan: &Scan) -> Vec<String> {
    let functions = scan.functions.iter().map(|function| {
        let tail = function.tail.as_ref().map(|tail| places.range(tail)).unwrap_or_default();
        let constness = function.constness.as_ref().map(|range| places.range(range)).unwrap_or_default();
        let (range, body) = (places.range(&function.range), places.range(&function.body));
        let (path, returned) = (&function.path, &function.return_type);
        format!(
            "fn {path} -> {returned} {range} body {body} tail {tail} const {constness} opaque {}",
            function.opaque
        )
    });
    let loops = scan.loops.iter().map(|&at| format!("loop {}", places.at(at)));
    let uses = scan.uses.iter().map(|used| {
        format!("use {} {} in {}", used.name, places.range(&used.range), places.ranges(&used.anchors))
    });
    let tests = scan.test_code.iter().map(|range| format!("test {}", places.range(range)));
    let units = scan.units.iter().map(|range| format!("unit {}", places.range(range)));
    let modules = scan.modules.iter().map(|module| format!("{module:?}"));
    let idents: BTreeMap<_, _> = scan.idents.iter().collect();
    let idents = idents.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ");
    let names: BTreeMap<_, _> = scan.definitions.iter().collect();
    let names = names.into_iter().map(|(name, count)| format!("defined {name} {count}"));
    functions
        .chain(loops)
        .chain(uses)
        .chain(tests)
        .chain(units)
        .chain(modules)
        .chain(names)
        .chain([idents])
        .collect()
}

#[test]
fn what_is_found_in_code_of_every_shape() {
    let update = std::env::var_os("UPDATE_LISTING").is_some();
    let sources = sources();
    assert!(sources.len() > 25, "{sources:?}");
    for (name, path) in sources {
        let found = listing(&fs::read_to_string(path).expect("a source"));
        let expected = folder().join(format!("tests/listing/{name}.txt"));
        if update {
            fs::write(&expected, &found).expect("written");
            continue;
        }
        let known = fs::read_to_string(&expected).unwrap_or_default();
        let (mut old, mut new) = (known.lines(), found.lines());
        for number in 1.. {
            match (old.next(), new.next()) {
                (None, None) => break,
                (old, new) => assert_eq!(new, old, "{name}, line {number} of {}", expected.display()),
            }
        }
    }
}
