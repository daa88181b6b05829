using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace PlanRunner.Steps.Processes;

/// <summary>Runs child processes and stops them; the only place where a process is started.</summary>
/// <remarks>
/// Each child leads a session of its own where <c>setsid</c> exists: a Ctrl-C at the terminal reaches the runner alone, which
/// then stops the child by <see cref="StopLadder"/>, and what the child started is reached through its process group.
/// </remarks>
public sealed class ProcessRunner(StopLadder? ladder = null, TimeProvider? time = null)
{
    private static readonly TimeSpan GroupPoll = TimeSpan.FromMilliseconds(20);
    private static readonly ConcurrentDictionary<Process, bool> Running = [];
    private readonly StopLadder ladder = ladder ?? StopLadder.Default;
    private readonly TimeProvider time = time ?? TimeProvider.System;
    private readonly string? newSession = ProgramPath.Find("setsid");

    /// <summary>Runs to the end. On cancellation the child and all that it started are gone before this throws.</summary>
    /// <exception cref="ProcessStartException">It could not be started.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var process = Start(command);
        Running[process] = true;
        try
        {
            return await RunAsync(process, command, cancellationToken);
        }
        finally
        {
            Running.TryRemove(process, out _);
        }
    }

    /// <summary>Kills all that run and what they started, at once: their runner is about to end.</summary>
    public static void KillAll()
    {
        foreach (var process in Running.Keys)
            KillTree(process);
    }

    private async Task<ProcessResult> RunAsync(Process process, ProcessCommand command, CancellationToken cancellationToken)
    {
        using var letGo = new CancellationTokenSource();
        var output = new LineReader(process.StandardOutput.BaseStream, command.OnOutput, command.Keep);
        var error = new LineReader(process.StandardError.BaseStream, command.OnError, command.Keep);
        // On threads of their own, so that a callback that throws surfaces below and a slow one holds up nobody else.
        var reading = Task.WhenAll(Task.Run(() => output.ReadAsync(letGo.Token), CancellationToken.None), Task.Run(() => error.ReadAsync(letGo.Token), CancellationToken.None));
        var input = process.StandardInput;
        _ = Task.Run(() => FeedAsync(input, command.StandardInput, letGo.Token), CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await StopAsync(process);
        }

        var drained = await DrainAsync(reading);
        await letGo.CancelAsync();
        if (!drained)
            process.StandardOutput.BaseStream.Dispose();
        cancellationToken.ThrowIfCancellationRequested();
        return new ProcessResult(process.ExitCode, output.Kept, error.Kept)
        {
            Truncated = output.Truncated || error.Truncated,
            OutputHeldOpen = !drained,
        };
    }

    /// <summary>
    /// Starts a process that outlives the runner, with its output in a file. It is not waited for; stop it by signal.
    /// </summary>
    public int StartDetached(ProcessCommand command, string outputFile)
    {
        const string script = "out=$1; shift; exec \"$@\" </dev/null >>\"$out\" 2>&1";
        var wrapped = command with { Program = "/bin/sh", Arguments = ["-c", script, "sh", outputFile, command.Program, .. command.Arguments] };
        using var process = Start(wrapped);
        process.StandardInput.Close();
        return process.Id;
    }

    private Process Start(ProcessCommand command)
    {
        var folder = command.WorkingDirectory ?? Directory.GetCurrentDirectory();
        if (!Directory.Exists(folder))
            throw new ProcessStartException($"the working folder {folder} does not exist", "create it, or correct cwd");
        var searchPath = command.Environment.TryGetValue("PATH", out var own) ? own : null;
        var program = ProgramPath.Find(command.Program, searchPath, folder)
            ?? throw new ProcessStartException($"the program {command.Program} was not found", "install it, or correct its name or PATH");
        var start = new ProcessStartInfo
        {
            FileName = newSession ?? program,
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (newSession is not null)
            start.ArgumentList.Add(program);
        foreach (var argument in command.Arguments)
            start.ArgumentList.Add(argument);
        ProcessVariables.GiveTo(start.Environment);
        foreach (var (name, value) in command.Environment)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start) ?? throw new ProcessStartException($"{program} did not start", "try it by hand");
        }
        catch (Win32Exception exception)
        {
            throw new ProcessStartException($"{program} did not start: {exception.Message}", "try it by hand", exception);
        }
    }

    private static async Task FeedAsync(StreamWriter input, string? text, CancellationToken cancellationToken)
    {
        try
        {
            if (!string.IsNullOrEmpty(text))
                await input.WriteAsync(text.AsMemory(), cancellationToken);
            input.Close();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // A child need not read what it is given.
        }
    }

    private async Task StopAsync(Process process)
    {
        if (Signal(process, Signals.Interrupt) && !await GoneWithinAsync(process, ladder.AfterInterrupt)
            && Signal(process, Signals.Terminate) && !await GoneWithinAsync(process, ladder.AfterTerminate))
        {
            KillTree(process);
        }

        await process.WaitForExitAsync(CancellationToken.None);
    }

    // The group is not there yet in the first moment of a child's life.
    private bool Signal(Process process, int signal) =>
        (newSession is not null && Signals.SendToGroup(process.Id, signal)) || (!process.HasExited && Signals.Send(process.Id, signal));

    private static void KillTree(Process process)
    {
        try
        {
            // First by parentage, which also finds who left the group; then the group, which also finds orphans.
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or AggregateException or Win32Exception)
        {
            // Gone already, or not ours to kill.
        }

        // Without a session of its own there is no such group.
        Signals.SendToGroup(process.Id, Signals.Kill);
    }

    private async Task<bool> GoneWithinAsync(Process process, TimeSpan patience)
    {
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < patience)
        {
            if (process.HasExited && (newSession is null || !Signals.SendToGroup(process.Id, 0)))
                return true;
            await Task.Delay(GroupPoll, time, CancellationToken.None);
        }

        return false;
    }

    private async Task<bool> DrainAsync(Task reading)
    {
        try
        {
            await reading.WaitAsync(ladder.Drain, time, CancellationToken.None);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
