//! The longer texts of `--help`: what the tool does, examples, exit codes.

/// One sentence, at the top of `-h`.
pub const ABOUT: &str = "Finds the bugs that the tests of a data job would miss";

/// At the top of `--help`.
pub const LONG_ABOUT: &str = "\
Finds the bugs that the tests of a data job would miss.

Plants small faults (mutants) in Rust code that transforms data, runs the project's own tests against each one, on rows \
sampled from production data, and reports the mutants that no test notices. Without a command, `run` is meant.";

/// How a command line is put together.
pub const USAGE: &str = "cargo mutate-data [COMMAND] [OPTIONS] [-- TEST ARGUMENTS]";

/// At the end of `-h`.
pub const AFTER: &str = "`cargo mutate-data --help` shows examples and exit codes.";

/// At the end of `--help`.
pub const EXAMPLES: &str = "\
Examples:
  cargo mutate-data                          mutate the package of the current directory
  cargo mutate-data -p flights               mutate one package of the workspace
  cargo mutate-data -f 'src/clean.rs' -j4    one file, four test processes at a time
  cargo mutate-data --function 'Cart::'      the methods of one type
  cargo mutate-data -m arithmetic,logical    two mutators
  cargo mutate-data list --diff              see the mutants without running anything
  cargo mutate-data show 3f2a                what is known of one mutant
  cargo mutate-data explain 3f2a             why it survives, and the test that would notice
  cargo mutate-data suggest                  the few tests that would notice most survivors
  cargo mutate-data --report sarif,github    other reports, for CI
  cargo mutate-data --min-score 85           fail below a score
  cargo mutate-data baseline                 accept the survivors of the last run
  cargo mutate-data -- --skip slow           hand an argument to the test binaries

Settings:
  Flags have keys in mutate-data.toml at the workspace root: lists in the plural (`packages`,
  `files`, `mutators`), `--no-doctests` as `doctests = false`. Flags win over the file. Data sets
  are declared there too, see `cargo mutate-data sample --help`, mutators of the project, see
  `cargo mutate-data mutators --help`, and suppressions as [[skip]]. `sql-functions = ['ask:duckdb']` names functions
  that run SQL.

Output:
  <target>/mutate-data/report/index.html     the report
  <target>/mutate-data/mutants.json          all mutants, mutation-testing-report-schema 2
  other kinds of --report beside them

Gate:
  Without any rule, a run fails where a mutant survives or is not covered. Rules stand in flags or
  in [gate] of mutate-data.toml, also for a package or family: [gate.package.NAME].

Exit codes:
  0 done, gate passed        3 nothing to mutate       70 a fault of cargo-mutate-data
  1 usage or settings        4 tests fail without mutants
  2 gate failed              5 build fails without mutants       130 interrupted";

/// At the end of `run --help`.
pub const RUN: &str = "\
Examples:
  cargo mutate-data run --workspace --exclude benches
  cargo mutate-data run -p flights --group strict --timings
  cargo mutate-data run -p core --test-package cli    tests of another package count too
  cargo mutate-data run --exclude-re 'impl Debug' --timeout 30 --memory-limit 2000";

/// At the end of `list --help`.
pub const LIST: &str = "\
Examples:
  cargo mutate-data list -p flights
  cargo mutate-data list --diff -f clean.rs
  cargo mutate-data list --json | jq length";

/// At the end of `show --help`.
pub const SHOW: &str = "\
Examples:
  cargo mutate-data show 3f2a91c0
  cargo mutate-data show 3f2a        an unambiguous start will do";

/// At the end of `explain --help`.
pub const EXPLAIN: &str = "\
Examples:
  cargo mutate-data explain 3f2a91c0
  cargo mutate-data explain 3f2a -p flights --write-test tests/delays_by_carrier.rs

Use the flags of the run that found the mutant. A test counts as verified only when it was compiled, passed without the
mutant and failed with it. A file that is there already is never overwritten.";

/// At the end of `suggest --help`.
pub const SUGGEST: &str = "\
Examples:
  cargo mutate-data suggest
  cargo mutate-data suggest -n 5

Reads the last run. The tests were verified one by one, each against every survivor whose code it runs.";

/// At the end of `replay --help`.
pub const REPLAY: &str = "\
Examples:
  cargo mutate-data replay 3f2a91c0
  cargo mutate-data replay 3f2a -p flights -- --nocapture

Use the flags of the run that found the mutant. The command that does the same by hand is printed too.";

/// At the end of `mutators --help`.
pub const MUTATORS: &str = "\
Examples:
  cargo mutate-data mutators
  cargo mutate-data mutators arithmetic

Mutators of the project, in mutate-data.toml:
  [[mutator]]
  name = \"wrong-currency\"
  method = \"to_eur\"              # or `function`, or `macro`
  replacement = [\"to_usd\", \"\"]   # other names; an empty one removes a call of a method
  doc = \"an amount in the wrong currency\"
  group = \"default\"              # or `strict`, or `all`";

/// At the end of `baseline --help`.
pub const BASELINE: &str = "\
Examples:
  cargo mutate-data && cargo mutate-data baseline
  cargo mutate-data baseline --baseline ci/survivors.tsv

Commit the file. From then on `new-survivors = 0` in [gate], or --new-survivors 0, fails a run only where a
survivor is not in it. Reasons that you write into its last column are kept when it is written again.";

/// At the end of `sample --help`.
pub const SAMPLE: &str = "\
Examples:
  cargo mutate-data sample
  cargo mutate-data sample flights weather
  cargo mutate-data sample --describe -p flights   what is in it, which witnesses are missing
  cargo mutate-data sample --dry-run               what would be read
  cargo mutate-data sample --write-schema          contracts from the data, checked from then on
  cargo mutate-data sample --check                 all rows against the contracts

A data set in mutate-data.toml (all but name and source can be left out):
  [[data-set]]
  name = \"orders\"                  # tests find the sample in MUTATE_DATA_ORDERS
  source = \"data/orders/*.parquet\" # file, directory or glob, from this file's folder
  rows = 5000                      # the default
  seed = 42                        # the default
  key = \"customer\"                # all rows of a customer or none, in all data sets with this key
  references = [{ columns = \"customer\", to = \"customers\", key = \"id\", orphans = 0.02 }]
  stratify-by = [\"country\"]       # every value is in the sample
  witnesses = true                 # rows that the code's comparisons tell apart (the default)
  layers = { key = 2500, witness = 1250, strata = 500 }   # rows; chance gives the rest
  mask = { email = \"pseudonym\", name = \"redact\", birth = \"shift-dates:customer\", total = \"bucket:100\" }
  mask-key = \"MUTATE_DATA_MASK_KEY\"   # environment variable with the secret key (the default)
  pii = \"warn\"                     # or \"deny\": columns that look personal and are not in `mask`
  schema = \"data-contracts/orders.toml\"   # the default
  keep-partitions = true           # false: the sample of several files is one file";

/// At the end of `completions --help`.
pub const COMPLETIONS: &str = "\
Examples:
  cargo mutate-data completions bash > ~/.local/share/bash-completion/completions/cargo-mutate-data
  cargo mutate-data completions zsh > ~/.zfunc/_cargo-mutate-data
  cargo mutate-data completions fish > ~/.config/fish/completions/cargo-mutate-data.fish

They complete the command `cargo-mutate-data`.";
