using ApiBridge.CommandLine;

return await new Application(Console.In, Console.Out, Console.Error, TimeProvider.System).RunAsync(args);
