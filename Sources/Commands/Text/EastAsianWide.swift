// Which characters take two columns by their East Asian width. Unicode.Scalar.Properties does not tell.

/// The wide and full-width characters that are no emoji.
///
/// From Unicode 16.0, EastAsianWidth.txt, the values W and F. Characters that are shown as emoji by
/// themselves are left out, as Swift knows those; gaps that hold nothing else than such characters and
/// unassigned ones are closed, as the latter never reach a terminal.
enum EastAsianWide {
  static func contains(_ scalar: Unicode.Scalar) -> Bool {
    // Nearly everything that is written is before the first of them.
    guard scalar.value >= 0x1100 else { return false }
    return ranges.contains { $0.contains(scalar.value) }
  }

  private static let ranges: [ClosedRange<UInt32>] = [
    0x1100...0x115F,  // Hangul initial consonants
    0x2329...0x232A,  // angle brackets
    0x2630...0x2637,  // trigrams
    0x268A...0x268F,  // monograms and digrams
    0x2E80...0x303E,  // radicals, ideographic punctuation
    0x3041...0x3247,  // kana, Bopomofo, Hangul compatibility letters, enclosed CJK
    0x3250...0xA4C6,  // enclosed CJK, ideographs and their extension A, hexagrams, Yi
    0xA960...0xA97C,  // Hangul initial consonants, extended
    0xAC00...0xD7A3,  // Hangul syllables
    0xF900...0xFAD9,  // compatibility ideographs
    0xFE10...0xFE19,  // vertical forms
    0xFE30...0xFE6B,  // vertical and small forms
    0xFF01...0xFF60,  // full-width forms
    0xFFE0...0xFFE6,  // full-width signs
    0x16FE0...0x1B2FB,  // Tangut, Khitan, supplementary kana, Nushu
    0x1D300...0x1D376,  // Tai Xuan Jing symbols, counting rods
    0x1F200...0x1F265,  // enclosed ideographs
    0x20000...0x3FFFD,  // the planes of ideographs
  ]
}
