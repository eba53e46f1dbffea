//! What cannot be meant is refused before anything is sent.

use super::world::World;
use crate::run::finish;

/// Each line of arguments, with these variables set (or unset, where empty), is refused.
#[test]
fn what_is_missing_or_contradicts_is_told_with_what_to_do() {
    for (line, variables, words) in [
        ("sync", &[("CHATLAKE_APP", "")][..], "--app ORG/APP"),
        ("sync", &[("CHATLAKE_APP", "plaza")], "write ORG/APP"),
        ("sync", &[("CHATLAKE_APP", "../plaza")], "cannot be part"),
        ("sync --app a/b --app-id c", &[], "keep one of them"),
        ("sync", &[("CHATLAKE_HOST", "")], "--host a1.easemob.com"),
        ("sync", &[("CHATLAKE_HOST", "a1.easemob.com/path")], "without a path"),
        ("sync", &[("CHATLAKE_HOST", "me:secret@host")], "has no `@`"),
        (
            "sync",
            &[("CHATLAKE_HOST", "http://10.0.0.5"), ("CHATLAKE_ALLOW_HTTP", "")],
            "--allow-http",
        ),
        ("sync", &[("CHATLAKE_ARCHIVE", "")], "--archive DIR"),
        ("sync", &[("CHATLAKE_ZONE", "auto")], "--zone +08:00"),
        ("sync", &[("CHATLAKE_RETENTION", "1h")], "--available-after"),
        ("sync", &[("CHATLAKE_RETENTION", "soon")], "72h"),
        ("sync", &[("CHATLAKE_RATE", "0")], "--rate"),
        ("sync", &[("CHATLAKE_TOKEN", "t")], "both set"),
        ("sync", &[("CHATLAKE_CLOCK", "noon")], "is no clock"),
        ("sync --out -", &[], "a file each"),
        ("sync --to csv --layout nested", &[], "no nested layout"),
        ("sync --client-secret-command 'x", &[("CHATLAKE_CLIENT_SECRET", "")], "not closed"),
        ("fetch", &[], "--last 72h"),
        ("fetch --hour 20261120", &[], "YYYYMMDDHH"),
        ("fetch --hour 2026112024", &[], "YYYYMMDDHH"),
        ("fetch --hour 2026-11-20", &[], "RFC 3339"),
        ("fetch --hour 2026112012", &[], "not over"),
        ("fetch --from 2026112006", &[], "--until"),
        ("fetch --from 2026112006 --until 2026112006", &[], "no hour lies between"),
        ("fetch --last 1h", &[], "--available-after"),
        ("fetch --hour 2026112006 --last 3h", &[], "cannot be used with"),
        ("verify --repair DIR", &[], "for archives"),
        ("verify", &[], "PATH"),
        ("status", &[("CHATLAKE_ARCHIVE", "")], "--archive DIR"),
        ("gaps --days 0", &[], "--days"),
    ] {
        let world = World::new();
        std::fs::create_dir(world.folder.path("dir")).unwrap();
        let mut command = world.command();
        for (name, value) in variables {
            match *value {
                "" => command.env_remove(name),
                value => command.env(name, value),
            };
        }
        let words_of_line =
            line.split(' ').map(|word| word.replace("DIR", &world.folder.arg("dir")));
        let run = finish(command.args(words_of_line));
        assert_eq!(run.exit, 2, "{line} {variables:?}\n{}", run.err);
        assert!(run.err.contains(words), "{line} {variables:?}\n{}", run.err);
        assert_eq!(run.out, "", "{line}");
        assert!(world.platform.log().is_empty(), "{line}: nothing is sent");
        assert!(!run.err.contains("secret@"), "{}", run.err);
    }
}
