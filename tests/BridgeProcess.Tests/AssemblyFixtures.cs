using ApiBridge.BridgeProcess.Tests;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
[assembly: AssemblyFixture(typeof(ClusterFixture))]
