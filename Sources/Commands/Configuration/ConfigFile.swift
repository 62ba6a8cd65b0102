// The configuration file: where it is, who may read it, and the profiles in it. What is wrong with it is
// said with file, profile and member.

import Arguments
import Bulk
import Records

/// `config.json`, read and checked.
struct ConfigFile {
  let path: String
  /// The members of each profile, in the order in which they stand.
  let profiles: [(name: String, members: JSONObject)]
  let defaultProfile: String?

  /// Where it is looked for; `nil` where neither variable says.
  static func path(_ environment: [String: String]) -> String? {
    // A relative XDG_CONFIG_HOME is to be passed over, as its specification says.
    if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
      return folder + "/linkctl/config.json"
    }
    return environment["HOME"].flatMap { $0.isEmpty ? nil : $0 + "/.config/linkctl/config.json" }
  }

  /// Reads it; `nil` where there is none.
  static func read(_ environment: [String: String]) throws(Failure) -> ConfigFile? {
    guard let path = path(environment) else { return nil }
    let file: SmallFile?
    do throws(SmallFile.Fault) {
      file = try SmallFile(path: path, limit: 1 << 20)
    } catch {
      throw Failure("\(path): \(error.words)", hint: "fix it, or move it away")
    }
    return try file.map { file throws(Failure) in try ConfigFile(path, file) }
  }

  private init(_ path: String, _ file: SmallFile) throws(Failure) {
    let document: JSONValue
    do throws(JSONError) {
      document = try JSONValue(parsing: file.bytes)
    } catch {
      let line = 1 + file.bytes.prefix(error.offset).count { $0 == UInt8(ascii: "\n") }
      throw Failure("\(path):\(line): \(error.reason.words)", hint: Self.form)
    }
    guard let root = document.object else {
      throw Failure("\(path): is not a JSON object", hint: Self.form)
    }
    try Self.check(root, known: ["defaultProfile", "profiles"], path)
    let profiles = try Self.profiles(in: root["profiles"], path)
    try Self.check(file, path, holdsKey: profiles.contains { $0.members["apiKey"] != nil })
    self.path = path
    self.profiles = profiles
    defaultProfile = try root["defaultProfile"].map { value throws(Failure) in
      guard let name = value.string else {
        throw Failure("\(path): defaultProfile takes the name of a profile", hint: Self.form)
      }
      return name
    }
  }

  private static func profiles(
    in value: JSONValue?, _ path: String
  ) throws(Failure) -> [(name: String, members: JSONObject)] {
    guard let value else { return [] }
    guard let object = value.object else {
      throw Failure("\(path): profiles takes an object of profiles by their names", hint: form)
    }
    var profiles: [(name: String, members: JSONObject)] = []
    for member in object.members {
      let place = "\(path): profile \(HarmlessText.quoted(member.name))"
      guard let members = member.value.object else {
        throw Failure("\(place) takes an object", hint: form)
      }
      guard !profiles.contains(where: { $0.name == member.name }) else {
        throw Failure("\(place) is there twice", hint: "give one of them another name")
      }
      try check(members, known: ProfileMember.all.map(\.name), place)
      profiles.append((member.name, members))
    }
    return profiles
  }

  /// Refuses unknown members, with the nearest known name, and repeated ones.
  private static func check(
    _ object: JSONObject, known: [String], _ place: String
  ) throws(Failure) {
    var seen: Set<String> = []
    for member in object.members {
      let name = HarmlessText.quoted(member.name)
      guard known.contains(member.name) else {
        let nearest = NearestName.nearest(to: member.name, among: known)
        throw Failure(
          "\(place): there is no member \(name)",
          hint: nearest.isEmpty
            ? "the members are \(known.joined(separator: ", "))"
            : "did you mean \(nearest.joined(separator: " or "))?")
      }
      guard seen.insert(member.name).inserted else {
        throw Failure("\(place): \(name) is there twice", hint: "leave one of them out")
      }
    }
  }

  /// Refuses a file that others could take a key from, or put a command into.
  private static func check(
    _ file: SmallFile, _ path: String, holdsKey: Bool
  ) throws(Failure) {
    if holdsKey, file.mode & 0o077 != 0 {
      throw Failure(
        "\(path) has an API key in it, and others can read it",
        hint: "chmod 600 \(ShellText.word(path))",
        "if they may have read it, make a new key; apiKeyCommand keeps keys out of the file")
    }
    if file.mode & 0o002 != 0 {
      throw Failure(
        "\(path) can be written by everyone, and may say what is run",
        hint: "chmod o-w \(ShellText.word(path))")
    }
  }

  /// What a right file looks like.
  static let form = "it looks like " + example

  /// A whole one.
  static let example = {
    let name = ProviderWords.sampleName
    return
      #"{"profiles":{"work":{"provider":"\#(name)","apiKeyCommand":"pass show \#(name)"}}}"#
  }()
}
