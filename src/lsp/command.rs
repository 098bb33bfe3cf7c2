//! The commands that a client may ask for.

/// Applies all safe fixes of a report: `[address]`.
pub const FIX_ALL: &str = "fazhi.fixAll";
/// The requirement matrix of a report as Markdown: `[address]`.
pub const MATRIX: &str = "fazhi.matrix";
/// The page of a rule as Markdown: `[rule]`.
pub const EXPLAIN: &str = "fazhi.explain";
/// Runs the tests of a rule file: `[address]`.
pub const TEST_RULE: &str = "fazhi.testRule";
/// Checks all reports of the workspace: `[]`.
pub const CHECK_WORKSPACE: &str = "fazhi.checkWorkspace";

/// All of them.
pub const NAMES: [&str; 5] = [FIX_ALL, MATRIX, EXPLAIN, TEST_RULE, CHECK_WORKSPACE];
