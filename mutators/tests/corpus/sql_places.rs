//! Where SQL stands in a file: handed over directly, through names, fields, functions and closures, in constants, in
//! format strings and included files; and texts that only look like it. Parsed, never compiled.

use rusqlite::Connection;

const DIRECT: &str = "SELECT a FROM t LIMIT 1";
const LIST: [&str; 2] = ["SELECT b FROM t LIMIT 1", "no query"];
const PAIRS: &[(&str, &str)] = &[("name", "select c from t limit 1")];
const NAMED: &[Named] = &[Named { name: "select", text: "WITH w AS (SELECT d FROM t) SELECT d FROM w LIMIT 1" }];
static COMMENTED: &str = "-- about e\nSELECT e FROM t LIMIT 1";
const WRITING: [&str; 3] = ["INSERT INTO u SELECT a FROM t LIMIT 1", "DELETE FROM t WHERE f > 1", "UPDATE t SET f = 1 WHERE f > 1"];
const ENGLISH: [&str; 8] = ["Select one from the list", "select one", "with care", "insert coin", "delete it", "update it", "", "from"];
const HELD: &str = include_str!("held.sql");
const OTHER: &str = include_str!("held.txt");
const FOLDER: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/held.sql"));
const SOMEWHERE: &str = include_str!(concat!(env!("OUT_DIR"), "/held.sql"));
const JOINED: &str = concat!("SELECT g ", "FROM t ", "LIMIT 1");
const MUTE: &str = "SELECT h FROM t";

struct Queries;

impl Queries {
    const INNER: &'static str = "SELECT i FROM t LIMIT 1";

    fn inner(&self, conn: &Connection) {
        conn.execute(Self::INNER);
        conn.prepare(&self.text)?;
    }

    fn new() -> Self {
        Self { text: "SELECT j FROM t LIMIT 1".into(), name: "SELECT k FROM t LIMIT 1" }
    }

    fn made(&self) -> String {
        if self.short {
            return "SELECT l FROM t LIMIT 1".to_owned();
        }
        let text = "SELECT m FROM t LIMIT 1";
        text.to_string()
    }

    fn runs(&self, conn: &Connection, text: &str, name: &str) {
        conn.query_row(text, [])
    }
}

fn paths(conn: &Connection) {
    conn.execute("SELECT a FROM t LIMIT 1");
    conn.other("SELECT a FROM t LIMIT 1");
    sqlx::query("SELECT a FROM t LIMIT 1");
    QueryBuilder::new("SELECT a FROM t LIMIT 1");
    Builder::new("SELECT a FROM t LIMIT 1");
    CXQuery::from("SELECT a FROM t LIMIT 1");
    conn.execute(&"SELECT a FROM t LIMIT 1".to_string());
    conn.execute(String::from("SELECT a FROM t LIMIT 1").as_str());
    conn.execute(Some("SELECT a FROM t LIMIT 1").unwrap());
    conn.execute(text("SELECT a FROM t LIMIT 1"));
    conn.execute(if short { "SELECT a FROM t LIMIT 1" } else { "SELECT b FROM t LIMIT 2" });
    conn.execute(match kind { 1 => "SELECT a FROM t LIMIT 1", _ => other });
    conn.execute(["SELECT a FROM t LIMIT 1", "SELECT b FROM t LIMIT 2"]);
    conn.execute(("SELECT a FROM t LIMIT 1", 3));
    conn.execute(DIRECT);
    conn.execute(crate::DIRECT);
    conn.execute(queries.made()?);
    conn.execute(made());
    queries.runs(conn, "SELECT a FROM t LIMIT 1", "SELECT b FROM t LIMIT 1");
    runs(conn, "SELECT a FROM t LIMIT 1");
    let direct = "SELECT a FROM t LIMIT 1";
    conn.execute(direct);
    let unused = "SELECT a FROM t LIMIT 1";
    let (first, second) = ("SELECT a FROM t LIMIT 1", "SELECT b FROM t LIMIT 1");
    conn.execute(first);
    let later;
    later = "SELECT a FROM t LIMIT 1";
    conn.execute(&later);
    for text in ["SELECT a FROM t LIMIT 1", "SELECT b FROM t LIMIT 1"] {
        conn.execute(text);
    }
    for word in ["SELECT a FROM t LIMIT 1"] {
        print(word);
    }
    let run = |text: &str, n: u8| conn.execute(text, n);
    run("SELECT a FROM t LIMIT 1", 2);
    let ignore = |text: &str| print(text);
    ignore("SELECT a FROM t LIMIT 1");
    conn.execute(include_str!("held.sql"));
    conn.execute(include_str!("gone.sql"));
    conn.execute(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/held.sql")));
    conn.execute(concat!("SELECT a FROM t ", "LIMIT 1"));
    conn.execute(concat!("SELECT a FROM t ", 1));
    conn.execute(format!("SELECT a FROM {t} WHERE b > {} AND c < 3 LIMIT 1", n));
    conn.execute(&format!("SELECT a FROM t WHERE b = '{{x}}' LIMIT {n}"));
    conn.execute(format!("SELECT {a FROM t"));
    conn.execute(format!(text, n));
    conn.execute(r#"SELECT "a" FROM t LIMIT 1"#);
    conn.execute("SELECT a\n  FROM t\n  LIMIT 1");
    conn.execute("select a from t limit 1");
    conn.execute("no query");
    conn.execute("SELECT 1");
    conn.execute(b"SELECT a FROM t LIMIT 1");
    sqlx::query!("SELECT a FROM t LIMIT 1");
    sqlx::query_as!(Row, "SELECT a FROM t LIMIT 1", n);
    sqlx::query_file!("held.sql", n);
    sqlx::query_file_as!(Row, "held.sql");
    conn.execute(sqlx::query!("SELECT a FROM t LIMIT 1"));
    log!("SELECT a FROM t LIMIT 1");
    warn!("{}", conn.execute("SELECT a FROM t LIMIT 1"));
    vec![conn.execute("SELECT a FROM t LIMIT 1")];
    ask("SELECT a FROM t LIMIT 1");
    crate::db::ask("SELECT a FROM t LIMIT 1");
    task("SELECT a FROM t LIMIT 1");
}

fn runs(conn: &Connection, text: &str) {
    conn.execute(text)
}

fn made() -> &'static str {
    "SELECT n FROM t LIMIT 1"
}

fn unmade() -> &'static str {
    "SELECT o FROM t LIMIT 1"
}
