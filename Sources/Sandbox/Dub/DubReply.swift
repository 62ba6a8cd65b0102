// Dub's answers: the error envelope and the texts (Dub dossier, sections 1 to 4 and 10).

import HTTP
import Records

/// Answers in Dub's shapes.
enum DubReply {
  static func json(_ value: JSONValue, status: Int = 200) -> HTTPResponse {
    json(bytes: value.bytes, status: status)
  }

  static func json(bytes: [UInt8], status: Int = 200) -> HTTPResponse {
    HTTPResponse(status: status, headers: ["Content-Type": "application/json"], body: bytes)
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

  /// A value that is none of those that its parameter takes.
  static func invalidOption(_ name: String, among names: [String]) -> DubError {
    let names = names.map { "\"\($0)\"" }.joined(separator: "|")
    return unprocessable("invalid_value: \(name): Invalid option: expected one of \(names)")
  }

  static func conflict(_ message: String) -> DubError { DubError(409, "conflict", message) }

  static let invalidJSON = badRequest(
    "Invalid JSON format in request body. Please ensure the request body is a valid JSON object.")
  static let internalError = DubError(
    500, "internal_server_error",
    "An internal server error occurred. Please contact our support if the problem persists.")
  static let duplicateKey = conflict("Duplicate key: This short link already exists.")
  static let duplicateExternalID = conflict(
    "A link with this externalId already exists in this workspace.")
  static let webhooksNeedPlan = forbidden(
    "You can only use webhooks on a Business plan and above. Upgrade to Business to use this feature."
  )

  /// The month's quota: `forbidden` where it is used up, `exceeded_limit` where a batch is too large.
  static func quota(_ quota: Int, on plan: DubPlan, code: String) -> DubError {
    DubError(
      403, code,
      "You've reached your monthly limit of \(quota) links on the \(plan.title) plan. Go yearly for "
        + "12x usage upfront, or upgrade for higher limits.")
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
