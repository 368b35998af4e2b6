#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| referral_editor_fuzz::header(data));
