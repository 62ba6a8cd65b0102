// swift-tools-version: 6.2
// The rooms of linkctl, each a target, so that the compiler keeps the walls between them.

import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

// The tests run millions of rows through the rooms, which takes three times as long without this. What an
// unoptimised build would check besides (overflow, bounds) is checked all the same.
let optimised: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

func room(_ name: String, knows dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings + optimised)
}

func program(_ name: String, knows dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(
  _ name: String, of dependencies: [Target.Dependency], more: [SwiftSetting] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], swiftSettings: settings + more)
}

let package = Package(
  name: "linkctl",
  products: [
    .executable(name: "linkctl", targets: ["linkctl"]),
    .executable(name: "linkctl-sandbox", targets: ["linkctl-sandbox"]),
  ],
  targets: [
    .systemLibrary(
      name: "CLibcurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    room("HTTP"),
    room("Transport", knows: ["CLibcurl", "HTTP"]),
    room("Records"),
    room("Providers", knows: ["HTTP", "Records"]),
    room("Bulk", knows: ["Providers", "Transport", "Records", "HTTP"]),
    room("Arguments"),
    room(
      "Commands", knows: ["Arguments", "Bulk", "Providers", "Transport", "Records", "HTTP"]),
    program("linkctl", knows: ["Commands"]),
    room("Sandbox", knows: ["HTTP", "Records"]),
    program("linkctl-sandbox", knows: ["Sandbox", "Records", "Arguments"]),

    // linkctl with two more providers, which show what adding one takes.
    .executableTarget(
      name: "linkctl-examples", dependencies: ["Commands", "Providers", "HTTP", "Records"],
      path: "Tests/Examples", swiftSettings: settings),
    .target(
      name: "TestSupport", dependencies: ["HTTP"], path: "Tests/Support", swiftSettings: settings),
    tests("HTTPTests", of: ["HTTP"]),
    tests("TransportTests", of: ["Transport", "HTTP"]),
    tests("RecordsTests", of: ["Records"]),
    tests("ProvidersTests", of: ["Providers", "HTTP", "Records"]),
    // Its simulator of limiters goes through hours of traffic.
    tests(
      "BulkTests", of: ["Bulk", "Providers", "Transport", "Records", "HTTP"], more: optimised),
    tests("ArgumentsTests", of: ["Arguments"]),
    tests(
      "CommandsTests",
      of: ["Commands", "Arguments", "Bulk", "Providers", "Transport", "Records", "HTTP"]),
    tests("SandboxTests", of: ["Sandbox", "HTTP", "Records", "Arguments", "linkctl-sandbox"]),
    tests(
      "RepositoryTests",
      of: ["Arguments", "Commands", "Providers", "linkctl", "linkctl-sandbox"]),
    tests(
      "EndToEndTests",
      of: ["linkctl", "linkctl-examples", "linkctl-sandbox", "Sandbox", "Records", "HTTP"]),
  ]
)
