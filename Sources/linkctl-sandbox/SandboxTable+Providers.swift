// The options of one provider's stand-in alone.

import Arguments
import Sandbox

extension SandboxTable {
  static let dub = OptionGroup<SandboxSettings>(
    "Dub",
    [
      .text(
        "dub-domains", "NAMES", .set(\.dubDomains),
        "domains of the workspace, the primary one first",
        discussion: "Domains of the workspace, with commas between them, the primary one first.",
        default: "go.example.com"),
      .text(
        "dub-tags", "NAMES", .set(\.dubTags), "tags of the workspace, with commas between them",
        discussion:
          "Tags of the workspace, with commas between them; their IDs are tag_1, tag_2 and so on."),
      .text(
        "dub-folders", "NAMES", .set(\.dubFolders),
        "folders of the workspace, with commas between them",
        discussion:
          "Folders of the workspace, with commas between them; their IDs are fold_1, fold_2 and so on."
      ),
      .choice(
        "dub-plan", "PLAN", .set(\.dubPlan), "plan: what links may have, and the rate limit",
        default: "pro"),
      .choice(
        "dub-role", "ROLE", .set(\.dubRole),
        "whose the key is; bulk calls check no folders of an owner",
        default: "member"),
      .integer(
        "dub-quota", "N", 0...1_000_000, .set(\.dubQuota), "links that may be made in the month"),
      .integer(
        "dub-lost-races", "N", 1...1_000_000, .set(\.dubLostRaces),
        "every Nth row with a key loses it to another request",
        discussion:
          "Of the rows of bulk creates that name a key, every Nth loses it to another request in "
          + "between: the row is dropped, and the other request's link is in the answer."),
      .integer(
        "dub-mega-folders", "N", 0...1000, .set(\.dubMegaFolders),
        "how many of the folders of {--folders} are of type mega",
        discussion:
          "How many of the folders of {--folders}, the last ones, are of type mega, which lists leave out "
          + "unless they are asked for by name.", default: "0"),
      .integer(
        "dub-imported", "N", 0...5_000_000, .set(\.dubImported),
        "how many of the seeded links have new IDs and old dates",
        discussion:
          "How many of the seeded links, the last ones, came by an import, with new IDs and old dates: "
          + "lists by time have them last, cursors first.", default: "0"),
    ])

  static let others = OptionGroup<SandboxSettings>(
    "Other providers",
    [
      .integer(
        "shortpen-quota", "N", 0...1_000_000, .set(\.shortPenQuota),
        "creates, edits and deletes after which ShortPen's plan is used up"),
      .text(
        "shortpen-quota-words", "TEXT", .set(\.shortPenQuotaWords),
        "what ShortPen says once its plan is used up"),
      .integer(
        "shortpen-workspaces", "N", 1...1000, .set(\.shortPenWorkspaces),
        "workspaces of ShortPen's key that the seeded links are spread over",
        discussion:
          "Workspaces of ShortPen's key that the seeded links are spread over. Without it there are two, and "
          + "all links lie in the first."),
      .choice(
        "shortpen-order", "WHICH", .set(\.shortPenOrder), "order of ShortPen's lists",
        discussion:
          "Order of ShortPen's lists, which it does not document: the oldest or the newest links first.",
        default: "oldest"),
      .integer(
        "hoko-maximum", "N", 1...HokoOptions.documentedMaximum, .set(\.hokoMaximum),
        "most IDs or links that Hoko's plan takes in one request", default: "10000"),
      .choice(
        "hoko-duplicates", "WHAT", .set(\.hokoDuplicates),
        "what an ID that stands twice in a request to Hoko does", default: "refuse"),
      OptionSpec(
        repeatable("set", "NAME=VALUE", "how one of the other stand-ins behaves", choiceDiscussion)
      ) { (settings, text) throws(UsageError) in
        do throws(OptionTextError) {
          var options = SandboxOptions()
          try options.choose(text)
          settings.choices.append(text)
        } catch {
          throw .badValue(of: "--set", expected: error.expected, given: error.text)
        }
      },
    ])

  /// A paragraph for each provider, in which each choice stands as it is where nobody chooses.
  private static let choiceDiscussion =
    ([
      "How one of the other stand-ins behaves where its provider's pages do not tell, or where servers differ:"
    ]
    + SandboxProvider.allCases.compactMap { provider in
      let choices = SandboxChoice.all.filter { $0.name.hasPrefix("\(provider.rawValue).") }
      let texts = choices.map { choice in
        let others = choice.values.filter { $0 != choice.usual }.joined(separator: ", ")
        return "\(choice.name)=\(choice.usual) (or \(others)): \(choice.summary)"
      }
      return texts.isEmpty ? nil : texts.joined(separator: "; ") + "."
    }).joined(separator: "\n\n")
}
