// Reading links at Dub: up to 100 IDs in one `GET /links?linkIds=…`, one link exactly by `GET /links/info`.

import HTTP
import Records

/// Whether links are there.
///
/// The list leaves out folders of the kind `mega` and folders that the key cannot read, so a link that it
/// does not show may still be there: that is `notSeen`. `/links/info` tells of one link exactly.
struct DubReading: Reading {
  func reads(of ids: [LinkID]) -> [LinkRead] {
    let alone = ids.map { $0.hasPrefix(Dub.externalPrefix) || Self.isName($0) }
    let own = ids.indices.filter { !alone[$0] }
    let external = ids.indices.filter { alone[$0] }
    let lists = BatchLimit(links: linksInRead, bytes: Dub.idBytes).runs(of: own) {
      Dub.listBytes(of: ids[$0])
    }
    return lists.map { places in
      let some = places.map { ids[$0] }
      return LinkRead(places, some, listRequest(some), isList: true)
    } + external.map { exactRead(of: ids[$0], at: $0) }
  }

  func exactReads(of ids: [LinkID]) -> [LinkRead] {
    ids.enumerated().map { exactRead(of: $1, at: $0) }
  }

  private func exactRead(of id: LinkID, at place: Int) -> LinkRead {
    if let query = Self.nameQuery(id) { return LinkRead([place], [id], info(query)) }
    let name = id.hasPrefix(Dub.externalPrefix) ? "externalId" : "linkId"
    return LinkRead([place], [id], info("\(name)=" + PercentEncoding.encode(id.text)))
  }

  /// The read of one link that a query names.
  func info(_ query: String) -> HTTPRequest {
    HTTPRequest(.get, "/links/info?" + query, isRepeatable: true)
  }

  /// The list hides archived links unless told otherwise; `pageSize` is at most 100.
  private func listRequest(_ ids: [LinkID]) -> HTTPRequest {
    HTTPRequest(
      .get, "/links?showArchived=true&pageSize=100&linkIds=" + Dub.list(ids), isRepeatable: true)
  }

  /// A list is an array, a single link an object; neither is an answer to the other's question.
  func read(_ reply: Reply, of read: LinkRead) -> Answer<[Sighting]> {
    if read.isList {
      return reply.status == 200 ? readList(reply, of: read.ids) : readListError(reply)
    }
    switch (reply.status, reply.json) {
    case (200, .object(let link)): return readLink(link, reply, of: read.ids)
    case (200, _): return .unreadable(reply)
    default: return readError(reply, of: read.ids)
    }
  }

  /// The folders that the key can read.
  ///
  /// A list leaves out folders of the kind `mega` and those that the key cannot read. That there are such is
  /// not shown; but where a key sees no folder at all, lists are taken for whole, and a delete that reaches
  /// none of the links that they do not show agrees.
  var gaps: HTTPRequest? { DubFolders().request(page: 1) }

  func readGaps(_ reply: Reply) -> Answer<Bool> {
    DubFolders().read(reply).map { !$0.ids.isEmpty }
  }

  /// A link that was not asked for means that the undocumented filter was not applied.
  ///
  /// IDs are compared as Dub's database does, without regard to case.
  private func readList(_ reply: Reply, of ids: [LinkID]) -> Answer<[Sighting]> {
    guard let links = reply.dubList else { return .unreadable(reply) }
    var asked: [String: [Int]] = [:]
    for (place, id) in ids.enumerated() { asked[id.text.lowercased(), default: []].append(place) }
    var sightings = [Sighting](repeating: .notSeen, count: ids.count)
    for link in links {
      guard let places = asked[link.id?.lowercased() ?? ""] else { return .refused(.filterIgnored) }
      for place in places { sightings[place] = .there(link) }
    }
    return .content(sightings)
  }

  /// The link must be the one that was asked for: its ID is what the delete will name.
  private func readLink(
    _ link: JSONObject, _ reply: Reply, of ids: [LinkID]
  ) -> Answer<[Sighting]> {
    guard let asked = ids.first, let shown = ShownLink(dub: link, in: reply),
      DubID.isUsable(shown.id ?? "")
    else { return .unreadable(reply) }
    let isAsked =
      Self.isName(asked) ? Self.isNamed(shown, asked) : DubID.isName(asked.text, of: link)
    return isAsked ? .content([.there(shown)]) : .refused(.filterIgnored)
  }

  /// No link that is missing has a list refused, so this speaks of the key or its workspace.
  private func readListError(_ reply: Reply) -> Answer<[Sighting]> {
    guard [404, 409, 410].contains(reply.status), let refusal = reply.dubRefusal else {
      return .failure(reply, reply.dubRefusal)
    }
    return .stop(.keyRefused(refusal))
  }

  private func readError(_ reply: Reply, of ids: [LinkID]) -> Answer<[Sighting]> {
    let refusal = reply.dubRefusal
    guard let id = ids.first, ids.count == 1 else { return .failure(reply, refusal) }
    let isThere = Answer<[Sighting]>.content([.there(ShownLink(id: id.text))])
    switch (reply.status, refusal?.message) {
    case (404, "Link not found."): return .content([.notThere])
    // A link may have been stored in a folder that does not exist; only a bulk delete reaches it.
    case (404, "Folder not found."): return isThere
    // Any other 404 speaks of the key's workspace.
    case (404, .some): return .stop(.keyRefused(refusal ?? reply.unexpected))
    // A link of another workspace is answered 401, which does not speak of the key.
    case (401, .some) where reply.dubSpeaksOfTheLink: return .content([.notThere])
    // A link in a folder that the key cannot read is there.
    case (403, .some) where reply.dubSpeaksOfTheLink: return isThere
    default: return .failure(reply, refusal)
    }
  }
}
