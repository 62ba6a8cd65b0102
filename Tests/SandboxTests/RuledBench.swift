// One of the stand-ins that are kept by rules, and short ways to ask it.

import HTTP
import Records
import Sandbox

/// A sandbox that is asked by one provider's habits, with its key.
struct RuledBench {
  let provider: SandboxProvider
  let sandbox: Sandbox

  init(
    _ provider: SandboxProvider, links: Int = 0, limit: LimitChoice = .none,
    _ change: (inout SandboxOptions) -> Void = { _ in }
  ) throws {
    self.provider = provider
    sandbox = try Sandbox.forTest(links: links, limit: limit, change)
  }

  /// Asks for a path below the provider's base address, with the header that has the key or with others.
  func ask(
    _ method: String, _ path: String, _ body: String? = nil, headers: [String]? = nil
  ) throws -> Reply {
    try sandbox.send(
      provider, method, provider.basePath + path, headers: headers ?? [keyHeader], body: body)
  }

  /// A form of YOURLS, its parameters encoded as they are given, with signature and format.
  func form(_ parameters: KeyValuePairs<String, String>) throws -> Reply {
    let pairs = parameters.map { "\($0)=\(PercentEncoding.encode($1))" }
    return try bareForm(["signature=\(SandboxKey.full(.yourls))", "format=json"] + pairs)
  }

  /// The same with nothing added.
  func bareForm(_ pairs: [String]) throws -> Reply {
    try ask(
      "POST", "", pairs.joined(separator: "&"),
      headers: ["Content-Type: application/x-www-form-urlencoded"])
  }

  /// The IDs of a page of the list by time, the newest first, and what asks for the next page; `nil` at the end.
  func page(_ size: Int, _ cursor: String? = nil) throws -> (ids: [String], next: String?) {
    let skipped = cursor.flatMap { Int($0) } ?? 0
    let list: JSONValue?
    switch provider {
    case .yourls:
      list = try form(["action": "list", "perpage": "\(size)", "offset": "\(skipped)"]).json?[
        "result"]
    case .kutt: list = try ask("GET", "/links?limit=\(size)&skip=\(skipped)").json?["data"]
    case .shlink:
      let target = "/short-urls?page=\(skipped / size + 1)&itemsPerPage=\(size)"
      list = try ask("GET", target).json?["shortUrls"]?["data"]
    case .rebrandly:
      list = try ask("GET", "/links?limit=\(size)&last=\(cursor ?? "")").json
    case .shortio:
      let target = "/api/links?domain_id=\(ShortIOOptions.firstDomain.id)&limit=\(size)"
      let reply = try ask("GET", target + (cursor.map { "&pageToken=" + $0 } ?? "")).json
      return (reply?["links"]?.texts("id") ?? [], reply?["nextPageToken"]?.string)
    default:
      let target = "/groups/\(BitlyOptions.firstGroup)/bitlinks?archived=both&size=\(size)"
      let reply = try ask("GET", target + "&search_after=" + (cursor ?? "")).json
      let next = reply?["pagination"]?["search_after"]?.string ?? ""
      return (reply?["links"]?.texts("id") ?? [], next.isEmpty ? nil : next)
    }
    let name = [.yourls: "keyword", .shlink: "shortCode"][provider] ?? "id"
    let ids = list?.texts(name) ?? []
    guard ids.count == size else { return (ids, nil) }
    return (ids, provider == .rebrandly ? ids.last : "\(skipped + size)")
  }

  /// The IDs of all pages.
  func walk(_ size: Int) throws -> [String] {
    var ids: [String] = []
    var cursor: String?
    repeat {
      let page = try page(size, cursor)
      ids += page.ids
      cursor = page.next
    } while cursor != nil
    return ids
  }

  var keyHeader: String { provider.keyHeader }

  func id(_ index: Int) -> String { SeededID.text(index, of: provider) }
  func link(_ id: String) -> JSONObject? { sandbox.link(id, at: provider) }
  var count: Int { sandbox.linkCount(of: provider) }
  var counters: SandboxCounters { sandbox.counters(of: provider) }
}

extension SandboxProvider {
  /// The header that has the key that may do everything.
  var keyHeader: String {
    let key = SandboxKey.full(self)
    return switch self {
    case .shortio: "Authorization: \(key)"
    case .shlink: "X-Api-Key: \(key)"
    case .kutt: "X-API-KEY: \(key)"
    case .rebrandly: "apikey: \(key)"
    default: "Authorization: Bearer \(key)"
    }
  }
}

extension JSONValue {
  /// The texts of a member of each element.
  func texts(_ name: String) -> [String] { (array ?? []).compactMap { $0[name]?.string } }
}
