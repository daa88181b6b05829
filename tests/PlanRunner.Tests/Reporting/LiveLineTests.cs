using System.Text.RegularExpressions;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Reporting;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using Xunit;

namespace PlanRunner.Tests.Reporting;

/// <summary>The line that changes and the lines that stay, written by two threads.</summary>
public sealed partial class LiveLineTests
{
    private const string Wiped = "\r\u001b[2K";
    private static readonly TimeSpan ASecond = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_line_that_stays_never_stands_behind_the_live_line_and_is_never_wiped_out()
    {
        const int steps = 500;
        var time = new DrawnTime();
        var shown = new StringWriter();
        var output = new Output(TextWriter.Null, shown, colour: true, terminal: true, quiet: false, verbose: false);
        output.Errors.Profile.Width = 100;
        using (var console = new RunConsole(output, time))
        {
            using var stop = new CancellationTokenSource();
            var drawing = new Thread(() =>
            {
                for (var pause = 1; !stop.IsCancellationRequested; pause = pause * 3 % 1009)
                {
                    time.Draw();
                    Thread.SpinWait(pause);
                }
            });
            drawing.Start();
            for (var number = 0; number < steps; number++)
            {
                var step = NewStep($"step-{number}");
                console.Tell(new RunEvent.StepBegun(step, StepActivity.Running));
                // On a busy machine the other thread may not have come to anything yet: of some steps it has certainly drawn a line.
                if (number % 50 == 0)
                {
                    var drawn = time.Drawn;
                    Assert.True(SpinWait.SpinUntil(() => time.Drawn > drawn + 1, TimeSpan.FromSeconds(30)));
                }

                console.Tell(new RunEvent.Note($"note {number}"));
                console.Tell(new RunEvent.StepEnded(step, new StepResult(step.Path, StepEnd.Done, ASecond, "ran")));
            }

            stop.Cancel();
            drawing.Join();
        }

        // As a terminal would have it in the end: what was wiped out is gone.
        var lines = shown.ToString().Split('\n').Select(line => Colour().Replace(line.Split(Wiped)[^1], "")).ToList();
        Assert.Contains(Wiped + "run step-", shown.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            Enumerable.Range(0, steps).SelectMany(number => new[] { $"note {number}", $"ok        step-{number}  1.0s" }).Append(""),
            lines
        );
    }

    [GeneratedRegex("\u001b\\[[0-9;]*m", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Colour();

    private static RenderedStep NewStep(string id)
    {
        var path = new StepPath(id);
        var step = new Step
        {
            Id = id,
            Path = path,
            Place = new Place(new SourceText("plan.yaml", "x"), 1, 1, 1),
        };
        return new RenderedStep
        {
            Path = path,
            Step = step,
            Title = id,
        };
    }

    /// <summary>Its timer fires when it is told to.</summary>
    private sealed class DrawnTime : TimeProvider
    {
        private Action draw = () => { };
        private int times;

        public int Drawn => Volatile.Read(ref times);

        public void Draw()
        {
            draw();
            Interlocked.Increment(ref times);
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            draw = () => callback(state);
            return new NoTimer();
        }

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
                // There is nothing behind it.
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
