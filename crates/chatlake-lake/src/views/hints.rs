//! What must be known to run the statements.

use chatlake_store::{Place, Service};

use super::root::ACCOUNT;
use super::{Dialect, RowsFrom, Views};

impl Views<'_> {
    /// Lines that are told before the statements.
    pub(super) fn hints(&self, dialect: Dialect) -> Vec<String> {
        let mut hints = match dialect {
            Dialect::DuckDb => self.of_duckdb(),
            Dialect::Spark => self.of_spark(),
            Dialect::Trino => self.of_trino(),
            Dialect::ClickHouse => vec![self.of_clickhouse()],
            Dialect::BigQuery => {
                vec!["The dataset `chatlake` must lie where the bucket lies.".to_owned()]
            }
        };
        if self.lacks_account() {
            hints.push(format!("Put the name of the storage account in the place of {ACCOUNT}."));
        }
        hints
    }

    fn service(&self) -> Option<Service> {
        match self.place {
            Place::Folder(_) => None,
            Place::Bucket(place) => Some(place.service()),
        }
    }

    fn of_duckdb(&self) -> Vec<String> {
        let mut hints = Vec::new();
        if self.rows == RowsFrom::Delta {
            hints.push("INSTALL delta; LOAD delta;");
        }
        hints.extend(match self.service() {
            None => &[][..],
            Some(Service::S3) => &[
                "INSTALL httpfs; LOAD httpfs; INSTALL aws; LOAD aws;",
                "CREATE SECRET lake (TYPE s3, PROVIDER credential_chain);",
                "Of a server of your own: TYPE s3, KEY_ID '…', SECRET '…', ENDPOINT 'host:port', URL_STYLE 'path'.",
            ],
            Some(Service::Gcs) => &[
                "INSTALL httpfs; LOAD httpfs;",
                "CREATE SECRET lake (TYPE gcs, KEY_ID '…', SECRET '…');  with an HMAC key of the bucket's project",
            ],
            Some(Service::Azure) => &[
                "INSTALL azure; LOAD azure;",
                "CREATE SECRET lake (TYPE azure, PROVIDER credential_chain, ACCOUNT_NAME '…');",
            ],
            Some(Service::Oss) => &[
                "INSTALL httpfs; LOAD httpfs;",
                "CREATE SECRET lake (TYPE s3, KEY_ID '…', SECRET '…', ENDPOINT 'oss-REGION.aliyuncs.com', URL_STYLE 'vhost');",
            ],
        });
        hints.into_iter().map(str::to_owned).collect()
    }

    fn of_spark(&self) -> Vec<String> {
        let mut hints = vec!["The views last as long as the session."];
        match self.rows {
            RowsFrom::Files => hints.push(
                "Files that come later are seen after REFRESH TABLE bodies; and these statements once more.",
            ),
            RowsFrom::Delta => hints.push(
                "Needs io.delta:delta-spark, with spark.sql.extensions and spark.sql.catalog.spark_catalog set to it.",
            ),
        }
        hints.extend(match self.service() {
            None => None,
            Some(Service::S3) => {
                Some("Needs org.apache.hadoop:hadoop-aws, of the version of Spark's Hadoop.")
            }
            Some(Service::Gcs) => Some("Needs com.google.cloud.bigdataoss:gcs-connector."),
            Some(Service::Azure) => {
                Some("Needs org.apache.hadoop:hadoop-azure, of the version of Spark's Hadoop.")
            }
            Some(Service::Oss) => {
                Some("Needs org.apache.hadoop:hadoop-aliyun, and fs.oss.endpoint.")
            }
        });
        hints.into_iter().map(str::to_owned).collect()
    }

    fn of_trino(&self) -> Vec<String> {
        let hints: &[&str] = match self.rows {
            RowsFrom::Files => &[
                "In a catalog `hive` with the Hive connector: its name and that of the schema may be others.",
                "A day that is new is seen after the CALL once more: run it when hours have come.",
            ],
            RowsFrom::Delta => &[
                "In a catalog `delta` with the Delta Lake connector and delta.register-table-procedure.enabled=true;",
                "the views are kept in a catalog `hive`.",
            ],
        };
        hints.iter().map(|hint| (*hint).to_owned()).collect()
    }

    fn of_clickhouse(&self) -> String {
        let hint = match self.service() {
            None => "For clickhouse-local and chDB; a server reads below its user_files_path only.",
            Some(_) => {
                "Credentials: in the <s3> settings of the server, or the environment of clickhouse-local."
            }
        };
        hint.to_owned()
    }
}
