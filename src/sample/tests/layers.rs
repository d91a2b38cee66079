//! Which rows the layers take.

use std::collections::{BTreeSet, HashSet};

use super::*;

fn lines(path: &Utf8Path) -> Vec<String> {
    fs::read_to_string(path).expect("text").lines().skip(1).map(str::to_owned).collect()
}

fn field(line: &str, place: usize) -> &str {
    line.split(',').nth(place).expect("a field")
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// 1,000 orders of 100 customers, of whom the last ten are not in the other table, which knows 200 more.
fn shop(place: &Place, orders: &str, customers: &str) -> [DataSet; 2] {
    let of = |n: i64| (n * 7) % 100;
    if orders.ends_with("csv") {
        let rows: String = (0..1000).map(|n| format!("{n},{},{}\n", of(n), n % 60)).collect();
        place.write(orders, format!("order,customer,delay\n{rows}"));
    } else {
        let frame = df!(
            "order" => (0..1000).collect::<Vec<i64>>(), "customer" => (0..1000).map(of).collect::<Vec<i64>>(),
            "delay" => (0..1000).map(|n| n % 60).collect::<Vec<i64>>(),
        );
        place.parquet(orders, &frame.expect("a frame"));
    }
    let ids = || (0..90).chain(1000..1200_i64);
    if customers.ends_with("csv") {
        let rows: String = ids().map(|id| format!("{id},c{id}\n")).collect();
        place.write(customers, format!("id,name\n{rows}"));
    } else {
        let frame = df!("id" => ids().collect::<Vec<_>>(), "label" => ids().map(|id| format!("c{id}")).collect::<Vec<_>>());
        place.parquet(customers, &frame.expect("a frame"));
    }
    let reference = Reference {
        columns: names(&["customer"]),
        to: "customers".to_owned(),
        key: names(&["id"]),
        orphans: None,
    };
    [
        DataSet { name: "orders".to_owned(), references: vec![reference], ..place.data_set(orders, 100) },
        DataSet { name: "customers".to_owned(), ..place.data_set(customers, 20) },
    ]
}

fn integers(path: &Utf8Path, name: &str) -> Vec<i64> {
    if path.extension() == Some("csv") {
        let header = fs::read_to_string(path).expect("text");
        let place = header.lines().next().and_then(|line| line.split(',').position(|field| field == name));
        return lines(path)
            .iter()
            .map(|line| field(line, place.expect("a column")).parse().expect("a number"))
            .collect();
    }
    read_parquet(path).column(name).expect("a column").i64().expect("integers").into_no_null_iter().collect()
}

#[test]
fn joined_samples_have_no_new_orphans() {
    for (orders, customers) in
        [("a.csv", "b.csv"), ("a.parquet", "b.parquet"), ("a.csv", "b.parquet"), ("a.parquet", "b.csv")]
    {
        for seed in 0..5 {
            let place = Place::new();
            let sets = shop(&place, orders, customers).map(|set| DataSet { seed, ..set });
            let (samples, _) = place.samples(&sets, "").expect("samples");
            let known: HashSet<i64> = integers(&samples[1].used.path, "id").into_iter().collect();
            let referred = integers(&samples[0].used.path, "customer");
            assert_eq!(referred.len(), 100);
            assert!(
                referred.iter().filter(|id| **id < 90).all(|id| known.contains(id)),
                "{orders} {customers} {seed}"
            );
            assert!(samples[1].entry.layers["parents"] > 0);
        }
    }
}

#[test]
fn the_declared_share_of_orphans_is_kept() {
    for (orders, customers) in [("a.csv", "b.csv"), ("a.parquet", "b.parquet")] {
        for (share, wanted) in [(0, 0), (20_000, 2), (100_000, 10), (300_000, 30)] {
            let place = Place::new();
            let mut sets = shop(&place, orders, customers);
            sets[0].references[0].orphans = Some(share);
            sets[0].witnesses = false;
            let (samples, notes) = place.samples(&sets, "").expect("samples");
            let orphans =
                integers(&samples[0].used.path, "customer").into_iter().filter(|id| *id >= 90).count();
            assert_eq!(orphans, wanted, "{orders} {share} {notes:?}");
            assert_eq!(samples[0].used.sample_rows, 100);
        }
    }
}

#[test]
fn keys_are_taken_whole_and_alike_everywhere() {
    let place = Place::new();
    let keyed = |name: &str, source: &str, rows: usize| DataSet {
        name: name.to_owned(),
        key: names(&["customer"]),
        layers: Layers { key: Some(rows), ..Layers::default() },
        ..place.data_set(source, rows)
    };
    let rows: String = (0..1000).map(|n| format!("{n},{}\n", n % 50)).collect();
    place.write("a.csv", format!("order,customer\n{rows}"));
    let frame = df!("customer" => (0..400_i64).map(|n| n % 80).collect::<Vec<_>>(), "n" => (0..400_i64).collect::<Vec<_>>());
    place.parquet("b.parquet", &frame.expect("a frame"));
    let sets = [keyed("a", "a.csv", 200), keyed("b", "b.parquet", 100)];
    let (samples, _) = place.samples(&sets, "").expect("samples");
    let count = |ids: Vec<i64>| {
        let mut counts = BTreeMap::new();
        ids.into_iter().for_each(|id| *counts.entry(id).or_insert(0) += 1);
        counts
    };
    let (a, b) = (
        count(integers(&samples[0].used.path, "customer")),
        count(integers(&samples[1].used.path, "customer")),
    );
    assert_eq!(samples[0].entry.layers["key"], 200);
    assert_eq!(a.len(), 10, "{a:?}");
    assert!(a.values().all(|rows| *rows == 20));
    let whole: BTreeSet<i64> = b.iter().filter(|(_, rows)| **rows == 5).map(|(id, _)| *id).collect();
    let shared = whole.iter().filter(|id| **id < 50 && a.contains_key(id)).count();
    assert!(shared >= 5, "{a:?} {b:?}");
}

#[test]
fn witnesses_are_in_the_sample_and_missing_ones_are_named() {
    let code = r#"const LIMIT: i64 = 59; fn f(r: &Order) { if r.delay >= LIMIT || r.delay == 77 {} }
                  fn g() { col("customer").is_null(); frame.group_by([col("customer")]); }"#;
    for orders in ["a.csv", "a.parquet"] {
        let place = Place::new();
        let [orders, _] = shop(&place, orders, "b.csv");
        let set = DataSet { rows: 40, references: vec![], ..orders };
        let (samples, _) = place.samples(&[set], code).expect("samples");
        let delays: HashSet<i64> = integers(&samples[0].used.path, "delay").into_iter().collect();
        assert!([59, 58, 0].iter().all(|delay| delays.contains(delay)), "{delays:?}");
        let entry = &samples[0].entry;
        assert!(entry.witnesses.contains_key("delay = 59"), "{:?}", entry.witnesses);
        assert!(entry.witnesses.contains_key("rows with equal group (customer)"));
        for missing in
            ["no row has delay = 77", "no row has customer missing", "no row has delay just above 59"]
        {
            assert!(
                entry.missing_witnesses.iter().any(|line| line == missing),
                "{:?}",
                entry.missing_witnesses
            );
        }
        let quiet = entry.missing_witnesses.iter().any(|line| line.contains("delay is missing"));
        assert!(!quiet, "the code does not ask whether the delay is missing");
    }
}

#[test]
fn unmatched_keys_of_both_sides_are_witnesses() {
    let place = Place::new();
    let [orders, customers] = shop(&place, "a.parquet", "b.csv");
    let (samples, _) =
        place.samples(&[DataSet { rows: 30, ..orders }, customers], "fn f() {}").expect("samples");
    let found = |sample: &Sample, what: &str| sample.entry.witnesses.get(what).copied().unwrap_or(0);
    assert!(
        found(&samples[0], "customer that customers does not have") > 0,
        "{:?}",
        samples[0].entry.witnesses
    );
    assert!(found(&samples[1], "id that no row of orders refers to") > 0, "{:?}", samples[1].entry.witnesses);
}

#[test]
fn every_stratum_is_in_the_sample() {
    let place = Place::new();
    let rows: String = (0..2000).map(|n| format!("{n},{}\n", if n % 500 == 0 { n } else { 1 })).collect();
    place.write("a.csv", format!("n,kind\n{rows}"));
    let set = DataSet { stratify_by: names(&["kind"]), ..place.data_set("a.csv", 40) };
    let (samples, _) = place.samples(&[set], "").expect("samples");
    let kinds: BTreeSet<i64> = integers(&samples[0].used.path, "kind").into_iter().collect();
    assert_eq!(kinds, BTreeSet::from([0, 1, 500, 1000, 1500]));
    assert_eq!(samples[0].entry.layers["strata"], 10);
}

#[test]
fn partition_columns_can_be_strata() {
    let place = Place::new();
    for month in 1..=3 {
        place.parquet(&format!("d/month={month}/x.parquet"), &numbers(0, if month == 3 { 3 } else { 1000 }));
    }
    let set = DataSet { stratify_by: names(&["month"]), ..place.data_set("d", 40) };
    let (samples, _) = place.samples(&[set], "").expect("samples");
    assert_eq!(samples[0].entry.files.iter().map(|file| file.sample_rows).min(), Some(3));
}

#[test]
fn merged_partitions_keep_their_columns() {
    let place = Place::new();
    for month in 1..=2 {
        place.parquet(&format!("p/month={month}/x.parquet"), &numbers(0, 100));
        place.write(&format!("c/month={month}/x.csv.gz"), packed(&format!("a,b\n{month},x\n2,\"y\"\n")));
        place.write(&format!("j/month={month}/x.jsonl"), format!("{{\"a\": {month}}}\n"));
    }
    let merged = |source: &str| {
        let set = DataSet { keep_partitions: false, ..place.data_set(source, 20) };
        place.samples(&[set], "").expect("samples").0.remove(0).used.path
    };
    let frame = read_parquet(&merged("p"));
    assert_eq!((frame.height(), frame.width()), (20, 3));
    assert_eq!(frame.column("month").expect("a column").i64().expect("integers").sum(), Some(30));
    let path = merged("c");
    assert!(path.as_str().ends_with("/sales.csv.gz"), "{path}");
    assert_eq!(unpacked(&path), "a,b,month\n1,x,1\n2,\"y\",1\n2,x,2\n2,\"y\",2\n");
    let text = fs::read_to_string(merged("j")).expect("text");
    assert_eq!(text, "{\"a\": 1,\"month\":\"1\"}\n{\"a\": 2,\"month\":\"2\"}\n");
}

fn packed(text: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(vec![], flate2::Compression::default());
    std::io::Write::write_all(&mut packed, text.as_bytes()).expect("packed");
    packed.finish().expect("packed")
}

fn unpacked(path: &Utf8Path) -> String {
    let mut text = String::new();
    let file = fs::File::open(path).expect("a file");
    std::io::Read::read_to_string(&mut flate2::read::MultiGzDecoder::new(file), &mut text).expect("text");
    text
}

#[test]
fn packed_text_stays_packed() {
    let place = Place::new();
    let rows: String = (0..500).map(|n| format!("{n:04},\"a\nb\"\n")).collect();
    place.write("a.csv.gz", packed(&format!("n,t\n{rows}")));
    place.write("b.tsv.zst", zstd::encode_all(rows.replace(',', "\t").as_bytes(), 0).expect("packed"));
    let path = place.taken("a.csv.gz", 10).path;
    assert!(unpacked(&path).starts_with("n,t\n") && unpacked(&path).matches("\"a\nb\"").count() == 10);
    let path = place.taken("b.tsv.zst", 10).path;
    let text = zstd::decode_all(fs::File::open(path).expect("a file")).expect("unpacked");
    assert_eq!(String::from_utf8(text).expect("text").matches("\"a\nb\"").count(), 11);
}

#[test]
fn samples_are_the_same_bytes_with_any_number_of_threads() {
    let sample = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| {
            let place = Place::new();
            let [orders, customers] = shop(&place, "a.parquet", "b.csv");
            let keyed = DataSet { key: names(&["customer"]), stratify_by: names(&["delay"]), ..orders };
            let code = "fn f(r: &Order) { r.delay > 30 }";
            let (samples, _) = place.samples(&[keyed, customers], code).expect("samples");
            let bytes = samples.iter().map(|sample| fs::read(&sample.used.path).expect("bytes"));
            let prints = samples.iter().map(|sample| sample.used.fingerprint.clone());
            (bytes.collect::<Vec<_>>(), prints.collect::<Vec<_>>())
        })
    };
    let first = sample(1);
    for round in 0..10 {
        assert_eq!(sample(if round % 2 == 0 { 4 } else { 1 }), first);
    }
}

#[test]
fn the_manifest_says_how_samples_came_about() {
    let place = Place::new();
    let sets = shop(&place, "a.parquet", "b.csv");
    place.write("b.csv.dvc", "outs:\n- md5: 0123abcd\n  path: b.csv\n");
    let (samples, _) = place.samples(&sets, "fn f(r: &Order) { r.delay > 30 }").expect("samples");
    let text = fs::read_to_string(place.root.join("out/manifest.json")).expect("a manifest");
    let manifest: manifest::Manifest = serde_json::from_str(&text).expect("JSON");
    let (orders, customers) = (&manifest.data_sets["orders"], &manifest.data_sets["customers"]);
    assert_eq!((orders.source_rows, orders.sample_rows, orders.files.len()), (1000, 100, 1));
    assert_eq!(orders.layers.values().sum::<u64>(), 100);
    assert!(orders.files[0].content.starts_with("blake3:"));
    assert_eq!(customers.files[0].dvc_md5.as_deref(), Some("0123abcd"));
    assert_eq!(place.root.join("out").join(&orders.path), samples[0].used.path);
    assert_eq!(manifest.polars, polars::VERSION);
    assert!(orders.columns.iter().all(|column| column.checksum.len() == 32));
}

#[test]
fn groups_of_the_sizes_that_the_code_tells_apart_are_whole() {
    // Customer 1 has one order, customer 2 two and so on; which come when is mixed up.
    let mut rows: Vec<i64> = (1..=40).flat_map(|customer| vec![customer; customer as usize]).collect();
    rows.sort_by_key(|customer| (customer * 7919) % 41);
    let code = r#"fn f() { lf.group_by([col("customer")]).agg([len().alias("n")]).filter(col("n").gt_eq(lit(10))); }"#;
    for source in ["orders.csv", "orders.parquet"] {
        let place = Place::new();
        if source.ends_with("csv") {
            let text: String = rows.iter().map(|customer| format!("{customer},x\n")).collect();
            place.write(source, format!("customer,text\n{text}"));
        } else {
            place.parquet(source, &df!("customer" => &rows).expect("a frame"));
        }
        let (samples, _) = place.samples(&[place.data_set(source, 150)], code).expect("samples");
        let taken = integers(&samples[0].used.path, "customer");
        for customer in [9, 10, 11] {
            assert_eq!(
                taken.iter().filter(|taken| **taken == customer).count(),
                customer as usize,
                "{taken:?}"
            );
        }
    }
}
