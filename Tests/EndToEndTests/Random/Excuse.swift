// Why a row may fail although nothing is wrong with it. Each cause is drawn with the case, and leaves words of its
// own in the result: a row that gives no words of a cause that was drawn has no excuse.

import Sandbox
import TestSupport

/// What befell the request of a row that has failed.
enum Excuse: CaseIterable {
  /// The provider's refusal that the weather makes up.
  case drawnRefusal
  /// The key is refused, and the run ends.
  case keyRefused
  /// Answers fail, and nothing may be sent again.
  case impatience
  /// Reads fail, and what cannot be looked at is left as it is.
  case spoiltRead
  /// A success that is none, of a request that was not carried out.
  case feigned

  func isPossible(in drawn: RandomCase) -> Bool {
    let weather = drawn.weather
    switch self {
    case .drawnRefusal: return weather.refuses
    case .keyRefused: return weather.stops
    case .impatience: return drawn.isImpatient && !weather.rules.isEmpty
    case .spoiltRead: return weather.spoilsReads
    case .feigned: return weather.feigns
    }
  }

  /// Whether the words of a result are those of this cause.
  func fits(_ result: LinkReport) -> Bool {
    let code = result.code ?? ""
    switch self {
    case .drawnRefusal: return result.message?.contains("drawn") ?? false
    case .keyRefused: return ["unauthorized", "http_401"].contains(code)
    case .impatience: return Self.isOfTheWay(code)
    case .spoiltRead:
      return Self.isOfTheWay(code) || ["not_backed_up", "not_listed"].contains(code)
    case .feigned:
      return Self.isOfTheWay(code) || ["not_in_answer", "still_there", "not_seen"].contains(code)
    }
  }

  /// Codes that tell of the way between both, not of the row.
  private static func isOfTheWay(_ code: String) -> Bool {
    let words = [
      "connection_closed", "connection_failed", "timed_out", "unreadable_answer", "answer_lost",
      "answer_malformed", "internal_server_error", "transport_error", "cancelled", "interrupted",
    ]
    return words.contains(code) || code.hasPrefix("http_5") || code == "http_404"
  }
}

extension RandomTruth {
  /// Whether something that was drawn explains why a row has failed with which nothing is wrong.
  func isExcused(_ result: LinkReport) -> Bool {
    Excuse.allCases.contains { $0.isPossible(in: drawn) && $0.fits(result) }
  }
}
