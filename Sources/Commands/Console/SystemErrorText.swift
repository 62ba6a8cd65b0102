// The system's words for its own errors.

import Glibc

enum SystemErrorText {
  /// What `errno` values mean, in the C library's words.
  static func of(_ code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    // The call writes at most the count it is given, and ends the text with a zero.
    guard unsafe strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
    let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self).lowercased()
  }
}
