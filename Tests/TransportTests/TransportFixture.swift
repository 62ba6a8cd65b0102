// What the tests of the transport share.

import HTTP
import TestSupport
import Testing
import Transport

/// A transport to an address, with time-outs that only a broken test reaches.
func makeTransport(
  to url: String, _ change: (inout TransportOptions) -> Void = { _ in }
) throws -> CurlTransport {
  var options = TransportOptions(base: try BaseURL(url))
  options.connectTimeout = Patience.limit
  options.totalTimeout = Patience.limit
  options.longestIdle = Patience.limit
  change(&options)
  return try CurlTransport(options)
}

extension HTTPRequest {
  static func get(_ target: String = "/", headers: HTTPHeaders = [:]) -> HTTPRequest {
    HTTPRequest(.get, target, headers: headers, isRepeatable: true)
  }

  /// A request that must not be sent twice.
  static func create(_ target: String = "/", body: String? = "{}") -> HTTPRequest {
    HTTPRequest(
      .post, target, headers: ["Content-Type": "application/json"],
      body: body.map { [UInt8]($0.utf8) }, isRepeatable: false)
  }
}

extension HTTPResponse {
  var text: String { String(decoding: body, as: UTF8.self) }
}

/// The error that a request ends with; an answer instead of it is a failure of the test.
func failure(
  of request: HTTPRequest, over transport: CurlTransport,
  sourceLocation: SourceLocation = #_sourceLocation
) async -> TransportError? {
  do throws(TransportError) {
    let response = try await transport.send(request)
    Issue.record("an answer came: \(response.status)", sourceLocation: sourceLocation)
    return nil
  } catch {
    return error
  }
}
