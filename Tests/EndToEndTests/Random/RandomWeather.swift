// What may befall the requests of a case, and what results may say because of it.

import Sandbox
import TestSupport

/// Faults of a stand-in, with what they excuse.
struct RandomWeather {
  /// Rules as the sandbox's `--fault` takes them.
  private(set) var rules: [String] = []
  /// Changes may be carried out without an answer that says so.
  private(set) var losesChanges = false
  /// Reads may fail again and again.
  private(set) var spoilsReads = false
  /// Rows may be refused although nothing is wrong with them.
  private(set) var refuses = false
  /// A success may be answered for what was not done.
  private(set) var feigns = false
  /// Changes may be carried out long after they were given up.
  private(set) var isLate = false
  /// The run may be ended by an answer.
  private(set) var stops = false
  /// Requests may time out, of which the sandbox never counts those that did not reach it.
  private(set) var hangs = false

  /// Calm for a third of the cases; the faults of a case take a fifth of its requests at most.
  init(
    for operation: RandomOperation, at provider: SandboxProvider,
    using random: inout SeededGenerator
  ) {
    guard random.chance(67) else { return }
    for _ in 0..<random.number(1...3) { addFault(of: provider, using: &random) }
    guard operation == .create, random.chance(25) else { return }
    (losesChanges, isLate) = (true, true)
    rules.append(
      "create after=\(random.number(0...5)) first=1 late=\(random.pick([0, 1, 2, 5, 1_000]))")
  }

  private mutating func addFault(
    of provider: SandboxProvider, using random: inout SeededGenerator
  ) {
    let choice =
      random.chance(30)
      ? "after=\(random.number(0...4)) first=\(random.number(1...2))"
      : "percent=\(random.number(2...12)) seed=\(random.number(1...9_999))"
    let isRead = random.chance(25)
    var methods = isRead ? ["GET"] : ["POST", "PUT", "PATCH", "DELETE"]
    // Some reads of ShortPen are POSTs.
    if provider == .shortpen { methods[0] = isRead ? "list" : "create" }
    if provider == .shortpen, isRead { methods.append("resources") }
    let fault = isRead ? readFault(of: provider, &random) : changeFault(of: provider, &random)
    rules += methods.map { "\($0) \(choice) \(fault)" }
  }

  private mutating func readFault(
    of provider: SandboxProvider, _ random: inout SeededGenerator
  ) -> String {
    spoilsReads = true
    let body = random.pick([#"[null]"#, #"[1]"#, "null", "<html>", "", #"{"a":"#])
    return random.pick(
      Self.transient + [
        "status=200 body=\"\(Self.escaped(body))\"", "status=404 body=\"<html>\"",
        "cut=1",
      ])
  }

  private mutating func changeFault(
    of provider: SandboxProvider, _ random: inout SeededGenerator
  ) -> String {
    switch random.number(0...19) {
    case 0...3:
      let fault = random.pick(Self.transient)
      // All that a client knows of any other is that there was no answer.
      if !fault.hasPrefix("status=429") { losesChanges = true }
      return fault
    case 4...9:
      losesChanges = true
      return random.pick([
        "act-then-close", "cut", "cut=1", "act-then-status=500", "act-then-status=502",
        "act-then-status=504 body=\"\"",
      ])
    case 10:
      (losesChanges, spoilsReads, hangs) = (true, true, true)
      return random.pick(["act-then-hang", "hang"])
    case 11...14:
      losesChanges = true
      let body = random.pick(Self.nonsense(of: provider))
      return "act-then-status=200 body=\"\(Self.escaped(body))\""
    case 15...17:
      // A success that is none, of a request that was not carried out.
      (losesChanges, feigns) = (true, true)
      let body = random.pick(Self.nonsense(of: provider) + ["[]", "{}"])
      return "status=200 body=\"\(Self.escaped(body))\""
    case 18:
      refuses = true
      return "status=\(provider == .hoko ? 400 : 422) header=\"Content-Type: application/json\" "
        + "body=\"\(Self.escaped(Self.refusal(of: provider)))\""
    default:
      stops = true
      return "after=\(random.number(0...6)) first=1 status=401"
    }
  }

  /// Faults after which a request may simply be sent again.
  private static let transient = [
    "status=503 header=\"Retry-After: 0\"", "close", "status=500", "status=429",
    "status=429 header=\"Retry-After: 0\"", "status=502 body=\"\"",
  ]

  /// A refusal in the provider's own form.
  private static func refusal(of provider: SandboxProvider) -> String {
    switch provider {
    case .dub: #"{"error":{"code":"unprocessable_entity","message":"drawn"}}"#
    case .hoko: #"{"error":{"en":"drawn","ar":"drawn"}}"#
    default: #"{"success":false,"status_code":422,"message":"drawn"}"#
    }
  }

  /// Bodies that no success of the provider has.
  private static func nonsense(of provider: SandboxProvider) -> [String] {
    let any = ["<html>", "", "null", "[null]", "[1]", #""ok""#]
    switch provider {
    case .dub: return any + [#"{"deletedCount":"1"}"#, #"[{"id":"#]
    case .hoko: return any + ["{}", "[{}]", "[{},{}]", #"{"deletedIds":[7]}"#]
    default:
      return any + [
        "{}", #"{"success":false,"status_code":500,"message":"no"}"#,
        #"{"success":true,"status_code":200,"data":{}}"#,
      ]
    }
  }

  private static func escaped(_ text: String) -> String { text.replacing("\"", with: "\\\"") }
}
