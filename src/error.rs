//! Expected failures, each with what to do next and the documented exit code.

use std::process::ExitCode;

use cargo_metadata::camino::Utf8PathBuf;

/// A failure that a user can do something about.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Wrong flags, settings or data sets.
    #[error("{0}")]
    Usage(String),
    /// There is nothing to mutate.
    #[error("{0}")]
    NothingToMutate(String),
    /// Tests fail before anything is changed.
    #[error("{0}")]
    Baseline(String),
    /// The code does not compile, without any change of ours.
    #[error("{0}")]
    Build(String),
    /// A file could not be read or written.
    #[error("cannot {action} {path}: {source}")]
    Io {
        /// What was tried, for instance `read`.
        action: &'static str,
        /// On which file.
        path: Utf8PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// Ctrl-C.
    #[error("interrupted")]
    Interrupted,
    /// Our own fault.
    #[error("{0}; this is a fault of cargo-mutate-data, please report it")]
    Internal(String),
}

/// The result type of the library.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// The process exit code (DESIGN section 6): 1 usage, 3 nothing to mutate, 4 baseline, 5 build, 70 internal,
    /// 130 interrupted.
    #[must_use]
    pub fn code(&self) -> u8 {
        match self {
            Self::Usage(_) => 1,
            Self::NothingToMutate(_) => 3,
            Self::Baseline(_) => 4,
            Self::Build(_) => 5,
            Self::Io { .. } | Self::Internal(_) => 70,
            Self::Interrupted => 130,
        }
    }

    /// The same as an [`ExitCode`].
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.code())
    }

    /// For `map_err` on file operations.
    pub fn io(action: &'static str, path: impl Into<Utf8PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { action, path, source }
    }
}
