//! The traps of domain.md, section 5: one test each, named after its number.
//!
//! Elsewhere, or not ours:
//! - 26 (digits through an edit) and 51 (nested `links` through `stripLinks`) are also held in `tests/json_edit.rs` and
//!   `tests/package`; here through validation and the body of the PUT.
//! - 40, the machine-translated names of the zh-CN documentation: there is no list of them to test against. They are unknown
//!   members and unknown values like any other, and the test holds just that.
//! - 50, `@odata.count` 100 with two items: nothing reads the count.
//! - 53, the token's half of it: the token never comes to this floor; `tests/wasm_suite` has it.
//! - 25, the day that a page shows for a closing date, is the page's; here its text.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test says no by panicking, and its counts are printed"
)]

use std::fs;

use referral_editor::diff::diff;
use referral_editor::finding::{Code, Finding, Severity, findings_to_json};
use referral_editor::json::edit::{Edit, Op, apply};
use referral_editor::json::position::Position;
use referral_editor::json::{Document, Limits};
use referral_editor::put::{
    Answer, Call, ErrorBody, Event, Fault, LastSeen, Limit, Now, Options, Outcome, PutRequest, Refusal, Save, Step,
    Token, VerifiedBy, prepare_get, prepare_put, retry_at,
};
use referral_editor::schema::{self, REFERRAL};
use referral_editor::validate::validate;

const ID: &str = "49d90c72-3326-4f61-aacc-2cb57970448c";

/// A referral that has nothing wrong, with these members in it.
fn referral(members: &str) -> String {
    let comma = if members.is_empty() { "" } else { "," };
    let rest: Vec<&str> = ["customerProfile", "consent", "details"]
        .into_iter()
        .filter(|name| !members.contains(&format!("\"{name}\":")))
        .collect();
    let rest: String = rest.iter().map(|name| format!(",\"{name}\":{{}}")).collect();
    format!(r#"{{"id":"{ID}"{rest},"eTag":"\"e\""{comma}{members}}}"#)
}

fn check(text: &str) -> Vec<Finding> {
    validate(text.as_bytes(), None, Limits::default()).findings
}

/// Code, path and, where there is one, what tells more.
fn lines(findings: &[Finding]) -> Vec<String> {
    let line = |finding: &Finding| {
        let json: serde_json::Value = serde_json::from_str(&findings_to_json(std::slice::from_ref(finding))).unwrap();
        let json = &json[0];
        let mut line = format!("{} {}", json["code"].as_str().unwrap(), finding.path);
        for name in ["hint", "actual", "format", "suggestion"] {
            if let Some(value) = json["params"].get(name) {
                line += &format!(" {}", value.as_str().unwrap());
            }
        }
        line.trim_end().to_owned()
    };
    findings.iter().map(line).collect()
}

#[track_caller]
fn finds(text: &str, expected: &[&str]) {
    assert_eq!(lines(&check(text)), expected, "{text:.200}");
}

fn sample(name: &str) -> String {
    fs::read_to_string(["tests/samples/", name].concat()).unwrap()
}

fn prepared(text: &str) -> PutRequest {
    prepare_put(text.as_bytes(), Options::default()).unwrap_or_else(|refusal| panic!("{refusal:?} for {text}"))
}

fn refused(text: &str) -> Refusal {
    match prepare_put(text.as_bytes(), Options::default()) {
        Err(refusal) => refusal,
        Ok(request) => panic!("{request:?} for {text}"),
    }
}

fn answer(status: u16, body: &str) -> Answer {
    Answer { status, content_type: Some("application/json".into()), body: body.into(), ..Answer::default() }
}

/// A save whose PUT and GETs end like this, in this order.
#[track_caller]
fn saved(request: PutRequest, base: Option<String>, endings: &[Result<Answer, Fault>]) -> Outcome {
    let now = Now { monotonic: 0.0, epoch: 0.0, random: 0.5 };
    let mut save = Save::new(request, base, Limit::default());
    assert!(matches!(save.begin(now), Step::Token(..)));
    let mut step = save.told(Event::Token(Token::Fresh), now);
    for (index, ending) in endings.iter().enumerate() {
        assert!(if index == 0 { matches!(step, Step::Put(_)) } else { matches!(step, Step::Get(_)) }, "{step:?}");
        step = save.told(Event::Ended(ending.clone()), now);
    }
    assert_eq!(step, Step::Done);
    save.outcome().clone()
}

fn edited(text: &str, path: &str, json: &str) -> String {
    let edit = Edit { op: Op::Add, path: path.into(), json: json.into() };
    apply(text, &[edit], Limits::default()).unwrap()
}

// ------------------------------------------------------------------------------------------------ invalid JSON

#[test]
fn trap_01_trailing_comma_in_the_put_example() {
    let text = sample("partner-rest_update-a-referral_request.invalid.json");
    let found = check(&text);
    assert_eq!(lines(&found), ["syntax  trailing-comma"]);
    let [finding] = found.as_slice() else { panic!("{found:?}") };
    // At the brace, which is where a person looks.
    assert_eq!((finding.position, finding.severity), (Some(Position { line: 107, column: 1 }), Severity::Error));
    assert!(matches!(refused(&text), Refusal::Invalid(_)));
    assert!(check(&sample("partner-rest_update-a-referral_request.repaired.json")).is_empty());
}

#[test]
fn trap_02_missing_comma_and_trailing_comma_in_the_list_example() {
    let found = lines(&check(&sample("partner-rest_get-a-list_response.invalid.json")));
    assert_eq!(found, ["syntax  missing-comma", "syntax  trailing-comma"]);
}

#[test]
fn trap_03_missing_comma_in_the_get_by_id_example() {
    let found = check(&sample("partner-rest_get-by-id_response.invalid.json"));
    assert_eq!(lines(&found), ["syntax  missing-comma"]);
    let [finding] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(finding.position, Some(Position { line: 30, column: 13 }));
}

#[test]
fn trap_04_bare_member_indented_with_no_break_spaces() {
    for name in ["msft", "solutionprofile"] {
        let text = sample(&format!("partner-rest_create-a-referral_target-fragment-{name}.invalid.json"));
        assert!(text.contains('\u{a0}'));
        assert!(lines(&check(&text)).contains(&"syntax  fragment".to_owned()), "{text}");
        // With its braces back, the no-break spaces are left: one finding a run of them, and the rest is read.
        let braced = format!("{{{text}}}");
        let found = check(&braced);
        assert!(found.iter().any(|finding| finding.code == Code::Required), "{found:?}");
        let slips: Vec<_> = found.iter().filter(|finding| finding.code == Code::Syntax).collect();
        assert!(!slips.is_empty());
        for slip in slips {
            assert_eq!(slip.param("hint"), Some(&"no-break-space".into()));
        }
    }
    // Inside of a string it is a character like any other.
    finds(&referral("\"name\":\"a\u{a0}b\""), &[]);
}

#[test]
fn trap_05_doubled_brace() {
    finds(&["{ {", &referral("")[1..], "}"].concat(), &["syntax  doubled-brace"]);
}

#[test]
fn trap_06_trailing_comma_that_others_import() {
    for members in [r#""team":[],"#, r#""team":[{},]"#, r#""consent":{"consentToContact":true,}"#] {
        finds(&referral(members), &["syntax  trailing-comma"]);
    }
}

#[test]
fn trap_07_placeholders_and_a_header_glued_behind_the_body() {
    let text =
        "{\n  \"error\": {\n    \"code\": <string>,\n    \"message\": <string>\n  }\n}\nContent-Type: application/json";
    let found = check(text);
    assert!(
        found
            .iter()
            .any(|finding| finding.code == Code::Syntax && finding.position.is_some_and(|place| place.line == 3)),
        "{found:?}"
    );
    assert_ne!(lines(&found).last().map(String::as_str), Some("syntax  html"), "a placeholder is no page");
    finds(&[&referral(""), "\nContent-Type: application/json"].concat(), &["syntax  text-after"]);
}

#[test]
fn trap_08_blanks_around_the_body_and_request_lines_above_it() {
    finds(&[" ", &referral(""), "\n\n"].concat(), &[]);
    finds(&referral("\"name\":\"x\"\n\n"), &[]);
    for head in [
        "PUT https://api.partner.microsoft.com/v1.0/engagements/referrals/x HTTP/1.1\nIf-Match: \"e\"\n\n",
        "GET /x\n",
        "HTTP/1.1 200 OK\n\n",
        "Authorization: Bearer x\n\n",
        "If-Match: \"e\"\n",
        "accept: application/json\n",
        "Accept-Language: en\r\n",
        "client-request-id: 49d90c72\n",
        "MS-CorrelationId: 49d90c72\n",
        "X-Caller-Id: x\n",
        "Prefer: return=representation\n",
        "ETag: \"e\"\n",
        "curl -X PUT https://api.partner.microsoft.com/ -d ",
    ] {
        let found = check(&[head, &referral("")].concat());
        assert_eq!(lines(&found), ["syntax  http-request-pasted"], "{head}");
        assert_eq!(found[0].position, Some(Position { line: 1, column: 1 }));
    }
    for other in ["accepted", "x-ray\n:", "status: \"New\"", "puT /x", "hostile: 1", "Datex"] {
        assert_eq!(lines(&check(other)), ["syntax  not-a-json-value"], "{other}");
    }
}

#[test]
fn trap_09_byte_order_mark() {
    let text = ["\u{feff}", &referral("")].concat();
    let found = check(&text);
    assert_eq!(lines(&found), ["syntax  byte-order-mark"]);
    assert_eq!(found[0].severity, Severity::Warning);
    assert_eq!(prepared(&text).body, referral(""));
    // What stands behind it is looked at as if it stood first.
    let behind = |text: &str| lines(&check(&["\u{feff}", text].concat())).join(", ");
    assert_eq!(behind("<html>"), "syntax  byte-order-mark, syntax  html");
    assert_eq!(behind("PUT https://example.com/\n"), "syntax  byte-order-mark, syntax  http-request-pasted");
    assert_eq!(behind(" "), "syntax  byte-order-mark, syntax  empty");
    // Exactly one.
    assert!(lines(&check(&["\u{feff}", &text].concat())).iter().any(|line| line.starts_with("syntax  unexpected")));
}

// ------------------------------------------------------------------------------------------------ shape

#[test]
fn trap_10_four_shapes_of_ids() {
    for ids in ["[]", "{}", r#"[{"profileType":"Duns","id":"795986822"}]"#, r#"{"duns":"1234567"}"#, "null"] {
        finds(&referral(&format!(r#""customerProfile":{{"ids":{ids}}}"#)), &[]);
    }
    finds(&referral(r#""customerProfile":{"ids":"795986822"}"#), &["type /customerProfile/ids string"]);
    // Nine digits are not enforced: eight and seven are documented too.
    for duns in ["795986822", "81466849", "1234567", ""] {
        finds(&referral(&format!(r#""customerProfile":{{"ids":[{{"profileType":"Duns","id":"{duns}"}}]}}"#)), &[]);
    }
}

#[test]
fn trap_11_team_as_a_single_object() {
    finds(&referral(r#""team":{"email":"a@b.example"}"#), &["type /team object"]);
    finds(&referral(r#""customerProfile":{"team":{"email":"a@b.example"}}"#), &["type /customerProfile/team object"]);
    finds(&referral(r#""team":[{"email":"a@b.example"}],"customerProfile":{"team":[]}"#), &[]);
}

#[test]
fn trap_12_target_is_an_array_and_may_be_absent() {
    finds(&referral(r#""target":[{"type":"BusinessProfileLocation","id":"msft"}]"#), &[]);
    finds(&referral(r#""target":[]"#), &[]);
    finds(&referral(""), &[]);
    finds(&referral(r#""target":{"type":"BusinessProfileLocation","id":"msft"}"#), &["type /target object"]);
}

#[test]
fn trap_13_requirements_empty_null_or_without_solutions() {
    for requirements in ["{}", "null", r#"{"industries":[{"id":"Education"}]}"#, r#"{"solutions":null}"#] {
        finds(&referral(&format!(r#""details":{{"requirements":{requirements}}}"#)), &[]);
    }
}

#[test]
fn trap_14_consent_without_a_flag_or_absent() {
    finds(&referral(r#""consent":{"consentToContact":true}"#), &[]);
    finds(&referral(r#""consent":{}"#), &[]);
    let text = referral("").replace(r#","consent":{}"#, "");
    finds(&text, &["absent-on-put /consent"]);
    assert_eq!(check(&text)[0].severity, Severity::Warning);
    // Absent as it was loaded: nothing is lost.
    assert!(validate(text.as_bytes(), Some(text.as_bytes()), Limits::default()).findings.is_empty());
}

#[test]
fn trap_15_details_without_value_currency_or_date() {
    for details in [r#"{"notes":"n"}"#, r#"{"currency":"USD"}"#, r#"{"closingDateTime":"2018-11-14T00:00:00Z"}"#, "{}"]
    {
        finds(&referral(&format!(r#""details":{details}"#)), &[]);
    }
    finds(&referral(r#""details":{"dealValue":5}"#), &["currency-advised /details/currency"]);
}

#[test]
fn trap_16_solutions_without_type_and_with_both() {
    let solutions = |row: &str| referral(&format!(r#""details":{{"requirements":{{"solutions":[{row}]}}}}"#));
    finds(&solutions(r#"{"id":"SOL-Microsoft365","name":"Microsoft365"}"#), &[]);
    finds(&solutions(r#"{"id":"SAPonAzure","type":"Category","solutionType":null}"#), &[]);
    finds(&solutions(r#"{"id":"SOL-1","type":"Name","solutionType":"Category"}"#), &[]);
}

#[test]
fn trap_17_additional_requirements_in_either_shape() {
    for attributes in ["{}", r#"{"a":1}"#, "[]", r#"[{"type":"PartnerRole","id":"1"}]"#, "null"] {
        let member =
            format!(r#""details":{{"requirements":{{"additionalRequirements":{{"attributes":{attributes}}}}}}}"#);
        finds(&referral(&member), &[]);
    }
}

#[test]
fn trap_18_tags_of_any_type() {
    for tags in ["null", "[]", r#"["a"]"#, r#"[{"tag":"a"}]"#] {
        finds(&referral(&format!(r#""tags":{tags}"#)), &[]);
    }
}

#[test]
fn trap_19_pascal_case_from_middle_tiers() {
    let text = r#"{"Id":"x","EngagementId":"x","Status":"New","Substatus":"Pending","ETag":"\"e\"","MPNId":"1",
        "CustomerProfile":{"Name":"x"},"Details":{"DealValue":5},"LastRunId":{"ValueKind":0}}"#;
    let found = check(text);
    let meant: Vec<String> = lines(&found).into_iter().filter(|line| line.starts_with("did-you-mean")).collect();
    assert_eq!(
        meant,
        [
            "did-you-mean /Id id",
            "did-you-mean /EngagementId engagementId",
            "did-you-mean /Status status",
            "did-you-mean /Substatus substatus",
            "did-you-mean /ETag eTag",
            "did-you-mean /MPNId mpnId",
            "did-you-mean /CustomerProfile customerProfile",
            "did-you-mean /Details details",
            "did-you-mean /LastRunId lastRunId",
        ]
    );
    assert!(found.iter().any(|finding| finding.code == Code::Required && finding.path == "/id"));
    // On the wire lastRunId may be a leaked .NET value.
    finds(&referral(r#""lastRunId":{"ValueKind":0}"#), &[]);
}

#[test]
fn trap_20_a_list_instead_of_a_referral() {
    finds(&sample("partner-rest-2020-09_get-a-list_response.json"), &["not-a-referral  list"]);
    finds(&sample("partner-rest_get-a-list_response.repaired.json"), &["not-a-referral  list"]);
    finds(&format!("[{}]", referral("")), &["not-a-referral  array"]);
    finds(r#"{"value":[]}"#, &["not-a-referral  list"]);
    // A referral may have a member of that name.
    finds(&referral(r#""value":[1]"#), &[]);
}

#[test]
fn trap_21_unknown_members_survive_in_their_place() {
    let members = "\"customerMarketplaceIntent\" : \"Yes\",\n\t\"dealSensitivity\":\"None\",\"x\":[ 1.50 , -0, 1E+2 ],\
                   \"__proto__\":{\"a\":1},\"constructor\":null,\"toString\":\"\\u0000\\/\",\"\":0,\"10\":1,\"2\":2";
    let text = referral(members);
    finds(&text, &[]);
    assert_eq!(prepared(&text).body, text);
    let edited = edited(&text, "/name", "\"n\"");
    assert!(edited.contains(members), "{edited}");
}

// ------------------------------------------------------------------------------------------------ values

#[test]
fn trap_22_null_where_the_service_sends_it() {
    let members = r#""statusReason":null,"expirationDateTime":null,"externalReferenceId":null,"name":null,"campaignId":null,
        "salesStage":null,"closedDateTime":null,
        "team":[{"phoneNumber":null,"title":null,"contactPreference":null},
                {"contactPreference":{"locale":null,"disableNotifications":null}}],
        "customerProfile":{"size":null,"address":{"state":null,"region":null,"addressLine2":null}},
        "details":{"notes":null,"requirements":{"solutions":[{"id":"x","name":null}]}}"#;
    let text = referral(members);
    finds(&text, &[]);
    assert_eq!(prepared(&text).body, text);
}

#[test]
fn trap_23_empty_strings_where_the_service_sends_them_and_three_kinds_of_nothing() {
    let members = r#""externalReferenceId":"","campaignId":"",
        "customerProfile":{"size":"","address":{"state":"","addressLine2":""},"ids":[{"profileType":"Duns","id":""}]},
        "details":{"notes":""}"#;
    finds(&referral(members), &[]);
    // null, "" and absent are three different things on a PUT.
    let three = [referral(""), referral(r#""campaignId":null"#), referral(r#""campaignId":"""#)];
    for (index, a) in three.iter().enumerate() {
        assert_eq!(&prepared(a).body, a);
        for (other, b) in three.iter().enumerate() {
            let (a, b) =
                (Document::parse(a.as_bytes(), Limits::default()), Document::parse(b.as_bytes(), Limits::default()));
            let changes = diff(a.unwrap().root(), b.unwrap().root()).len();
            assert_eq!(changes, usize::from(index != other));
        }
    }
}

#[test]
fn trap_24_date_fractions_of_every_length_are_kept() {
    for date in [
        "2018-11-06T18:40:42.6178337Z",
        "2018-10-29T21:24:52.040469Z",
        "2026-11-12T09:14:07.810144Z",
        "2020-10-30T21:03:00.0000000Z",
        "2018-10-30T21:03:42.123Z",
        "2018-11-14T00:00:00Z",
        "2023-10-23T01:02:03.1234567+00:00",
    ] {
        let text = referral(&format!(r#""createdDateTime":"{date}""#));
        finds(&text, &[]);
        assert_eq!(prepared(&text).body, text);
    }
}

#[test]
fn trap_25_local_midnights_stay_as_they_were_written() {
    for date in ["2020-12-01T18:30:00Z", "2027-01-15T23:00:00Z"] {
        let text = referral(&format!(r#""details":{{"closingDateTime":"{date}"}}"#));
        finds(&text, &[]);
        assert_eq!(prepared(&text).body, text);
    }
}

#[test]
fn trap_26_deal_value_as_integer_decimal_or_string() {
    for value in ["50000", "50000.10", "100000000000.10", "12345678901234567.89", "1E5", "0"] {
        let text = referral(&format!(r#""details":{{"dealValue":{value},"currency":"USD"}}"#));
        finds(&text, &[]);
        assert_eq!(prepared(&text).body, text);
    }
    let text = referral(r#""details":{"dealValue":"10000","currency":"USD"}"#);
    finds(&text, &["number-as-string /details/dealValue"]);
    assert_eq!(prepared(&text).body, text, "worth a word, and sent as it is");
}

#[test]
fn trap_27_entities_are_text() {
    let text = referral(r#""customerProfile":{"name":"Fabrikam &amp; Sons <b>"}"#);
    finds(&text, &[]);
    assert_eq!(prepared(&text).body, text);
}

#[test]
fn trap_28_trailing_spaces_in_names() {
    let text = referral(r#""team":[{"firstName":"Sue ","lastName":" Smith"}]"#);
    finds(&text, &[]);
    assert_eq!(prepared(&text).body, text);
}

#[test]
fn trap_29_letters_outside_of_ascii() {
    let text = referral(r#""name":"Vicente López 北京 🗼 \uD83D\uDDFC""#);
    finds(&text, &[]);
    assert_eq!(prepared(&text).body, text);
}

#[test]
fn trap_30_customer_sizes_of_two_scales() {
    for size in ["1to50employees", "10to50employees", "51to500employees", "51to250employees", "Morethan500employees"] {
        finds(&referral(&format!(r#""customerProfile":{{"size":"{size}"}}"#)), &[]);
    }
    finds(&referral(r#""customerProfile":{"size":"10 to 50 employees"}"#), &["vocabulary /customerProfile/size"]);
}

#[test]
fn trap_31_enumeration_values_with_commas_and_brackets() {
    let members = r#""details":{"requirements":{
        "industries":[{"id":"Agriculture, Forestry, & Fishing"},{"id":"Public Safety and National Security"}],
        "products":[{"id":"DynamicsAX,GP,NAV,SL"}],
        "services":[{"id":"CustomSolution(ISV)"},{"id":"IPServices(ISV)"}]}}"#;
    finds(&referral(members), &[]);
}

#[test]
fn trap_32_locales_in_either_case() {
    for locale in ["en-us", "en-US", "zh-CN", "de"] {
        finds(&referral(&format!(r#""team":[{{"contactPreference":{{"locale":"{locale}"}}}}]"#)), &[]);
    }
}

#[test]
fn trap_33_none_and_unknown_are_strings() {
    finds(&referral(r#""registrationStatus":"None","quality":"Unknown","dealSensitivity":"None""#), &[]);
}

// ------------------------------------------------------------------------------------------------ names

#[test]
fn trap_34_to_to_is_how_it_is_spelt() {
    finds(&referral(r#""consent":{"consentToToShareInfoWithOthers":true}"#), &[]);
    finds(
        &referral(r#""consent":{"consentToShareInfoWithOthers":true}"#),
        &["did-you-mean /consent/consentToShareInfoWithOthers consentToToShareInfoWithOthers"],
    );
}

#[test]
fn trap_35_engagments_in_links_and_context() {
    let members = r#""@odata.context":"https://api.partner.microsoft.com/v1.0/engagments/referrals/$metadata#Referrals/$entity",
        "links":{"self":{"uri":"https://api.partner.microsoft.com/v1.0/engagments/referrals/x","method":"GET"}}"#;
    let text = referral(members);
    finds(&text, &[]);
    assert!(prepared(&text).url.contains("/engagements/"));
}

#[test]
fn trap_36_enagement_id_of_the_prose() {
    finds(&referral(r#""enagementId":"x""#), &["did-you-mean /enagementId engagementId"]);
}

#[test]
fn trap_37_names_of_the_documents_tables() {
    finds(&referral(r#""referralType":"Shared""#), &["did-you-mean /referralType type"]);
    finds(&referral(r#""ReferralType":"Shared""#), &["did-you-mean /ReferralType type"]);
    finds(&referral(r#""ReferralTarget":[]"#), &["did-you-mean /ReferralTarget target"]);
    // Two members of their own (1.8).
    let solutions = r#""details":{"requirements":{"solutions":[{"id":"x","type":"Name","solutionType":"x"}]}}"#;
    finds(&referral(solutions), &[]);
}

#[test]
fn trap_38_id_in_capitals() {
    for (name, meant) in
        [("ID", "id"), ("EngagementID", "engagementId"), ("ExternalReferenceID", "externalReferenceId")]
    {
        finds(&referral(&format!(r#""{name}":"x""#)), &[&format!("did-you-mean /{name} {meant}")]);
    }
    finds(&referral(r#""customerProfile":{"IDs":[]}"#), &["did-you-mean /customerProfile/IDs ids"]);
}

#[test]
fn trap_39_wrong_names_of_third_parties() {
    let cases = [
        (r#""details":{"closeDate":"x"}"#, "/details/closeDate closingDateTime"),
        (r#""details":{"estimatedDealValue":1}"#, "/details/estimatedDealValue dealValue"),
        (r#""details":{"estimatedClosingDateTime":"x"}"#, "/details/estimatedClosingDateTime closingDateTime"),
        (r#""team":[{"emailAddress":"x"}]"#, "/team/0/emailAddress email"),
        (r#""engagementID":"x""#, "/engagementID engagementId"),
        (r#""statusDetail":"Won""#, "/statusDetail substatus"),
        (r#""etag":"x""#, "/etag eTag"),
        (r#""ETag":"x""#, "/ETag eTag"),
        (r#""subStatus":"Won""#, "/subStatus substatus"),
        (r#""stauts":"Won""#, "/stauts status"),
        (r#""detials":{}"#, "/detials details"),
        (r#""details":{"curency":"USD"}"#, "/details/curency currency"),
        (r#""team":[{"lastNme":"x"}]"#, "/team/0/lastNme lastName"),
        (r#""customerProfile":{"Duns":"1"}"#, "/customerProfile/Duns ids"),
        (r#""customerProfile":{"External":"1"}"#, "/customerProfile/External ids"),
    ];
    for (member, expected) in cases {
        finds(&referral(member), &[&format!("did-you-mean {expected}")]);
    }
    println!("{} wrong names", cases.len());
    // Words that are slips in one place and somebody's own in another.
    for member in [
        r#""team":[{"external":true,"duns":"1","partnerId":"1","closeDate":"x"}]"#,
        r#""details":{"phone":"1","etag":"x","emailAddress":"x"}"#,
        r#""consent":{"closeDate":"x","external":true}"#,
    ] {
        finds(&referral(member), &[]);
    }
    // Of the whole document also those of what is inside: whoever sends it flat means the same.
    finds(&referral(r#""closeDate":"x""#), &["did-you-mean /closeDate closingDateTime"]);
    // Right where they are, or too far from anything.
    for member in [r#""contoso":{"etag":"x"}"#, r#""customerMarketplaceIntent":"Yes""#, r#""x":1"#, r#""links2":1"#] {
        finds(&referral(member), &[]);
    }
}

#[test]
fn trap_40_translated_names_are_unknown_ones() {
    let text = referral(r#""组":[],"目标":[],"详细信息":{}"#);
    finds(&text, &[]);
    assert_eq!(prepared(&text).body, text);
    finds(&referral(r#""status":"新增""#), &["enum /status 新增"]);
    finds(
        &referral(r#""details":{"requirements":{"products":[{"id":"项目"}]}}"#),
        &["vocabulary /details/requirements/products/0/id"],
    );
}

#[test]
fn trap_41_members_that_the_put_table_leaves_out_are_known() {
    for name in ["eTag", "organizationId", "organizationName", "links"] {
        assert!(REFERRAL.member(name.as_bytes()).is_some(), "{name}");
    }
    finds(&referral(r#""organizationId":"msft","organizationName":"Contoso","links":{}"#), &[]);
}

// ------------------------------------------------------------------------------------------------ protocol

#[test]
fn trap_42_no_etag_in_list_items() {
    let item = referral("").replace(r#","eTag":"\"e\"""#, "");
    finds(&item, &["etag-missing /eTag"]);
    assert_eq!(check(&item)[0].severity, Severity::Warning);
    assert!(matches!(refused(&item), Refusal::Etag(_, true)));
}

#[test]
fn trap_43_etag_quotes_are_part_of_it_and_double_escaping_is_caught() {
    assert_eq!(prepared(&referral("")).etag, "\"e\"");
    // Escaped twice, or without its quotes: told when loaded, and never sent.
    for written in [r#""\\\"e\\\"""#, r#""e""#, r#""\"\\\"e\\\"\"""#] {
        let text = referral("").replace(r#""\"e\"""#, written);
        finds(&text, &["format /eTag entity-tag"]);
        assert!(matches!(refused(&text), Refusal::Etag(_, true)), "{text}");
    }
}

#[test]
fn trap_44_the_freshest_etag_can_be_refused() {
    let text = referral(r#""name":"n""#);
    let base = referral(r#""name":"before""#);
    let refusal = answer(412, &sample("issue4-2022_412-precondition-failed.reconstructed.json"));
    // The same version is still there: said, and not tried again.
    let outcome = saved(prepared(&text), Some(base.clone()), &[Ok(refusal), Ok(answer(200, &base))]);
    assert_eq!(outcome, Outcome::NotSaved { reason: "etag-rejected", status: Some(412), retry_at: None });
}

#[test]
fn trap_45_the_documented_response_is_another_referral() {
    let request = sample("partner-rest_update-a-referral_request.repaired.json");
    let response = sample("partner-rest_update-a-referral_response.json");
    // Another id: read back, never adopted.
    let outcome = saved(prepared(&request), None, &[Ok(answer(200, &response)), Ok(answer(404, ""))]);
    assert_eq!(outcome, Outcome::Unknown { reason: "unexpected-response".into(), last_seen: LastSeen::Unreadable });

    // With the right id: the same eTag is no hindrance, and what was lost is told.
    let response = response.replace("4111fffc-f9ee-4d53-bba6-569135228642", ID);
    let etag = prepared(&request).etag;
    let outcome = saved(prepared(&request), None, &[Ok(answer(200, &response))]);
    let Outcome::Saved { json, etag: told, verified_by, server_changed } = outcome else { panic!("{outcome:?}") };
    assert_eq!((json, told, verified_by), (response, Some(etag), VerifiedBy::Response));
    let paths: Vec<&str> = server_changed.iter().map(|change| change.path.as_str()).collect();
    assert!(paths.contains(&"/details/closingDateTime"), "{paths:?}");
    // Links and the stamps of every save are no news.
    assert!(paths.iter().all(|path| !path.starts_with("/links") && *path != "/updatedDateTime"), "{paths:?}");
}

#[test]
fn trap_46_all_that_was_loaded_is_sent_back() {
    let text = sample("partner-rest_get-by-id_response.repaired.json");
    let body = prepared(&text).body;
    // Only links is left out: that is what the contract has of it.
    let removed = text.len() - body.len();
    let from = text.find("\"links\"").unwrap();
    let cut = &text[from..from + removed];
    assert!(cut.starts_with("\"links\"") && cut.contains("relatedReferrals") && cut.trim_end().ends_with(','), "{cut}");
    assert_eq!([&text[..from], &text[from + removed..]].concat(), body);
    // What is lost against base is told.
    let base = referral(r#""team":[],"statusReason":"x""#);
    let found = validate(referral("").as_bytes(), Some(base.as_bytes()), Limits::default()).findings;
    assert_eq!(lines(&found), ["absent-on-put /team"]);
}

#[test]
fn trap_47_links_are_never_followed() {
    let members = r#""links":{"relatedReferrals":{"uri":"https://evil.test/engagements/referrals?$filter=engagementId eq 'x'"},
        "self":{"uri":"https://evil.test/engagements/referralsc5fbb","method":"GET"}}"#;
    let request = prepared(&referral(members));
    assert_eq!(request.url, format!("https://api.partner.microsoft.com/v1.0/engagements/referrals/{ID}"));
    // Nor those of an answer: a save that is put on top of it goes to the same place.
    let now = Now { monotonic: 0.0, epoch: 0.0, random: 0.5 };
    let base = referral(&format!(r#"{members},"team":[]"#));
    let mut save = Save::new(request.clone(), Some(base.clone()), Limit::default());
    save.begin(now);
    save.told(Event::Token(Token::Fresh), now);
    save.told(Event::Ended(Ok(answer(412, ""))), now);
    let theirs = edited(&base, "/name", "\"theirs\"").replace(r#"\"e\""#, r#"\"f\""#);
    let step = save.told(Event::Ended(Ok(answer(200, &theirs))), now);
    assert!(matches!(step, Step::Put(put) if put.rebased), "{step:?}");
    let again = save.put_request().unwrap();
    assert_eq!((&again.url, again.etag.as_str()), (&request.url, "\"f\""));
    assert!(!again.body.contains("evil.test"));
}

#[test]
fn trap_48_and_49_no_token_to_http_whatever_a_document_says() {
    for base_url in
        ["http://api.partner.microsoft.com/v1.0", "http://api.partner.microsoft.com/v1.0/referrals?$skiptoken=a%2fb"]
    {
        assert!(matches!(prepare_get(ID, Some(base_url), None), Err(Refusal::Url(_))), "{base_url}");
    }
    let members = r#""@odata.context":"http://api.partner.microsoft.com/v1.0/$metadata#Referrals",
        "@odata.nextLink":"http://api.partner.microsoft.com/v1.0/referrals?$skiptoken=a%2fb""#;
    finds(&referral(members), &[]);
    assert!(prepared(&referral(members)).url.starts_with("https://"));
}

#[test]
fn trap_50_a_count_that_does_not_count() {
    finds(r#"{"@odata.count":100,"value":[{"id":"a"},{"id":"b"}]}"#, &["not-a-referral  list"]);
}

#[test]
fn trap_51_nested_links_are_somebodys_members() {
    let members = r#""contoso":{"links":{"self":1}},"details":{"links":[]},"x":[{"links":1}]"#;
    let text = referral(&format!(r#"{members},"links":{{}}"#));
    assert_eq!(prepared(&text).body, referral(members));
}

#[test]
fn trap_52_an_id_that_is_a_path() {
    for id in ["..", ".", "a/b", "a?b", "a#b", "%2e%2e", "a b"] {
        let text = referral("").replace(ID, id);
        assert!(matches!(refused(&text), Refusal::Id(_)), "{id}");
        assert!(matches!(prepare_get(id, None, None), Err(Refusal::Id(_) | Refusal::Url(_))), "{id}");
    }
}

#[test]
fn trap_53_line_breaks_in_an_etag() {
    for written in [r#""\"e\"\r\nX: 1""#, r#""\"e\n\"""#, r#""\"e\u000d\u000a\"""#, r#""\"e\u0000\"""#] {
        let text = referral("").replace(r#""\"e\"""#, written);
        assert!(matches!(refused(&text), Refusal::Etag(_, true)), "{text}");
    }
}

#[test]
fn trap_54_inner_errors_in_either_spelling() {
    for name in ["innerError", "innererror", "InnerError"] {
        let body = format!(r#"{{"error":{{"code":"x","{name}":{{"code":"resourceModified","details":null}}}}}}"#);
        assert_eq!(ErrorBody::read(body.as_bytes()).code, "resourceModified", "{name}");
    }
    let body = r#"{"error":{"code":"preconditionFailed","innerError":{"code":"99918","details":null}}}"#;
    assert_eq!(ErrorBody::read(body.as_bytes()).code, "preconditionFailed");
}

#[test]
fn trap_55_the_same_name_twice() {
    let text = referral(r#""name":"a","name":"b""#);
    finds(&text, &["duplicate-member /name"]);
    assert_eq!(check(&text)[0].severity, Severity::Error);
    assert!(matches!(refused(&text), Refusal::Invalid(_)));
    finds(&referral(r#""x":{"a":1,"\u0061":2}"#), &["duplicate-member /x/a"]);
}

#[test]
fn trap_56_a_success_without_a_body() {
    let text = referral(r#""name":"n""#);
    for status in [200, 204] {
        let now = text.replace(r#"\"e\""#, r#"\"f\""#);
        let outcome = saved(prepared(&text), None, &[Ok(answer(status, "")), Ok(answer(200, &now))]);
        let expected = Outcome::Saved {
            json: now,
            etag: Some("\"f\"".into()),
            verified_by: VerifiedBy::Readback,
            server_changed: vec![],
        };
        assert_eq!(outcome, expected);
    }
}

// ------------------------------------------------------------------------------------------------ all of them

/// A trap without a test is one that nobody holds.
#[test]
fn every_trap_has_its_test() {
    let own = include_str!("traps.rs");
    for number in 1..=56 {
        let name = format!("fn trap_{number:02}_");
        assert!(own.contains(&name) || own.contains(&format!("_and_{number:02}_")), "{name}");
    }
    println!("{} traps, numbers 1 to 56", own.matches("\nfn trap_").count());
    // What some of them rest on.
    assert_eq!(retry_at("soon", 0.0), None);
    assert!(schema::suggestion(&REFERRAL, "customerMarketplaceIntent").is_none());
}
