using ApiBridge.TestServers;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
