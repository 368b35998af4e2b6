//! The formats of strings, each with the kinds of cases that its standard has: what it allows, and the nearest thing that
//! it does not.
#![allow(clippy::print_stdout, reason = "how many cases there were is printed")]

use referral_editor::finding::{Code, Severity};
use referral_editor::json::Limits;
use referral_editor::schema::Format;
use referral_editor::validate::validate;

/// Holds the format against texts that it has to accept and texts that it has to refuse.
fn check(format: Format, accepted: &[&str], refused: &[&str]) {
    for (texts, expected) in [(accepted, true), (refused, false)] {
        for text in texts {
            assert_eq!(format.matches(text.as_bytes()), expected, "{} {text:?}", format.name());
        }
    }
    println!("{}: {} accepted, {} refused", format.name(), accepted.len(), refused.len());
}

#[test]
fn date_time_is_that_of_rfc_3339() {
    let accepted = [
        // The service's own.
        "2018-11-06T18:40:42.6178337Z",
        "2018-10-29T21:24:52.040469Z",
        "2020-10-30T21:03:00.0000000Z",
        "2018-11-14T00:00:00Z",
        "2020-12-01T18:30:00Z",
        "2023-10-23T01:02:03.1234567+00:00",
        // Fractions of any length.
        "1963-06-19T08:30:06.283185Z",
        "1985-04-12T23:20:50.52Z",
        "1985-04-12T23:20:50.5Z",
        "1985-04-12T23:20:50.0000000000000000000000000000000000000001Z",
        // Offsets.
        "1996-12-19T16:39:57-08:00",
        "1937-01-01T12:00:27.87+00:20",
        "2018-11-14T00:00:00-00:00",
        "2018-11-14T00:00:00+23:59",
        "2018-11-14T00:00:00-23:59",
        "2018-11-14T00:00:00+05:45",
        // Lower case.
        "1963-06-19t08:30:06.283185z",
        "1963-06-19T08:30:06z",
        // The ends of the calendar, and its leap days.
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.9999999Z",
        "2024-02-29T00:00:00Z",
        "2000-02-29T00:00:00Z",
        "1600-02-29T00:00:00Z",
        "0000-02-29T00:00:00Z",
        "2023-01-31T00:00:00Z",
        "2023-04-30T00:00:00Z",
        // Leap seconds, where UTC has them: in the last minute of its day.
        "1998-12-31T23:59:60Z",
        "2016-12-31T23:59:60.999Z",
        "1990-12-31T15:59:60-08:00",
        "1998-12-31T15:59:60.123-08:00",
        "2017-01-01T00:59:60+01:00",
        "2017-01-01T05:29:60+05:30",
        "2017-01-01T23:58:60+23:59",
    ];
    let refused = [
        "",
        "Z",
        "2018-11-14",
        "18:40:42Z",
        "2018-11-14T00:00Z",
        "2018-11-14T00Z",
        // No offset, or one in another form.
        "2018-11-14T00:00:00",
        "2018-11-14T00:00:00.123",
        "2018-11-14T00:00:00+0100",
        "2018-11-14T00:00:00+01",
        "2018-11-14T00:00:00+1:00",
        "2018-11-14T00:00:00+01:0",
        "2018-11-14T00:00:00+01:60",
        "2018-11-14T00:00:00+24:00",
        "1990-12-31T15:59:59-24:00",
        "1963-06-19T08:30:06.28123+01:00Z",
        "2018-11-14T00:00:00ZZ",
        "2018-11-14T00:00:00\u{2212}08:00",
        "2018-11-14T00:00:00 PST",
        "2018-11-14T00:00:00UTC",
        // Days that are not there.
        "1990-02-31T15:59:59.123-08:00",
        "2023-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2100-02-29T00:00:00Z",
        "2023-04-31T00:00:00Z",
        "2023-06-31T00:00:00Z",
        "2023-09-31T00:00:00Z",
        "2023-11-31T00:00:00Z",
        "2023-01-32T00:00:00Z",
        "2023-01-00T00:00:00Z",
        "2023-00-01T00:00:00Z",
        "2023-13-01T00:00:00Z",
        // Times that are not there.
        "2018-11-14T24:00:00Z",
        "2018-11-14T23:60:00Z",
        "2018-11-14T00:00:61Z",
        // Leap seconds where UTC has none.
        "1998-12-31T23:59:61Z",
        "1998-12-31T23:58:60Z",
        "1998-12-31T22:59:60Z",
        "1998-12-31T23:59:60+01:00",
        "2016-12-31T23:59:60-00:01",
        // Fractions without digits, or with the wrong sign.
        "2018-11-14T00:00:00.Z",
        "2018-11-14T00:00:00,5Z",
        "2018-11-14T00:00:00.1.2Z",
        "2018-11-14T00:00:00.-1Z",
        // Other separators and widths.
        "2018-11-14 00:00:00Z",
        "2018-11-14_00:00:00Z",
        "20181114T000000Z",
        "2018/11/14T00:00:00Z",
        "18-11-14T00:00:00Z",
        "+2018-11-14T00:00:00Z",
        "-0001-11-14T00:00:00Z",
        "12018-11-14T00:00:00Z",
        "1963-6-19T08:30:06.283185Z",
        "1963-06-1T08:30:06.283185Z",
        "2018-11-14T0:00:00Z",
        "2018-11-14T-1:00:00Z",
        " 2018-11-14T00:00:00Z",
        "2018-11-14T00:00:00Z ",
        "2018-11-14T00:00:00Z\n",
        // Digits that are not ASCII.
        "1963-06-1৪T00:00:00Z",
        "1963-06-11T0৪:00:00Z",
        "２０18-11-14T00:00:00Z",
        // Other notations.
        "06/19/1963 08:30:06 PST",
        "14.11.2018",
        "2013-350T01:01:01",
        "2018-W46-3T00:00:00Z",
        "/Date(1541538000000)/",
        "1541538000",
        "Wed, 14 Nov 2018 00:00:00 GMT",
        "now",
    ];
    check(Format::DateTime, &accepted, &refused);
}

/// Every day of 1899 to 2105 and its two neighbours that are none.
#[test]
fn date_time_has_the_days_of_the_calendar() {
    let mut days = 0;
    for year in 1899..=2105 {
        let is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        let lengths = [31, if is_leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        for (month, length) in (1..).zip(lengths) {
            for day in 0..=32 {
                let text = format!("{year:04}-{month:02}-{day:02}T00:00:00Z");
                assert_eq!(Format::DateTime.matches(text.as_bytes()), (1..=length).contains(&day), "{text}");
                days += i32::from((1..=length).contains(&day));
            }
        }
    }
    // From one first of January to the other.
    assert_eq!(days, 207 * 365 + 50);
    println!("{days} days");
}

#[test]
fn email_is_the_mailbox_of_rfc_5321() {
    let local_64 = format!("{}@example.com", "a".repeat(64));
    let local_65 = format!("{}@example.com", "a".repeat(65));
    let label_63 = format!("a@{}.com", "b".repeat(63));
    let label_64 = format!("a@{}.com", "b".repeat(64));
    // So long that the local part is short enough in either.
    let domain = ["b", "c", "d"].map(|letter| letter.repeat(62)).join(".") + ".com";
    let whole_254 = format!("{}@{domain}", "a".repeat(254 - 1 - domain.len()));
    let whole_255 = format!("{}@{domain}", "a".repeat(255 - 1 - domain.len()));
    assert_eq!((whole_254.len(), whole_255.len()), (254, 255));
    let accepted = [
        "sue.smith@contoso.com",
        "joe.bloggs@example.com",
        "te~st@example.com",
        "~test@example.com",
        "test~@example.com",
        "te.s.t@example.com",
        "joe+tag@example.com",
        "JOE@EXAMPLE.COM",
        "1@2.example",
        "!#$%&'*+-/=?^_`{|}~@example.com",
        // Quoted local parts.
        "\"joe bloggs\"@example.com",
        "\"joe..bloggs\"@example.com",
        "\"joe@bloggs\"@example.com",
        "\".joe.\"@example.com",
        "\"joe\\\"bloggs\"@example.com",
        "\"joe\\\\bloggs\"@example.com",
        "\"\"@example.com",
        // Address literals.
        "joe.bloggs@[127.0.0.1]",
        "joe.bloggs@[255.255.255.255]",
        "joe.bloggs@[IPv6:::1]",
        "joe.bloggs@[IPv6:2001:db8::1]",
        "joe.bloggs@[IPv6:2001:db8:0:0:0:0:0:1]",
        "joe.bloggs@[IPv6:::ffff:192.0.2.1]",
        // Domains.
        "joe@localhost",
        "joe@a.b.c.d.e.example",
        "joe@xn--exmple-cua.com",
        "joe@123.com",
        "joe@ex--ample.com",
        &local_64,
        &label_63,
        &whole_254,
    ];
    let refused = [
        "",
        "2962",
        "joe",
        "joe@",
        "@example.com",
        "@",
        "joe@@example.com",
        "joe@bloggs@example.com",
        // Dots at the ends, or two together.
        ".test@example.com",
        "test.@example.com",
        "te..st@example.com",
        // Characters that need quotes, or that nothing allows.
        "joe bloggs@example.com",
        "joe(comment)@example.com",
        "joe,bloggs@example.com",
        "joe:bloggs@example.com",
        "joe;bloggs@example.com",
        "joe<bloggs@example.com",
        "joe[bloggs@example.com",
        "joe\\bloggs@example.com",
        "joe\"bloggs@example.com",
        "joe\u{7f}@example.com",
        "joe\0@example.com",
        "lópez@example.com",
        "用户@example.com",
        // Quotes that do not hold the whole local part.
        "\"joe bloggs@example.com",
        "joe bloggs\"@example.com",
        "\"joe\"bloggs@example.com",
        "joe.\"bloggs\"@example.com",
        "\"joe\"bloggs\"@example.com",
        "\"joe\\\"@example.com",
        "\"joe\tbloggs\"@example.com",
        "\"joe\nbloggs\"@example.com",
        "\"jöe\"@example.com",
        "\"@example.com",
        // Address literals that are none.
        "joe.bloggs@[127.0.0.300]",
        "joe.bloggs@[127.0.0]",
        "joe.bloggs@[127.0.0.0.1]",
        "joe.bloggs@[127.0.0.1",
        "joe.bloggs@127.0.0.1]",
        "joe.bloggs@[]",
        "joe.bloggs@[::1]",
        "joe.bloggs@[IPv6:127.0.0.1]",
        "joe.bloggs@[IPv6:12345::]",
        "joe.bloggs@[IPv6:1::2::3]",
        "joe.bloggs@[IPv6:fe80::1%eth0]",
        "joe.bloggs@[example.com]",
        // Domains that are none.
        "joe.bloggs@invalid=domain.com",
        "joe@exam_ple.com",
        "joe@exa mple.com",
        "joe@-example.com",
        "joe@example-.com",
        "joe@example.-com",
        "joe@.example.com",
        "joe@example..com",
        "joe@example.com.",
        "joe@exämple.com",
        "joe@example.com/",
        "joe@example.com:25",
        // More than an address.
        " joe@example.com",
        "joe@example.com ",
        "joe@example.com\n",
        "joe@example.com\r\nBcc: all@example.com",
        "Joe <joe@example.com>",
        "<joe@example.com>",
        "mailto:joe@example.com",
        "user1@oceania.example, user2@oceania.example",
        "\"Winston Smith\" <winston.smith@recdep.example> (Records Department)",
        &local_65,
        &label_64,
        &whole_255,
    ];
    check(Format::Email, &accepted, &refused);
}

/// ISO 4217, list one, as of 2026: with the Caribbean guilder and Zimbabwe Gold, without the lev, the kuna, the Antillean
/// guilder and the peso convertible.
const ISO_4217: &str = "
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF
    CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF
    IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT
    MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD
    SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS
    VED VES VND VUV WST XAD XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD XPF XPT XSU XTS XUA XXX YER ZAR ZMW ZWG";

/// ISO 3166-1.
const ISO_3166: &str = "
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD
    CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF
    GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN
    KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
    NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI
    SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI
    VN VU WF WS YE YT ZA ZM ZW";

/// All words of that many capital letters.
fn words(length: u32) -> impl Iterator<Item = String> {
    (0..26u32.pow(length)).map(move |number| {
        let letter = |place: u32| char::from(b'A' + u8::try_from(number / 26u32.pow(place) % 26).unwrap_or_default());
        (0..length).rev().map(letter).collect()
    })
}

#[test]
fn currency_is_an_iso_4217_code_in_use() {
    let codes: Vec<&str> = ISO_4217.split_whitespace().collect();
    let found: Vec<String> = words(3).filter(|word| Format::Currency.matches(word.as_bytes())).collect();
    assert_eq!(found, codes);
    println!("currency: {} of {} words of three letters", codes.len(), words(3).count());
    let refused = [
        "",
        "usd",
        "Usd",
        "US",
        "USDD",
        "USDEUR",
        " USD",
        "USD ",
        "$",
        "€",
        "840",
        "US$",
        "RMB",
        "CNH",
        "BTC",
        "DEM",
        "HRK",
        "BGN",
        "ANG",
        "XXY",
        "Euro",
        "U\u{0053}\u{200b}D",
    ];
    check(Format::Currency, &["USD", "EUR", "CNY", "JPY", "XXX"], &refused);
}

#[test]
fn country_is_an_iso_3166_alpha_2_code() {
    let codes: Vec<&str> = ISO_3166.split_whitespace().collect();
    assert_eq!(codes.len(), 249);
    let found: Vec<String> = words(2).filter(|word| Format::Country.matches(word.as_bytes())).collect();
    assert_eq!(found, codes);
    println!("country: {} of {} words of two letters", codes.len(), words(2).count());
    let refused = ["us", "Us", "U", "USA", "840", "UK", "EU", "XX", "AN", "ZZ", "USGB", " US", "US ", "United States"];
    // The service sends "" for none.
    check(Format::Country, &["US", "GB", "CN", ""], &refused);
}

#[test]
fn guid_is_the_text_form_of_rfc_9562() {
    let accepted = [
        "49d90c72-3326-4f61-aacc-2cb57970448c",
        "49D90C72-3326-4F61-AACC-2CB57970448C",
        "49d90C72-3326-4f61-aaCC-2cb57970448c",
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        // Versions and variants that RFC 9562 has no name for are GUIDs all the same.
        "98d80576-482e-427f-8434-7f86890ab222",
        "99c17cbb-656f-664a-940f-1a4568f03487",
        "99c17cbb-656f-f64a-940f-1a4568f03487",
    ];
    let refused = [
        "",
        "49d90c72-3326-4f61-aacc-2cb57970448",
        "49d90c72-3326-4f61-aacc-2cb57970448cc",
        "49d90c7233264f61aacc2cb57970448c",
        "49d90c72-33264f61-aacc2cb57970448c",
        "49d90c72-33264-f61-aacc-2cb57970448c",
        "49d90c72--326-4f61-aacc-2cb57970448c",
        "49d90c723-326-4f61-aacc-2cb57970448c",
        "{49d90c72-3326-4f61-aacc-2cb57970448c}",
        "urn:uuid:49d90c72-3326-4f61-aacc-2cb57970448c",
        "49g90c72-3326-4f61-aacc-2cb57970448c",
        "49d90c72_3326_4f61_aacc_2cb57970448c",
        " 9d90c72-3326-4f61-aacc-2cb57970448c",
        "49d90c72-3326-4f61-aacc-2cb57970448c ",
        "49d90c72-3326-4f61-aacc-2cb5797044৪",
        "msft",
    ];
    check(Format::Guid, &accepted, &refused);
}

#[test]
fn entity_tag_is_that_of_rfc_9110() {
    let accepted = [
        r#""2500ec5a-0000-0000-0000-5bf4967d0000""#,
        r#""2500ec5a-0000-0800-0000-6217f4ce0000""#,
        r#""""#,
        r#""xyzzy""#,
        r#""!#$%&'()*+,-./:;<=>?@[\]^_`{|}~""#,
        "\"\u{80}\"",
        "\"ü\"",
        r#"W/"xyzzy""#,
        r#"W/"""#,
        r#"W/"datetime'2024-09-19T19%3A45%3A40.1106919Z'""#,
    ];
    let refused = [
        "",
        "2500ec5a-0000-0000-0000-5bf4967d0000",
        r#"""#,
        r#""xyzzy"#,
        r#"xyzzy""#,
        r#"'xyzzy'"#,
        r#"“xyzzy”"#,
        r#""xy"zzy""#,
        r#""xy zzy""#,
        r#""xyzzy" "#,
        r#" "xyzzy""#,
        r#""a", "b""#,
        "*",
        r#"w/"xyzzy""#,
        r#"W"xyzzy""#,
        r#"W/ "xyzzy""#,
        r#"W/xyzzy"#,
        "W/",
        r#"W/W/"xyzzy""#,
        r#"\"xyzzy\""#,
        r#""\"xyzzy\"""#,
        "\"xy\tzzy\"",
        "\"xy\nzzy\"",
        "\"xyzzy\r\n\"",
        "\"xy\0zzy\"",
        "\"xy\u{7f}zzy\"",
    ];
    check(Format::EntityTag, &accepted, &refused);
}

/// Which formats stop the save, by the contract: date-time, email and currency do, country and GUID do not.
#[test]
fn validation_asks_the_formats_with_the_severity_of_the_contract() {
    let document = |member: &str| {
        let text = r#"{"id":"49d90c72-3326-4f61-aacc-2cb57970448c","eTag":"\"e\"","customerProfile":{},"consent":{},"details":{"currency":"USD"}}"#;
        [text.strip_suffix('}').unwrap_or_default(), ",", member, "}"].concat()
    };
    let cases = [
        (r#""createdDateTime":"today""#, "/createdDateTime", "date-time", Severity::Error),
        (r#""team":[{"email":"joe"}]"#, "/team/0/email", "email", Severity::Error),
        (r#""engagementId":"msft""#, "/engagementId", "guid", Severity::Warning),
    ];
    for (member, path, format, severity) in cases {
        let findings = validate(document(member).as_bytes(), None, Limits::default()).findings;
        assert_eq!(findings.len(), 1, "{findings:?}");
        for finding in findings {
            assert_eq!((finding.path.as_str(), finding.code, finding.severity), (path, Code::Format, severity));
            assert_eq!(finding.param("format"), Some(&format.into()));
            assert!(finding.message.contains(format), "{}", finding.message);
        }
    }
    for (format, is_strict) in [
        (Format::DateTime, true),
        (Format::Email, true),
        (Format::Currency, true),
        (Format::Country, false),
        (Format::Guid, false),
        (Format::EntityTag, false),
    ] {
        assert_eq!(format.is_strict(), is_strict, "{}", format.name());
    }
}
