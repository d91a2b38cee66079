//! Constants are mutated at their uses: finds the uses, and the constants for which that would not be the same.

use std::collections::HashMap;

use mutators::Shape;
use mutators::scan::Scan;

use super::SourceFile;
use crate::instrument::site::{ConstantUse, Form, Site};

/// Which upper-case names mean one constant, whose every occurrence is a value that can be switched.
#[derive(Debug)]
pub(super) struct Names {
    switchable: HashMap<String, bool>,
}

impl Names {
    /// Counts definitions, occurrences and uses over all files.
    pub(super) fn new(files: &[SourceFile], scans: &[&Scan]) -> Self {
        let mut definitions: HashMap<&str, usize> = HashMap::new();
        let mut occurrences: HashMap<&str, usize> = HashMap::new();
        let mut uses: HashMap<&str, usize> = HashMap::new();
        for scan in scans {
            scan.definitions.iter().for_each(|(name, count)| *definitions.entry(name).or_default() += count);
            scan.idents.iter().for_each(|(name, count)| *occurrences.entry(name).or_default() += count);
            scan.uses.iter().for_each(|found| *uses.entry(&found.name).or_default() += 1);
        }
        let switchable = definitions.iter().map(|(name, count)| {
            // One definition, and nothing but value uses besides: no pattern, no array length, no unread macro.
            let accounted = 1 + uses.get(name).copied().unwrap_or_default();
            let captured = format!("{{{name}");
            let plain = *count == 1
                && occurrences.get(name) == Some(&accounted)
                && !files.iter().any(|file| file.text.contains(&captured));
            ((*name).to_owned(), plain)
        });
        Self { switchable: switchable.collect() }
    }

    /// Puts the site of an initialiser at every use, or into the rebuild lane.
    pub(super) fn place(
        &self,
        files: &mut [SourceFile],
        scans: &[&Scan],
        owner: usize,
        site: &Site,
        name: &str,
    ) {
        if self.switchable.get(name) != Some(&true) {
            files[owner].sites.push(Site { form: Form::Rebuild, ..site.clone() });
            return;
        }
        let text = &files[owner].text;
        let values: Vec<String> = site
            .arms
            .iter()
            .map(|arm| {
                let (before, after) = (site.range.start..arm.edit.start, arm.edit.end..site.range.end);
                format!("{}{}{}", &text[before], arm.replacement, &text[after])
            })
            .map(|value| mutators::syntax::one_line(&value, 0..value.len()))
            .collect();
        for (file, scan) in files.iter_mut().zip(scans) {
            for found in scan.uses.iter().filter(|found| found.name == name) {
                let function = scan.functions.iter().find(|function| {
                    function.range.start <= found.range.start && found.range.end <= function.range.end
                });
                file.sites.push(Site {
                    range: found.range.clone(),
                    shape: Shape::Constant { name: name.to_owned() },
                    anchors: found.anchors.clone(),
                    arms: site.arms.clone(),
                    form: Form::Plain,
                    function: function.map(|function| function.range.clone()),
                    tail: function.and_then(|function| function.tail.clone()),
                    constant: Some(ConstantUse { values: values.clone() }),
                });
            }
        }
    }
}
