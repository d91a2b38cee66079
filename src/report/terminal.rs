//! What a run shows on the terminal: progress and warnings on stderr, survivors and the summary on stdout.

use std::collections::HashSet;
use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::model::{Event, Mutant, Outcome, Phase, Reporter, Results, Survival, Verdict};
use crate::report::style::{self, Paint};
use crate::report::words::{line, number, time};
use crate::report::{diff, summary};

/// Without a live display, a phase that takes longer than this tells how far it is ...
const PATIENCE: Duration = Duration::from_secs(2);
/// ... after every tenth of its steps.
const TENTHS: usize = 10;

/// A reporter for people who watch, and for logs that they read later.
pub struct Terminal {
    /// False where survivors and summary are not wanted.
    results: bool,
    paint: Paint,
    interactive: bool,
    timings: bool,
    state: Mutex<State>,
}

struct State {
    out: Box<dyn Write + Send>,
    err: Box<dyn Write + Send>,
    bar: Option<ProgressBar>,
    /// Of the phase under way.
    total: Option<usize>,
    done: usize,
    last_told: Instant,
    tenths_told: usize,
    gaps: usize,
    uncovered: HashSet<(String, String)>,
}

impl Terminal {
    /// Writes to the process's own stdout and stderr: `color` says whether styles may be used, `interactive` whether
    /// stderr can show moving progress bars, `timings` whether the summary tells the wall time of each phase.
    #[must_use]
    pub fn new(color: bool, interactive: bool, timings: bool) -> Self {
        Self::with(Box::new(io::stdout()), Box::new(io::stderr()), color, interactive, timings)
    }

    fn with(
        out: Box<dyn Write + Send>,
        err: Box<dyn Write + Send>,
        color: bool,
        interactive: bool,
        timings: bool,
    ) -> Self {
        let state = State {
            out,
            err,
            bar: None,
            total: None,
            done: 0,
            last_told: Instant::now(),
            tenths_told: 0,
            gaps: 0,
            uncovered: HashSet::new(),
        };
        Self { results: true, paint: Paint { color }, interactive, timings, state: Mutex::new(state) }
    }

    /// Progress and warnings only.
    #[must_use]
    pub fn without_results(self) -> Self {
        Self { results: false, ..self }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn started(&self, phase: Phase, total: Option<usize>) {
        let mut state = self.state();
        state.end_bar();
        (state.total, state.done, state.tenths_told) = (total, 0, 0);
        state.last_told = Instant::now();
        if self.interactive {
            state.bar = Some(self.bar(phase, total));
        }
    }

    fn bar(&self, phase: Phase, total: Option<usize>) -> ProgressBar {
        let length = total.and_then(|total| u64::try_from(total).ok());
        let template = match length {
            Some(_) => "{prefix} [{bar:24}] {human_pos}/{human_len}, {eta} left  {wide_msg}",
            None => "{prefix} {spinner} {elapsed}  {wide_msg}",
        };
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr())
            .with_style(style.progress_chars("=> "))
            .with_prefix(self.label(phase.title()));
        bar.enable_steady_tick(Duration::from_millis(120));
        bar
    }

    fn label(&self, word: &str) -> String {
        self.paint.put(style::GOOD, format_args!("{word:>9}"))
    }

    fn step(&self, phase: Phase, note: &str) {
        let mut state = self.state();
        state.done += 1;
        if let Some(bar) = &state.bar {
            let gaps =
                if state.gaps == 0 { String::new() } else { format!("{} undetected  ", number(state.gaps)) };
            bar.set_message(format!("{gaps}{}", line(note)));
            bar.set_position(u64::try_from(state.done).unwrap_or(u64::MAX));
            return;
        }
        let Some(total) = state.total.filter(|&total| total > 0) else { return };
        let tenths = state.done * TENTHS / total;
        if tenths > state.tenths_told && state.done < total && state.last_told.elapsed() >= PATIENCE {
            (state.tenths_told, state.last_told) = (tenths, Instant::now());
            let (done, total) = (number(state.done), number(total));
            let label = self.label(phase.title());
            state.tell(&format!("{label} {done} of {total}\n"));
        }
    }

    fn finished(&self, phase: Phase, duration: Duration, summary: &str) {
        let mut state = self.state();
        state.end_bar();
        let spent = self.paint.put(style::DIM, format_args!("({})", time(duration)));
        let label = self.label(phase.title());
        state.tell(&format!("{label} {} {spent}\n", line(summary)));
    }

    fn warning(&self, text: &str) {
        let label = self.paint.put(style::WARNING, "warning");
        let text: Vec<String> = text.lines().map(crate::report::words::visible).collect();
        self.state().tell(&format!("{label}: {}\n", text.join("\n  ")));
    }

    fn decided(&self, mutant: &Mutant, outcome: &Outcome, source: &str) {
        let how = match &outcome.verdict {
            Verdict::Survived(Survival::NotNoticed) => "",
            Verdict::Survived(Survival::NotInfected) => ", the data never tells it apart",
            Verdict::NoCoverage => return self.uncovered(mutant),
            Verdict::ToolError(message) => {
                return self.warning(&format!(
                    "no verdict on {} ({}): {message}",
                    mutant.describe(),
                    mutant.id
                ));
            }
            Verdict::Killed { .. }
            | Verdict::Timeout { .. }
            | Verdict::MemoryExceeded { .. }
            | Verdict::Unviable(_)
            | Verdict::Ignored(_)
            | Verdict::Pending => return,
        };
        if !self.results {
            self.state().gaps += 1;
            return;
        }
        let (head, id) = (self.head("survived", mutant), self.paint.put(style::ID, &mutant.id));
        let change = diff::painted(mutant, source, self.paint);
        let text = format!("{head}: {} in {} [{id}]{how}\n{change}", mutant.mutator, line(&mutant.item));
        let mut state = self.state();
        state.gaps += 1;
        state.print(&text);
    }

    /// Code that no test runs tends to come in whole functions; one line for each says it all.
    fn uncovered(&self, mutant: &Mutant) {
        let (head, id) = (self.head("no coverage", mutant), self.paint.put(style::ID, &mutant.id));
        let text = format!("{head}: {} has code that no test runs [{id}]\n", line(&mutant.item));
        let mut state = self.state();
        state.gaps += 1;
        if self.results && state.uncovered.insert((mutant.file.to_string(), mutant.item.clone())) {
            state.print(&text);
        }
    }

    fn head(&self, label: &str, mutant: &Mutant) -> String {
        let place = format!("{}:{}:{}", line(mutant.file.as_str()), mutant.start.line, mutant.start.column);
        format!("{} {}", self.paint.put(style::GAP, label), self.paint.put(style::BOLD, place))
    }

    fn summary(&self, results: &Results) {
        let mut state = self.state();
        state.end_bar();
        if self.results {
            state.print(&summary::render(results, self.paint, self.timings));
        } else {
            // A run that fails always says why.
            state.tell(&summary::failed_gate(results, self.paint));
        }
    }
}

impl State {
    /// To stdout, beside a bar that may be on the screen; a closed pipe is no reason to end a run.
    fn print(&mut self, text: &str) {
        let Self { out, bar, .. } = self;
        let mut write = || {
            let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        };
        match bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    /// To stderr, in the same way.
    fn tell(&mut self, text: &str) {
        let Self { err, bar, .. } = self;
        let mut write = || {
            let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
        };
        match bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    fn end_bar(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

impl Reporter for Terminal {
    fn event(&self, event: &Event<'_>) {
        match *event {
            Event::PhaseStarted { phase, total } => self.started(phase, total),
            Event::Step { phase, note } => self.step(phase, note),
            Event::PhaseFinished { phase, duration, summary } => self.finished(phase, duration, summary),
            Event::Warning(text) => self.warning(text),
            Event::Decided { mutant, outcome, source } => self.decided(mutant, outcome, source),
            Event::Finished(results) => self.summary(results),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::report::testing;

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl Write for Page {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("one thread").write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Page {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().expect("one thread").clone()).expect("UTF-8")
        }
    }

    fn shown(color: bool, events: &[Event<'_>]) -> (String, String) {
        let (out, err) = (Page::default(), Page::default());
        let terminal = Terminal::with(Box::new(out.clone()), Box::new(err.clone()), color, false, false);
        events.iter().for_each(|event| terminal.event(event));
        (out.text(), err.text())
    }

    fn decided(results: &Results) -> Vec<Event<'_>> {
        let event = |(mutant, outcome)| Event::Decided { mutant, outcome, source: testing::CLEAN };
        results.mutants.iter().zip(&results.outcomes).map(event).collect()
    }

    #[test]
    fn survivors_go_to_stdout_with_place_mutator_id_and_change() {
        let (out, err) = shown(false, &decided(&testing::results()));
        insta::assert_snapshot!(out, @r"
        survived flights/src/clean.rs:3:29: arithmetic in landing [3f2a91c0], the data never tells it apart
          - let late = if departure < 1440 { departure + minutes } else { minutes };
          + let late = if departure <= 1440 { departure + minutes } else { minutes };
        survived flights/src/clean.rs:3:48: arithmetic in landing [3f9bd001]
          - let late = if departure < 1440 { departure + minutes } else { minutes };
          + let late = if departure < 1440 { departure - minutes } else { minutes };
        survived flights/src/clean.rs:11:33: arithmetic in Carrier::delays [b2000001]
          - if flight.cancelled && flight.diverted {
          + if flight.cancelled || flight.diverted {
        no coverage flights/src/clean.rs:16:9: Carrier::delays has code that no test runs [b2000002]
        ");
        insta::assert_snapshot!(err, @"warning: no verdict on flights/src/clean.rs:14:22: replace flight.delay with 0 in Carrier::delays (c3000003): out of disk");
    }

    #[test]
    fn a_function_that_no_test_runs_takes_one_line() {
        let results = testing::results();
        let uncovered = decided(&results).swap_remove(6);
        assert_eq!(shown(false, &[uncovered.clone(), uncovered]).0.lines().count(), 1);
    }

    #[test]
    fn colour_marks_the_changed_words() {
        let results = testing::results();
        let (out, _) = shown(true, &decided(&results)[..1]);
        let old = style::OLD_CHANGED;
        assert!(out.contains(&format!("{old}<{old:#}")), "{out:?}");
    }

    #[test]
    fn phases_and_warnings_go_to_stderr() {
        let phase = Phase::Build;
        let events = [
            Event::PhaseStarted { phase, total: None },
            Event::Step { phase, note: "flights" },
            Event::Warning("one site moved down the ladder"),
            Event::PhaseFinished {
                phase,
                duration: Duration::from_millis(5_200),
                summary: "2 builds, 1 unviable",
            },
        ];
        let (out, err) = shown(false, &events);
        assert_eq!(out, "");
        assert_eq!(err, "warning: one site moved down the ladder\n    build 2 builds, 1 unviable (5.2 s)\n");
    }

    #[test]
    fn short_phases_tell_no_tenths() {
        let phase = Phase::Run;
        let mut events = vec![Event::PhaseStarted { phase, total: Some(100) }];
        events.extend((0..100).map(|_| Event::Step { phase, note: "" }));
        assert_eq!(shown(false, &events).1, "");
    }

    #[test]
    fn long_phases_tell_every_tenth() {
        let err = Page::default();
        let terminal = Terminal::with(Box::new(io::sink()), Box::new(err.clone()), false, false, false);
        let phase = Phase::Run;
        terminal.event(&Event::PhaseStarted { phase, total: Some(1_000) });
        for _ in 0..1_000 {
            // As if much time had passed since the last line.
            let past = Instant::now().checked_sub(PATIENCE);
            terminal.state().last_told = past.expect("the machine has run for longer");
            terminal.event(&Event::Step { phase, note: "" });
        }
        assert_eq!(err.text().lines().count(), 9);
        assert_eq!(err.text().lines().next(), Some("      run 100 of 1,000"));
    }

    #[test]
    fn without_results_only_a_failed_gate_is_told() {
        let (out, err) = (Page::default(), Page::default());
        let mut results = testing::results();
        let terminal = Terminal::with(Box::new(out.clone()), Box::new(err.clone()), false, false, false);
        let terminal = terminal.without_results();
        decided(&results).iter().for_each(|event| terminal.event(event));
        terminal.event(&Event::Finished(&results));
        assert_eq!((out.text().as_str(), err.text().contains("Gate")), ("", false));
        let gate = crate::gate::Gate::default();
        results.gate = Some(crate::gate::judge(&gate, &results, &Err(String::new())));
        terminal.event(&Event::Finished(&results));
        assert_eq!(out.text(), "");
        assert!(err.text().contains("max-survivors: 4 survivors"), "{}", err.text());
    }

    #[test]
    fn hostile_text_cannot_steer_the_terminal() {
        let results = testing::hostile();
        let event = |(mutant, outcome)| Event::Decided { mutant, outcome, source: testing::HOSTILE };
        let mut events: Vec<Event<'_>> = results.mutants.iter().zip(&results.outcomes).map(event).collect();
        events.extend([Event::Warning(&results.warnings[0]), Event::Finished(&results)]);
        let (out, err) = shown(false, &events);
        for text in [out, err] {
            assert!(text.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{202e}'), "{text:?}");
        }
    }
}
