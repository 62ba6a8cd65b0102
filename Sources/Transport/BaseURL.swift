// The address that requests go to, checked once and by the parser that will use it.

import CLibcurl
import Glibc
import HTTP

/// Why a text is not a base URL.
package enum BaseURLError: Error, Sendable, Equatable {
  /// It is not an absolute URL; the detail is libcurl's.
  case malformed(detail: String)
  /// Neither `https` nor `http`.
  case unsupportedScheme(String)
  /// `http` to a host that is not this machine, nor, where that is allowed, of a private network.
  case plainTextBeyondLoopback(host: String)
  /// A user name or a password in front of the host.
  case hasCredentials
  case hasQuery
  case hasFragment
}

/// Scheme, host, port and path prefix of a server's API.
///
/// The scheme is `https`; `http` is taken only with a loopback address, and with one of a private network where the
/// user says so, since a key goes with each request.
package struct BaseURL: Sendable, Hashable, CustomStringConvertible {
  /// Scheme, host and, where it is not the scheme's own, port.
  package let origin: String

  /// The host as in the URL, an IPv6 address in its brackets.
  package let host: String

  /// The path in front of every target: empty, or it begins with a slash and does not end with one.
  package let prefix: String

  /// Whether the host is this machine: `localhost`, 127.0.0.0/8 or `::1`.
  package let isLoopback: Bool

  /// Whether the scheme is `https`.
  package let isEncrypted: Bool

  package var description: String { origin + prefix }

  /// Parses an absolute URL with libcurl's own parser.
  ///
  /// Host names may be international. An IPv4 address is brought into its usual form first, so `127.1`
  /// is loopback.
  package init(_ text: String, allowsPlainNearby: Bool = false) throws(BaseURLError) {
    let url = try ParsedURL(text)
    let scheme = url.part(CURLUPART_SCHEME) ?? ""
    guard scheme == "https" || scheme == "http" else { throw .unsupportedScheme(scheme) }
    guard url.part(CURLUPART_USER) == nil, url.part(CURLUPART_PASSWORD) == nil else {
      throw .hasCredentials
    }
    guard url.part(CURLUPART_QUERY) == nil, !text.utf8.contains(UInt8(ascii: "?")) else {
      throw .hasQuery
    }
    guard url.part(CURLUPART_FRAGMENT) == nil, !text.utf8.contains(UInt8(ascii: "#")) else {
      throw .hasFragment
    }
    // libcurl also takes one slash or three, and finds the host in what was meant as a path.
    let rest = text.dropFirst(scheme.count)
    guard let host = url.part(CURLUPART_HOST), rest.hasPrefix("://"), !rest.hasPrefix(":///") else {
      throw .malformed(detail: "No host part in the URL")
    }
    let isLoopback = Self.isLoopback(host)
    let isNear = isLoopback || allowsPlainNearby && PrivateHost.isPrivate(host)
    guard scheme == "https" || isNear else { throw .plainTextBeyondLoopback(host: host) }
    let port = url.part(CURLUPART_PORT, flags: CURLU_NO_DEFAULT_PORT).map { ":" + $0 } ?? ""
    var path = url.part(CURLUPART_PATH) ?? ""
    while path.hasSuffix("/") { path.removeLast() }
    self.origin = scheme + "://" + host + port
    self.host = host
    self.prefix = path
    self.isLoopback = isLoopback
    self.isEncrypted = scheme == "https"
  }

  private static func isLoopback(_ host: String) -> Bool {
    if host.lowercased() == "localhost" { return true }
    var v4 = in_addr()
    if unsafe inet_pton(AF_INET, host, &v4) == 1 {
      return UInt32(bigEndian: v4.s_addr) >> 24 == 127
    }
    guard host.hasPrefix("["), host.hasSuffix("]") else { return false }
    var v6 = in6_addr()
    guard unsafe inet_pton(AF_INET6, String(host.dropFirst().dropLast()), &v6) == 1 else {
      return false
    }
    // Any spelling of ::1 has these sixteen bytes.
    return unsafe withUnsafeBytes(of: v6) { bytes in
      unsafe bytes.last == 1 && bytes.dropLast().allSatisfy { $0 == 0 }
    }
  }
}

/// A URL in libcurl's hands.
@safe private final class ParsedURL {
  // Made in `init` and freed in `deinit`; the handle never leaves this object.
  private let handle: OpaquePointer

  init(_ text: String) throws(BaseURLError) {
    guard let handle = unsafe curl_url() else { throw .malformed(detail: "Out of memory") }
    unsafe self.handle = handle
    // A NUL would end the text early for libcurl.
    guard !text.utf8.contains(0) else {
      throw .malformed(detail: "Malformed input to a URL function")
    }
    let flags = UInt32(CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE)
    let code = unsafe curl_url_set(handle, CURLUPART_URL, text, flags)
    guard code == CURLUE_OK else {
      throw unsafe .malformed(detail: String(cString: curl_url_strerror(code)))
    }
  }

  deinit { unsafe curl_url_cleanup(handle) }

  /// A part of the URL, or nothing where the URL has none.
  func part(_ part: CURLUPart, flags: Int32 = 0) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard unsafe curl_url_get(handle, part, &text, UInt32(flags)) == CURLUE_OK else { return nil }
    // libcurl gives a terminated copy that is ours to free.
    defer { unsafe curl_free(text) }
    return unsafe text.map { unsafe String(cString: $0) }
  }
}
