// All links of a Dub workspace. A list that is asked for nothing shows links in no folder alone, and one that is asked
// for a domain, a tag or a text those of most folders, but of none of the kind `mega`. So the parts follow from what is
// asked for, and what is counted in folders tells whether any part is out of reach.

import HTTP
import Records

/// The folders of the key's workspace, each a part.
struct DubListing: Listing {
  private let filter: LinkFilter
  private var page = 1
  private var isAsked: Bool
  private var parts: [ListPart]
  private let isNarrowed: Bool

  init(_ filter: LinkFilter) {
    self.filter = filter
    isNarrowed = filter.domain != nil || filter.tag != nil || filter.search != nil
    let query = Self.query(filter)
    switch filter.folder {
    case nil:
      isAsked = false
      parts = [ListPart(name: "", words: "the links in no folder", pages: DubPages(query))]
    // Where more is asked for there is no way to ask for those in no folder alone; the filter sees to that.
    case LinkFilter.noFolder?:
      isAsked = true
      parts = [ListPart(name: "", words: "the links in no folder", pages: DubPages(query))]
    case let folder?:
      isAsked = true
      parts = [Self.part(folder, query)]
    }
  }

  private static func part(_ folder: String, _ query: String) -> ListPart {
    ListPart(
      name: folder, words: "the folder \(folder)",
      pages: DubPages(query + "&folderId=" + PercentEncoding.encode(folder)))
  }

  private static func query(_ filter: LinkFilter) -> String {
    var query = "showArchived=" + (filter.archived == .without ? "false" : "true")
    let asked = [
      ("domain", filter.domain),
      (filter.tag?.hasPrefix("tag_") == true ? "tagIds" : "tagNames", filter.tag),
      ("search", filter.search),
    ]
    for case (let name, let value?) in asked {
      query += "&\(name)=" + PercentEncoding.encode(value)
    }
    return query
  }

  func next() -> HTTPRequest? { isAsked ? nil : DubFolders().request(page: page) }

  /// A key that may not read folders sees none.
  func read(_ reply: Reply) -> Answer<PartList> {
    guard reply.status == 200 else {
      if case .refused = DubFolders().read(reply) {
        return .content(PartList(names: [], isLast: true))
      }
      return .failure(reply, reply.dubRefusal)
    }
    guard let folders = reply.dubLinks else { return .unreadable(reply) }
    let isLast = folders.count < DubFolders.pageSize
    // Where more is asked for, the first list shows the others too: of no more than 1,000.
    let own = folders.enumerated().filter { index, folder in
      !isNarrowed || folder.object["type"]?.string != "default"
        || (page - 1) * DubFolders.pageSize + index >= Self.mostOpen
    }
    return .content(PartList(names: own.compactMap(\.element.id), isLast: isLast))
  }

  private static let mostOpen = 1_000
  private static let mostPages = 2_000

  mutating func take(_ list: PartList) {
    isAsked = list.isLast || page >= Self.mostPages
    page += 1
    parts += list.names.map { Self.part($0, Self.query(filter)) }
  }

  mutating func takeParts() -> [ListPart] {
    defer { parts = [] }
    return parts
  }

  /// By folder where all are listed; a count that is grouped looks into those too that the key cannot read.
  var count: HTTPRequest? {
    guard !isNarrowed, filter.folder == nil else { return nil }
    let target = "/links/count?groupBy=folderId&" + Self.query(filter)
    return HTTPRequest(.get, target, isRepeatable: true)
  }

  func readCount(_ reply: Reply) -> Answer<[String: Int]> {
    guard reply.status == 200 else { return .failure(reply, reply.dubRefusal) }
    guard let groups = reply.json?.array else { return .unreadable(reply) }
    var counts: [String: Int] = [:]
    for group in groups {
      guard let count = group["_count"]?.int64 else { return .unreadable(reply) }
      counts[group["folderId"]?.string ?? "", default: 0] += Int(clamping: count)
    }
    return .content(counts)
  }
}

extension DubReading {
  func listing(_ filter: LinkFilter, lanes: Int) -> (any Listing)? { DubListing(filter) }
  var linksInRead: Int { 100 }
  var wayOfPages: String { "folders side by side, each by cursors" }
}

// Reading links by what names them.
extension DubReading {
  /// `https://domain/key` or `domain/key`, as `domain/key`.
  func linkName(_ text: String) -> LinkID? {
    guard !text.hasPrefix(Dub.externalPrefix), let (host, path) = ShortURL.parts(text) else {
      return nil
    }
    let key = DubFields.stored(key: PercentEncoding.decode(path) ?? path)
    return key.isEmpty ? nil : LinkID("\(host)/\(key)")
  }

  /// Whether an ID is such a name; no other has a slash, but for external ones.
  static func isName(_ id: LinkID) -> Bool {
    !id.hasPrefix(Dub.externalPrefix) && id.text.utf8.contains(UInt8(ascii: "/"))
  }

  /// The query of the read of one link by such a name.
  static func nameQuery(_ id: LinkID) -> String? {
    guard isName(id), let (host, key) = ShortURL.parts(id.text) else { return nil }
    return "domain=\(PercentEncoding.encode(host))&key=\(PercentEncoding.encode(key))"
  }

  static func isNamed(_ link: ShownLink, _ id: LinkID) -> Bool {
    guard let (host, key) = ShortURL.parts(id.text) else { return false }
    return link.key?.domain == host && link.key?.key == key.lowercased()
  }

  /// Folders of the kind `mega`, which lists leave out unless they are asked for by name.
  func hiddenPlaces(page: Int) -> HTTPRequest? { DubFolders().request(page: page) }

  func readHiddenPlaces(_ reply: Reply) -> Answer<FolderPage> {
    DubFolders().read(reply) { $0.object["type"]?.string != "default" }
  }

  func reads(of ids: [LinkID], in place: String) -> [LinkRead] {
    reads(of: ids).filter(\.isList).map { read in
      var request = read.request
      request.target += "&folderId=" + PercentEncoding.encode(place)
      return LinkRead(read.places, read.ids, request, isList: true)
    }
  }
}
