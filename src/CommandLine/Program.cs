using ApiBridge.CommandLine;
using ApiBridge.Shared.Http;

LoopbackTraffic.KeepFromProxies();
return await new Application(Console.In, Console.Out, Console.Error, TimeProvider.System).RunAsync(args);
