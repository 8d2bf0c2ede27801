//! Every symbol gets another name: references and rename agree, and nothing else changes.
//!
//! - [`all`]: new names there and back, and files that move, in sample workspaces.
//! - [`generated`]: the same in workspaces that are made up.
//! - [`onto`]: names that others have already.
//! - [`workspace`]: workspaces before and after a change.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

mod all;
mod generated;
mod onto;
mod workspace;
