//! Numbers as lists show them: `w:numFmt` of ECMA-376, part 1, 17.18.59.

/// The words of `number` in the format called `format`; nothing for bullets.
#[must_use]
pub fn words(number: u32, format: &str) -> Option<String> {
    let from = |table: &str| table.chars().nth(usize::try_from(number).ok()?.checked_sub(1)?).map(String::from);
    let decimal = || number.to_string();
    Some(match format {
        "bullet" | "none" => return None,
        "chineseCounting" | "taiwaneseCounting" => counting(number, false),
        "chineseCountingThousand" | "taiwaneseCountingThousand" => counting(number, true),
        "japaneseCounting" | "koreanCounting" => counting(number, true).replace("一百", "百").replace("一千", "千"),
        "ideographDigital" | "taiwaneseDigital" | "japaneseDigitalTenThousand" => digits(number),
        "chineseLegalSimplified" => legal(&counting(number, true), "壹贰叁肆伍陆柒捌玖拾佰仟", number),
        "ideographLegalTraditional" | "japaneseLegal" => {
            legal(&counting(number, true), "壹貳參肆伍陸柒捌玖拾佰仟", number)
        }
        "ideographTraditional" => from("甲乙丙丁戊己庚辛壬癸").unwrap_or_else(decimal),
        "ideographZodiac" => from("子丑寅卯辰巳午未申酉戌亥").unwrap_or_else(decimal),
        "ideographZodiacTraditional" => sexagenary(number).unwrap_or_else(decimal),
        "ideographEnclosedCircle" => from("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉").unwrap_or_else(decimal),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => {
            from("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳").unwrap_or_else(decimal)
        }
        "decimalEnclosedParen" => from("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇").unwrap_or_else(decimal),
        "decimalEnclosedFullstop" => from("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛").unwrap_or_else(decimal),
        "decimalFullWidth" | "decimalFullWidth2" => {
            decimal().chars().filter_map(|c| char::from_u32(u32::from(c) + u32::from('０') - u32::from('0'))).collect()
        }
        "decimalZero" => format!("{number:02}"),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperLetter" => letter(number, 'A'),
        "lowerLetter" => letter(number, 'a'),
        _ => decimal(),
    })
}

/// 十二, 一百零五; without `hundreds` numbers from 100 on are written digit by digit with ○, as Word does.
fn counting(number: u32, hundreds: bool) -> String {
    if number == 0 {
        return "〇".into();
    }
    if number >= 10_000 || number >= 100 && !hundreds {
        return digits(number).replace('〇', "○");
    }
    let digit = |value: u32| "零一二三四五六七八九".chars().nth(value as usize % 10).unwrap_or('零');
    let mut out = String::new();
    let mut zero = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let value = number / unit % 10;
        if value == 0 {
            zero = !out.is_empty();
            continue;
        }
        if zero {
            out.push('零');
            zero = false;
        }
        // 十二, not 一十二.
        if !(unit == 10 && value == 1 && out.is_empty()) {
            out.push(digit(value));
        }
        out.push_str(name);
    }
    out
}

fn digits(number: u32) -> String {
    number.to_string().chars().filter_map(|c| "〇一二三四五六七八九".chars().nth(c as usize - '0' as usize)).collect()
}

/// The counting words in characters that cannot be altered by a stroke: 壹拾贰.
fn legal(words: &str, table: &str, number: u32) -> String {
    let plain = "一二三四五六七八九十百千";
    let swapped: String = words
        .chars()
        .map(|c| plain.chars().position(|known| known == c).and_then(|at| table.chars().nth(at)).unwrap_or(c))
        .collect();
    let one = table.chars().next().unwrap_or('壹');
    if (10..20).contains(&number) { format!("{one}{swapped}") } else { swapped }
}

fn sexagenary(number: u32) -> Option<String> {
    let index = usize::try_from(number.checked_sub(1)?).ok().filter(|index| *index < 60)?;
    let stem = "甲乙丙丁戊己庚辛壬癸".chars().nth(index % 10)?;
    let branch = "子丑寅卯辰巳午未申酉戌亥".chars().nth(index % 12)?;
    Some([stem, branch].iter().collect())
}

fn roman(number: u32) -> String {
    const TABLE: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    // Lists do not count further than a few thousand; a hostile start value must not fill the memory.
    let mut rest = number.min(9999);
    let mut out = String::new();
    for (value, letters) in TABLE {
        while rest >= value {
            out.push_str(letters);
            rest -= value;
        }
    }
    out
}

/// A … Z, AA, BB …: Word repeats the letter.
fn letter(number: u32, first: char) -> String {
    let Some(index) = number.checked_sub(1) else {
        return String::new();
    };
    let letter = char::from_u32(u32::from(first) + index % 26).unwrap_or(first);
    std::iter::repeat_n(letter, (index / 26 + 1).min(8) as usize).collect()
}
