// YOURLS's answers: one content in three forms, of which XML is the one that nobody asks for and everybody gets
// (yourls-observed, sections 1 and 3).

import HTTP
import Records

/// What a call comes to, before it is written in a form.
struct YOURLSAnswer {
  private var status: Int
  private var object: JSONObject
  /// What the form `simple` shows.
  private var simple: String

  init(_ status: Int, _ object: JSONObject, simple: String = "") {
    self.status = status
    self.object = object
    self.simple = simple
  }

  /// What PHP leaves where a script breaks: 500 without a body.
  static let broken = YOURLSAnswer(-1, [:])

  /// An error as `shorturl` has it, which alone names a code.
  static func failure(
    _ status: Int, _ code: String, _ message: String, beside more: JSONObject = [:],
    simple: String = ""
  ) -> YOURLSAnswer {
    let object: JSONObject = [
      "status": "fail", "code": .string("error:" + code), "message": .string(message),
      "errorCode": .string(String(status)), "statusCode": .string(String(status)),
    ]
    return YOURLSAnswer(status, object.followed(by: more), simple: simple)
  }

  /// An answer of a plugin, whose status is a number.
  static func plugin(
    _ status: Int, _ message: String, _ more: JSONObject = [:]
  ) -> YOURLSAnswer {
    let object = (["statusCode": .int(status)] as JSONObject).followed(by: more)
    return YOURLSAnswer(
      status, object.followed(by: ["message": .string(message)]), simple: message)
  }

  /// Only `json` in lower case is JSON; any other form that is named is `simple`.
  func response(format: String?) -> HTTPResponse {
    guard status > 0 else {
      return HTTPResponse(status: 500, headers: ["Content-Type": "text/html; charset=UTF-8"])
    }
    let (type, text) =
      switch format {
      case "json": ("application/json", Self.escaped(JSONValue.object(object)))
      case nil, "", "xml":
        (
          "application/xml",
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?><root>\(Self.xml(.object(object)))</root>"
        )
      default: ("text/plain", simple)
      }
    return HTTPResponse(
      status: status, headers: ["Content-Type": "\(type); charset=utf-8"], body: Array(text.utf8))
  }

  /// JSON as PHP writes it: slashes and everything outside ASCII are escaped.
  private static func escaped(_ value: JSONValue) -> String {
    var text = ""
    for scalar in String(decoding: value.bytes, as: UTF8.self).unicodeScalars {
      if scalar == "/" {
        text += "\\/"
      } else if scalar.isASCII {
        text.unicodeScalars.append(scalar)
      } else {
        for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
          let digits = String(unit, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
    return text
  }

  private static func xml(_ value: JSONValue) -> String {
    switch value {
    case .null: ""
    case .bool(let value): value ? "1" : ""
    case .number(let number): number.text
    case .string(let text):
      text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    case .array(let elements): elements.map { "<item>\(xml($0))</item>" }.joined()
    case .object(let object):
      object.members.map { "<\($0.name)>\(xml($0.value))</\($0.name)>" }.joined()
    }
  }
}
