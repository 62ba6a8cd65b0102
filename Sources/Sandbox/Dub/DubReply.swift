// Dub's answers: the error envelope and the texts (Dub dossier, sections 1.5, 2, 3, 4 and 10).

import HTTP
import Records

/// Answers in Dub's shapes.
enum DubReply {
  static func json(_ value: JSONValue, status: Int = 200) -> HTTPResponse {
    var body: [UInt8] = []
    value.write(to: &body)
    return HTTPResponse(
      status: status, headers: ["Content-Type": "application/json"], body: body)
  }

  /// An answer of the platform in front of Dub, which knows nothing of the envelope.
  static func page(_ status: Int, _ text: String) -> HTTPResponse {
    let page = "<!DOCTYPE html>\n<html><head><title>\(status)</title></head>"
    return HTTPResponse(
      status: status, headers: ["Content-Type": "text/html; charset=utf-8"],
      body: Array("\(page)<body><h1>\(text)</h1></body></html>\n".utf8))
  }

  static func unauthorized(_ message: String) -> DubError {
    DubError(401, "unauthorized", message)
  }

  static func badRequest(_ message: String) -> DubError { DubError(400, "bad_request", message) }
  static func forbidden(_ message: String) -> DubError { DubError(403, "forbidden", message) }
  static func notFound(_ message: String) -> DubError { DubError(404, "not_found", message) }

  static func unprocessable(_ message: String) -> DubError {
    DubError(422, "unprocessable_entity", message)
  }

  static let linkNotFound = notFound("Link not found.")
  static let folderNotFound = notFound("Folder not found.")
  static let folderForbidden = forbidden(
    "You are not allowed to perform this action on this folder.")
  static let foreignLink = unauthorized(
    "Link does not belong to workspace \(DubLink.ownWorkspace).")
  static let rootLink = forbidden(
    "You can't delete a custom domain link. You can delete the domain instead.")
  static let rateLimited = DubError(429, "rate_limit_exceeded", "Too many requests.")
  static let noLinkIDs = badRequest(
    "Please provide linkIds to delete. You may use `linkId` or `externalId` prefixed with `ext_` "
      + "as comma separated values.")
}

/// An error in Dub's envelope.
struct DubError: Error {
  var status: Int
  var code: String
  var message: String

  init(_ status: Int, _ code: String, _ message: String) {
    self.status = status
    self.code = code
    self.message = message
  }

  var response: HTTPResponse {
    let page = "https://dub.co/docs/api-reference/errors#"
    // Dub replaces the first underscore alone.
    let words = code.split(separator: "_", maxSplits: 1)
    return DubReply.json(
      [
        "error": [
          "code": .string(code), "message": .string(message),
          "doc_url": .string(page + words.joined(separator: "-")),
        ]
      ], status: status)
  }
}
