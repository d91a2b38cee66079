//! Plain Rust in forms that mutators of code and of rows are easily wrong about, one a line: every kind of receiver,
//! number of arguments, pattern, return type and context. Parsed, never compiled.

use std::collections::HashMap;

const TOP: u8 = 255;
const MINUTES: i64 = 24 * 60;
const RATE: f64 = -0.5;
const GREETING: &str = "hello";
const NAME_OF_COLUMN: &str = "net";
const DISCOUNT_COLUMN: &str = "discount";
const PATHWAY: &str = "walk";
const LIST: [i64; 3] = [1, 2, 3];
static ON: bool = !false;
const OF_OTHERS: i64 = MINUTES + 1;
const CAST: i64 = (7_u8 as i64) << 2;

// Matches.
fn arms(a: u8, b: Option<u8>) -> Option<u8> {
    match a { 1 => low(), 2 => high(), _ => none() };
    match b { Some(1) => Some(low()), _ => None };
    match b { Some(n) => n + 1, _ => 0 };
    match b { Some(n) if n > 3 => 1, Some(_) => 2, other => 3 };
    match b { None => 1, whole @ Some(_) => 2 };
    match b { _ => 1 };
    match a { 1 => 2 };
    match a { 1 if x => low(), _ if y => high() };
    match a { 0 => 1, _ if y => 2 };
    match a { #[cfg(unix)] 1 => low(), _ => high() };
    match a { 1 => { low() } 2 => high(), _ => { none() } };
    match a { CONSTANT => low(), Kind::A => high(), _ => none() };
    match a { 1 | 2 => low(), 3..=4 => high(), x => x };
    match field.inner[0] { 1 => low(), _ => high() }
}

// Conditions.
fn conditions(mut a: i64, b: bool) -> bool {
    if a > 1 && b || !b {}
    if let Some(x) = y && x > 2 {}
    if (let Some(x) = y) {}
    if true { one() } else if a < 3 { two() } else { three() }
    while a > 0 { a -= 1; }
    while let Some(x) = stack.pop() && x != 4 {}
    loop { if b { break; } continue; }
    'outer: for x in 0..a { for y in (0..=x).rev() { if y == 2 { break 'outer } } }
    let Some(z) = y else { return false };
    let chosen = if b { 1 } else { 2 };
    matches!(z, Some(1) | None if b) && assert_matches!(z, 1)
}

// Places and values.
fn places(x: &mut Row, v: &mut [i64]) {
    x.a = 1;
    x.b.c[i + 1] = 2;
    (x.d) = 3;
    *x.e = 4;
    v[0] += 5;
    v[f(1)] -= 6;
    _ = x.f(7);
    x.g *= -8;
    x.h /= 9;
    x.i %= 10;
    x.j &= 11;
    x.k |= 12;
    x.l ^= 13;
    x.m <<= 14;
    x.n >>= 15;
    x.text += "more";
    x.text += &other;
    swap(&mut x.a, &mut v[16]);
    let r = &raw const v[17];
    &mut *x.o;
    &x.p[18];
    (&x.q).r(19);
    x.s[20].t[21].u();
    f(21)[22].v;
    [23; 24][25];
    let (mut c, d) = (26, 27);
    c = d;
    drop(x.w);
    x.y?;
    x.z().await?;
    self.0 = 28;
}

// Literals.
fn literals() -> i64 {
    f(0, 1, 2, -1, -2, 0x10, 1_000, 7u8, 255u8, 0u8, -128i8, 127i8, 65535u16, 32767i16, 4294967295u32, -2147483648i32, 18446744073709551615u64, 0usize, -1isize, 5u128, 3f64);
    f(0.0, 1.0, -1.0, 2.5, -2.5, 1e3, 0.5f32, 0.01, 0.001, 0.0001, 60.0, 1000.0);
    f(7, 12, 24, 30, 52, 60, 100, 252, 360, 365, 1000, 1024, 1440, 3600, 10_000, 86_400, 604_800, 1_000_000, 3_600_000, 86_400_000, 1_000_000_000);
    f(24u8, 100u8, 100i8, 1000u16, -60, 24i64);
    f(true, false, 'a', 'x', b'a', b'x', "", "text", "a b", b"bytes", c"c", r"raw", "30d", "-1h", "5", "d", "ab");
    g.get("key").unwrap("x").expect("message").other("word").column("c").lit("l");
    helper("word");
    helper("Two words");
    Type::new("word");
    Series::new("name", "value");
    lit("word");
    println!("{}", "shown");
    x < 0.5 && 1.5f32 <= y && z == 0.0 && w > -2.5 && 3 != v;
    x + "text".len() + 1;
    "a".to_string() + &"b" + "c"
}

// Operators.
fn operators(a: i64, b: i64) -> i64 {
    (a + b, a - b, a * b, a / b, a % b, a & b, a | b, a ^ b, a << b, a >> b);
    (a == b, a != b, a < b, a <= b, a > b, a >= b, a && b, a || b, !a, -a, *a);
    (a + 0, a - 0, a * 1, a / 1, a << 0, a >> 0, a | 0, a ^ 0, a & 0, 0 + a, a.len() <= 0, a.count() <= 0, a.other() <= 0);
    (a..b, a..=b, ..b, ..=b, a.., ..);
    (a.x < b.y[0], a.f() < b.g(), m.lock().unwrap().x < b, a.borrow() < b, (a as f64) < b, &a < &b);
    (f(a) && g(b), a && f(b), a.x || b.y, (a || b) && !c, -a || b);
    -(-a);
    !(a == b)
}

// What functions return.
fn returns_unit() { f(); }
fn returns_nothing() {}
fn returns_bool() -> bool { f() }
fn returns_true() -> bool { true }
fn returns_string() -> String { f() }
fn returns_str() -> &'static str { f() }
fn returns_tuple() -> (u8, String, f64) { (f(), g(), h()) }
fn returns_one() -> (u8,) { f() }
fn returns_result() -> Result<u8, E> { if x { return Err(e()); } let y = f()?; Ok(y) }
fn returns_io() -> io::Result<()> { f()?; Ok(()) }
fn returns_option() -> Option<Vec<u8>> { if x { return None; } Some(f()) }
fn returns_map() -> HashMap<String, bool> { f() }
fn returns_set() -> BTreeSet<u8> { f() }
fn returns_box() -> Box<u8> { f() }
fn returns_arc() -> Arc<Mutex<u8>> { f() }
fn returns_cow() -> Cow<'static, str> { f() }
fn returns_array() -> [u8; 3] { f() }
fn returns_slice() -> &'static [u8] { f() }
fn returns_mut_slice() -> &'static mut [u8] { f() }
fn returns_reference() -> &'static Row { f() }
fn returns_iterator() -> impl Iterator<Item = u8> { f() }
fn returns_opaque() -> impl Display { f() }
fn returns_dyn() -> Box<dyn Display> { f() }
fn returns_nonzero() -> NonZeroU8 { f() }
fn returns_signed_nonzero() -> NonZeroI8 { f() }
fn returns_generic_nonzero() -> NonZero<u8> { f() }
fn returns_generic_signed() -> NonZero<i8> { f() }
fn returns_own() -> Row { f() }
fn returns_generic() -> Wrapper<u8> { f() }
fn returns_two() -> Pair<u8, u8> { f() }
fn returns_alias() -> MyResult<u8> { f() }
fn returns_bare_alias() -> MyResult { f() }
fn returns_http() -> HttpResponse { f() }
fn returns_never() -> ! { f() }
fn returns_parameter<T>() -> T { f() }
fn returns_function() -> fn(u8) -> u8 { f }
fn returns_parens() -> (u8) { f() }
fn returns_associated() -> Self::Item { f() }
fn returns_qualified() -> <T as Trait>::Item { f() }
fn returns_frame(lf: LazyFrame) -> LazyFrame { if x { lf } else { lf.reverse() } }
fn returns_frame_or_error(lf: LazyFrame) -> PolarsResult<DataFrame> { if x { return Err(e()); } if y { bail!("no") } lf.collect() }
fn returns_frame_maybe(lf: LazyFrame) -> Option<DataFrame> { if x { None } else if y { Some(df.clone()) } else { -z } }
fn returns_series() -> Result<Series> { Ok(f()?) }
fn returns_zero() -> i64 { 0 }
fn returns_default() -> Row { Default::default() }
fn returns_macro() -> Vec<u8> { vec![f()] }
fn returns_by_path() -> polars::prelude::LazyFrame { f() }
fn returns_several() -> Result<DataFrame> { match x { 1 => Err(e()), 2 => None, 3 => vec![f()], _ => g() } }
fn returns_neutral() -> Vec<u8> { match x { 1 => Vec::new(), 2 => vec![], 3 => Default::default(), _ => f() } }
fn returns_early(a: u8) -> u8 { if a > 3 { return g(a); } match a { 0 => h(), 1 => { return k(); } _ => { return m() } } }
fn returns_labelled() -> u8 { 'a: { break 'a f() } }
fn returns_loop() -> u8 { loop { break f() } }
fn returns_nested() -> Result<Option<(u8, bool)>, E> { Ok(Some((f(), g()))) }
async fn returns_later() -> Result<u8> { f().await }
const fn returns_constant() -> u8 { 3 }
unsafe fn returns_unsafe() -> u8 { f(1) }

// Statements.
fn statements(v: &mut Vec<u8>) -> Result<()> {
    f();
    v.push(1);
    v.f()?;
    v.g().await;
    drop(v);
    write!(f, "{}", 1)?;
    writeln!(f)?;
    println!("x");
    ensure!(x > 1, "message {}", y + 1);
    bail!("no");
    other!(x);
    x.y;
    let z = f(1);
    v.insert(f(), g());
    v.insert(0, g());
    v.insert(key);
    m.insert((a, b.c, 1, &d), e);
    m.entry(k).or_insert(1);
    m.entry((a, b.c())).or_insert(0);
    *m.entry((a, "x", -1)).or_insert(0.0) += 1.0;
    m.get(k).or_insert(2);
    m.entry(k).or_insert_with(|| 5);
    m.entry(k).or_insert_with(Vec::new);
    m.entry(k).or_insert_with(|| Row::open(1));
    m.entry(k).or_insert(other);
    m.entry(k).or_insert("text");
    m.entry(k).or_default();
    unsafe { f(2); }
    { f(3) };
    if x { f(4) }
    f(5);;
    return Ok(());
}

// Rows.
fn rows(rows: Vec<Row>) -> Vec<Row> {
    rows.iter().filter(|r| r.open).filter(|r| r.a > 1).filter(Row::is_open).filter(is_open).filter(|r| true).filter(|r| !r.b).filter(|r| seen.insert(r.k));
    rows.retain(|r| r.a == 1 && r.b);
    option.filter(|x| x.a);
    rows.get(0).filter(|x| x.a);
    rows.iter().take_while(|r| r.a).skip_while(|r| r.b).take_while(Row::ok).map_while(|r| r.c);
    rows.iter().map(|r| r + 1).map(|r| -r).map(|r| (r * 2).abs()).map(|r| r).map(|r| r > 1).map(|r| r.a).map(|(a, b)| a).map(|r: i64| r + 1).map(f).map(|r| r.powi(2).round()).map(|r| r && x);
    option.map(|x| x + 1);
    rows.first().map(|x| x + 1);
    rows.iter().take(3).skip(1).step_by(2).nth(0);
    rows.iter().take(n).skip(n + 1).step_by(n).take(usize::MAX).take(&n).take("x").step_by(1).take(rows.len());
    rows.truncate(5);
    slot.take();
    rows.iter().rev().sum::<i64>();
    rows.rev(1);
    rows.iter().sum(1);
    total.sum();
    rows.iter().min();
    rows.iter().max();
    rows.min();
    a.min(b).max(c);
    rows.iter().min_by(|a, b| a.cmp(b)).max_by_key(|r| r.a);
    rows.iter().max_by(1, 2);
    min(a, b);
    std::cmp::max(a, b);
    max(a);
    max::<u8>(a, b);
    rows.iter().fold(0, f64::max);
    rows.iter().reduce(i64::min);
    rows.first();
    rows.last();
    rows.iter().last();
    rows.iter().next();
    iter.next();
    iter.last();
    self.last();
    self.next();
    rows.first(1);
    (rows.first_mut(), rows.last_mut(), rows.split_first(), rows.split_last(), m.first_key_value(), m.last_key_value(), m.pop_first(), m.pop_last(), q.pop_front(), q.pop_back());
    rows.iter().any(|r| r.a) && rows.iter().all(|r| r.b) || rows.iter().any(Row::c) && rows.all(x) && rows.any(is_open);
    rows.iter().count();
    rows.count();
    rows.iter().count(1);
    rows.iter().fold(0, |a, b| a + b);
    rows.iter().fold(1u8, f).scan(0.5f32, g).try_fold(true, h).rfold("x", i);
    rows.iter().fold(f64::INFINITY, f64::min);
    rows.iter().fold(f64::NEG_INFINITY, f64::max);
    rows.iter().fold(i64::MAX, f).fold(i64::MIN, g).fold(MAX, h);
    rows.iter().fold(Vec::new(), f).fold(start, g).fold((0, 0), h).fold(init, i).fold(acc, j).fold(vec![], k).fold(row.a, l).fold(String::new(), m).fold(0);
    rows.iter().chain(others).chain(more.iter());
    rows.chain(others);
    rows.iter().zip(others).zip(others.iter().skip(1));
    rows.zip(others);
    rows.windows(2).chunks(3).chunks_exact(n).rchunks(n + 1).chunks_mut(1).par_chunks(rows.len());
    rows.iter().partition(|r| r.a && r.b);
    rows.iter().partition(|r| r.a > 1);
    rows.iter().partition(Row::is_open);
    rows.iter().unique().dedup().unique_by(|r| r.a).dedup_by(|a, b| a == b);
    rows.dedup();
    rows.iter().unique(1);
    rows.iter().sorted().sorted_by(|a, b| a.cmp(b)).sorted_by_key(|r| r.a).sorted_unstable().sorted_by_cached_key(|r| r.b);
    rows.sort();
    rows.sort_unstable();
    rows.sort_by(|a, b| a.x.cmp(&b.x).then(a.y.cmp(&b.y)).then_with(|| a.z.cmp(&b.z)));
    rows.sort_by(compare);
    rows.sort_by_key(|r| (r.a, r.b, r.c));
    rows.sort_by_key(|r| r.a);
    rows.sort_by_cached_key(|r| { (r.a, r.b) });
    rows.sort_unstable_by_key(|r| if x { (r.a, r.b) } else { (r.b, r.a) });
    rows.iter().max_by_key(|r| (r.a, r.b)).min_by_key(|r| (r.a,));
    rows.by_key(|r| (r.a, r.b));
    flag.then(1);
    flag.then(f());
    rows.iter().into_group_map_by(|r| (r.a, r.b)).counts_by(|r| { (r.c, r.d) }).unique_by(|r| (r.e, 1)).chunk_by(|r| if x { (r.f, r.g) } else { (r.h, r.i) });
    (x.abs(), x.abs(1), x.round(), x.floor(), x.ceil(), x.trunc(), x.round_ties_even(), x.round(2));
    (x.clamp(0, 1), x.clamp(0), x.saturating_add(1), x.saturating_sub(1), x.saturating_mul(2), x.wrapping_add(1), x.wrapping_pow(2), x.checked_add(1), x.checked_sub(n), x.checked_mul(f()), (-x).checked_add(1), x.checked_div(2), x.saturating_neg(), saturating.add(1));
    (s.trim(), s.trim_start(), s.trim_end(), s.trim_ascii(), s.trim_matches('x'), s.to_lowercase(), s.to_uppercase(), s.to_ascii_lowercase(), s.to_ascii_uppercase(), s.to_lowercase(1));
    lines.map(str::trim).map(str::trim_start).map(str::trim_end).map(str::to_lowercase).map(str::to_uppercase).map(str::len);
    (s.starts_with("a"), s.ends_with("b"), s.strip_prefix("c"), s.strip_suffix("d"), s.starts_with("a", 1));
    let n: i64 = s.parse()?;
    let n: i64 = s.parse().map_err(E::from)?;
    let n = s.parse::<i64>().unwrap();
    let n = s.parse::<i64>().expect("a number");
    let n = s.parse::<i64>().unwrap_or(7);
    let n = s.parse::<i64>().unwrap_or_else(|_| 8);
    let n = s.parse::<i64>().ok()?;
    let n = s.parse(1)?;
    let n = s.other()?;
    rows.collect()
}

// Failures that are swallowed.
fn swallowed(lines: Lines) -> Result<Vec<Row>> {
    let a: Result<Vec<_>> = lines.map(f).collect();
    let b: Option<i64> = lines.map(f).sum();
    let c: Vec<_> = lines.map(f).collect();
    let d = lines.map(f).collect::<Result<Vec<_>, _>>()?;
    let e = lines.map(f).product::<Option<i64>>()?;
    let g = lines.map(f).collect::<Vec<_>>()?;
    let h = lines.map(|l| { let r = f(l)?; g(l).ok()?; Ok(r) });
    let i = lines.filter_map(|l| f(l).ok()).filter_map(Result::ok).filter_map(Row::ok).flat_map(|l| l.ok(1));
    let o = (f().unwrap_or(7, 0), f().unwrap_or(0, 7), f().unwrap_or_else(|| 7, || 0), f().unwrap_or_else(|| 0, || 7), f().unwrap_or_else(Kind::new), f().unwrap_or(Row::new()));
    let p = lines.map(f).other::<Result<Vec<_>, _>>()?;
    let q = lines.map(f).collect::<Vec<_>, Result<u8>>()?;
    let r = lines.map(|l| f(l).collect::<Result<Vec<_>>>()?);
    let j = f().ok().map(g);
    let k = f().ok().and_then(g).ok();
    let l = (f().unwrap_or(7), f().unwrap_or(0), f().unwrap_or(""), f().unwrap_or(None), f().unwrap_or(Vec::new()), f().unwrap_or(Row::default()), f().unwrap_or(0.0), f().unwrap_or(x), f().unwrap_or(vec![]), f().unwrap_or(&[]), f().unwrap_or(false));
    let m = (f().unwrap_or_else(|| 7), f().unwrap_or_else(|| 0), f().unwrap_or_else(|| panic!()), f().unwrap_or_else(|| return), f().unwrap_or_else(String::new), f().unwrap_or_else(make), f().unwrap_or_else(Row::default));
    lines.map(f).collect()
}

// Arguments.
fn arguments() {
    f(a, b);
    f(a, a);
    f(1, 2);
    f(1.0, 2.0, true, false, 'a', 'b', "a", "b");
    f(a.b, c.d);
    f(&a, &b);
    f(&mut a, &b);
    f(A, B);
    f(Kind::A, Kind::B);
    f(Kind::A, Other::B);
    f(-a, -b);
    f(!a, -b);
    f(a.x(), b.x());
    f(a.x(), b.y());
    f(g(1), g(2));
    f(g(1), h(2));
    f(self, other);
    f(|x| x, |y| y);
    f(a, 1, b);
    max(a, b);
    a.hypot(b, c);
    assert_same(a, b);
    x.method(a, b, c);
    (f)(a, b);
    S { a: 1, b: f(2), c, ..d };
    S { a: 1, b: 2 };
    T { 0: 1, ..d };
    SortOptions { descending: true, ..d };
    UnionArgs { rechunk: true, parallel: false, ..d };
    o.with_rechunk(true).with_streaming(false).with_other(true);
}

// Contexts.
fn contexts() {
    let c = |x: i64| x + 1;
    let d = |x| { return x + 2; };
    let e = async { f(3) };
    let g = async move { return f(4); };
    fn inner(x: i64) -> i64 { x + 5 }
    const INNER: i64 = 6;
    struct Local;
    impl Local { fn method(&self) -> i64 { 7 } }
    vec![8, f(9)];
    vec![10; 11];
    hashmap! { "a" => 12, f(13) => 14 };
    format!("{} {b}", 15, b = 16);
    write!(f, "{}", x + 17);
    assert!(x == 18);
    assert_eq!(x + 19, 20, "message {}", 21);
    panic!("{}", 22);
    dbg!(23);
    unknown!(24);
    matches!(x, Some(n) if n > 25);
    log::info!("{}", 26);
    info!("{}", x + 27);
    tracing::debug!(28);
    counter!("a").increment(29);
    metrics::gauge!("a", 30);
    eprintln!("{}", 31);
    println!("{}", 32);
    v.reserve(33);
    Vec::with_capacity(34);
    x.expect("message");
    x.context(format!("{}", 35));
    unsafe { f(36) };
    const { 37 };
    if let Some(x) = f(38) && x > 39 {}
    rows.iter().map(|r| { const K: i64 = 40; r.f(K).ok() });
    rows.iter().map(|r| { fn nested() -> Result<u8> { Ok(f()?) } r });
    use_of(TOP, MINUTES, crate::RATE, Self::LIST, other::ON, T::<u8>::GREETING);
    f::<{ TOP }>(41);
    let x: [u8; TOP as usize] = [42; 43];
}

impl Default for Row { fn default() -> Self { Self { a: 1 } } }
impl Display for Row { fn fmt(&self, f: &mut F) -> fmt::Result { write!(f, "{}", 1 + 2) } }
impl std::error::Error for Row { fn code(&self) -> i64 { 1 } }
unsafe impl Send for Row { fn code(&self) -> i64 { 1 } }
impl<T> Trait<T> for Vec<T> { const A: i64 = 1; fn code(&self) -> i64 { Self::A + 1 } }
trait Defaults { const B: i64 = 2; const C: i64; fn code(&self) -> i64 { 3 } fn none(&self) -> i64; }
mod inline { #[path = "other.rs"] mod file; mod plain; pub fn code() -> i64 { 4 } }
mod r#type;
#[path = "dir"] mod with_path { mod deep; }
#[cfg(test)] mod tests { mod more; fn code() -> i64 { super::MINUTES + 5 } }
#[cfg(windows)] fn never() -> i64 { 6 }
#[cfg(test)] fn only_in_tests() -> i64 { 7 }
#[test] fn a_test() { assert_eq!(f(8), 9); }
#[mutants::skip] fn skipped() -> i64 { 10 }
#[cfg_attr(test, mutants::skip)] fn skipped_too() -> i64 { 11 }
static mut CHANGING: i64 = 12;
const MINUTES: i64 = 13;
fn attributes() -> i64 { #[allow(unused)] f(14); #[cfg(windows)] f(15); let x = #[rustfmt::skip] f(16); #[cfg(test)] { f(17) } x }
fn main() { f(18); }
