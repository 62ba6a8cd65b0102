// Dub (dub.co): the provider's descriptor and what its IDs look like.

import HTTP
import Records

/// Dub, whose links have IDs of their own and may carry an external ID, written `ext_…`.
package struct Dub: Provider {
  package let name = "dub"
  package let title = "Dub"
  package let baseURL: String? = "https://api.dub.co"
  package let keyVariable = "DUB_API_KEY"
  package let idForm = "link_…, or ext_… for an external ID"
  package let idNames = ["linkId", "link_id"]
  package let rateWords = "60 to 3,000 requests a minute by plan, learned from its headers"
  package let habits = [
    Habit(
      "delete",
      "an ID that begins with ext_ is an external ID, and the answer is a count of the links that were deleted."
    ),
    Habit(
      "update",
      """
      an ID that begins with ext_ is an external ID. Changes that the bulk call would get wrong, such as a url \
      with a query, are sent link by link.
      """),
    Habit(
      "upsert",
      """
      --match url is its own upsert, a request a row. It takes the first link with that destination, whatever \
      its key, and gives it the row's key and external ID; of several links with one destination it changes \
      any, and it compares destinations without regard to case. The result tells by the dates of the link what \
      was done; so that a link that is as old as the run is not taken for one that it made, the first of these \
      requests may wait for up to 2 seconds. keyLength and prefix only say how a link is made.
      """),
    Habit(
      "get",
      """
      an ID that begins with ext_ is an external ID, and a link can be named by its short URL too, with or \
      without https://.
      """),
    Habit("list", "each folder is read by itself, beside those links that lie in none."),
    Habit("verify", "up to 100 links are read in a request."),
    Habit("backup", "passwords are shown in clear, and so they are in the file."),
  ]
  package let deletion: (any Deletion)? = DubDeletion()
  package let creation: (any Creation)? = DubCreation()
  package let folders: (any FolderList)? = DubFolders()
  package let modification: (any Modification)? = DubModification()
  /// Only a match by URL is Dub's own upsert.
  ///
  /// A link is looked for before it is created, although a create would name the links that are there: it
  /// counts every row against the quota, those that exist too.
  package let upsertion: Upsertion? = Upsertion(
    MatchKey.allCases, way: "a look-up a row first; --match url by its own upsert",
    calls: [.url: DubUpsertCall()])
  package let reading: any Reading = DubReading()
  package let keyCheck = KeyCheck.dub

  package init() {}

  package func linkID(_ text: String) throws(InvalidID) -> LinkID { try DubID.checked(text) }

  package func isPlainID(_ bytes: Span<UInt8>) -> Bool { DubID.isOwn(bytes) }

  static let externalPrefix = "ext_"

  /// The bytes that the IDs of one request may take in its target: well below the 8 KB that proxies
  /// commonly take and the 14 KB above which Dub's platform answers 414.
  static let idBytes = 7_500

  /// The bytes that an ID takes in a comma-separated query value.
  static func listBytes(of id: LinkID) -> Int { PercentEncoding.encodedCount(of: id.text) + 1 }

  /// IDs as a comma-separated query value.
  static func list(_ ids: [LinkID]) -> String {
    var list: [UInt8] = []
    list.reserveCapacity(ids.reduce(0) { $0 + $1.text.utf8.count + 1 })
    for id in ids {
      if !list.isEmpty { list.append(UInt8(ascii: ",")) }
      PercentEncoding.append(id.text, to: &list)
    }
    return String(decoding: list, as: UTF8.self)
  }
}

extension ShownLink {
  /// A link as Dub shows it; `nil` for an object without an ID.
  convenience init?(dub link: JSONObject, in reply: Reply, raw: RawObject? = nil) {
    var (id, domain, key): (String?, String?, String?)
    var (externalID, shortURL, made): (String?, String?, String?)
    for member in link.members {
      guard case .string(let text) = member.value else { continue }
      switch member.name {
      case "id": id = text
      case "domain": domain = text
      case "key": key = text
      case "externalId": externalID = text
      case "shortLink": shortURL = text
      case "createdAt": made = text
      default: continue
      }
    }
    guard id?.isEmpty == false else { return nil }
    self.init(
      id: id,
      key: key.map {
        LinkKey(domain: domain?.lowercased(), key: DubFields.normalized(key: $0), exact: $0)
      }, externalID: externalID, shortURL: shortURL, made: made, in: reply, object: link,
      raw: raw)
  }

  /// The members that this looks at.
  static let namesAtDub = ["id", "domain", "key", "externalId", "shortLink", "createdAt"]
}
