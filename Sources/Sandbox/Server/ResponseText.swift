// Responses into bytes. The only place that decides a response's framing.

import HTTP

/// A response as it goes on the wire.
enum ResponseText {
  /// Adds head and body.
  ///
  /// A body is left out where HTTP forbids one (204, 304, an answer to HEAD), its length is not.
  static func write(
    _ response: HTTPResponse, toHead isHead: Bool = false, keepsAlive: Bool, date: String,
    to bytes: inout [UInt8]
  ) {
    let hasBody = response.status != 204 && response.status != 304
    add("HTTP/1.1 \(response.status) \(reason(of: response.status))\r\nDate: \(date)", to: &bytes)
    for field in response.headers.fields {
      bytes.append(contentsOf: "\r\n".utf8)
      bytes.append(contentsOf: field.name.utf8)
      bytes.append(contentsOf: ": ".utf8)
      bytes.append(contentsOf: field.value.utf8)
    }
    if hasBody { add("\r\nContent-Length: \(response.body.count)", to: &bytes) }
    add(keepsAlive ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n", to: &bytes)
    if hasBody, !isHead { bytes.append(contentsOf: response.body) }
  }

  /// What is said to a client that waits before it sends a body (`Expect: 100-continue`).
  static let interim = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

  private static func add(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: text.utf8)
  }

  private static func reason(of status: Int) -> String {
    reasons[status] ?? "Status \(status)"
  }

  private static let reasons = [
    200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 301: "Moved Permanently",
    302: "Found", 303: "See Other", 304: "Not Modified", 307: "Temporary Redirect",
    308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
    404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout", 409: "Conflict",
    410: "Gone", 413: "Content Too Large", 414: "URI Too Long", 422: "Unprocessable Content",
    429: "Too Many Requests", 431: "Request Header Fields Too Large",
    500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
    503: "Service Unavailable", 504: "Gateway Timeout", 505: "HTTP Version Not Supported",
  ]
}
