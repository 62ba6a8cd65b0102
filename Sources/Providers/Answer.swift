// What an answer means, whatever was asked. Every provider reads its answers into these few cases, and
// the engine knows no others.

import HTTP

/// An answer, read.
package enum Answer<Content: Sendable>: Sendable {
  /// What was asked for.
  case content(Content)
  /// Refused whole, nothing done, because of some row; its index in the batch where it is named.
  case refused(Refusal, at: Int? = nil)
  /// Refused whole, nothing done, because there was too much in one request.
  case tooLarge(Refusal)
  /// Refused whole, nothing done, because the quota does not suffice for all of it.
  case overQuota(Refusal)
  /// A rate limit; nothing done. The body may say how many seconds to wait.
  case rateLimited(retryAfter: Double?)
  /// Nothing that follows can succeed.
  case stop(Stop)
  /// Not in the provider's form, as somebody on the way may answer once: what it says holds if nobody else answers.
  case stray(Stop)
  /// The server failed, or its answer cannot be read: it may have acted.
  case fault(Refusal)
  /// The server failed and says that nothing was done; the same request may succeed a little later.
  case notDone(Refusal)
}

/// Why nothing that follows can succeed.
package enum Stop: Sendable, Equatable {
  /// The key is unknown, expired, or lacks a permission.
  case keyRefused(Refusal)
  /// A quota is used up, which no short wait mends.
  case quotaUsedUp(Refusal)
  /// Refused in a way that no row explains.
  case refused(Refusal)
  /// Whoever answers there is not the provider's API.
  case wrongAddress(Refusal)
  /// A redirect, which is not followed since it would carry the key away.
  case redirected(to: String)
}

extension Stop {
  /// What was said, as the detail of the rows that the request carried.
  package var refusal: Refusal {
    switch self {
    case .keyRefused(let why), .quotaUsedUp(let why), .refused(let why), .wrongAddress(let why):
      why
    case .redirected(let address): Refusal("redirected", "redirected to \(address)")
    }
  }

  /// The same with other words.
  func mapRefusal(_ transform: (Refusal) -> Refusal) -> Stop {
    switch self {
    case .keyRefused(let why): .keyRefused(transform(why))
    case .quotaUsedUp(let why): .quotaUsedUp(transform(why))
    case .refused(let why): .refused(transform(why))
    case .wrongAddress(let why): .wrongAddress(transform(why))
    case .redirected(let address):
      .redirected(to: transform(Refusal("redirected", address)).message)
    }
  }
}

extension Answer {
  /// Why the server failed, and whether it may have acted; `nil` where it did not fail.
  package var failure: (why: Refusal, mayHaveActed: Bool)? {
    switch self {
    case .fault(let why): (why, true)
    case .notDone(let why): (why, false)
    default: nil
    }
  }

  /// The same answer with other content.
  package func map<Other>(_ transform: (Content) -> Other) -> Answer<Other> {
    flatMap { .content(transform($0)) }
  }

  /// The same answer, or another one in place of its content.
  package func flatMap<Other>(_ transform: (Content) -> Answer<Other>) -> Answer<Other> {
    switch self {
    case .content(let content): transform(content)
    case .refused(let why, let index): .refused(why, at: index)
    case .overQuota(let why): .overQuota(why)
    case .tooLarge(let why): .tooLarge(why)
    case .rateLimited(let seconds): .rateLimited(retryAfter: seconds)
    case .stop(let stop): .stop(stop)
    case .stray(let stop): .stray(stop)
    case .fault(let why): .fault(why)
    case .notDone(let why): .notDone(why)
    }
  }

  /// The same answer with other words.
  package func mapRefusal(_ transform: (Refusal) -> Refusal) -> Answer {
    switch self {
    case .content, .rateLimited: self
    case .refused(let why, let index): .refused(transform(why), at: index)
    case .overQuota(let why): .overQuota(transform(why))
    case .tooLarge(let why): .tooLarge(transform(why))
    case .fault(let why): .fault(transform(why))
    case .notDone(let why): .notDone(transform(why))
    case .stop(let stop): .stop(stop.mapRefusal(transform))
    case .stray(let stop): .stray(stop.mapRefusal(transform))
    }
  }

  /// What follows from the status of an answer that is no success, at any provider.
  ///
  /// `refusal` is the provider's error as its own envelope has it, `nil` when the body is not in that
  /// form. A provider handles its own meanings first and leaves the rest to this. A lone answer of somebody on the
  /// way is no reason to stop a run.
  package static func failure(_ reply: Reply, _ refusal: Refusal?) -> Answer {
    let words = refusal ?? reply.unexpected
    switch reply.status {
    case 300..<400:
      return .stray(.redirected(to: String((reply.headers["Location"] ?? "nowhere").prefix(300))))
    case 403 where refusal == nil: return .stray(.keyRefused(words))
    case 401, 403, 407: return .stop(.keyRefused(words))
    case 404, 405:
      return refusal == nil ? .stray(.wrongAddress(words)) : .stop(.wrongAddress(words))
    case 413, 414, 431: return .tooLarge(words)
    case 429: return .rateLimited(retryAfter: nil)
    case 408, 425: return .fault(words)
    case 400, 409, 410, 422: return refusal.map { .refused($0) } ?? .stray(.refused(words))
    case 400..<500: return refusal == nil ? .stray(.refused(words)) : .stop(.refused(words))
    default: return .fault(words)
    }
  }

  /// A success whose body is not what was promised: it happened, but what did cannot be told.
  package static func unreadable(_ reply: Reply) -> Answer {
    .fault(Refusal("unreadable_answer", reply.unexpected.message))
  }
}

extension Refusal {
  /// Links came that were not asked for, so the answer proves nothing, and asking again will not help.
  static let filterIgnored = Refusal(
    "filter_ignored", "the list has links that were not asked for")
}
