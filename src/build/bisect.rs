//! Finds the site or observation point that does harm although no diagnostic points at it, and moves it down the ladder:
//! it changes what a test sees while no mutant is on (I3), or the compiler's error has no place (I4).

use std::collections::BTreeSet;

use cargo_metadata::diagnostic::Diagnostic;

use super::artifacts::{self, TestBinary};
use super::{Builder, compile};
use crate::discover::Discovery;
use crate::error::Result;
use crate::harness::{Harness, Launch};
use crate::instrument::point::Extent;
use crate::instrument::site::{Form, Site};
use crate::model::Reporter;
use crate::settings::Settings;
use crate::trace::Failing;
use crate::trace::baseline::passes;
use crate::workspace::Workspace;

/// Something of ours in a [`Discovery`], by file and position.
#[derive(Debug, Clone, Copy)]
enum Suspect {
    Site(usize, usize),
    Point(usize, usize),
}

/// What a suspect was before it was taken out.
enum Before {
    Site(Form),
    Point(Extent),
}

impl Suspect {
    fn take_out(self, discovery: &mut Discovery) -> Before {
        match self {
            Self::Site(file, site) => {
                let form = &mut discovery.files[file].sites[site].form;
                Before::Site(std::mem::replace(form, Form::Rebuild))
            }
            Self::Point(file, point) => {
                let extent = &mut discovery.files[file].edits.points[point].extent;
                Before::Point(std::mem::replace(extent, Extent::Nothing))
            }
        }
    }

    fn put_back(self, discovery: &mut Discovery, before: Before) {
        match (self, before) {
            (Self::Site(file, site), Before::Site(form)) => discovery.files[file].sites[site].form = form,
            (Self::Point(file, point), Before::Point(extent)) => {
                // The last resort of a build may have taken all of the file out.
                if let Some(point) = discovery.files[file].edits.points.get_mut(point) {
                    point.extent = extent;
                }
            }
            (Self::Site(..), Before::Point(_)) | (Self::Point(..), Before::Site(_)) => {}
        }
    }
}

/// Whether the test passes in the user's own build, which would make its failure our fault.
///
/// # Errors
/// Ctrl-C, or a build or process that cannot be started.
pub fn passes_originally(
    settings: &Settings,
    workspace: &Workspace,
    harness: &Harness,
    failing: &Failing,
    reporter: &dyn Reporter,
) -> Result<bool> {
    let (Launch::Named(index) | Launch::Whole(index)) = failing.runnable.launch else { return Ok(false) };
    let compiled = compile::compile_original(settings, workspace, reporter)?;
    let target = &harness.binaries[index].target;
    let binaries: Vec<TestBinary> = artifacts::test_binaries(workspace, &compiled);
    let Some(position) = binaries.iter().position(|binary| binary.target == *target) else {
        return Ok(false);
    };
    let launch = match failing.runnable.launch {
        Launch::Whole(_) => Launch::Whole(position),
        _ => Launch::Named(position),
    };
    let original = Harness { binaries, ..harness.clone() };
    let runnable = crate::harness::Runnable { launch, ..failing.runnable.clone() };
    passes(&original, &runnable)
}

/// Halves the sites that the test reaches, and all observation points, until one is left whose absence lets it pass; that one steps down.
/// False where no single site is to blame.
///
/// # Errors
/// As [`Builder::build`].
pub fn blame(
    builder: &mut Builder<'_>,
    discovery: &mut Discovery,
    harness: &Harness,
    failing: &Failing,
) -> Result<bool> {
    let mut suspects = reached_sites(discovery, &failing.reached);
    suspects.extend(points(discovery));
    if suspects.is_empty() || !passes_without(builder, discovery, harness, failing, &suspects)? {
        return Ok(false);
    }
    while suspects.len() > 1 {
        let half = suspects.split_off(suspects.len() / 2);
        if passes_without(builder, discovery, harness, failing, &half)? {
            suspects = half;
        }
    }
    match suspects[0] {
        Suspect::Site(file, site) => discovery.files[file].sites[site].descend(),
        Suspect::Point(file, point) => discovery.files[file].edits.points[point].extent = Extent::Nothing,
    }
    Ok(true)
}

/// Finds a site or point without which the errors of these codes are gone, by ever shorter lists of what is placed; a site
/// gets builds of its own. False where the errors stay with nothing placed.
///
/// # Errors
/// As [`Builder::build`].
pub(super) fn blame_unplaced(
    builder: &mut Builder<'_>,
    discovery: &mut Discovery,
    diagnostics: &[Diagnostic],
) -> Result<bool> {
    let code = |diagnostic: &Diagnostic| diagnostic.code.as_ref().map(|code| code.code.clone());
    let codes: BTreeSet<Option<String>> = diagnostics.iter().map(code).collect();
    let mut suspects = sites(discovery, |_| true);
    suspects.extend(points(discovery));
    let mut fails = |placed: usize| {
        let out = &suspects[placed..];
        let before: Vec<Before> = out.iter().map(|suspect| suspect.take_out(discovery)).collect();
        let compiled = builder.compile(discovery);
        for (suspect, before) in out.iter().zip(before) {
            suspect.put_back(discovery, before);
        }
        let (_, compiled) = compiled?;
        let again = compiled.diagnostics.iter().any(|diagnostic| codes.contains(&code(diagnostic)));
        Ok(!compiled.success && again)
    };
    if suspects.is_empty() || fails(0)? {
        return Ok(false);
    }
    // With the first `few` it compiles, with the first `many` it does not.
    let (mut few, mut many) = (0, suspects.len());
    while many - few > 1 {
        let middle = few.midpoint(many);
        if fails(middle)? {
            many = middle;
        } else {
            few = middle;
        }
    }
    suspects[few].take_out(discovery);
    Ok(true)
}

fn reached_sites(discovery: &Discovery, reached: &BTreeSet<u32>) -> Vec<Suspect> {
    sites(discovery, |site| site.arms.iter().any(|arm| reached.contains(&arm.number)))
}

/// The placed sites that are wanted.
fn sites(discovery: &Discovery, wanted: impl Fn(&Site) -> bool) -> Vec<Suspect> {
    let files = discovery.files.iter().enumerate();
    let sites = files
        .flat_map(|(file, source)| source.sites.iter().enumerate().map(move |(n, site)| (file, n, site)));
    let wanted = sites.filter(|(_, _, site)| site.is_placed() && wanted(site));
    wanted.map(|(file, n, _)| Suspect::Site(file, n)).collect()
}

/// No trace tells which points a test reaches.
fn points(discovery: &Discovery) -> Vec<Suspect> {
    let points = discovery.files.iter().enumerate().flat_map(|(file, source)| {
        source.edits.points.iter().enumerate().map(move |(n, point)| (file, n, point))
    });
    let observed = points.filter(|(.., point)| point.extent != Extent::Nothing);
    observed.map(|(file, n, _)| Suspect::Point(file, n)).collect()
}

/// Builds without some suspects and runs the test; they are put back afterwards.
fn passes_without(
    builder: &mut Builder<'_>,
    discovery: &mut Discovery,
    harness: &Harness,
    failing: &Failing,
    without: &[Suspect],
) -> Result<bool> {
    let before: Vec<Before> = without.iter().map(|suspect| suspect.take_out(discovery)).collect();
    let built = builder.build(discovery);
    for (suspect, before) in without.iter().zip(before) {
        suspect.put_back(discovery, before);
    }
    let trial = Harness { binaries: built?.binaries, ..harness.clone() };
    passes(&trial, &failing.runnable)
}
