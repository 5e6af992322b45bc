using ApiBridge.CommandLine.Tests;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
[assembly: AssemblyFixture(typeof(InstalledTool))]
