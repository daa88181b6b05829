using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Steps.Processes;
using PlanRunner.Tests.Postgres;
using Xunit;
using Xunit.Abstractions;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// Secrets of awkward shapes through every source and every use, and then looked for in everything that people can see: outputs,
/// errors, states, command lines of processes, files that are left.
/// </summary>
[Trait(SoakSeries.Trait, SoakSeries.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class CanaryTests : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private const string Echo = """
        DO $echo$
        DECLARE value text := current_setting('canary.value');
        BEGIN
            RAISE NOTICE 'plain <<%>> literal % json % like %', value, quote_literal(value), to_json(value), replace(value, '''', '''''');
            RAISE NOTICE 'base64 %', encode(convert_to(value, 'UTF8'), 'base64');
            PERFORM value::int;
        EXCEPTION WHEN invalid_text_representation THEN RAISE NOTICE '%', SQLERRM;
        END $echo$
        """;

    private readonly PostgresFixture postgres;
    private readonly ITestOutputHelper output;
    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-canary-").FullName;
    private readonly string temporary = Directory.CreateTempSubdirectory("planrunner-canary-tmp-").FullName;
    private readonly List<(string Where, string Text)> seen = [];
    private readonly ConcurrentBag<string> wrong = [];
    private readonly string database = $"canary{Guid.NewGuid():N}";

    public CanaryTests(PostgresFixture postgres, ITestOutputHelper output)
    {
        this.postgres = postgres;
        this.output = output;
    }

    private ConnectionSettings Admin => postgres.Cluster.Superuser(database);

    // Each source has some of them; "url" is the password in a URL, "password_file" one in libpq's file, "single_quote" one of a connection.
    private static IEnumerable<string> Declared => Canaries.Values.Keys.Where(name => name is not ("url" or "password_file"));

    private static IEnumerable<string> FromFiles => ["newline", "long", "double_quote", "unicode", "single_quote"];

    // Of these files it is a command that prints them.
    private static IEnumerable<string> FromCommands => ["newline", "unicode"];

    private Dictionary<string, string?> Variables =>
        Canaries
            .Values.ToDictionary(v => $"CANARY_{v.Key.ToUpperInvariant()}", v => FromFiles.Contains(v.Key) ? null : (string?)v.Value)
            .Concat([
                new(
                    "CANARY_URL",
                    $"postgres://{database}_url:{Uri.EscapeDataString(Canaries.Values["url"])}@127.0.0.1:{postgres.Cluster.Port}/{database}?sslmode=verify-full&sslrootcert={Uri.EscapeDataString(postgres.Cluster.RootCertificate)}"
                ),
                new("TMPDIR", temporary),
            ])
            .GroupBy(v => v.Key)
            .ToDictionary(v => v.Key, v => v.Last().Value);

    public async Task InitializeAsync()
    {
        await PostgresFixture.SqlAsync(postgres.Cluster.Superuser(), $"CREATE DATABASE {database}");
        foreach (
            var (role, password) in new[]
            {
                ($"{database}_url", Canaries.Values["url"]),
                ($"{database}_file", Canaries.Values["password_file"]),
                (database, Canaries.Values["single_quote"]),
            }
        )
        {
            await PostgresFixture.SqlAsync(
                Admin,
                $"CREATE ROLE {role} LOGIN PASSWORD '{password.Replace("'", "''", StringComparison.Ordinal)}'"
            );
            await PostgresFixture.SqlAsync(Admin, $"GRANT ALL ON SCHEMA public TO {role}");
        }

        await PostgresFixture.SqlAsync(Admin, "CREATE TABLE kept (name text, value text)", "GRANT ALL ON kept TO PUBLIC");
        foreach (var name in FromFiles)
            await File.WriteAllTextAsync(Path.Combine(folder, $"secret-{name}"), Canaries.Values[name]);
        var passwords = Path.Combine(folder, "secret-passwords");
        await File.WriteAllTextAsync(
            passwords,
            $"*:*:*:{database}_file:{Canaries.Values["password_file"].Replace("\\", "\\\\", StringComparison.Ordinal)}\n"
        );
        File.SetUnixFileMode(passwords, UnixFileMode.UserRead);
        Directory.CreateDirectory(Path.Combine(folder, "environments"));
        await File.WriteAllTextAsync(Path.Combine(folder, "environments", "here.yaml"), Environment("single_quote", $"{database}"));
    }

    public Task DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        Directory.Delete(temporary, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task No_secret_shows_wherever_it_comes_from_and_wherever_it_goes()
    {
        var canaries = new CanaryWatch(Canaries.Unmistakable);
        await EverythingThatSucceedsAsync();
        // What was not refused the server does not log with its default settings.
        Look("server log", await ReadLogAsync());
        await EverythingThatFailsAsync();
        await TemplatesThatFailAsync();
        await ConnectionsThatFailAsync();
        await DyingWithFilesAsync();

        foreach (
            var file in Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(f => !Path.GetFileName(f).StartsWith("secret-", StringComparison.Ordinal))
        )
            Look(Path.GetRelativePath(folder, file), await File.ReadAllTextAsync(file));
        using var series = new SoakSeries("secrets of awkward shapes, through everything", 0);
        series.Count(new SoakCounts(Canaries: Canaries.Values.Count, Inputs: seen.Count));
        output.WriteLine(
            $"{Canaries.Values.Count} canaries, looked for in {seen.Count} texts of {seen.Sum(s => s.Text.Length):N0} characters."
        );
        var found = wrong
            .Concat((await canaries.StopAsync()).Select(line => $"command line: {line}"))
            .Concat(seen.SelectMany(s => Canaries.In(s.Where, s.Text)))
            .Concat(Directory.EnumerateFileSystemEntries(temporary, "planrunner-*").Select(left => $"left: {left}"))
            .ToList();
        Assert.True(found.Count == 0, string.Join("\n\n", found.Take(20)));
    }

    private async Task EverythingThatSucceedsAsync()
    {
        await WriteAsync(
            "plan.yaml",
            Plan(
                "uses",
                string.Concat(
                    Declared.Select(name =>
                        $$$"""

                              - id: kept-{{{name.Replace('_', '-')}}}
                                sql: { on: db, text: "INSERT INTO kept VALUES ('{{{name}}}', {{ secrets.{{{name}}} | sql.literal }})" }
                              - id: echo-{{{name.Replace('_', '-')}}}
                                sql: { on: url, file: echo.sql, args: { value: '{{ secrets.{{{name}}} }}' } }
                              - id: each-{{{name.Replace('_', '-')}}}
                                generate: { from: db, on: url, text: "SELECT format('UPDATE kept SET value = %L WHERE name = %L', {{ secrets.{{{name}}} | sql.literal }}::text, '{{{name}}}') AS sql, {{ secrets.{{{name}}} | sql.literal }}::text AS key", transaction: each }
                              - id: shell-{{{name.Replace('_', '-')}}}
                                shell:
                                  env: { VALUE: '{{ secrets.{{{name}}} }}' }
                                  stdin: '{{ secrets.{{{name}}} }}'
                                  run: |
                                    printf 'env <<%s>>\n' "$VALUE"
                                    printf 'script <<%s>>\n' {{ secrets.{{{name}}} | sh.quote }} >&2
                                    printf 'stdin <<'; cat; printf '>>\n'
                                    printf '%s' "$VALUE" | base64
                                    printf '%s' "$VALUE" | base64 -w 0; echo
                                    printf '%s' "$VALUE" | fold -w 40; echo
                            """
                    )
                )
                    + """

                      - id: files
                        shell:
                          with_connections: [db, url, file]
                          run: |
                            stat -c 'file %a' "$PGPASSFILE" "$PGSERVICEFILE" "$0"
                            psql service=db -XqAtc 'SELECT count(*) FROM kept'
                            psql service=url -XqAtc "SELECT 'by url'"
                            psql service=file -XqAtc "SELECT 'by file'"
                            cat "$PGPASSFILE"
                      - id: by-file
                        sql: { on: file, text: "SELECT 'by password file'" }
                    """
            )
        );
        await WriteAsync("echo.sql", "SET canary.value = {{ args.value | sql.literal }};\n" + Echo);
        await ExpectAsync(0, "validate", "plan.yaml", "--env", "here");
        await ExpectAsync(0, "render", "plan.yaml", "--env", "here");
        await ExpectAsync(0, "dry-run", "plan.yaml", "--env", "here", "--full");
        var applied = await ExpectAsync(0, "apply", "plan.yaml", "--env", "here", "--yes", "--verbose");
        await ExpectAsync(0, "status", "plan.yaml", "--env", "here");
        await ExpectAsync(0, "status", "plan.yaml", "--env", "here", "--output", "json");

        Assert.Equal(3, (applied.Output + applied.Error).Split("file 600").Length - 1);
        Assert.Contains("by url", applied.Output + applied.Error, StringComparison.Ordinal);
        Assert.Contains("by file", applied.Output + applied.Error, StringComparison.Ordinal);
        foreach (var name in Declared)
            Assert.Equal(Canaries.Values[name], await PostgresFixture.SqlAsync(Admin, $"SELECT value FROM kept WHERE name = '{name}'"));
    }

    private async Task EverythingThatFailsAsync()
    {
        var bodies = new Dictionary<string, string>
        {
            ["cast"] = "sql: { on: db, text: \"SELECT {{ secrets.NAME | sql.literal }}::int\" }",
            ["raise"] = "sql: { on: db, file: raise.sql, args: { value: '{{ secrets.NAME }}' } }",
            ["capture"] = "query: { on: db, text: \"SELECT value FROM kept WHERE name = 'NAME'\", capture: [value] }",
            ["shell"] = "shell: { env: { V: '{{ secrets.NAME }}' }, run: 'printf \"failed: <<%s>>\\n\" \"$V\" >&2; exit 3' }",
            ["shell-capture"] =
                "shell: { with_connections: [db], run: \"psql -XqAtc \\\"SELECT value FROM kept WHERE name = 'NAME'\\\"\", capture: stdout }",
        };
        await WriteAsync(
            "raise.sql",
            """
            SET canary.value = {{ args.value | sql.literal }};
            DO $$ BEGIN
                RAISE EXCEPTION 'message <<%>>', current_setting('canary.value') USING DETAIL = 'detail ' || quote_literal(current_setting('canary.value')), HINT = 'hint "' || current_setting('canary.value') || '"';
            END $$
            """
        );
        // Each kind of failure with some of them, each of them with some kinds: all with a server's error, the rest in turn.
        var pairs = Declared
            .SelectMany((name, i) => new[] { "cast", bodies.Keys.ElementAt(1 + (i % 4)) }.Select(body => (Name: name, Body: body)))
            .ToList();
        foreach (var (name, body) in pairs)
            await WriteAsync(
                $"{body}-{name}.yaml",
                Plan(
                    $"{body}-{name.Replace('_', '-')}",
                    $"\n  - id: fails\n    {bodies[body].Replace("NAME", name, StringComparison.Ordinal)}\n"
                )
            );
        foreach (var part in pairs.Chunk(4))
            await Task.WhenAll(part.Select(p => ExpectAsync(1, "apply", $"{p.Body}-{p.Name}.yaml", "--env", "here", "--yes", "--verbose")));
        await ExpectAsync(0, "status", $"cast-{Declared.First()}.yaml", "--env", "here");
    }

    private async Task TemplatesThatFailAsync()
    {
        string[] mistakes =
        [
            "sql.ident",
            "math.plus 1",
            "string.to_int",
            "date.parse",
            "array.size.x",
            "object.from_json",
            "raw.x",
            "string.slice 'x'",
            "regex.match '('",
            "timespan.parse",
        ];
        await WriteAsync(
            "mistakes.yaml",
            Plan(
                "mistakes",
                string.Concat(
                    Declared.SelectMany(
                        (name, i) =>
                            mistakes.Select(
                                (mistake, j) =>
                                    $"\n  - id: m{i}-{j}\n    sql: {{ on: db, text: \"SELECT {{{{ secrets.{name} | {mistake} | sql.literal }}}}\" }}"
                            )
                    )
                )
            )
        );
        await RunAsync("apply", "mistakes.yaml", "--env", "here", "--yes");
        await RunAsync("validate", "mistakes.yaml", "--env", "here");
        Assert.Contains("PR4", seen[^2].Text, StringComparison.Ordinal);
    }

    private async Task ConnectionsThatFailAsync()
    {
        foreach (var name in Declared)
            await WriteAsync($"environments/wrong-{name}.yaml", Environment(name, name == "single_quote" ? "nobody" : database));
        foreach (var part in Declared.Chunk(4))
            await Task.WhenAll(part.Select(name => RunAsync("dry-run", "plan.yaml", "--env", $"wrong-{name}")));
        var broken = new Dictionary<string, string?>(Variables)
        {
            ["CANARY_URL"] = $"postgres://{database}_url:{Canaries.Values["url"]}@127.0.0.1:{postgres.Cluster.Port}/{database}",
        };
        var refused = await PlanRunnerProcess.RunAsync(folder, broken, "apply", "plan.yaml", "--env", "here", "--yes");
        Assert.NotEqual(0, refused.ExitCode);
        Look("broken url", refused.Output + refused.Error);
    }

    // A killed runner leaves its private files, and the next one takes them away.
    private async Task DyingWithFilesAsync()
    {
        await WriteAsync(
            "dying.yaml",
            Plan(
                "dying",
                $"\n  - id: long\n    shell: {{ with_connections: [db, url], env: {{ V: '{{{{ secrets.long }}}}' }}, run: 'echo $$ >\"{folder}/child\"; exec sleep 600' }}\n    idempotent: true\n"
            )
        );
        using var process = Start("apply", "dying.yaml", "--env", "here", "--yes", "--verbose");
        var child = Path.Combine(folder, "child");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!File.Exists(child) || (await File.ReadAllTextAsync(child, patience.Token)).Trim().Length == 0)
            await Task.Delay(20, patience.Token);
        process.Kill();
        Look("killed", await PlanRunnerProcess.EndAsync(process));
        Signals.Send(
            int.Parse((await File.ReadAllTextAsync(child)).Trim(), System.Globalization.CultureInfo.InvariantCulture),
            Signals.Kill
        );
        Assert.NotEmpty(Directory.EnumerateFiles(temporary, "pgpass", SearchOption.AllDirectories));
        await WriteAsync(
            "dying.yaml",
            (await File.ReadAllTextAsync(Path.Combine(folder, "dying.yaml"))).Replace("exec sleep 600", "true", StringComparison.Ordinal)
        );
        await RunAsync("resolve", "dying.yaml", "long", "--env", "here", "--not-done", "--reason", "killed");
        await ExpectAsync(0, "apply", "dying.yaml", "--env", "here", "--yes");
    }

    private string Environment(string passwordOfDb, string user) =>
        $$"""
            environment: here
            secrets:
            {{string.Join('\n', Declared.Select(name => $"  {name}: {{ {SourceOf(name)} }}"))}}
            connections:
              db: { host: 127.0.0.1, port: {{postgres.Cluster.Port}}, database: {{database}}, username: {{user}}, password: {{passwordOfDb}}, ssl_mode: verify-full, root_certificate: {{postgres.Cluster.RootCertificate}} }
              url: { url_env: CANARY_URL }
              file: { host: 127.0.0.1, port: {{postgres.Cluster.Port}}, database: {{database}}, username: {{database}}_file, password_file: {{folder}}/secret-passwords, ssl_mode: verify-full, root_certificate: {{postgres.Cluster.RootCertificate}} }
            """;

    private string SourceOf(string name) =>
        FromCommands.Contains(name) ? $"command: [cat, {folder}/secret-{name}]"
        : FromFiles.Contains(name) ? $"file: {folder}/secret-{name}"
        : $"env: CANARY_{name.ToUpperInvariant()}";

    private static string Plan(string name, string steps) =>
        $"plan: {name}\nversion: 1\nconnections: {{ db: {{ description: By parts }}, url: {{ description: By URL }}, file: {{ description: By password file }} }}\nsecrets: [{string.Join(", ", Declared)}]\nsteps:{steps}\n";

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(folder, name), text);

    private async Task<ProcessResult> ExpectAsync(int exitCode, params string[] arguments)
    {
        var result = await RunAsync(arguments);
        if (result.ExitCode != exitCode)
            wrong.Add($"{string.Join(' ', arguments)}: exit {result.ExitCode}, not {exitCode}\n{result.Error}\n{result.Output}");
        return result;
    }

    private async Task<ProcessResult> RunAsync(params string[] arguments)
    {
        var result = await PlanRunnerProcess.RunAsync(folder, Variables, arguments);
        Look(string.Join(' ', arguments), result.Output + result.Error);
        return result;
    }

    private void Look(string where, string text)
    {
        lock (seen)
            seen.Add((where, text));
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(PlanRunnerProcess.Command[0], [.. PlanRunnerProcess.Command.Skip(1), .. arguments])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    private async Task<string> ReadLogAsync()
    {
        await using var file = new FileStream(postgres.Cluster.LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
