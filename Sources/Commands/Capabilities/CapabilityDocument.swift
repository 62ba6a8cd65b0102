// What a provider can do, for programs. The keys are part of the contract with scripts.

import Providers
import Records

enum CapabilityDocument {
  /// All there is to say of a provider.
  static func value(of provider: any Provider) -> JSONValue {
    let commands = provider.capabilities
    return [
      "name": .string(provider.name), "title": .string(provider.title),
      "base_url": provider.baseURL.map(JSONValue.string) ?? .null,
      "key_variable": .string(provider.keyVariable),
      "ids": .string(provider.idForm), "rate_limit": provider.rateLimit.map(rate) ?? .null,
      "rate_limit_note": .string(provider.rateWords),
      "settings": .array(provider.settings.map(value)),
      "match_keys": .array(
        (provider.upsertMeans?.upsertion.matches ?? []).map { .string($0.rawValue) }),
      "commands": .array(commands.map(value)),
      "habits": .array(provider.habits.map(value)),
      "fields": .array(Capability.fieldNames(of: commands).compactMap { field($0, commands) }),
      "words": .array(SharedWord.all(of: provider).map(value)),
    ]
  }

  private static func value(of word: SharedWord) -> JSONValue {
    [
      "word": .string(word.word.rawValue), "create": word.create.map(JSONValue.string) ?? .null,
      "update": word.update.map(JSONValue.string) ?? .null, "listed": .bool(word.isListed),
      "aliases": .array(word.aliases.map(JSONValue.string)),
    ]
  }

  private static func rate(_ limit: RateLimit) -> JSONValue {
    [
      "requests": .number(JSONNumber(limit.requests)),
      "seconds": .number(JSONNumber(Int(limit.per / .seconds(1)))),
    ]
  }

  private static func value(of setting: Setting) -> JSONValue {
    var object: JSONObject = [
      "name": .string(setting.name), "variable": .string(setting.variable),
      "words": .string(setting.words), "required": .bool(setting.isRequired),
    ]
    if !setting.choices.isEmpty {
      object.append("choices", .array(setting.choices.map(JSONValue.string)))
    }
    return .object(object)
  }

  private static func value(of habit: Habit) -> JSONValue {
    ["about": .string(habit.subject), "words": .string(habit.words)]
  }

  private static func value(of command: Capability) -> JSONValue {
    let bytes = command.limit.bytes
    return [
      "command": .string(command.command),
      "links_per_request": .number(JSONNumber(command.limit.links)),
      "bytes_per_request": bytes == .max ? .null : .number(JSONNumber(bytes)),
      "how": .string(command.way),
      "rate_limits": .array(command.limits.map(rate)),
    ]
  }

  private static func field(_ name: String, _ commands: [Capability]) -> JSONValue? {
    let found = commands.compactMap { command in
      command.fields?.fields.first { $0.name == name }.map { (command.command, $0) }
    }
    guard let field = found.first?.1 else { return nil }
    let word = commands.lazy.compactMap { $0.fields?.word(of: name) }.first
    var object: JSONObject = [
      "name": .string(name), "type": .string(field.type),
      "commands": .array(found.map { .string($0.0) }),
      "required_by": .array(found.filter(\.1.isRequired).map { .string($0.0) }),
      "null_by": .array(found.filter(\.1.takesNull).map { .string($0.0) }),
    ]
    if let word { object.append("neutral", .string(word.rawValue)) }
    if let longest = field.longest { object.append("longest", .number(JSONNumber(longest))) }
    if case .integer(let range) = field.kind {
      object.append("least", .number(JSONNumber(Int(range.lowerBound))))
      // The largest of 64 bits is no limit of the provider's, and more than most readers of JSON hold.
      if range.upperBound < .max {
        object.append("most", .number(JSONNumber(Int(range.upperBound))))
      }
    }
    // Scripts ask for what a create needs more often than for anything else.
    object.append("required", .bool(found.contains { $0.0 == "create" && $0.1.isRequired }))
    return .object(object)
  }
}
