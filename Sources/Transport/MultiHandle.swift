// libcurl's multi handle: many transfers and their connections, driven by one thread.

import CLibcurl

/// A multi handle, made by one thread and then used by one other.
///
/// Sendable since it is passed on once, before use; only `wake`, which libcurl allows on any thread,
/// is called from elsewhere. Whoever owns it frees it, after the last such call.
@safe struct MultiHandle: @unchecked Sendable {
  private let pointer: UnsafeMutableRawPointer

  /// Makes a handle that multiplexes and keeps as many idle connections as may be in use at once.
  init(connections: Int) throws(TransportError) {
    guard CurlLibrary.start == CURLE_OK, let pointer = unsafe curl_multi_init() else {
      throw TransportError(.other, mayHaveReachedServer: false, detail: "libcurl does not start")
    }
    unsafe self.pointer = pointer
    let results = unsafe [
      linkctl_multi_set_long(pointer, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX)),
      linkctl_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, connections),
    ]
    for code in results where code != CURLM_OK {
      unsafe curl_multi_cleanup(pointer)
      throw Self.error(code)
    }
  }

  func free() { unsafe curl_multi_cleanup(pointer) }

  /// Ends the sleep that the loop is in, or its next one.
  ///
  /// The result is not looked at: the pipe being full means that a wake-up is there already, and a
  /// loop without a pipe sleeps `longestSleep` at most.
  func wake() { unsafe curl_multi_wakeup(pointer) }

  func add(_ easy: EasyHandle) throws(TransportError) {
    try check(unsafe curl_multi_add_handle(pointer, easy.pointer))
  }

  func remove(_ easy: EasyHandle) throws(TransportError) {
    try check(unsafe curl_multi_remove_handle(pointer, easy.pointer))
  }

  /// Does whatever can be done at once.
  func perform() throws(TransportError) {
    var running: Int32 = 0
    try check(unsafe curl_multi_perform(pointer, &running))
  }

  /// Sleeps until a connection stirs, a time-out is due or somebody wakes it.
  func sleep() throws(TransportError) {
    try check(unsafe curl_multi_poll(pointer, nil, 0, Self.longestSleep, nil))
  }

  /// The context and the result of a transfer that is over, one at a time.
  @unsafe func nextDone() -> (context: UnsafeMutableRawPointer, code: CURLcode)? {
    var code = CURLE_OK
    while let easy = unsafe linkctl_multi_next_done(pointer, &code) {
      if let context = unsafe linkctl_easy_private(easy) { return unsafe (context, code) }
    }
    return nil
  }

  private static let longestSleep: Int32 = 10_000

  private func check(_ code: CURLMcode) throws(TransportError) {
    guard code == CURLM_OK else { throw Self.error(code) }
  }

  private static func error(_ code: CURLMcode) -> TransportError {
    let reason = unsafe String(cString: curl_multi_strerror(code))
    return TransportError(.other, mayHaveReachedServer: false, detail: reason)
  }
}
