using System.Text;
using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Plans;
using PlanRunner.Source;

namespace PlanRunner.Tests.Fuzzing;

/// <summary>An environment's file, bound to a plan, with secrets read from variables of the process's environment.</summary>
internal sealed class EnvironmentTarget : FuzzTarget
{
    private static readonly string[] Urls =
    [
        $"postgres://me:{Told.Hidden}@h:5432/d",
        $"postgres://me:{Told.Hidden}@[::1]:99999/d",
        $"postgres://{Told.Hidden}@/%zz?sslmode={Told.Hidden}",
        $"{Told.Hidden}",
        "postgres://",
        "postgres://@:/?",
        "POSTGRES://a@]:1[/b",
        "  postgres://a@b/c  ",
        $"postgres://a:{Told.Hidden}@b,c/d?x&&=&sslmode",
        "postgres://a%00@b/c",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-fuzz-").FullName;
    private readonly List<Plan> plans = [];
    private readonly List<FuzzCase> corpus = [];

    public EnvironmentTarget()
    {
        foreach (var (planFolder, _, environment) in Fuzzing.Corpus.Plans)
        {
            if (environment is null || PlanLoader.Load(planFolder, new Diagnostics()) is not { } plan)
                continue;
            corpus.AddRange(Fuzzing.Corpus.Environments(planFolder).Select(path => new FuzzCase(File.ReadAllText(path), plans.Count)));
            plans.Add(plan);
        }

        File.WriteAllText(Path.Combine(folder, "secret.txt"), Told.Hidden);
    }

    public override IReadOnlyList<FuzzCase> Corpus => corpus;

    public override IReadOnlyList<string> Fragments { get; } =
    [
        .. Fuzzing.Fragments.Yaml,
        "{ env: PW }",
        "{ file: secret.txt }",
        "{ file: /nowhere/x }",
        "{ generated: true }",
        "url_env: URL",
        "password: pw",
        "port: 70000",
        "protected: yes",
        "secrets: { pw: { env: PW } }",
        "root_certificate: ../x",
        "sandbox: {}",
        "manual_answers: { a: [x] }",
        "workload: {}",
        "{ host: h, database: d, username: u }",
        "'{{ connections.source.host }}'",
    ];

    public override string Run(FuzzCase fuzzCase)
    {
        var path = Path.Combine(folder, "dev.yaml");
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(fuzzCase.Text));
        var diagnostics = new Diagnostics();
        var request = new EnvironmentRequest(new Dictionary<string, string>(), fuzzCase.Text.Length % 2 == 0, Variable);
        var environment = EnvironmentLoader.Load(plans[fuzzCase.Context], path, request, diagnostics);
        if (environment is null && !diagnostics.HasErrors)
            throw new FuzzFailureException("no environment and no mistake", "");
        return $"{environment?.Connections.Count} {environment?.Sandbox is not null} {Told.Check(diagnostics)}";
    }

    protected override void Dispose(bool disposing) => Directory.Delete(folder, recursive: true);

    // The same for the same name, so that a case can be repeated.
    private static string? Variable(string name)
    {
        var sum = name.Sum(c => c);
        return sum % 5 == 0 ? null
            : sum % 5 < 3 ? Told.Hidden
            : Urls[sum % Urls.Length];
    }
}
