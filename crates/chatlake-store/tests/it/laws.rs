//! What holds whatever users name as a place.

use chatlake_store::Place;
use chatlake_testing::cases;
use proptest::prelude::*;

/// Text that is a place, nearly is, or is nothing of the kind.
fn named() -> impl Strategy<Value = String> {
    let scheme = "s3|S3A|gs|az|abfss|oss|ftp|s3x|";
    let authority = "[a-z0-9][a-zA-Z0-9._-]{0,8}|c@acc\\.dfs\\.core|[@:$]{0,2}[a-z]{0,3}";
    let path = "(/[a-z .=?%\u{4f60}-]{0,5}){0,4}";
    let url = (scheme, authority, path)
        .prop_map(|(scheme, authority, path)| format!("{scheme}://{authority}{path}"));
    prop_oneof![3 => url, 1 => "\\PC{0,20}"]
}

proptest! {
    #![proptest_config(cases(5000))]

    #[test]
    fn what_is_shown_of_a_place_names_the_same_place(text in named()) {
        if let Ok(place) = text.parse::<Place>() {
            let shown = place.to_string();
            prop_assert_eq!(shown.parse::<Place>().unwrap(), place.clone(), "{}", shown);
            prop_assert_eq!(Place::is_url_like(&text), matches!(place, Place::Bucket(_)));
            let file = place.shown("a/b.json");
            prop_assert!(file.starts_with(&shown) && file.ends_with("a/b.json"), "{}", file);
        }
    }

    #[test]
    fn no_part_of_a_prefix_leads_out_of_it(text in named()) {
        if let Ok(Place::Bucket(bucket)) = text.parse::<Place>() {
            let mut parts = bucket.prefix().split('/');
            let leads_out = |part: &str| matches!(part, "." | ".." | "");
            prop_assert!(bucket.prefix().is_empty() || !parts.any(leads_out), "{}", bucket);
        }
    }

    #[test]
    fn a_password_in_a_url_is_never_repeated(
        scheme in "s3|gs|az|abfss|oss|ftp",
        user in "[a-zA-Z0-9]{0,6}",
        rest in "[a-z/.]{0,8}",
    ) {
        let refused = format!("{scheme}://{user}:hunter2@{rest}").parse::<Place>();
        let told = refused.expect_err("credentials").to_string();
        prop_assert!(!told.contains("hunter2"), "{}", told);
    }
}
