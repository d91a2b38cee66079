//! Finds the site whose switch changes what a test sees although no mutant is on, and moves it down the ladder (I3).

use std::collections::BTreeSet;

use super::artifacts::{self, TestBinary};
use super::{Builder, compile};
use crate::discover::Discovery;
use crate::error::Result;
use crate::harness::{Harness, Launch};
use crate::instrument::site::{Form, Site};
use crate::model::Reporter;
use crate::settings::Settings;
use crate::trace::Failing;
use crate::trace::baseline::passes;
use crate::workspace::Workspace;

/// File and position of a site in a [`Discovery`].
type Place = (usize, usize);

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

/// Halves the sites that the test reaches until one is left whose absence lets it pass; that one steps down.
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
    if suspects.is_empty() || !passes_without(builder, discovery, harness, failing, &suspects)? {
        return Ok(false);
    }
    while suspects.len() > 1 {
        let half = suspects.split_off(suspects.len() / 2);
        if passes_without(builder, discovery, harness, failing, &half)? {
            suspects = half;
        }
    }
    let (file, site) = suspects[0];
    discovery.files[file].sites[site].descend();
    Ok(true)
}

fn reached_sites(discovery: &Discovery, reached: &BTreeSet<u32>) -> Vec<Place> {
    let is_reached =
        |site: &Site| site.is_placed() && site.arms.iter().any(|arm| reached.contains(&arm.number));
    let files = discovery.files.iter().enumerate();
    let sites = files
        .flat_map(|(file, source)| source.sites.iter().enumerate().map(move |(n, site)| (file, n, site)));
    sites.filter(|(_, _, site)| is_reached(site)).map(|(file, n, _)| (file, n)).collect()
}

/// Builds without some sites and runs the test; the sites are put back afterwards.
fn passes_without(
    builder: &mut Builder<'_>,
    discovery: &mut Discovery,
    harness: &Harness,
    failing: &Failing,
    without: &[Place],
) -> Result<bool> {
    let forms: Vec<Form> =
        without.iter().map(|(file, site)| discovery.files[*file].sites[*site].form.clone()).collect();
    for (file, site) in without {
        discovery.files[*file].sites[*site].form = Form::Rebuild;
    }
    let built = builder.build(discovery);
    for ((file, site), form) in without.iter().zip(forms) {
        discovery.files[*file].sites[*site].form = form;
    }
    let trial = Harness { binaries: built?.binaries, ..harness.clone() };
    passes(&trial, &failing.runnable)
}
