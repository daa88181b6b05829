using System.Globalization;
using PlanRunner.Runner.Execution;
using PlanRunner.Source;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Reporting;

/// <summary>A run as people watch it: a line for every step that ends, and on a terminal one live line for the step that runs.</summary>
internal sealed class RunConsole : IDisposable
{
    private readonly Output output;
    private readonly TimeProvider time;
    private readonly LiveLine? live;
    private readonly Excerpt unsaid = Excerpt.OfKept();
    private DateTimeOffset lastProgress = DateTimeOffset.MinValue;

    public RunConsole(Output output, TimeProvider time)
    {
        this.output = output;
        this.time = time;
        live = output.Terminal && !output.Quiet ? new LiveLine(output, time) : null;
    }

    public void Tell(RunEvent told)
    {
        lock (output.Gate)
            Write(told);
    }

    public void Dispose() => live?.Dispose();

    private void Write(RunEvent told)
    {
        switch (told)
        {
            case RunEvent.StepBegun begun:
                unsaid.Clear();
                live?.Begin($"{Verb(begun.Activity)} {begun.Step.Path}  {begun.Step.Title}");
                break;
            case RunEvent.StepEnded ended:
                live?.End();
                Ended(ended);
                break;
            case RunEvent.GroupOpened opened:
                output.Progress(
                    $"open      {opened.Group.Path}{(opened.Deadline is { } at ? $"  must be over by {at:HH:mm:ss}Z" : "")}",
                    "yellow"
                );
                break;
            case RunEvent.UndoingGroup back:
                output.Error($"undo      {back.Group.Path}  its steps are undone: {back.Because}", "yellow");
                break;
            case RunEvent.GroupUndone taken:
                output.Error(
                    taken.Whole
                        ? $"reopened  {taken.Group.Path}  all its steps are undone"
                        : $"OPEN      {taken.Group.Path}  still open: it could not be undone",
                    taken.Whole ? "yellow" : "red bold"
                );
                break;
            case RunEvent.Note note:
                output.Progress(note.Text);
                break;
            case RunEvent.Told { Event: var inner }:
                Write(inner);
                break;
        }
    }

    private void Write(StepEvent told)
    {
        switch (told)
        {
            case StepEvent.Notice notice:
                if (output.Verbose || notice.Severity is "WARNING")
                    output.Progress($"          {notice.Path}  {notice.Severity}: {notice.Text}", "grey");
                break;
            case StepEvent.Output line:
                if (output.Verbose)
                    output.Progress($"          {line.Path}  | {line.Text}", "grey");
                else if (!line.Error)
                    unsaid.Add(line.Text);
                break;
            case StepEvent.Doing doing:
                live?.Doing(doing.Text);
                if (live is null && output.Verbose)
                    output.Progress($"          {doing.Path}  {doing.Text}");
                break;
            case StepEvent.Progress progress:
                live?.Progress(progress);
                PlainProgress(progress);
                break;
        }
    }

    // Without a terminal a line now and then, so that a log shows life and stays short.
    private void PlainProgress(StepEvent.Progress progress)
    {
        var now = time.GetUtcNow();
        if (live is not null || now - lastProgress < TimeSpan.FromSeconds(10))
            return;
        lastProgress = now;
        output.Progress(
            string.Create(
                CultureInfo.InvariantCulture,
                $"          {progress.Path}  {progress.Done:0} of {progress.Total:0} {progress.Unit}"
            )
        );
    }

    private void Ended(RunEvent.StepEnded ended)
    {
        var result = ended.Result;
        var title = ended.Step.Title == ended.Step.Step.Id ? "" : $"  {ended.Step.Title}";
        var because = result.End is StepEnd.AlreadyDone or StepEnd.Skipped or StepEnd.Undone or StepEnd.Declined
            ? $"  ({result.Because})"
            : "";
        var warned = result is { End: StepEnd.Done, Diagnostic: not null };
        var line = $"{(warned ? "WARNED" : Word(result.End)), -9} {result.Path}{title}{because}  {Durations.Format(result.Elapsed)}";
        if (result.GoesOn)
            output.Progress(
                line,
                warned ? "yellow"
                    : result.End == StepEnd.Done ? "green"
                    : "grey"
            );
        else
            output.Error(line, "red");
        // What a program printed is of no interest while all goes well.
        foreach (var said in result.End is StepEnd.Failed or StepEnd.Unverified ? unsaid.Lines : [])
            output.Error($"          {result.Path}  | {said}", "grey");
        unsaid.Clear();
        if (result.Diagnostic is { } diagnostic)
        {
            output.Print(diagnostic, diagnostic.Severity == Severity.Error ? null : "yellow");
            if (ended.Step.Hint is { } hint && !result.GoesOn && !diagnostic.Unanswered)
                output.Error($"  hint: {hint}", "bold");
        }
    }

    private static string Verb(StepActivity activity) =>
        activity switch
        {
            StepActivity.Checking => "check",
            StepActivity.Verifying => "verify",
            StepActivity.Settling => "resolve",
            StepActivity.Undoing => "undo",
            StepActivity.Waiting => "wait",
            _ => "run",
        };

    private static string Word(StepEnd end) =>
        end switch
        {
            StepEnd.Done => "ok",
            StepEnd.AlreadyDone => "already",
            StepEnd.Skipped => "skipped",
            StepEnd.Undone => "undone",
            StepEnd.Failed => "FAILED",
            StepEnd.Unverified => "UNVERIFIED",
            StepEnd.NeedsPerson => "PERSON",
            StepEnd.Declined => "declined",
            _ => "CANCELLED",
        };
}
