//! One case for each branch of the mutators and noise rules that no other source of the corpus takes.

pub fn factors(n: u64, x: f64) -> u64 {
    let a = n * 7 + n * 12 + n * 24 + n * 30 + n * 52 + n * 60 + n * 100 + n * 252 + n * 360 + n * 365;
    let b = n * 1000 + n * 1024 + n * 1440 + n * 3600 + n * 10_000 + n * 86_400 + n * 604_800 + n * 1_000_000;
    let c = n * 3_600_000 + n * 86_400_000 + n * 1_000_000_000 + n * 1_000_000u64 + n * 100u8 as u64;
    let d = x * 7.0 + x * 12.0 + x * 24.0 + x * 100.0 + x / 365.0 + x * 0.01 + x * 0.001 + x * 0.0001 + x * -100.0;
    a + b + c + d as u64 + (-60i64) as u64
}

pub fn questions(text: &str, rows: Vec<Result<u8, E>>, more: Vec<Option<u8>>) -> Result<Vec<u8>, E> {
    let all = rows.iter().cloned().collect::<Result<Vec<_>, _>>()?;
    let some = more.iter().copied().collect::<Option<Vec<_>>>()?;
    let sum = rows.iter().cloned().sum::<Result<u8, _>>()?;
    let product = rows.iter().cloned().product::<io::Result<u8>>()?;
    let written: Result<Vec<u8>, E> = rows.iter().cloned().collect();
    let optional: Option<u8> = more.iter().copied().sum();
    let plain: Vec<u8> = all.iter().copied().collect();
    let other: Result<u8, E> = rows[0].clone();
    let skipped: Vec<u8> = rows.iter().cloned().filter_map(Result::ok).collect();
    let kept: Vec<u8> = rows.iter().cloned().filter_map(|row| row.ok()).collect();
    let tried: Result<Vec<u8>, E> = rows.iter().map(|row| { let value = row.clone()?; Ok(value + 1) }).collect();
    let known = text.parse::<u8>().ok().and_then(|n| n.checked_add(1)).unwrap_or(7);
    let mapped = text.parse::<u8>().ok().map(|n| n + 1).unwrap_or(0);
    let kept_one = text.parse::<u8>().ok().filter(|n| *n > 1).zip(Some(2)).unwrap_or_default();
    let flat = Some(text.parse::<u8>().ok()).flatten().unwrap_or_else(|| 9);
    let none = text.parse::<u8>().unwrap_or_else(|_| panic!("no"));
    let back = text.parse::<u8>().unwrap_or_else(|_| return 3);
    let zero = text.parse::<f64>().unwrap_or(0.0);
    let empty = lookup(text).unwrap_or("").len() + lookup(text).unwrap_or(String::new()).len();
    let fresh = lookup(text).unwrap_or_else(Vec::new).len() + lookup(text).unwrap_or_else(make).len();
    let list = lookup(text).unwrap_or(vec![]).len() + lookup(text).unwrap_or(Default::default()).len();
    let truth = lookup(text).unwrap_or(false) && lookup(text).unwrap_or(None).is_none();
    rows.into_iter().collect()
}

pub fn option_of(rows: &[Option<u8>]) -> Option<Vec<u8>> {
    if rows.len() > 3 { return rows.iter().copied().collect(); }
    rows.iter().map(|row| row.map(|n| n + 1)).collect()
}

pub fn arguments(a: i32, b: i32, row: &Row) -> i32 {
    call(a, b, row.x, row.y, 1, 2, 1.5, 2.5, true, false, 'a', 'b', "c", "d", &a, &b, -a, -b, a.abs(), b.abs());
    pair(&mut a, &mut b, left(a), left(b), Kind::Small, Kind::Large, None, a, b'x', b'y', [1], [2]);
    max(a, b) + hypot(a, b) + gcd(a, b) + row.swap(a, b) + row.between(a, b, b) + same(a, a) + assert_all(a, b)
}

pub fn extremes(rows: &[Row], a: u8, b: u8) -> u8 {
    let least = rows.iter().map(|row| row.x).min().unwrap_or(1) + rows.iter().map(|row| row.x).max().unwrap_or(2);
    let by = rows.iter().min_by(|a, b| a.x.total_cmp(&b.x)).zip(rows.iter().max_by(|a, b| a.y.cmp(&b.y)));
    let key = rows.iter().max_by_key(|row| (row.x, row.y)).zip(rows.iter().min_by_key(|row| row.x));
    let folded = rows.iter().map(|row| row.z).fold(f64::MIN, f64::max) + rows.iter().map(|row| row.z).fold(0.0, f64::min);
    let reduced = rows.iter().map(|row| row.x).reduce(u8::max).or(rows.iter().map(|row| row.x).reduce(std::cmp::min));
    let typed = std::cmp::max::<u8>(a, b) + std::cmp::min(a, b) + min(a, b) + u8::min(a, b) + minimum(a, b);
    typed + map.get(&a).max() + frame.min() + rows.iter().peekable().min()
}

pub fn sorted(rows: &mut Vec<Row>) {
    rows.sort_by_key(|row| (row.x, row.y, row.z));
    rows.sort_unstable_by_key(|row| (row.x,));
    rows.sort_by_cached_key(|row| { (row.name.clone(), row.x) });
    rows.sort_by(|a, b| a.x.cmp(&b.x).reverse().then(a.y.cmp(&b.y)).then_with(|| b.z.cmp(&a.z)));
    rows.sort_by_key(|row| std::cmp::Reverse((row.x, row.y)));
    rows.sort();
    rows.reverse();
    rows.sort_floats();
}

pub fn logs(n: u32, span: Span) -> u32 {
    info!("{}", n + 1);
    log::warn!("{}", n + 2);
    tracing::event!(n + 3);
    debug!("{}", n + 4);
    tracing::span!("x", n + 5).record("n", n + 6);
    tracing_subscriber::fmt(n + 7);
    fern::log(n + 8);
    info(n + 9);
    log(n + 10);
    metrics::counter!("rows", n + 11).increment(n + 12);
    histogram!("time", n + 13);
    counter.inc_by(n + 14);
    println!("{}", n + 15);
    eprintln!("{}", n + 16);
    let message = format!("{} rows", n + 17);
    let mut buffer = Vec::with_capacity(n as usize + 18);
    buffer.reserve(n as usize * 2);
    buffer.shrink_to(n as usize + 19);
    debug_assert!(n + 20 > 1, "{}", n + 21);
    assert_eq!(n + 22, 3);
    let failed: Result<u8, String> = Err(format!("{} failed", n + 23));
    failed.expect("never") as u32 + n.checked_add(24).ok_or_else(|| anyhow!("{}", n + 25)).context("adding")
}

pub fn neutral(x: u32, y: f64, v: &[u32]) -> u32 {
    let a = x * 1 + x / 1 + (x + 0) + (x - 0) + (x << 0) + (x >> 0) + (x | 0) + (x ^ 0) + 0 * x + 1 * x;
    let mut b = a;
    b *= 1; b /= 1; b += 0; b -= 0; b <<= 0; b >>= 0; b |= 0; b ^= 0; b += 1; b *= 2;
    let c = y * 1.0 + y / 1.0 + (y + 0.0) + (y - 0.0) + y * 2.0;
    if v.len() <= 0 || v.iter().count() <= 0 || frame.height() <= 0 || x <= 0 || v.len() <= 1 { b } else { c as u32 }
}

pub fn same(x: u32, flag: bool) -> Option<u32> {
    let _unused = x;
    if flag == true { return None; }
    if x != 0 && true { return Some(x); }
    match x { 0 => Some(0), 1 => Some(0), _ => None }
}

#[cfg(any(unix, feature = "x"))]
pub fn either(n: u8) -> u8 { n + 1 }
#[cfg(all(unix, feature = "x"))]
pub fn both(n: u8) -> u8 { n + 2 }
#[cfg(all(unix, feature = "y"))]
pub fn not_both(n: u8) -> u8 { n + 3 }
#[cfg(not(any(windows, feature = "y")))]
pub fn neither(n: u8) -> u8 { n + 4 }
#[cfg(not(unix))]
pub fn elsewhere(n: u8) -> u8 { n + 5 }
#[cfg(target_os = "linux")]
pub fn linux(n: u8) -> u8 { n + 6 }
#[cfg(target_os = "macos")]
pub fn mac(n: u8) -> u8 { n + 7 }
#[cfg(fast)]
pub fn inserted(n: u8) -> u8 { n + 8 }
#[cfg(a::b)]
pub fn odd_path(n: u8) -> u8 { n + 9 }
#[cfg(target_pointer_width = 64)]
pub fn odd_value(n: u8) -> u8 { n + 10 }
#[cfg(unknown(unix))]
pub fn odd_list(n: u8) -> u8 { n + 11 }
#[cfg(any(test, unix))]
pub fn tests_too(n: u8) -> u8 { n + 12 }
#[cfg(all(test, not(windows)))]
pub fn tests_only(n: u8) -> u8 { n + 13 }
#[doc = "x"]
#[cfg(unix)]
#[cfg(feature = "y")]
pub fn two_conditions(n: u8) -> u8 { n + 14 }

pub fn every_macro(n: u8, xs: &[u8]) -> Result<u8, E> {
    let a = smallvec![n + 1, n + 2];
    let b = arrayvec![n + 3; 2 + 1];
    let c = df!("a" => [n + 4], "b" => xs.len() + 1,);
    let d = hashmap! { n + 5 => n + 6 };
    let e = btreemap! { n => n + 7, };
    let f = matches!(n + 8, | 1 | 2 if n > 9);
    assert_matches!(n + 10, 3, "{}", n);
    let g = format_args!("{} {x} {y}", n + 11, x = n + 12, y = n == 13);
    write!(w, "{}", n + 14)?;
    ensure!(n + 15 > 1, "{}", n + 16);
    bail!("{}", n + 17);
    polars_ensure!(n + 18 > 2, ComputeError: "x");
    prop_assert_eq!(n + 19, 4);
    dbg!(n + 20);
    let h = min!(n + 21, n + 22) + max!(n + 23, 5) + my_macro!(n + 24);
    let i = std::vec![n + 25];
    todo!("{}", n + 26)
}

pub fn ends(v: &mut Vec<u8>, d: &mut VecDeque<u8>, m: &mut BTreeMap<u8, u8>, rows: &[u8]) -> Option<u8> {
    *v.first_mut()? += 1;
    *v.last_mut()? += 2;
    let (head, rest) = rows.split_first()?;
    let (tail, init) = rows.split_last()?;
    let lowest = m.first_key_value()?.0 + m.last_key_value()?.0;
    let gone = m.pop_first()?.0 + m.pop_last()?.0 + d.pop_front()? + d.pop_back()?;
    d.push_front(head + tail);
    d.push_back(lowest + gone);
    d.front().copied().or(d.back().copied()).or(rows.first().copied()).or(rows.last().copied())
}

pub fn suffixes() -> i128 {
    let a = (100u8, 100u16, 100u32, 100u64, 100u128, 100usize, 100i8, 100i16, 100i32, 100i64, 100i128, 100isize);
    let b = (1000u16, 1000i16, 60u8, 60i8, 60u16, 3600i16, 10_000i16, 86_400u32, 86_400i32, 604_800i64);
    let c = (1_000_000_000i32, 1_000_000_000u32, 86_400_000i64, 252u8, 360u16, 365i16, 1024u16, 1440i16, 255u8, 127i8);
    let d = (0, -1, 1, 0i8, 0u8, i64::MAX - 1, 0.0f32, 1.0, -0.5f64, 100f32);
    a.10 + b.9 as i128 + c.2 as i128 + d.0
}

pub fn guards(shared: &Mutex<Vec<u8>>, cell: &RefCell<u8>, lock: &RwLock<u8>) -> Result<u8, E> {
    let a = shared.lock().unwrap().len() as u8 + *cell.borrow() + *lock.read().unwrap() + 1;
    let b = *cell.borrow_mut() + *lock.write().expect("free") + shared.try_lock().map_or(0, |v| v[0]);
    let c = take(shared.lock().unwrap().first()) + take(cell.borrow()) - take(lock.read()?) * 2;
    let d = (shared.lock().unwrap()).iter().map(|n| n + 1).sum::<u8>() + [cell.borrow().len() as u8, 3][0];
    let e = open("x")?.lines().count() as u8 + (a, b).0 + -b as u8 + (&c).pow(2) + vec![d][0];
    if shared.lock().unwrap().len() > 2 && cell.try_borrow().is_ok() || lock.try_read().is_err() { return Ok(e); }
    match shared.lock().unwrap().pop() { Some(n) if n > 1 => Ok(n), _ => Ok(a.max(b).min(c)) }
}

pub async fn waits(shared: &Mutex<u8>, rows: Stream) -> u8 {
    let sum = *shared.lock().await + rows.next().await.unwrap_or(1) + (async { 1 + 1 }).await;
    let field = rows.inner.value[2].other + (rows.inner.count) * (-sum) as u8 + !sum;
    sum + field + call(sum + 1, &mut rows.inner, &rows.inner.value[1 + 1])
}

pub fn places(t: &mut Table, i: usize) {
    t.rows[i + 1].total = 1 + 1;
    (t.rows[i]).total += 2;
    *t.first() = 3;
    t.cells[t.rows[i].index + 1][2] = 4;
    (t.a, t.b) = (t.b + 1, t.a + 2);
    let raw = &raw const t.rows;
    let taken = &mut t.rows[i + 2].total;
    *taken = if i == 0 { 5 } else { 6 };
    t.rows[i].parts[1].name = format!("{}", i + 7);
    (t.make(i + 8)).run(i + 9)(i + 10);
    t.handler = Box::new(|n| n + 11);
}
