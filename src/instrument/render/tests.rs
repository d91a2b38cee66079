use mutators::scan::{Cfg, Options, scan};
use mutators::{CATALOGUE, Mutator};

use super::*;

/// What one mutator's faults make of a source, each in the first form of its shape.
fn rendered(mutator: &str, source: &str) -> String {
    let mutators: Vec<&Mutator> = CATALOGUE.iter().filter(|m| m.name == mutator).collect();
    let cfg = Cfg::default();
    let options = Options::new(&cfg, &mutators);
    let scan = scan(source, options).expect("Rust");
    let mut number = 0;
    let sites: Vec<Site> = scan
        .proposals
        .into_iter()
        .map(|proposal| {
            number += 1;
            site(proposal.site, proposal.shape, number, proposal.edit, proposal.replacement)
        })
        .collect();
    render(source, &sites, &scan.bodies, &Edits::default()).text
}

fn site(range: Range<usize>, shape: Shape, number: u32, edit: Range<usize>, replacement: String) -> Site {
    let arm = Arm { number, edit, replacement, alive: true };
    Site { anchors: vec![range.clone()], ..Site::alone(range, shape, arm) }
}

/// A method call site whose arm is another name.
fn call(source: &str, call: &str, receiver: &str, name: &str, other: &str, place: bool) -> Site {
    let start = source.find(call).expect("the call");
    let edit = start + receiver.len() + 1..start + receiver.len() + 1 + name.len();
    let shape = Shape::Method { receiver: start..start + receiver.len(), place, plain: true };
    site(start..start + call.len(), shape, 7, edit, other.to_owned())
}

#[test]
fn the_original_comes_first_and_the_last_arm_takes_the_rest() {
    let text = rendered("bool-constant", "fn f() -> bool { true }");
    assert_eq!(
        text,
        "fn f() -> bool { let __m = mutate_data_rt::enter();  (match if __m == 4294967294 { mutate_data_rt::seen(1, 1) } \
         else { __m } { ..=0 | 2.. => true, _ => (false), }) }"
    );
}

#[test]
fn a_receiver_is_evaluated_once() {
    let source = "fn f() { rows().first(1) }";
    let sites = [call(source, "rows().first(1)", "rows()", "first", "last", false)];
    assert_eq!(
        render(source, &sites, &[], &Edits::default()).text,
        "fn f() { (match (rows()) { mut __r => match mutate_data_rt::at(7, 1) { ..=6 | 8.. => __r.first(1), _ => (__r.last(1)), } }) }"
    );
}

#[test]
fn a_place_stays_a_place() {
    let source = "fn f() { self.rows.first() }";
    let sites = [call(source, "self.rows.first()", "self.rows", "first", "last", true)];
    let text = render(source, &sites, &[], &Edits::default()).text;
    assert!(text.contains("8.. => self.rows.first(), _ => (self.rows.last()),"), "{text}");
}

#[test]
fn lines_are_kept() {
    let source = "fn f() {\n    rows()\n        // why\n        .first(\n            1,\n        )\n}\n";
    let sites = [call(
        source,
        "rows()\n        // why\n        .first(\n            1,\n        )",
        "rows()\n        // why\n        ",
        "first",
        "last",
        false,
    )];
    let text = render(source, &sites, &[], &Edits::default()).text;
    assert_eq!(text.matches('\n').count(), source.matches('\n').count());
    assert_eq!(text.lines().nth(2).map(str::trim_start), Some("// why"));
}

#[test]
fn a_chain_grows_with_its_calls() {
    let chain = |calls: usize| {
        let mut source = "fn f() { rows()".to_owned();
        let mut sites = Vec::new();
        for _ in 0..calls {
            let receiver = 9..source.len();
            source.push_str(".first(1)");
            let edit = receiver.end + 1..receiver.end + 6;
            let shape = Shape::Method { receiver, place: false, plain: true };
            sites.push(site(9..source.len(), shape, sites.len() as u32 + 1, edit, "last".to_owned()));
        }
        source.push_str(" }");
        render(&source, &sites, &[], &Edits::default()).text.len()
    };
    let (ten, forty) = (chain(10), chain(40));
    assert!(forty < 5 * ten, "{ten} bytes for 10 calls, {forty} for 40");
}

#[test]
fn an_arm_of_another_type_moves_to_the_next_larger_node_alone() {
    let mut first = site(5..9, Shape::Expression { plain: true }, 1, 5..9, "a".to_owned());
    first.anchors = vec![5..9, 2..20];
    first.arms.push(Arm { number: 2, edit: 5..9, replacement: "b".to_owned(), alive: true });
    let moved = first.split_off(2).expect("a larger node");
    assert_eq!((moved.form.clone(), moved.base(), moved.placed_range()), (Form::Anchor(1), 2, 2..20));
    assert!(first.arms[0].alive && !first.arms[1].alive);
    assert!(moved.clone().split_off(2).is_none());
}

#[test]
fn a_planted_mutant_replaces_all_that_stands_there() {
    let source = "fn f() -> u8 { let n = 1 + 2; n + 3 }";
    let mutators: Vec<&Mutator> = CATALOGUE.iter().collect();
    let cfg = Cfg::default();
    let scan = scan(source, Options::new(&cfg, &mutators)).expect("Rust");
    let range = |text: &str| {
        let start = source.find(text).expect("a place");
        start..start + text.len()
    };
    let tick = range("{").end;
    let planted = |text: &str| {
        let edits = Edits {
            ticks: BTreeSet::from([tick]),
            planted: Some((range(text), "9".to_owned())),
            ..Edits::default()
        };
        render(source, &[], &scan.bodies, &edits).text
    };
    let whole = |text: &str| render(text, &[], &scan.bodies, &Edits::default()).text;
    assert_eq!(whole(source), source);
    let ticked = planted("1 + 2");
    assert!(ticked.ends_with(" let n = 9; n + 3 }") && ticked.contains("::enter()"), "{ticked}");
    assert_eq!(planted("{ let n = 1 + 2; n + 3 }"), "fn f() -> u8 9");
}
