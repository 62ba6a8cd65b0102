// What one provider's stand-in must say of itself.

import HTTP
import Records

/// A provider's API over state in memory.
///
/// It decides what is answered, never when or whether.
protocol StandIn: Sendable {
  var provider: SandboxProvider { get }

  /// The longest request target that the provider's platform lets through, in bytes.
  var targetCap: Int { get }

  func operation(of request: IncomingRequest) -> SandboxOperation

  /// Does what is asked and says what came of it.
  func answer(
    _ request: IncomingRequest, _ operation: SandboxOperation, at now: Timestamp
  ) -> Answer

  /// What is said to bytes that are no request.
  func refuse(_ fault: RequestFault) -> HTTPResponse

  /// Gives back the place that an answered request's key held.
  func release(_ key: String)

  /// Another client adds and deletes links, so many changes in all; what it did is returned.
  func disturb(_ changes: Int, at now: Timestamp) -> LinkTally

  /// The IDs of the links that exist now, in the order in which they were made.
  func forEachID(_ body: (String) -> Void)
  func holds(_ id: String) -> Bool

  /// The link of an ID as the provider shows it.
  func link(_ id: String) -> JSONObject?

  /// The links that exist now as the provider shows them, in the order of the IDs.
  func forEachLink(_ body: (JSONObject) -> Void)
  var linkCount: Int { get }
}

/// A stand-in's answer and what it did.
struct Answer {
  var response: HTTPResponse
  /// The key whose limit counted the request.
  var heldKey: String?
  var tally: LinkTally

  init(_ response: HTTPResponse, heldKey: String? = nil, tally: LinkTally = LinkTally()) {
    self.response = response
    self.heldKey = heldKey
    self.tally = tally
  }
}
