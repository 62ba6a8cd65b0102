// The requests that are with the transport, so that waiting for their answers can be given up.

import HTTP
import Synchronization
import Transport

/// Requests in flight; used by many tasks at once.
final class Flights: Sendable {
  typealias Answer = Result<HTTPResponse, TransportError>

  private struct State {
    var tasks: [Int: Task<Answer, Never>] = [:]
    var last = 0
    var isAbandoned = false
  }

  private let state = Mutex(State())

  /// How many answers are waited for.
  var count: Int { state.withLock { $0.tasks.count } }

  /// Sends a request and waits for its answer, or until nobody wants to wait any more.
  func carry(_ request: HTTPRequest, over transport: any Transport) async -> Answer {
    let task = Task {
      do throws(TransportError) {
        return Answer.success(try await transport.send(request))
      } catch {
        return Answer.failure(error)
      }
    }
    let id = enter(task)
    defer { state.withLock { $0.tasks[id] = nil } }
    return await task.value
  }

  /// Ends the waiting for all answers, those of later requests too; who waits is told that the
  /// request was cancelled.
  func abandon() {
    let tasks = state.withLock { state in
      state.isAbandoned = true
      return state.tasks.values.map(\.self)
    }
    for task in tasks { task.cancel() }
  }

  private func enter(_ task: Task<Answer, Never>) -> Int {
    let (id, isAbandoned) = state.withLock { state in
      state.last += 1
      state.tasks[state.last] = task
      return (state.last, state.isAbandoned)
    }
    if isAbandoned { task.cancel() }
    return id
  }
}
