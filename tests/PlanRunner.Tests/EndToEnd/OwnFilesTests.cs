using PlanRunner.Runner.Execution;
using PlanRunner.Steps.Processes;
using PlanRunner.Tests.Plans;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>Files of the plan that the run itself changes, and things that look like files and never end.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class OwnFilesTests
{
    [Fact]
    public async Task A_step_that_removes_or_rewrites_a_file_of_its_own_text_is_told_when_it_ends()
    {
        using var plan = new TestPlan(
            """
              - id: own
                shell: { run: sh self.sh }
              - id: left-out
                shell: { run: sh other.sh, with_files: ["!other.sh"] }
            """
        );
        await File.WriteAllTextAsync(Path.Combine(plan.Folder, "self.sh"), "rm self.sh\n");
        await File.WriteAllTextAsync(Path.Combine(plan.Folder, "other.sh"), "echo true >> other.sh\n");
        var ran = await PlanRunnerProcess.RunAsync(plan.Folder, "apply", "plan.yaml", "--env", "dev", "--yes");
        Assert.True(ran.ExitCode == 0, ran.Error);
        var said = ran.Error + ran.Output;
        Assert.Contains("warning PR6208: while own ran, self.sh changed, which is part of its text", said, StringComparison.Ordinal);
        Assert.Contains("with_files: [\"!self.sh\"] leaves it out", said, StringComparison.Ordinal);
        Assert.DoesNotContain("other.sh changed", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_that_a_script_names_or_that_stands_in_place_of_the_state_holds_up_nothing()
    {
        using var plan = new TestPlan("  - id: a\n    shell: { run: cat ./pipe.f }\n");
        Pipes.Make(Path.Combine(plan.Folder, "pipe.f"));
        var shown = await PlanRunnerProcess.RunAsync(plan.Folder, "dry-run", "plan.yaml", "--env", "dev", "--offline");
        Assert.Contains("pipe.f (a named pipe)", shown.Output, StringComparison.Ordinal);
        foreach (var command in new[] { "dry-run", "status", "apply" })
        {
            var refused = await PlanRunnerProcess.RunAsync(plan.Folder, command, "plan.yaml", "--env", "dev", "--state", "pipe.f");
            Assert.Contains("pipe.f is a named pipe, not a regular file", refused.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_first_signal_ends_a_command_that_only_reads_files_so_far()
    {
        using var plan = new TestPlan("");
        var pipe = Path.Combine(plan.Folder, "pipe.yaml");
        Pipes.Make(pipe);
        using var process = PlanRunnerProcess.Start(plan.Folder, "validate", "pipe.yaml");
        // Both ends are opened at the same moment: from here on it waits for what is never written.
        await using var held = await Task.Run(() =>
            new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1)
        );
        Assert.True(Signals.Send(process.Id, Signals.Terminate));
        var said = await PlanRunnerProcess.EndAsync(process);
        Assert.True(process.ExitCode == ExitCodes.Cancelled, $"{process.ExitCode}: {said}");
        Assert.Contains("nothing was started", said, StringComparison.Ordinal);
    }
}
