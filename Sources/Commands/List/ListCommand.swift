// `linkctl list`: from what was typed to links on standard output and an exit status.

import Arguments
import Bulk
import Providers
import Records

/// One `linkctl list`, from its arguments to its end.
struct ListCommand {
  let host: Host
  let console: Console
  let options: ListOptions

  func run() async throws(Failure) -> ExitStatus {
    let output = options.output
    let connected = try Session(
      options.connection, options.pace, color: output.color, isQuiet: output.quiet,
      isVerbose: output.verbose, host: host, console: console)
    let listing = try connected.connection.needed("list") {
      $0.reading.listing(options.filter, lanes: Engine.pages(inFlight: options.pace.concurrency))
    }
    try check(connected.connection.provider)
    let session = try ReadSession(connected)
    let printer = LinkPrinter(console, options.output, session.provider)
    let start = ContinuousClock.now
    let end = try await session.carryOut { engine in
      let progress = ListProgress(console, options.output)
      return await progress.show(of: { engine.figures.wait != nil }) { look in
        await engine.list(listing, options.filter, limit: options.limit, look: look) {
          printer.add($0)
        }
      }
    }
    if end.stop != .outputClosed { printer.end() }
    return finish(end, session, took: .now - start)
  }

  /// Refuses a filter by something that links here do not show: it would leave none, without a word why.
  private func check(_ provider: any Provider) throws(Failure) {
    if let order = options.filter.order, !provider.reading.orders.contains(order) {
      let able = ProviderList.all.filter { $0.reading.orders.contains(order) }.map(\.title)
      throw Failure(
        "links at \(provider.title) come in no order that can be chosen",
        hint: "leave --sort out; it works at \(able.joined(separator: ", "))")
    }
    guard let option = options.filter.missing(in: provider.linkFields.shownWords).first else {
      return
    }
    let needed = ProviderList.all.filter {
      options.filter.missing(in: $0.linkFields.shownWords).isEmpty
    }
    throw Failure(
      "links at \(provider.title) do not show what \(option) asks for",
      hint: needed.isEmpty
        ? "leave it out" : "it works at \(needed.map(\.title).joined(separator: ", "))")
  }

  private func finish(_ end: ListEnd, _ session: ReadSession, took: Duration) -> ExitStatus {
    if !options.output.quiet, end.stop != .outputClosed {
      console.message("\(end.links.counted("link")); took \(took.words)")
    }
    if let status = session.end(end.stop, "the list is not whole; run it again") { return status }
    for (part, why) in end.refusals {
      console.fault("\(part) could not be listed: \(why.message)")
    }
    for doubt in end.doubts { console.fault("the list may not be whole: \(doubt)") }
    if !end.refusals.isEmpty, end.links == 0 {
      console.report(
        Failure(
          "nothing could be listed", hint: "see that what is asked for is there", status: .stopped))
      return .stopped
    }
    if !end.refusals.isEmpty || !end.doubts.isEmpty { return .someUnknown }
    return .done
  }
}
