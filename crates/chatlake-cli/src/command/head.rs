//! stub
pub(super) fn run(
    _: &crate::args::HeadArgs,
    _: &crate::console::Console,
) -> Result<crate::exit::Exit, crate::failure::Failure> {
    Ok(crate::exit::Exit::OK)
}
