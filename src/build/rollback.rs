//! The rollback (I4): from the compiler's errors to the arms and sites that caused them, and their next step.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use cargo_metadata::diagnostic::{Diagnostic, DiagnosticSpan};
use mutators::Shape;
use mutators::scan::Function;

use super::const_fns::ConstFns;
use crate::discover::{Discovery, SourceFile};
use crate::instrument::point::{Extent, Point};
use crate::instrument::rebinding;
use crate::instrument::render::{Part, Rendered};
use crate::instrument::site::{Form, Site};
use crate::model::Verdict;
use crate::workspace::Workspace;

/// Errors that a mutated expression has of itself, wherever it stands: a rebuild would say the same.
const OF_ITSELF: &[&str] = &[
    "E0277", "E0369", "E0599", "E0600", "E0425", "E0433", "E0423", "E0412", "E0061", "E0107", "E0614",
    "E0368", "E0067", "E0070", "E0574", "E0560", "E0063", "E0605", "E0606", "E0604", "E0618", "E0271",
    "E0015", "E0658", "E0282", "E0283", "E0284", "E0790",
];

/// Errors of moves and borrows: the mutant's own, unless the form binds operands that the original does not bind.
const OF_BORROWS: &[&str] =
    &["E0381", "E0382", "E0384", "E0499", "E0502", "E0505", "E0506", "E0507", "E0594", "E0596"];

/// Errors that may follow from another one in the same function, because inference went astray.
const OF_INFERENCE: &[&str] =
    &["E0277", "E0282", "E0283", "E0284", "E0369", "E0599", "E0600", "E0614", "E0689", "E0790"];

/// What was learned from failed builds so far.
#[derive(Debug, Default)]
pub struct Ladder {
    /// Mutants that do not compile.
    pub unviable: BTreeMap<u32, Verdict>,
    /// Mutants whose own build must tell.
    pub lane: BTreeSet<u32>,
    const_fns: ConstFns,
    /// How often each function was blamed without a better culprit.
    blamed: HashMap<(usize, usize), usize>,
}

impl Ladder {
    /// Drops the `const` of instrumented functions before the first build.
    pub fn note_const_fns(&mut self, discovery: &mut Discovery) {
        let (dropped, doubtful) = ConstFns::drop_all(discovery);
        self.const_fns = dropped;
        self.lane.extend(doubtful);
    }

    /// Moves mutants whose operators bind otherwise in the text than in a switch to nodes where they do not.
    pub fn keep_bindings(&mut self, discovery: &mut Discovery) {
        for file in &mut discovery.files {
            let mut larger = Vec::new();
            let source = rebinding::Source::new(&file.text, &file.bodies, &file.chains);
            for site in &mut file.sites {
                let (found, left) = rebinding::split_off(&source, site);
                larger.extend(found);
                self.lane.extend(left);
            }
            file.sites.extend(larger);
        }
    }

    /// Takes the consequences of one failed build; false where no error points at anything of ours.
    pub fn step(
        &mut self,
        workspace: &Workspace,
        discovery: &mut Discovery,
        rendered: &HashMap<Utf8PathBuf, Rendered>,
        diagnostics: &[Diagnostic],
        out_of_patience: bool,
    ) -> bool {
        let mut moved = false;
        let mut descended = BTreeSet::new();
        let mut doubtful = Vec::new();
        let mut broken = BTreeSet::new();
        for diagnostic in diagnostics {
            if let Some(name) = needed_function(code_of(diagnostic), &diagnostic.message) {
                moved |= self.const_fns.restore(discovery, &name);
                continue;
            }
            let spans = places(workspace, discovery, diagnostic);
            let functions = functions_around(discovery, rendered, &spans);
            if OF_INFERENCE.contains(&code_of(diagnostic))
                && !is_certain(workspace, discovery, rendered, diagnostic)
            {
                doubtful.push((diagnostic, spans, functions));
                continue;
            }
            broken.extend(functions);
            moved |= self.blame(workspace, discovery, rendered, diagnostic, &spans, &mut descended);
        }
        for (diagnostic, spans, functions) in doubtful {
            // Where a body has another error, types of all of it are guesses: the next build tells.
            if functions.is_empty() || functions.is_disjoint(&broken) {
                moved |= self.blame(workspace, discovery, rendered, diagnostic, &spans, &mut descended);
            }
        }
        if !moved || out_of_patience {
            moved |= self.blame_functions(workspace, discovery, rendered, diagnostics);
        }
        moved
    }

    /// Gives functions back to the constants that need them, by the compiler's output for people; false where it tells of none.
    pub fn restore_const_fns(&mut self, discovery: &mut Discovery, output: &str) -> bool {
        let messages = output.lines().filter_map(|line| line.strip_prefix("error[E0015]: "));
        let names: BTreeSet<String> = messages.filter_map(|text| needed_function("E0015", text)).collect();
        let moved = names.iter().filter(|name| self.const_fns.restore(discovery, name)).count();
        moved > 0
    }

    /// Finds the culprit of one error: an observation point, else an arm, else a site.
    fn blame(
        &mut self,
        workspace: &Workspace,
        discovery: &mut Discovery,
        rendered: &HashMap<Utf8PathBuf, Rendered>,
        diagnostic: &Diagnostic,
        spans: &[(usize, Range<usize>)],
        descended: &mut BTreeSet<(usize, usize)>,
    ) -> bool {
        // Other spans of an error in a mutant tell why a value of another type is wanted, which may be what we wrote.
        if descend_point(discovery, rendered, &main_places(workspace, discovery, diagnostic)) {
            return true;
        }
        if OF_BORROWS.contains(&code_of(diagnostic))
            && self.blame_deletions(discovery, rendered, diagnostic, spans)
        {
            return true;
        }
        for place in spans {
            let (file_index, span) = (place.0, &place.1);
            let Some(text) = rendered.get(&discovery.files[file_index].path) else { continue };
            let inside = |range: &Range<usize>| range.start <= span.start && span.end <= range.end;
            let arm =
                text.arms.iter().filter(|(range, ..)| inside(range)).min_by_key(|(range, ..)| range.len());
            if let Some((_, site, number)) = arm {
                self.refuse(&mut discovery.files[file_index], *site, *number, diagnostic);
                return true;
            }
            let around =
                text.sites.iter().filter(|(range, _)| inside(range)).min_by_key(|(range, _)| range.len());
            let mut culprits: Vec<usize> = around.map(|(_, site)| *site).into_iter().collect();
            if culprits.is_empty() {
                let functions = functions_around(discovery, rendered, std::slice::from_ref(place));
                let file = &mut discovery.files[file_index];
                if functions.iter().any(|(_, function)| one_type_again(file, *function)) {
                    return true;
                }
                culprits = outermost_within(&text.sites, span);
            }
            if culprits.is_empty() {
                continue;
            }
            for site in culprits {
                // Several errors may point at one site; it steps once per build.
                if descended.insert((file_index, site)) {
                    discovery.files[file_index].sites[site].descend();
                }
            }
            return true;
        }
        false
    }

    /// Errors of moves and borrows may lie far from their cause: where an assignment is deleted, a variable keeps what it
    /// held, or holds nothing. Where no arm is at the place of the error, such arms of the function get builds of their own.
    fn blame_deletions(
        &mut self,
        discovery: &mut Discovery,
        rendered: &HashMap<Utf8PathBuf, Rendered>,
        diagnostic: &Diagnostic,
        spans: &[(usize, Range<usize>)],
    ) -> bool {
        if spans.iter().any(|place| in_an_arm(discovery, rendered, place)) {
            return false;
        }
        // "used binding `x` isn't initialized" names the variable.
        let named = diagnostic.message.split('`').nth(1).filter(|_| code_of(diagnostic) == "E0381");
        let mut moved = false;
        for (index, function) in functions_around(discovery, rendered, spans) {
            let file = &mut discovery.files[index];
            let range = file.functions[function].range.clone();
            let inside = |site: &&mut Site| {
                let deletes = matches!(site.shape, Shape::Statement) && site.is_placed();
                deletes && range.start <= site.range.start && site.range.end <= range.end
            };
            for site in file.sites.iter_mut().filter(inside) {
                let statement = &file.text[site.range.clone()];
                let Some((place, _)) = statement.split_once('=') else { continue };
                if named.is_some_and(|name| place.trim() != name) {
                    continue;
                }
                for arm in site.arms.iter_mut().filter(|arm| arm.alive && arm.replacement.is_empty()) {
                    arm.alive = false;
                    self.lane.insert(arm.number);
                    moved = true;
                }
            }
        }
        moved
    }

    /// Drops one arm: unviable where the error is the mutant's own, else a larger node or its own build must tell.
    fn refuse(&mut self, file: &mut SourceFile, site: usize, number: u32, diagnostic: &Diagnostic) {
        // All values that `-> impl Trait` returns have one hidden type, which an early return of ours would fix.
        let opaque = file
            .functions
            .iter()
            .any(|function| function.opaque && Some(&function.range) == file.sites[site].function.as_ref());
        let code = code_of(diagnostic);
        let disagrees = code == "E0308" && diagnostic.message.contains("incompatible types");
        if disagrees && let Some(larger) = file.sites[site].split_off(number) {
            file.sites.push(larger);
            return;
        }
        let site = &mut file.sites[site];
        // Where the context expects a type, a rebuild expects it too; only arms that disagree with one another are ours.
        let mismatch = code == "E0308" && !disagrees && !(opaque && site.returns());
        let binds =
            matches!(site.shape, Shape::Binary { .. } | Shape::Unary { .. }) && site.form == Form::Bound;
        // Errors without a code come from parsing and from names of macros.
        let own =
            code.is_empty() || OF_ITSELF.contains(&code) || mismatch || OF_BORROWS.contains(&code) && !binds;
        for arm in site.arms.iter_mut().filter(|arm| arm.number == number) {
            arm.alive = false;
        }
        if own {
            self.unviable.insert(number, Verdict::Unviable(diagnostic.message.clone()));
        } else {
            self.lane.insert(number);
        }
    }

    /// Without a better culprit, all sites of the functions around the errors step down.
    fn blame_functions(
        &mut self,
        workspace: &Workspace,
        discovery: &mut Discovery,
        rendered: &HashMap<Utf8PathBuf, Rendered>,
        diagnostics: &[Diagnostic],
    ) -> bool {
        let functions: BTreeSet<_> = diagnostics
            .iter()
            .flat_map(|diagnostic| {
                functions_around(discovery, rendered, &places(workspace, discovery, diagnostic))
            })
            .collect();
        // What is observed is worth less than what is mutated.
        let mut moved = false;
        for (index, function) in &functions {
            let file = &mut discovery.files[*index];
            moved |= drop_points(file, *function) | one_type_again(file, *function);
        }
        if moved {
            return true;
        }
        for (index, function) in functions {
            let times = self.blamed.entry((index, function)).or_default();
            *times += 1;
            let file = &mut discovery.files[index];
            let range = file.functions[function].range.clone();
            for site in &mut file.sites {
                if range.start <= site.range.start && site.range.end <= range.end && site.is_placed() {
                    if *times > 3 {
                        site.form = Form::Rebuild
                    } else {
                        site.descend()
                    }
                    moved = true;
                }
            }
        }
        moved
    }

    /// The last resort: files with errors are compiled as they are, then all. False where there is nothing left to drop.
    pub fn drop_files(
        &mut self,
        workspace: &Workspace,
        discovery: &mut Discovery,
        diagnostics: &[Diagnostic],
    ) -> bool {
        let mut files: BTreeSet<usize> =
            diagnostics.iter().flat_map(|d| places(workspace, discovery, d)).map(|(file, _)| file).collect();
        let holds_ours = |file: &usize| {
            let file = &discovery.files[*file];
            let edits = &file.edits;
            let observed = edits.points.iter().any(|point| point.extent != Extent::Nothing);
            let edited = !edits.ticks.is_empty() || !edits.blanks.is_empty() || observed;
            edited || file.sites.iter().any(Site::is_placed)
        };
        // The cause may lie in another file, for instance a function that is no longer `const`.
        files.retain(holds_ours);
        if files.is_empty() {
            files = (0..discovery.files.len()).filter(holds_ours).collect();
        }
        let mut moved = false;
        for file in files {
            let file = &mut discovery.files[file];
            moved = true;
            file.edits = crate::instrument::render::Edits::default();
            file.sites.iter_mut().for_each(|site| site.form = Form::Rebuild);
        }
        moved
    }
}

/// Observes less of the function whose point's own text is at one of the places; false where none is.
fn descend_point(
    discovery: &mut Discovery,
    rendered: &HashMap<Utf8PathBuf, Rendered>,
    spans: &[(usize, Range<usize>)],
) -> bool {
    for (index, span) in spans {
        let file = &mut discovery.files[*index];
        let Some(text) = rendered.get(&file.path) else { continue };
        let blamed = |(range, _, part): &&(Range<usize>, usize, Part)| match part {
            Part::Entry | Part::Result => range.start <= span.start && span.end <= range.end,
            Part::Around => range == span,
        };
        if let Some((_, point, part)) = text.points.iter().find(blamed) {
            file.edits.points[*point].descend(*part == Part::Entry);
            return true;
        }
    }
    false
}

/// Observes no more what a function returns; false where nobody does.
fn drop_points(file: &mut SourceFile, function: usize) -> bool {
    let function = &file.functions[function];
    let of_function = |point: &&mut Point| point.function == *function && point.reads_results();
    let dropped = file.edits.points.iter_mut().filter(of_function);
    dropped.map(|point| point.extent = Extent::Calls).count() > 0
}

/// Lets a function return one type only; its mutants of other types get builds of their own. False where it does already.
fn one_type_again(file: &mut SourceFile, function: usize) -> bool {
    let body = &file.functions[function].body;
    let Some(opaque) = file.edits.opaque.iter_mut().find(|opaque| opaque.on && opaque.body == *body) else {
        return false;
    };
    opaque.on = false;
    let range = &file.functions[function].range;
    let bodies = file.sites.iter_mut().filter(|site| matches!(site.shape, Shape::Body));
    bodies.filter(|site| site.function.as_ref() == Some(range)).for_each(|site| site.form = Form::Rebuild);
    true
}

fn code_of(diagnostic: &Diagnostic) -> &str {
    diagnostic.code.as_ref().map_or("", |code| code.code.as_str())
}

/// Whether an error of inference is a mutant's own even in a body with other errors: it lies in the mutant's text, and the
/// types that it names are known in full. Numbers are not: what a literal is may come from another mutant that is wrong.
fn is_certain(
    workspace: &Workspace,
    discovery: &Discovery,
    rendered: &HashMap<Utf8PathBuf, Rendered>,
    diagnostic: &Diagnostic,
) -> bool {
    let mut names = diagnostic.message.split('`').skip(1).step_by(2);
    let known = diagnostic.message.contains('`') && !names.any(guessed_type);
    known
        && main_places(workspace, discovery, diagnostic)
            .first()
            .is_some_and(|place| in_an_arm(discovery, rendered, place))
}

/// Whether a place lies in the text of a mutant.
fn in_an_arm(
    discovery: &Discovery,
    rendered: &HashMap<Utf8PathBuf, Rendered>,
    (file, span): &(usize, Range<usize>),
) -> bool {
    let text = rendered.get(&discovery.files[*file].path);
    text.is_some_and(|text| {
        text.arms.iter().any(|(range, ..)| range.start <= span.start && span.end <= range.end)
    })
}

/// True where the compiler does not know all of a type, or may have guessed it: `Vec<_>`, `{integer}`, `[type error]`, `u8`.
fn guessed_type(name: &str) -> bool {
    let mut words = name.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '{' && c != '\'');
    let is_number = |word: &str| {
        let bits = word.strip_prefix(['i', 'u', 'f']);
        bits.is_some_and(|bits| {
            bits == "size" || !bits.is_empty() && bits.bytes().all(|b| b.is_ascii_digit())
        })
    };
    words.any(|word| word == "_" || word.starts_with('{') || is_number(word)) || name.contains("type error")
}

/// The innermost functions around places in rendered files, as file and function index.
fn functions_around(
    discovery: &Discovery,
    rendered: &HashMap<Utf8PathBuf, Rendered>,
    places: &[(usize, Range<usize>)],
) -> BTreeSet<(usize, usize)> {
    let around = |(index, span): &(usize, Range<usize>)| {
        let file = &discovery.files[*index];
        let text = &rendered.get(&file.path)?.text;
        // Lines are kept, so the line of the error is the line in the original.
        let line = text[..span.start.min(text.len())].matches('\n').count();
        let (start, end) = (line_start(&file.text, line), line_start(&file.text, line + 1));
        let holds = |(_, function): &(usize, &std::sync::Arc<Function>)| {
            function.range.start < end && start < function.range.end
        };
        let innermost = file.functions.iter().enumerate().filter(holds).min_by_key(|(_, f)| f.range.len());
        innermost.map(|(function, _)| (*index, function))
    };
    places.iter().filter_map(around).collect()
}

fn line_start(text: &str, line: usize) -> usize {
    if line == 0 {
        return 0;
    }
    text.match_indices('\n').nth(line - 1).map_or(text.len(), |(at, _)| at + 1)
}

fn outermost_within(sites: &[(Range<usize>, usize)], span: &Range<usize>) -> Vec<usize> {
    let within: Vec<_> =
        sites.iter().filter(|(range, _)| span.start <= range.start && range.end <= span.end).collect();
    let nested = |range: &Range<usize>| {
        within.iter().any(|(other, _)| other != range && other.start <= range.start && range.end <= other.end)
    };
    within.iter().filter(|(range, _)| !nested(range)).map(|(_, site)| *site).collect()
}

/// The function that a constant needs, from the message of E0015:
/// "cannot call non-const associated function `ArrayVec::<Vec<u8>, 10>::new` in constants".
fn needed_function(code: &str, message: &str) -> Option<String> {
    if code != "E0015" {
        return None;
    }
    let path = message.split('`').nth(1)?;
    let mut depth = 0_usize;
    let mut bare = String::new();
    for c in path.chars() {
        match c {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    bare.rsplit("::").find(|segment| !segment.is_empty()).map(str::to_owned)
}

/// The places of an error in our files: main spans first, macro expansions followed to their call.
fn places(
    workspace: &Workspace,
    discovery: &Discovery,
    diagnostic: &Diagnostic,
) -> Vec<(usize, Range<usize>)> {
    let (main, other): (Vec<_>, Vec<_>) = diagnostic.spans.iter().partition(|span| span.is_primary);
    let children = diagnostic.children.iter().flat_map(|child| &child.spans);
    main.into_iter()
        .chain(other)
        .chain(children)
        .filter_map(|span| place(workspace, discovery, span))
        .collect()
}

/// The places of an error's main spans in our files.
fn main_places(
    workspace: &Workspace,
    discovery: &Discovery,
    diagnostic: &Diagnostic,
) -> Vec<(usize, Range<usize>)> {
    let main = diagnostic.spans.iter().filter(|span| span.is_primary);
    main.filter_map(|span| place(workspace, discovery, span)).collect()
}

fn place(
    workspace: &Workspace,
    discovery: &Discovery,
    span: &DiagnosticSpan,
) -> Option<(usize, Range<usize>)> {
    let path = workspace.root.join(&span.file_name);
    let path = if path.exists() { path } else { Utf8Path::new("/").join(&span.file_name) };
    if let Some(file) = discovery.files.iter().position(|file| file.path == path) {
        return Some((file, span.byte_start as usize..span.byte_end as usize));
    }
    let expansion = span.expansion.as_ref()?;
    place(workspace, discovery, &expansion.span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_that_the_compiler_does_not_know_are_told_apart() {
        for known in ["char", "<T as ToOwned>::Owned", "Default", "to_string", "BytesToHexChars<'_>"] {
            assert!(!guessed_type(known), "{known}");
        }
        for unknown in
            ["NonNull<_>", "_", "{integer}", "Vec<{float}>", "[type error]", "usize", "[_]", "Vec<u8>"]
        {
            assert!(guessed_type(unknown), "{unknown}");
        }
    }

    #[test]
    fn the_function_that_a_constant_needs_is_named_without_generics() {
        let needed = |path: &str| {
            needed_function(
                "E0015",
                &format!("cannot call non-const associated function `{path}` in constants"),
            )
        };
        assert_eq!(needed("ArrayVec::<Vec<u8>, 10>::new_const").as_deref(), Some("new_const"));
        assert_eq!(needed("a::b::<3>").as_deref(), Some("b"));
        assert_eq!(needed("<T as A>::c").as_deref(), Some("c"));
        assert_eq!(needed_function("E0308", "mismatched types"), None);
    }
}
