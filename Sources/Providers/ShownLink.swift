// What a link object of a provider says of itself, in words that all providers share. Nobody else looks into the
// objects for it.

package import Records
import Synchronization

/// A link as an answer shows it; a reference, since it goes through many hands.
package final class ShownLink: Sendable, Equatable {
  /// The ID, as rows write it; `nil` where the answer shows none, as for a link that the key may not read.
  package let id: String?
  /// What its short URL is made of, where it is shown.
  package let key: LinkKey?
  /// The user's own ID for it.
  package let externalID: String?
  /// The short URL.
  package let shortURL: String?
  /// When it was made, as the provider writes it.
  package let made: String?
  /// When the answer was given, by the server's own clock, in seconds since 1970.
  private let shown: Int64?
  /// The object's bytes, where it was not taken apart.
  private let raw: RawObject?
  private let parsed: Mutex<JSONObject?>

  package init(
    id: String? = nil, key: LinkKey? = nil, externalID: String? = nil, shortURL: String? = nil,
    made: String? = nil, in reply: Reply? = nil, object: JSONObject = JSONObject(),
    raw: RawObject? = nil
  ) {
    self.id = id
    self.key = key
    self.externalID = externalID
    self.shortURL = shortURL
    self.made = made
    shown = reply?.date
    self.raw = raw
    parsed = Mutex(raw == nil ? object : nil)
  }

  private init(alone link: ShownLink, _ raw: RawObject) {
    id = link.id
    key = link.key
    externalID = link.externalID
    shortURL = link.shortURL
    made = link.made
    shown = link.shown
    self.raw = raw
    parsed = Mutex(nil)
  }

  /// The same with bytes of its own, for whoever keeps one of a page, which would keep the whole page with it.
  package var alone: ShownLink { raw.map { ShownLink(alone: self, $0.alone) } ?? self }

  /// The object as it came; without members where the link is there and not shown.
  package var object: JSONObject {
    parsed.withLock { parsed in
      if let parsed { return parsed }
      let object = raw?.object ?? JSONObject()
      parsed = object
      return object
    }
  }

  /// Adds the object as JSON text.
  package func writeObject(to bytes: inout [UInt8]) {
    if let raw { raw.write(to: &bytes) } else { JSONValue.object(object).write(to: &bytes) }
  }

  /// Whether both were shown alike, however long ago.
  package static func == (left: ShownLink, right: ShownLink) -> Bool {
    left === right || left.id == right.id && left.object == right.object
  }

  /// How long before the answer it was made, by the provider's clock; `nil` where that cannot be told.
  package var age: Duration? { Reply.age(ofDate: made, at: shown) }

  /// Whether more of it is shown than that it is there.
  package var isShown: Bool { raw != nil || !object.members.isEmpty }

  /// The same without what it shows, which may not be so any more.
  package var name: ShownLink { ShownLink(id: id, key: key, shortURL: shortURL) }

  /// That it is there, where it is the link of this ID.
  package func sighting(of id: LinkID) -> Sighting? {
    self.id.map { LinkID($0) == id } == true ? .there(self) : nil
  }

  /// Whether it may have been made so long ago or later.
  package func isYounger(than time: Duration) -> Bool {
    age.map { $0 <= time + .clockSlack } ?? true
  }
}

/// Whether a link is there.
package enum Sighting: Sendable, Equatable {
  /// It is; its ID, where it has one there, is the one to name it by.
  case there(ShownLink)
  /// It is not; the provider said so of this link.
  case notThere
  /// It was not among what the provider showed, which is no proof.
  case notSeen
}
