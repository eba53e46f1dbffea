//! Attachments that can be had: what the link of one says to who served it.
//!
//! Usually links are made up and lead nowhere. Where a platform serves its own hours, they lead to
//! it, and it must know an attachment again without having kept a list: so the UUID says all there
//! is to say, and carries a check by which one that was guessed is told apart.

use super::media;
use super::rng::Rng;

/// Attachments are so much shorter than those of the wild, and their `file_length` says so.
const SHRINK: u32 = 1024;

/// Where the links of an hour lead, if to a platform.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Served<'a> {
    /// A link is this, a slash and a UUID.
    pub(crate) base: &'a str,
    pub(crate) seed: u64,
    /// When the hour starts, seconds since the epoch.
    pub(crate) hour_start: i64,
}

impl Served<'_> {
    /// An attachment of up to `below / 1024` bytes, of which so many in a hundred have a secret.
    pub(crate) fn draw(&self, below: u32, restricted_percent: u32, rng: &mut Rng) -> Attachment {
        let hour = u32::try_from(self.hour_start / 3600).unwrap_or(0) & 0xff_ffff;
        let length = (rng.below(below) / SHRINK).min(0xf_ffff);
        let is_restricted = rng.percent(restricted_percent);
        let nonce = (rng.next_u64() >> 32) as u32;
        let base = self.base.to_owned();
        Attachment { base, seed: self.seed, hour, length, is_restricted, nonce }
    }
}

/// An attachment of a served hour.
pub(crate) struct Attachment {
    /// What a link is before the UUID; empty where that does not matter.
    base: String,
    seed: u64,
    /// Hours since the epoch, 24 bits.
    hour: u32,
    /// Bytes, 20 bits.
    length: u32,
    is_restricted: bool,
    nonce: u32,
}

impl Attachment {
    /// The attachment that a UUID names; none if nobody ever handed it out.
    pub(crate) fn of_uuid(seed: u64, uuid: &str) -> Option<Self> {
        let digits: String = uuid.split('-').collect();
        let number = |from, to| u64::from_str_radix(digits.get(from..to)?, 16).ok();
        let attachment = Self {
            base: String::new(),
            seed,
            hour: u32::try_from(number(0, 6)?).ok()?,
            length: u32::try_from(number(6, 11)?).ok()?,
            is_restricted: number(11, 12)? == 1,
            nonce: u32::try_from(number(13, 21)?).ok()?,
        };
        (attachment.uuid() == uuid).then_some(attachment)
    }

    /// Its name: hour, length and kind in 12 digits, the version, a number of its own, the check.
    pub(crate) fn uuid(&self) -> String {
        let Self { base: _, seed: _, hour, length, is_restricted, nonce } = self;
        let check = self.rng(1).next_u64() >> 20;
        let kind = u8::from(*is_restricted);
        let digits = format!("{hour:06x}{length:05x}{kind:x}1{nonce:08x}{check:011x}");
        let groups = [0..8, 8..12, 12..16, 16..20, 20..32];
        groups.map(|group| digits.get(group).unwrap_or_default()).join("-")
    }

    /// Replaces `text` by its address.
    pub(crate) fn url(&self, text: &mut String) {
        text.clear();
        text.push_str(&self.base);
        text.push('/');
        text.push_str(&self.uuid());
    }

    /// What must be sent to get it; none where the uploader did not ask for that.
    pub(crate) fn secret(&self) -> Option<String> {
        let mut secret = String::new();
        media::secret(&mut secret, &mut self.rng(2));
        self.is_restricted.then_some(secret)
    }

    /// Bytes of [`Self::content`].
    pub(crate) fn length(&self) -> u64 {
        u64::from(self.length)
    }

    /// When its hour starts, seconds since the epoch.
    pub(crate) fn hour_start(&self) -> i64 {
        i64::from(self.hour) * 3600
    }

    /// What it holds: noise, always the same.
    pub(crate) fn content(&self) -> Vec<u8> {
        self.noise(3, self.length as usize)
    }

    /// A small version of it: other noise.
    pub(crate) fn thumbnail(&self) -> Vec<u8> {
        self.noise(4, (self.length as usize / 16).max(1))
    }

    fn noise(&self, key: u64, length: usize) -> Vec<u8> {
        let mut rng = self.rng(key);
        let mut noise: Vec<u8> =
            (0..length.div_ceil(8)).flat_map(|_| rng.next_u64().to_le_bytes()).collect();
        noise.truncate(length);
        noise
    }

    fn rng(&self, key: u64) -> Rng {
        let kind = u64::from(self.is_restricted);
        let what = u64::from(self.hour) << 24 | u64::from(self.length) << 4 | kind;
        let mut rng = Rng::keyed(self.seed ^ (key << 56), what);
        Rng::keyed(rng.next_u64(), u64::from(self.nonce))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVED: Served<'_> = Served { base: "http://x", seed: 7, hour_start: 1_543_309_200 };

    #[test]
    fn a_uuid_says_what_it_names() {
        let rng = &mut Rng::new(1);
        for _ in 0..100 {
            let attachment = SERVED.draw(8_000_000, 50, rng);
            let again = Attachment::of_uuid(7, &attachment.uuid()).unwrap();
            assert_eq!(again.secret(), attachment.secret());
            assert_eq!(again.hour_start(), 1_543_309_200);
            assert_eq!(again.content().len() as u64, again.length());
        }
    }

    #[test]
    fn a_uuid_that_was_guessed_or_is_of_another_app_names_nothing() {
        let uuid = SERVED.draw(8_000_000, 50, &mut Rng::new(1)).uuid();
        assert!(Attachment::of_uuid(8, &uuid).is_none());
        for (at, digit) in uuid.char_indices().filter(|(_, digit)| *digit != '-') {
            let other = if digit == '0' { "1" } else { "0" };
            let mut guessed = uuid.clone();
            guessed.replace_range(at..=at, other);
            assert!(Attachment::of_uuid(7, &guessed).is_none(), "{guessed}");
        }
        assert!(Attachment::of_uuid(7, "é").is_none());
    }
}
