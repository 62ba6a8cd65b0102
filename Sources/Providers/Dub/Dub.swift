// Dub (dub.co): the provider's descriptor and what its IDs look like.

package import HTTP
package import Records

/// Dub, whose links have IDs of their own and may carry an external ID, written `ext_…`.
package struct Dub: Provider {
  package let name = "dub"
  package let title = "Dub"
  package let baseURL = "https://api.dub.co"
  package let keyVariable = "DUB_API_KEY"
  package let idForm = "link_…, or ext_… for an external ID"
  package let rateWords = "60 to 3,000 requests a minute by plan, learned from its headers"
  /// From 60 to 3,000 a minute by plan, which the headers of every answer show.
  package let rateLimit: RateLimit? = nil
  package let deletion: any Deletion = DubDeletion()
  package let creation: any Creation = DubCreation()
  package let folders: (any FolderList)? = DubFolders()
  package let modification: any Modification = DubModification()
  package let upsertion: any Upsertion = DubUpsertion()
  package let lookUp: (any LookUp)? = DubLookUp()
  package let keyCheck: any KeyCheck = DubKeyCheck()

  package init() {}

  package func authorize(_ request: inout HTTPRequest, with key: APIKey) {
    key.authorizeAsBearer(&request)
  }

  /// Any text that Dub's comma-separated list can carry.
  ///
  /// The server splits at commas and trims each part, so an ID with a comma, or with blanks around it,
  /// cannot be addressed.
  package func linkID(_ text: String) throws(InvalidID) -> LinkID {
    if text.isEmpty { throw InvalidID("is empty") }
    if text == Dub.externalPrefix { throw InvalidID("names no external ID after ext_") }
    if text.utf8.count > 255 { throw InvalidID("is longer than the 255 bytes that Dub's IDs have") }
    // Nearly every ID is plain ASCII, and asking Unicode about each character costs more than the rest.
    let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ",") }
    if isPlain { return LinkID(text) }
    // Scalar by scalar: a combining mark behind a comma would hide it from whoever looks at characters.
    if text.utf8.contains(UInt8(ascii: ",")) {
      throw InvalidID("holds a comma, which Dub takes as the end of an ID")
    }
    if text.unicodeScalars.contains(where: \.properties.isWhitespace) {
      throw InvalidID("holds a blank, which no ID at Dub has")
    }
    if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
      throw InvalidID("holds a control character")
    }
    return LinkID(text)
  }

  package func shown(_ link: JSONObject) -> ShownLink {
    ShownLink(link, shortLinkIn: ["shortLink"])
  }

  package func links(in response: HTTPResponse) -> [JSONObject] {
    response.shownLinks(in: response.json)
  }

  package func listing() -> (any Listing)? { nil }

  static let externalPrefix = "ext_"

  /// The bytes that the IDs of one request may take in its target: well below the 8 KB that proxies
  /// commonly take and the 14 KB above which Dub's platform answers 414.
  static let idBytes = 7_500

  /// The bytes that an ID takes in a comma-separated query value.
  static func listBytes(of id: LinkID) -> Int { PercentEncoding.encodedCount(of: id.text) + 1 }

  /// IDs as a comma-separated query value.
  static func list(_ ids: [LinkID]) -> String {
    ids.map { PercentEncoding.encode($0.text) }.joined(separator: ",")
  }
}
