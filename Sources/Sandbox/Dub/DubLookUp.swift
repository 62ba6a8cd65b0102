// Finding a single link as Dub does, with its texts (Dub dossier, section 2).

/// Look-ups of one link.
enum DubLookUp {
  /// The link of an ID, plain or `ext_…`; another workspace's link is a 401.
  static func link(_ id: String, _ links: DubState) throws(DubError) -> DubLink {
    try checked(links.link(id), links)
  }

  /// GET /links/info: by `linkId` or `externalId`, else by domain and key.
  static func info(_ query: Query, _ links: inout DubState) throws(DubError) -> DubLink {
    if let id = query["linkId"] { return try link(id, links) }
    if let id = query["externalId"] {
      if !id.hasPrefix("ext_"), links.link(id) == nil {
        throw DubReply.badRequest(
          "Invalid externalId. Did you forget to prefix it with `ext_`?")
      }
      return try link(id, links)
    }
    guard let domain = query["domain"] else {
      throw DubReply.badRequest(
        "You must provide a domain and a key or a linkId or an externalId to retrieve a link.")
    }
    guard isDomain(domain) else {
      throw DubReply.unprocessable("custom: domain: Invalid domain format")
    }
    return try checked(links.link(domain: domain, key: query["key"] ?? "_root"), links)
  }

  private static func isDomain(_ text: String) -> Bool {
    text.contains(".") && !text.hasPrefix(".") && !text.hasSuffix(".")
      && text.utf8.allSatisfy { byte in
        byte >= 0x80 || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
          || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
      }
  }

  private static func checked(_ link: DubLink?, _ links: DubState) throws(DubError) -> DubLink {
    guard let link else { throw DubReply.linkNotFound }
    guard !link.isForeign else { throw DubReply.foreignLink }
    if let folder = link.folderID {
      guard links.workspace.folders[folder] != nil else { throw DubReply.folderNotFound }
      guard links.workspace.access(to: folder) != .none else { throw DubReply.folderForbidden }
    }
    return link
  }
}
