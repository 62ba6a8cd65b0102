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

  init(_ options: DubOptions, _ shape: SeedShape) {
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
    folderList = options.folders + Self.seededFolders(options, shape)
    folders = Dictionary(folderList.map { ($0.id, $0) }) { _, last in last }
    tagList = options.tags + Self.seededTags(shape)
    tags = Dictionary(tagList.map { ($0.id, $0) }) { _, last in last }
    tagIDsByName = Dictionary(tagList.map { ($0.name.lowercased(), $0.id) }) { first, _ in first }
    webhooks = Set(options.webhooks)
  }

  /// The folders that seeded links are spread over.
  static func seededFolders(_ options: DubOptions, _ shape: SeedShape) -> [DubFolder] {
    (0..<max(0, shape.folders)).map { index in
      DubFolder(
        id: "fold_seed_\(index + 1)", access: .write,
        isMega: index >= shape.folders - options.megaFolders, name: "Folder \(index + 1)")
    }
  }

  /// The tags that seeded links have.
  static func seededTags(_ shape: SeedShape) -> [DubTag] {
    (0..<max(0, shape.tags)).map { DubTag(id: "tag_seed_\($0 + 1)", name: "Tag \($0 + 1)") }
  }

  /// The ID of a tag by its name, in any case.
  func tagID(named name: String) -> String? { tagIDsByName[name.lowercased()] }

  /// The folders whose links lists show where a filter and no folder is asked for.
  ///
  /// Mega folders are left out, and those that the keys may not read. On plans below Business, where Dub has
  /// no rights in folders, it shows the links of all; the stand-in has rights on every plan.
  var openFolders: Set<String> {
    Set(folderList.lazy.filter { !$0.isMega && $0.access != .none }.prefix(1000).map(\.id))
  }

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
