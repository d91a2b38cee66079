//! The tables at a small scale, made once and kept in cargo's folder for temporary files.

use std::fmt::{Display, Write};
use std::fs::{self, File};
use std::io::Cursor;
use std::path::{Path, PathBuf};

use polars::prelude::*;
use tpch::Tables;
use tpchgen::generators::{
    CustomerGenerator, LineItemGenerator, NationGenerator, OrderGenerator, PartGenerator, RegionGenerator,
    SupplierGenerator,
};

/// The share of the benchmark's smallest size: 15,000 orders with 60,000 lines.
const SCALE: f64 = 0.01;

/// All tables.
pub fn tables() -> PolarsResult<Tables> {
    Tables::in_directory(&directory()?)
}

fn directory() -> PolarsResult<PathBuf> {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let directory = temporary.join(format!("tpch-{SCALE}"));
    // Finished ones appear at once. Tests that write nothing may run side by side.
    if directory.exists() {
        return Ok(directory);
    }
    fs::create_dir_all(temporary)?;
    // Tests of several processes may come here at a time.
    let lock = File::create(temporary.join("tpch.lock"))?;
    lock.lock()?;
    if !directory.exists() {
        let unfinished = directory.with_extension("unfinished");
        fs::create_dir_all(&unfinished)?;
        write_all(&unfinished)?;
        fs::rename(&unfinished, &directory)?;
    }
    Ok(directory)
}

fn write_all(directory: &Path) -> PolarsResult<()> {
    use DataType::{Date, Float64, Int32, Int64, String};
    let write = |name: &str, frame: PolarsResult<DataFrame>| {
        let file = File::create(directory.join(name).with_extension("parquet"))?;
        ParquetWriter::new(file).finish(&mut frame?).map(|_| ())
    };
    let key = |name| (name, Int64);
    let text = |name| (name, String);
    let number = |name| (name, Float64);
    let date = |name| (name, Date);
    let lines = LineItemGenerator::new(SCALE, 1, 1);
    write(
        "lineitem",
        table(
            lines.iter(),
            &[
                key("l_orderkey"),
                key("l_partkey"),
                key("l_suppkey"),
                ("l_linenumber", Int32),
                key("l_quantity"),
                number("l_extendedprice"),
                number("l_discount"),
                number("l_tax"),
                text("l_returnflag"),
                text("l_linestatus"),
                date("l_shipdate"),
                date("l_commitdate"),
                date("l_receiptdate"),
                text("l_shipinstruct"),
                text("l_shipmode"),
                text("l_comment"),
            ],
        ),
    )?;
    write(
        "orders",
        table(
            OrderGenerator::new(SCALE, 1, 1).iter(),
            &[
                key("o_orderkey"),
                key("o_custkey"),
                text("o_orderstatus"),
                number("o_totalprice"),
                date("o_orderdate"),
                text("o_orderpriority"),
                text("o_clerk"),
                ("o_shippriority", Int32),
                text("o_comment"),
            ],
        ),
    )?;
    write(
        "customer",
        table(
            CustomerGenerator::new(SCALE, 1, 1).iter(),
            &[
                key("c_custkey"),
                text("c_name"),
                text("c_address"),
                key("c_nationkey"),
                text("c_phone"),
                number("c_acctbal"),
                text("c_mktsegment"),
                text("c_comment"),
            ],
        ),
    )?;
    write(
        "supplier",
        table(
            SupplierGenerator::new(SCALE, 1, 1).iter(),
            &[
                key("s_suppkey"),
                text("s_name"),
                text("s_address"),
                key("s_nationkey"),
                text("s_phone"),
                number("s_acctbal"),
                text("s_comment"),
            ],
        ),
    )?;
    write(
        "part",
        table(
            PartGenerator::new(SCALE, 1, 1).iter(),
            &[
                key("p_partkey"),
                text("p_name"),
                text("p_mfgr"),
                text("p_brand"),
                text("p_type"),
                ("p_size", Int32),
                text("p_container"),
                number("p_retailprice"),
                text("p_comment"),
            ],
        ),
    )?;
    write(
        "nation",
        table(
            NationGenerator::new(SCALE, 1, 1).iter(),
            &[key("n_nationkey"), text("n_name"), key("n_regionkey"), text("n_comment")],
        ),
    )?;
    write(
        "region",
        table(
            RegionGenerator::new(SCALE, 1, 1).iter(),
            &[key("r_regionkey"), text("r_name"), text("r_comment")],
        ),
    )
}

/// The rows as a frame; each prints as a line whose fields end in `|`.
fn table(
    rows: impl Iterator<Item = impl Display>,
    columns: &[(&'static str, DataType)],
) -> PolarsResult<DataFrame> {
    let mut text = String::new();
    for row in rows {
        writeln!(text, "{row}").map_err(|error| PolarsError::ComputeError(error.to_string().into()))?;
    }
    let fields = columns.iter().map(|(name, kind)| Field::new((*name).into(), kind.clone()));
    let end = Field::new("end".into(), DataType::String);
    let schema = Schema::from_iter(fields.chain([end]));
    let options = CsvReadOptions::default()
        .with_has_header(false)
        .with_schema(Some(schema.into()))
        .map_parse_options(|options| options.with_separator(b'|').with_quote_char(None));
    options.into_reader_with_file_handle(Cursor::new(text)).finish()?.drop("end")
}
