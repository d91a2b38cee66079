//! From packages to sites and mutants: reads the module tree, asks the mutators, numbers and names what they propose.

mod constants;
mod identity;
mod modules;
mod observed;
mod position;
mod table_structs;
pub mod witness;

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use cargo_metadata::camino::Utf8PathBuf;
use mutators::scan::{Body, Function, Scan};
use mutators::{Group, Mutator, Proposal, Shape};

use crate::error::{Error, Result};
use crate::instrument::opaque::Opaque;
use crate::instrument::render::Edits;
use crate::instrument::site::{Arm, Form, Site};
use crate::model::{Mutant, Stale};
use crate::sample;
use crate::settings::Settings;
use crate::suppress;
use crate::workspace::Workspace;

pub use observed::Observed;
pub use position::Lines;

/// A source file that is compiled into some test binary.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Absolute path.
    pub path: Utf8PathBuf,
    /// Path relative to the workspace root, for people.
    pub relative: Utf8PathBuf,
    /// Name of the package it belongs to.
    pub package: String,
    /// Its text as it is on disk.
    pub text: String,
    /// Its sites, uses of constants included.
    pub sites: Vec<Site>,
    /// Bodies of its functions, closures and async blocks.
    pub bodies: Vec<Body>,
    /// Operators with their operands, from which no temporary leaves.
    pub chains: Vec<Range<usize>>,
    /// What is counted and blanked.
    pub edits: Edits,
    /// Functions of production code, for bisection and `const fn`.
    pub functions: Vec<Arc<Function>>,
}

/// What is known before anything is built.
#[derive(Debug, Clone, Default)]
pub struct Discovery {
    /// Files to instrument.
    pub files: Vec<SourceFile>,
    /// All mutants, by file and place, the controls of SQL texts among them; `mutants[n].number == n + 1`.
    pub mutants: Vec<Mutant>,
    /// Functions that are observed, by their numbers in the code and in records.
    pub observed: Vec<Observed>,
    /// What the user should know: files that the parser refused, stale suppressions.
    pub warnings: Vec<String>,
    /// Suppressions that are out of date.
    pub stale: Vec<Stale>,
}

impl Discovery {
    /// The mutants that are reported.
    pub fn reported(&self) -> impl Iterator<Item = &Mutant> {
        self.mutants.iter().filter(|mutant| !mutant.is_control())
    }

    /// The controls of SQL texts, each with the mutants of its text.
    #[must_use]
    pub fn controls(&self) -> Vec<(&Mutant, Vec<&Mutant>)> {
        let controls = self.mutants.iter().filter(|mutant| mutant.is_control());
        let same_text = |control: &Mutant, other: &Mutant| {
            other.sql.is_some() && other.file == control.file && other.edit == control.edit
        };
        let guarded = |control| self.reported().filter(|other| same_text(control, other)).collect();
        controls.map(|control| (control, guarded(control))).collect()
    }

    /// Texts of the files with mutants, by relative path.
    #[must_use]
    pub fn sources(&self) -> BTreeMap<Utf8PathBuf, String> {
        let wanted: HashSet<_> = self.mutants.iter().map(|mutant| &mutant.file).collect();
        let files = self.files.iter().filter(|file| wanted.contains(&file.relative));
        files.map(|file| (file.relative.clone(), file.text.clone())).collect()
    }
}

/// Finds all mutants that the settings ask for.
///
/// # Errors
/// Where a file cannot be read, or where nothing is left to mutate.
pub fn discover(settings: &Settings, workspace: &Workspace) -> Result<Discovery> {
    let wanted: Vec<&Mutator> = mutators::catalogue::all();
    let schemas = sample::tables(&settings.data_sets);
    let tree = modules::read(settings, workspace, &wanted, &schemas)?;
    let mut warnings = tree.warnings;
    let today = jiff::ZonedDateTime::now().date();
    let mut stale = Vec::new();
    let mut found = Vec::new();
    // Those of other groups: a suppression of one of them is not out of date.
    let mut others = Vec::new();
    for (index, file) in tree.files.iter().enumerate() {
        warnings.extend(included(&file.text).map(|path| {
            format!(
                "{}: the code that `include!` takes from {path} is compiled, but not mutated",
                file.relative
            )
        }));
        let mut proposals = file.scan.proposals.clone();
        remove_repeats(&mut proposals);
        let edits: Vec<_> = proposals.iter().map(|proposal| proposal.edit.clone()).collect();
        stale.extend(suppress::attributes::unused(&file.text, &edits).into_iter().map(|at| Stale {
            place: format!("{}:{}", file.relative, Lines::new(&file.text).line(at)),
            problem: "this skip attribute suppresses nothing; remove it if it is stale".to_owned(),
        }));
        let ids = identity::assign(&file.package, &file.relative, &file.text, &proposals);
        let skips = suppress::read(&file.text, &file.scan);
        let lines = Lines::new(&file.text);
        for (proposal, id) in proposals.into_iter().zip(ids) {
            let mutant = describe(file, &lines, &proposal, id);
            let group = if is_selected(settings, &mutant, proposal.group) { &mut found } else { &mut others };
            group.push((index, proposal, mutant));
        }
        let of_file = found.iter_mut().chain(&mut others).filter(|(owner, ..)| *owner == index);
        stale.extend(suppress::apply(
            settings,
            &file.relative,
            &lines,
            today,
            skips,
            of_file.map(|(_, p, m)| (&*p, m)),
        ));
    }
    let all = found.iter_mut().chain(&mut others).map(|(.., mutant)| mutant);
    stale.extend(suppress::list::apply(&settings.skips, today, !settings.narrowed(), all));
    warnings.extend(stale.iter().map(|stale| format!("{}: {}", stale.place, stale.problem)));
    let mut files: Vec<SourceFile> = tree.files.iter().map(prepare).collect();
    let scans: Vec<&Scan> = tree.files.iter().map(|file| &file.scan).collect();
    let mutants = number(found, &mut files, &scans);
    let observed = observed::place(settings, &mut files, &scans);
    if mutants.is_empty() {
        return Err(nothing(settings, workspace));
    }
    Ok(Discovery { files, mutants, observed, warnings, stale })
}

fn nothing(settings: &Settings, workspace: &Workspace) -> Error {
    let packages = workspace.mutated.iter().cloned().collect::<Vec<_>>().join(", ");
    let narrowed = settings.files.is_some()
        || settings.name.is_some()
        || settings.function.is_some()
        || !settings.mutators.is_empty();
    let hint = if narrowed {
        "the filters leave no mutant; widen --file, --re, --function or --mutator"
    } else {
        "there is no code that a mutator of this group applies to; try --group all"
    };
    Error::NothingToMutate(format!("nothing to mutate in {packages}: {hint}"))
}

/// Rust files that a text includes by name.
fn included(text: &str) -> impl Iterator<Item = &str> {
    let quoted = text.split("include!(\"").skip(1).filter_map(|rest| rest.split('"').next());
    quoted.filter(|path| path.ends_with(".rs"))
}

/// Two mutators that propose the same text count once: the one that is no noise keeps it, or else the first one.
fn remove_repeats(proposals: &mut Vec<Proposal>) {
    let key = |proposal: &Proposal| (proposal.edit.clone(), proposal.replacement.clone());
    let wanted: HashSet<_> = proposals.iter().filter(|proposal| proposal.noise.is_none()).map(key).collect();
    let mut seen = HashSet::new();
    proposals.retain(|proposal| {
        let repeats = proposal.noise.is_some() && wanted.contains(&key(proposal));
        !repeats && seen.insert(key(proposal))
    });
}

fn describe(file: &modules::File, lines: &Lines<'_>, proposal: &Proposal, id: String) -> Mutant {
    let family = mutators::catalogue::find(proposal.mutator).map_or("sql", |mutator| mutator.family.name());
    Mutant {
        number: 0,
        id,
        package: file.package.clone(),
        file: file.relative.clone(),
        item: proposal.place.path.join("::"),
        mutator: proposal.mutator,
        also: proposal.also.clone(),
        family,
        group: proposal.group,
        edit: proposal.edit.clone(),
        original: file.text[proposal.edit.clone()].to_owned(),
        replacement: proposal.replacement.clone(),
        start: lines.position(proposal.edit.start),
        end: lines.position(proposal.edit.end),
        ignored: None,
        sql: proposal.sql.clone(),
    }
}

fn is_selected(settings: &Settings, mutant: &Mutant, group: Group) -> bool {
    if mutant.is_control() {
        return true;
    }
    let name = mutant.mutator;
    let by_mutator = if settings.mutators.is_empty() {
        group <= settings.group
    } else {
        settings.mutators.iter().any(|wanted| wanted == name)
    };
    let text = mutant.describe();
    by_mutator
        && !settings.exclude_mutators.iter().any(|excluded| excluded == name)
        && settings.files.as_ref().is_none_or(|globs| globs.is_match(&mutant.file))
        && !settings.exclude_files.as_ref().is_some_and(|globs| globs.is_match(&mutant.file))
        && settings.name.as_ref().is_none_or(|regex| regex.is_match(&text))
        && !settings.exclude_name.as_ref().is_some_and(|regex| regex.is_match(&text))
        && settings.function.as_ref().is_none_or(|regex| regex.is_match(&mutant.item))
}

fn prepare(file: &modules::File) -> SourceFile {
    let mut edits = Edits::default();
    // Functions tick too: an iterator that never ends loops in the standard library and calls back into them.
    let is_plain = |function: &&Arc<Function>| {
        let inside = file.text[function.body.start + 1..].trim_start();
        function.constness.is_none()
            && !inside.starts_with("#!")
            && !inside.starts_with("/*!")
            && !inside.starts_with("//!")
    };
    let openings = file.scan.functions.iter().filter(is_plain).map(|function| function.body.start + 1);
    edits.bare_statements.extend(file.scan.bare_statements.iter().map(|range| (range.start, range.end)));
    let functions = file.scan.functions.iter().enumerate().filter(|(_, function)| function.opaque);
    edits.opaque.extend(functions.filter_map(|(index, function)| {
        Opaque::of(function, observed::results(&file.scan.functions, index, &file.scan))
    }));
    edits.ticks.extend(file.scan.loops.iter().copied().chain(openings));
    SourceFile {
        path: file.path.clone(),
        relative: file.relative.clone(),
        package: file.package.clone(),
        text: file.text.clone(),
        sites: Vec::new(),
        bodies: file.scan.bodies.clone(),
        chains: file.scan.chains.clone(),
        edits,
        functions: file.scan.functions.clone(),
    }
}

/// File, start, end counted backwards so that outer nodes come first, and kind of a node.
type NodeKey = (usize, usize, usize, u8);

/// Groups proposals of one node into a site, numbers its mutants in sequence, and puts the site into its file.
fn number(found: Vec<(usize, Proposal, Mutant)>, files: &mut [SourceFile], scans: &[&Scan]) -> Vec<Mutant> {
    let mut groups: BTreeMap<NodeKey, Vec<(Proposal, Mutant)>> = BTreeMap::new();
    for (file, proposal, mutant) in found {
        let key = (file, proposal.site.start, usize::MAX - proposal.site.end, kind(&proposal));
        groups.entry(key).or_default().push((proposal, mutant));
    }
    let mut mutants = Vec::new();
    for ((file, ..), group) in groups {
        let mut arms = Vec::new();
        let first = group[0].0.clone();
        // A control is worth its run only where a mutant of the same text is.
        let tested: Vec<Range<usize>> = group
            .iter()
            .filter(|(proposal, mutant)| {
                proposal.sql.is_some() && !mutant.is_control() && mutant.ignored.is_none()
            })
            .map(|(proposal, _)| proposal.edit.clone())
            .collect();
        for (proposal, mut mutant) in group {
            if mutant.is_control() && (mutant.ignored.is_some() || !tested.contains(&proposal.edit)) {
                continue;
            }
            mutant.number = u32::try_from(mutants.len() + 1).expect("fewer than 2^32 mutants");
            if mutant.ignored.is_none() {
                let (edit, replacement) = (proposal.edit, proposal.replacement);
                arms.push(Arm { number: mutant.number, edit, replacement, alive: true });
            }
            mutants.push(mutant);
        }
        if arms.is_empty() {
            continue;
        }
        let function = first.place.function.as_ref();
        // All values that `-> impl Trait` returns must have one type.
        let opaque_body = matches!(first.shape, Shape::Body)
            && function.is_some_and(|function| files[file].edits.has_one_type(function));
        let mut site = Site {
            range: first.site,
            shape: first.shape,
            anchors: first.anchors,
            arms,
            form: Form::Probed,
            function: function.map(|function| function.range.clone()),
            tail: function.and_then(|function| function.tail.clone()),
            constant: None,
        };
        site.form = first_form(&site, opaque_body);
        match &site.shape {
            Shape::Constant { name } => constants::place(files, scans, file, &site, name),
            _ => files[file].sites.push(site),
        }
    }
    mutants
}

/// Where a site starts on the ladder.
fn first_form(site: &Site, opaque_body: bool) -> Form {
    match site.shape {
        Shape::Body if opaque_body => Form::Rebuild,
        // A switch around part of an expression would end the part's temporaries early (I2): switch the whole scope.
        Shape::Expression { plain: false } | Shape::Method { plain: false, .. }
            if !site.anchors.contains(&site.range) && !site.anchors.is_empty() =>
        {
            Form::Anchor(site.anchors.len() - 1)
        }
        _ => Form::Probed,
    }
}

/// Separates proposals that share a node but are switched differently.
fn kind(proposal: &Proposal) -> u8 {
    match &proposal.shape {
        Shape::Statement => 0,
        Shape::Body => 1,
        Shape::Arm { .. } => 2,
        Shape::Condition => 3,
        Shape::Expression { .. } => 4,
        Shape::Lazy { .. } => 5,
        Shape::Binary { .. } => 6,
        Shape::Assign { .. } => 7,
        Shape::Unary { .. } => 8,
        Shape::Literal => 9,
        Shape::Constant { .. } => 10,
        Shape::Method { .. } => 11,
    }
}

/// The function of a file that holds a byte range, innermost first.
#[must_use]
pub fn function_at(file: &SourceFile, range: &Range<usize>) -> Option<Arc<Function>> {
    let holds =
        |function: &&Arc<Function>| function.range.start <= range.start && range.end <= function.range.end;
    file.functions.iter().filter(holds).min_by_key(|function| function.range.len()).cloned()
}
