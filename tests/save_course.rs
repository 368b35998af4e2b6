//! The course of a save beyond its first answer: tokens, giving up, time running out, what a reading shows, and saving on top
//! of somebody else's version (reliability.md, B.0, B.1 and D.3, client). Courses are written by hand, in the words of
//! `saves/mod.rs`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says no by panicking, and its counts are printed"
)]

mod saves;

use referral_editor::merge::ConflictKind;
use referral_editor::put::{
    Answer, Call, Event, Fault, Limit, Load, Now, Options, Outcome, Resource, Save, Step, Token, Unread, VerifiedBy,
};
use saves::{
    Did, ETAG, Ending, ID, NEW_ETAG, NOW, Played, Scene, answer, applied, base, document, draft, error_body, etag_of,
    honest, lost, plays, prepared, quoted, text_at, with,
};

fn network() -> Did {
    lost(Err(Fault::Network))
}

fn status(status: u16) -> Ending {
    Ok(answer(status, ""))
}

const FRESH: (Token, f64) = (Token::Fresh, 0.0);
const SAME: (Token, f64) = (Token::Same, 0.0);
const NONE: (Token, f64) = (Token::None, 0.0);

// ------------------------------------------------------------------------------------------------ tokens

/// B.2, rows 401, 403 and "token callback throws / hangs": asked for once more, and never more often than that.
#[test]
fn tokens() {
    let expired = || lost(status(401));
    let hangs = (Token::None, 30_000.0);
    let table: &[(&str, Scene, &str)] = &[
        ("none at all", Scene::default().tokens(&[NONE]), "token initial: notSaved no-token"),
        ("one that hangs", Scene::default().tokens(&[hangs]), "token initial: notSaved no-token"),
        ("the first is not new", Scene::default().tokens(&[SAME]), "token initial: notSaved no-token"),
        // It came when there was no time left for the request.
        ("one that is late", Scene::default().tokens(&[(Token::Fresh, 29_995.0)]), "notSaved timeout"),
        (
            "the same again",
            Scene::puts(&[expired()]).tokens(&[FRESH, SAME]),
            "PUT token expired: notSaved unauthenticated 401",
        ),
        ("none again", Scene::puts(&[expired()]).tokens(&[FRESH, NONE]), "PUT token expired: notSaved no-token"),
        ("hangs again", Scene::puts(&[expired()]).tokens(&[FRESH, hangs]), "PUT token expired: notSaved no-token"),
        ("401 twice", Scene::puts(&[expired(), expired()]), "PUT token expired PUT: notSaved unauthenticated 401"),
        (
            "403 after a new token",
            Scene::puts(&[expired(), lost(status(403))]),
            "PUT token expired PUT: notSaved forbidden 403",
        ),
        (
            "claims after a new token",
            Scene::puts(&[expired(), lost(Ok(answer(403, &error_body("insufficient_claims"))))]),
            "PUT token expired PUT: notSaved forbidden 403",
        ),
        // No token, no reading: what was doubtful stays so.
        (
            "a doubt, then 401 and the same token",
            Scene::puts(&[network(), expired()]).tokens(&[FRESH, SAME]),
            "PUT GET wait 750 PUT token expired GET: unknown network unchanged",
        ),
        (
            "a doubt, then 401 and no token",
            Scene::puts(&[network(), expired()]).tokens(&[FRESH, NONE]),
            "PUT GET wait 750 PUT token expired GET: unknown network unchanged",
        ),
        (
            "a doubt, then 401 for ever",
            Scene::puts(&[network(), expired(), expired()]).gets(&[None, Some(status(401))]),
            "PUT GET wait 750 PUT token expired PUT GET: unknown network unreadable",
        ),
        // A reading may ask as well.
        (
            "401 to the reading",
            Scene::puts(&[network()]).gets(&[Some(status(401)), None]),
            "PUT GET token expired GET wait 750 PUT: saved response",
        ),
        (
            "401 to the reading, and it landed",
            Scene::puts(&[applied(Err(Fault::Network))]).gets(&[Some(status(401)), None]),
            "PUT GET token expired GET: saved readback",
        ),
        (
            "401 to the reading and the same token",
            Scene::puts(&[network()]).gets(&[Some(status(401))]).tokens(&[FRESH, SAME]),
            "PUT GET token expired: unknown network unreadable",
        ),
        (
            "401 to the reading and no token",
            Scene::puts(&[network()]).gets(&[Some(status(401))]).tokens(&[FRESH, NONE]),
            "PUT GET token expired: unknown network unreadable",
        ),
        (
            "claims for the reading",
            Scene::puts(&[network()]).gets(&[Some(Ok(answer(403, &error_body("insufficent_claims")))), None]),
            "PUT GET token claims GET wait 750 PUT: saved response",
        ),
        (
            "403 to the reading",
            Scene::puts(&[network()]).gets(&[Some(status(403))]),
            "PUT GET: unknown network unreadable",
        ),
        // A new token is no retry: there is none, and it is used all the same.
        (
            "no retries",
            Scene { limit: Limit { max_retries: 0, ..Limit::default() }, ..Scene::puts(&[expired()]) },
            "PUT token expired PUT: saved response",
        ),
        // No time for another token.
        ("401 at the end", Scene::puts(&[expired().after(29_995.0)]), "PUT: notSaved unauthenticated 401"),
    ];
    for (name, scene, course) in table {
        plays(scene, course, name);
    }
    println!("{} courses of tokens", table.len());
}

#[test]
fn claims_are_handed_on_as_they_came() {
    let challenge = |header: &str| {
        let answer = Answer { www_authenticate: Some(header.to_owned()), ..answer(401, "") };
        Scene::puts(&[lost(Ok(answer))]).play().claims
    };
    let claims = "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ==";
    for header in [
        format!("Bearer realm=\"\", error=\"insufficient_claims\", claims=\"{claims}\""),
        format!("Bearer claims={claims}, error=\"insufficient_claims\""),
        // What stands between quotes is no parameter.
        format!(
            "Bearer error_description=\"a, claims=\\\"no\\\", error=x, b\", claims=\"{claims}\", error=\"insufficient_claims\""
        ),
        format!("Bearer CLAIMS=\"{claims}\""),
        format!("Bearer  realm=\"a\" ,  claims = \"{claims}\"").replace(" = ", "="),
    ] {
        assert_eq!(challenge(&header), [None, Some(claims.to_owned())], "{header}");
    }
    assert_eq!(challenge("Bearer realm=\"a\""), [None, None]);
    assert_eq!(challenge("claims"), [None, None]);
}

// ------------------------------------------------------------------------------------------------ giving up

/// D.3: at each point. Who gives up does not wait for another request, and is told no more than what is known.
#[test]
fn giving_up_at_each_point() {
    let late = |did: Did, index| Scene { abort_in_wait: Some(index), ..Scene::puts(&[did]) };
    let aborted: Ending = Err(Fault::Aborted);
    let before: Ending = Err(Fault::AbortedBefore);
    let gave_up = (Token::Aborted, 0.0);
    let told = Ok(Answer { retry_after: Some("2".into()), ..answer(503, "") });
    let table: &[(&str, Scene, &str)] = &[
        ("asking for a token", Scene::default().tokens(&[gave_up]), "token initial: notSaved aborted"),
        ("before the PUT", Scene::puts(&[lost(before.clone())]), "PUT: notSaved aborted"),
        ("in the PUT", Scene::puts(&[lost(aborted.clone())]), "PUT: unknown aborted unreadable"),
        ("in the PUT, applied", Scene::puts(&[applied(aborted.clone())]), "PUT: unknown aborted unreadable"),
        (
            "asking for another token",
            Scene::puts(&[lost(status(401))]).tokens(&[FRESH, gave_up]),
            "PUT token expired: notSaved aborted",
        ),
        ("waiting, throttled", late(lost(status(429)), 0), "PUT wait 5000: notSaved aborted"),
        ("waiting to read", late(lost(told), 0), "PUT wait 2000: unknown aborted unreadable"),
        (
            "before the reading",
            Scene::puts(&[network()]).gets(&[Some(before.clone())]),
            "PUT GET: unknown aborted unreadable",
        ),
        (
            "in the reading",
            Scene::puts(&[network()]).gets(&[Some(aborted.clone())]),
            "PUT GET: unknown aborted unreadable",
        ),
        (
            "in the reading after a refusal",
            Scene::puts(&[lost(status(412))]).gets(&[Some(aborted.clone())]),
            "PUT GET: unknown aborted unreadable",
        ),
        (
            "in the reading after a success",
            Scene::puts(&[applied(status(204))]).gets(&[Some(aborted.clone())]),
            "PUT GET: saved response without etag",
        ),
        (
            "asking for a token to read with",
            Scene::puts(&[network()]).gets(&[Some(status(401))]).tokens(&[FRESH, gave_up]),
            "PUT GET token expired: unknown aborted unreadable",
        ),
        (
            "waiting to read again",
            Scene { gets: vec![Some(status(500))], ..late(network(), 0) },
            "PUT GET wait 750: unknown aborted unreadable",
        ),
        ("waiting to send again", late(network(), 0), "PUT GET wait 750: unknown aborted unchanged"),
        (
            "before sending again",
            Scene::puts(&[network(), lost(before.clone())]),
            "PUT GET wait 750 PUT: unknown aborted unchanged",
        ),
        ("polling", late(lost(status(202)), 0), "PUT GET wait 750: unknown aborted unreadable"),
        (
            "throttled after a doubt",
            Scene { abort_in_wait: Some(1), ..Scene::puts(&[network(), lost(status(429))]) },
            "PUT GET wait 750 PUT wait 5000: unknown aborted unchanged",
        ),
        (
            "before saving on top of another version",
            Scene::puts(&[network().and_foreign("/details/notes", "1"), lost(before)]),
            "PUT GET rebased: notSaved aborted",
        ),
        (
            "saving on top of another version",
            Scene::puts(&[network().and_foreign("/details/notes", "1"), lost(aborted)]),
            "PUT GET rebased: unknown aborted unreadable",
        ),
    ];
    for (name, scene, course) in table {
        plays(scene, course, name);
    }
    println!("{} points to give up at", table.len());
}

// ------------------------------------------------------------------------------------------------ time

fn within(deadline_ms: f64, scene: Scene) -> Scene {
    Scene { limit: Limit { deadline_ms, ..Limit::default() }, ..scene }
}

/// Nothing is begun that there is no time for, and a PUT leaves time to read what became of it.
#[test]
fn the_time_is_over_at_each_point() {
    let timeout = || lost(Err(Fault::Timeout));
    let late = |oversleep, scene: Scene| Scene { oversleep, ..scene };
    let table: &[(&str, Scene, &str)] = &[
        ("at once", within(9.0, Scene::default()), "notSaved timeout"),
        ("just enough", within(10.0, Scene::default()), "PUT: saved response"),
        // 5 s of 15 s are left; the PUT leaves a second of them.
        ("in the PUT", within(5_000.0, Scene::puts(&[timeout()])), "PUT GET wait 750 PUT: saved response"),
        (
            "in each PUT",
            within(5_000.0, Scene { for_ever: true, ..Scene::puts(&[timeout()]) }),
            "PUT GET wait 750 PUT GET: unknown timeout unchanged",
        ),
        (
            "in the reading",
            within(5_000.0, Scene::puts(&[timeout()]).gets(&[Some(Err(Fault::Timeout))])),
            "PUT GET: unknown timeout unreadable",
        ),
        ("no time to read", Scene::puts(&[network().after(29_995.0)]), "PUT: unknown network unreadable"),
        (
            "no time to read after a refusal",
            Scene::puts(&[lost(status(412)).after(29_995.0)]),
            "PUT: unknown precondition-failed unreadable",
        ),
        (
            "no time to read after a success",
            Scene::puts(&[applied(status(204)).after(29_995.0)]),
            "PUT: saved response without etag",
        ),
        (
            "no time to read a state",
            Scene::puts(&[lost(status(409)).after(29_995.0)]),
            "PUT: rejected 409 conflict-state",
        ),
        ("no time to wait", Scene::puts(&[lost(status(429)).after(25_000.0)]), "PUT: notSaved throttled 429"),
        (
            "just enough time to wait",
            Scene::puts(&[lost(status(429)).after(24_990.0)]),
            "PUT wait 5000 PUT: saved response",
        ),
        ("no time to send again", Scene::puts(&[network().after(29_300.0)]), "PUT GET: unknown network unchanged"),
        ("no time to poll", Scene::puts(&[lost(status(202)).after(29_300.0)]), "PUT GET: unknown status-202 unchanged"),
        (
            "no time to read again",
            Scene::puts(&[network().after(29_300.0)]).gets(&[Some(status(500)), None]),
            "PUT GET: unknown network unreadable",
        ),
        // Timers of a page in the background, or of a machine that slept.
        (
            "woken too late, throttled",
            late(60_000.0, Scene::puts(&[lost(status(429))])),
            "PUT wait 5000: notSaved timeout",
        ),
        (
            "woken too late, in doubt",
            late(60_000.0, Scene::puts(&[network()])),
            "PUT GET wait 750: unknown network unchanged",
        ),
        (
            "woken too late to read",
            late(60_000.0, Scene::puts(&[lost(Ok(Answer { retry_after: Some("2".into()), ..answer(503, "") }))])),
            "PUT wait 2000: unknown status-503 unreadable",
        ),
        (
            "just enough time to save on top of another version",
            Scene::puts(&[network().after(29_990.0).and_foreign("/details/notes", "1")]),
            "PUT GET rebased: saved response",
        ),
        (
            "a token that took the rest",
            Scene::puts(&[network()]).gets(&[Some(status(401))]).tokens(&[FRESH, (Token::Fresh, 29_999.0)]),
            "PUT GET token expired: unknown network unreadable",
        ),
    ];
    for (name, scene, course) in table {
        plays(scene, course, name);
    }
    println!("{} points where the time is over", table.len());
}

/// Half of each own delay is chance, and it doubles up to 8 s.
#[test]
fn own_delays_grow_and_are_partly_chance() {
    let delays = |random: f64| {
        let limit = Limit { deadline_ms: 1e9, max_retries: 6, ..Limit::default() };
        let mut save = Save::new(prepared(&draft(), Options::default()), Some(base()), limit);
        let now = Now { monotonic: 0.0, epoch: NOW, random };
        let mut delays = Vec::new();
        let mut step = save.begin(now);
        loop {
            let event = match step {
                Step::Token(..) => Event::Token(Token::Fresh),
                Step::Put(_) => Event::Ended(status(500)),
                Step::Get(_) => Event::Ended(Ok(answer(200, &base()))),
                Step::Wait(delay) => {
                    delays.push(delay);
                    assert!(delays.len() <= 6, "{delays:?}");
                    Event::Waited
                }
                Step::Done => return delays,
            };
            step = save.told(event, now);
        }
    };
    assert_eq!(delays(0.0), [500.0, 1_000.0, 2_000.0, 4_000.0, 4_000.0, 4_000.0]);
    assert_eq!(delays(1.0), [1_000.0, 2_000.0, 4_000.0, 8_000.0, 8_000.0, 8_000.0]);
    assert_eq!(delays(0.5), [750.0, 1_500.0, 3_000.0, 6_000.0, 6_000.0, 6_000.0]);
}

/// What is waited for it is not asked more of than it may take.
#[test]
fn a_request_has_its_timeout_and_a_put_leaves_time_to_read() {
    let put_limit = |timeout_ms, deadline_ms| {
        let limit = Limit { timeout_ms, deadline_ms, max_retries: 3 };
        let mut save = Save::new(prepared(&draft(), Options::default()), Some(base()), limit);
        let now = Now { monotonic: 5.0, epoch: NOW, random: 0.5 };
        save.begin(now);
        let Step::Put(put) = save.told(Event::Token(Token::Fresh), now) else { panic!("no PUT") };
        let Step::Get(get) = save.told(Event::Ended(status(500)), now) else { panic!("no GET") };
        (put.limit, get)
    };
    let default = Limit::default();
    assert_eq!((default.timeout_ms, default.deadline_ms, default.max_retries), (15_000.0, 30_000.0, 3));
    assert_eq!(put_limit(15_000.0, 30_000.0), (15_000.0, 15_000.0));
    assert_eq!(put_limit(60_000.0, 30_000.0), (28_000.0, 30_000.0));
    assert_eq!(put_limit(15_000.0, 5_000.0), (4_000.0, 5_000.0));
    assert_eq!(put_limit(15_000.0, 100.0), (80.0, 100.0));
    assert_eq!(put_limit(10.0, 100.0), (10.0, 10.0));
}

// ------------------------------------------------------------------------------------------------ the most doubtful attempt

/// B.0: after one doubtful attempt no later refusal is reported as if there had been none.
#[test]
fn a_refusal_after_a_doubt_is_settled_by_reading() {
    // How the second PUT ends, and what is said of it where the first one is known not to be applied any more.
    let refusals: Vec<(Ending, &str)> = vec![
        (status(0), "notSaved redirected"),
        (status(307), "notSaved redirected 307"),
        (status(400), "rejected 400 "),
        (status(403), "notSaved forbidden 403"),
        (status(404), "notSaved gone 404"),
        (status(405), "notSaved unsupported 405"),
        (status(409), "rejected 409 conflict-state"),
        (status(413), "notSaved too-large 413"),
        (status(422), "rejected 422 "),
        (status(428), "notSaved precondition-required 428"),
        (status(507), "notSaved storage 507"),
        (Ok(Answer { retry_after: Some("120".into()), ..answer(429, "") }), "notSaved throttled 429 +120000"),
        (Ok(Answer { retry_after: Some("120".into()), ..answer(423, "") }), "notSaved locked 423 +120000"),
        (Err(Fault::Offline), "notSaved offline"),
        (Err(Fault::NotSent), "notSaved not-sent"),
    ];
    let mut courses = 0;
    for (refusal, outcome) in &refusals {
        for (first, reason) in
            [(Err(Fault::Network), "network"), (status(502), "status-502"), (Err(Fault::Timeout), "timeout")]
        {
            let name = format!("{reason}, {outcome}");
            // The last doubt is the one that is told.
            let reason = if outcome.ends_with("507") { "status-507" } else { reason };
            let second = lost(refusal.clone());
            let scene = Scene::puts(&[lost(first.clone()), second.clone()]);
            // The first one can still land.
            plays(&scene, &format!("PUT GET wait 750 PUT GET: unknown {reason} unchanged"), &name);
            // It did, while the second one was under way.
            let landed = Did { applied: true, ..second.clone() };
            let played =
                plays(&Scene::puts(&[lost(first.clone()), landed]), "PUT GET wait 750 PUT GET: saved readback", &name);
            assert_eq!(etag_of(&played.server), "\"v1\"", "{name}");
            // Somebody else was faster than it, so it cannot.
            let foreign = second.clone().and_foreign("/details/notes", "\"theirs\"");
            let scene = Scene::puts(&[lost(first.clone()), foreign]);
            plays(&scene, &format!("PUT GET wait 750 PUT GET: {outcome}"), &name);
            // And it cannot be read.
            let scene = Scene::puts(&[lost(first.clone()), second]).gets(&[None, Some(status(404))]);
            plays(&scene, &format!("PUT GET wait 750 PUT GET: unknown {reason} unreadable"), &name);
            courses += 4;
        }
    }
    println!("{courses} refusals after a doubt");
}

#[test]
fn a_refused_precondition_after_a_doubt_is_no_proof() {
    // The version is still the one that was edited, and the first copy is still on its way.
    let refused = || lost(status(412));
    plays(
        &Scene::puts(&[network(), refused()]),
        "PUT GET wait 750 PUT GET: unknown network unchanged",
        "the freshest eTag is refused",
    );
    // It lands between the reading and the second copy.
    let landed = Did { applied: true, ..refused() };
    plays(&Scene::puts(&[network(), landed]), "PUT GET wait 750 PUT GET: saved readback", "the first copy landed");
    // A new version makes every earlier copy void: the next refusal stands by itself.
    let scene = Scene::puts(&[network().and_foreign("/details/notes", "1"), lost(status(403))]);
    plays(&scene, "PUT GET rebased: notSaved forbidden 403", "the doubt is over");
    let scene = Scene::puts(&[network().and_foreign("/details/notes", "1"), lost(status(412))]);
    plays(&scene, "PUT GET rebased GET: notSaved etag-rejected 412", "the doubt is over");
}

/// 202: it is looked for until the time or the tries are over.
#[test]
fn an_accepted_put_is_polled() {
    let later = |gets: &[Option<Ending>]| Scene::puts(&[lost(status(202))]).gets(gets);
    let ours = || Some(Ok(answer(200, &document("after", "n", NEW_ETAG))));
    plays(&later(&[None, ours()]), "PUT GET wait 750 GET: saved readback", "after one");
    plays(&later(&[None, None, ours()]), "PUT GET wait 750 GET wait 1500 GET: saved readback", "after two");
    let foreign = Some(Ok(answer(200, &document("theirs", "n", NEW_ETAG))));
    plays(&later(&[None, foreign]), "PUT GET wait 750 GET: conflict BothChanged /name", "a conflict");
    // Tries are shared: one was used by then.
    let scene = Scene::puts(&[network(), lost(status(202))]);
    plays(&scene, "PUT GET wait 750 PUT GET wait 1500 GET wait 3000 GET: unknown status-202 unchanged", "shared");
}

// ------------------------------------------------------------------------------------------------ what a reading shows

/// The doubts that lead to a read-back.
fn doubts() -> Vec<(&'static str, Ending)> {
    vec![
        ("precondition-failed", Ok(answer(412, &error_body("preconditionFailed")))),
        ("precondition-failed", Ok(answer(409, &error_body("resourceModified")))),
        ("status-500", status(500)),
        ("status-503", status(503)),
        ("status-202", status(202)),
        ("status-408", status(408)),
        ("status-507", status(507)),
        ("status-600", status(600)),
        ("unexpected-response", Ok(answer(200, "<html>"))),
        ("network", Err(Fault::Network)),
        ("timeout", Err(Fault::Timeout)),
        ("unexpected-response", Err(Fault::TooLarge)),
    ]
}

fn read(base: Option<String>, put: &Ending, get: Ending) -> Played {
    Scene { base, ..Scene::puts(&[lost(put.clone())]).gets(&[Some(get)]) }.play()
}

#[test]
fn a_read_back_that_fails_leaves_the_doubt() {
    let other = document("after", "n", NEW_ETAG).replace(ID, "4111fffc-f9ee-4d53-bba6-569135228642");
    let ours = document("after", "n", NEW_ETAG);
    let html = Answer { content_type: Some("text/html".into()), ..answer(200, &ours) };
    let at_once = [
        Ok(html),
        Err(Fault::NotSent),
        Err(Fault::TooLarge),
        status(401),
        status(403),
        status(404),
        status(410),
        status(0),
        status(204),
        status(304),
        Ok(answer(206, &ours)),
        status(200),
        Ok(answer(200, "{}")),
        Ok(answer(200, &other)),
        status(501),
    ];
    let again = [
        Err(Fault::Network),
        Err(Fault::Offline),
        status(408),
        status(500),
        status(502),
        status(503),
        status(504),
        Ok(answer(200, "<html>")),
        Ok(answer(200, ours.get(..90).unwrap())),
    ];
    let mut cases = 0;
    for (reason, put) in doubts() {
        let gets = at_once
            .iter()
            .map(|get| (get, "GET"))
            .chain(again.iter().map(|get| (get, "GET wait 750 GET wait 1500 GET wait 3000 GET")));
        for (get, course) in gets {
            let played = Scene::puts(&[lost(put.clone())]).gets(&[Some(get.clone())]).tokens(&[FRESH, NONE]).play();
            let asks = if get.as_ref().is_ok_and(|get| get.status == 401) { " token expired" } else { "" };
            assert_eq!(played.course, format!("PUT {course}{asks}: unknown {reason} unreadable"), "{get:?}");
            cases += 1;
        }
    }
    println!("{cases} doubts with a read-back that fails");
}

#[test]
fn a_reading_is_tried_again_where_that_can_help() {
    for get in [Err(Fault::Network), Err(Fault::Offline), status(500), Ok(answer(200, "{"))] {
        let scene = Scene::puts(&[applied(Err(Fault::Network))]).gets(&[Some(get.clone()), Some(get.clone()), None]);
        plays(&scene, "PUT GET wait 750 GET wait 1500 GET: saved readback", &format!("{get:?}"));
    }
    // Three times 15 s do not fit.
    let scene = Scene::puts(&[applied(Err(Fault::Network))]).gets(&[Some(Err(Fault::Timeout)), None]);
    plays(&scene, "PUT GET wait 750 GET: saved readback", "timeout");
}

#[test]
fn our_own_write_that_is_found_is_saved() {
    let ours = document("after", "n", NEW_ETAG);
    // The service's own members and its stamps do not count, nor do links, order and white space.
    let stamped = ours
        .replacen("{ ", "{ \"updatedDateTime\":\"2026-11-22T08:00:01.2300001Z\",\"organizationName\":\"Contoso\",", 1)
        .replace("12345678901234567.890", "1234567890123456789e-2");
    for (name, put) in doubts() {
        for base in [Some(base()), None] {
            for current in [&ours, &stamped] {
                let played = read(base.clone(), &put, Ok(answer(200, current)));
                let Outcome::Saved { json, etag, verified_by, server_changed } = played.outcome else {
                    panic!("{name}, base {}: {}", base.is_some(), played.course);
                };
                assert_eq!((&json, etag.as_deref(), verified_by), (current, Some(NEW_ETAG), VerifiedBy::Readback));
                let paths: Vec<&str> = server_changed.iter().map(|change| change.path.as_str()).collect();
                let expected: &[&str] = if current == &stamped { &["/organizationName"] } else { &[] };
                assert_eq!(paths, expected, "{name}");
            }
        }
    }
}

#[test]
fn our_write_below_somebody_elses_is_still_there() {
    // We changed the name; somebody else the notes, on top of ours.
    let both = document("after", "theirs", NEW_ETAG);
    for (name, put) in doubts() {
        let played = read(Some(base()), &put, Ok(answer(200, &both)));
        let Outcome::Saved { json, verified_by, server_changed, .. } = played.outcome else {
            panic!("{name}: {}", played.course)
        };
        assert_eq!((json, verified_by), (both.clone(), VerifiedBy::Readback), "{name}");
        let paths: Vec<&str> = server_changed.iter().map(|change| change.path.as_str()).collect();
        assert_eq!(paths, ["/details/notes"], "{name}");
        // Without base the edit cannot be told from the rest.
        let played = read(None, &put, Ok(answer(200, &both)));
        assert!(matches!(played.outcome, Outcome::Conflict { .. }), "{name}: {}", played.course);
    }
}

#[test]
fn somebody_elses_value_is_a_conflict_and_nothing_is_lost() {
    let theirs = document("theirs", "other", NEW_ETAG);
    for (name, put) in doubts() {
        let played = read(Some(base()), &put, Ok(answer(200, &theirs)));
        let Outcome::Conflict { current, etag, merged, conflicts, taken } = played.outcome else {
            panic!("{name}: {}", played.course);
        };
        assert_eq!((&current, etag.as_str()), (&theirs, NEW_ETAG), "{name}");
        // Ours where both changed it, theirs where only they did.
        assert_eq!(text_at(&merged, "/name").unwrap(), "after");
        assert_eq!(text_at(&merged, "/details/notes").unwrap(), "other");
        let [conflict] = conflicts.as_slice() else { panic!("{conflicts:?}") };
        assert_eq!((conflict.path.as_str(), conflict.kind), ("/name", ConflictKind::BothChanged));
        let values = [&conflict.base, &conflict.ours, &conflict.theirs].map(|value| value.clone().unwrap());
        assert_eq!(values, [r#""before""#, r#""after""#, r#""theirs""#]);
        assert!(taken.iter().any(|change| change.path == "/details/notes"), "{taken:?}");

        // Without base it is one as a whole.
        let played = read(None, &put, Ok(answer(200, &theirs)));
        let Outcome::Conflict { current, etag, merged, conflicts, taken } = played.outcome else {
            panic!("{name}: {}", played.course);
        };
        let body = prepared(&draft(), Options::default()).body;
        assert_eq!((&current, etag.as_str(), &merged), (&theirs, NEW_ETAG, &body), "{name}");
        assert!(taken.is_empty());
        let [conflict] = conflicts.as_slice() else { panic!("{conflicts:?}") };
        assert_eq!((conflict.path.as_str(), conflict.kind), ("", ConflictKind::BothChanged));
        assert_eq!((&conflict.base, &conflict.ours, &conflict.theirs), (&None, &Some(body), &Some(theirs.clone())));
    }
}

/// A version without an entity tag is told from the edited one by its content, where base is known.
#[test]
fn a_reading_without_an_entity_tag() {
    let untagged = |name: &str, notes: &str| Ok(answer(200, &document(name, notes, "")));
    let course = |base, current| read(base, &Err(Fault::TooLarge), current).course;
    assert_eq!(course(Some(base()), untagged("after", "n")), "PUT GET: saved readback");
    assert_eq!(course(None, untagged("after", "n")), "PUT GET: saved readback");
    assert_eq!(course(Some(base()), untagged("before", "n")), "PUT GET: unknown unexpected-response unchanged");
    assert_eq!(course(None, untagged("before", "n")), "PUT GET: unknown unexpected-response unreadable");
    // Theirs, and nothing to put on top of it with.
    assert_eq!(course(Some(base()), untagged("before", "x")), "PUT GET: unknown unexpected-response changed");
    // The header will do.
    let header = Ok(Answer { etag: Some("\"h\"".into()), ..answer(200, &document("before", "x", "")) });
    let played = Scene::puts(&[lost(status(412))]).gets(&[Some(header)]).play();
    assert!(played.course.starts_with("PUT GET rebased"), "{}", played.course);
    assert_eq!(etag_of(&played.bodies[1]), "\"h\"");
    // A weak one will not: it never matches.
    let weak = Ok(answer(200, &document("before", "x", "W/\"w\"")));
    assert_eq!(read(Some(base()), &status(412), weak).course, "PUT GET: unknown precondition-failed changed");
}

// ------------------------------------------------------------------------------------------------ on top of another version

/// B.1, d: what is sent is theirs with ours on top, for their entity tag, without links.
#[test]
fn a_foreign_version_is_saved_upon() {
    let foreign = lost(status(412)).and_foreign("/details/notes", "\"theirs\"");
    let played = plays(&Scene::puts(&[foreign]), "PUT GET rebased: saved response", "foreign");
    let [first, second] = played.bodies.as_slice() else { panic!("{:?}", played.bodies) };
    assert_eq!((etag_of(first).as_str(), etag_of(second).as_str()), (ETAG, "\"v1\""));
    assert!(!second.contains("\"self\""), "{second}");
    assert_eq!(*second, with(&with(first, "/details/notes", "\"theirs\""), "/eTag", &quoted("\"v1\"")));
    // What came from theirs is told.
    let Outcome::Saved { json, server_changed, .. } = &played.outcome else { panic!("{played:?}") };
    let paths: Vec<&str> = server_changed.iter().map(|change| change.path.as_str()).collect();
    assert_eq!((json, paths), (&played.server, vec!["/details/notes"]));
}

#[test]
fn five_rounds_and_no_more() {
    let paths = ["/a", "/b", "/c", "/d", "/e", "/f", "/g", "/h"];
    let race = |count: usize| -> Vec<Did> {
        paths[..count].iter().map(|path| lost(status(412)).and_foreign(path, "1")).collect()
    };
    let round = |count: usize| ["PUT GET", &" rebased GET".repeat(count)].concat();
    for lost_races in 1..=5 {
        let course = format!("{} rebased: saved response", round(lost_races - 1));
        let played = plays(&Scene::puts(&race(lost_races)), &course, "races");
        assert_eq!(played.attempts as usize, lost_races + 1);
        assert!(paths[..lost_races].iter().all(|path| played.server.contains(&path.replace('/', "\""))));
    }
    // The sixth is for its user to decide; nothing is lost.
    let played = plays(&Scene::puts(&race(6)), &format!("{}: conflict", round(5)), "six races");
    let Outcome::Conflict { current, etag, merged, conflicts, taken } = &played.outcome else { panic!("{played:?}") };
    assert_eq!((current, etag.as_str(), conflicts.len()), (&played.server, "\"v6\"", 0));
    assert_eq!(text_at(merged, "/name").unwrap(), "after");
    // All that came from theirs, in whatever round.
    for path in &paths[..6] {
        assert!(taken.iter().any(|change| change.path == *path), "{path}: {taken:?}");
    }
}

/// The tries are the whole save's, whatever it is put on top of.
#[test]
fn retries_are_counted_over_all_rounds() {
    let busy = || lost(status(500));
    let puts = [busy(), busy().and_foreign("/a", "1"), busy(), busy(), busy(), busy()];
    let course =
        "PUT GET wait 750 PUT GET rebased GET wait 1500 PUT GET wait 3000 PUT GET: unknown status-500 unchanged";
    plays(&Scene::puts(&puts), course, "retries");
}

/// B.1, e: a move that is legal from base and not from theirs is not made.
#[test]
fn what_is_not_legal_any_more_is_a_conflict() {
    let lost_deal = draft().replace("\"Active\"", "\"Closed\"").replace("\"Accepted\"", "\"Lost\"");
    let won = base().replace("\"Active\"", "\"Closed\"").replace("\"Accepted\"", "\"Won\"");
    let won = won.replace(&quoted(ETAG), &quoted(NEW_ETAG));
    let scene = Scene { draft: lost_deal, ..Scene::puts(&[lost(status(412))]).gets(&[Some(Ok(answer(200, &won)))]) };
    let played = scene.play();
    assert!(played.course.starts_with("PUT GET: conflict "), "{}", played.course);
    let Outcome::Conflict { conflicts, .. } = &played.outcome else { panic!("{}", played.course) };
    assert!(conflicts.iter().any(|conflict| conflict.path == "/substatus"), "{conflicts:?}");
}

/// B.1, d, the second half: ours landed and somebody took a part of it back. To send that part again would undo their edit.
#[test]
fn a_part_that_was_taken_back_is_not_sent_again() {
    let two = |name: &str, notes: &str, etag| document(name, notes, etag);
    let draft = two("after", "mine", ETAG);
    for (name, put) in doubts() {
        for (current, reverted) in
            [(two("after", "n", NEW_ETAG), "/details/notes"), (two("before", "mine", NEW_ETAG), "/name")]
        {
            let scene = Scene {
                draft: draft.clone(),
                ..Scene::puts(&[lost(put.clone())]).gets(&[Some(Ok(answer(200, &current)))])
            };
            let played = plays(&scene, &format!("PUT GET: conflict RevertedAfterUnknown {reverted}"), name);
            let Outcome::Conflict { merged, current: told, .. } = played.outcome else { panic!("{name}") };
            assert_eq!(
                (text_at(&merged, "/name").unwrap().as_str(), text_at(&merged, "/details/notes").unwrap().as_str()),
                ("after", "mine")
            );
            assert_eq!(told, current);
        }
    }
    // The same in a later round: there the version that was put upon is what it is taken back to.
    let first = lost(status(412)).and_foreign("/x", "1");
    let second = applied(Err(Fault::Network)).and_foreign("/details/notes", "\"n\"");
    let scene = Scene { draft, ..Scene::puts(&[first, second]) };
    plays(&scene, "PUT GET rebased GET: conflict RevertedAfterUnknown /details/notes", "in a later round");
}

/// Our value is there, but a row or a member that we took out is back: that is not our write.
#[test]
fn half_of_our_write_is_not_our_write() {
    let with_reason = base().replacen("{ ", "{ \"statusReason\":\"x\",", 1);
    let current = with(&with_reason, "/eTag", &quoted(NEW_ETAG));
    let scene =
        Scene { base: Some(with_reason.clone()), draft: base(), server: with_reason, ..Scene::puts(&[network()]) };
    let played = scene.clone().gets(&[Some(Ok(answer(200, &current)))]).play();
    // None of it is there, so it is sent once more, on top of theirs.
    assert!(played.course.starts_with("PUT GET rebased"), "{}", played.course);
    assert!(!played.bodies[1].contains("statusReason"), "{}", played.bodies[1]);
    // And with another part of it there, it was taken back.
    let scene = Scene { draft: draft(), ..scene };
    let current = with(&current, "/name", "\"after\"");
    let played = scene.gets(&[Some(Ok(answer(200, &current)))]).play();
    assert_eq!(played.course, "PUT GET: conflict RevertedAfterUnknown /statusReason");
}

/// Rows in another order are an edit like any other, even if no value differs.
#[test]
fn another_order_of_rows_is_not_saved_until_it_is_there() {
    let team = |first: &str, second: &str| {
        format!("[{{\"email\":\"{first}@a.example\"}},{{\"email\":\"{second}@a.example\"}}]")
    };
    let loaded = with(&base(), "/team", &team("a", "b"));
    let draft = with(&base(), "/team", &team("b", "a"));
    let foreign = lost(Err(Fault::Network)).and_foreign("/details/notes", "\"theirs\"");
    let scene =
        Scene { base: Some(loaded.clone()), draft: draft.clone(), server: loaded.clone(), ..Scene::puts(&[foreign]) };
    let played = plays(&scene, "PUT GET rebased: saved response", "order");
    assert!(played.server.contains(&team("b", "a")), "{}", played.server);
    let scene = Scene { puts: vec![applied(Err(Fault::Network))], ..scene };
    plays(&scene, "PUT GET: saved readback", "order, applied");
    // Nothing more is sent after a refusal.
    let first = lost(Err(Fault::Network));
    let refused = lost(status(403)).and_foreign("/details/notes", "\"theirs\"");
    let scene = Scene { base: Some(loaded.clone()), draft, server: loaded, ..Scene::puts(&[first, refused]) };
    plays(&scene, "PUT GET wait 750 PUT GET: notSaved forbidden 403", "order, refused");
    // Not even where only the order is missing: that is for its user to say.
    let refused = lost(status(403)).and_foreign("/name", "\"after\"");
    let draft = with(&scene.draft, "/name", "\"after\"");
    let scene = Scene { draft, puts: vec![lost(Err(Fault::Network)), refused], ..scene };
    plays(&scene, "PUT GET wait 750 PUT GET: conflict", "the values are there, the order is not");
}

/// Every value that the two sides share, whoever wrote it (B.1, c).
#[test]
fn the_same_edit_of_somebody_else_is_saved() {
    let scene = Scene::puts(&[lost(status(412)).and_foreign("/name", "\"after\"")]);
    plays(&scene, "PUT GET: saved readback", "the same");
    plays(&Scene::puts(&[honest()]), "PUT: saved response", "alone");
}

// ------------------------------------------------------------------------------------------------ loading

/// `getReferral`: the reading alone.
#[test]
fn a_referral_is_loaded_or_it_is_said_why_not() {
    let load = |answers: &[(&str, Ending)], tokens: &[Token], limit: Limit| {
        let mut load = Load::new(ID.to_owned(), limit);
        let mut now = Now { monotonic: 3.0, epoch: NOW, random: 0.5 };
        let end = now.monotonic + limit.deadline_ms;
        let (mut answers, mut tokens) = (answers.iter(), tokens.iter());
        let mut course = Vec::new();
        let mut step = load.begin(now);
        loop {
            let event = match step {
                Step::Token(question, limit) => {
                    assert!(limit > 0.0 && now.monotonic + limit <= end);
                    course.push(format!("token {}", question.reason.name()));
                    Event::Token(*tokens.next().unwrap_or(&Token::Fresh))
                }
                Step::Get(limit) => {
                    assert!(limit > 0.0 && now.monotonic + limit <= end);
                    let (name, ending) = answers.next().unwrap();
                    course.push(format!("GET {name}"));
                    if ending.as_ref().err() == Some(&Fault::Timeout) {
                        now.monotonic += limit;
                    }
                    Event::Ended(ending.clone())
                }
                Step::Wait(delay) => {
                    assert!(delay > 0.0 && now.monotonic + delay <= end);
                    now.monotonic += delay;
                    course.push(format!("wait {delay}"));
                    Event::Waited
                }
                Step::Put(_) => panic!("a PUT"),
                Step::Done => return (course.join(" "), load.end()),
            };
            step = load.told(event, now);
        }
    };
    let default = Limit::default();
    let ours = Ok(answer(200, &base()));
    let resource = Ok(Resource { json: base(), etag: Some(ETAG.to_owned()) });
    let aborted = Err(Unread::Fault(Fault::Aborted));
    let throttled = |seconds: &str| Ok(Answer { retry_after: Some(seconds.to_owned()), ..answer(429, "") });
    type Row<'r> = (&'r [(&'r str, Ending)], &'r [Token], Limit, &'r str, Result<Resource, Unread>);
    let table: &[Row<'_>] = &[
        (&[("200", ours.clone())], &[], default, "token initial GET 200", resource.clone()),
        (
            &[("500", status(500)), ("network", Err(Fault::Network)), ("200", ours.clone())],
            &[],
            default,
            "token initial GET 500 wait 750 GET network wait 1500 GET 200",
            resource.clone(),
        ),
        (
            &[("429", throttled("7")), ("200", ours.clone())],
            &[],
            default,
            "token initial GET 429 wait 7000 GET 200",
            resource.clone(),
        ),
        (&[("429", throttled("30"))], &[], default, "token initial GET 429", Err(Unread::Status(429))),
        (
            &[("401", status(401)), ("200", ours.clone())],
            &[],
            default,
            "token initial GET 401 token expired GET 200",
            resource,
        ),
        (
            &[("401", status(401)), ("401", status(401))],
            &[],
            default,
            "token initial GET 401 token expired GET 401",
            Err(Unread::Status(401)),
        ),
        (
            &[("403", Ok(answer(403, &error_body("insufficient_claims"))))],
            &[Token::Fresh, Token::Same],
            default,
            "token initial GET 403 token claims",
            Err(Unread::Status(403)),
        ),
        (&[], &[Token::None], default, "token initial", Err(Unread::NoToken)),
        (&[], &[Token::Aborted], default, "token initial", aborted.clone()),
        (&[("aborted", Err(Fault::Aborted))], &[], default, "token initial GET aborted", aborted),
        (&[("404", status(404))], &[], default, "token initial GET 404", Err(Unread::Status(404))),
        (&[], &[], Limit { deadline_ms: 9.0, ..default }, "token initial", Err(Unread::Fault(Fault::Timeout))),
        (
            &[("timeout", Err(Fault::Timeout)), ("timeout", Err(Fault::Timeout))],
            &[],
            default,
            "token initial GET timeout wait 750 GET timeout",
            Err(Unread::Fault(Fault::Timeout)),
        ),
    ];
    for (answers, tokens, limit, course, end) in table {
        let found = load(answers, tokens, *limit);
        assert_eq!((found.0.as_str(), &found.1), (*course, end));
    }
    println!("{} courses of loading", table.len());
}
