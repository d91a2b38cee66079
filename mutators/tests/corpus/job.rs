//! A job in plain Rust with something for every mutator of code. It is parsed, never compiled.

const HOUR: u64 = 60 * 60;
const LOWEST: i64 = -273;
const RATE: f64 = 0.19;
const SEPARATOR: char = ';';
const UNIT: &str = "EUR";
static STRICT: bool = true;

pub struct Ledger {
    balance: i64,
    count: u32,
    rows: Vec<Row>,
    flags: u8,
}

impl Ledger {
    pub fn new() -> Self {
        let mut rows = Vec::with_capacity(16 * 2);
        rows.reserve(8);
        Self { balance: 0, count: 0, rows, flags: 0 }
    }

    pub fn post(&mut self, row: Row, fee: i64) -> Result<i64, Error> {
        ensure!(row.amount >= LOWEST, "amount {} too low", row.amount - 1);
        log::info!("posting {}", row.amount + 1);
        validate(&row)?;
        self.count += 1;
        self.balance += row.amount - fee * 100;
        self.flags |= 1 << 3;
        self.flags &= !0x0F;
        self.rows.push(row);
        if self.balance < 0 && !self.allowed(7, 30) || self.count == 1000 {
            return Err(Error::Overdrawn);
        }
        self.last = Some(-1);
        Ok(self.balance / 2)
    }

    fn allowed(&self, soft: i64, hard: i64) -> bool {
        self.balance > hard && self.clamp(soft, hard) <= -5
    }
}

pub fn load(text: &str) -> Result<Vec<Row>, Error> {
    let rows = text.lines().skip(1).map(parse).collect::<Result<Vec<_>, Error>>()?;
    for index in 0..rows.len() {
        check(&rows[index], index);
    }
    let known: Vec<i64> = text.split(',').filter_map(|part| part.trim().parse().ok()).collect();
    let best = known.iter().max().copied().unwrap_or(24);
    debug_assert!(best > 0);
    eprintln!("{} rows", rows.len() + 1);
    Ok(rows.into_iter().filter(|row| row.amount != best % 10).collect())
}

fn category(row: &Row) -> &'static str {
    match row.kind {
        Kind::Sale => "sale",
        Kind::Refund | Kind::Chargeback => "loss",
        _ if row.amount > 10_000 => "large",
        _ => "",
    }
}

fn options(limit: usize) -> Options {
    Options { descending: false, limit, ..Options::default() }
}

fn share(part: f64, whole: f64) -> Option<f64> {
    if whole == 0.0 {
        return None;
    }
    let share = ratio(part, whole) * 100.0;
    let mut rest = 1e3;
    rest -= share;
    Some(if share >= 99.5 { 100.0 } else { share + RATE / rest })
}

fn summary(rows: &[Row]) -> (usize, f64) {
    let mut total = 0.0;
    for row in rows {
        total += row.amount as f64;
    }
    (rows.len(), total)
}

fn limit() -> u32 {
    60
}

fn enabled() -> bool {
    true
}

fn frame(lf: LazyFrame) -> PolarsResult<DataFrame> {
    let lf = lf.filter(col("a").gt(lit(5)));
    lf.collect()
}

fn is_vowel(letter: char) -> bool {
    letter == 'a' || letter as u32 ^ 3 == 7
}

impl std::fmt::Display for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.balance + 1)
    }
}

impl Default for Ledger {
    fn default() -> Self {
        Self::with(1 + 1)
    }
}

fn main() {
    let path = std::env::args().nth(1).expect("a path");
    run(&path, 3 > 2);
}
