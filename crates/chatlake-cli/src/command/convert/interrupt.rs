//! Ctrl-C: once finishes what is in hand, twice stops.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use chatlake_convert::Progress;

use crate::command::inputs;
use crate::console::Console;
use crate::failure::Failure;
use crate::meter::Handle;

/// From now on, signals that ask to end ask the conversion to.
pub(super) fn watch(
    console: Console,
    progress: Arc<Progress>,
    meter: Handle,
) -> Result<(), Failure> {
    let n_signals = AtomicU32::new(0);
    let handler = move || match n_signals.fetch_add(1, Ordering::Relaxed) {
        0 => {
            progress.finish_soon();
            meter.suspended(|| {
                console.note("finishing the inputs in hand; once more stops at once");
            });
        }
        1 => {
            progress.stop();
            inputs::let_go();
            meter.suspended(|| console.note("stopping; what is in hand will not be published"));
        }
        // Whatever it hangs on cannot be asked.
        _ => std::process::exit(130),
    };
    ctrlc::set_handler(handler)
        .map_err(|error| Failure::usage(format!("failed to watch for signals: {error}")))
}
