//! The kinds of report that can be asked for, and the file that each one is.

/// Which reports to write, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reports {
    /// The kinds.
    pub formats: Vec<Format>,
    /// Puts the HTML pages into one file that needs nothing beside it.
    pub single_file: bool,
}

impl Default for Reports {
    fn default() -> Self {
        Self { formats: Format::DEFAULT.to_vec(), single_file: false }
    }
}

/// A kind of report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Survivors as they come and the closing summary, on standard output.
    Terminal,
    /// Pages for people.
    Html,
    /// `mutation-testing-report-schema` 2, which later commands read too.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit XML, for test views.
    Junit,
    /// The XML of PIT.
    PitXml,
    /// GitLab Code Quality.
    Gitlab,
    /// Generic issues of SonarQube 10.3 and later.
    Sonar,
    /// Annotations and the step summary of GitHub Actions.
    Github,
    /// One page of Markdown.
    Markdown,
    /// A table with a row per mutant.
    Csv,
}

impl Format {
    /// Every format, in the order of the documentation.
    pub const ALL: [Self; 11] = [
        Self::Html,
        Self::Json,
        Self::Terminal,
        Self::Sarif,
        Self::Junit,
        Self::PitXml,
        Self::Gitlab,
        Self::Sonar,
        Self::Github,
        Self::Markdown,
        Self::Csv,
    ];

    /// What a run reports where nothing else is asked for.
    pub const DEFAULT: [Self; 3] = [Self::Html, Self::Json, Self::Terminal];

    /// The name in flags and settings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Html => "html",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
            Self::PitXml => "pit-xml",
            Self::Gitlab => "gitlab",
            Self::Sonar => "sonar",
            Self::Github => "github",
            Self::Markdown => "markdown",
            Self::Csv => "csv",
        }
    }

    /// The file in `<target>/mutate-data`; none for what is printed only.
    #[must_use]
    pub fn file(self) -> Option<&'static str> {
        match self {
            Self::Terminal => None,
            Self::Html => Some("report/index.html"),
            Self::Json => Some("mutants.json"),
            Self::Sarif => Some("mutants.sarif"),
            Self::Junit => Some("junit.xml"),
            Self::PitXml => Some("mutations.xml"),
            Self::Gitlab => Some("gl-code-quality-report.json"),
            Self::Sonar => Some("sonar-issues.json"),
            Self::Github => Some("github-summary.md"),
            Self::Markdown => Some("summary.md"),
            Self::Csv => Some("mutants.csv"),
        }
    }
}
