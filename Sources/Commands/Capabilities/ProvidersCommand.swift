// `linkctl providers [NAME]`: what each provider can do, from its own descriptor.

import Arguments
import Providers
import Records

enum ProvidersCommand {
  static let name = "providers"

  static let spec = CommandSpec<ReportOptions>(
    name, otherNames: ["fields", "capabilities"], summary: "tell what each provider can do",
    discussion: """
      Tells for each provider, or for the one named, which commands it takes, how many links one \
      request carries and how it is answered, what its rate limit is, what its IDs look like, and \
      which environment variables hold the key and whatever else it needs. With NAME follow its \
      habits, command by command, and the fields of a link, each with its type, its limits, and \
      whether create and update take it, and by which names of other providers rows may give it \
      too. For programs (-o json) the words that all providers share are listed apart: which field \
      create and update take for each, and whether list shows it.

      Nothing is asked of anyone: this is what linkctl knows, and what it plans by.
      """,
    operand: .optional("NAME", .choice(ProviderList.all.map { Choice($0.name, $0.title) })),
    defaults: ReportOptions(), groups: [ReportOptions.group],
    examples: [
      Example("See what each provider can do", "linkctl providers"),
      Example("See the fields of a link at Dub as well", "linkctl providers dub"),
      Example(
        "The fields that a create needs, for a script",
        """
        linkctl providers shortpen -o json \\
          | jq -r '.providers[].fields[] | select(.required).name'
        """),
    ],
    exitStatuses: [ExitStatus.done, .usage].map(\.definition))

  static func text(_ options: ReportOptions, names: [String]) -> String {
    let named = names.first.flatMap(ProviderList.named)
    let providers = named.map { [$0] } ?? ProviderList.all
    switch options.format {
    case .table:
      return providers.map { CapabilityText.text(of: $0, withFields: named != nil) }
        .joined(separator: "\n")
    case .json:
      var bytes: [UInt8] = []
      JSONValue.object(["providers": .array(providers.map(CapabilityDocument.value))])
        .write(to: &bytes)
      return String(decoding: bytes, as: UTF8.self) + "\n"
    }
  }
}
