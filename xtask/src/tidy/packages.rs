//! The packages of the workspace, as cargo sees them.

use std::collections::HashSet;
use std::error::Error;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::lock::LOCKS;

/// A package.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Package {
    pub(super) name: String,
    /// Its manifest, from the root.
    pub(super) path: String,
    /// What it depends on, but for its tests and its build.
    pub(super) shipped: Vec<String>,
}

impl Package {
    /// Whether it is one of the crates, and not a tool around them.
    pub(super) fn is_a_crate(&self) -> bool {
        self.path.starts_with("crates/")
    }
}

/// A package of others.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Licensed {
    pub(super) name: String,
    /// As SPDX spells it.
    pub(super) licence: String,
    /// Which one it is locked by.
    pub(super) lock: String,
}

pub(super) fn read(root: &Path) -> Result<Vec<Package>, Box<dyn Error>> {
    Ok(packages(&metadata(root, "Cargo.toml", &["--no-deps", "--offline"])?))
}

/// The packages of others that everything is built, tested and fuzzed with, on this machine.
pub(super) fn licensed(root: &Path) -> Result<Vec<Licensed>, Box<dyn Error>> {
    let host = crate::host()?;
    let mut licensed = Vec::new();
    for lock in LOCKS {
        let manifest = lock.replace("lock", "toml");
        let told = metadata(root, &manifest, &["--locked", "--filter-platform", &host])?;
        licensed.extend(of_others(&told, lock));
    }
    Ok(licensed)
}

fn metadata(root: &Path, manifest: &str, flags: &[&str]) -> Result<Value, Box<dyn Error>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--manifest-path", manifest])
        .args(flags)
        .current_dir(root)
        .output()
        .map_err(|error| format!("failed to run cargo metadata: {error}"))?;
    if !output.status.success() {
        let says = String::from_utf8_lossy(&output.stderr);
        return Err(format!("cargo metadata failed: {}", says.trim()).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn of_others(metadata: &Value, lock: &str) -> Vec<Licensed> {
    // What is not built here is listed all the same; the graph tells.
    let nodes = metadata["resolve"]["nodes"].as_array().into_iter().flatten();
    let built: HashSet<&str> = nodes.filter_map(|node| node["id"].as_str()).collect();
    let packages = metadata["packages"].as_array().into_iter().flatten();
    packages
        .filter(|package| !package["source"].is_null())
        .filter(|package| package["id"].as_str().is_some_and(|id| built.contains(id)))
        .map(|package| Licensed {
            name: package["name"].as_str().unwrap_or_default().to_owned(),
            licence: package["license"].as_str().unwrap_or_default().to_owned(),
            lock: lock.to_owned(),
        })
        .collect()
}

fn packages(metadata: &Value) -> Vec<Package> {
    let root = format!("{}/", metadata["workspace_root"].as_str().unwrap_or_default());
    let package = |package: &Value| {
        let path = package["manifest_path"].as_str().unwrap_or_default();
        let is_shipped = |dependency: &&Value| dependency["kind"].is_null();
        let dependencies = package["dependencies"].as_array().into_iter().flatten();
        let names = dependencies.filter(is_shipped).filter_map(|one| one["name"].as_str());
        Package {
            name: package["name"].as_str().unwrap_or_default().to_owned(),
            path: path.strip_prefix(&root).unwrap_or(path).to_owned(),
            shipped: names.map(ToOwned::to_owned).collect(),
        }
    };
    metadata["packages"].as_array().into_iter().flatten().map(package).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tests_depend_on_is_not_shipped() {
        let metadata = serde_json::json!({
            "workspace_root": "/x",
            "packages": [{
                "name": "a",
                "manifest_path": "/x/crates/a/Cargo.toml",
                "dependencies": [
                    {"name": "b", "kind": null},
                    {"name": "c", "kind": "dev"},
                    {"name": "d", "kind": "build"},
                ],
            }],
        });
        let path = "crates/a/Cargo.toml".to_owned();
        let expected = Package { name: "a".to_owned(), path, shipped: vec!["b".to_owned()] };
        assert_eq!(packages(&metadata), [expected]);
    }

    #[test]
    fn packages_of_others_that_are_built_are_told_with_their_licences() {
        let metadata = serde_json::json!({
            "resolve": {"nodes": [{"id": "a 1"}, {"id": "us 1"}]},
            "packages": [
                {"id": "a 1", "name": "a", "source": "registry", "license": "MIT"},
                {"id": "b 1", "name": "b", "source": "registry", "license": "MIT"},
                {"id": "us 1", "name": "us", "source": null, "license": "MIT"},
            ],
        });
        let [name, licence, lock] = ["a", "MIT", "Cargo.lock"].map(str::to_owned);
        assert_eq!(of_others(&metadata, "Cargo.lock"), [Licensed { name, licence, lock }]);
    }
}
