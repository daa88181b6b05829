using PlanRunner.Runner.Rehearsal.Measures;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Source;

namespace PlanRunner.Runner.Rehearsal;

/// <summary>An apply whose steps are measured at the servers, and the file of what was measured.</summary>
/// <param name="request">What is rehearsed.</param>
/// <param name="sandbox">Where.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Progress, for people.</param>
internal sealed class MeasuredApply(RehearsalRequest request, Sandbox sandbox, TimeProvider time, Action<string> tell)
{
    /// <summary>Runs the apply under watch, and writes what was measured, however it ends.</summary>
    public async Task<int> RunAsync(RehearsalWatch watched, string file, CancellationToken cancellationToken)
    {
        await using var servers = new ServerMeasures(sandbox.Superusers(), sandbox.SuperusersBeside());
        var measurer = new StepMeasurer(servers);
        try
        {
            return await watched.RunAsync(
                (see, token) =>
                    request.ApplyAsync(
                        sandbox.EnvironmentFile,
                        sandbox.StateFile,
                        line =>
                        {
                            see(line);
                            measurer.See(line);
                        },
                        token
                    ),
                cancellationToken
            );
        }
        finally
        {
            await WriteAsync(file, measurer);
        }
    }

    // Of what was measured until then, where the apply failed or was cancelled. A file that cannot be written does not take the proof away.
    private async Task WriteAsync(string file, StepMeasurer measurer)
    {
        var redactor = Redactor.Of(request.Environment.Secrets);
        var evidence = new Evidence
        {
            Plan = request.Plan.Name,
            Environment = request.Environment.Name,
            At = time.GetUtcNow(),
            Servers = sandbox.Clusters.ToDictionary(c => c.Key, c => c.Value.Version, StringComparer.Ordinal),
            // The names of tables come from the server, and one may be a secret.
            Steps =
            [
                .. measurer.Steps.Select(step =>
                    step with
                    {
                        Rows = [.. step.Rows.Select(rows => rows with { Relation = redactor.Redact(rows.Relation) })],
                        Locks = [.. step.Locks.Select(taken => taken with { Relation = redactor.Redact(taken.Relation) })],
                        NewFiles = [.. step.NewFiles.Select(redactor.Redact)],
                    }
                ),
            ],
        };
        try
        {
            await File.WriteAllTextAsync(file, evidence.Write(), CancellationToken.None);
            tell($"Evidence of {measurer.Steps.Count} steps: {file}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            request.Tell($"The evidence could not be written: {exception.Message}");
        }
    }
}
