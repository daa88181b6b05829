using PlanRunner.Steps.Model;
using PlanRunner.Steps.Processes;
using Xunit;

namespace PlanRunner.Tests.Processes;

/// <summary>What programs print is kept: whole where it is short, else its beginning and its end.</summary>
public sealed class KeptOutputTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-kept-").FullName;

    [Fact]
    public void Of_a_long_output_the_beginning_and_the_end_are_kept()
    {
        var path = Path.Combine(folder, "output", "p.e", "s.log");
        using (var kept = new KeptOutput(path, half: 60))
        {
            for (var i = 0; i < 1000; i++)
                kept.Line($"line {i:000}");
        }

        var lines = File.ReadAllLines(path);
        Assert.Equal("line 000 line 001 line 002 line 003 line 004 line 005", string.Join(' ', lines.Take(6)));
        Assert.Equal("… 988 lines left out", lines[6]);
        Assert.Equal("line 994 line 995 line 996 line 997 line 998 line 999", string.Join(' ', lines.Skip(7)));
        using (var second = new KeptOutput(path, half: 60))
            second.Line("the next attempt");
        Assert.Equal("the next attempt\n", File.ReadAllText(path));
    }

    [Fact]
    public void Every_step_has_a_file_of_its_own_below_the_folder()
    {
        var names = new[] { "a/b", "a~b", "a[b]", "../../etc/passwd", new string('x', 500), new string('x', 501) }
            .Select(step => KeptOutput.PathFor("/s/.planrunner/p.e.state.jsonl", new StepPath(step), undo: false))
            .ToList();
        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(names, name => Assert.Equal("/s/.planrunner/output/p.e", Path.GetDirectoryName(name)));
        Assert.All(names, name => Assert.True(Path.GetFileName(name).Length < 130));
        Assert.Equal(
            "/s/.planrunner/output/p.e/load.undo.log",
            KeptOutput.PathFor("/s/.planrunner/p.e.state.jsonl", new StepPath("load"), undo: true)
        );
    }

    [Fact]
    public void Where_it_cannot_be_written_nothing_fails()
    {
        File.WriteAllText(Path.Combine(folder, "output"), "a file");
        using var kept = new KeptOutput(Path.Combine(folder, "output", "p.e", "s.log"));
        kept.Line("one");
        kept.Line("two");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
