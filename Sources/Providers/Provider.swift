// What a provider must say of itself. Adding one is adding a folder here and a line to the list of providers; what is
// said here for it holds where it says nothing.

package import HTTP
import Records

/// A URL shortener: what it takes, how it is asked, and what its answers mean.
///
/// Pure: it sends nothing and waits for nothing. An operation that it lacks is absent.
package protocol Provider: Sendable {
  /// What users call it on the command line.
  var name: String { get }
  /// What it calls itself.
  var title: String { get }
  /// Where its API is, without a trailing slash; `nil` where everybody hosts it at an address of one's own.
  var baseURL: String? { get }
  /// What the target of every request begins with, where the address of an API has it at its end already; people give
  /// either.
  var apiPath: String { get }
  /// The environment variable that holds its API key.
  var keyVariable: String { get }
  /// What its IDs look like, for people.
  var idForm: String { get }
  /// What columns of its IDs are called beside `id`, as its own answers and requests call them.
  var idNames: [String] { get }
  /// What is known of its rate limit, for people.
  var rateWords: String { get }
  /// The limit that its pages name for every request of a key, if they name one for all plans.
  var rateLimit: RateLimit? { get }
  /// How many requests of a key may be in flight, if they say so.
  var mostAtOnce: Int? { get }
  /// How a request carries the key.
  var credential: Credential { get }
  /// What every request says besides.
  var headers: HTTPHeaders { get }
  /// What it needs beside the key.
  var settings: [Setting] { get }
  /// What a user of a command has to know of it and of no other provider.
  var habits: [Habit] { get }

  /// How links are deleted.
  var deletion: (any Deletion)? { get }
  /// How links are created.
  var creation: (any Creation)? { get }
  /// The folders of the workspace, where creates must be held against them.
  var folders: (any FolderList)? { get }
  /// How links are changed.
  var modification: (any Modification)? { get }
  /// How rows are matched with links that are there.
  var upsertion: Upsertion? { get }
  /// How links are read.
  var reading: any Reading { get }
  /// How a key is tried without changing anything.
  var keyCheck: KeyCheck { get }

  /// The ID that a row names, in the form that goes to the provider.
  func linkID(_ text: String) throws(InvalidID) -> LinkID

  /// Whether the bytes of a row are seen at a glance to be an ID that `linkID` takes; what is not is looked at closer.
  func isPlainID(_ bytes: Span<UInt8>) -> Bool

  /// The same provider with what its settings say, by their names; unknown names are not given.
  func with(_ settings: [String: String]) throws(InvalidSetting) -> any Provider
}

extension Provider {
  package var baseURL: String? { nil }
  package var apiPath: String { "" }
  package var idNames: [String] { [] }
  package var rateLimit: RateLimit? { nil }
  package var mostAtOnce: Int? { nil }
  package var rateWords: String { "its pages name none; learned from its headers" }
  package var credential: Credential { .bearer }
  package var headers: HTTPHeaders { [:] }
  package var settings: [Setting] { [] }
  package var habits: [Habit] { [] }
  package var deletion: (any Deletion)? { nil }
  package var folders: (any FolderList)? { nil }
  package var modification: (any Modification)? { nil }
  package var upsertion: Upsertion? { nil }

  /// None is.
  package func isPlainID(_ bytes: Span<UInt8>) -> Bool { false }

  /// Any text that can be seen and does not look like something else.
  package func linkID(_ text: String) throws(InvalidID) -> LinkID {
    let isPlain = text.unicodeScalars.allSatisfy {
      $0 != "/" && !$0.isUnseen && !$0.properties.isWhitespace
    }
    guard isPlain, !text.isEmpty, !MistakenID.isOther(text) else {
      throw MistakenID.fault(text, at: title, idForm)
    }
    return LinkID(text)
  }

  package func with(_ settings: [String: String]) throws(InvalidSetting) -> any Provider { self }

  /// The fields of its links: those that a create takes, or where nothing is created those that can be changed.
  package var linkFields: FieldTable {
    creation?.fields ?? modification?.fields ?? FieldTable([])
  }

  /// Makes a request one of the key's.
  package func authorize(_ request: inout HTTPRequest, with key: APIKey) {
    for field in headers.fields { request.headers[field.name] = field.value }
    key.authorize(&request, as: credential)
  }
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

/// Something that a provider needs beside the key: option, variable and member of a profile follow from it.
package struct Setting: Sendable, Equatable {
  /// As an option is called, such as `group`.
  package let name: String
  /// What stands for its value in a help text.
  package let value: String
  /// The environment variable that holds it.
  package let variable: String
  /// What it is, as a sentence.
  package let words: String
  package let isRequired: Bool
  /// The only values that it takes; none where it takes others too.
  package let choices: [String]

  package init(
    _ name: String, value: String, variable: String, words: String, isRequired: Bool,
    choices: [String] = []
  ) {
    self.name = name
    self.value = value
    self.variable = variable
    self.words = words
    self.isRequired = isRequired
    self.choices = choices
  }
}

/// Why a value of a setting is not taken; half a sentence that follows its name.
package struct InvalidSetting: Error, Sendable, Equatable {
  package let name: String
  package let reason: String

  package init(_ name: String, _ reason: String) {
    self.name = name
    self.reason = reason
  }
}

/// What a user of a command has to know of one provider.
package struct Habit: Sendable, Equatable {
  /// The command's name.
  package let command: String
  /// A sentence or some, which follow `At Dub:`.
  package let words: String

  package init(_ command: String, _ words: String) {
    self.command = command
    self.words = words
  }
}
