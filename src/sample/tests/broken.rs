//! Sources and settings that are wrong: each is told in a sentence that names file and place.

use super::*;

#[test]
fn sources_that_are_not_there_are_named() {
    let place = Place::new();
    place.write("data/a.csv", "n\n1\n").write("empty/_SUCCESS", "");
    assert_eq!(
        place.complaint("data/b.csv"),
        "data set `sales`: /data/b.csv does not exist; correct `source`, or create the data first"
    );
    assert!(place.complaint("data/*.parquet").contains("no file matches /data/*.parquet"));
    assert!(place.complaint("nowhere/*.csv").contains("/nowhere is no directory"));
    assert!(place.complaint("empty").contains("/empty holds no file"));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("gone.csv", place.root.join("data/link.csv")).expect("a link");
        assert!(place.complaint("data/link.csv").contains("dangling link"));
    }
}

#[test]
fn formats_that_are_not_known_or_mixed_are_named() {
    let place = Place::new();
    place
        .write("data/a.xlsx", "x")
        .write("data/b.txt.gz", "x")
        .write("mixed/a.csv", "n\n1\n")
        .write("mixed/b.tsv", "n\n1\n");
    assert_eq!(
        place.complaint("data/a.xlsx"),
        "data set `sales`: /data/a.xlsx has the extension `.xlsx`, which names no known format; known are \
         `.parquet`, `.arrow`, `.ipc`, `.feather`, `.csv`, `.tsv`, `.ndjson`, `.jsonl`, and those of text with `.gz` or `.zst`"
    );
    assert!(place.complaint("data/*.gz").contains("`.gz`"));
    assert!(place.complaint("data").contains("known are"));
    assert!(place.complaint("mixed").contains("/mixed/a.csv and /mixed/b.tsv are of different formats"));
}

#[test]
fn damaged_files_are_named_with_their_line() {
    let place = Place::new();
    let broken = |name: &str, content: &[u8]| {
        place.write(&format!("data/{name}"), content);
        place.complaint(&format!("data/{name}"))
    };
    assert!(broken("a.csv", b"").contains("cannot read /data/a.csv: the file is empty"));
    assert!(broken("b.csv", b"a,b\n").contains("no rows in /data/b.csv"));
    assert!(broken("c.csv", b"a,b\n1,2\n1,2,3\n").contains("line 3: 3 fields, but the header has 2"));
    assert!(broken("d.csv", b"a;b\n1,5;2\n\n1\n").contains("line 4: 1 fields, but the header has 2"));
    assert!(
        broken("e.csv", b"a,b\n1,2\n1,\"2\n3,4\n").contains("line 3: a quote is opened and never closed")
    );
    assert!(broken("f.csv", b"a,b\n1,\xff\n").contains("line 2: invalid UTF-8"));
    assert!(
        broken("g.jsonl", b"{\"a\": 1}\n{\"a\" 1}\n").contains("line 2: not JSON: expected `:` (column 6)")
    );
    assert!(broken("h.jsonl", b"[1]\n").contains("line 1: not a JSON object"));
    assert!(broken("i.parquet", b"PAR1 is not enough").contains("cannot read /data/i.parquet: "));
    assert!(broken("j.arrow", b"ARROW1 is not enough").contains("cannot read /data/j.arrow: "));
}

#[test]
fn truncated_or_altered_column_files_are_errors_and_no_panics() {
    let place = Place::new();
    place.parquet("data/a.parquet", &numbers(0, 300));
    let mut ipc = vec![];
    IpcWriter::new(&mut ipc).finish(&mut numbers(0, 300)).expect("IPC");
    place.write("data/a.arrow", &ipc);
    for name in ["a.parquet", "a.arrow"] {
        let whole = fs::read(place.root.join("data").join(name)).expect("bytes");
        for cut in (1..whole.len()).step_by(whole.len() / 40) {
            place.write(&format!("cut/{name}"), &whole[..cut]);
            assert!(place.complaint(&format!("cut/{name}")).contains(&format!("cannot read /cut/{name}: ")));
        }
    }
}

#[test]
fn partitions_that_disagree_are_listed() {
    let place = Place::new();
    let frame = |frame: PolarsResult<DataFrame>| frame.expect("a frame");
    place.parquet("types/a=1/x.parquet", &frame(df!("n" => [1_i64], "m" => [1_i64])));
    place.parquet("types/a=2/x.parquet", &frame(df!("n" => ["1"], "k" => [1_i64])));
    let text = place.complaint("types");
    for part in [
        "column `n`: expected i64, as in /types/a=1/x.parquet, found str in /types/a=2/x.parquet",
        "column `m`: expected i64, as in /types/a=1/x.parquet, found no such column in /types/a=2/x.parquet",
        "column `k`: expected no such column, as in /types/a=1/x.parquet, found i64 in /types/a=2/x.parquet",
    ] {
        assert!(text.contains(part), "{text}");
    }
    place.write("csv/a.csv", "n,m\n1,2\n").write("csv/b.csv", "n\n1\n");
    assert!(
        place.complaint("csv").contains("column `m`: expected int, as in /csv/a.csv, found no such column")
    );
    place.write("kind/a.csv", "n\n1\n").write("kind/b.csv", "n\nx\n");
    assert!(
        place
            .complaint("kind")
            .contains("column `n`: expected int, as in /kind/a.csv, found text in /kind/b.csv")
    );
    place.write("order/a.csv", "n,m\n1,2\n").write("order/b.csv", "m,n\n1,2\n");
    assert!(place.complaint("order").contains("in another order in /order/b.csv: m, n"));
    place.write("json/a.jsonl", "{\"n\": 1}\n").write("json/b.jsonl", "{\"n\": \"x\"}\n");
    assert!(place.complaint("json").contains("column `n`: expected int, as in /json/a.jsonl, found text"));
}

#[test]
fn packed_text_that_is_damaged_is_named() {
    let place = Place::new();
    let mut packed = flate2::write::GzEncoder::new(vec![], flate2::Compression::default());
    std::io::Write::write_all(&mut packed, "n\n1\n2\n".repeat(1000).as_bytes()).expect("packed");
    let whole = packed.finish().expect("packed");
    place.write("data/a.csv.gz", &whole[..whole.len() / 2]);
    assert!(place.complaint("data/a.csv.gz").contains("cannot read /data/a.csv.gz: "));
    place.write("data/b.csv.gz", "n\n1\n").write("data/c.csv.zst", "n\n1\n");
    assert!(place.complaint("data/b.csv.gz").contains("cannot read /data/b.csv.gz: "));
    assert!(place.complaint("data/c.csv.zst").contains("cannot read /data/c.csv.zst: "));
}

#[test]
fn unknown_columns_get_the_nearest_name() {
    let place = Place::new();
    place.write("data/a.csv", "tailnum,Carrier_Code\nN1,UA\n");
    let complaint = |change: &dyn Fn(&mut DataSet)| {
        let mut data_set = place.data_set("data/a.csv", 1);
        change(&mut data_set);
        place.sample(data_set).expect_err("refused").to_string()
    };
    let names = |name: &str| vec![name.to_owned()];
    let text = complaint(&|set| set.key = names("tailnumb"));
    assert!(
        text.contains("`key` names the column `tailnumb`") && text.contains("did you mean `tailnum`?"),
        "{text}"
    );
    let text = complaint(&|set| set.stratify_by = names("carrier_code"));
    assert!(text.contains("`stratify-by`") && text.contains("did you mean `Carrier_Code`?"), "{text}");
    let text = complaint(&|set| set.mask = [("xyz".to_owned(), Mask::Redact)].into());
    assert!(
        text.contains("`mask` names the column `xyz`") && text.contains("columns are `tailnum`"),
        "{text}"
    );
    let text =
        complaint(&|set| set.mask = [("tailnum".to_owned(), Mask::ShiftDates("tail".to_owned()))].into());
    assert!(text.contains("did you mean `tailnum`?"), "{text}");
}

#[cfg(unix)]
#[test]
fn files_that_may_not_be_read_are_named() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.write("data/a.csv", "n\n1\n");
    let path = place.root.join("data/a.csv");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("closed");
    // The superuser may read it all the same.
    if fs::read(&path).is_err() {
        assert!(place.complaint("data/a.csv").contains("cannot read /data/a.csv: Permission denied"));
    }
}

#[test]
fn a_source_that_changes_while_it_is_read_gives_no_sample() {
    let place = Place::new();
    let rows: String = (0..200_000).map(|n| format!("{n},{n}\n")).collect();
    place.write("data/a.csv", format!("n,m\n{rows}"));
    let path = place.root.join("data/a.csv");
    let done = std::sync::atomic::AtomicBool::new(false);
    let result = std::thread::scope(|scope| {
        scope.spawn(|| {
            // Each append changes the time of the last change.
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                let mut file = fs::OpenOptions::new().append(true).open(&path).expect("open");
                std::io::Write::write_all(&mut file, b"1,1\n").expect("appended");
            }
        });
        let result = place.sample(place.data_set("data/a.csv", 10));
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        result
    });
    let text = result.expect_err("refused").to_string();
    assert!(text.contains("data/a.csv changed while it was read; run again"), "{text}");
    assert!(!place.root.join("out/sales").exists());
}

#[test]
fn references_that_lead_nowhere_are_refused() {
    let place = Place::new();
    place.write("data/a.csv", "p\n1\n").write("data/b.csv", "id\n1\n");
    let reference = |to: &str, key: &str| Reference {
        columns: vec!["p".to_owned()],
        to: to.to_owned(),
        key: vec![key.to_owned()],
        orphans: None,
    };
    let complaint = |reference: Reference| {
        let child = DataSet { references: vec![reference], ..place.data_set("data/a.csv", 1) };
        let parent = DataSet { name: "parents".to_owned(), ..place.data_set("data/b.csv", 1) };
        place.samples(&[child, parent], "").expect_err("refused").to_string()
    };
    assert!(complaint(reference("parent", "id")).contains("did you mean `parents`?"));
    let text = complaint(reference("parents", "idd"));
    assert!(
        text.contains("`references` of `sales` names the column `idd`")
            && text.contains("did you mean `id`?"),
        "{text}"
    );
}
