using PlanRunner.Runner.BuiltIn;
using PlanRunner.Runner.Plans;
using PlanRunner.Source;
using Xunit;

namespace PlanRunner.Tests.Plans;

public sealed class PlanFilesTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("planrunner-test-").FullName;
    private readonly Diagnostics diagnostics = new();

    public PlanFilesTests()
    {
        Directory.CreateDirectory(Path.Combine(root, "plans", "one"));
        Directory.CreateDirectory(Path.Combine(root, "templates", "deep"));
        File.WriteAllText(Path.Combine(root, "secret.txt"), "secret");
        File.WriteAllText(Path.Combine(root, "plans", "one", "beside.sql"), "beside");
        File.WriteAllText(Path.Combine(root, "templates", "beside.sql"), "shadowed");
        File.WriteAllText(Path.Combine(root, "templates", "deep", "far.sql"), "far");
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void A_file_beside_the_plan_comes_first_then_templates_above_then_those_built_in()
    {
        Assert.Equal("beside", Find("beside.sql")?.Text);
        Assert.Equal("far", Find("deep/far.sql")?.Text);
        var builtIn = EmbeddedFiles.Names.First(n => n.StartsWith("templates/", StringComparison.Ordinal));
        Assert.Equal($"built-in:{builtIn}", Find(builtIn["templates/".Length..])?.Path);
        Assert.Empty(diagnostics);
    }

    [Fact]
    public void Its_path_is_shown_as_the_plan_was_given()
    {
        Assert.Equal("plans/one/beside.sql", Find("beside.sql")?.Path);
        Assert.Equal("templates/deep/far.sql", Find("deep/far.sql")?.Path);
    }

    [Theory]
    [InlineData("../../secret.txt")]
    [InlineData("deep/../../../secret.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public void A_path_that_leads_out_is_refused(string name)
    {
        Assert.Null(Find(name));
        Assert.Equal("PR3050", Assert.Single(diagnostics).Id);
    }

    [Fact]
    public void A_link_that_leads_out_is_refused_and_one_that_stays_inside_is_followed()
    {
        File.CreateSymbolicLink(Path.Combine(root, "plans", "one", "out.sql"), Path.Combine(root, "secret.txt"));
        Directory.CreateSymbolicLink(Path.Combine(root, "plans", "one", "folder"), root);
        File.CreateSymbolicLink(Path.Combine(root, "plans", "one", "in.sql"), Path.Combine(root, "plans", "one", "beside.sql"));
        Assert.Null(Find("out.sql"));
        Assert.Null(Find("folder/secret.txt"));
        Assert.Equal("beside", Find("in.sql")?.Text);
        Assert.Equal(["PR3050", "PR3050"], diagnostics.Select(d => d.Id));
    }

    [Fact]
    public void A_missing_file_suggests_the_nearest()
    {
        Assert.Null(Find("deep/fra.sql"));
        Assert.Equal("did you mean \"deep/far.sql\"?", Assert.Single(diagnostics).Help);
    }

    [Fact]
    public void Include_finds_by_the_same_rules_and_tells_nothing()
    {
        var files = Files();
        Assert.Equal("far", files.Include("deep/far.sql")?.Text);
        Assert.Null(files.Include("../../secret.txt"));
        Assert.Null(files.Include("missing.sql"));
    }

    private SourceText? Find(string name) => Files().Find(name, new Place(new SourceText("plan.yaml", "x"), 1, 1), diagnostics);

    private PlanFiles Files() => new(Path.Combine(root, "plans", "one"), "plans/one");
}
