using ApiBridge.LocalStack.Functions;

namespace ApiBridge.LocalStack.Tests.Functions;

public sealed class FunctionsProjectTests
{
    [Fact]
    public void AFeedThatLacksPackagesIsToldFromCodeThatDoesNotCompile()
    {
        var failure = FunctionsProject.Judge(new(
            1,
            """
              Determining projects to restore...
            /src/Functions.csproj : error NU1101: Unable to find package Some.Worker. No packages exist with this id in source(s): feed
            /src/Functions.csproj : error NU1102: Unable to find a stable package Some.Sdk with version (>= 2.1.0)
            /src/Functions.csproj : error NU1101: Unable to find package Some.Worker. No packages exist with this id in source(s): feed
            """));

        Assert.Equal(FunctionsFailure.PackagesMissing, failure.Failure);
        Assert.Equal("src/Functions can't be restored, the package feed lacks Some.Sdk, Some.Worker.", failure.Message);
    }

    [Fact]
    public void AMissingPackageExcusesNoCompilerError()
    {
        var failure = FunctionsProject.Judge(new(
            1,
            """
            /src/Functions.csproj : error NU1101: Unable to find package Some.Worker. No packages exist with this id in source(s): feed
            /src/GetStatus.cs(1,1): error CS0246: The type or namespace name 'Missing' could not be found
            """));

        Assert.Equal(FunctionsFailure.BuildFailed, failure.Failure);
    }

    [Fact]
    public void CodeThatDoesNotCompileIsNamed()
    {
        var failure = FunctionsProject.Judge(new(1, "/src/GetStatus.cs(1,1): error CS0246: The type or namespace name 'Missing' could not be found\n"));

        Assert.Equal(FunctionsFailure.BuildFailed, failure.Failure);
        Assert.Contains("GetStatus.cs(1,1): error CS0246", failure.Message, StringComparison.Ordinal);
    }
}
