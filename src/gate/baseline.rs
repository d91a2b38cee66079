//! The committed list of known survivors: one a line, sorted, so that it can be read, reviewed and merged.

use std::collections::{HashMap, HashSet};
use std::fs;

use cargo_metadata::camino::Utf8Path;

use crate::error::{Error, Result};
use crate::model::{Mutant, Results};
use crate::report::schema::{MutantResult, Report, Status};
use crate::report::words::{counted, line};
use crate::report::{json, replace_file};

/// The name of the file at the workspace root.
pub const FILE_NAME: &str = "mutate-data.baseline";

const HEADER: &str = "\
# Known survivors, written by `cargo mutate-data baseline`. The gate rule `new-survivors` compares a run with this list.
# One a line, divided by tabs: id, package, file, item, mutator, change, reason. A reason of your own is kept.
";

/// The survivors that are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    /// In order of id.
    pub entries: Vec<Entry>,
}

/// One known survivor; texts are on one printable line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The stable identity.
    pub id: String,
    /// Package name.
    pub package: String,
    /// The file, relative to the workspace root.
    pub file: String,
    /// Path of the item inside its file.
    pub item: String,
    /// Name of the mutator.
    pub mutator: String,
    /// The change in words.
    pub change: String,
    /// Why it survives, or why that is accepted.
    pub reason: String,
}

/// What stays of a mutant when its file is renamed or its function moves.
type Likeness = (String, String, String);

impl Entry {
    fn of(file: &Utf8Path, mutant: &MutantResult) -> Self {
        Self {
            id: mutant.id.clone(),
            package: line(&mutant.mutate_data.package),
            file: line(file.as_str()),
            item: line(&mutant.mutate_data.item),
            mutator: mutant.mutator_name.clone(),
            change: line(&mutant.description),
            reason: line(&mutant.status_reason),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut fields = text.split('\t').map(str::to_owned);
        let mut next = || fields.next();
        let entry = Self {
            id: next()?,
            package: next()?,
            file: next()?,
            item: next()?,
            mutator: next()?,
            change: next()?,
            reason: next()?,
        };
        let hexadecimal = !entry.id.is_empty() && entry.id.bytes().all(|b| b.is_ascii_hexdigit());
        (hexadecimal && fields.next().is_none()).then_some(entry)
    }

    fn render(&self) -> String {
        let Self { id, package, file, item, mutator, change, reason } = self;
        [id, package, file, item, mutator, change, reason].map(String::as_str).join("\t") + "\n"
    }

    fn likeness(&self) -> Likeness {
        (self.item.clone(), self.mutator.clone(), self.change.clone())
    }
}

fn likeness(mutant: &Mutant) -> Likeness {
    (line(&mutant.item), mutant.mutator.to_owned(), line(&mutant.change()))
}

/// What `path` lists; the error is a sentence for the gate, which must not pass without its baseline.
///
/// # Errors
/// Where the file is missing, cannot be read, or holds a line that is no entry.
pub fn read(path: &Utf8Path) -> std::result::Result<Baseline, String> {
    let text = fs::read_to_string(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => format!(
            "there is no baseline: {path} does not exist; `cargo mutate-data baseline` writes it from this run, \
             commit it then"
        ),
        _ => format!("the baseline {path} cannot be read: {error}"),
    })?;
    parse(&text).map_err(|number| {
        format!(
            "line {number} of the baseline {path} is no entry (a merge conflict?); correct it, or remove the file and \
             write it again with `cargo mutate-data baseline`"
        )
    })
}

/// The entries of a text; the error is the number of the first line that is none.
fn parse(text: &str) -> std::result::Result<Baseline, usize> {
    let lines =
        text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let entries: std::result::Result<Vec<Entry>, usize> =
        lines.map(|(index, line)| Entry::parse(line).ok_or(index + 1)).collect();
    entries.map(|entries| Baseline { entries })
}

impl Baseline {
    /// The survivors of a run. Where filters left part of the mutants out, or other packages were mutated, what `old`
    /// says of mutants that the run did not look at is kept; so is every reason that a person wrote.
    ///
    /// # Errors
    /// [`Error::Usage`] where the run is partial, because the list would then miss survivors.
    pub fn of(report: &Report, old: &Self) -> Result<Self> {
        let open = |status| matches!(status, Status::Pending | Status::RuntimeError);
        let open = report.mutants().filter(|(_, mutant)| open(mutant.status)).count();
        if open > 0 || report.mutate_data.interrupted {
            return Err(Error::Usage(format!(
                "the last run is partial ({open} mutants have no verdict), so a baseline of it would be wrong; run \
                 `cargo mutate-data` to its end first"
            )));
        }
        let gap = |status| matches!(status, Status::Survived | Status::NoCoverage);
        let gaps = report.mutants().filter(|(_, mutant)| gap(mutant.status));
        let mut entries: Vec<Entry> = gaps.map(|(file, mutant)| Entry::of(file, mutant)).collect();
        let reasons: HashMap<&str, &str> = old
            .entries
            .iter()
            .filter(|entry| !is_automatic(&entry.reason))
            .map(|entry| (entry.id.as_str(), entry.reason.as_str()))
            .collect();
        for entry in &mut entries {
            if let Some(reason) = reasons.get(entry.id.as_str()) {
                entry.reason = (*reason).to_owned();
            }
        }
        let seen: HashSet<&str> = report.mutants().map(|(_, mutant)| mutant.id.as_str()).collect();
        let elsewhere = |entry: &&Entry| {
            let mutated = report.config.packages.contains(&entry.package);
            !seen.contains(entry.id.as_str()) && (report.mutate_data.narrowed || !mutated)
        };
        entries.extend(old.entries.iter().filter(elsewhere).cloned());
        entries.sort_unstable();
        Ok(Self { entries })
    }

    /// The text of the file.
    #[must_use]
    pub fn render(&self) -> String {
        HEADER.to_owned() + &self.entries.iter().map(Entry::render).collect::<String>()
    }

    /// Those of `gaps` that are not listed, nor were listed at another place that is gone.
    #[must_use]
    pub fn unknown(&self, results: &Results, gaps: &[usize]) -> Vec<usize> {
        let moved: HashSet<usize> = self.moved(results, gaps).into_iter().collect();
        let ids = self.ids();
        let known =
            |index: &usize| ids.contains(results.mutants[*index].id.as_str()) || moved.contains(index);
        gaps.iter().copied().filter(|index| !known(index)).collect()
    }

    /// Those of `gaps` that are listed under another id: the same change by the same mutator in an item of the same
    /// name, where the listed mutant no longer exists, because a file was renamed or code was moved.
    #[must_use]
    pub fn moved(&self, results: &Results, gaps: &[usize]) -> Vec<usize> {
        let current: HashSet<&str> = results.mutants.iter().map(|mutant| mutant.id.as_str()).collect();
        let mut gone: HashMap<Likeness, usize> = HashMap::new();
        for entry in self.entries.iter().filter(|entry| !current.contains(entry.id.as_str())) {
            *gone.entry(entry.likeness()).or_default() += 1;
        }
        let ids = self.ids();
        let mut take = |index: &usize| {
            let mutant = &results.mutants[*index];
            let left = gone.get_mut(&likeness(mutant)).filter(|left| **left > 0);
            !ids.contains(mutant.id.as_str()) && left.map(|left| *left -= 1).is_some()
        };
        gaps.iter().copied().filter(|index| take(index)).collect()
    }

    /// How many of the listed mutants are detected now.
    #[must_use]
    pub fn fixed(&self, results: &Results) -> usize {
        let ids = self.ids();
        let detected = results.pairs().filter(|(_, outcome)| outcome.verdict.is_detected());
        detected.filter(|(mutant, _)| ids.contains(mutant.id.as_str())).count()
    }

    fn ids(&self) -> HashSet<&str> {
        self.entries.iter().map(|entry| entry.id.as_str()).collect()
    }
}

/// True for the reasons that verdicts give.
fn is_automatic(reason: &str) -> bool {
    use crate::model::{Survival, Verdict};
    let verdicts = [
        Verdict::Survived(Survival::NotInfected),
        Verdict::Survived(Survival::NotNoticed),
        Verdict::NoCoverage,
    ];
    verdicts.iter().any(|verdict| line(&verdict.why()) == reason)
}

/// Writes the survivors of the last run, whose files are in `dir`, to `path`; says how many.
///
/// # Errors
/// Where there is no run, the run is partial, or a file is unreadable or cannot be written.
pub fn update(dir: &Utf8Path, path: &Utf8Path) -> Result<String> {
    let report = dir.join("mutants.json");
    if !report.exists() {
        return Err(Error::Usage(format!(
            "there is no run to take survivors from: {report} does not exist; run `cargo mutate-data` first"
        )));
    }
    let old = if path.exists() { read(path).map_err(Error::Usage)? } else { Baseline::default() };
    let new = Baseline::of(&json::read(&report)?, &old)?;
    replace_file(path, &new.render())?;
    let (before, after) = (old.ids(), new.ids());
    let added = after.difference(&before).count();
    let removed = before.difference(&after).count();
    Ok(format!("{path}: {} ({added} added, {removed} removed)\n", counted(new.entries.len(), "survivor")))
}

#[cfg(test)]
mod tests;
