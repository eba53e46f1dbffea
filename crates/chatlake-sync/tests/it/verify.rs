//! Whether what is there is what was fetched and made.

use std::fs;

use chatlake_sync::{Finding, Reading, verify};

use crate::harness::World;

#[test]
fn an_archive_that_nobody_touched_is_as_it_should_be() {
    let world = World::new();
    world.sync();
    for reading in [Reading::Hashes, Reading::Again(&world.conversion)] {
        let verified = verify(&world.archive, reading, &mut |_, _| true).unwrap();
        assert_eq!(verified.findings, []);
        assert_eq!((verified.hours, verified.files, verified.outputs), (71, 71, 71));
        assert_eq!(verified.exit_code(), 0);
    }
}

#[test]
fn every_change_is_found() {
    let world = World::new();
    world.sync();
    let app = world.app();
    let hour = |n: i64| world.last_over().plus(-n);
    let catalogue = world.catalogue();
    let file = |n| world.archive.lengthen(&catalogue.files(&app, hour(n)).unwrap()[0].path);
    let output = |n| world.archive.lengthen(&catalogue.outputs(&app, hour(n)).unwrap()[0].path);
    fs::remove_file(file(2)).unwrap();
    fs::copy(file(9), file(3)).unwrap();
    let mut bytes = fs::read(file(4)).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(file(4), bytes).unwrap();
    let unrecorded = file(5).with_file_name(format!("{}.2.gz", hour(5)));
    fs::copy(file(5), &unrecorded).unwrap();
    fs::remove_file(output(6)).unwrap();
    fs::write(output(7), b"x").unwrap();
    let verified = verify(&world.archive, Reading::Hashes, &mut |_, _| true).unwrap();
    let found = |n: i64| -> Vec<Finding> {
        let of_hour = verified.findings.iter().filter(|(_, of, _)| *of == hour(n));
        of_hour.map(|(_, _, finding)| finding.clone()).collect()
    };
    assert_eq!(found(2), [Finding::FileMissing(file(2))]);
    assert_eq!(found(3), [Finding::FileChanged(file(3))]);
    assert!(matches!(&found(4)[..], [Finding::FileDamaged(path, _)] if *path == file(4)));
    assert_eq!(found(5), [Finding::Unrecorded(unrecorded)]);
    assert_eq!(found(6), [Finding::OutputMissing(output(6))]);
    assert_eq!(found(7), [Finding::OutputChanged(output(7))]);
    assert_eq!(verified.findings.len(), 6);
    assert_eq!(verified.exit_code(), 4);
}
