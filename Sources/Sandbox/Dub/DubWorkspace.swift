// The workspace of the sandbox's keys: what may be named in a link and what the keys may do with it.

/// What stays the same while the links change.
struct DubWorkspace: Sendable {
  let plan: DubPlan
  let role: DubRole
  let quota: Int?
  let lostRaceEvery: Int?
  let primaryDomain: String
  let domains: Set<String>
  /// Those of its own, in their order.
  let ownDomains: [String]
  /// Domains that links of other workspaces have.
  let foreignDomains: Set<String>
  let folders: [String: DubFolder]
  let folderList: [DubFolder]
  let tags: [String: DubTag]
  let tagList: [DubTag]
  let webhooks: Set<String>
  private let tagIDsByName: [String: String]

  init(_ options: DubOptions) {
    plan = options.plan
    role = options.role
    quota = options.quota
    lostRaceEvery = options.lostRaceEvery
    // A workspace without a domain of its own makes its links at dub.sh.
    primaryDomain = options.domains.first ?? "dub.sh"
    let domains = Set(options.domains.isEmpty ? ["dub.sh"] : options.domains)
    self.domains = domains
    ownDomains = options.domains
    foreignDomains = Set(
      options.links.filter(\.isForeign).map(\.domain).filter { !domains.contains($0) })
    folderList = options.folders
    folders = Dictionary(options.folders.map { ($0.id, $0) }) { _, last in last }
    tagList = options.tags
    tags = Dictionary(options.tags.map { ($0.id, $0) }) { _, last in last }
    tagIDsByName = Dictionary(options.tags.map { ($0.name.lowercased(), $0.id) }) { first, _ in
      first
    }
    webhooks = Set(options.webhooks)
  }

  /// The ID of a tag by its name, in any case.
  func tagID(named name: String) -> String? { tagIDsByName[name.lowercased()] }

  /// What the keys may do in a folder; in one that does not exist, nothing.
  func access(to folder: String?) -> DubFolder.Access {
    guard let folder else { return .write }
    return folders[folder]?.access ?? .none
  }

  /// The same in bulk calls, which ask an owner's key nothing, not even whether there is the folder.
  func bulkAccess(to folder: String?) -> DubFolder.Access {
    role == .owner ? .write : access(to: folder)
  }

  /// Refuses a folder that is not there, or that the keys may not write to.
  func checkWritable(_ folder: String?) throws(DubError) {
    guard let folder else { return }
    guard folders[folder] != nil else { throw DubReply.folderNotFound }
    guard access(to: folder) == .write else { throw DubReply.folderForbidden }
  }
}
