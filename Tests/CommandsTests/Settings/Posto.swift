import HTTP
import Providers
import Transport

/// A provider that needs a group, may be told its server, and can do nothing but create links; else it is Dub.
struct Posto: Provider {
  let name = "posto"
  let title = "Posto"
  var baseURL: String? = "https://posto.example"
  let keyVariable = "POSTO_API_KEY"
  let idForm = "as at Dub"
  let rateWords = "none"
  let rateLimit: RateLimit? = nil
  var headers: HTTPHeaders = [:]
  let settings = [
    Setting(
      "group", value: "GROUP", variable: "POSTO_GROUP", words: "The group that links are made in.",
      isRequired: true),
    Setting(
      "home-server", value: "URL", variable: "POSTO_SERVER", words: "URL of a server of one's own",
      isRequired: false),
  ]
  let habits = [
    Habit("create", "a group has room for 500 links."), Habit("verify", "nothing is read."),
  ]
  let deletion: (any Deletion)? = nil
  let creation = Dub().creation
  let modification: (any Modification)? = nil
  let upsertion: Upsertion? = nil
  let reading = Dub().reading
  let keyCheck = Dub().keyCheck

  func linkID(_ text: String) throws(InvalidID) -> LinkID { try Dub().linkID(text) }

  func with(_ settings: [String: String]) throws(InvalidSetting) -> any Provider {
    var provider = self
    if let group = settings["group"] {
      if group.contains(" ") { throw InvalidSetting("group", "is not the name of a group") }
      provider.headers = ["X-Group": group]
    }
    provider.baseURL = settings["home-server"] ?? baseURL
    return provider
  }
}

/// Another one whose setting has the same name; there it is not needed.
struct Stella: Provider {
  let name = "stella"
  let title = "Stella"
  let baseURL: String? = "https://stella.example"
  let keyVariable = "STELLA_API_KEY"
  let idForm = "as at Dub"
  let rateWords = "none"
  let rateLimit: RateLimit? = nil
  let settings = [
    Setting(
      "group", value: "TEAM", variable: "STELLA_TEAM", words: "The team whose links they are.",
      isRequired: false)
  ]
  let habits = [Habit("create", "a group has room for 500 links.")]
  let deletion = Dub().deletion
  let creation = Dub().creation
  let modification = Dub().modification
  let upsertion = Dub().upsertion
  let reading = Dub().reading
  let keyCheck = Dub().keyCheck

  func linkID(_ text: String) throws(InvalidID) -> LinkID { try Dub().linkID(text) }
}

/// One that can only be read.
struct Spectator: Provider {
  let name = "spectator"
  let title = "Spectator"
  let baseURL: String? = "https://spectator.example"
  let keyVariable = "SPECTATOR_API_KEY"
  let idForm = "as at Dub"
  let rateWords = "none"
  let rateLimit: RateLimit? = nil
  let deletion: (any Deletion)? = nil
  let creation: (any Creation)? = nil
  let modification: (any Modification)? = nil
  // Without the other two it comes to nothing.
  let upsertion = Dub().upsertion
  let reading = Dub().reading
  let keyCheck = Dub().keyCheck

  func linkID(_ text: String) throws(InvalidID) -> LinkID { try Dub().linkID(text) }
}

/// Shows the group of a request where it is asked for a link, and cannot be reached by whatever changes something.
struct PostoServer: Transport {
  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    guard request.method == .get, let group = request.headers["X-Group"] else {
      throw TransportError(.connect, mayHaveReachedServer: false, detail: "nobody listens")
    }
    return HTTPResponse(
      status: 200, body: [UInt8](#"[{"id":"link_1","workspaceId":"\#(group)"}]"#.utf8))
  }
}
