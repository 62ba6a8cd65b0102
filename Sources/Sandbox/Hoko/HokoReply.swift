// Hoko's answers: a bilingual envelope that names no row (Hoko dossier, section 7).

import HTTP
import Records

/// Answers in Hoko's shapes.
enum HokoReply {
  static func json(_ value: JSONValue, status: Int = 200) -> HTTPResponse {
    json(bytes: value.bytes, status: status)
  }

  static func json(bytes: [UInt8], status: Int) -> HTTPResponse {
    HTTPResponse(status: status, headers: ["Content-Type": "application/json"], body: bytes)
  }

  static let invalidRequest = HokoError(400, "Invalid request", "طلب غير صالح")
  static let invalidKey = HokoError(401, "Invalid API key", "مفتاح API غير صالح")
  static let unknownPath = HokoError(404, "Not found", "غير موجود")
  static let rateLimited = HokoError(429, "Rate limit exceeded", "تم تجاوز حد المعدل")

  static func missingScope(_ scope: String) -> HokoError {
    HokoError(
      403, "Missing required scopes", "الصلاحيات المطلوبة مفقودة",
      beside: JSONObject.Member("missingScopes", [.string(scope)]))
  }
}

/// An error in Hoko's envelope.
struct HokoError: Error {
  var status: Int
  private var members: JSONObject

  init(_ status: Int, _ english: String, _ arabic: String, beside member: JSONObject.Member? = nil)
  {
    self.status = status
    members = ["error": ["en": .string(english), "ar": .string(arabic)]]
    if let member { members.append(member.name, member.value) }
  }

  /// The same with `retryAfter`.
  func retrying(after value: JSONValue) -> HokoError {
    var error = self
    error.members.append("retryAfter", value)
    return error
  }

  var response: HTTPResponse { HokoReply.json(.object(members), status: status) }
}
