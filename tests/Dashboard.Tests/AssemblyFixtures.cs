using ApiBridge.Dashboard.Tests;

[assembly: AssemblyFixture(typeof(DashboardFixture))]
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
