// Looking links up at Dub: up to 100 IDs in one `GET /links?linkIds=…`; an external ID by `GET /links/info`.

import HTTP
import Records

/// Whether links are there, as far as Dub's list shows.
///
/// The list leaves out folders of the kind `mega` and folders that the key cannot read, so a link that it
/// does not show may still be there: that is `notSeen`. A single look-up is exact.
struct DubLookUp: LookUp {
  func reads(for ids: [LinkID]) -> [LookUpRead] {
    let external = ids.filter { $0.text.hasPrefix(Dub.externalPrefix) }
    let own = ids.filter { !$0.text.hasPrefix(Dub.externalPrefix) }
    return lists(of: own).map { ids in LookUpRead(ids, listRequest(ids)) }
      + external.map { id in LookUpRead([id], infoRequest(id)) }
  }

  func read(_ response: HTTPResponse, for ids: [LinkID]) -> Answer<[LinkID: Presence]> {
    if let id = ids.first, ids.count == 1, id.text.hasPrefix(Dub.externalPrefix) {
      return readInfo(response, for: id)
    }
    return readList(response, for: ids)
  }

  /// IDs in runs of at most 100 that fit into a request's target.
  private func lists(of ids: [LinkID]) -> [[LinkID]] {
    var lists: [[LinkID]] = []
    var bytes = 0
    for id in ids {
      let size = Dub.listBytes(of: id)
      if let last = lists.indices.last, lists[last].count < 100, bytes + size <= Dub.idBytes {
        lists[last].append(id)
        bytes += size
      } else {
        lists.append([id])
        bytes = size
      }
    }
    return lists
  }

  /// The list hides archived links unless told otherwise; `pageSize` is at most 100.
  private func listRequest(_ ids: [LinkID]) -> HTTPRequest {
    HTTPRequest(
      .get, "/links?showArchived=true&pageSize=100&linkIds=" + Dub.list(ids), isRepeatable: true)
  }

  private func infoRequest(_ id: LinkID) -> HTTPRequest {
    HTTPRequest(
      .get, "/links/info?externalId=" + PercentEncoding.encode(id.text), isRepeatable: true)
  }

  /// A link that was not asked for means that the undocumented filter was not applied.
  ///
  /// Such a list proves nothing. IDs are compared as Dub's database does, without regard to case.
  private func readList(
    _ response: HTTPResponse, for ids: [LinkID]
  ) -> Answer<[LinkID: Presence]> {
    guard response.status == 200 else { return .failure(response, response.dubRefusal) }
    guard let links = response.json?.array else { return .unreadable(response) }
    var asked: [String: [LinkID]] = [:]
    for id in ids { asked[id.text.lowercased(), default: []].append(id) }
    var presence = Dictionary(ids.map { ($0, Presence.notSeen) }) { first, _ in first }
    for link in links {
      guard let id = link["id"]?.string, let same = asked[id.lowercased()] else {
        return .unreadable(response)
      }
      for asked in same { presence[asked] = .there(LinkID(id)) }
    }
    return .content(presence)
  }

  private func readInfo(_ response: HTTPResponse, for id: LinkID) -> Answer<[LinkID: Presence]> {
    switch (response.status, response.dubRefusal) {
    case (200, _):
      guard let own = response.json?["id"]?.string else { return .unreadable(response) }
      return .content([id: .there(LinkID(own))])
    case (404, .some): return .content([id: .notThere])
    // A link of another workspace is answered 401, which does not speak of the key.
    case (401, .some) where response.dubKnewTheKey: return .content([id: .notThere])
    case (403, .some) where response.dubKnewTheKey: return .content([id: .notSeen])
    case (_, let refusal): return .failure(response, refusal)
    }
  }
}
