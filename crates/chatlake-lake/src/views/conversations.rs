//! A row per conversation.

use chatlake_core::Column;

use super::words::stacked;
use super::{Dialect, Views};

impl Views<'_> {
    /// Every message has a row of its first body, and one only: counting those counts messages.
    pub(super) fn conversations(&self, dialect: Dialect) -> String {
        let mut items = vec!["b.conversation_id AS conversation_id".to_owned()];
        if self.has(Column::ChatType) {
            items.push("min(b.chat_type) AS chat_type".to_owned());
        }
        let has_people = self.has(Column::Sender);
        if has_people {
            items.push(format!("{}\n    AS participants", self.participants(dialect)));
        }
        items.push("min(b.timestamp) AS first_timestamp".to_owned());
        items.push("max(b.timestamp) AS last_timestamp".to_owned());
        items.push("count(*) AS messages".to_owned());
        if has_people {
            items.push("count(DISTINCT b.sender) AS senders".to_owned());
        }
        let select = format!(
            "SELECT\n{}\n{}WHERE b.body_index = 0 AND b.conversation_id IS NOT NULL\n\
             GROUP BY b.conversation_id",
            stacked(&items),
            dialect.rows()
        );
        let select = match dialect {
            // An array is sorted by a query of its own, which cannot see what is being counted.
            Dialect::BigQuery if has_people => format!(
                "SELECT c.* REPLACE (\n  ARRAY(SELECT DISTINCT person FROM UNNEST(c.participants) AS person ORDER BY person)\n  AS participants)\nFROM (\n{select}\n) AS c"
            ),
            _ => select,
        };
        let about = "-- One row per conversation: participants are those who sent something and, where two talk, the\n-- one who was written to.\n";
        format!("{about}{}{select};\n", dialect.view("conversations"))
    }

    fn participants(&self, dialect: Dialect) -> String {
        let mut people = vec![("sender", "")];
        if self.has(Column::ChatType) && self.has(Column::Recipient) {
            people.push(("recipient", "b.chat_type = 'chat'"));
        }
        let people = people.into_iter();
        let lists: Vec<String> =
            people.map(|(who, condition)| distinct(dialect, who, condition)).collect();
        let lists = match lists.as_slice() {
            [one] => one.clone(),
            _ => joined(dialect, &lists),
        };
        match dialect {
            Dialect::DuckDb => format!("list_sort(list_distinct({lists}))"),
            Dialect::Spark | Dialect::Trino => format!("array_sort(array_distinct({lists}))"),
            Dialect::ClickHouse => format!("arraySort(arrayDistinct({lists}))"),
            Dialect::BigQuery => lists,
        }
    }
}

/// The people of a column in the rows that meet a condition, each once; nobody is an empty list.
fn distinct(dialect: Dialect, who: &str, condition: &str) -> String {
    let is_one = match condition {
        "" => format!("b.{who} IS NOT NULL"),
        _ => format!("{condition} AND b.{who} IS NOT NULL"),
    };
    match dialect {
        Dialect::DuckDb => format!("coalesce(list(DISTINCT b.{who}) FILTER (WHERE {is_one}), [])"),
        Dialect::Trino => {
            format!("coalesce(array_agg(DISTINCT b.{who}) FILTER (WHERE {is_one}), ARRAY[])")
        }
        Dialect::Spark => format!("collect_set(b.{who}) FILTER (WHERE {is_one})"),
        Dialect::ClickHouse => format!("groupUniqArrayIf(b.{who}, {is_one})"),
        Dialect::BigQuery => {
            format!("ifnull(array_agg(DISTINCT IF({is_one}, b.{who}, NULL) IGNORE NULLS), [])")
        }
    }
}

fn joined(dialect: Dialect, lists: &[String]) -> String {
    let name = match dialect {
        Dialect::DuckDb => "list_concat",
        Dialect::Spark | Dialect::Trino => "concat",
        Dialect::ClickHouse => "arrayConcat",
        Dialect::BigQuery => "array_concat",
    };
    format!("{name}(\n    {})", lists.join(",\n    "))
}
