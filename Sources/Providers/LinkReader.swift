// What a provider says of reading one link.

package import HTTP
package import Records

/// A read of one link by its ID.
package protocol LinkReader: Sendable {
  func request(for id: LinkID) -> HTTPRequest

  /// The link, `nil` when there is none.
  func read(_ response: HTTPResponse, for id: LinkID) -> Answer<JSONObject?>
}
