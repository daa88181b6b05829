using System.Globalization;
using PlanRunner.Steps.Model;
using Spectre.Console;

namespace PlanRunner.Runner.Reporting;

/// <summary>
/// The one line of a terminal that changes while a step runs: what, how long, and where it is known how far. It is under the gate of
/// the output, which takes it away before every line that stays.
/// </summary>
internal sealed class LiveLine : IDisposable
{
    private const int BarWidth = 24;
    private readonly Output output;
    private readonly TimeProvider time;
    private readonly ITimer timer;
    private readonly Lock gate;
    private string? title;
    private bool held;
    private string doing = "";
    private long began;
    private StepEvent.Progress? progress;
    private (long At, decimal Done)? first;
    private bool drawn;

    public LiveLine(Output output, TimeProvider time)
    {
        this.output = output;
        this.time = time;
        gate = output.Gate;
        output.Live = this;
        timer = time.CreateTimer(_ => Draw(), null, TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(200));
    }

    public void Begin(string step)
    {
        lock (gate)
        {
            (title, doing, began, progress, first) = (step, "", time.GetTimestamp(), null, null);
        }
    }

    public void Doing(string text)
    {
        lock (gate)
            doing = text;
    }

    public void Progress(StepEvent.Progress now)
    {
        lock (gate)
        {
            progress = now;
            first ??= (time.GetTimestamp(), now.Done);
        }
    }

    public void End()
    {
        lock (gate)
            title = null;
    }

    /// <summary>Not drawn while somebody types an answer: it would wipe out what they typed.</summary>
    public void Hold(bool hold)
    {
        lock (gate)
        {
            Clear();
            held = hold;
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            if (!drawn)
                return;
            output.Errors.Write(new ControlCode("\r\u001b[2K"));
            drawn = false;
        }
    }

    public void Dispose()
    {
        timer.Dispose();
        lock (gate)
        {
            title = null;
            Clear();
            output.Live = null;
        }
    }

    private void Draw()
    {
        lock (gate)
        {
            if (title is null || held)
                return;
            var text = $"{title}  {Durations.Format(time.GetElapsedTime(began))}  {Bar()}{doing}";
            var width = Math.Max(20, (output.ErrorWidth ?? 80) - 1);
            output.Errors.Write(new ControlCode("\r\u001b[2K"));
            output.Errors.Write(new ControlCode(text.Length > width ? text[..width] : text));
            drawn = true;
        }
    }

    private string Bar()
    {
        if (progress is not { } now)
            return "";
        var rate = Rate(now);
        var speed = rate > 0 ? string.Create(CultureInfo.InvariantCulture, $"  {rate:#,0} {now.Unit}/s") : "";
        if (now.Total is not { } total || total <= 0)
            return string.Create(CultureInfo.InvariantCulture, $"{now.Done:#,0} {now.Unit}{speed}  ");
        var share = Math.Clamp(now.Done / total, 0, 1);
        var filled = (int)(share * BarWidth);
        var left = rate > 0 ? $"  ETA {Durations.Format(TimeSpan.FromSeconds((double)((total - now.Done) / rate)))}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[{new string('#', filled)}{new string('.', BarWidth - filled)}] {share * 100:0}% {now.Done:#,0}/{total:#,0} "
                + $"{now.Unit}{speed}{left}  "
        );
    }

    private decimal Rate(StepEvent.Progress now)
    {
        if (first is not { } start)
            return 0;
        var seconds = (decimal)time.GetElapsedTime(start.At).TotalSeconds;
        return seconds > 0.5m ? (now.Done - start.Done) / seconds : 0;
    }
}
