use super::*;
use crate::explain::value::{Cell, Table};

fn record(kind: u8, function: u32, call: u32, position: u32, thread: u64, value: &[u8]) -> Vec<u8> {
    let mut body = vec![kind];
    for number in [function, call, position] {
        body.extend(number.to_le_bytes());
    }
    body.extend(thread.to_le_bytes());
    body.extend(0_u64.to_le_bytes());
    body.extend(value);
    let length = u32::try_from(body.len()).expect("a short record");
    [length.to_le_bytes().to_vec(), body].concat()
}

/// Each call lies further down on the stack than those of functions with smaller numbers.
fn entered(function: u32, call: u32) -> Vec<u8> {
    record(1, function, call, u32::MAX, 0, &(1000 - u64::from(function)).to_le_bytes())
}

fn left(function: u32, call: u32, value: &[u8]) -> Vec<u8> {
    record(2, function, call, u32::MAX, 0, value)
}

fn text(text: &str) -> Vec<u8> {
    [&u32::try_from(text.len()).expect("a short text").to_le_bytes(), text.as_bytes()].concat()
}

fn observed(records: &[Vec<u8>]) -> Observation {
    let mut observation = Observation::default();
    add(&mut observation, &records.concat());
    observation
}

#[test]
fn calls_lie_inside_one_another() {
    let value = [vec![3], text("i32"), text("5")].concat();
    let seen = observed(&[entered(7, 1), entered(9, 1), left(9, 1, &[0]), left(7, 1, &value)]);
    let times: Vec<_> = seen.calls.iter().map(|call| (call.function, call.entered, call.left)).collect();
    assert_eq!(times, [(7, 0, 3), (9, 1, 2)]);
    let five = Value::Text { type_name: "i32".to_owned(), text: "5".to_owned() };
    assert_eq!((&seen.calls[0].returned, &seen.calls[1].returned), (&Some(five), &None));
    assert!(!seen.truncated);
}

#[test]
fn a_call_without_an_end_ends_with_the_call_around_it() {
    let seen = observed(&[entered(1, 1), entered(2, 1), entered(3, 1), left(1, 1, &[0]), entered(2, 2)]);
    let times: Vec<_> = seen.calls.iter().map(|call| (call.function, call.entered, call.left)).collect();
    assert_eq!(times, [(1, 0, 5), (2, 1, 4), (3, 2, 3), (2, 6, 7)]);
}

#[test]
fn a_call_without_an_end_is_over_when_the_stack_is_shorter_again() {
    let seen = observed(&[entered(1, 1), entered(5, 1), entered(3, 1), left(3, 1, &[0]), left(1, 1, &[0])]);
    let times: Vec<_> = seen.calls.iter().map(|call| (call.function, call.entered, call.left)).collect();
    assert_eq!(times, [(1, 0, 5), (5, 1, 2), (3, 3, 4)]);
}

#[test]
fn futures_end_in_any_order() {
    let seen = observed(&[entered(1, 1), entered(2, 1), left(1, 1, &[0]), left(2, 1, &[0])]);
    let times: Vec<_> = seen.calls.iter().map(|call| (call.function, call.entered, call.left)).collect();
    assert_eq!(times, [(1, 0, 2), (2, 1, 3)]);
}

#[test]
fn processes_come_one_after_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = Utf8Path::from_path(folder.path()).expect("UTF-8");
    let call = [entered(1, 1), left(1, 1, &[0])].concat();
    fs::write(folder.join("100.calls"), &call).expect("a file");
    fs::write(folder.join("99.calls"), &call).expect("a file");
    fs::write(folder.join("note"), "not a record").expect("a file");
    let seen = read(folder).expect("records");
    let times: Vec<_> = seen.calls.iter().map(|call| (call.entered, call.left, call.thread)).collect();
    assert_eq!(times, [(0, 1, 0), (2, 3, 1)]);
}

#[test]
fn a_torn_record_is_told() {
    let value = [vec![3], text("i32"), text("5")].concat();
    let whole = [entered(1, 1), left(1, 1, &value)].concat();
    for end in entered(1, 1).len() + 1..whole.len() {
        let mut seen = Observation::default();
        add(&mut seen, &whole[..end]);
        assert!(seen.truncated && seen.calls.len() == 1 && seen.calls[0].returned.is_none(), "{end}");
    }
    assert!(observed(&[vec![1, 0, 0, 0, 4]]).truncated, "the runtime says so itself");
}

#[test]
fn frames_come_back_cell_by_cell() {
    let cells: [&[u8]; 7] = [
        &[0],
        &[1, 1],
        &[&[2][..], &(-3_i64).to_le_bytes()].concat(),
        &[&[3][..], &0.1_f64.to_le_bytes()].concat(),
        &[vec![4], text("é")].concat(),
        &[vec![5], text("[1]")].concat(),
        &[&[6][..], &i128::MAX.to_le_bytes()].concat(),
    ];
    let frame =
        [vec![1], 7_u64.to_le_bytes().to_vec(), 1_u32.to_le_bytes().to_vec(), text("c"), text("Mixed")];
    let seen = observed(&[entered(1, 1), record(3, 1, 1, 2, 0, &[frame.concat(), cells.concat()].concat())]);
    let Some(Value::Frame(Table { columns, height: 7 })) = seen.calls[0].arguments.get(&2) else {
        panic!("{seen:?}")
    };
    let expected = [
        Cell::Null,
        Cell::Bool(true),
        Cell::Int(-3),
        Cell::Float(0.1),
        Cell::Text("é".to_owned()),
        Cell::Other("[1]".to_owned()),
        Cell::Int(i128::MAX),
    ];
    assert_eq!((&*columns[0].name, &*columns[0].dtype, &columns[0].cells[..]), ("c", "Mixed", &expected[..]));
}
