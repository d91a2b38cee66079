//! Writes the whole test that would notice a mutant, from the smallest input and what original and mutant return for it.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::OpenOptions;
use std::io::Write as _;

use cargo_metadata::camino::Utf8Path;

use super::assertion::Call;
use super::candidates::candidates;
use super::frame_literal::Declared;
use super::rust::{Place, Writer};
use super::structs::Structs;
use super::value::{Table, Value};
use super::{assertion_text, plain_assertion};
use crate::error::{Error, Result};
use crate::instrument::point::{Table as PartOfStruct, by_reference};
use crate::model::Suggestion;

/// Tests that are tried for one mutant; the last one compares the whole result.
const TRIES: usize = 4;
/// A test with more bytes than this is read by nobody.
const LONGEST: usize = 64 << 10;
/// Longer arguments stand on a line of their own.
const INLINE: usize = 60;

/// Everything a test is written from.
#[derive(Debug, Clone)]
pub struct Case<'a> {
    /// Id of the mutant.
    pub id: &'a str,
    /// The number that switches it on.
    pub number: u32,
    /// What it changes: `replace + with - in total`.
    pub fault: &'a str,
    /// The crate as `use` names it.
    pub crate_name: &'a str,
    /// The module that names the function.
    pub module_path: Vec<String>,
    /// Path inside the module: `usage` or `Cart::total`.
    pub function: &'a str,
    /// True where it is `pub` all the way from the crate root.
    pub reachable: bool,
    /// Names and types as written; the receiver is called `self`.
    pub parameters: Vec<(String, String)>,
    /// As written; empty for `()`.
    pub return_type: &'a str,
    /// `async fn`.
    pub is_async: bool,
    /// The smallest input, as the original saw it.
    pub arguments: Vec<Option<&'a Value>>,
    /// Tables inside of parameters that are structs of them, as the original saw them.
    pub tables: Vec<(&'a PartOfStruct, Option<&'a Value>)>,
    /// What the original returns for it.
    pub before: &'a Value,
    /// What the mutant returns for it.
    pub after: &'a Value,
    /// Other calls of the original: arguments, returned.
    pub samples: Vec<(Vec<Option<&'a Value>>, &'a Value)>,
    /// Definitions of the crate.
    pub structs: &'a Structs,
}

/// Why no test can be written, as a sentence without a full stop.
pub type Refused<T> = std::result::Result<T, String>;

/// The statements before the call, and its arguments.
struct Input {
    bindings: String,
    arguments: Vec<String>,
    /// Names of tables, by position of the parameter.
    tables: BTreeMap<usize, String>,
}

/// The body of a test.
struct Body {
    statements: String,
    words: String,
    /// A function that the statements call.
    helper: Option<String>,
    imports: BTreeSet<String>,
}

/// Tests that should pass without the mutant and fail with it, the most general one first; none of them was run.
///
/// # Errors
/// Why none can be written.
pub fn drafts(case: &Case<'_>) -> Refused<Vec<Suggestion>> {
    if case.is_async {
        return Err(format!("`{}` is async, and which runtime its test needs is not known", case.function));
    }
    if !case
        .function
        .split("::")
        .all(|part| syn::parse_str::<syn::Ident>(part.trim_start_matches("r#")).is_ok())
    {
        return Err(format!("`{}` cannot be called by a path", case.function));
    }
    let bodies = match Declared::read(case.return_type) {
        Some(declared) => table_bodies(case, &declared)?,
        None => plain_bodies(case)?,
    };
    let drafts: Vec<Suggestion> = bodies.into_iter().map(|body| finish(case, &body)).collect();
    if drafts.iter().all(|draft| draft.code.len() > LONGEST) {
        return Err("the values of the smallest input are too long for a test".to_owned());
    }
    let read = |draft: &Suggestion| draft.code.len() <= LONGEST && syn::parse_file(&draft.code).is_ok();
    let drafts: Vec<Suggestion> = drafts.into_iter().filter(read).collect();
    if drafts.is_empty() {
        Err("no assertion tells original and mutant apart".to_owned())
    } else {
        Ok(drafts)
    }
}

/// Puts the file of a test where it belongs, and never over another one.
///
/// # Errors
/// Usage errors where it is there already, or belongs into a module by hand; otherwise what the system says.
pub fn write(path: &Utf8Path, suggestion: &Suggestion) -> Result<()> {
    if !suggestion.integration {
        return Err(Error::Usage(format!(
            "the test `{}` needs what is private to a module; copy it to the end of the file with the function",
            suggestion.name
        )));
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    }
    let mut file = match OpenOptions::new().write(true).create_new(true).open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(Error::Usage(format!(
                "{path} is there already; give another name, or remove it first"
            )));
        }
        opened => opened.map_err(Error::io("create", path))?,
    };
    file.write_all(suggestion.code.as_bytes()).map_err(Error::io("write", path))
}

fn writer<'a>(case: &'a Case<'_>) -> Writer<'a> {
    let place =
        if case.reachable { Place::Outside(case.crate_name) } else { Place::Inside(&case.module_path) };
    let Some((owner, _)) = case.function.split_once("::") else {
        return Writer::new(case.structs, place, &case.module_path, case.function);
    };
    let mut writer = Writer::new(case.structs, place, &case.module_path, "");
    if case.reachable {
        writer.import(owner, outer_path(case));
    }
    writer
}

/// What is imported to call a function: itself, or the type that it belongs to.
fn outer_path(case: &Case<'_>) -> String {
    let head = case.function.split("::").next().unwrap_or(case.function);
    [&[case.crate_name.to_owned()], &case.module_path[..], &[head.to_owned()]].concat().join("::")
}

fn table_bodies(case: &Case<'_>, declared: &Declared) -> Refused<Vec<Body>> {
    let Value::Frame(before) = case.before else {
        return Err("the original returns no table for this input".to_owned());
    };
    let after = if let Value::Frame(after) = case.after { Some(after) } else { None };
    let call_of = |arguments: &[Option<&'_ Value>], returned: &Table| -> (Vec<(usize, Table)>, Table) {
        let tables = arguments.iter().enumerate().filter_map(|(position, value)| match value {
            Some(Value::Frame(table)) => Some((position, table.clone())),
            _ => None,
        });
        (tables.collect(), returned.clone())
    };
    let samples: Vec<(Vec<(usize, Table)>, Table)> = case
        .samples
        .iter()
        .filter_map(|(arguments, returned)| match returned {
            Value::Frame(table) => Some(call_of(arguments, table)),
            _ => None,
        })
        .collect();
    let own = call_of(&case.arguments, before);
    let calls: Vec<Call<'_>> = std::iter::once(&own)
        .chain(&samples)
        .map(|(inputs, returned)| Call {
            inputs: inputs.iter().map(|(position, table)| (*position, table)).collect(),
            returned: returned.clone(),
        })
        .collect();
    let mut found = candidates(&calls[0], after, &calls[1..]);
    if found.len() > TRIES {
        found.drain(TRIES - 1..found.len() - 1);
    }
    let mut bodies = Vec::new();
    let mut refused = "original and mutant return the same for this input".to_owned();
    for assertion in found {
        let mut writer = writer(case);
        let words = assertion.words(&case.parameters);
        // Tables that the assertion looks at are kept for it.
        let kept = matches!(
            assertion,
            super::assertion::Assertion::TotalKept { .. } | super::assertion::Assertion::RowsKept(_)
        );
        let input = input(case, &mut writer, kept)?;
        let names = |position: usize| input.tables.get(&position).cloned();
        match assertion_text::write(&assertion, before, &words, &names) {
            Ok(text) => {
                let mut imports: BTreeSet<String> = writer.imports().cloned().collect();
                imports.insert("polars::prelude::*".to_owned());
                if text.set {
                    imports.insert("std::collections::HashSet".to_owned());
                }
                let call = format!("{}{}", call(case, &input), declared.to_frame());
                let statements = format!("{}    let result = {call};\n{}", input.bindings, text.body);
                bodies.push(Body { statements, words, helper: text.helper, imports });
            }
            Err(reason) => refused = reason,
        }
    }
    if bodies.is_empty() { Err(refused) } else { Ok(bodies) }
}

fn plain_bodies(case: &Case<'_>) -> Refused<Vec<Body>> {
    let mut writer = writer(case);
    let input = input(case, &mut writer, false)?;
    let frames = !input.tables.is_empty() || !case.tables.is_empty();
    let given: Vec<&Value> = case.arguments.iter().flatten().copied().collect();
    let mut inputs: BTreeSet<String> = writer.imports().cloned().collect();
    let own = case.function.rsplit("::").next().unwrap_or(case.function);
    let call = call(case, &input);
    let values = (case.before, case.after);
    let checks = plain_assertion::checks(&call, own, case.return_type, values, &given, &mut writer)?;
    if frames {
        inputs.insert("polars::prelude::*".to_owned());
    }
    let all: BTreeSet<String> = inputs.iter().cloned().chain(writer.imports().cloned()).collect();
    let body = |check: plain_assertion::Check| Body {
        statements: format!("{}{}", input.bindings, check.body),
        words: check.words,
        helper: None,
        // Texts name no types.
        imports: if check.typed { all.clone() } else { inputs.clone() },
    };
    Ok(checks.into_iter().map(body).collect())
}

/// Writes the arguments: tables are bound to the names of their parameters, short values stand in the call.
fn input(case: &Case<'_>, writer: &mut Writer<'_>, kept: bool) -> Refused<Input> {
    let mut input = Input { bindings: String::new(), arguments: Vec::new(), tables: BTreeMap::new() };
    let own = case.function.rsplit("::").next().unwrap_or_default();
    let mut names: HashSet<String> =
        [own, "result", "expected", "seen", "total", "value", "row", "sum", "key"].map(str::to_owned).into();
    for (position, (parameter, declared)) in case.parameters.iter().enumerate() {
        let base = match parameter.trim_start_matches('_') {
            "self" => "receiver",
            "" => "input",
            plain => plain,
        };
        let mut named = |base: &str| {
            let mut name = base.to_owned();
            let mut turn = 1;
            while !names.insert(name.clone()) {
                turn += 1;
                name = if turn == 2 { format!("{base}_input") } else { format!("{base}_input_{turn}") };
            }
            name
        };
        let parts: Vec<_> = case.tables.iter().filter(|(table, _)| table.parameter == position).collect();
        if !parts.is_empty() {
            let name = named(base);
            let (bindings, argument) = struct_of_tables(declared, &parts, writer, name, &mut named)?;
            input.bindings.push_str(&bindings);
            input.arguments.push(argument);
            continue;
        }
        let value = case.arguments.get(position).copied().flatten();
        let value = value.ok_or_else(|| format!("what `{parameter}` was could not be observed"))?;
        let name = named(base);
        if let (Some(holder), Value::Frame(table)) = (Declared::read(declared), value) {
            if !holder.unwrap.is_empty() {
                return Err(format!("a table of type `{declared}` cannot be handed over"));
            }
            input.bindings.push_str(&holder.binding(&name, table)?);
            input.arguments.push(holder.argument(&name, kept));
            input.tables.insert(position, name);
            continue;
        }
        let written = writer.value(value, declared)?;
        if written.len() <= INLINE {
            input.arguments.push(written);
        } else {
            input.bindings.push_str(&format!("    let {name} = {written};\n"));
            input.arguments.push(name);
        }
    }
    Ok(input)
}

/// The statements that bind a struct of tables, which is the argument as it is declared.
fn struct_of_tables(
    declared: &str,
    parts: &[&(&PartOfStruct, Option<&Value>)],
    writer: &mut Writer<'_>,
    name: String,
    named: &mut dyn FnMut(&str) -> String,
) -> Refused<(String, String)> {
    let borrowed = by_reference(declared);
    let fields: Vec<&str> = parts.iter().map(|(part, _)| part.field.as_str()).collect();
    let path = writer.struct_name(borrowed.unwrap_or(declared), &fields)?;
    let (mut bindings, mut written) = (String::new(), Vec::new());
    for (part, value) in parts {
        let field = &part.field;
        let holder = Declared::read(&part.ty);
        let (Some(holder), Some(Value::Frame(table))) = (holder, value) else {
            return Err(format!("what `{field}` of `{name}` was could not be observed"));
        };
        let bound = named(field);
        bindings.push_str(&holder.binding(&bound, table)?);
        let value = holder.argument(&bound, false);
        written.push(if value == *field { value } else { format!("{field}: {value}") });
    }
    bindings.push_str(&format!("    let {name} = {path} {{ {} }};\n", written.join(", ")));
    Ok((bindings, if borrowed.is_some() { format!("&{name}") } else { name }))
}

fn call(case: &Case<'_>, input: &Input) -> String {
    format!("{}({})", case.function, input.arguments.join(", "))
}

/// The whole text around a body.
fn finish(case: &Case<'_>, body: &Body) -> Suggestion {
    let function = case.function.replace("::", "_").replace("r#", "");
    let own = case.function.rsplit("::").next().unwrap_or_default();
    // Words about a plain value begin with the function's name, those about a table with "it".
    let words = body.words.strip_prefix(&format!("{own} ")).unwrap_or(&body.words);
    let words = words.strip_prefix("it ").unwrap_or(words);
    // Nobody reads a name that spells out a structure.
    let words = if words.contains(['{', '[', '(']) { "keeps its result" } else { words };
    let name = slug(&format!("{function} {words}"));
    // A question mark in a text does not stand behind a bracket, or does no harm.
    let fails = body.statements.contains(")?");
    let (returns, end) = if fails { (" -> Result<(), Box<dyn Error>>", "    Ok(())\n") } else { ("", "") };
    let test = format!("#[test]\nfn {name}(){returns} {{\n{}{end}}}\n", body.statements);
    let helper = body.helper.as_ref().map(|helper| format!("\n{helper}")).unwrap_or_default();
    let mut imports = body.imports.clone();
    if fails {
        imports.insert("std::error::Error".to_owned());
    }
    let says = one_line(&format!("Fails with the mutant {}: {}", case.id, case.fault));
    if case.reachable {
        imports.insert(outer_path(case));
        let (std, other): (Vec<&String>, Vec<&String>) =
            imports.iter().partition(|path| path.starts_with("std::"));
        let block =
            |paths: &[&String]| paths.iter().map(|path| format!("use {path};\n")).collect::<String>() + "\n";
        let std = if std.is_empty() { String::new() } else { block(&std) };
        let code = format!("//! {says}.\n\n{std}{}{test}{helper}", block(&other));
        return Suggestion {
            name,
            code,
            asserts: body.words.clone(),
            integration: true,
            verified: false,
            note: None,
            kills: Vec::new(),
        };
    }
    let imports: String = imports.iter().map(|path| format!("    use {path};\n")).collect();
    let inner: String = format!("{test}{helper}").lines().map(indented).collect();
    let code =
        format!("/// {says}.\n#[cfg(test)]\nmod {name}_test {{\n    use super::*;\n{imports}\n{inner}}}\n");
    let module = if case.module_path.is_empty() { "crate".to_owned() } else { case.module_path.join("::") };
    let note = format!(
        "`{}` is private, so the test belongs into the module `{module}`; it was neither compiled nor run",
        case.function
    );
    Suggestion {
        name,
        code,
        asserts: body.words.clone(),
        integration: false,
        verified: false,
        note: Some(note),
        kills: Vec::new(),
    }
}

fn indented(line: &str) -> String {
    if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words as the name of a function, cut between words.
fn slug(words: &str) -> String {
    let mut name = String::new();
    for word in words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        let word = word.to_ascii_lowercase();
        if !name.is_empty() && name.len() + word.len() > 60 {
            break;
        }
        if !name.is_empty() {
            name.push('_');
        }
        name.push_str(&word);
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) || name.is_empty() {
        format!("test_{name}")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::value::{Cell, Column};

    fn text(text: &str) -> Value {
        Value::Text { type_name: "?".to_owned(), text: text.to_owned() }
    }

    fn ints(name: &str, values: &[i128]) -> Value {
        let cells = values.iter().map(|value| Cell::Int(*value)).collect();
        let column = Column { name: name.to_owned(), dtype: "Int64".to_owned(), cells };
        Value::Frame(Table { columns: vec![column], height: values.len() })
    }

    fn case<'a>(structs: &'a Structs, argument: &'a Value, before: &'a Value, after: &'a Value) -> Case<'a> {
        Case {
            id: "1a2b",
            number: 7,
            fault: "replace > with >= in fee",
            crate_name: "shop",
            module_path: vec!["fees".to_owned()],
            function: "fee",
            reachable: true,
            parameters: vec![("cents".to_owned(), "u64".to_owned())],
            return_type: "u64",
            is_async: false,
            arguments: vec![Some(argument)],
            tables: vec![],
            before,
            after,
            samples: vec![],
            structs,
        }
    }

    #[test]
    fn a_plain_test_is_short() {
        let (structs, argument, before, after) = (Structs::default(), text("1000"), text("500"), text("0"));
        let drafts = drafts(&case(&structs, &argument, &before, &after)).expect("drafts");
        let expected = "//! Fails with the mutant 1a2b: replace > with >= in fee.\n\nuse shop::fees::fee;\n\n\
            #[test]\nfn fee_is_500() {\n    assert_eq!(fee(1000), 500);\n}\n";
        assert_eq!(drafts[0].code, expected);
        assert_eq!((drafts[0].name.as_str(), drafts[0].asserts.as_str()), ("fee_is_500", "fee is 500"));
        assert!(drafts[0].integration && !drafts[0].verified && drafts[0].kills.is_empty());
    }

    #[test]
    fn what_succeeds_is_opened() {
        let structs = Structs::default();
        let (argument, before) = (text("1"), text("Ok(5)"));
        let declared = "std :: result :: Result < u64 , MyError >";
        for after in [text("Ok(6)"), text("Err(Negative)")] {
            let case = Case { return_type: declared, ..case(&structs, &argument, &before, &after) };
            let drafts = drafts(&case).expect("drafts");
            assert!(drafts[0].code.contains("assert_eq!(fee(1).expect(\"fee succeeds\"), 5);"));
            assert_eq!(drafts[0].asserts, "fee is 5");
        }
    }

    #[test]
    fn a_test_of_frames_binds_them_to_their_names() {
        let (structs, argument) = (Structs::default(), ints("n", &[1, 2]));
        let (before, after) = (ints("n", &[1, 2]), ints("n", &[1, 2, 2]));
        let case = Case {
            parameters: vec![("fee".to_owned(), "LazyFrame".to_owned())],
            return_type: "PolarsResult<LazyFrame>",
            ..case(&structs, &argument, &before, &after)
        };
        let drafts = drafts(&case).expect("drafts");
        let expected = "//! Fails with the mutant 1a2b: replace > with >= in fee.\n\n\
            use std::collections::HashSet;\nuse std::error::Error;\n\n\
            use polars::prelude::*;\nuse shop::fees::fee;\n\n\
            #[test]\nfn fee_n_is_unique() -> Result<(), Box<dyn Error>> {\n    \
            let fee_input = df!(\n        \"n\" => [1i64, 2],\n    )?;\n    \
            let result = fee(fee_input.lazy())?.collect()?;\n    \
            let mut seen = HashSet::new();\n    for row in 0..result.height() {\n        \
            let key = format!(\"{:?}\", result.column(\"n\")?.get(row)?);\n        \
            assert!(seen.insert(key.clone()), \"n is unique, but {key} comes twice\");\n    }\n    Ok(())\n}\n";
        assert_eq!(drafts[0].code, expected);
        let asserts: Vec<&str> = drafts.iter().map(|draft| draft.asserts.as_str()).collect();
        let expected = ["n is unique", "it returns 2 rows", "the total of n is that of fee"];
        assert_eq!(asserts, [&expected[..], &["the whole result is the expected one"]].concat());
        assert!(
            drafts[2].code.contains("fee(fee_input.clone().lazy())")
                && drafts[2].code.contains("\nfn total(")
        );
    }

    #[test]
    fn methods_are_called_by_their_path() {
        let structs = Structs::parse("pub mod fees { #[derive(Debug)] pub struct Cart { pub cents: u64 } }");
        let (argument, before, after) = (text("Cart { cents: 5 }"), text("5"), text("6"));
        let case = Case {
            function: "Cart::total",
            parameters: vec![("self".to_owned(), "&Cart".to_owned())],
            ..case(&structs, &argument, &before, &after)
        };
        let code = drafts(&case).expect("drafts").swap_remove(0).code;
        assert!(code.contains("use shop::fees::Cart;\n"), "{code}");
        assert!(code.contains("fn cart_total_is_5() {\n    assert_eq!(Cart::total(&Cart { cents: 5 }), 5);"));
    }

    #[test]
    fn what_is_private_gets_a_snippet_for_its_module() {
        let (structs, argument, before, after) = (Structs::default(), text("1000"), text("500"), text("0"));
        let case = Case { reachable: false, ..case(&structs, &argument, &before, &after) };
        let draft = drafts(&case).expect("drafts").swap_remove(0);
        let expected = "/// Fails with the mutant 1a2b: replace > with >= in fee.\n#[cfg(test)]\nmod fee_is_500_test {\n    \
            use super::*;\n\n    #[test]\n    fn fee_is_500() {\n        assert_eq!(fee(1000), 500);\n    }\n}\n";
        assert_eq!(draft.code, expected);
        assert!(!draft.integration && !draft.verified);
        assert!(draft.note.is_some_and(|note| note.contains("belongs into the module `fees`")));
    }

    #[test]
    fn a_struct_of_tables_is_put_together() {
        let structs = Structs::parse("pub struct Shop { pub orders: LazyFrame, pub items: DataFrame }");
        let part = |field: &str, ty: &str| PartOfStruct { parameter: 0, field: field.into(), ty: ty.into() };
        let (orders, items) = (part("orders", "LazyFrame"), part("items", "DataFrame"));
        let (table, unseen, before, after) = (ints("n", &[1]), text("?"), text("5"), text("6"));
        let shop = |tables| Case {
            module_path: vec![],
            parameters: vec![("shop".to_owned(), "&Shop".to_owned())],
            arguments: vec![None],
            tables,
            ..case(&structs, &unseen, &before, &after)
        };
        let tests = drafts(&shop(vec![(&orders, Some(&table)), (&items, Some(&table))])).expect("drafts");
        let code = &tests[0].code;
        assert!(code.contains("use shop::Shop;") && code.contains("use polars::prelude::*;"), "{code}");
        assert!(code.contains("    let shop = Shop { orders: orders.lazy(), items };\n"), "{code}");
        assert!(code.contains("assert_eq!(fee(&shop), 5);"), "{code}");
        let refused = drafts(&shop(vec![(&orders, Some(&table)), (&items, None)])).expect_err("refused");
        assert_eq!(refused, "what `items` of `shop` was could not be observed");
        let hidden = drafts(&shop(vec![(&orders, Some(&table))])).expect_err("a field is missing");
        assert_eq!(hidden, "the field `items` of `Shop` cannot be written");
    }

    #[test]
    fn refusals_say_why() {
        let structs = Structs::default();
        let (argument, before, after) = (text("1"), text("5"), text("6"));
        let plain = || case(&structs, &argument, &before, &after);
        let of = |case: Case<'_>| drafts(&case).expect_err("refused");
        assert!(of(Case { is_async: true, ..plain() }).contains("which runtime"));
        assert!(
            of(Case { arguments: vec![None], ..plain() }).contains("what `cents` was could not be observed")
        );
        assert!(of(Case { after: &before, ..plain() }).contains("return the same"));
        assert!(
            of(Case { function: "<Cart as Sum>::sum", ..plain() }).contains("cannot be called by a path")
        );
        let zoned = vec![("at".to_owned(), "jiff::Zoned".to_owned())];
        let refused = of(Case { parameters: zoned, ..plain() });
        assert_eq!(refused, "the value of type `jiff::Zoned` cannot be written as Rust");
    }

    #[test]
    fn names_are_made_of_words() {
        assert_eq!(slug("f r#type of ä UA is -3.5"), "f_r_type_of_ua_is_3_5");
        assert_eq!(slug(&"word ".repeat(40)).len(), 59);
        assert_eq!(slug("5"), "test_5");
    }

    #[test]
    fn a_file_is_never_overwritten() {
        let home = tempfile::tempdir().expect("a folder");
        let path = Utf8Path::from_path(home.path()).expect("UTF-8").join("tests/fee_is_500.rs");
        let (structs, argument, before, after) = (Structs::default(), text("1000"), text("500"), text("0"));
        let mut draft = drafts(&case(&structs, &argument, &before, &after)).expect("drafts").swap_remove(0);
        write(&path, &draft).expect("a file");
        assert_eq!(std::fs::read_to_string(&path).expect("a file"), draft.code);
        assert!(write(&path, &draft).is_err_and(|error| error.to_string().contains("is there already")));
        draft.integration = false;
        assert!(write(&path, &draft).is_err_and(|error| error.code() == 1));
    }
}
