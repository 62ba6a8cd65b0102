// What every request of a transport has in common. The safety rules are all here, and none of them
// has a switch.

import CLibcurl

extension EasyHandle {
  /// Sets everything that does not change from request to request.
  func configure(_ options: TransportOptions) throws(TransportError) {
    try restrict(to: options.base)
    try verify(with: options.trust)
    try set(CURLOPT_URL, options.base.description)
    try set(CURLOPT_PATH_AS_IS, 1)
    try set(CURLOPT_USERAGENT, options.userAgent)
    // Empty means: every content encoding that this libcurl can undo.
    try set(CURLOPT_ACCEPT_ENCODING, "")
    try set(CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(options.connectTimeout))
    try set(CURLOPT_TIMEOUT_MS, Self.milliseconds(options.totalTimeout))
    try set(CURLOPT_MAXAGE_CONN, Int(clamping: options.longestIdle.components.seconds))
    // Time-outs must not use signals in a program with threads.
    try set(CURLOPT_NOSIGNAL, 1)
    try leaveResolver()
    // A server may think for a minute, and middleboxes drop connections that seem idle.
    try set(CURLOPT_TCP_KEEPALIVE, 1)
  }

  /// Sets whether a request may share an HTTP/2 connection with others, where the server speaks it.
  ///
  /// One that may not goes over HTTP/1.1, also kept alive: there a server says in an answer that it is
  /// the connection's last, while an HTTP/2 goodbye crosses with the requests on their way, takes them
  /// all along, and libcurl does not tell those that were refused unseen from those that were lost.
  /// nginx says it after every 1,000 requests.
  func share(_ mayShare: Bool) throws(TransportError) {
    // HTTP/2 is offered in the TLS handshake, so a server that lacks it costs no extra round trip.
    try set(CURLOPT_HTTP_VERSION, Int(mayShare ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1))
    // The first requests wait until it is known whether they can share one connection: a handshake
    // later for a server without HTTP/2, and many handshakes fewer for one with it.
    try set(CURLOPT_PIPEWAIT, mayShare ? 1 : 0)
  }

  private func restrict(to base: BaseURL) throws(TransportError) {
    try set(CURLOPT_PROTOCOLS_STR, base.isEncrypted ? "https" : "http")
    // A redirect would carry the key to another host.
    try set(CURLOPT_FOLLOWLOCATION, 0)
    try set(CURLOPT_HTTP09_ALLOWED, 0)
    try set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
    // Proxies come from the usual variables by libcurl itself. Their own answers are none of ours. A
    // loopback address means this machine, which a proxy on another cannot reach; and plain HTTP would
    // show it the key.
    try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    if base.isLoopback { try set(CURLOPT_NOPROXY, "*") }
  }

  private func verify(with trust: TrustedCertificates) throws(TransportError) {
    try set(CURLOPT_SSL_VERIFYPEER, 1)
    try set(CURLOPT_SSL_VERIFYHOST, 2)
    try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    if let file = trust.file { try set(CURLOPT_CAINFO, file) }
    if let directory = trust.directory { try set(CURLOPT_CAPATH, directory) }
  }

  /// Milliseconds for libcurl, rounded up, since 0 would mean its own default: never, or five minutes.
  static func milliseconds(_ duration: Duration) -> Int {
    let (seconds, attoseconds) = duration.components
    guard seconds >= 0, attoseconds >= 0 else { return 1 }
    guard seconds < 1 << 20 else { return 1 << 30 }
    return max(
      1, Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
  }
}
