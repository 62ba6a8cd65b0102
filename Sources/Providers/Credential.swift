// How a request carries the key, and so how the key looks wherever a server may echo it.

import HTTP
import Records

/// The place of a key in a request.
package enum Credential: Sendable, Equatable {
  /// `Authorization: Bearer …`.
  case bearer
  /// A header that holds the key and nothing else, by its name.
  case header(String)
  /// A field of the form that is the request's body.
  case field(String)
  /// Basic authentication, the key being the password of this user.
  case basic(user: String)

  /// Puts the key where it belongs.
  func write(_ key: String, into request: inout HTTPRequest) {
    switch self {
    case .bearer: request.headers["Authorization"] = "Bearer " + key
    case .header(let name): request.headers[name] = key
    case .basic(let user):
      request.headers["Authorization"] = "Basic " + Self.base64(user + ":" + key)
    case .field(let name):
      let pair = PercentEncoding.encode(name) + "=" + PercentEncoding.encode(key)
      let body = request.body ?? []
      request.body = body + ((body.isEmpty ? "" : "&") + pair).utf8
    }
  }

  /// The texts by which an echo gives the key away: itself, as a URL has it, and as the header has it.
  func echoes(of key: String) -> [String] {
    var texts = [key]
    let encoded = PercentEncoding.encode(key)
    if encoded != key { texts.append(encoded) }
    if case .basic(let user) = self { texts.append(Self.base64(user + ":" + key)) }
    return texts
  }

  private static func base64(_ text: String) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    let bytes = Array(text.utf8)
    var result = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = 0
      for byte in group { bits = bits << 8 | Int(byte) }
      bits <<= 8 * (3 - group.count)
      for place in 0..<4 {
        result.append(place <= group.count ? digits[bits >> (18 - 6 * place) & 63] : "=")
      }
    }
    return result
  }
}
