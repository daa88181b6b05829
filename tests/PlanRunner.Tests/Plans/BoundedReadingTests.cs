using System.Diagnostics;
using System.Text;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Reporting;
using PlanRunner.Source;
using PlanRunner.Steps.Processes;
using Xunit;

namespace PlanRunner.Tests.Plans;

/// <summary>Whatever a file holds, reading it ends soon, in little memory, with a diagnostic.</summary>
public sealed class BoundedReadingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_file_of_50_MB_is_refused()
    {
        var path = Path.Combine(folder, "plan.yaml");
        using (var file = File.Create(path))
            file.SetLength(50 * 1024 * 1024);
        Assert.Equal("PR1002: \"plan.yaml\" is larger than 32 MB", Told(path));
    }

    [Fact]
    public void A_file_that_is_all_text_is_refused_by_its_size_too()
    {
        var path = Path.Combine(folder, "plan.yaml");
        using (var file = new StreamWriter(path))
        {
            for (var i = 0; i < 50 * 1024; i++)
                file.Write(new string('x', 1023) + "\n");
        }

        Assert.Equal("PR1002: \"plan.yaml\" is larger than 32 MB", Told(path));
    }

    [Theory]
    [InlineData("", "PR1005: the file is empty")]
    [InlineData("# only a comment\n\n", "PR1005: the file is empty")]
    [InlineData("---\n", "PR1005: the file is empty")]
    [InlineData("plan\0", "PR1003: \"plan.yaml\" is not text: it has a NUL byte at offset 4")]
    public void A_file_without_a_plan_says_so(string text, string told) => Assert.Equal(told, Told(Write(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public async Task A_pipe_that_nobody_writes_to_is_not_waited_for()
    {
        var path = Path.Combine(folder, "plan.yaml");
        var made = await new ProcessRunner().RunAsync(ProcessCommand.Of("mkfifo", [path]), CancellationToken.None);
        Assert.Equal(0, made.ExitCode);
        Assert.Equal("PR1016: cannot read \"plan.yaml\": it is a pipe or a device, not a file, and produced nothing for 5 s", Told(path));
    }

    [Fact]
    public async Task What_a_pipe_gives_is_read()
    {
        var path = Path.Combine(folder, "plan.yaml");
        var made = await new ProcessRunner().RunAsync(ProcessCommand.Of("mkfifo", [path]), CancellationToken.None);
        Assert.Equal(0, made.ExitCode);
        var writing = Task.Run(() => File.WriteAllText(path, "# only a comment\n"));
        Assert.Equal("PR1005: the file is empty", Told(path));
        await writing;
    }

    [Fact]
    public void A_binary_file_is_refused()
    {
        var bytes = new byte[100_000];
        new Random(1).NextBytes(bytes);
        Assert.StartsWith("PR1003", Told(Write(bytes)), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_in_another_encoding_is_refused_with_its_line()
    {
        Assert.Equal("PR1004: \"plan.yaml\" is not valid UTF-8 on line 2", Told(Write([.. "plan: a\nx: "u8, 0xE9, (byte)'\n'])));
        Assert.Equal(
            "PR1004: \"plan.yaml\" is UTF-16, not UTF-8",
            Told(Write([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("plan: a")]))
        );
    }

    [Fact]
    public void What_is_missing_or_a_folder_is_said()
    {
        Assert.Equal("PR1001: cannot read \"plan.yaml\": there is no such file", Told(Path.Combine(folder, "plan.yaml")));
        Assert.Equal($"PR1001: cannot read \"{Path.GetFileName(folder)}\": it is a folder", Told(folder));
    }

    [Fact]
    public void Deep_nesting_is_refused() =>
        AssertSoon(() =>
        {
            Assert.Equal("PR1007: nested more than 64 deep", Told(Write(Encoding.UTF8.GetBytes("a: " + new string('[', 1_000_000)))));
            var mappings = string.Concat(Enumerable.Range(0, 2000).Select(i => new string(' ', i) + "a:\n"));
            Assert.Equal("PR1007: nested more than 64 deep", Told(Write(Encoding.UTF8.GetBytes(mappings))));
        });

    [Fact]
    public void Aliases_that_multiply_are_refused() =>
        AssertSoon(() =>
        {
            var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
            for (var i = 1; i < 30; i++)
                text.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
            Assert.Equal(
                "PR1008: with \"*a5\" the document has more than 2,000,000 values",
                Told(Write(Encoding.UTF8.GetBytes(text.ToString())))
            );
        });

    [Fact]
    public void Merges_that_multiply_are_refused() =>
        AssertSoon(() =>
        {
            var text = new StringBuilder("a0: &a0 {");
            for (var i = 0; i < 1000; i++)
                text.Append($"k{i}: 1, ");
            text.Append("}\n");
            for (var i = 1; i < 3000; i++)
                text.Append($"a{i}: {{ <<: *a0 }}\n");
            Assert.StartsWith("PR1008", Told(Write(Encoding.UTF8.GetBytes(text.ToString()))), StringComparison.Ordinal);
        });

    [Fact]
    public void Thousands_of_mistakes_in_one_long_line_are_printed_soon() =>
        AssertSoon(() =>
        {
            var diagnostics = new Diagnostics();
            PlanLoader.Load(
                Write(Encoding.UTF8.GetBytes("{ " + string.Concat(Enumerable.Repeat("steps: [], ", 20_000)) + "}")),
                diagnostics
            );
            Assert.True(new DiagnosticPrinter("/").Print(diagnostics).Count > 20_000);
        });

    [Fact]
    public void An_alias_of_what_it_stands_in_is_refused() =>
        Assert.Equal("PR1015: \"*a\" is inside the value that it repeats", Told(Write("a: &a [*a]\n"u8.ToArray())));

    [Fact]
    public void A_byte_order_mark_and_CRLF_are_accepted()
    {
        var diagnostics = new Diagnostics();
        var text =
            "plan: a\r\nversion: 1\r\nconnections: { c: {} }\r\nsteps:\r\n  - id: s\r\n    sql:\r\n      on: c\r\n      text: |\r\n        SELECT 1;\r\n        SELECT {{ x }}\r\n";
        var plan = PlanLoader.Load(Write([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]), diagnostics);
        Assert.Empty(diagnostics);
        Assert.Equal("a", plan!.Name);
    }

    private static void AssertSoon(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        action();
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"it took {watch.Elapsed}");
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 1L << 30, $"it allocated {allocated >> 20} MB");
    }

    private string Write(byte[] bytes)
    {
        var path = Path.Combine(folder, "plan.yaml");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private string Told(string path)
    {
        var diagnostics = new Diagnostics();
        Assert.Null(PlanLoader.Load(path, diagnostics));
        var only = Assert.Single(diagnostics);
        return $"{only.Id}: {only.Message.Replace(Path.GetDirectoryName(path) + "/", "", StringComparison.Ordinal)}";
    }
}
