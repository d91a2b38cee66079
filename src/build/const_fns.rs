//! `const fn`: instrumented copies drop the keyword, unless a constant needs the function (I7).

use std::collections::{BTreeSet, HashMap};

use crate::discover::Discovery;
use crate::instrument::site::Form;

/// The `const fn`s whose keyword is blanked, by bare name.
#[derive(Debug, Default)]
pub struct ConstFns {
    /// Name to (file index, function index).
    dropped: HashMap<String, Vec<(usize, usize)>>,
}

impl ConstFns {
    /// Blanks the keyword of every `const fn` that holds a site or a tick.
    pub fn drop_all(discovery: &mut Discovery) -> Self {
        let mut all = Self::default();
        for (index, file) in discovery.files.iter_mut().enumerate() {
            for (position, function) in file.functions.iter().enumerate() {
                let Some(keyword) = &function.constness else { continue };
                let range = &function.range;
                let holds_site = file
                    .sites
                    .iter()
                    .any(|site| range.start <= site.range.start && site.range.end <= range.end);
                let holds_tick = file.edits.ticks.range(range.clone()).next().is_some();
                if holds_site || holds_tick {
                    file.edits.blanks.push(keyword.clone());
                    all.dropped.entry(function.name.clone()).or_default().push((index, position));
                }
            }
        }
        all
    }

    /// Gives functions of that name their keyword back, and those that they call; their mutants go to the rebuild
    /// lane. True where anything changed.
    pub fn restore(&mut self, discovery: &mut Discovery, name: &str) -> bool {
        let mut pending = BTreeSet::from([name.to_owned()]);
        let mut changed = false;
        while let Some(name) = pending.pop_first() {
            for (file, position) in self.dropped.remove(&name).unwrap_or_default() {
                changed = true;
                let file = &mut discovery.files[file];
                let function = file.functions[position].clone();
                file.edits.blanks.retain(|blank| Some(blank) != function.constness.as_ref());
                file.edits.ticks.retain(|at| !function.range.contains(at));
                for site in &mut file.sites {
                    if function.range.start <= site.range.start && site.range.end <= function.range.end {
                        site.form = Form::Rebuild;
                    }
                }
                // What a constant function calls must be constant too.
                let body = &file.text[function.body.clone()];
                let words = body.split(|c: char| !c.is_alphanumeric() && c != '_');
                pending.extend(words.filter(|word| self.dropped.contains_key(*word)).map(str::to_owned));
            }
        }
        changed
    }
}
