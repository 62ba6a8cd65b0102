// One easy handle of libcurl, with its options typed. No result code is ignored.

import CLibcurl

/// Owns an easy handle; to be used by one thread at a time.
///
/// The pointer stays valid as long as this object, and libcurl copies every string it is given.
@safe final class EasyHandle {
  let pointer: UnsafeMutableRawPointer

  init() throws(TransportError) {
    guard CurlLibrary.start == CURLE_OK, let pointer = unsafe curl_easy_init() else {
      throw TransportError(.other, mayHaveReachedServer: false, detail: "libcurl does not start")
    }
    unsafe self.pointer = pointer
  }

  deinit { unsafe curl_easy_cleanup(pointer) }

  func set(_ option: CURLoption, _ value: Int) throws(TransportError) {
    try check(unsafe linkctl_easy_set_long(pointer, option, value), option)
  }

  func set(_ option: CURLoption, offset value: Int) throws(TransportError) {
    try check(unsafe linkctl_easy_set_offset(pointer, option, curl_off_t(value)), option)
  }

  func set(_ option: CURLoption, _ value: String) throws(TransportError) {
    try check(unsafe linkctl_easy_set_string(pointer, option, value), option)
  }

  /// Gives a body, which libcurl copies; it makes the request one that has a body, if an empty one.
  func setBody(_ body: [UInt8]) throws(TransportError) {
    try set(CURLOPT_POSTFIELDSIZE_LARGE, offset: body.count)
    // An empty array may have no address, and a null pointer would mean: ask a callback for the body.
    guard !body.isEmpty else { return try set(CURLOPT_COPYPOSTFIELDS, "") }
    let code = unsafe body.withUnsafeBytes { bytes in
      unsafe linkctl_easy_set_string(
        pointer, CURLOPT_COPYPOSTFIELDS, bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
    }
    try check(code, CURLOPT_COPYPOSTFIELDS)
  }

  /// Sets something that libcurl keeps the address of and does not look into.
  ///
  /// What is pointed to must outlive the handle.
  @unsafe func set(_ option: CURLoption, context: UnsafeMutableRawPointer) throws(TransportError) {
    try check(unsafe linkctl_easy_set_pointer(pointer, option, context), option)
  }

  @unsafe func set(
    _ option: CURLoption, callback: @escaping linkctl_data_callback
  ) throws(TransportError) {
    try check(unsafe linkctl_easy_set_data_callback(pointer, option, callback), option)
  }

  @unsafe func set(prerequest: @escaping linkctl_prerequest_callback) throws(TransportError) {
    try check(
      unsafe linkctl_easy_set_prerequest_callback(pointer, prerequest), CURLOPT_PREREQFUNCTION)
  }

  /// Sets the header lines; the list must stay until it is replaced or the handle is gone.
  func set(_ lines: HeaderLines) throws(TransportError) {
    try check(
      unsafe linkctl_easy_set_list(pointer, CURLOPT_HTTPHEADER, lines.list), CURLOPT_HTTPHEADER)
  }

  /// Lets a transfer that is given up leave a name look-up behind instead of waiting for it.
  func leaveResolver() throws(TransportError) {
    try check(unsafe linkctl_easy_leave_resolver(pointer), CURLOPT_NOSIGNAL)
  }

  private func check(_ code: CURLcode, _ option: CURLoption) throws(TransportError) {
    guard code != CURLE_OK else { return }
    let reason = unsafe String(cString: curl_easy_strerror(code))
    throw TransportError(
      .other, mayHaveReachedServer: false, detail: "libcurl option \(option.rawValue): \(reason)")
  }
}

/// A list of header lines in libcurl's form, freed with this object.
@safe final class HeaderLines {
  fileprivate private(set) var list: UnsafeMutablePointer<curl_slist>?

  func append(_ line: String) throws(TransportError) {
    // The line is copied; on failure the old list is left as it was.
    guard let longer = unsafe curl_slist_append(list, line) else {
      throw TransportError(.other, mayHaveReachedServer: false, detail: "Out of memory")
    }
    unsafe list = longer
  }

  deinit { unsafe curl_slist_free_all(list) }
}
