//! Whole hours: a ticket, its files, and new tickets where urls expire.

use std::path::PathBuf;

use chatlake_core::Hour;

use super::{Client, FileAnswer, HourAnswer, WhyNew};
use crate::answer::{NotThere, Refusal};
use crate::download::{Saved, Version};
use crate::error::Error;
use crate::event::{Event, Watch, tell};
use crate::signed_url::SignedUrl;

/// Where a file goes.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its path.
    pub target: PathBuf,
    /// The version that is known already, which need not come again.
    pub known: Option<Version>,
}

/// What came of an hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HourFetched {
    /// Its files, in the order of the ticket; none if the ticket lists none.
    Files {
        /// What came of each.
        files: Vec<FileFetched>,
        /// How far the server's clock is ahead of ours, in milliseconds, if it tells.
        skew_ms: Option<i64>,
    },
    /// It is not there: its age tells what that means.
    NotThere(NotThere),
}

/// What came of one of its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFetched {
    /// It is there, whole.
    Saved(Saved),
    /// The server has the version that was known already.
    Unchanged,
}

impl Client {
    /// Fetches all files of an hour. `place` says where each goes, by its number from 0.
    ///
    /// Files that are there when a later one fails stay: they are whole.
    ///
    /// # Errors
    ///
    /// As [`Client::ticket`] and [`Client::download`].
    pub fn fetch_hour(
        &self,
        hour: Hour,
        place: &mut dyn FnMut(usize) -> Place,
        watch: &mut Watch<'_>,
    ) -> Result<HourFetched, Error> {
        let mut ticket = match self.ticket(hour, watch)? {
            HourAnswer::Urls(ticket) => ticket,
            HourAnswer::NotThere(why) => return Ok(HourFetched::NotThere(why)),
        };
        let (mut files, mut tickets) = (Vec::new(), 1);
        while let Some(url) = ticket.urls.get(files.len()) {
            let Place { target, known } = place(files.len());
            let why = match self.download(url, &target, known.as_ref(), watch)? {
                FileAnswer::Saved(saved) => {
                    files.push(FileFetched::Saved(saved));
                    tickets = 1;
                    continue;
                }
                FileAnswer::Unchanged => {
                    files.push(FileFetched::Unchanged);
                    tickets = 1;
                    continue;
                }
                FileAnswer::NewTicketWanted(why) => why,
            };
            if tickets >= self.tickets_per_file {
                return Err(given_up(url, why, tickets));
            }
            tickets += 1;
            tell(watch, &Event::NewTicket)?;
            let n_urls = ticket.urls.len();
            ticket = match self.ticket(hour, watch)? {
                HourAnswer::Urls(ticket) => ticket,
                HourAnswer::NotThere(why) => return Ok(HourFetched::NotThere(why)),
            };
            if ticket.urls.len() != n_urls {
                // It is another list: what was first may be something else now.
                files.clear();
            }
        }
        Ok(HourFetched::Files { files, skew_ms: ticket.skew_ms })
    }
}

fn given_up(url: &SignedUrl, why: WhyNew, tickets: u32) -> Error {
    match why {
        WhyNew::Expired => Error::UrlExpired { url: url.to_string(), tickets },
        WhyNew::Missing => Error::Refused {
            act: "failed to download",
            url: url.to_string(),
            refusal: Refusal::FileMissing,
            attempts: tickets,
        },
    }
}
