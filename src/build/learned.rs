//! What the compiler taught the ladder, kept for the next run on the same sources: it then compiles once, not again and again.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use cargo_metadata::camino::Utf8PathBuf;
use serde::{Deserialize, Serialize};

use super::rollback::Ladder;
use crate::discover::Discovery;
use crate::instrument::point::Extent;
use crate::instrument::site::{Arm, Form, Site};
use crate::model::Verdict;
use crate::settings::Settings;
use crate::workspace::Workspace;

/// The end of the ladder for one state of sources, settings, toolchain and tool.
#[derive(Debug, Serialize, Deserialize)]
struct Learned {
    key: String,
    unviable: BTreeMap<u32, String>,
    lane: BTreeSet<u32>,
    files: Vec<LearnedFile>,
}

#[derive(Debug, Serialize, Deserialize)]
struct LearnedFile {
    blanks: Vec<Range<usize>>,
    ticks: BTreeSet<usize>,
    /// How much of each observed function is.
    extents: Vec<Extent>,
    /// Whether each function that returns `impl Iterator` may return another type.
    opaque: Vec<bool>,
    /// In the order of the sites; those beyond the discovered ones were split off.
    sites: Vec<LearnedSite>,
}

#[derive(Debug, Serialize, Deserialize)]
struct LearnedSite {
    range: Range<usize>,
    form: Form,
    /// Numbers of the arms that are compiled in.
    alive: Vec<u32>,
}

/// The file of one workspace's knowledge, for one state of everything that the compiler sees.
#[derive(Debug)]
pub struct Memory {
    path: Utf8PathBuf,
    key: String,
}

impl Memory {
    /// Digests everything that decides what compiles: sources, mutants, lock file, features, toolchain, this program.
    #[must_use]
    pub fn new(settings: &Settings, workspace: &Workspace, discovery: &Discovery) -> Self {
        let mut hasher = blake3::Hasher::new();
        let mut add = |text: &str| {
            hasher.update(&text.len().to_le_bytes());
            hasher.update(text.as_bytes());
        };
        for file in &discovery.files {
            add(file.path.as_str());
            add(&file.text);
            add(&file.sites.len().to_string());
        }
        for function in &discovery.observed {
            add(&function.path);
        }
        for mutant in &discovery.mutants {
            add(&mutant.id);
            add(mutant.ignored.as_deref().unwrap_or_default());
        }
        let manifests = workspace.members.iter().map(|package| package.manifest_path.clone());
        for path in manifests.chain([workspace.root.join("Cargo.lock")]) {
            add(&std::fs::read_to_string(path).unwrap_or_default());
        }
        add(&format!("{:?} {:?}", settings.cargo, workspace.tested));
        add(&workspace.toolchain.verbose);
        add(&["RUSTFLAGS", "CARGO_BUILD_TARGET"]
            .map(|name| std::env::var(name).unwrap_or_default())
            .join("\0"));
        let program = std::env::current_exe().and_then(std::fs::metadata);
        add(&program.map(|data| format!("{} {:?}", data.len(), data.modified().ok())).unwrap_or_default());
        Self { path: workspace.output().join("learned.json"), key: hasher.finalize().to_hex().to_string() }
    }

    /// Puts the sites where an earlier run left them; nothing happens where it knew another state.
    pub fn recall(&self, discovery: &mut Discovery, ladder: &mut Ladder) {
        let text = std::fs::read_to_string(&self.path).unwrap_or_default();
        let Ok(learned) = serde_json::from_str::<Learned>(&text) else { return };
        if learned.key != self.key || learned.files.len() != discovery.files.len() {
            return;
        }
        for (file, known) in discovery.files.iter_mut().zip(learned.files) {
            file.edits.blanks = known.blanks;
            file.edits.ticks = known.ticks;
            // The last resort forgets all points of a file.
            file.edits.points.truncate(known.extents.len());
            for (point, extent) in file.edits.points.iter_mut().zip(known.extents) {
                point.extent = extent;
            }
            for (opaque, on) in file.edits.opaque.iter_mut().zip(known.opaque) {
                opaque.on = on;
            }
            let discovered = file.sites.len();
            for (position, known) in known.sites.into_iter().enumerate() {
                if position >= discovered {
                    let origin = file.sites[..discovered].iter().find_map(|site| split(site, &known));
                    file.sites.extend(origin);
                    continue;
                }
                let site = &mut file.sites[position];
                site.form = known.form;
                for arm in &mut site.arms {
                    arm.alive = known.alive.contains(&arm.number);
                }
            }
        }
        let unviable = learned.unviable.into_iter();
        ladder.unviable = unviable.map(|(number, message)| (number, Verdict::Unviable(message))).collect();
        ladder.lane = learned.lane;
    }

    /// Keeps where the sites are now. A failure to write costs the next run some builds, nothing else.
    pub fn keep(&self, discovery: &Discovery, ladder: &Ladder) {
        let site = |site: &Site| LearnedSite {
            range: site.range.clone(),
            form: site.form.clone(),
            alive: site.arms.iter().filter(|arm| arm.alive).map(|arm| arm.number).collect(),
        };
        let files = discovery.files.iter().map(|file| LearnedFile {
            blanks: file.edits.blanks.clone(),
            ticks: file.edits.ticks.clone(),
            extents: file.edits.points.iter().map(|point| point.extent).collect(),
            opaque: file.edits.opaque.iter().map(|opaque| opaque.on).collect(),
            sites: file.sites.iter().map(site).collect(),
        });
        let unviable = ladder.unviable.iter().filter_map(|(number, verdict)| match verdict {
            Verdict::Unviable(message) => Some((*number, message.clone())),
            _ => None,
        });
        let learned = Learned {
            key: self.key.clone(),
            unviable: unviable.collect(),
            lane: ladder.lane.clone(),
            files: files.collect(),
        };
        if let Ok(text) = serde_json::to_string(&learned) {
            let part = self.path.with_extension("part");
            let _ = std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, &self.path));
        }
    }
}

/// The site that an earlier run split off from this one.
fn split(origin: &Site, known: &LearnedSite) -> Option<Site> {
    let ([number], true) = (&known.alive[..], origin.range == known.range) else { return None };
    let position = origin.arms.iter().position(|arm| arm.number == *number)?;
    let arms = vec![Arm { alive: true, ..origin.arms[position].clone() }];
    let constant = origin.constant.as_ref().map(|uses| uses.only(position));
    Some(Site { arms, constant, form: known.form.clone(), ..origin.clone() })
}
