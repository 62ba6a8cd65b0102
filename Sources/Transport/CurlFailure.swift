// From libcurl's result codes to what the rest of the program is told.

import CLibcurl

extension TransportError.Kind {
  /// What a result code means.
  ///
  /// `wasHandedOver` says whether the request was given to a connection: before that, a cut is a
  /// connection that was never made (through a proxy, for instance).
  init(_ code: CURLcode, wasHandedOver: Bool) {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
      self = .resolve
    case CURLE_COULDNT_CONNECT, CURLE_PROXY, CURLE_NO_CONNECTION_AVAILABLE, CURLE_INTERFACE_FAILED:
      self = .connect
    case CURLE_SSL_CONNECT_ERROR:
      self = .handshake
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT, CURLE_SSL_ENGINE_NOTFOUND,
      CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_SHUTDOWN_FAILED,
      CURLE_USE_SSL_FAILED:
      self = .tls
    case CURLE_OPERATION_TIMEDOUT:
      self = .timedOut
    case CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR,
      CURLE_SEND_FAIL_REWIND, CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_AGAIN:
      self = wasHandedOver ? .closed : .connect
    case CURLE_FILESIZE_EXCEEDED, CURLcode(100):
      // 100 is CURLE_TOO_LARGE, which headers older than libcurl 8.6 do not name.
      self = .tooLarge
    case CURLE_OUT_OF_MEMORY where wasHandedOver:
      // So libcurl 7 calls a header line of more than 100 KB.
      self = .tooLarge
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING,
      CURLE_WRITE_ERROR:
      self = wasHandedOver ? .malformed : .connect
    default:
      self = .other
    }
  }
}

extension CURLcode {
  /// Whether it is about a connection that was still to be made.
  var isFromConnecting: Bool {
    switch self {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT,
      CURLE_PROXY, CURLE_NO_CONNECTION_AVAILABLE, CURLE_INTERFACE_FAILED, CURLE_SSL_CONNECT_ERROR:
      true
    default: false
    }
  }
}

/// The room where libcurl writes its own words about a failure.
@safe final class FailureText {
  private let buffer: UnsafeMutablePointer<CChar>

  init(for easy: EasyHandle) throws(TransportError) {
    unsafe buffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe buffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    // The owner of both keeps this object until after the handle's last use.
    try unsafe easy.set(CURLOPT_ERRORBUFFER, context: buffer)
  }

  deinit { unsafe buffer.deallocate() }

  func clear() { unsafe buffer.pointee = 0 }

  /// What was written, or libcurl's name for the code; control characters made harmless.
  func words(for code: CURLcode) -> String {
    // libcurl terminates what it writes within CURL_ERROR_SIZE, and its code names are static.
    let written = unsafe String(cString: buffer)
    let text = unsafe written.isEmpty ? String(cString: curl_easy_strerror(code)) : written
    return String(String.UnicodeScalarView(text.unicodeScalars.map(Self.printable)))
  }

  private static func printable(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: " "
    default: scalar
    }
  }
}
