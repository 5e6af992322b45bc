using ApiBridge.Administration.Poison;
using ApiBridge.Dashboard.Apis;
using ApiBridge.Dashboard.Queueing;
using ApiBridge.Domain;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ApiBridge.Dashboard.Parts;

/// <summary>The messages that were given up, and what can be done about them: all, or those of one API.</summary>
public partial class GivenUpMessages
{
    private (QueueView View, PoisonedMessage? Message, bool Redrives)? _asked;
    private string _said = string.Empty;

    /// <summary>Namespace/name of the API whose messages are meant; null for all.</summary>
    [Parameter]
    public string? OfApi { get; set; }

    [Inject]
    private QueueBoard Board { get; set; } = default!;

    [Inject]
    private ApiStore Store { get; set; } = default!;

    [Inject]
    private DashboardOptions Options { get; set; } = default!;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    private QueueActions? Actions => Services.GetService<QueueActions>();

    private bool CanAct => !Options.ReadOnly && Actions is not null;

    private IEnumerable<QueueView> Views => Board.GivenUp.Where(view => OfApi is null || view.Shown.Any(IsMeant));

    /// <inheritdoc/>
    protected override void Follow() => Board.Changed += Notice;

    /// <inheritdoc/>
    protected override void Unfollow() => Board.Changed -= Notice;

    private static string Count(QueueView view) => view.Count == 1 ? "1 message" : $"{view.Count} messages";

    private static string? Note(QueueView view) =>
        view.Unseen > 0 ? $"About {view.Unseen} of them can't be seen: a queue shows no more than 32 messages, and none that somebody holds for the moment." : null;

    private static string Title((QueueView View, PoisonedMessage? Message, bool Redrives) asked) =>
        $"{(asked.Redrives ? "Redrive" : "Drop")} {asked.Message?.Name ?? $"all of {asked.View.Queue}"}?";

    private bool IsMeant(PoisonedMessage message) => OfApi is null || message.Name == OfApi;

    private string Why(PoisonedMessage message) =>
        message.Problem is { } problem ? $"It is no event: {Excerpt.Of(problem)}"
        : message.Event is { } known && Store.Find(known.Key.Namespace, known.Key.Name) is { } row
            ? row.Trouble.Length > 0 ? $"{row.State.Name()}: {row.Trouble}" : $"Its API is {row.State.Name()} by now."
        : "Its API is not there.";

    private string WhatWillHappen((QueueView View, PoisonedMessage? Message, bool Redrives) asked) => asked.Redrives
        ? Consequence.OfRedrive(asked.View, asked.Message, Actions!.LiveQueue)
        : Consequence.OfDrop(asked.View, asked.Message, Store);

    private void Ask(QueueView view, PoisonedMessage? message, bool redrive) => _asked = (view, message, redrive);

    private async Task DoAsync()
    {
        if (_asked is not { } asked || Actions is not { } actions)
        {
            return;
        }

        _asked = null;
        _said = "At it…";
        var selection = asked.Message is { } one ? new Selection(All: false, [], [one.Id]) : new Selection(All: true, [], []);
        _said = await (asked.Redrives ? actions.RedriveAsync(selection, Gone) : actions.DropAsync(asked.View.Queue, selection, Gone));
    }
}
