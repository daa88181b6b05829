using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.Reporting.Formats;
using PlanRunner.Runner.Reporting.Wording;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Operations;

/// <summary>From a decided change set to its run: what blocks it, whether there is anything to run, and who confirms it.</summary>
internal sealed class ApplyStart(OperationInput input, LoadedPlan loaded, GateQuestion asked, RunSession session)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (GateList.First(GateMoment.Decided, asked) is { } refusal)
            return await RefuseAsync(refusal, cancellationToken);
        if (asked.Now.NothingToDo)
            return await NothingToRunAsync(cancellationToken);
        foreach (var note in asked.Typed.Approved is null ? [] : ApprovalGate.Uncovered(asked.Now))
            input.Output.Progress(note);
        foreach (var removed in DecisionGates.Removed(asked))
            input.Output.Tell(removed);
        return await AgreedAsync(cancellationToken) is { } declined
            ? await RefuseAsync(declined, cancellationToken)
            : await GoOnAsync(cancellationToken);
    }

    private Task<int> GoOnAsync(CancellationToken cancellationToken)
    {
        var until = asked.Typed.Until is { } wanted ? StepArgument.Find(asked.Plan, wanted)?.Path : null;
        return session.RunAsync(RunWork.Apply(asked.Now, until), cancellationToken);
    }

    // What was done may be gone since, with a server or to an earlier time: then the run puts the state right and stops.
    private async Task<int> NothingToRunAsync(CancellationToken cancellationToken)
    {
        var (differences, unread) = await MarkerLook.PutRightAsync(loaded, loaded.ReadState().Snapshot, input.Time, cancellationToken);
        if (unread is not null)
            return input.Output.Refuse(unread with { Next = asked.Typed.Whole });
        if (differences.Count > 0)
            return await GoOnAsync(cancellationToken);
        input.Output.Result($"Nothing to run: {asked.Now.Unchanged} steps are done. {ReviewWords.Summary(asked.Now)}");
        return ExitCodes.Done;
    }

    private async Task<Refusal?> AgreedAsync(CancellationToken cancellationToken)
    {
        if (Consent.IsGiven(asked))
        {
            input.Output.Progress(ReviewWords.Summary(asked.Now));
            return null;
        }

        var review = new ReviewBuilder(asked.Now, ReviewMaterial.None).Build();
        ReportFormats.Show(input.Output, ReportFormats.Usual, Report.Of(review), new FormatOptions());
        return await input.AskAsync(asked, cancellationToken);
    }

    // A guarded group does not stay open for want of an answer.
    private async Task<int> RefuseAsync(Refusal refusal, CancellationToken cancellationToken)
    {
        var code = input.Output.Refuse(refusal);
        return
            code == ExitCodes.PersonNeeded
            && input.Output.Asker is null
            && asked.Now.All.FirstOrDefault(c => c.Open is { UndoFirst: true }) is { } open
            ? await session.RunAsync(RunWork.UndoUnasked(open), cancellationToken)
            : code;
    }
}
