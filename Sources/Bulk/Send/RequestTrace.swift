// What `-v` tells of a request. It holds no header, so no key.

package import HTTP

/// One request and what came of it.
package struct RequestTrace: Sendable {
  package enum End: Sendable {
    case status(Int)
    /// A transport error, by its fixed code.
    case error(String)
  }

  package var method: HTTPMethod
  package var target: String
  package var end: End
  package var took: Duration
}
