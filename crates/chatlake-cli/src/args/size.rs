//! Numbers of bytes, as people write them.

/// Reads `16MiB`, `64 KiB`, `1.5GB`, `4096`: `kB MB GB TB` are powers of 1000, `KiB MiB GiB TiB`
/// and the letters alone powers of 1024.
pub(crate) fn size(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let unit = unit.trim().to_ascii_lowercase();
    let factor: u64 = match unit.as_str() {
        "" | "b" => 1,
        "kb" => 1000,
        "mb" => 1000 * 1000,
        "gb" => 1000 * 1000 * 1000,
        "tb" => 1000 * 1000 * 1000 * 1000,
        "k" | "kib" => 1 << 10,
        "m" | "mib" => 1 << 20,
        "g" | "gib" => 1 << 30,
        "t" | "tib" => 1 << 40,
        _ => return Err(format!("`{unit}` is no unit: write bytes, KiB, MiB, GiB, kB, MB or GB")),
    };
    let too_large = || "that is too large".to_owned();
    let n_bytes = match number.parse::<u64>() {
        Ok(number) => number.checked_mul(factor).ok_or_else(too_large)?,
        Err(_) => {
            let number: f64 = number.parse().map_err(|_| "write a size, as in 16MiB".to_owned())?;
            let n_bytes = number * factor as f64;
            if n_bytes >= u64::MAX as f64 {
                return Err(too_large());
            }
            n_bytes as u64
        }
    };
    if n_bytes == 0 { Err("must be at least one byte".to_owned()) } else { Ok(n_bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_as_people_write_them() {
        for (text, expected) in [
            ("1", Some(1)),
            ("4096B", Some(4096)),
            ("16MiB", Some(16 << 20)),
            ("16 mib", Some(16 << 20)),
            ("16M", Some(16 << 20)),
            ("1.5kB", Some(1500)),
            ("64GiB", Some(64 << 30)),
            ("0", None),
            ("0.1", None),
            ("", None),
            ("MiB", None),
            ("-1", None),
            ("1e3", None),
            ("16XB", None),
            ("1.2.3", None),
            ("99999999999999999999", None),
            ("99999999999TiB", None),
        ] {
            assert_eq!(size(text).ok(), expected, "{text}");
        }
    }
}
