//! Check digits and dates of issued numbers, by the names of python-stdnum's modules where it has them, which the tests hold
//! them against. Each gets a number without its separators.

use std::time::{SystemTime, UNIX_EPOCH};

/// Tells whether a number is right; None where Python must say it.
pub type Check = fn(&[u8]) -> Option<bool>;

const SECONDS_A_DAY: u64 = 86_400;

/// Give the check of a name; None for one that only Python knows.
pub fn check(name: &str) -> Option<Check> {
    Some(match name {
        "luhn" => |number| Some(has_luhn(number)),
        "at.vnr" => |number| {
            let sum = weighted(number, &[3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11;
            Some(number.len() == 10 && number[0] != b'0' && sum == digit(number[3]))
        },
        "au.abn" => |number| {
            let sum = weighted(&number[2..], &[3, 5, 7, 9, 11, 13, 15, 17, 19]);
            Some(number.len() == 11 && 11 + (89 * 20 - 1 - sum) % 89 == value(&number[..2]))
        },
        "au.tfn" => {
            |number| Some(matches!(number.len(), 8 | 9) && weighted(number, &[1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 == 0)
        }
        "be.nn" => |number| {
            let (date, check) = (value(&number[..9]), value(&number[9..]));
            let is_of = |date: u64| 97 - date % 97 == check;
            let month = value(&number[2..4]);
            let is_one = number.len() == 11 && value(number) > 0 && month <= 12;
            // One of this century is checked with a 2 before it; which years are past is for Python.
            match (is_one && is_of(date), is_one && is_of(2_000_000_000 + date)) {
                (true, _) => Some(true),
                (_, true) => None,
                _ => Some(false),
            }
        },
        "bg.egn" => |number| {
            let (year, month) = (1900 + value(&number[..2]), value(&number[2..4]));
            let (year, month) = match month {
                41.. => (year + 100, month - 40),
                21.. => (year - 100, month - 20),
                _ => (year, month),
            };
            let sum = weighted(number, &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10;
            Some(number.len() == 10 && is_date(year, month, value(&number[4..6])) && sum == digit(number[9]))
        },
        "br.cnpj" => |number| {
            let first = (11 - weighted(number, &[5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10;
            let second = weighted(number, &[6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3]) + 2 * first;
            let second = (11 - second % 11) % 11 % 10;
            let is_none = number.starts_with(b"000000000000");
            Some(number.len() == 14 && !is_none && [first, second] == [digit(number[12]), digit(number[13])])
        },
        "br.cpf" => |number| {
            let first = (11 - weighted(number, &[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10;
            let second = weighted(number, &[11, 10, 9, 8, 7, 6, 5, 4, 3]) + 2 * first;
            let second = (11 - second % 11) % 11 % 10;
            Some(number.len() == 11 && value(number) > 0 && [first, second] == [digit(number[9]), digit(number[10])])
        },
        "ch.ssn" => |number| {
            let sum = weighted(number, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]);
            Some(number.len() == 13 && number.starts_with(b"756") && sum % 10 == 0)
        },
        "de.idnr" => |number| {
            let mut counts = [0; 10];
            number.iter().take(10).for_each(|&byte| counts[digit(byte) as usize] += 1);
            let mut repeated = counts.into_iter().filter(|&count| count > 1);
            let is_even = matches!((repeated.next(), repeated.next()), (Some(2 | 3), None));
            Some(number.len() == 11 && number[0] != b'0' && is_even && has_mod_11_10(number))
        },
        "dk.cpr" => |number| {
            let year = value(&number[4..6]);
            let year = match number[6] {
                b'5'..=b'8' if year >= 58 => 1800 + year,
                b'0'..=b'3' => 1900 + year,
                b'4' | b'9' if year >= 37 => 1900 + year,
                _ => 2000 + year,
            };
            if number.len() == 10 {
                is_past(year, value(&number[2..4]), value(&number[..2]))
            } else {
                Some(false)
            }
        },
        "ee.ik" => |number| {
            let century = 1800 + digit(number[0]).saturating_sub(1) / 2 * 100;
            let sum = weighted(number, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
            let sum = if sum < 10 { sum } else { weighted(number, &[3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 % 10 };
            let is_born = is_date(century + value(&number[1..3]), value(&number[3..5]), value(&number[5..7]));
            Some(number.len() == 11 && (b'1'..=b'8').contains(&number[0]) && is_born && sum == digit(number[10]))
        },
        "fr.nir" => |number| Some(number.len() == 15 && 97 - value(&number[..13]) % 97 == value(&number[13..])),
        "gb.chi" => |number| Some(is_date(2000, value(&number[2..4]), value(&number[..2])) && is_nhs(number)),
        "gb.nhs" => |number| Some(is_nhs(number)),
        "hr.oib" => |number| Some(number.len() == 11 && has_mod_11_10(number)),
        "in_.aadhaar" => |number| {
            let is_mirrored = number.iter().eq(number.iter().rev());
            Some(number.len() == 12 && number[0] > b'1' && !is_mirrored && has_verhoeff(number))
        },
        "is_.kennitala" => |number| {
            let year = value(&number[4..6]) + if number.last() == Some(&b'9') { 1900 } else { 2000 };
            let (month, day) = (value(&number[2..4]), value(&number[..2]));
            let is_one = number.len() == 10 && number[0] <= b'7' && matches!(number[9], b'0' | b'9');
            let day = if day >= 40 { day - 40 } else { day };
            let sum = weighted(number, &[3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11;
            Some(is_one && is_date(year, month, day) && sum == 0)
        },
        "jp.in_" => |number| {
            let sum = weighted(number, &[6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
            Some(number.len() == 12 && (11 - sum) % 11 % 10 == digit(number[11]))
        },
        "nl.bsn" => |number| {
            let sum = weighted(number, &[9, 8, 7, 6, 5, 4, 3, 2, 10]) % 11; // 10 is -1
            Some(number.len() == 9 && value(number) > 0 && sum == 0)
        },
        "no.fodselsnummer" => |number| {
            let first = (11 - weighted(number, &[3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11) % 11;
            let second = (11 - weighted(number, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11;
            if number.len() != 11 || first != digit(number[9]) || second != digit(number[10]) {
                return Some(false);
            }
            let (day, month, year) = (value(&number[..2]), value(&number[2..4]), value(&number[4..6]));
            if day >= 80 {
                return Some(false);
            }
            let day = if day > 40 { day - 40 } else { day };
            let month = if month > 40 { month - 40 } else { month };
            let year = match value(&number[6..9]) {
                0..500 => 1900 + year,
                500..750 if year >= 54 => 1800 + year,
                _ if year < 40 => 2000 + year,
                900.. => 1900 + year,
                _ => return Some(false),
            };
            is_past(year, month, day)
        },
        "pl.pesel" => |number| {
            let (year, month, day) = (value(&number[..2]), value(&number[2..4]), value(&number[4..6]));
            let century = [1900, 2000, 2100, 2200, 1800][month as usize / 20];
            let sum = weighted(number, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]);
            Some(number.len() == 11 && sum % 10 == 0 && is_date(century + year, month % 20, day))
        },
        "pt.nif" => |number| {
            let sum = weighted(number, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
            Some(number.len() == 9 && number[0] != b'0' && (11 - sum) % 11 % 10 == digit(number[8]))
        },
        "tr.tckimlik" => |number| {
            let first = (300 - weighted(number, &[3, 1, 3, 1, 3, 1, 3, 1, 3])) % 10;
            let second = (first + weighted(number, &[1; 9])) % 10;
            Some(number.len() == 11 && number[0] != b'0' && [first, second] == [digit(number[9]), digit(number[10])])
        },
        "us.itin" => |number| {
            let group = value(&number[3..5]);
            Some(number.len() == 9 && number[0] == b'9' && group >= 70 && group != 89 && group != 93)
        },
        "us.rtn" => {
            |number| Some(number.len() == 9 && weighted(number, &[7, 3, 9, 7, 3, 9, 7, 3]) % 10 == digit(number[8]))
        }
        "us.ssn" => |number| {
            let is_issued = !(number.starts_with(b"000") || number.starts_with(b"666") || number[0] == b'9');
            Some(number.len() == 9 && is_issued && &number[3..5] != b"00" && &number[5..] != b"0000")
        },
        _ => return None,
    })
}

/// Tell whether a value is a Finnish personal identity code (`fi.hetu`).
pub fn is_hetu(spelled: &[u8]) -> bool {
    const CONTROL: &[u8] = b"0123456789ABCDEFHJKLMNPRSTUVWXY";
    let code = spelled.to_ascii_uppercase();
    let &[_, _, _, _, _, _, sign, _, _, _, control] = &code[..] else { return false };
    let century = match sign {
        b'+' => 1800,
        b'-' | b'U'..=b'Y' => 1900,
        b'A'..=b'F' => 2000,
        _ => return false,
    };
    let (date, individual) = (&code[..6], &code[7..10]);
    if !date.iter().chain(individual).all(u8::is_ascii_digit) {
        return false;
    }
    let is_born = is_date(century + value(&date[4..]), value(&date[2..4]), value(&date[..2]));
    let number = value(date) * 1000 + value(individual);
    is_born && (2..900).contains(&value(individual)) && CONTROL[(number % 31) as usize] == control
}

/// The fewest digits that any of these checks reads.
pub const FEWEST: usize = 9;

fn digit(byte: u8) -> u64 {
    u64::from(byte - b'0')
}

fn value(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |value, &byte| value * 10 + digit(byte))
}

/// Sum up the first digits, each times its weight.
fn weighted(number: &[u8], weights: &[u64]) -> u64 {
    number.iter().zip(weights).map(|(&byte, weight)| digit(byte) * weight).sum()
}

/// Check the last digit by the Luhn formula (ISO/IEC 7812-1 annex B).
pub fn has_luhn(number: &[u8]) -> bool {
    let doubled = |digit: u64| digit / 10 + digit % 10;
    let digits = number.iter().rev().enumerate();
    digits.map(|(place, &byte)| doubled(digit(byte) << (place % 2))).sum::<u64>() % 10 == 0
}

/// Check the last digit by ISO/IEC 7064 (mod 11, 10).
fn has_mod_11_10(number: &[u8]) -> bool {
    let product = number[..number.len() - 1].iter().fold(5, |check, &byte| {
        let check = if check == 0 { 10 } else { check };
        (check * 2 % 11 + digit(byte)) % 10
    });
    let product = if product == 0 { 10 } else { product };
    (product * 2 % 11 + digit(number[number.len() - 1])) % 10 == 1
}

/// Check the last digit by Verhoeff's formula, in the dihedral group of ten.
fn has_verhoeff(number: &[u8]) -> bool {
    const MOVED: [u64; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let check = number.iter().rev().enumerate().fold(0, |check, (place, &byte)| {
        let moved = (0..place % 8).fold(digit(byte), |value, _| MOVED[value as usize]);
        dihedral(check, moved)
    });
    check == 0
}

/// Multiply in the dihedral group of ten: turns are 0 to 4, mirrored ones 5 to 9.
fn dihedral(one: u64, other: u64) -> u64 {
    match (one < 5, other < 5) {
        (true, true) => (one + other) % 5,
        (true, false) => 5 + (one + other) % 5,
        (false, true) => 5 + (one + 5 - other) % 5,
        (false, false) => (5 + one - other) % 5,
    }
}

/// Check an NHS number's last digit.
fn is_nhs(number: &[u8]) -> bool {
    number.len() == 10 && weighted(number, &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0
}

fn is_date(year: u64, month: u64, day: u64) -> bool {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u64::from(is_leap),
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// Tell whether a date is not in the future; None for one of these days, on which places disagree.
fn is_past(year: u64, month: u64, day: u64) -> Option<bool> {
    if !is_date(year, month, day) {
        return Some(false);
    }
    let today = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs() / SECONDS_A_DAY;
    let born = (year * 372 + (month - 1) * 31 + day) as i64;
    // A month counts as 31 days here; what is a few days off is for Python, which asks its calendar.
    let (this_year, this_month, this_day) = civil(today);
    let now = (this_year * 372 + (this_month - 1) * 31 + this_day) as i64;
    match now - born {
        7.. => Some(true),
        ..=-7 => Some(false),
        _ => None,
    }
}

/// Give year, month and day of a day since 1970-01-01 (H. Hinnant's `civil_from_days`).
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + u64::from(month <= 2), month, day)
}
