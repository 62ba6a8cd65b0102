// One transfer: an easy handle that serves request after request, and what libcurl calls back.
//
// All of it happens on the loop's thread.

import CLibcurl
import HTTP

/// An easy handle with the job it works on and the answer so far.
final class CurlTransfer {
  let easy: EasyHandle
  private let failure: FailureText
  private let options: TransportOptions
  private var answer: AnswerAssembly

  private(set) var job: Job?
  /// Whether the job was handed to a connection.
  private var wasHandedOver = false
  /// Whether libcurl wanted to hand it over again, by itself.
  private var refusedResend = false

  /// Whether a job got no answer.
  ///
  /// libcurl 7 counts its resends, refused ones too, per handle over all its requests, and gives up a
  /// request when a handle has come to five: such a handle is not to be used again.
  private(set) var isWorn = false

  /// What the handle is set to, so that only what differs is set again.
  private var method: HTTPMethod?
  private var lines: HeaderLines?
  private var headers = HTTPHeaders()
  private var hasBody = false
  private var isRepeatable: Bool?

  init(_ options: TransportOptions) throws(TransportError) {
    let easy = try EasyHandle()
    self.easy = easy
    failure = try FailureText(for: easy)
    self.options = options
    answer = AnswerAssembly(maximumBodyBytes: options.maximumAnswerBytes)
    try easy.configure(options)
    try connectCallbacks()
  }

  /// Readies the handle for a job.
  ///
  /// On an error nothing was sent, and the job is not taken.
  func take(_ job: Job) throws(TransportError) {
    do {
      try prepare(job.request)
    } catch {
      // Whatever the handle holds now is not to be relied on for the next request.
      method = nil
      lines = nil
      isRepeatable = nil
      throw error
    }
    failure.clear()
    answer.restart()
    wasHandedOver = false
    refusedResend = false
    self.job = job
  }

  /// Gives the job back with its answer, once libcurl is done with the handle.
  func finish(_ code: CURLcode) -> (Job, Job.Answer)? {
    guard let job else { return nil }
    defer { drop() }
    if code == CURLE_OK, let response = answer.takeResponse() { return (job, .success(response)) }
    isWorn = true
    return (job, .failure(error(code)))
  }

  /// Gives the job back early, for a reason that is not libcurl's.
  func abandon(_ kind: TransportError.Kind, detail: String) -> (Job, Job.Answer)? {
    guard let job else { return nil }
    defer { drop() }
    isWorn = true
    let error = TransportError(kind, mayHaveReachedServer: wasHandedOver, detail: detail)
    return (job, .failure(error))
  }

  private func drop() {
    job = nil
    answer.restart()
  }

  private func error(_ code: CURLcode) -> TransportError {
    func error(_ kind: TransportError.Kind, _ detail: String) -> TransportError {
      TransportError(kind, mayHaveReachedServer: wasHandedOver, detail: detail)
    }
    if answer.isTooLarge { return error(.tooLarge, "The answer is larger than the cap") }
    // Where it was handed over, a connection that cannot be made is one for a resend.
    if refusedResend || wasHandedOver && code.isFromConnecting {
      var dead = error(.closed, "The connection was closed before the first byte of an answer")
      dead.metDeadConnection = true
      return dead
    }
    // libcurl takes a head that is cut off for an answer without a body.
    if code == CURLE_OK { return error(.closed, "The connection was closed inside the headers") }
    return error(.init(code, wasHandedOver: wasHandedOver), failure.words(for: code))
  }

  // What goes out.

  private func prepare(_ request: HTTPRequest) throws(TransportError) {
    try RequestCheck.check(request)
    if method != request.method {
      try easy.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
      method = request.method
    }
    // The target goes out byte for byte, where a URL would be taken apart and put together again.
    try easy.set(CURLOPT_REQUEST_TARGET, options.base.prefix + request.target)
    if lines == nil || headers != request.headers {
      let new = try RequestCheck.lines(for: request.headers)
      try easy.set(new)
      (lines, headers) = (new, request.headers)
    }
    try prepareBody(of: request)
    if isRepeatable != request.isRepeatable {
      try easy.share(request.isRepeatable && options.base.isEncrypted)
      isRepeatable = request.isRepeatable
    }
  }

  private func prepareBody(of request: HTTPRequest) throws(TransportError) {
    if let body = request.body {
      try easy.setBody(body)
      hasBody = true
      return
    }
    switch request.method {
    case .post, .put, .patch:
      // These say that their body is empty (`Content-Length: 0`), as RFC 9110, 8.6 asks.
      try easy.setBody([])
      hasBody = true
    case .get, .delete:
      // An empty one first, so that the last request's body does not stay in memory.
      if hasBody { try easy.setBody([]) }
      try easy.set(CURLOPT_HTTPGET, 1)
      hasBody = false
    }
  }

  // What libcurl calls.

  private func connectCallbacks() throws(TransportError) {
    // Unretained: the loop keeps this object until the handle is removed from its multi handle, and the
    // callbacks run only while it is in one, on the loop's own thread.
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    try unsafe easy.set(CURLOPT_PRIVATE, context: context)
    try unsafe easy.set(CURLOPT_WRITEDATA, context: context)
    try unsafe easy.set(CURLOPT_HEADERDATA, context: context)
    try unsafe easy.set(CURLOPT_PREREQDATA, context: context)
    try unsafe easy.set(CURLOPT_WRITEFUNCTION, callback: receiveBody)
    try unsafe easy.set(CURLOPT_HEADERFUNCTION, callback: receiveHeaderLine)
    try unsafe easy.set(prerequest: handOver)
  }

  /// Lets libcurl put the request on a connection, or not.
  ///
  /// This is called with a connection ready and before the request's first byte, every time: so also
  /// when libcurl would send a request again, because a kept-alive connection turned out to be dead, a
  /// stream was refused, or the server wants HTTP/1.1. That stops here, whatever the request: nobody
  /// would know of it, and a change that was made may hide its own link from a second try.
  fileprivate func allowsHandover() -> Bool {
    refusedResend = wasHandedOver
    wasHandedOver = true
    return !refusedResend
  }

  @unsafe fileprivate func receive(headerLine line: UnsafeRawBufferPointer) -> Bool {
    unsafe answer.append(headerLine: line)
  }

  @unsafe fileprivate func receive(body bytes: UnsafeRawBufferPointer) -> Bool {
    unsafe answer.append(body: bytes)
  }

  /// The transfer behind a context pointer that `connectCallbacks` set.
  @unsafe static func from(_ context: UnsafeMutableRawPointer) -> CurlTransfer {
    unsafe Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
  }
}

// libcurl documents `size` as always 1, the bytes as valid during the call, and any other result than
// their count as the wish to end the transfer.

@unsafe private func receiveHeaderLine(
  _ bytes: UnsafeMutablePointer<CChar>, _ size: Int, _ count: Int,
  _ context: UnsafeMutableRawPointer
) -> Int {
  let line = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
  return unsafe CurlTransfer.from(context).receive(headerLine: line) ? count : 0
}

@unsafe private func receiveBody(
  _ bytes: UnsafeMutablePointer<CChar>, _ size: Int, _ count: Int,
  _ context: UnsafeMutableRawPointer
) -> Int {
  let body = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
  return unsafe CurlTransfer.from(context).receive(body: body) ? count : 0
}

@unsafe private func handOver(
  _ context: UnsafeMutableRawPointer, _ remote: UnsafeMutablePointer<CChar>?,
  _ local: UnsafeMutablePointer<CChar>?, _ remotePort: Int32, _ localPort: Int32
) -> Int32 {
  unsafe CurlTransfer.from(context).allowsHandover() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}
