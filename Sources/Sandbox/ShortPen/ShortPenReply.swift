// ShortPen's answers: one envelope for success and failure (ShortPen dossier, section 3).

import HTTP
import Records

/// Answers in ShortPen's shapes.
enum ShortPenReply {
  static func success(
    _ data: JSONValue, message: String = "", beside members: [JSONObject.Member] = []
  ) -> HTTPResponse {
    json(.object(envelope(data, message: message, beside: members)), status: 200)
  }

  /// A list whose elements are JSON already.
  static func success(list: [UInt8], beside members: [JSONObject.Member]) -> HTTPResponse {
    var body: [UInt8] = []
    body.reserveCapacity(list.count + 200)
    LinkTemplate(envelope([], beside: members), holes: ["data"]).write(to: &body) { $1 += list }
    return json(bytes: body, status: 200)
  }

  private static func envelope(
    _ data: JSONValue, message: String = "", beside members: [JSONObject.Member]
  ) -> JSONObject {
    var object: JSONObject = ["success": true, "status_code": 200, "data": data]
    for member in members { object.append(member.name, member.value) }
    object.append("message", .string(message))
    return object
  }

  static func failure(_ status: Int, _ message: String) -> ShortPenError {
    ShortPenError(status: status, message: message)
  }

  static func json(_ value: JSONValue, status: Int) -> HTTPResponse {
    json(bytes: value.bytes, status: status)
  }

  private static func json(bytes: [UInt8], status: Int) -> HTTPResponse {
    HTTPResponse(status: status, headers: ["Content-Type": "application/json"], body: bytes)
  }

  /// A 400; the words behind the first two are the stand-in's own.
  static func invalid(_ words: String) -> ShortPenError {
    failure(400, "Validation error: \(words)")
  }

  static let noValidID = failure(400, "Validation error: no valid `url_id` was provided")
  static let noKey = failure(401, "Missing or invalid token")
  static let noMatch = failure(404, "No matching link found for the authenticated organization")
  static let unknownPath = failure(404, "Not found")
  static let rateLimited = failure(429, "Too many requests. Please slow down.")
}

/// An error in ShortPen's envelope.
struct ShortPenError: Error {
  var status: Int
  var message: String

  var response: HTTPResponse {
    ShortPenReply.json(
      [
        "success": false, "status_code": .number(JSONNumber(status)), "data": nil,
        "message": .string(message),
      ], status: status)
  }
}
