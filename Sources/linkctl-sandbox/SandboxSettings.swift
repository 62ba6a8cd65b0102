// What was typed, before it means anything: the values that the options fill in.

import Sandbox

/// The options of `linkctl-sandbox` as given.
package struct SandboxSettings: Sendable {
  var provider = SandboxProvider.dub
  var links: Int?
  var idsFile: String?
  var printIDs: Int?
  var port = 0
  var latency = Latency.none
  var limit = "default"
  var limitKind: RateLimit.Kind?
  var rateHeaders = RateHeaders.provider
  var retryAfter = RetryHint.provider
  var faults: [FaultRule] = []
  var churn: Churn?
  var shape = SeedShape()
  var dubDomains: String?
  var dubTags: String?
  var dubFolders: String?
  var dubPlan = DubPlan.pro
  var dubRole = DubRole.member
  var dubQuota: Int?
  var dubLostRaces: Int?
  var dubMegaFolders = 0
  var dubImported = 0
  var shortPenQuota: Int?
  var shortPenQuotaWords: String?
  var shortPenWorkspaces: Int?
  var shortPenOrder = ShortPenOrder.oldest
  var hokoMaximum: Int?
  var hokoDuplicates = HokoOptions.Duplicates.refuse
  /// What is said of single stand-ins, each as `NAME=VALUE` and found to be so.
  var choices: [String] = []
  var duration: Duration?
  var stateFile: String?
  var linksFile: String?
  var isQuiet = false
}

extension SandboxSettings {
  /// How many links each provider has where nothing else is said.
  static let usualLinks = 100

  /// The sandbox that the options describe; `listed` is what the file of IDs holds.
  func options(listed: String?) throws(Failure) -> SandboxOptions {
    var options = SandboxOptions()
    options.links = links ?? (idsFile == nil ? Self.usualLinks : 0)
    if port > 0 { options.ports[provider] = UInt16(clamping: port) }
    options.latency = latency
    options.limit = try limitChoice()
    options.rateHeaders = rateHeaders
    options.retryAfter = retryAfter
    options.faults = faults
    options.churn = churn
    options.shape = shape
    fill(&options.dub)
    fill(&options.shortPen)
    options.hoko.maximum = hokoMaximum ?? HokoOptions.documentedMaximum
    options.hoko.duplicates = hokoDuplicates
    for choice in choices {
      do throws(OptionTextError) {
        try options.choose(choice)
      } catch {
        throw .usage("--set takes \(error.expected), not \"\(error.text)\"")
      }
    }
    if let listed { try add(listed, to: &options) }
    return options
  }

  private func fill(_ dub: inout DubOptions) {
    if let dubDomains { dub.domains = Self.names(dubDomains) }
    dub.tags = Self.names(dubTags ?? "").enumerated().map { index, name in
      DubTag(id: "tag_\(index + 1)", name: name)
    }
    dub.folders = Self.names(dubFolders ?? "").enumerated().map { index, name in
      DubFolder(id: "fold_\(index + 1)", access: .write, name: name)
    }
    dub.plan = dubPlan
    dub.role = dubRole
    dub.quota = dubQuota
    dub.lostRaceEvery = dubLostRaces
    dub.megaFolders = dubMegaFolders
    dub.imported = dubImported
  }

  private func fill(_ shortPen: inout ShortPenOptions) {
    shortPen.quota = shortPenQuota
    shortPen.quotaWords = shortPenQuotaWords ?? shortPen.quotaWords
    shortPen.order = shortPenOrder
    if let shortPenWorkspaces {
      shortPen.workspaces = (1...shortPenWorkspaces).map(Int64.init)
      shortPen.spreadsLinks = true
    }
  }

  private static func names(_ list: String) -> [String] {
    list.split(separator: ",").map(String.init)
  }

  private func limitChoice() throws(Failure) -> LimitChoice {
    if limit == "default" || limit == "none" {
      guard limitKind == nil else {
        throw .usage("--limit-kind needs a limit", hint: "give one, such as --limit 20/2s")
      }
      return limit == "none" ? .none : .provider
    } else {
      do throws(OptionTextError) {
        return .custom(try RateLimit(parsing: limit, kind: limitKind ?? .fixedWindow))
      } catch {
        throw .usage("--limit takes \(error.expected), not \"\(limit)\"")
      }
    }
  }

  private func add(_ text: String, to options: inout SandboxOptions) throws(Failure) {
    do throws(IDListError) {
      try options.addIDs(listedIn: text, of: provider)
    } catch {
      throw .usage(
        "\(idsFile ?? ""):\(error.line): \"\(error.text)\" is not an ID that \(provider.rawValue) gives",
        hint: "name the provider of the IDs with --provider")
    }
  }
}
