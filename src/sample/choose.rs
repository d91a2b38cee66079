//! Which rows of a data set become its sample: one pass over what the layers need to see, then layer after layer.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use cargo_metadata::camino::Utf8Path;
use mutators::witness::Clues;

use super::fill;
use super::hunt::{ColumnHunt, Witness, group_sizes, key_sets};
use super::joins::Met;
use super::layers::{GroupSketch, KeyLayer, Reservoir, StrataLayer};
use super::random::{Random, key_hash};
use super::scan::{Address, Batch, Passed, Scan, Spill, Visitor};
use super::source::Source;
use super::survey::Survey;
use super::{DataSet, Layer, frames};
use crate::error::Result;

/// Bytes of column chunks that the search for witnesses reads at most; what it finds by then is what there is.
const WITNESS_BYTES: u64 = 128 << 20;

/// Different keys that a reference remembers, to find parents without children.
const MOST_KEYS: usize = 4_000_000;

/// Millionths.
const WHOLE: u64 = 1_000_000;

/// Keys are compared across data sets, whatever their seeds are.
const KEY_SEED: u64 = 0;

/// Rows without a partner that are kept as witnesses.
const UNMATCHED: usize = 2;

/// What another data set asks of this one.
#[derive(Debug, Clone, Default)]
pub struct Demand {
    /// Who asks.
    pub child: String,
    /// The columns here that it refers to.
    pub key: Vec<String>,
    /// Hashes of the keys that its sample refers to: their rows are taken.
    pub wanted: HashSet<u64>,
    /// Hashes of all keys that it refers to; `None` where there are too many to remember.
    pub all: Option<HashSet<u64>>,
}

/// Everything that decides the choice.
pub struct Plan<'a> {
    /// Its settings.
    pub data_set: &'a DataSet,
    /// Its files.
    pub source: &'a Source,
    /// What is known of each.
    pub surveys: &'a [Survey],
    /// What the code compares columns with.
    pub clues: &'a Clues,
    /// Keys of the key layer are below this.
    pub ceiling: u64,
    /// What other data sets need from here.
    pub demands: &'a [Demand],
    /// For each of the data set's references the keys that exist.
    pub parents: &'a [HashSet<u64>],
    /// Other data sets that the code joins it with.
    pub met: &'a [Met],
}

/// The rows of a sample, and how they came into it.
pub struct Choice {
    /// In the order of the source.
    pub rows: BTreeMap<Address, Layer>,
    /// What was read to choose.
    pub passed: Passed,
    /// Keys from this hash on are not in the key layer.
    pub ceiling: u64,
    /// What was looked for.
    pub witnesses: Vec<Witness>,
    /// What the user should know.
    pub notes: Vec<String>,
    /// For each reference the keys of all rows of the source.
    pub referred: Vec<Option<HashSet<u64>>>,
    /// The chosen records of text.
    pub spill: Option<Spill>,
}

/// Chooses.
///
/// # Errors
/// Files that cannot be read.
pub fn choose(plan: &Plan<'_>, scratch: &Utf8Path) -> Result<Choice> {
    let mut look = Look::new(plan);
    let needed = look.needed.clone();
    let scan = Scan { data_set: plan.data_set, source: plan.source, surveys: plan.surveys, needed: &needed };
    let mut spill = plan.source.format.is_text().then(|| Spill::new(scratch)).transpose()?;
    let passed = scan.run(&mut look, spill.as_mut())?;
    if let Some(spill) = &mut spill {
        spill.flush()?;
    }
    Ok(look.finish(passed, spill))
}

/// What the pass remembers.
struct Look<'a> {
    plan: &'a Plan<'a>,
    /// Names of all columns that are looked at.
    needed: Vec<String>,
    /// Those that every row group is read for.
    always: Vec<usize>,
    /// Places of columns in `needed`, for each use.
    key: Vec<usize>,
    strata: Vec<usize>,
    references: Vec<Vec<usize>>,
    demanded: Vec<Vec<usize>>,
    joined: Vec<Vec<usize>>,
    keys: KeyLayer,
    stratified: StrataLayer,
    /// Of rows that refer to something; of the orphans of each reference that declares a share.
    reservoir: Option<Reservoir>,
    orphans: Vec<Option<Reservoir>>,
    hunts: Vec<(usize, ColumnHunt)>,
    sketches: Vec<(Vec<usize>, &'static str, GroupSketch)>,
    /// Sketches saw every row so far.
    sketched_all: bool,
    required: BTreeSet<Address>,
    childless: Vec<Vec<Address>>,
    parentless: Vec<Vec<Address>>,
    partnerless: Vec<Vec<Address>>,
    referred: Vec<Option<HashSet<u64>>>,
    orphaned: BTreeMap<Address, usize>,
    random: Random,
    file: Option<u32>,
    witness_bytes: u64,
}

impl<'a> Look<'a> {
    fn new(plan: &'a Plan<'a>) -> Self {
        let data_set = plan.data_set;
        let mut needed: Vec<String> = vec![];
        let mut place = |names: &[String]| -> Vec<usize> {
            let mut places = vec![];
            for name in names {
                let known = needed.iter().position(|known| known == name);
                places.push(known.unwrap_or_else(|| {
                    needed.push(name.clone());
                    needed.len() - 1
                }));
            }
            places
        };
        let key = place(&data_set.key);
        let strata = place(&data_set.stratify_by);
        let references: Vec<Vec<usize>> =
            data_set.references.iter().map(|reference| place(&reference.columns)).collect();
        let demanded: Vec<Vec<usize>> = plan.demands.iter().map(|demand| place(&demand.key)).collect();
        let joined: Vec<Vec<usize>> = plan.met.iter().map(|met| place(&met.columns)).collect();
        let mut hunts = vec![];
        let mut sketches = vec![];
        if data_set.witnesses {
            let columns = plan.surveys.first().map_or(&[][..], |survey| &survey.columns);
            for column in columns {
                let is_masked = data_set.is_masked(&column.name);
                if let Some(hunt) = ColumnHunt::new(&column.name, column.kind, plan.clues, is_masked) {
                    hunts.push((place(std::slice::from_ref(&column.name))[0], hunt));
                }
            }
            let known: BTreeSet<String> = columns.iter().map(|column| column.name.clone()).collect();
            let mut sizes = group_sizes(plan.clues, &known);
            for (set, kind) in key_sets(plan.clues, &known) {
                let sketch = GroupSketch::new(sizes.remove(&set).unwrap_or_default());
                sketches.push((place(&set), kind, sketch));
            }
        }
        let always: BTreeSet<usize> =
            [&key, &strata].into_iter().chain(&references).chain(&demanded).flatten().copied().collect();
        let share = |share: Option<usize>, part: usize| share.unwrap_or(data_set.rows.div_ceil(part));
        let key_rows = if key.is_empty() { 0 } else { share(data_set.layers.key, 2) };
        let strata_rows = if strata.is_empty() { 0 } else { share(data_set.layers.strata, 4) };
        let declares_orphans = data_set.references.iter().any(|reference| reference.orphans.is_some());
        let streams = plan.source.format.is_text() || declares_orphans;
        let orphans = data_set.references.iter();
        Self {
            plan,
            needed,
            always: always.into_iter().collect(),
            key,
            strata,
            keys: KeyLayer::new(key_rows, plan.ceiling),
            stratified: StrataLayer::new(strata_rows),
            reservoir: streams.then(|| Reservoir::new(data_set.rows)),
            orphans: orphans
                .map(|reference| reference.orphans.map(|_| Reservoir::new(data_set.rows)))
                .collect(),
            hunts,
            sketches,
            sketched_all: true,
            required: BTreeSet::new(),
            childless: vec![vec![]; demanded.len()],
            parentless: vec![vec![]; references.len()],
            partnerless: vec![vec![]; joined.len()],
            referred: vec![Some(HashSet::new()); references.len()],
            references,
            demanded,
            joined,
            orphaned: BTreeMap::new(),
            random: Random::new(data_set.seed, ""),
            file: None,
            witness_bytes: 0,
        }
    }

    /// What the row refers to, and whether it is taken for it; true where it is to be kept.
    fn relate(&mut self, batch: &Batch<'_>, row: usize, address: Address) -> (bool, Option<usize>) {
        let (mut keep, mut orphan) = (false, None);
        for (index, places) in self.references.iter().enumerate() {
            let Some(hash) = hash_of(batch, places, row, KEY_SEED) else { continue };
            if let Some(all) = &mut self.referred[index] {
                all.insert(hash);
                if all.len() > MOST_KEYS {
                    self.referred[index] = None;
                }
            }
            if !self.plan.parents[index].contains(&hash) {
                orphan = orphan.or(self.orphans[index].is_some().then_some(index));
                if self.parentless[index].len() < UNMATCHED {
                    self.parentless[index].push(address);
                    keep = true;
                }
            }
        }
        for (index, places) in self.demanded.iter().enumerate() {
            let Some(hash) = hash_of(batch, places, row, KEY_SEED) else { continue };
            let demand = &self.plan.demands[index];
            if demand.wanted.contains(&hash) {
                self.required.insert(address);
                keep = true;
            }
            let is_alone = demand.all.as_ref().is_some_and(|all| !all.contains(&hash));
            if is_alone && self.childless[index].len() < UNMATCHED {
                self.childless[index].push(address);
                keep = true;
            }
        }
        (keep, orphan)
    }

    fn row(&mut self, batch: &Batch<'_>, row: usize) -> bool {
        let address = batch.address(row);
        let chance = self.random.draw();
        let seed = self.plan.data_set.seed;
        let (mut keep, orphan) = self.relate(batch, row, address);
        if !self.key.is_empty()
            && let Some(hash) = hash_of(batch, &self.key, row, seed)
        {
            keep |= self.keys.offer(hash, address);
        }
        if !self.strata.is_empty() {
            keep |= self.stratified.offer(stratum(batch, &self.strata, row, seed), chance, address);
        }
        let reservoir = match orphan {
            Some(index) => self.orphans[index].as_mut(),
            None => self.reservoir.as_mut(),
        };
        keep |= reservoir.is_some_and(|reservoir| reservoir.offer(chance, address));
        for (place, hunt) in &mut self.hunts {
            if let Some(cells) = &batch.columns[*place] {
                keep |= hunt.offer(&cells[row], address);
            }
        }
        for (places, _, sketch) in &mut self.sketches {
            if let Some(hash) = hash_of(batch, places, row, KEY_SEED) {
                keep |= sketch.offer(hash, address);
            }
        }
        for (index, places) in self.joined.iter().enumerate() {
            let alone = &mut self.partnerless[index];
            if alone.len() < UNMATCHED
                && let Some(hash) = hash_of(batch, places, row, KEY_SEED)
                && !self.plan.met[index].keys.contains(&hash)
            {
                alone.push(address);
                keep = true;
            }
        }
        if keep && let Some(index) = orphan {
            self.orphaned.insert(address, index);
        }
        keep
    }

    fn witnesses(&mut self) -> Vec<Witness> {
        let mut found = vec![];
        for (_, hunt) in std::mem::take(&mut self.hunts) {
            found.extend(hunt.finish());
        }
        for (places, kind, sketch) in &self.sketches {
            let columns =
                places.iter().map(|place| self.needed[*place].as_str()).collect::<Vec<_>>().join(", ");
            let units = |groups: Vec<&super::layers::Followed>| {
                groups.into_iter().take(UNMATCHED).map(|group| group.rows.clone()).collect::<Vec<_>>()
            };
            let several = units(sketch.several().collect());
            found.push(Witness {
                what: format!("rows with equal {kind} ({columns})"),
                asked: true,
                units: several,
            });
            if self.sketched_all {
                let single = units(sketch.single().collect());
                found.push(Witness {
                    what: format!("a row alone with its {kind} ({columns})"),
                    asked: true,
                    units: single,
                });
                // Groups of one row are those alone with their key.
                for (size, groups) in sketch.sized().filter(|(size, _)| *size > 1) {
                    found.push(Witness {
                        what: format!("rows with equal {kind} ({columns}), exactly {size} of them"),
                        asked: sketch.is_complete(),
                        units: units(groups),
                    });
                }
            }
        }
        let alone = |rows: &[Address]| rows.iter().map(|row| vec![*row]).collect::<Vec<_>>();
        for (reference, rows) in self.plan.data_set.references.iter().zip(&self.parentless) {
            let what = format!("{} that {} does not have", reference.columns.join(", "), reference.to);
            found.push(Witness { what, asked: true, units: alone(rows) });
        }
        for (demand, rows) in self.plan.demands.iter().zip(&self.childless) {
            if demand.all.is_some() {
                let what = format!("{} that no row of {} refers to", demand.key.join(", "), demand.child);
                found.push(Witness { what, asked: true, units: alone(rows) });
            }
        }
        for (met, rows) in self.plan.met.iter().zip(&self.partnerless) {
            let what = format!("{} that {} does not have", met.columns.join(", "), met.other);
            found.push(Witness { what, asked: met.is_sure && self.sketched_all, units: alone(rows) });
        }
        if self.plan.data_set.witnesses { found } else { vec![] }
    }

    fn finish(mut self, passed: Passed, spill: Option<Spill>) -> Choice {
        let data_set = self.plan.data_set;
        let mut taken: BTreeMap<Address, Layer> = BTreeMap::new();
        let mut notes = vec![];
        for row in std::mem::take(&mut self.required) {
            taken.insert(row, Layer::Parents);
        }
        let room = |taken: &BTreeMap<Address, Layer>| data_set.rows.saturating_sub(taken.len());
        let keys = std::mem::replace(&mut self.keys, KeyLayer::new(0, 0));
        let (rows, ceiling, large) = keys.finish(room(&taken));
        rows.into_iter().for_each(|row| _ = taken.entry(row).or_insert(Layer::Key));
        if large > 0 {
            let key = data_set.key.join(", ");
            notes.push(format!(
                "{large} values of {key} have more rows than half of the key layer and are not kept whole; raise `rows`, or choose a finer key"
            ));
        }
        let mut witnesses = self.witnesses();
        witnesses.sort_by_key(|witness| (!witness.asked, witness.units.len()));
        // Rows that others refer to leave the witnesses their room, or a table of parents would have none.
        let budget = data_set.layers.witness.unwrap_or(data_set.rows.div_ceil(4));
        let budget = if self.plan.demands.is_empty() { budget.min(room(&taken)) } else { budget };
        take_witnesses(&witnesses, budget, &mut taken);
        let strata = std::mem::replace(&mut self.stratified, StrataLayer::new(0));
        for row in strata.finish(room(&taken), &taken) {
            taken.insert(row, Layer::Strata);
        }
        self.take_orphans(&mut taken, &mut notes);
        let wanted = room(&taken);
        let rest = match self.reservoir {
            Some(reservoir) => reservoir.finish(wanted, &taken),
            None => fill::choose(data_set, self.plan.source, self.plan.surveys, wanted, &taken),
        };
        rest.into_iter().for_each(|row| _ = taken.insert(row, Layer::Reservoir));
        // Where all orphans that were wanted are taken, others make up for rows that refer to something.
        for reservoir in self.orphans.into_iter().flatten() {
            let wanted = room(&taken);
            for row in reservoir.finish(wanted, &taken) {
                taken.insert(row, Layer::Orphans);
            }
        }
        Choice { rows: taken, passed, ceiling, witnesses, notes, referred: self.referred, spill }
    }

    /// Orphans up to the declared share of each reference.
    fn take_orphans(&mut self, taken: &mut BTreeMap<Address, Layer>, notes: &mut Vec<String>) {
        let data_set = self.plan.data_set;
        for (index, reference) in data_set.references.iter().enumerate() {
            let Some(share) = reference.orphans else { continue };
            let wanted = (data_set.rows as u64 * u64::from(share) + WHOLE / 2) / WHOLE;
            let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
            let have = taken.keys().filter(|row| self.orphaned.get(row) == Some(&index)).count();
            let more = wanted.saturating_sub(have).min(data_set.rows.saturating_sub(taken.len()));
            let Some(reservoir) = &self.orphans[index] else { continue };
            let chosen = reservoir.clone().finish(more, taken);
            if have + chosen.len() < wanted {
                notes.push(format!(
                    "{} orphans of `{}` are declared, but the source gives {}; lower `orphans`",
                    wanted,
                    reference.to,
                    have + chosen.len()
                ));
            }
            chosen.into_iter().for_each(|row| _ = taken.insert(row, Layer::Orphans));
        }
    }
}

impl Visitor for Look<'_> {
    fn wants(&mut self, file: usize, group: usize) -> Vec<usize> {
        let survey = &self.plan.surveys[file];
        let mut wanted: BTreeSet<usize> = self.always.iter().copied().collect();
        if self.witness_bytes < WITNESS_BYTES {
            for (place, hunt) in &self.hunts {
                if hunt.wants(frames::bounds(survey, group, hunt.name()).as_ref()) {
                    wanted.insert(*place);
                }
            }
            wanted.extend(self.sketches.iter().flat_map(|(places, ..)| places));
            wanted.extend(self.joined.iter().flatten());
            let more = wanted.iter().filter(|place| !self.always.contains(place));
            let names: Vec<String> = more.map(|place| self.needed[*place].clone()).collect();
            self.witness_bytes += frames::bytes(survey, group, &names);
        } else {
            self.sketched_all = false;
        }
        wanted.into_iter().collect()
    }

    fn visit(&mut self, batch: &Batch<'_>) -> Result<Vec<usize>> {
        if self.file != Some(batch.file) {
            let relative = &self.plan.source.files[batch.file as usize].relative;
            self.random = Random::new(self.plan.data_set.seed, relative.as_str());
            self.file = Some(batch.file);
        }
        Ok((0..batch.height).filter(|row| self.row(batch, *row)).collect())
    }
}

/// Each witness once, then once more, as long as there is room.
fn take_witnesses(witnesses: &[Witness], budget: usize, taken: &mut BTreeMap<Address, Layer>) {
    let mut used = 0;
    for round in 1..=UNMATCHED {
        for witness in witnesses {
            let is_taken = |unit: &&Vec<Address>| unit.iter().all(|row| taken.contains_key(row));
            let mut have = witness.units.iter().filter(is_taken).count();
            for unit in &witness.units {
                let new: Vec<Address> = unit.iter().filter(|row| !taken.contains_key(row)).copied().collect();
                if have >= round || used + new.len() > budget {
                    break;
                }
                if !new.is_empty() {
                    used += new.len();
                    have += 1;
                    new.into_iter().for_each(|row| _ = taken.insert(row, Layer::Witness));
                }
            }
        }
    }
}

/// The hash of a key; `None` where part of it is missing or was not read.
fn hash_of(batch: &Batch<'_>, places: &[usize], row: usize, seed: u64) -> Option<u64> {
    let cells: Option<Vec<_>> =
        places.iter().map(|place| Some(&batch.columns[*place].as_ref()?[row])).collect();
    key_hash(seed, cells?)
}

/// The hash of a stratum, missing values being values too.
fn stratum(batch: &Batch<'_>, places: &[usize], row: usize, seed: u64) -> u64 {
    let mut hasher = blake3::Hasher::new_derive_key("cargo-mutate-data stratum 1");
    hasher.update(&seed.to_le_bytes());
    for place in places {
        let text = batch.columns[*place].as_ref().and_then(|cells| cells[row].canonical());
        hasher.update(&[u8::from(text.is_some())]);
        let text = text.unwrap_or_default();
        hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    }
    u64::from_le_bytes(hasher.finalize().as_bytes()[..8].try_into().unwrap_or_default())
}

/// All keys of a data set that others refer to.
///
/// # Errors
/// Files that cannot be read.
pub fn all_keys(
    data_set: &DataSet,
    source: &Source,
    surveys: &[Survey],
    key: &[String],
) -> Result<HashSet<u64>> {
    struct Keys {
        columns: usize,
        found: HashSet<u64>,
    }
    impl Visitor for Keys {
        fn wants(&mut self, _: usize, _: usize) -> Vec<usize> {
            (0..self.columns).collect()
        }

        fn visit(&mut self, batch: &Batch<'_>) -> Result<Vec<usize>> {
            let places: Vec<usize> = (0..self.columns).collect();
            self.found.extend((0..batch.height).filter_map(|row| hash_of(batch, &places, row, KEY_SEED)));
            Ok(vec![])
        }
    }
    let mut keys = Keys { columns: key.len(), found: HashSet::new() };
    Scan { data_set, source, surveys, needed: key }.run(&mut keys, None)?;
    Ok(keys.found)
}
