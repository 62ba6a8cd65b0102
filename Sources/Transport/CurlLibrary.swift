// libcurl as a whole: readied once for the process, and which one it is.

import CLibcurl

/// The library that does the work.
enum CurlLibrary {
  /// Readies libcurl on first use and gives the result ever after; Swift runs this once, on any thread.
  static let start: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
}

/// Name and version of the libcurl that is in use, and of its TLS and HTTP/2 libraries.
package func libcurlVersion() -> String {
  // A static record with terminated strings; the argument asks for the fields that are read here.
  guard let info = unsafe curl_version_info(CURLVERSION_SIXTH)?.pointee else { return "libcurl" }
  var parts = unsafe ["libcurl/" + String(cString: info.version)]
  if let tls = unsafe info.ssl_version { unsafe parts.append(String(cString: tls)) }
  if unsafe info.age.rawValue >= CURLVERSION_SIXTH.rawValue, let http2 = unsafe info.nghttp2_version
  {
    unsafe parts.append("nghttp2/" + String(cString: http2))
  }
  return parts.joined(separator: " ")
}
