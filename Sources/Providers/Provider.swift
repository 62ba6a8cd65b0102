// What a provider must say of itself, and the list of providers. Adding one is adding a folder here and a
// line to the list.

package import HTTP
package import Records

/// A URL shortener: what it takes, how it is asked, and what its answers mean.
///
/// Pure: it sends nothing and waits for nothing.
package protocol Provider: Sendable {
  /// What users call it on the command line.
  var name: String { get }
  /// What it calls itself.
  var title: String { get }
  /// Where its API is, without a trailing slash.
  var baseURL: String { get }
  /// The environment variable that holds its API key.
  var keyVariable: String { get }
  /// What its IDs look like, for people.
  var idForm: String { get }
  /// What is known of its rate limit, for people.
  var rateWords: String { get }
  /// The limit that its pages name for every request of a key, if they name one for all plans.
  var rateLimit: RateLimit? { get }
  /// How links are deleted.
  var deletion: any Deletion { get }
  /// How links are created.
  var creation: any Creation { get }
  /// The folders of the workspace, where creates must be held against them.
  var folders: (any FolderList)? { get }
  /// How links are changed.
  var modification: any Modification { get }
  /// How rows are matched with links that are there.
  var upsertion: any Upsertion { get }
  /// How given links are looked up, where it can be done.
  var lookUp: (any LookUp)? { get }

  /// How a key is tried without changing anything.
  var keyCheck: any KeyCheck { get }

  /// Puts the key where the provider wants it.
  func authorize(_ request: inout HTTPRequest, with key: APIKey)

  /// The ID that a row names, in the form that goes to the provider.
  func linkID(_ text: String) throws(InvalidID) -> LinkID

  /// What a link, as the provider shows it, says of itself.
  func shown(_ link: JSONObject) -> ShownLink

  /// The links that the successful answer to a look-up, or to a page of a walk, shows.
  func links(in response: HTTPResponse) -> [JSONObject]

  /// A new walk over all links, where looking up many links takes one.
  func listing() -> (any Listing)?
}

/// No more than so many requests in any stretch of so long.
package struct RateLimit: Sendable, Equatable {
  package let requests: Int
  package let per: Duration

  package init(requests: Int, per: Duration) {
    self.requests = requests
    self.per = per
  }
}

/// The providers that linkctl knows.
package enum ProviderList {
  /// Every provider, in the order in which they are named to users.
  package static let all: [any Provider] = [Dub(), Hoko(), ShortPen()]

  /// The provider of a name, compared without regard to case.
  package static func named(_ name: String) -> (any Provider)? {
    all.first { $0.name == name.lowercased() }
  }
}
