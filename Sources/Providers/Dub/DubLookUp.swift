// Looking links up at Dub: up to 100 IDs in one `GET /links?linkIds=…`; one exactly by `GET /links/info`.

import HTTP
import Records

/// Whether links are there.
///
/// The list leaves out folders of the kind `mega` and folders that the key cannot read, so a link that it
/// does not show may still be there: that is `notSeen`. `/links/info` tells of one link exactly.
struct DubLookUp: LookUp {
  func reads(for ids: [LinkID]) -> [LookUpRead] {
    let own = ids.filter { !$0.hasPrefix(Dub.externalPrefix) }
    let external = ids.filter { $0.hasPrefix(Dub.externalPrefix) }
    return lists(of: own).map { LookUpRead($0, listRequest($0), isList: true) }
      + exactReads(for: external)
  }

  func exactReads(for ids: [LinkID]) -> [LookUpRead] {
    ids.map { LookUpRead([$0], DubLinkReader().request(for: $0)) }
  }

  /// A list is an array, a single link an object; neither is an answer to the other's question.
  func read(_ response: HTTPResponse, of read: LookUpRead) -> Answer<[LinkID: Presence]> {
    switch (response.status, response.json) {
    case (200, .array) where read.isList: readList(response, for: read.ids)
    case (200, .object(let link)) where !read.isList: readLink(link, response, for: read.ids)
    case (200, _): .unreadable(response)
    default: read.isList ? readListError(response) : readError(response, for: read.ids)
    }
  }

  /// The folders that the key can read.
  ///
  /// A list leaves out folders of the kind `mega` and those that the key cannot read. That there are such is
  /// not shown; but where a key sees no folder at all, lists are taken for whole, and a delete that reaches
  /// none of the links that they do not show agrees.
  var gaps: HTTPRequest? { DubFolders().request(page: 1) }

  func readGaps(_ response: HTTPResponse) -> Answer<Bool> {
    DubFolders().read(response).map { !$0.ids.isEmpty }
  }

  /// IDs in runs of at most 100 that fit into a request's target.
  private func lists(of ids: [LinkID]) -> [[LinkID]] {
    BatchLimit(links: 100, bytes: Dub.idBytes).runs(of: ids, bytes: Dub.listBytes)
  }

  /// The list hides archived links unless told otherwise; `pageSize` is at most 100.
  private func listRequest(_ ids: [LinkID]) -> HTTPRequest {
    HTTPRequest(
      .get, "/links?showArchived=true&pageSize=100&linkIds=" + Dub.list(ids), isRepeatable: true)
  }

  /// A link that was not asked for means that the undocumented filter was not applied.
  ///
  /// IDs are compared as Dub's database does, without regard to case.
  private func readList(
    _ response: HTTPResponse, for ids: [LinkID]
  ) -> Answer<[LinkID: Presence]> {
    guard let links = response.dubItems else { return .unreadable(response) }
    var asked: [String: [LinkID]] = [:]
    for id in ids { asked[id.text.lowercased(), default: []].append(id) }
    var presence = Dictionary(ids.map { ($0, Presence.notSeen) }) { first, _ in first }
    for link in links {
      guard let id = link["id"]?.string, let same = asked[id.lowercased()] else {
        return .refused(.filterIgnored)
      }
      for asked in same { presence[asked] = .there(LinkID(id)) }
    }
    return .content(presence)
  }

  /// The link must be the one that was asked for: its ID is what the delete will name.
  private func readLink(
    _ link: JSONObject, _ response: HTTPResponse, for ids: [LinkID]
  ) -> Answer<[LinkID: Presence]> {
    guard let asked = ids.first, let text = link["id"]?.string, DubID.isUsable(text) else {
      return .unreadable(response)
    }
    let isAsked = DubID.isName(asked.text, of: link)
    return isAsked ? .content([asked: .there(LinkID(text))]) : .refused(.filterIgnored)
  }

  /// No link that is missing has a list refused, so this speaks of the key or its workspace.
  private func readListError(_ response: HTTPResponse) -> Answer<[LinkID: Presence]> {
    guard [404, 409, 410].contains(response.status), let refusal = response.dubRefusal else {
      return .failure(response, response.dubRefusal)
    }
    return .stop(.keyRefused(refusal))
  }

  private func readError(
    _ response: HTTPResponse, for ids: [LinkID]
  ) -> Answer<[LinkID: Presence]> {
    let refusal = response.dubRefusal
    guard let id = ids.first, ids.count == 1 else { return .failure(response, refusal) }
    switch (response.status, refusal?.message) {
    case (404, "Link not found."): return .content([id: .notThere])
    // A link may have been stored in a folder that does not exist; only a bulk delete reaches it.
    case (404, "Folder not found."): return .content([id: .there(id)])
    // Any other 404 speaks of the key's workspace.
    case (404, .some): return .stop(.keyRefused(refusal ?? response.unexpected))
    // A link of another workspace is answered 401, which does not speak of the key.
    case (401, .some) where response.dubSpeaksOfTheLink: return .content([id: .notThere])
    // A link in a folder that the key cannot read is there.
    case (403, .some) where response.dubSpeaksOfTheLink: return .content([id: .there(id)])
    default: return .failure(response, refusal)
    }
  }
}
