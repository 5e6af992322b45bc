using ApiBridge.Chart;

// Makes what of charts/apibridge is made from keda/, below the folder that is named, or else the current one.
var root = args is [var folder] ? folder : ".";
try
{
    var files = ChartFiles.Make(root);
    var templates = Path.Combine(root, ChartFiles.Templates);
    if (Directory.Exists(templates))
    {
        Directory.Delete(templates, recursive: true);
    }

    foreach (var (path, text) in files)
    {
        var file = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    return 0;
}
catch (ChartException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}
