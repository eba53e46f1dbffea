//! Answers that are no: the rows of the error table, in the words of the vendor where they are
//! known.

use serde_json::{Map, Value};

/// Why the API does not do what it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) error: &'static str,
    pub(crate) exception: Option<&'static str>,
    pub(crate) description: Option<String>,
    /// Whether the status alone asks to come back later, and `Retry-After` may say when.
    pub(crate) is_for_now: bool,
}

const NO_APP: &str = "org.apache.usergrid.rest.exceptions.OrganizationApplicationNotFoundException";
const NO_OBJECT: &str = "com.easemob.storage.StorageObjectNotFoundException";
const NO_TOKEN: &str = "com.easemob.auth.UnauthorizedException";
const BAD_ARGUMENT: &str = "java.lang.IllegalArgumentException";

impl Refusal {
    fn new(status: u16, error: &'static str, exception: &'static str, description: String) -> Self {
        let (exception, description) = (Some(exception), Some(description));
        Self { status, error, exception, description, is_for_now: status == 429 || status >= 500 }
    }

    /// Too old, or not there yet.
    pub(crate) fn unstored(key: &str, hour: &str) -> Self {
        let says = format!(
            "illegal arguments: appkey: {key}, time: {hour}, maybe chat message history is expired or unstored"
        );
        Self::new(400, "illegal_argument", BAD_ARGUMENT, says)
    }

    /// A time that is no `YYYYMMDDHH`.
    pub(crate) fn bad_time(key: &str, time: &str) -> Self {
        let says = if time.bytes().all(|byte| byte.is_ascii_digit()) {
            format!("illegal arguments: appkey: {key}, time: {time}")
        } else {
            format!("time format {time} is not supported")
        };
        Self::new(400, "illegal_argument", BAD_ARGUMENT, says)
    }

    /// A request for a token that lacks something.
    pub(crate) fn bad_grant(says: &str) -> Self {
        Self::new(400, "illegal_argument", BAD_ARGUMENT, says.to_owned())
    }

    /// Credentials that are not the app's.
    pub(crate) fn wrong_credentials() -> Self {
        let exception = "com.easemob.auth.InvalidGrantException";
        Self::new(400, "invalid_grant", exception, "invalid username or password".to_owned())
    }

    /// No token.
    pub(crate) fn unauthorized() -> Self {
        let none = Self::new(401, "unauthorized", NO_TOKEN, String::new());
        Self { description: None, ..none }
    }

    /// A token that is over, unknown, or of another app.
    pub(crate) fn bad_token() -> Self {
        let says = "Unable to authenticate due to corrupt access token".to_owned();
        Self::new(401, "auth_bad_access_token", NO_TOKEN, says)
    }

    /// A secret that is not the attachment's. The vendor does not say what it answers.
    pub(crate) fn wrong_share_secret() -> Self {
        let says = "share-secret does not match".to_owned();
        Self::new(403, "forbidden_op", NO_TOKEN, says)
    }

    /// No file for this hour.
    pub(crate) fn no_history() -> Self {
        let says = "Failed to find chat message history download url".to_owned();
        Self::new(404, "storage_object_not_found", NO_OBJECT, says)
    }

    /// No such attachment.
    pub(crate) fn no_attachment() -> Self {
        let says = "Failed to find the file".to_owned();
        Self::new(404, "storage_object_not_found", NO_OBJECT, says)
    }

    /// An attachment that was there once.
    pub(crate) fn file_expired() -> Self {
        Self::new(404, "file_expired", NO_OBJECT, "file is expired".to_owned())
    }

    /// Wrong org, wrong app, or the wrong cluster.
    pub(crate) fn no_app(org: &str, app: &str) -> Self {
        let says = format!("Could not find application for {org}/{app} from URI");
        Self::new(404, "organization_application_not_found", NO_APP, says)
    }

    /// A path that leads nowhere.
    pub(crate) fn no_resource() -> Self {
        let exception = "com.easemob.common.ResourceNotFoundException";
        Self::new(404, "resource_not_found", exception, "no such resource".to_owned())
    }

    /// Too many calls.
    pub(crate) fn too_many() -> Self {
        let exception = "com.easemob.common.exceptions.ReachLimitException";
        let says = "This request has reached api limit".to_owned();
        Self::new(429, "reach_limit", exception, says)
    }

    /// An account that is blocked.
    pub(crate) fn blocked() -> Self {
        let exception = "com.easemob.common.exceptions.ResourceLimitedException";
        let says = "The app is limited because of too many token requests".to_owned();
        Self::new(429, "resource_limited", exception, says)
    }

    /// A status that a fault asks for.
    pub(crate) fn of_status(status: u16) -> Self {
        let (error, says) = match status {
            429 => return Self::too_many(),
            401 => return Self::unauthorized(),
            500.. => ("service_unavailable", "the service is busy"),
            _ => ("failed", "the request failed"),
        };
        Self::new(status, error, "com.easemob.common.ServiceException", says.to_owned())
    }

    /// The body. `told_ms` is the time that the server tells, `has` which of `exception` and
    /// `error_description` it has.
    pub(crate) fn body(&self, told_ms: i64, has: (bool, bool)) -> Value {
        let mut body = Map::new();
        body.insert("error".into(), self.error.into());
        body.insert("timestamp".into(), told_ms.into());
        body.insert("duration".into(), 0.into());
        if let Some(exception) = self.exception.filter(|_| has.0) {
            body.insert("exception".into(), exception.into());
        }
        if let Some(description) = self.description.as_deref().filter(|_| has.1) {
            body.insert("error_description".into(), description.into());
        }
        Value::Object(body)
    }
}
