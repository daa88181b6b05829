using System.Collections.Concurrent;
using System.ComponentModel;
using System.Text;
using CliWrap;

namespace PlanRunner.Steps.Processes;

/// <summary>Runs child processes with CliWrap and stops them; the only place where a process is started.</summary>
/// <remarks>
/// Each child leads a session of its own where <c>setsid</c> exists: a Ctrl-C at the terminal reaches the runner alone, which
/// then stops the child by <see cref="StopLadder"/>, and what the child started is reached through its process group.
/// </remarks>
internal sealed class ProcessRunner(StopLadder? ladder = null, TimeProvider? time = null)
{
    // E2BIG, on Linux and macOS alike.
    private const int TooLong = 7;
    private static readonly ConcurrentDictionary<Child, ProcessMark?> Running = [];
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private readonly StopLadder ladder = ladder ?? StopLadder.Default;
    private readonly TimeProvider time = time ?? TimeProvider.System;
    private readonly string? newSession = ProgramPath.Find("setsid");

    public static ProcessRunner Default { get; } = new();

    /// <summary>Runs to the end. On cancellation the child and all that it started are gone before this throws.</summary>
    /// <exception cref="ProcessStartException">It could not be started.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var letGo = new CancellationTokenSource();
        var output = new LineReader(command.OnOutput, command.Keep);
        var error = new LineReader(command.OnError, command.Keep);
        var child = Start(command, Pipe(output, letGo.Token), Pipe(error, letGo.Token));
        Running[child] = command.Mark;
        try
        {
            var stopped = await StopAsync(child, command, command.StopsWhenFull ? output.Full : child.Exited, cancellationToken);
            var (exitCode, drained) = await DrainAsync(child, letGo);
            cancellationToken.ThrowIfCancellationRequested();
            return new(exitCode, output.Kept, error.Kept)
            {
                Truncated = output.Truncated,
                StoppedFull = stopped,
                OutputHeldOpen = !drained,
            };
        }
        finally
        {
            Running.TryRemove(child, out _);
        }
    }

    /// <summary>Kills all that run and what they started, at once: their runner is about to end.</summary>
    public static void KillAll()
    {
        // One whose child was just killed may leave the list meanwhile.
        var all = Running.ToArray();
        foreach (var (child, _) in all)
            child.KillTree();
        // Who left the group and whose parent is gone is found by its mark alone.
        foreach (var mark in all.Select(entry => entry.Value).OfType<ProcessMark>())
            Leftovers.Kill(mark);
    }

    /// <summary>
    /// Starts a process that outlives the runner, with its output in a file. It is not waited for; stop it by signal.
    /// </summary>
    public int StartDetached(ProcessCommand command, string outputFile)
    {
        const string script = "out=$1; shift; exec \"$@\" </dev/null >>\"$out\" 2>&1";
        var wrapped = command with
        {
            Program = "/bin/sh",
            Arguments = ["-c", script, "sh", outputFile, command.Program, .. command.Arguments],
        };
        // The shell sets all three pipes aside at once. CliWrap promises of PipeTarget.Null that it opens none: then these would be the runner's own.
        var nothing = PipeTarget.ToStream(Stream.Null);
        return Start(wrapped, nothing, nothing).Id;
    }

    private Child Start(ProcessCommand command, PipeTarget output, PipeTarget error)
    {
        var folder = command.WorkingDirectory ?? Directory.GetCurrentDirectory();
        if (!Directory.Exists(folder))
            throw ProcessStartException.Of($"the working folder {folder} does not exist", "create it, or correct cwd");
        var searchPath = command.Environment.TryGetValue("PATH", out var own) ? own : null;
        var program =
            ProgramPath.Find(command.Program, searchPath, folder) ?? throw ProgramPath.WhyNot(command.Program, searchPath, folder);
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal);
        ProcessVariables.GiveTo(variables);
        foreach (var (name, value) in command.Environment)
            variables[name] = value;
        if (command.Mark is { } mark)
            variables[mark.Variable] = mark.Value;
#pragma warning disable RS0030 // Its home.
        var start = Cli.Wrap(newSession ?? program)
#pragma warning restore RS0030
            .WithArguments(newSession is null ? command.Arguments : [program, .. command.Arguments])
            .WithWorkingDirectory(folder)
            .WithEnvironmentVariables(variables)
            .WithStandardInputPipe(PipeSource.FromString(command.StandardInput ?? "", Utf8))
            .WithStandardOutputPipe(output)
            .WithStandardErrorPipe(error)
            .WithValidation(CommandResultValidation.None);
        try
        {
            return Child.Start(start, leadsGroup: newSession is not null);
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            var cause = exception.InnerException ?? exception;
            throw new ProcessStartException($"{program} did not start: {cause.Message}", "try running it by hand", exception)
            {
                TooLong = cause is Win32Exception { NativeErrorCode: TooLong },
            };
        }
    }

    private static PipeTarget Pipe(LineReader reader, CancellationToken letGo) =>
        PipeTarget.Create((stream, _) => reader.ReadAsync(stream, letGo));

    // True where it did not come to its end by itself.
    private async Task<bool> StopAsync(Child child, ProcessCommand command, Task full, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAny(child.Exited, full).WaitAsync(cancellationToken);
            if (child.Exited.IsCompleted)
                return false;
        }
        catch (OperationCanceledException)
        {
            // Stopped below.
        }

        await child.StopAsync(ladder, time);
        // Who left the process group was not reached by the signals to it.
        if (command.Mark is { } mark)
            await Leftovers.EndAsync(mark, time, command.OnStopping ?? (_ => { }), CancellationToken.None, patient: false);
        return true;
    }

    private async Task<(int ExitCode, bool Drained)> DrainAsync(Child child, CancellationTokenSource letGo)
    {
        try
        {
            return ((await child.Ended.WaitAsync(ladder.Drain, time, CancellationToken.None)).ExitCode, true);
        }
        catch (TimeoutException)
        {
            // Something that the child left behind holds a pipe open, for which CliWrap would wait.
            await letGo.CancelAsync();
            return ((await child.Ended).ExitCode, false);
        }
    }
}
