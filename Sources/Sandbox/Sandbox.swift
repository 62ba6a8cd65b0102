// The sandbox as programs and tests see it: stand-ins of all providers, each at a port of its own.

package import Records

/// Running stand-ins.
///
/// Any thread may ask what they hold and saw.
package final class Sandbox: Sendable {
  private let standIns: [SandboxProvider: any StandIn]
  private let receptions: [SandboxProvider: Reception]
  private let ports: [SandboxProvider: UInt16]
  private let server: LoopbackServer

  /// Makes the links and starts to serve, on 127.0.0.1 alone.
  package init(_ options: SandboxOptions = SandboxOptions()) throws(ServerError) {
    let all: [any StandIn] = [
      DubStandIn(options), ShortPenStandIn(options), HokoStandIn(options),
      RuledStandIn<YOURLSRules>(options), RuledStandIn<ShortIORules>(options),
      RuledStandIn<ShlinkRules>(options), RuledStandIn<KuttRules>(options),
      RuledStandIn<RebrandlyRules>(options), RuledStandIn<BitlyRules>(options),
    ]
    let doors = all.map { standIn in
      (
        port: options.ports[standIn.provider] ?? 0,
        reception: Reception(standIn, options)
      )
    }
    let providers = all.map(\.provider)
    standIns = Dictionary(zip(providers, all)) { first, _ in first }
    receptions = Dictionary(zip(providers, doors.map(\.reception))) { first, _ in first }
    var patience = EventLoop.Patience()
    patience.request = options.requestPatience
    server = try LoopbackServer(doors, patience: patience)
    ports = Dictionary(zip(providers, server.ports)) { first, _ in first }
  }

  /// What linkctl's `--base-url` takes.
  package func baseURL(of provider: SandboxProvider) -> String {
    "http://127.0.0.1:\(port(of: provider))\(provider.basePath)"
  }

  package func port(of provider: SandboxProvider) -> UInt16 { ports[provider] ?? 0 }

  /// The IDs of the links that exist now, in the order in which they were made.
  package func ids(of provider: SandboxProvider) -> [String] {
    var ids: [String] = []
    forEachID(of: provider) { ids.append($0) }
    return ids
  }

  /// The same one by one, for very many; the stand-in answers nobody meanwhile.
  package func forEachID(of provider: SandboxProvider, _ body: (String) -> Void) {
    standIns[provider]?.forEachID(body)
  }

  /// Whether a link exists now; for Dub an external ID with `ext_` before it will do.
  package func holds(_ id: String, at provider: SandboxProvider) -> Bool {
    standIns[provider]?.holds(id) ?? false
  }

  /// The link of an ID as the provider shows it, where there is one; for Dub `ext_…` will do.
  package func link(_ id: String, at provider: SandboxProvider) -> JSONObject? {
    standIns[provider]?.link(id)
  }

  /// The links that exist now as the provider shows them, in the order in which they were made.
  package func links(of provider: SandboxProvider) -> [JSONObject] {
    var links: [JSONObject] = []
    forEachLink(of: provider) { links.append($0) }
    return links
  }

  /// The same one by one, for very many; the stand-in answers nobody meanwhile.
  package func forEachLink(of provider: SandboxProvider, _ body: (JSONObject) -> Void) {
    standIns[provider]?.forEachLink(body)
  }

  package func linkCount(of provider: SandboxProvider) -> Int {
    standIns[provider]?.linkCount ?? 0
  }

  /// What the provider's stand-in saw so far.
  package func counters(of provider: SandboxProvider) -> SandboxCounters {
    receptions[provider]?.counters ?? SandboxCounters()
  }

  /// Another client adds and deletes links now, so many changes in all, as `--churn` has it done.
  package func disturb(_ changes: Int, at provider: SandboxProvider) {
    receptions[provider]?.disturb(changes, at: .wallClock())
  }

  /// Does what is still to be done of requests that a fault made late.
  package func carryOutLate(at provider: SandboxProvider) {
    receptions[provider]?.carryOutLate(at: .wallClock())
  }

  /// Closes every connection and port; what was held and seen can still be asked for.
  package func stop() { server.stop() }
}
