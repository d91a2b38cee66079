//! Spawns every process of the tool: own process group, limits on time and memory, killed as a tree.

use std::collections::HashSet;
use std::io::Read;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, kill_process_group, pidfd_open};

use crate::error::{Error, Result};

/// How often time and memory are looked at while a process is silent.
const TICK: Duration = Duration::from_millis(20);

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static LIVE: Mutex<Option<HashSet<i32>>> = Mutex::new(None);

/// What a process may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Wall clock.
    pub wall: Duration,
    /// Resident bytes of the process and its descendants.
    pub memory: u64,
}

impl Limits {
    /// No limits, for builds.
    #[must_use]
    pub fn none() -> Self {
        Self { wall: Duration::MAX, memory: u64::MAX }
    }
}

/// How a process came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// By itself.
    Exited(ExitStatus),
    /// It ran longer than allowed.
    TimedOut,
    /// It grew beyond the cap.
    OutOfMemory,
    /// The watcher had seen enough.
    Stopped,
    /// Ctrl-C.
    Interrupted,
}

/// A process that is over.
#[derive(Debug, Clone)]
pub struct Finished {
    /// How it ended.
    pub ending: Ending,
    /// What it wrote to standard output.
    pub stdout: String,
    /// What it wrote to standard error.
    pub stderr: String,
    /// Wall time.
    pub elapsed: Duration,
    /// Processor time of the process and the children that it waited for, in steps of 10 ms.
    pub cpu: Duration,
    /// Largest resident size that was seen, in bytes; 0 for a process that was too short to be seen.
    pub peak_memory: u64,
    /// The process group that it led.
    pub group: i32,
}

/// Whether Ctrl-C was pressed.
#[must_use]
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Installs the Ctrl-C handler and takes responsibility for orphaned grandchildren.
///
/// # Errors
/// Where a handler is installed already.
pub fn take_charge() -> Result<()> {
    // Children that outlive a test then become ours, so that they can be found and ended.
    let _ = rustix::process::set_child_subreaper(Some(rustix::process::getpid()));
    ctrlc::set_handler(|| {
        INTERRUPTED.store(true, Ordering::SeqCst);
        for pid in live().iter().flatten() {
            kill_group(*pid);
        }
    })
    .map_err(|error| Error::Internal(format!("the Ctrl-C handler cannot be installed: {error}")))
}

fn live() -> std::sync::MutexGuard<'static, Option<HashSet<i32>>> {
    LIVE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn kill_group(pid: i32) {
    if let Some(pid) = Pid::from_raw(pid) {
        let _ = kill_process_group(pid, Signal::KILL);
    }
}

/// Ends orphans that left their process group. Call it while no process of ours runs.
pub fn end_strays() {
    let known = live().clone().unwrap_or_default();
    // A stray may have children of its own, which become ours when it ends.
    for _ in 0..10 {
        let strays: Vec<i32> = children_of("self").into_iter().filter(|pid| !known.contains(pid)).collect();
        if strays.is_empty() {
            return;
        }
        for pid in strays.iter().filter_map(|pid| Pid::from_raw(*pid)) {
            let _ = kill_process(pid, Signal::KILL);
            let _ = rustix::process::waitpid(Some(pid), rustix::process::WaitOptions::empty());
        }
    }
}

/// Runs a command to its end. `watch` sees each complete line of standard output and may ask to stop.
///
/// # Errors
/// Where the process cannot be started, or after Ctrl-C.
pub fn run(command: &mut Command, limits: Limits, watch: &mut dyn FnMut(&str) -> bool) -> Result<Finished> {
    if interrupted() {
        return Err(Error::Interrupted);
    }
    let started = Instant::now();
    command.process_group(0).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = spawn(command).map_err(Error::io("start", program))?;
    let pid = i32::try_from(child.id()).unwrap_or_default();
    let mut watched = Watched::new(&mut child)?;
    let ending = watched.until_end(pid, started, limits, watch);
    // The leader is not reaped yet, so its group number cannot belong to anyone else.
    kill_group(pid);
    let cpu = processor_time(pid);
    let status = child.wait().map_err(Error::io("wait for", "a child process"))?;
    live().get_or_insert_default().remove(&pid);
    watched.drain(watch);
    let ending = if interrupted() { Ending::Interrupted } else { ending.unwrap_or(Ending::Exited(status)) };
    Ok(Finished {
        ending,
        stdout: String::from_utf8_lossy(&watched.out.bytes).into_owned(),
        stderr: String::from_utf8_lossy(&watched.err.bytes).into_owned(),
        elapsed: started.elapsed(),
        cpu,
        peak_memory: watched.peak_memory,
        group: pid,
    })
}

/// Starts a process; a busy executable (just written, still open in a forking sibling) is tried again.
fn spawn(command: &mut Command) -> std::io::Result<Child> {
    for _ in 0..50 {
        let mut live = live();
        match command.spawn() {
            Ok(child) => {
                live.get_or_insert_default().insert(i32::try_from(child.id()).unwrap_or_default());
                return Ok(child);
            }
            Err(error) if error.kind() == std::io::ErrorKind::ExecutableFileBusy => {
                drop(live);
                std::thread::sleep(Duration::from_millis(10));
            }
            Err(error) => return Err(error),
        }
    }
    command.spawn()
}

/// One output pipe and what came through it.
struct Stream {
    pipe: Option<OwnedFd>,
    bytes: Vec<u8>,
    /// Bytes that were given to the watcher already.
    seen: usize,
}

impl Stream {
    fn new(pipe: Option<OwnedFd>) -> Result<Self> {
        if let Some(pipe) = &pipe {
            rustix::io::ioctl_fionbio(pipe, true)
                .map_err(|e| Error::Internal(format!("a pipe stays blocking: {e}")))?;
        }
        Ok(Self { pipe, bytes: Vec::new(), seen: 0 })
    }

    /// Reads what is there; closes the pipe at its end.
    fn read(&mut self) {
        let Some(pipe) = self.pipe.take() else { return };
        let mut file = std::fs::File::from(pipe);
        let mut buffer = [0; 16 * 1024];
        loop {
            match file.read(&mut buffer) {
                Ok(0) => return,
                Ok(count) => self.bytes.extend_from_slice(&buffer[..count]),
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(_) => return,
            }
        }
        self.pipe = Some(file.into());
    }

    /// Gives complete lines to the watcher; true where it wants to stop.
    fn lines(&mut self, watch: &mut dyn FnMut(&str) -> bool) -> bool {
        let mut stop = false;
        while let Some(length) = self.bytes[self.seen..].iter().position(|byte| *byte == b'\n') {
            let line = String::from_utf8_lossy(&self.bytes[self.seen..self.seen + length]).into_owned();
            self.seen += length + 1;
            stop |= watch(&line);
        }
        stop
    }
}

struct Watched {
    out: Stream,
    err: Stream,
    exit: OwnedFd,
    peak_memory: u64,
}

impl Watched {
    fn new(child: &mut Child) -> Result<Self> {
        let pid = Pid::from_child(child);
        let exit = pidfd_open(pid, PidfdFlags::empty())
            .map_err(|error| Error::Internal(format!("a child process cannot be watched: {error}")))?;
        let out = Stream::new(child.stdout.take().map(OwnedFd::from))?;
        let err = Stream::new(child.stderr.take().map(OwnedFd::from))?;
        Ok(Self { out, err, exit, peak_memory: 0 })
    }

    /// Waits; `None` where the process ended by itself.
    fn until_end(
        &mut self,
        pid: i32,
        started: Instant,
        limits: Limits,
        watch: &mut dyn FnMut(&str) -> bool,
    ) -> Option<Ending> {
        let mut next_look = started + TICK;
        loop {
            let exited = self.wait(limits.wall.saturating_sub(started.elapsed()).min(TICK));
            self.out.read();
            self.err.read();
            if self.out.lines(watch) {
                return Some(Ending::Stopped);
            }
            if exited {
                return None;
            }
            if interrupted() {
                return Some(Ending::Interrupted);
            }
            if started.elapsed() >= limits.wall {
                return Some(Ending::TimedOut);
            }
            if Instant::now() >= next_look && limits.memory != u64::MAX {
                next_look = Instant::now() + TICK;
                self.peak_memory = self.peak_memory.max(resident(pid));
                if self.peak_memory > limits.memory {
                    return Some(Ending::OutOfMemory);
                }
            }
        }
    }

    /// Sleeps until there is output, the process ends, or the time is over; true where it ended.
    fn wait(&self, time: Duration) -> bool {
        let mut descriptors = vec![PollFd::new(&self.exit, PollFlags::IN)];
        for pipe in [&self.out.pipe, &self.err.pipe].into_iter().flatten() {
            descriptors.push(PollFd::from_borrowed_fd(pipe.as_fd(), PollFlags::IN));
        }
        let timeout = Timespec {
            tv_sec: i64::try_from(time.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: i64::from(time.subsec_nanos()),
        };
        let _ = poll(&mut descriptors, Some(&timeout));
        !descriptors[0].revents().is_empty()
    }

    fn drain(&mut self, watch: &mut dyn FnMut(&str) -> bool) {
        self.out.read();
        self.err.read();
        self.out.lines(watch);
    }
}

/// User and system time of a process that was not reaped yet; the kernel counts in hundredths of a second.
fn processor_time(pid: i32) -> Duration {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    let hundredths: u64 = fields.skip(11).take(4).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(10 * hundredths)
}

/// Resident bytes of a process and its descendants.
fn resident(pid: i32) -> u64 {
    let own = std::fs::read_to_string(format!("/proc/{pid}/statm"))
        .ok()
        .and_then(|text| text.split_whitespace().nth(1)?.parse::<u64>().ok())
        .map_or(0, |pages| pages * 4096);
    own + children_of(&pid.to_string()).into_iter().map(resident).sum::<u64>()
}

fn children_of(process: &str) -> Vec<i32> {
    let Ok(tasks) = std::fs::read_dir(format!("/proc/{process}/task")) else { return Vec::new() };
    let lists = tasks.flatten().filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
    lists
        .flat_map(|list| list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<_>>())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, limits: Limits) -> Finished {
        run(Command::new("sh").args(["-c", script]), limits, &mut |line| line == "stop").expect("a shell")
    }

    #[test]
    fn output_and_status_come_back() {
        let done = shell("echo out; echo err >&2; exit 3", Limits::none());
        assert_eq!((done.stdout.as_str(), done.stderr.as_str()), ("out\n", "err\n"));
        assert!(matches!(done.ending, Ending::Exited(status) if status.code() == Some(3)));
    }

    #[test]
    fn time_limit_ends_the_whole_group() {
        let limits = Limits { wall: Duration::from_millis(200), memory: u64::MAX };
        let done = shell("sleep 300 & echo $!; wait", limits);
        assert_eq!(done.ending, Ending::TimedOut);
        let pid = done.stdout.trim();
        // A killed orphan may wait for the system to collect it; it is no running process any more.
        let state = || std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        let gone = (0..50).any(|_| {
            std::thread::sleep(Duration::from_millis(10));
            let state = state();
            state.is_empty() || state.contains(") Z ")
        });
        assert!(gone, "process {pid} is still there");
    }

    #[test]
    fn a_child_that_holds_the_pipe_does_not_delay_the_end() {
        let done = shell("sleep 300 & echo done", Limits::none());
        assert!(done.elapsed < Duration::from_secs(60));
        assert_eq!(done.stdout, "done\n");
    }

    #[test]
    fn processor_time_is_not_wall_time() {
        let busy = shell("i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done", Limits::none());
        let idle = shell("sleep 0.3", Limits::none());
        assert!(busy.cpu > idle.cpu, "{:?} {:?}", busy.cpu, idle.cpu);
        assert!(idle.cpu < idle.elapsed);
    }

    #[test]
    fn watcher_stops_the_process() {
        assert_eq!(shell("echo stop; sleep 300", Limits::none()).ending, Ending::Stopped);
    }

    #[test]
    fn memory_cap_ends_the_process() {
        let limits = Limits { wall: Duration::from_secs(60), memory: 50 << 20 };
        let done = shell("x=$(head -c 200000000 /dev/zero | tr '\\0' x); echo ${#x}; sleep 5", limits);
        assert_eq!(done.ending, Ending::OutOfMemory);
    }
}
