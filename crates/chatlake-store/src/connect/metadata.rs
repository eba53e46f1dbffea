//! Machines that are told who they are by the cloud that they run in.

use std::net::TcpStream;
use std::time::Duration;

use super::endpoint::Endpoint;
use super::environment::Environment;

/// It is within the same machine, or there is none.
const PATIENCE: Duration = Duration::from_secs(1);

/// Where all clouds have it.
const ADDRESS: &str = "http://169.254.169.254";

/// Whether somebody answers there. The library would ask again and again for as long as it asks
/// a store.
pub(super) fn is_there(environment: &Environment, variable: &str) -> bool {
    let url = environment.get(variable).unwrap_or(ADDRESS);
    let with_scheme = if url.contains("://") { url.to_owned() } else { format!("http://{url}") };
    let Ok(endpoint) = Endpoint::parse(variable, &with_scheme) else { return false };
    let mut addresses = endpoint.addresses().into_iter();
    addresses.any(|address| TcpStream::connect_timeout(&address, PATIENCE).is_ok())
}
