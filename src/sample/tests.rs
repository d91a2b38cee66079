//! What samples hold: formats, types, partitions, reuse. What else must hold is below, by subject.

mod broken;
mod contracts;
mod layers;
mod masks;

use std::fs;
use std::sync::Mutex;

use cargo_metadata::camino::Utf8PathBuf;
use polars::prelude::*;

use super::*;

/// Collects warnings.
#[derive(Default)]
struct Warnings(Mutex<Vec<String>>);

impl Reporter for Warnings {
    fn event(&self, event: &Event<'_>) {
        if let (Event::Warning(text), Ok(mut warnings)) = (event, self.0.lock()) {
            warnings.push((*text).to_owned());
        }
    }
}

/// A folder with data in `data/`, which samples go out of into `out/`.
struct Place {
    _folder: tempfile::TempDir,
    root: Utf8PathBuf,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Utf8PathBuf::from_path_buf(folder.path().to_owned()).expect("a path in UTF-8");
        Self { _folder: folder, root }
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, content).expect("written");
        self
    }

    fn parquet(&self, path: &str, frame: &DataFrame) -> &Self {
        let mut bytes = vec![];
        ParquetWriter::new(&mut bytes)
            .with_row_group_size(Some(100))
            .finish(&mut frame.clone())
            .expect("Parquet");
        self.write(path, bytes)
    }

    fn data_set(&self, source: &str, rows: usize) -> DataSet {
        DataSet { rows, ..DataSet::new("sales", source, &self.root) }
    }

    /// Samples of all, with witnesses of `code`.
    fn samples(&self, data_sets: &[DataSet], code: &str) -> Result<(Vec<Sample>, Vec<String>)> {
        let warnings = Warnings::default();
        let clues = mutators::witness::clues([code]);
        let request = Request {
            data_sets,
            names: &[],
            clues: &data_sets.iter().map(|data_set| (data_set.name.clone(), clues.clone())).collect(),
            out_dir: &self.root.join("out"),
            refresh: false,
        };
        let samples = prepare(&request, &warnings)?;
        Ok((samples, warnings.0.into_inner().expect("no panic")))
    }

    fn sample(&self, data_set: DataSet) -> Result<(DataSetUse, Vec<String>)> {
        let (mut samples, warnings) = self.samples(&[data_set], "")?;
        Ok((samples.remove(0).used, warnings))
    }

    fn taken(&self, source: &str, rows: usize) -> DataSetUse {
        self.sample(self.data_set(source, rows)).unwrap_or_else(|error| panic!("{error}")).0
    }

    fn complaint(&self, source: &str) -> String {
        match self.sample(self.data_set(source, 10)) {
            Ok(taken) => panic!("accepted: {taken:?}"),
            Err(error) => {
                assert_eq!(error.code(), 1, "{error}");
                error.to_string().replace(self.root.as_str(), "")
            }
        }
    }
}

fn numbers(from: i64, to: i64) -> DataFrame {
    let names: Vec<Option<String>> = (from..to).map(|n| (n % 7 != 0).then(|| format!("n{n}"))).collect();
    df!("n" => (from..to).collect::<Vec<_>>(), "name" => names).expect("a frame")
}

fn read_parquet(path: &Utf8Path) -> DataFrame {
    ParquetReader::new(fs::File::open(path).expect("a file")).finish().expect("Parquet")
}

fn column(frame: &DataFrame) -> Vec<i64> {
    frame.column("n").expect("a column").i64().expect("integers").into_no_null_iter().collect()
}

#[test]
fn a_parquet_sample_is_rows_of_the_source_in_order() {
    let place = Place::new();
    place.parquet("data/sales.parquet", &numbers(0, 1000));
    let taken = place.taken("data/sales.parquet", 250);
    assert_eq!((taken.source_rows, taken.sample_rows, taken.cached), (1000, 250, false));
    assert_eq!(
        (taken.variable.as_str(), taken.path.file_name()),
        ("MUTATE_DATA_SALES", Some("sales.parquet"))
    );
    let sample = read_parquet(&taken.path);
    let rows = column(&sample);
    assert!(rows.is_sorted_by(|a, b| a < b));
    let expected = numbers(0, 1000)
        .lazy()
        .filter(col("n").is_in(lit(Series::new("n".into(), rows)).implode(true), false));
    assert!(sample.equals_missing(&expected.collect().expect("a frame")));
}

#[test]
fn types_survive() {
    let frame = df!(
        "float" => [Some(f64::NAN), Some(f64::INFINITY), None], "small" => [1_u8, 2, 3], "flag" => [true, false, true],
        "text" => ["a,\"b\"\n", "", "zażółć"], "days" => [1_i32, 2, 3], "moments" => [1_i64, 2, 3],
    );
    let zone = TimeZone::opt_try_new(Some("Europe/Warsaw")).expect("a zone");
    let integers = [
        DataType::Int8,
        DataType::Int16,
        DataType::Int32,
        DataType::Int64,
        DataType::Int128,
        DataType::UInt16,
        DataType::UInt32,
        DataType::UInt64,
    ];
    let frame = frame
        .expect("a frame")
        .lazy()
        .with_columns([
            col("days").cast(DataType::Date),
            col("moments").cast(DataType::Datetime(TimeUnit::Microseconds, zone)),
            col("text").cast(DataType::from_categories(Categories::global())).alias("category"),
            col("moments").cast(DataType::Duration(TimeUnit::Milliseconds)).alias("span"),
            col("small").cast(DataType::Decimal(10, 2)).alias("money"),
            concat_list([col("small"), col("small")]).expect("a list").alias("list"),
            as_struct(vec![col("flag"), col("float")]).alias("struct"),
            lit(NULL).alias("null"),
            col("text").cast(DataType::Binary).alias("bytes"),
            col("moments").cast(DataType::Time).alias("time"),
            when(col("flag")).then(col("small")).otherwise(lit(NULL)).alias("holes"),
        ])
        .with_columns(integers.map(|dtype| col("small").cast(dtype.clone()).alias(dtype.to_string())))
        .collect()
        .expect("a frame");
    let place = Place::new();
    place.parquet("data/a.parquet", &frame);
    let sample = read_parquet(&place.taken("data/a.parquet", 3).path);
    assert_eq!(sample.schema(), frame.schema());
    assert!(sample.equals_missing(&frame));

    let mut bytes = vec![];
    IpcWriter::new(&mut bytes).finish(&mut frame.clone()).expect("IPC");
    place.write("data/a.arrow", bytes);
    let path = place.taken("data/a.arrow", 3).path;
    let sample = IpcReader::new(fs::File::open(path).expect("a file")).finish().expect("IPC");
    assert_eq!(sample.schema(), frame.schema());
    assert!(sample.equals_missing(&frame));
}

#[test]
fn partitions_stay_partitions() {
    let place = Place::new();
    for month in 1..=3 {
        let file = format!("data/year=2013/month={month}/part-0.parquet");
        place.parquet(&file, &numbers(month * 1000, month * 1000 + 100 * month));
    }
    place.write("data/_SUCCESS", "").write("data/README.md", "about");
    for source in ["data", "data/year=*/month=*/*.parquet", "data/**/*.parquet"] {
        let taken = place.taken(source, 60);
        assert_eq!((taken.source_rows, taken.sample_rows), (600, 60), "{source}");
        let month = taken.path.join("year=2013/month=2/part-0.parquet");
        assert_eq!(read_parquet(&month).height(), 20, "{source}");
    }
}

#[test]
fn text_rows_are_repeated_byte_by_byte() {
    let place = Place::new();
    let rows: Vec<String> = (0..100).map(|n| format!("{n:03},\"a \"\"b\"\",\r\nc{n}\",1.{n}0\r\n")).collect();
    place.write("data/a.csv", format!("\u{feff}id,note,price\r\n{}", rows.concat()));
    let taken = place.taken("data/a.csv", 30);
    assert_eq!((taken.source_rows, taken.sample_rows), (100, 30));
    let sample = fs::read_to_string(&taken.path).expect("text");
    let mut rest = sample.strip_prefix("\u{feff}id,note,price\r\n").expect("the header");
    for row in &rows {
        rest = rest.strip_prefix(row.as_str()).unwrap_or(rest);
    }
    assert_eq!(rest, "");
}

#[test]
fn json_lines_are_repeated_as_they_are() {
    let place = Place::new();
    let rows: Vec<String> = (0..50).map(|n| format!("{{\"n\": {n}.10}}\n\n")).collect();
    place.write("data/a.jsonl", rows.concat());
    let taken = place.taken("data/a.jsonl", 5);
    assert_eq!((taken.source_rows, taken.sample_rows), (50, 5));
    let sample = fs::read_to_string(&taken.path).expect("text");
    assert_eq!(sample.lines().filter(|line| rows.contains(&format!("{line}\n\n"))).count(), 5);
}

#[test]
fn the_same_source_and_seed_give_the_same_bytes() {
    let sample = |seed| {
        let place = Place::new();
        place.parquet("data/a.parquet", &numbers(0, 5000));
        let (taken, _) =
            place.sample(DataSet { seed, ..place.data_set("data/a.parquet", 500) }).expect("a sample");
        (fs::read(taken.path).expect("bytes"), taken.fingerprint)
    };
    assert_eq!(sample(1), sample(1));
    assert_ne!(sample(1).0, sample(2).0);
}

#[test]
fn a_sample_is_reused_until_source_or_settings_change() {
    let place = Place::new();
    place.parquet("data/a.parquet", &numbers(0, 1000));
    let first = place.taken("data/a.parquet", 10);
    let again = place.taken("data/a.parquet", 10);
    assert!(again.cached && again.path == first.path && again.source_rows == 1000);
    assert!(!place.taken("data/a.parquet", 11).cached);
    place.parquet("data/a.parquet", &numbers(1, 1001));
    let changed = place.taken("data/a.parquet", 10);
    assert!(!changed.cached && changed.fingerprint != first.fingerprint);
    // As after a fresh checkout: another time of change, the old content.
    place.parquet("data/a.parquet", &numbers(0, 1000));
    assert!(place.taken("data/a.parquet", 10).cached);
}

#[test]
fn drafts_of_killed_runs_are_removed_and_never_used() {
    let place = Place::new();
    place.parquet("data/a.parquet", &numbers(0, 100));
    let taken = place.taken("data/a.parquet", 10);
    place.write("out/.draft-x/data.parquet", "half");
    fs::remove_file(taken.path.with_file_name("sample.json")).expect("removed");
    let again = place.taken("data/a.parquet", 10);
    assert!(!again.cached && read_parquet(&again.path).height() == 10);
    assert!(!place.root.join("out/.draft-x").exists());
}

#[test]
fn asking_for_more_rows_than_there_are_takes_all_and_warns() {
    let place = Place::new();
    place.write("data/a.csv", "n\n1\n2\n3");
    let (taken, warnings) = place.sample(place.data_set("data/a.csv", 10)).expect("a sample");
    assert_eq!(taken.sample_rows, 3);
    assert_eq!(fs::read_to_string(taken.path).expect("text"), "n\n1\n2\n3");
    assert!(warnings[0].contains("10 rows asked, but") && warnings[0].contains("holds 3; all are taken"));
}

#[test]
fn too_few_rows_for_all_files_warn() {
    let place = Place::new();
    place.write("data/a.csv", "n\n1\n2\n").write("data/b.csv", "n\n1\n2\n").write("data/c.csv", "n\n");
    let (taken, warnings) = place.sample(place.data_set("data", 1)).expect("a sample");
    assert!(warnings[0].contains("1 rows leave 1 of 3 files without any"), "{warnings:?}");
    let texts = ["a.csv", "b.csv"].map(|name| fs::read_to_string(taken.path.join(name)).expect("text"));
    assert!(texts.contains(&"n\n".to_owned()) && texts.concat().len() == 6, "{texts:?}");
}

#[test]
fn rows_that_find_no_partner_in_a_join_of_the_code_are_witnesses_on_both_sides() {
    let place = Place::new();
    let ids = |ids: &mut dyn Iterator<Item = i64>| df!("id" => ids.collect::<Vec<_>>()).expect("a frame");
    // User 7 is deleted; user 900 never ordered.
    let users = ids(&mut (0..500_i64).filter(|id| *id != 7).chain([900]));
    let orders: Vec<String> = (0..3000).map(|n| format!("{n},{}\n", n % 500)).collect();
    place
        .parquet("data/users.parquet", &users)
        .write("data/orders.csv", format!("order,user\n{}", orders.concat()));
    let data_set = |name: &str, file: &str| DataSet { rows: 20, ..DataSet::new(name, file, &place.root) };
    let sets = [data_set("orders", "data/orders.csv"), data_set("users", "data/users.parquet")];
    let code = r#"fn f(o: LazyFrame, u: LazyFrame) { o.join(u, [col("user")], [col("id")], JoinArgs::new(JoinType::Left)); }"#;
    let (samples, _) = place.samples(&sets, code).expect("samples");
    let orders = fs::read_to_string(&samples[0].used.path).expect("text");
    assert!(orders.lines().any(|line| line.ends_with(",7")), "{orders}");
    let users = read_parquet(&samples[1].used.path);
    let taken = users
        .column("id")
        .expect("a column")
        .i64()
        .expect("integers")
        .into_no_null_iter()
        .collect::<Vec<_>>();
    assert!(taken.contains(&900), "{taken:?}");
    // Where each user has orders, that one without any is missing is told.
    place.parquet("data/users.parquet", &ids(&mut (0..500)));
    let (samples, _) = place.samples(&sets, code).expect("samples");
    let missing = |sample: &Sample| sample.used.missing_witnesses.clone();
    assert!(
        missing(&samples[1]).contains(&"no row has id that orders does not have".to_owned()),
        "{:?}",
        missing(&samples[1])
    );
    assert!(
        missing(&samples[0]).contains(&"no row has user that users does not have".to_owned()),
        "{:?}",
        missing(&samples[0])
    );
    // Other orders are another sample of the users.
    let before = samples[1].used.fingerprint.clone();
    place.write("data/orders.csv", "order,user\n1,2\n");
    let (samples, _) = place.samples(&sets, code).expect("samples");
    assert_ne!(samples[1].used.fingerprint, before);
}
