using System.CommandLine;
using System.CommandLine.Parsing;
using ApiBridge.Administration.Poison;
using ApiBridge.Shared.Storage;
using Microsoft.Extensions.Options;

namespace ApiBridge.CommandLine.Poison;

/// <summary><c>apibridge poison</c>: what to do about messages that failed until the queue gave up on them.</summary>
internal sealed class PoisonCommand
{
    private readonly Option<string?> _file = Setting("--settings", $"A file like the Functions app's {Settings.DefaultFile}. Default: that of this folder, if there is one.");
    private readonly Option<string?> _storage = Setting("--storage", "The connection string of the storage account. Default: AzureWebJobsStorage.");
    private readonly Option<string?> _events = Setting("--events-queue", "The live queue. Default: ApiEventsQueue, or else api-events.");
    private readonly Option<string?> _retries = Setting("--retry-queue", "The queue of delayed retries. Default: ApiRetryQueue, or else api-events-retry.");
    private readonly Option<string?> _deadLetters = Setting("--dead-letter-queue", "The queue of kept messages. Default: ApiDeadLetterQueue, or else api-events-deadletter.");
    private readonly OutputFormat _format = new();
    private readonly Option<bool> _all = new("--all") { Description = "All that are kept." };
    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask." };
    private readonly Option<string[]> _ids = new("--id") { Description = "The id of a message, as list shows it.", DefaultValueFactory = _ => [] };
    private readonly Argument<string[]> _keys = ObjectNames.Argument("The ExposedAPIs whose messages are meant.");

    private PoisonCommand()
    {
    }

    public static Command Build(TextReader input, TimeProvider time)
    {
        var own = new PoisonCommand();
        var list = new Command("list", "Show the kept messages, and leave them; count those that wait for a retry.");
        own._format.AddTo(list);
        list.SetAction((parsed, token) => own.List(parsed, time).RunAsync(own._format.IsJson(parsed), token));
        var redrive = new Command("redrive", "Send the events of kept messages to the live queue once more.") { own._keys, own._all };
        redrive.SetAction((parsed, token) => own.Redrive(parsed, time).RunAsync(own.Selected(parsed, []), token));
        redrive.Validators.Add(own.RefuseAllAndNone);
        var drop = new Command("drop", "Delete kept messages for good.") { own._keys, own._ids, own._all, own._yes };
        drop.SetAction((parsed, token) => own.Drop(parsed, input).RunAsync(
            own.Selected(parsed, parsed.GetValue(own._ids)!), parsed.GetValue(own._yes), token));
        drop.Validators.Add(own.RefuseAllAndNone);

        var command = new Command("poison", "Looks after messages that failed until the queue gave up on them.") { list, redrive, drop };
        foreach (var option in new[] { own._file, own._storage, own._events, own._retries, own._deadLetters })
        {
            option.Recursive = true;
            command.Options.Add(option);
        }

        return command;
    }

    private static Option<string?> Setting(string name, string description) => new(name) { Description = description };

    private static PoisonQueue Open(Settings settings, string queue) => PoisonQueue.Open(settings.Storage, queue);

    private static IReadOnlyList<PoisonQueue> Poisoned(Settings settings) => [.. settings.Queues.PoisonQueues().Select(queue => Open(settings, queue))];

    private ListPoisoned List(ParseResult parsed, TimeProvider time)
    {
        var settings = Read(parsed);
        return new(
            Open(settings, settings.Queues.DeadLetterQueue), Poisoned(settings), Open(settings, settings.Queues.RetryQueue),
            parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, time);
    }

    private RedrivePoisoned Redrive(ParseResult parsed, TimeProvider time)
    {
        var settings = Read(parsed);
        var queues = new Queues(StorageAccount.Open(settings.Storage), Options.Create(settings.Queues));
        return new(
            Open(settings, settings.Queues.DeadLetterQueue), new Redrive(queues, time), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
    }

    private DropPoisoned Drop(ParseResult parsed, TextReader input)
    {
        var settings = Read(parsed);
        return new(
            [Open(settings, settings.Queues.DeadLetterQueue), .. Poisoned(settings)], input,
            parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
    }

    private Settings Read(ParseResult parsed) => Settings.Read(parsed.GetValue(_file), new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        [StorageOptions.Section] = parsed.GetValue(_storage),
        ["ApiEventsQueue"] = parsed.GetValue(_events),
        ["ApiRetryQueue"] = parsed.GetValue(_retries),
        ["ApiDeadLetterQueue"] = parsed.GetValue(_deadLetters),
    });

    private Selection Selected(ParseResult parsed, string[] ids) => new(parsed.GetValue(_all), parsed.GetValue(_keys)!, ids);

    private void RefuseAllAndNone(CommandResult result)
    {
        var named = result.GetResult(_keys)?.Tokens.Count > 0 || result.GetResult(_ids)?.Tokens.Count > 0;
        if (named == result.GetValue(_all))
        {
            result.AddError(named ? "--all leaves nothing to name: give either" : "give namespace/name of what is meant, or --all");
        }
    }
}
