//! stub
pub(super) fn run(
    _: &crate::args::InspectArgs,
    _: &crate::console::Console,
) -> Result<crate::exit::Exit, crate::failure::Failure> {
    Ok(crate::exit::Exit::OK)
}
