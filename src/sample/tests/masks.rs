//! What leaves memory of columns that are masked.

use super::*;

const KEY: &str = "MUTATE_DATA_TEST_SAMPLE_KEY";

/// Every file below a folder, as bytes.
fn all_bytes(folder: &Utf8Path) -> Vec<u8> {
    let mut bytes = vec![];
    for entry in ignore::WalkBuilder::new(folder).standard_filters(false).build() {
        let path = entry.expect("an entry").into_path();
        bytes.extend(path.to_string_lossy().as_bytes());
        if path.is_file() {
            bytes.extend(fs::read(path).expect("bytes"));
        }
    }
    bytes
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

fn masks(masks: &[(&str, Mask)]) -> BTreeMap<String, Mask> {
    masks.iter().map(|(name, mask)| ((*name).to_owned(), mask.clone())).collect()
}

/// Tests of a process share its environment; none of them reads this variable but for its own value.
fn key_is_set() -> bool {
    std::env::var(KEY).is_ok_and(|key| !key.is_empty())
}

#[test]
fn a_missing_key_is_an_error() {
    let place = Place::new();
    place.write("a.csv", "email\na@b.de\n");
    let set = DataSet {
        mask: masks(&[("email", Mask::Pseudonym)]),
        mask_key: "MUTATE_DATA_NO_SUCH_VARIABLE".to_owned(),
        ..place.data_set("a.csv", 1)
    };
    let text = place.sample(set).expect_err("refused").to_string();
    assert!(text.contains(
        "column `email` needs a secret key; set the environment variable MUTATE_DATA_NO_SUCH_VARIABLE"
    ));
    assert!(!text.contains("a@b.de") && !key_is_set());
}

#[test]
fn personal_columns_are_warned_of_or_denied() {
    let place = Place::new();
    place.write("a.csv", "id,contact\n1,a@b.de\n2,c@d.fr\n");
    let (_, warnings) = place.sample(place.data_set("a.csv", 2)).expect("a sample");
    assert_eq!(
        warnings,
        [
            "data set `sales`: `contact` looks like an email address; name it in `mask` (pseudonym, redact, shift-dates, bucket, or keep)"
        ]
    );
    let denied = DataSet { pii: Pii::Deny, seed: 7, ..place.data_set("a.csv", 2) };
    assert!(place.sample(denied.clone()).expect_err("refused").to_string().contains("`contact` looks like"));
    let kept = DataSet { mask: masks(&[("contact", Mask::Keep)]), ..denied };
    assert_eq!(place.sample(kept).expect("a sample").1, Vec::<String>::new());
}

#[test]
fn no_raw_value_is_written_whatever_happens() {
    let secrets: Vec<String> = (0..50).map(|n| format!("secret{n}@example.org")).collect();
    let place = Place::new();
    let rows: String = secrets.iter().enumerate().map(|(n, email)| format!("{n},{email},{n}\n")).collect();
    place.write("in/a.csv", format!("id,email,n\n{rows}"));
    let lines: String = secrets.iter().map(|email| format!("{{\"email\": \"{email}\"}}\n")).collect();
    place.write("in/b.jsonl", lines);
    place.parquet("in/c.parquet", &df!("email" => &secrets).expect("a frame"));
    let code = r#"fn f() { col("email").eq(lit("x")); col("email").str().starts_with(lit("secret")); f.group_by([col("email")]); }"#;
    for (name, source) in [("a", "in/a.csv"), ("b", "in/b.jsonl"), ("c", "in/c.parquet")] {
        let set = DataSet {
            name: name.to_owned(),
            mask: masks(&[("email", Mask::Redact)]),
            key: vec!["email".to_owned()],
            stratify_by: vec!["email".to_owned()],
            ..place.data_set(source, 30)
        };
        let (samples, _) = place.samples(&[set], code).expect("a sample");
        assert_eq!(samples[0].used.sample_rows, 30);
        let described = describe::describe(&samples[0]);
        let everything = all_bytes(&place.root.join("out"));
        for secret in &secrets {
            assert!(
                !holds(&everything, secret) && !described.contains(secret.as_str()),
                "{secret} in {name}"
            );
        }
    }
}
