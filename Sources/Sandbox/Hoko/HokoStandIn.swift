// The Hoko stand-in: keys, scopes, the delete of all or nothing, lists. The links are in HokoState.

import HTTP
import Records
import Synchronization

/// Hoko's API for deleting and listing links (Hoko dossier).
final class HokoStandIn: StandIn {
  private struct State {
    var links: HokoState
    var limits: KeyLimits
  }

  /// The stand-in's own figure: Hoko's number and window were not to be seen.
  static let assumedLimit = RateLimit(600, per: .seconds(60))

  let provider = SandboxProvider.hoko
  let targetCap = 65_536
  private let options: HokoOptions
  private let rateText: RateHeaderText
  private let state: Mutex<State>

  init(_ options: SandboxOptions) {
    self.options = options.hoko
    rateText = RateHeaderText(headers: options.rateHeaders, hint: options.retryAfter)
    let ids = (options.ids[.hoko] ?? []).compactMap { HokoID($0) }
    state = Mutex(
      State(
        links: HokoState(seeded: options.links, ids: ids, options: options.hoko),
        limits: KeyLimits(options.limit, documented: Self.assumedLimit)))
  }

  var linkCount: Int { state.withLock { $0.links.count } }
  func ids() -> [String] { state.withLock { $0.links.ids() } }
  func release(_ key: String) { state.withLock { $0.limits.release(key) } }

  func holds(_ id: String) -> Bool {
    guard let id = HokoID(id) else { return false }
    return state.withLock { $0.links.holds(id) }
  }

  func operation(of request: IncomingRequest) -> SandboxOperation {
    switch (request.method, request.path) {
    case ("DELETE", "/api/links"): .delete
    case ("GET", "/api/links"): .list
    default: .other
    }
  }

  func refuse(_ fault: RequestFault) -> HTTPResponse {
    var response = HokoReply.invalidRequest.response
    response.status = fault.status
    return response
  }

  func answer(
    _ request: IncomingRequest, _ operation: SandboxOperation, at now: Timestamp
  ) -> Answer {
    guard operation != .other else { return Answer(HokoReply.unknownPath.response) }
    guard let key = Self.key(of: request) else { return Answer(HokoReply.invalidKey.response) }
    return state.withLock { state in
      answer(request, operation, by: key, &state, at: now)
    }
  }

  /// The key, with or without `Bearer` before it.
  private static func key(of request: IncomingRequest) -> String? {
    guard let header = request.headers["Authorization"] else { return nil }
    let key = header.hasPrefix("Bearer ") ? String(header.dropFirst(7)) : header
    return [SandboxKey.full(.hoko), SandboxKey.hokoReadOnly].first { $0 == key }
  }

  private func answer(
    _ request: IncomingRequest, _ operation: SandboxOperation, by key: String,
    _ state: inout State, at now: Timestamp
  ) -> Answer {
    let rate = state.limits.admit(key, at: now)
    let isAllowed = rate?.verdict.isAllowed ?? true
    let before = state.links.count
    var response: HTTPResponse
    do throws(HokoError) {
      if let rate, !isAllowed { throw limited(rate, at: now) }
      response = try perform(request, operation, by: key, &state.links)
    } catch {
      response = error.response
    }
    if let rate { write(rate, at: now, to: &response) }
    return Answer(
      response, heldKey: isAllowed ? key : nil, deleted: before - state.links.count)
  }

  /// A 429 with `retryAfter` in its body: seconds, or the form that was chosen in their place.
  private func limited(_ rate: RateVerdict, at now: Timestamp) -> HokoError {
    let refusal = HokoReply.rateLimited
    if rateText.hint == .none { return refusal }
    guard let chosen = rateText.chosenHint(rate, at: now) else {
      let seconds = max(1, (rate.verdict.retry - now).secondsRoundedUp)
      return refusal.retrying(after: .number(JSONNumber(Int(seconds))))
    }
    return refusal.retrying(
      after: Int(chosen).map { .number(JSONNumber($0)) } ?? .string(chosen))
  }

  /// The unit of Hoko's reset was not to be seen; the stand-in gives seconds since 1970.
  private func write(_ rate: RateVerdict, at now: Timestamp, to response: inout HTTPResponse) {
    if rateText.headers != .none {
      let reset = (rate.verdict.reset - Timestamp(seconds: 0)).secondsRoundedUp
      rateText.write(rate, reset: reset, to: &response)
    }
    if !rate.verdict.isAllowed, let hint = rateText.chosenHint(rate, at: now) {
      response.headers.append("Retry-After", hint)
    }
  }

  private func perform(
    _ request: IncomingRequest, _ operation: SandboxOperation, by key: String,
    _ links: inout HokoState
  ) throws(HokoError) -> HTTPResponse {
    guard operation == .delete else { return try list(request.query, &links) }
    guard key == SandboxKey.full(.hoko) else { throw HokoReply.missingScope("linksWrite") }
    let ids = try linkIDs(in: request.body)
    guard links.delete(ids) else { throw HokoReply.invalidRequest }
    // The order of the answer is not documented; this one is never the request's, from two IDs on.
    return Self.deleted(ids.reversed())
  }

  private static func deleted(_ ids: some Sequence<HokoID>) -> HTTPResponse {
    HokoReply.json(["deletedIds": .array(ids.map { .string($0.text) })])
  }

  /// The distinct IDs of a body, where it is an array of UUIDs that is neither empty nor too long.
  private func linkIDs(in body: [UInt8]) throws(HokoError) -> [HokoID] {
    guard let values = (try? JSONValue(parsing: body))?.array, !values.isEmpty,
      values.count <= min(options.maximum, HokoOptions.documentedMaximum)
    else { throw HokoReply.invalidRequest }
    var ids: [HokoID] = []
    ids.reserveCapacity(values.count)
    var seen: Set<HokoID> = []
    seen.reserveCapacity(values.count)
    for value in values {
      guard let id = value.string.flatMap({ HokoID($0) }) else { throw HokoReply.invalidRequest }
      if seen.insert(id).inserted {
        ids.append(id)
      } else if options.duplicates == .refuse {
        throw HokoReply.invalidRequest
      }
    }
    return ids
  }

  private func list(_ query: Query, _ links: inout HokoState) throws(HokoError) -> HTTPResponse {
    let take = try Self.number(query["take"], default: 50, 1...10_000)
    let skip = try Self.number(query["skip"], default: 0, 0...Int.max)
    let sort = query["sort"] ?? "desc"
    guard sort == "asc" || sort == "desc" else { throw HokoReply.invalidRequest }
    if let text = query["id"] {
      guard let id = HokoID(text) else { throw HokoReply.invalidRequest }
      return HokoReply.json(.array(links.link(id).map { [$0.json] } ?? []))
    }
    // No link of the sandbox has a tenant or a partner.
    guard !query.has("tenantId"), !query.has("partnerId") else { return HokoReply.json([]) }
    var found = links.ordered()
    if let externalID = query["externalId"] { found.removeAll { $0.externalID != externalID } }
    let sorted = sort == "asc" ? found[...] : ArraySlice(found.reversed())
    return HokoReply.json(.array(sorted.dropFirst(skip).prefix(take).map(\.json)))
  }

  private static func number(
    _ text: String?, default value: Int, _ range: ClosedRange<Int>
  ) throws(HokoError) -> Int {
    guard let text else { return value }
    guard let number = Int(text), range.contains(number) else { throw HokoReply.invalidRequest }
    return number
  }
}
