//! SIGINT, SIGTERM and SIGHUP end everything at once, with the signal's status.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};

use super::{FIX, broken, fixed, many, rubbish, start};
use crate::support::{Workspace, program};

const SIGNALS: [(&str, i32); 3] = [("INT", 2), ("TERM", 15), ("HUP", 1)];

fn send(child: &Child, signal: &str) {
    let kill = format!("kill -{signal} {}", child.id());
    assert!(
        Command::new("sh")
            .args(["-c", &kill])
            .status()
            .unwrap()
            .success()
    );
}

#[test]
fn a_check_that_waits_for_stdin_ends() {
    let workspace = Workspace::new();
    for (signal, number) in SIGNALS {
        let mut command = workspace.command(".", "--check - --stdin-filename a.py");
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        send(&child, signal);
        // Its stdin stays open: nothing else ends it.
        let stdin = child.stdin.take();
        assert_eq!(child.wait().unwrap().signal(), Some(number), "{signal}");
        drop(stdin);
    }
}

#[test]
fn a_server_ends() {
    for (signal, number) in SIGNALS {
        let mut command = Command::new(program());
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        send(&child, signal);
        let stdin = child.stdin.take();
        assert_eq!(child.wait().unwrap().signal(), Some(number), "{signal}");
        drop(stdin);
    }
}

#[test]
fn a_fix_ends_and_every_file_is_whole() {
    for (signal, number) in SIGNALS {
        let workspace = Workspace::new();
        let flows = many(&workspace, 60, 100);
        let old = broken("a") + &"# a comment to make it longer\n".repeat(100);
        let text = |i: usize| fs::read_to_string(&flows[i]).unwrap();
        let mut child = start(workspace.command(".", FIX));
        while (0..60).all(|i| text(i) == old) && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        send(&child, signal);
        let status = child.wait().unwrap();
        assert!(
            status.signal() == Some(number) || status.code() == Some(0),
            "{status}"
        );
        for i in 0..60 {
            assert!(text(i) == old || text(i) == fixed(&old), "{i}");
        }
        for left in rubbish(&workspace.path("")) {
            let text = fs::read_to_string(left).unwrap();
            assert!(text == old || text == fixed(&old));
        }
    }
}
