//! A column of a row group, from Arrow arrays to pages.
//!
//! The library's own writer takes any type by way of levels and gathered indices; what that costs
//! is paid per value, and most columns of most rows are null. Here a column is what ours are: a
//! flat one of text, integers, floats or instants. Definition levels are the array's own bitmap,
//! a column of nulls costs next to nothing, bounds and filters see a repeated value once, and what
//! compresses is shared by all columns of a thread. Page headers, indexes, filters, statistics and
//! the footer are the library's, and so is the list of bodies in the nested layout.

mod bits;
mod bounds;
mod delta;
mod dictionary;
mod hybrid;
mod levels;
mod number;
mod pages;
#[cfg(test)]
mod tests;
mod text;
mod values;

use arrow::array::Array;
use chatlake_core::overflow::Overflow;
use parquet::basic::{Encoding, PageType};
use parquet::bloom_filter::Sbbf;
use parquet::column::page::Page;
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::Result;
use parquet::file::metadata::{ColumnChunkMetaData, OffsetIndexBuilder, PageEncodingStats};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnDescPtr;

use crate::press::Press;
use bounds::Told;
use dictionary::Dictionary;
use levels::Levels;
pub(crate) use pages::Chunk;
use pages::Pages;
use values::Values;

/// Writes a column, one chunk after the other.
pub(crate) struct ChunkWriter {
    plan: Plan,
    values: Values,
    levels: Levels,
    told: Option<Told>,
    offsets: OffsetIndexBuilder,
    pages: Pages,
    /// The page of the dictionary, if the chunk had one and gave it up.
    dictionary: Option<Dictionary>,
    rows: usize,
}

/// What the properties of a file say of a column.
struct Plan {
    column: ColumnDescPtr,
    encoding: Encoding,
    compression: parquet::basic::Compression,
    has_dictionary: bool,
    has_statistics: bool,
    /// How many values a filter is made for, and how often it may be wrong.
    filter: Option<(u64, f64)>,
    rows_per_page: usize,
    bytes_per_page: usize,
    bytes_per_dictionary: usize,
}

impl ChunkWriter {
    /// A writer of the column that this leaf of the schema is; its pages wait in `overflow`.
    pub(crate) fn new(
        column: ColumnDescPtr,
        properties: &WriterProperties,
        overflow: Overflow,
    ) -> Result<Self> {
        let path = column.path();
        let filter = properties.bloom_filter_properties(path);
        let plan = Plan {
            encoding: properties.encoding(path).unwrap_or(Encoding::PLAIN),
            compression: properties.compression(path),
            has_dictionary: properties.dictionary_enabled(path),
            has_statistics: properties.statistics_enabled(path) != EnabledStatistics::None,
            filter: filter.map(|filter| (filter.ndv(), filter.fpp())),
            rows_per_page: properties.data_page_row_count_limit().max(1),
            bytes_per_page: properties.column_data_page_size_limit(path),
            bytes_per_dictionary: properties.column_dictionary_page_size_limit(path),
            column,
        };
        Ok(Self {
            values: plan.values()?,
            told: plan.told(),
            levels: Levels::new(),
            offsets: OffsetIndexBuilder::new(),
            pages: Pages::new(overflow),
            dictionary: None,
            rows: 0,
            plan,
        })
    }

    /// Adds the rows of an array of the column's type. Pages end where rows say so, not where
    /// arrays do.
    pub(crate) fn write(&mut self, array: &dyn Array, press: &mut Press) -> Result<()> {
        let mut start = 0;
        while start < array.len() {
            let limit = match self.values.dictionary() {
                Some(_) => self.plan.bytes_per_dictionary,
                None => self.plan.bytes_per_page,
            };
            let rows = (array.len() - start)
                .min(self.plan.rows_per_page - self.levels.len())
                .min(self.values.room(array, start, limit));
            if rows == array.len() {
                self.append(array);
            } else {
                self.append(&*array.slice(start, rows));
            }
            start += rows;
            let is_dictionary_full = self
                .values
                .dictionary()
                .is_some_and(|it| it.len() > self.plan.bytes_per_dictionary);
            if is_dictionary_full
                || self.levels.len() == self.plan.rows_per_page
                || self.values.is_full(self.plan.bytes_per_page)
            {
                self.end_page(press)?;
            }
            if is_dictionary_full {
                self.dictionary = self.values.give_up_dictionary();
            }
        }
        Ok(())
    }

    /// Ends the chunk, and begins the next.
    pub(crate) fn finish(&mut self, press: &mut Press) -> Result<Chunk> {
        if self.levels.len() > 0 {
            self.end_page(press)?;
        }
        let filter = self.values.take_filter().zip(self.plan.filter).map(|(mut filter, plan)| {
            filter.fold_to_target_fpp(plan.1);
            filter
        });
        let dictionary = self.dictionary.take().or_else(|| self.values.give_up_dictionary());
        if let Some(dictionary) = &dictionary {
            self.end_dictionary(dictionary, press)?;
        }
        self.values = self.plan.values_with(dictionary)?;
        let told = std::mem::replace(&mut self.told, self.plan.told());
        let offsets = std::mem::take(&mut self.offsets);
        let rows = std::mem::take(&mut self.rows);
        let overflow = self.pages.overflow().clone();
        let pages = std::mem::replace(&mut self.pages, Pages::new(overflow));
        self.plan.close(pages, told, filter, offsets, rows)
    }

    fn append(&mut self, array: &dyn Array) {
        self.levels.append(array);
        self.values.append(array);
    }

    fn end_page(&mut self, press: &mut Press) -> Result<()> {
        let (rows, n_nulls) = (self.levels.len(), self.levels.n_nulls());
        let encoding = match self.values.dictionary() {
            Some(_) => Encoding::RLE_DICTIONARY,
            None => self.plan.encoding,
        };
        let mut bytes = Vec::new();
        self.levels.finish_page(&mut bytes);
        let n_levels = bytes.len();
        self.values.finish_page(&mut press.page);
        let uncompressed = n_levels + press.page.len();
        let is_compressed = press.press(&mut bytes)?;
        if let Some(told) = &mut self.told {
            told.append(self.values.take_bounds(), n_nulls, rows);
        }
        let page = Page::DataPageV2 {
            buf: bytes.into(),
            num_values: rows as u32,
            encoding,
            num_nulls: n_nulls as u32,
            num_rows: rows as u32,
            def_levels_byte_len: n_levels as u32,
            rep_levels_byte_len: 0,
            is_compressed,
            statistics: None,
        };
        self.offsets.append_row_count(rows as i64);
        self.rows += rows;
        self.pages.append(page, uncompressed)
    }

    fn end_dictionary(&mut self, dictionary: &Dictionary, press: &mut Press) -> Result<()> {
        press.page.extend_from_slice(dictionary.plain());
        let uncompressed = press.page.len();
        let mut bytes = Vec::new();
        press.press_whole(&mut bytes)?;
        let page = Page::DictionaryPage {
            buf: bytes.into(),
            num_values: dictionary.n_values() as u32,
            encoding: Encoding::PLAIN,
            is_sorted: false,
        };
        self.pages.append(page, uncompressed)
    }
}

impl Plan {
    fn values(&self) -> Result<Values> {
        self.values_with(None)
    }

    /// Values that have the room of a dictionary that was used.
    fn values_with(&self, used: Option<Dictionary>) -> Result<Values> {
        let filter = self.filter.map(|(n_values, wrong)| Sbbf::new_with_ndv_fpp(n_values, wrong));
        let dictionary = self.has_dictionary.then(|| {
            let mut dictionary = used.unwrap_or_default();
            dictionary.clear();
            dictionary
        });
        let (encoding, has_bounds) = (self.encoding, self.has_statistics);
        Values::new(&self.column, encoding, dictionary, has_bounds, filter.transpose()?)
    }

    fn told(&self) -> Option<Told> {
        self.has_statistics.then(|| Told::new(self.column.physical_type()))
    }

    /// Puts together what a footer tells of the chunk.
    fn close(
        &self,
        pages: Pages,
        told: Option<Told>,
        filter: Option<Sbbf>,
        mut offsets: OffsetIndexBuilder,
        rows: usize,
    ) -> Result<Chunk> {
        let (index, statistics) = match told {
            Some(told) => {
                let (index, statistics) = told.finish()?;
                (index, Some(statistics))
            }
            None => (None, None),
        };
        let mut at = pages.dictionary_size();
        let dictionary_offset = (at > 0).then_some(0);
        let data_offset = at;
        let mut encodings = vec![Encoding::RLE];
        let mut page_encodings = Vec::new();
        for (encoding, size) in pages.data() {
            offsets.append_offset_and_size(at, size);
            at += i64::from(size);
            count(PageType::DATA_PAGE_V2, encoding, &mut page_encodings);
            encodings.push(encoding);
        }
        if dictionary_offset.is_some() {
            count(PageType::DICTIONARY_PAGE, Encoding::PLAIN, &mut page_encodings);
            encodings.push(Encoding::PLAIN);
        }
        encodings.sort_unstable();
        encodings.dedup();
        let mut metadata = ColumnChunkMetaData::builder(self.column.clone())
            .set_compression(self.compression)
            .set_encodings(encodings)
            .set_page_encoding_stats(page_encodings)
            .set_total_compressed_size(at)
            .set_total_uncompressed_size(pages.uncompressed_size())
            .set_num_values(rows as i64)
            .set_data_page_offset(data_offset)
            .set_dictionary_page_offset(dictionary_offset);
        if let Some(statistics) = statistics {
            metadata = metadata.set_statistics(statistics);
        }
        let told = ColumnCloseResult {
            bytes_written: at as u64,
            rows_written: rows as u64,
            metadata: metadata.build()?,
            bloom_filter: filter,
            column_index: index,
            offset_index: Some(offsets.build()),
        };
        Ok(pages.into_chunk(told))
    }
}

fn count(page_type: PageType, encoding: Encoding, counts: &mut Vec<PageEncodingStats>) {
    match counts.last_mut() {
        Some(last) if last.page_type == page_type && last.encoding == encoding => last.count += 1,
        _ => counts.push(PageEncodingStats { page_type, encoding, count: 1 }),
    }
}
