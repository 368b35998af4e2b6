//! Many editors, one referral, and a network that fails in every way that is known (reliability.md, D.2), natively: the
//! server is a few lines with entity tags, the clock is a number, and chance is a seed. Every edit is told from every other
//! one, and what each version of the server had is held against what the editors were told.
//!
//! A run of a few seconds by default. `SAVE_SEEDS=25 cargo test --release --test save_world` is 16 editors with 100 edits
//! each, for each of 4 mixes of faults and 25 seeds.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says no by panicking, and its counts are printed"
)]

mod saves;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use referral_editor::put::{
    Answer, Call, Event, Fault, Limit, Now, Options, Outcome, PutRequest, Save, Step, Token, VerifiedBy,
};
use saves::{DAY, Ending, NOW, answer, document, error_body, etag_of, prepared, quoted, text_at, with};
use serde_json::Value;

// ------------------------------------------------------------------------------------------------ chance and mixes

struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn between(&mut self, least: f64, most: f64) -> f64 {
        least + self.unit() * (most - least)
    }
}

/// What goes wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Trouble {
    Nothing,
    /// The connection breaks before the server has it.
    Dropped,
    /// It breaks when the server has applied it.
    AppliedDropped,
    /// The browser sends it again by itself, and tells only of the second answer.
    Resent,
    /// It is stuck, and arrives when nobody waits for it any more.
    Delayed,
    /// The answer is stuck.
    Stalled,
    /// An error of the server that has not applied it, and of one that has.
    Error,
    AppliedError,
    /// 429 and 503, some with `Retry-After`.
    Throttled,
    Locked,
    /// The token is too old.
    Expired,
    /// 202, and it is applied a little later.
    Accepted,
    /// The answer is cut off, without a body, without an entity tag; a page of somebody else's.
    Truncated,
    Empty,
    Untagged,
    Html,
    /// The client's machine is offline before it is sent.
    Offline,
}
use Trouble::{
    Accepted, AppliedDropped, AppliedError, Delayed, Dropped, Empty, Error, Expired, Html, Locked, Nothing, Offline,
    Resent, Stalled, Throttled, Truncated, Untagged,
};

/// In percent.
type Mix = &'static [(Trouble, f64)];

const MIXES: [(&str, Mix); 4] = [
    // That of reliability.md, D.2.
    ("calm", &[(Dropped, 5.0), (Throttled, 3.0), (AppliedDropped, 5.0), (AppliedError, 3.0), (Resent, 3.0)]),
    (
        "broken connections",
        &[(Dropped, 12.0), (AppliedDropped, 12.0), (Resent, 10.0), (Delayed, 5.0), (Stalled, 5.0), (Offline, 1.0)],
    ),
    (
        "busy service",
        &[(Error, 10.0), (AppliedError, 12.0), (Throttled, 15.0), (Locked, 4.0), (Accepted, 6.0), (Expired, 3.0)],
    ),
    (
        "odd answers",
        &[
            (Truncated, 8.0),
            (Empty, 8.0),
            (Untagged, 6.0),
            (Html, 4.0),
            (Resent, 6.0),
            (Delayed, 4.0),
            (AppliedDropped, 6.0),
            (Accepted, 4.0),
            (Throttled, 3.0),
        ],
    ),
];

fn trouble(mix: Mix, chance: &mut Chance) -> Trouble {
    let mut left = chance.between(0.0, 100.0);
    for (trouble, percent) in mix {
        left -= percent;
        if left < 0.0 {
            return *trouble;
        }
    }
    Nothing
}

// ------------------------------------------------------------------------------------------------ the server

struct Server {
    json: String,
    etag: String,
    /// All versions, the first one too.
    versions: Vec<Value>,
    /// Who applied an edit without having seen what it replaced.
    overwritten: Vec<String>,
}

impl Server {
    fn new(json: &str) -> Self {
        let versions = vec![serde_json::from_str(json).unwrap()];
        Self { json: json.to_owned(), etag: etag_of(json), versions, overwritten: Vec::new() }
    }

    /// Compares and sets. `seen` is the value of the notes that the editor's user saw.
    fn put(&mut self, request: &PutRequest, seen: &str) -> Answer {
        if request.etag != self.etag {
            return answer(412, &error_body("preconditionFailed"));
        }
        let notes = text_at(&self.json, "/details/notes").unwrap();
        let written = text_at(&request.body, "/details/notes").unwrap();
        if notes != written && notes != seen {
            self.overwritten.push(format!("{written} over {notes}, seen was {seen}"));
        }
        self.etag = format!("\"v{}\"", self.versions.len());
        let json = with(&request.body, "/eTag", &quoted(&self.etag));
        self.json = with(&json, "/links", r#"{"self":{"uri":"https://evil.test/"}}"#);
        self.versions.push(serde_json::from_str(&self.json).unwrap());
        answer(200, &self.json)
    }

    /// The values that a member had one after the other.
    fn course_of(&self, path: &str) -> Vec<String> {
        let mut values: Vec<String> =
            self.versions.iter().map(|version| version.pointer(path).unwrap().to_string()).collect();
        values.dedup();
        values
    }
}

// ------------------------------------------------------------------------------------------------ editors

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    /// Each editor has a member of its own, and adds rows to the team.
    OwnFields,
    /// All of them write the notes.
    SameField,
}

struct Editor {
    base: String,
    save: Option<Save>,
    edit: u32,
    /// How often the edit was made anew after a conflict.
    turn: u32,
    /// It is put on top of this one instead of base, for a conflict.
    draft: Option<String>,
    told: BTreeMap<&'static str, Vec<String>>,
}

enum Request {
    Put(PutRequest, String),
    Get,
}

enum Happens {
    Begins,
    Resumes(Event),
    /// At the server; the answer reaches the client after so many milliseconds, if anybody waits for it.
    Arrives(Request, Trouble, Option<f64>),
}

/// In tenths of a microsecond, so that moments can be ordered.
type Moment = u64;

fn moment(milliseconds: f64) -> Moment {
    (milliseconds * 10_000.0) as Moment
}

struct World {
    mode: Mode,
    mix: Mix,
    chance: Chance,
    server: Server,
    editors: Vec<Editor>,
    edits: u32,
    queue: BinaryHeap<Reverse<(Moment, usize)>>,
    happenings: Vec<Option<(usize, Happens)>>,
    now: f64,
    troubles: BTreeMap<Trouble, u32>,
    puts: u32,
    gets: u32,
    /// Conflicts that were told without a single one: the rounds were over.
    given_back: u32,
    conflicts: u32,
    /// Edits that were given up because of one.
    given_way: usize,
}

impl World {
    fn new(mode: Mode, mix: Mix, seed: u64, editors: usize, edits: u32) -> Self {
        let mut json = document("shared", "0", "\"v0\"");
        json = with(&json, "/team", "[]");
        for editor in 0..editors {
            json = with(&json, &format!("/x{editor}"), "\"0\"");
        }
        let editor = || Editor { base: json.clone(), save: None, edit: 0, turn: 0, draft: None, told: BTreeMap::new() };
        Self {
            mode,
            mix,
            chance: Chance(seed),
            editors: (0..editors).map(|_| editor()).collect(),
            server: Server::new(&json),
            edits,
            queue: BinaryHeap::new(),
            happenings: Vec::new(),
            now: 0.0,
            troubles: BTreeMap::new(),
            puts: 0,
            gets: 0,
            given_back: 0,
            conflicts: 0,
            given_way: 0,
        }
    }

    fn at(&mut self, delay: f64, editor: usize, happens: Happens) {
        self.queue.push(Reverse((moment(self.now + delay), self.happenings.len())));
        self.happenings.push(Some((editor, happens)));
    }

    fn moment(&mut self) -> Now {
        // Somebody puts the clock on the wall forward and back.
        let jump = [0.0, DAY, -DAY][(self.chance.next() % 3) as usize];
        Now { monotonic: self.now, epoch: NOW + self.now + jump, random: self.chance.unit() }
    }

    fn run(&mut self) {
        for editor in 0..self.editors.len() {
            let delay = self.chance.between(0.0, 300.0);
            self.at(delay, editor, Happens::Begins);
        }
        while let Some(Reverse((moment, index))) = self.queue.pop() {
            self.now = moment as f64 / 10_000.0;
            let (editor, happens) = self.happenings[index].take().unwrap();
            match happens {
                Happens::Begins => self.begin(editor),
                Happens::Resumes(event) => {
                    let now = self.moment();
                    let step = self.editors[editor].save.as_mut().unwrap().told(event, now);
                    self.follow(editor, step);
                }
                Happens::Arrives(request, trouble, answered) => self.arrive(editor, request, trouble, answered),
            }
        }
    }

    fn text(&self, editor: usize) -> String {
        let state = &self.editors[editor];
        format!("e{editor}-{}-{}", state.edit, state.turn)
    }

    fn begin(&mut self, editor: usize) {
        let text = quoted(&self.text(editor));
        let state = &self.editors[editor];
        let draft = match (&state.draft, self.mode) {
            (Some(draft), Mode::OwnFields) => draft.clone(),
            (_, Mode::OwnFields) => {
                let draft = with(&state.base, &format!("/x{editor}"), &text);
                if state.edit.is_multiple_of(5) {
                    with(&draft, "/team/-", &format!("{{\"email\":\"{}@a.example\"}}", text.trim_matches('"')))
                } else {
                    draft
                }
            }
            (draft, Mode::SameField) => with(draft.as_ref().unwrap_or(&state.base), "/details/notes", &text),
        };
        let options = Options { base: Some(state.base.as_bytes()), ..Options::default() };
        let mut save = Save::new(prepared(&draft, options), Some(state.base.clone()), Limit::default());
        let now = self.moment();
        let step = save.begin(now);
        self.editors[editor].save = Some(save);
        self.follow(editor, step);
    }

    fn follow(&mut self, editor: usize, step: Step) {
        match step {
            Step::Token(..) => self.at(0.0, editor, Happens::Resumes(Event::Token(Token::Fresh))),
            Step::Wait(delay) => self.at(delay, editor, Happens::Resumes(Event::Waited)),
            Step::Get(limit) => {
                self.gets += 1;
                self.send(editor, Request::Get, limit);
            }
            Step::Put(put) => {
                self.puts += 1;
                let request = self.editors[editor].save.as_ref().unwrap().put_request().unwrap().clone();
                assert_eq!(request.etag, etag_of(&request.body));
                assert!(!request.body.contains("evil.test"), "links are not sent");
                let seen = text_at(&self.editors[editor].base, "/details/notes").unwrap();
                self.send(editor, Request::Put(request, seen), put.limit);
            }
            Step::Done => {
                let outcome = self.editors[editor].save.as_ref().unwrap().outcome().clone();
                self.end(editor, outcome);
            }
        }
    }

    fn send(&mut self, editor: usize, request: Request, limit: f64) {
        assert!(limit > 0.0);
        let mut trouble = trouble(self.mix, &mut self.chance);
        let is_get = matches!(request, Request::Get);
        // Nothing is applied by a GET.
        trouble = match trouble {
            AppliedDropped if is_get => Dropped,
            AppliedError | Accepted if is_get => Error,
            Resent | Empty | Untagged | Locked if is_get => Nothing,
            trouble => trouble,
        };
        *self.troubles.entry(trouble).or_default() += 1;
        let (there, back) = (self.chance.between(5.0, 150.0), self.chance.between(5.0, 150.0));
        let fault = |fault| Happens::Resumes(Event::Ended(Err(fault)));
        match trouble {
            Offline => self.at(0.0, editor, fault(Fault::Offline)),
            Dropped => self.at(there, editor, fault(Fault::Network)),
            Stalled | Delayed => {
                let there = if trouble == Delayed { limit * self.chance.between(0.5, 2.0) } else { there };
                self.at(there, editor, Happens::Arrives(request, Nothing, None));
                self.at(limit, editor, fault(Fault::Timeout));
            }
            _ if there + back >= limit => {
                self.at(there, editor, Happens::Arrives(request, Nothing, None));
                self.at(limit, editor, fault(Fault::Timeout));
            }
            trouble => self.at(there, editor, Happens::Arrives(request, trouble, Some(back))),
        }
    }

    fn arrive(&mut self, editor: usize, request: Request, trouble: Trouble, answered: Option<f64>) {
        let ending = self.ending(editor, &request, trouble);
        if let Some(back) = answered {
            self.at(back, editor, Happens::Resumes(Event::Ended(ending)));
        }
    }

    fn ending(&mut self, editor: usize, request: &Request, trouble: Trouble) -> Ending {
        match trouble {
            Error => return Ok(answer([500, 502, 503, 504][(self.chance.next() % 4) as usize], "<html>")),
            Throttled => {
                let status = [429, 503, 509][(self.chance.next() % 3) as usize];
                let retry_after = [None, Some("0"), Some("1"), Some("2"), Some("60"), Some("soon")];
                let retry_after = retry_after[(self.chance.next() % 6) as usize].map(str::to_owned);
                return Ok(Answer { retry_after, ..answer(status, "") });
            }
            Locked => return Ok(answer(423, "")),
            Expired => return Ok(answer(401, &error_body("unauthenticated"))),
            Html => return Ok(Answer { content_type: Some("text/html".into()), ..answer(200, "<html>") }),
            Accepted => {
                if let Request::Put(request, seen) = request {
                    let delay = self.chance.between(0.0, 5_000.0);
                    let later = Request::Put(request.clone(), seen.clone());
                    self.at(delay, editor, Happens::Arrives(later, Nothing, None));
                }
                return Ok(answer(202, ""));
            }
            _ => {}
        }
        let mut put = || match request {
            Request::Put(request, seen) => self.server.put(request, seen),
            Request::Get => answer(200, &self.server.json),
        };
        let mut answered = put();
        if trouble == Resent {
            answered = put();
        }
        let is_success = answered.status == 200;
        Ok(match trouble {
            AppliedDropped => return Err(Fault::Network),
            AppliedError => answer([500, 502, 503, 504][(self.chance.next() % 4) as usize], ""),
            Truncated => {
                let length = (answered.body.len() as f64 * self.chance.unit()) as usize;
                answered.body.truncate(length);
                answered
            }
            Empty if is_success => answer(204, ""),
            Untagged if is_success => {
                let json = with(str::from_utf8(&answered.body).unwrap(), "/eTag", "null");
                answer(200, &json)
            }
            _ => answered,
        })
    }

    fn is_applied(&self, path: &str, text: &str) -> bool {
        self.server.versions.iter().any(|version| version.pointer(path).and_then(Value::as_str) == Some(text))
    }

    fn path(&self, editor: usize) -> String {
        match self.mode {
            Mode::OwnFields => format!("/x{editor}"),
            Mode::SameField => "/details/notes".to_owned(),
        }
    }

    fn end(&mut self, editor: usize, outcome: Outcome) {
        let (text, path) = (self.text(editor), self.path(editor));
        let what = match outcome {
            Outcome::Saved { json, etag, verified_by, .. } => {
                // Not before the server holds it, whatever happens to it later.
                assert!(self.is_applied(&path, &text), "{text} is told saved, and no version has it");
                let is_whole = etag.is_some_and(|etag| text_at(&json, "/eTag").as_deref() == Some(&etag));
                if verified_by == VerifiedBy::Readback && self.mode == Mode::OwnFields {
                    assert_eq!(text_at(&json, &path).as_deref(), Some(text.as_str()));
                }
                self.editors[editor].base = if is_whole { json } else { self.server.json.clone() };
                "saved"
            }
            Outcome::Conflict { current, etag, merged, conflicts, .. } => {
                assert_eq!(etag, etag_of(&current));
                assert_eq!(text_at(&merged, &path).as_deref(), Some(text.as_str()), "the draft holds ours");
                if conflicts.is_empty() {
                    self.given_back += 1;
                } else {
                    // What stands in the way is told, and it is what somebody wrote.
                    self.conflicts += 1;
                    let [conflict] = conflicts.as_slice() else { panic!("{conflicts:?}") };
                    let theirs: String = serde_json::from_str(conflict.theirs.as_deref().unwrap()).unwrap();
                    let ours: String = serde_json::from_str(conflict.ours.as_deref().unwrap()).unwrap();
                    assert_eq!((conflict.path.as_str(), &ours), (path.as_str(), &text));
                    assert_eq!(Some(&theirs), text_at(&current, &path).as_ref(), "the winner's value");
                    assert!(theirs != text && self.is_applied(&path, &theirs));
                    if self.mode == Mode::OwnFields {
                        // Nobody else writes there: it is an edit of ours of which nothing was known, and that came after all.
                        let unknown = self.editors[editor].told.get("unknown");
                        assert!(unknown.is_some_and(|unknown| unknown.contains(&theirs)), "{theirs}");
                    }
                }
                let state = &mut self.editors[editor];
                let gives_way = self.mode == Mode::SameField && !conflicts.is_empty() && state.edit.is_multiple_of(2);
                state.base = current;
                if !gives_way {
                    state.draft = Some(merged);
                    // Who puts other words there writes new ones; what was only too late is saved again as it is.
                    state.turn += u32::from(self.mode == Mode::SameField);
                    self.at(1.0, editor, Happens::Begins);
                    return;
                }
                self.given_way += 1;
                "conflict"
            }
            Outcome::NotSaved { .. } | Outcome::Rejected { .. } | Outcome::Invalid { .. } => {
                self.editors[editor].base = self.server.json.clone();
                "not saved"
            }
            Outcome::Unknown { .. } => {
                self.editors[editor].base = self.server.json.clone();
                "unknown"
            }
        };
        let state = &mut self.editors[editor];
        state.told.entry(what).or_default().push(text);
        (state.draft, state.turn) = (None, 0);
        state.edit += 1;
        if state.edit < self.edits {
            let pause = self.chance.between(0.0, 200.0);
            self.at(pause, editor, Happens::Begins);
        }
    }

    fn told(&self, what: &str) -> Vec<(usize, String)> {
        let of = |(index, editor): (usize, &Editor)| {
            let texts = editor.told.get(what).cloned().unwrap_or_default();
            texts.into_iter().map(move |text| (index, text)).collect::<Vec<_>>()
        };
        self.editors.iter().enumerate().flat_map(of).collect()
    }
}

/// What the versions of the server say of what the editors were told.
#[derive(Debug, Default)]
struct Count {
    saved: usize,
    conflicts: u32,
    not_saved: usize,
    unknown: usize,
    unknown_applied: usize,
    lost: usize,
    doubled: usize,
    ghosts: usize,
    overwritten: usize,
    versions: usize,
    given_back: u32,
    puts: u32,
    gets: u32,
}

impl Count {
    fn of(world: &World) -> Self {
        let mut count = Self {
            saved: world.told("saved").len(),
            not_saved: world.told("not saved").len(),
            unknown: world.told("unknown").len(),
            conflicts: world.conflicts,
            overwritten: world.server.overwritten.len(),
            versions: world.server.versions.len() - 1,
            given_back: world.given_back,
            puts: world.puts,
            gets: world.gets,
            ..Self::default()
        };
        let courses: Vec<Vec<String>> =
            (0..world.editors.len()).map(|editor| world.server.course_of(&world.path(editor))).collect();
        let times =
            |editor: usize, text: &str| courses[editor].iter().filter(|value| value.trim_matches('"') == text).count();
        for (editor, text) in world.told("saved") {
            count.lost += usize::from(times(editor, &text) == 0);
        }
        for (editor, text) in world.told("not saved") {
            count.ghosts += usize::from(times(editor, &text) > 0);
        }
        for (editor, text) in world.told("unknown") {
            count.unknown_applied += usize::from(times(editor, &text) > 0);
        }
        for course in &courses {
            let mut values = course.clone();
            values.sort_unstable();
            values.dedup();
            count.doubled += course.len() - values.len();
        }
        if world.mode == Mode::OwnFields {
            let last = world.server.versions.last().unwrap();
            let rows = last["team"].as_array().unwrap();
            let rows_of = |text: &str| {
                let email = format!("{text}@a.example");
                rows.iter().filter(|row| row["email"] == email.as_str()).count()
            };
            let adds = |text: &str| text.split('-').nth(1).unwrap().parse::<u32>().unwrap().is_multiple_of(5);
            for (_, text) in world.told("saved").iter().filter(|(_, text)| adds(text)) {
                count.lost += usize::from(rows_of(text) == 0);
                count.doubled += usize::from(rows_of(text) > 1);
            }
            for (_, text) in world.told("not saved").iter().filter(|(_, text)| adds(text)) {
                count.ghosts += rows_of(text);
            }
            // Each editor's last value is the last that was applied: nobody else's save put an older one back.
            for (editor, course) in courses.iter().enumerate() {
                let numbers: Vec<u32> =
                    course.iter().skip(1).map(|value| value.split('-').nth(1).unwrap().parse().unwrap()).collect();
                assert!(numbers.is_sorted(), "editor {editor}: {course:?}");
            }
        }
        count
    }
}

/// Editors, edits of each, seeds.
fn size(small: (usize, u32, u64), large: (usize, u32)) -> (usize, u32, u64) {
    match std::env::var("SAVE_SEEDS").ok().and_then(|seeds| seeds.parse().ok()) {
        Some(seeds) => (large.0, large.1, seeds),
        None => small,
    }
}

fn worlds(mode: Mode, (editors, edits, seeds): (usize, u32, u64)) {
    let mut all_troubles: BTreeMap<Trouble, u32> = BTreeMap::new();
    for (name, mix) in MIXES {
        let mut total = Count::default();
        for seed in 0..seeds {
            let mut world = World::new(mode, mix, seed * 7_919 + 11, editors, edits);
            world.run();
            let count = Count::of(&world);
            let outcomes = count.saved + count.not_saved + count.unknown + world.given_way;
            assert_eq!(outcomes, editors * edits as usize, "each save ends: {count:?}");
            assert_eq!(
                (count.lost, count.doubled, count.ghosts, count.overwritten),
                (0, 0, 0, 0),
                "{name}, seed {seed}: {count:?} {:?}",
                world.server.overwritten
            );
            for (trouble, times) in &world.troubles {
                *all_troubles.entry(*trouble).or_default() += times;
            }
            total.saved += count.saved;
            total.not_saved += count.not_saved;
            total.unknown += count.unknown;
            total.unknown_applied += count.unknown_applied;
            total.conflicts += count.conflicts;
            total.versions += count.versions;
            total.given_back += count.given_back;
            total.puts += count.puts;
            total.gets += count.gets;
        }
        println!("{editors} editors x {edits} edits x {seeds} seeds, {name}: {total:?}");
        // It is not by refusing everything that nothing is lost.
        let edits = editors * edits as usize * seeds as usize;
        assert!(total.saved * 100 >= edits * if mode == Mode::OwnFields { 75 } else { 40 }, "{name}: {total:?}");
    }
    println!("{all_troubles:?}");
    assert_eq!(all_troubles.len(), 17, "every kind of trouble was met");
}

#[test]
fn no_edit_is_lost_doubled_or_saved_without_a_word() {
    worlds(Mode::OwnFields, size((4, 20, 3), (16, 100)));
}

/// All of them write the same member: each that comes second is told what stands there, and nobody's words are replaced by
/// somebody who has not seen them.
#[test]
fn whoever_comes_second_is_shown_the_winners_value() {
    worlds(Mode::SameField, size((4, 10, 3), (16, 25)));
}
