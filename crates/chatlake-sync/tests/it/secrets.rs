//! What is nowhere in an archive.

use std::fs;
use std::path::Path;

use chatlake_sync::unwatched;

use crate::harness::World;

#[test]
fn neither_credentials_nor_tokens_nor_signatures_are_kept_or_told() {
    let world = World::with(|options| *options = options.clone().failing(1, 4));
    let mut told = String::new();
    let outcome = world
        .try_sync(&mut |seen| {
            told.push_str(&format!("{seen:?}\n"));
            unwatched(seen)
        })
        .unwrap();
    told.push_str(&format!("{outcome:?}\n{:?}", world.run()));
    let secrets = world.platform.secrets();
    assert!(secrets.len() > 3);
    let mut n_files = 0;
    each_file(world.archive.root(), &mut |path, bytes| {
        n_files += 1;
        let text = String::from_utf8_lossy(bytes);
        let found = secrets.iter().find(|secret| text.contains(secret.as_str()));
        assert_eq!(found, None, "{}", path.display());
    });
    assert!(n_files > 140);
    assert_eq!(secrets.iter().find(|secret| told.contains(secret.as_str())), None);
}

fn each_file(folder: &Path, look: &mut dyn FnMut(&Path, &[u8])) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { each_file(&path, look) } else { look(&path, &fs::read(&path).unwrap()) }
    }
}
