using PlanRunner.Quoting;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Kinds.Shell;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;
using PlanRunner.Templating;
using Xunit;

namespace PlanRunner.Tests.Kinds;

public sealed class ShellBindingTests
{
    private readonly Diagnostics diagnostics = [];

    [Fact]
    public void Every_key_is_read_and_rendered()
    {
        var rendered = Render(
            """
            run: |
              echo {{ who | sh.quote }}
            with_connections: [source]
            env: { KEY: '{{ secrets.api_key }}', MODE: fast }
            params: { lsn: barrier.lsn }
            cwd: 'at/{{ who }}'
            stdin: '{{ who }}'
            capture: lines
            success_codes: [0, 2]
            fail_on_output: 'error:'
            allow_output: ['exists']
            """
        );
        Assert.Empty(diagnostics);
        Assert.Equal(
            """
            -- with_connections: source
            -- params: lsn = barrier.lsn
            -- env.KEY: (secret api_key)
            -- env.MODE: fast
            -- cwd: at/it's me
            -- stdin: it's me
            -- capture: lines
            -- success_codes: 0, 2
            -- fail_on_output: error:
            -- allow_output: exists
            echo 'it'\''s me'

            """,
            rendered!.Redacted
        );
        Assert.Equal(["lines"], rendered.Body.Captures);
        Assert.Equal(StepEffect.Outside, rendered.Effect);
    }

    [Fact]
    public void A_value_enters_an_argument_without_a_shell_unquoted() =>
        Assert.Equal("printf %s 'it'\\''s me'", Render("command: [printf, '%s', '{{ who }}']")!.Redacted);

    [Theory]
    [InlineData("run: 'echo {{ who }}'", "PR4307: a value must be quoted before it enters a shell script")]
    [InlineData("command: [curl, '{{ secrets.api_key }}']", "PR4201: a secret would be an argument, which every process list shows")]
    [InlineData("{ run: a, command: [b] }", "PR3201: \"run\" and \"command\" both say what to run")]
    [InlineData("{ run: a, env: { 'A-B': c } }", "PR3202: \"A-B\" cannot be the name of an environment variable")]
    [InlineData("{ run: a, params: { 1x: b.c } }", "PR3202: \"1x\" cannot be the name of an environment variable")]
    [InlineData("{ capture: stdout }", "PR3013: neither \"run\" nor \"file\" is given")]
    public void A_mistake_is_told(string yaml, string told)
    {
        Render(yaml);
        Assert.Equal(told, string.Join('\n', diagnostics.Select(d => $"{d.Id}: {d.Message}")));
    }

    [Fact]
    public void A_pattern_that_cannot_be_used_is_told_at_its_place()
    {
        Render("run: a\nfail_on_output: ['fine', '(']");
        var diagnostic = Assert.Single(diagnostics);
        Assert.Equal("PR3203 plan.yaml:2:26", $"{diagnostic.Id} {diagnostic.Place}");
    }

    private RenderedBody? Render(string yaml)
    {
        var node = (MappingNode)YamlReader.Read(new SourceText("plan.yaml", yaml), diagnostics)!;
        var body = new ShellKind().Bind(node, new StepBinder(new NoFiles(), diagnostics));
        if (diagnostics.HasErrors)
            return null;
        var model = SqlFunctions.Model();
        model["who"] = TextValue.Untrusted("it's me");
        model["secrets"] = new TemplateObject { ["api_key"] = TextValue.Secret("api_key", "s3cr3t") };
        return body.Render(new RenderScope(model, diagnostics));
    }

    private sealed class NoFiles : ITemplateFiles
    {
        public SourceText? Find(string name, Place place, Diagnostics diagnostics) => null;
    }
}
