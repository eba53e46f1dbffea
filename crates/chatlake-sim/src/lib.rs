//! chatlake-sim.
