using PlanRunner.Steps.Kinds.Shell;
using PlanRunner.Tests.Plans;
using Xunit;

namespace PlanRunner.Tests.Kinds;

/// <summary>Which files the text of a shell step stands for, and which ones it says that it does not.</summary>
public sealed class ShellFilesTests : IDisposable
{
    private const string Later = " (only known when it runs; list the files in with_files)";

    private readonly string outside = Directory.CreateTempSubdirectory("planrunner-outside-").FullName;
    private readonly List<TestPlan> plans = [];

    public void Dispose()
    {
        plans.ForEach(plan => plan.Dispose());
        Directory.Delete(outside, recursive: true);
    }

    [Theory]
    [InlineData("run: sh in.sh", "in.sh", "")]
    [InlineData("run: sh 'my script.sh'", "my script.sh", "")]
    [InlineData("run: sh \"my script.sh\"", "my script.sh", "")]
    [InlineData("run: sh my\\ script.sh", "my script.sh", "")]
    [InlineData("run: sh 'a{b}.sh'", "a{b}.sh", "")]
    [InlineData("run: cd sub && sh deep.sh", "sub/deep.sh", "")]
    [InlineData("run: (cd 'sub'; ./deep.sh) > made.sh", "sub/deep.sh", "")]
    [InlineData("run: echo \"$(cd sub && sh deep.sh) in.sh\" done", "in.sh, sub/deep.sh", "")]
    [InlineData("run: timeout 5 sh -eu -o pipefail -c 'cd sub; sh deep.sh'", "sub/deep.sh", "")]
    [InlineData("command: [sh, -c, cd sub && . ./deep.sh]", "sub/deep.sh", "sh (a program of the machine)")]
    [InlineData("{ run: sh \"$SCRIPT\", env: { SCRIPT: ./in.sh } }", "in.sh", "\"$SCRIPT\"LATER")]
    [InlineData("{ command: [psql], stdin: \\i in.sh }", "in.sh", "psql (a program of the machine)")]
    [InlineData("run: sh \"$d/in.sh\"", "", "\"$d/in.sh\"LATER")]
    [InlineData("run: cat sub/*.sql | psql", "", "sub/*.sqlLATER")]
    [InlineData("run: sh ../OUT/out.sh", "", "OUT/out.sh (outside the plan's folder and repository)")]
    [InlineData("run: ./link.sh", "", "link.sh (outside the plan's folder and repository)")]
    [InlineData("run: . OUT/out.sh", "", "OUT/out.sh (a full path)")]
    [InlineData("run: cat OUT/out.sh", "", "")]
    [InlineData("run: sh gone.sh", "", "gone.sh (there is no such file)")]
    [InlineData("run: cat > made.sh; sh made.sh; /usr/bin/env true", "", "")]
    [InlineData(
        "run: x=$(cat sub/rows.txt) y=1; echo \"$(date) $x/y.z\" && if [ -f ./gone ]; then cat > \"$x/a.sql\"; fi",
        "sub/rows.txt",
        ""
    )]
    [InlineData("run: cat pipe.f", "", "pipe.f (a named pipe)")]
    public void What_a_script_runs_is_covered_or_told(string shell, string covered, string told)
    {
        var files = Of(shell);
        var expected = told.Replace("OUT", outside, StringComparison.Ordinal).Replace("LATER", Later, StringComparison.Ordinal);
        Assert.Equal((covered, expected), (string.Join(", ", files.Covered), string.Join(", ", files.Uncovered)));
    }

    [Fact]
    public void More_files_than_are_read_are_told()
    {
        var files = Of(
            "{ run: 'true', with_files: [many] }",
            folder =>
            {
                Directory.CreateDirectory(Path.Combine(folder, "many"));
                for (var i = 0; i <= 2000; i++)
                    File.WriteAllText(Path.Combine(folder, "many", $"f{i:0000}.sql"), "");
            }
        );
        Assert.Equal(2000, files.Covered.Count);
        Assert.Equal("many/… (more than 2000 files: those after many/f1999.sql)", Assert.Single(files.Uncovered));
    }

    private (IReadOnlyList<string> Covered, IReadOnlyList<string> Uncovered) Of(string shell, Action<string>? prepare = null)
    {
        var text = shell
            .Replace("../OUT", $"../{Path.GetFileName(outside)}", StringComparison.Ordinal)
            .Replace("OUT", outside, StringComparison.Ordinal);
        var body =
            text.StartsWith("run: ", StringComparison.Ordinal) && text[5] != '\''
                ? $"\n      run: |\n        {text[5..]}"
                : $"\n      {text}";
        var plan = new TestPlan($"  - id: a\n    shell:{body}\n");
        plans.Add(plan);
        foreach (var name in new[] { "in.sh", "my script.sh", "a{b}.sh", "sub/deep.sh", "sub/rows.txt" })
        {
            Directory.CreateDirectory(Path.Combine(plan.Folder, "sub"));
            File.WriteAllText(Path.Combine(plan.Folder, name), "true\n");
        }

        File.WriteAllText(Path.Combine(outside, "out.sh"), "true\n");
        File.CreateSymbolicLink(Path.Combine(plan.Folder, "link.sh"), Path.Combine(outside, "out.sh"));
        if (text.Contains("pipe.f", StringComparison.Ordinal))
            Pipes.Make(Path.Combine(plan.Folder, "pipe.f"));
        prepare?.Invoke(plan.Folder);
        var rendered = (RenderedShell)plan.Render().Leaves.Single().Body!;
        var files = rendered.Redacted.Split('\n').Where(line => line.StartsWith("-- file ", StringComparison.Ordinal));
        return ([.. files.Select(line => line["-- file ".Length..line.LastIndexOf(": ", StringComparison.Ordinal)])], rendered.Uncovered);
    }
}
