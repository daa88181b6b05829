using System.Collections.Concurrent;
using System.Reflection;
using PlanRunner.Runner.Rehearsal;
using PlanRunner.Runner.Rehearsal.Containers;
using PlanRunner.Tests.EndToEnd;
using PlanRunner.Tests.Install;
using Xunit;

namespace PlanRunner.Tests.Repository;

/// <summary>./test --quick runs what starts nothing but small programs. Which tests those are is read from their compiled code.</summary>
public sealed class TierTests
{
    private static readonly Assembly Tests = typeof(TierTests).Assembly;

    // The last one publishes it.
    private static readonly Type[] Starters =
    [
        typeof(SandboxServers),
        typeof(RehearsalRunner),
        typeof(DockerEngine),
        typeof(PlanRunnerProcess),
        typeof(Terminal),
        typeof(Standby),
        typeof(InstallTests),
    ];

    private static readonly ConcurrentDictionary<MethodBase, IReadOnlyList<MethodBase>> Calls = [];

    [Fact]
    public void A_test_that_starts_a_server_a_browser_an_engine_or_the_command_is_not_in_the_quick_tier()
    {
        var wrong =
            from test in AllTests()
            where !IsFull(test.Class) && !IsFull(test.Method)
            let start = StartedBy(test.Class, test.Method)
            where start is not null
            select $"{test.Class.Name}.{test.Method.Name} needs [Trait(Tier.Trait, Tier.Full)], for it calls {start}";
        Expect(wrong);
    }

    [Fact]
    public void A_test_that_starts_none_of_them_is_in_the_quick_tier()
    {
        var tests = AllTests().ToLookup(test => test.Class, test => test.Method);
        var classes = tests.Where(c => IsFull(c.Key) && c.All(method => StartedBy(c.Key, method) is null)).Select(c => c.Key.Name);
        var methods =
            from test in AllTests()
            where IsFull(test.Method) && StartedBy(test.Class, test.Method) is null
            select $"{test.Class.Name}.{test.Method.Name}";
        Expect(classes.Concat(methods).Select(name => $"{name} starts nothing: it needs no [Trait(Tier.Trait, Tier.Full)]"));
    }

    [Fact]
    public void Both_tiers_are_there()
    {
        var tests = AllTests().ToList();
        Assert.InRange(tests.Count(t => IsFull(t.Class) || IsFull(t.Method)), 150, tests.Count / 2);
    }

    private static void Expect(IEnumerable<string> wrong) => Assert.True(!wrong.Any(), string.Join('\n', wrong));

    private static IEnumerable<(Type Class, MethodInfo Method)> AllTests() =>
        from type in Tests.GetTypes()
        where type.IsClass && !type.IsAbstract
        from method in type.GetMethods()
        where method.GetCustomAttributes<FactAttribute>().Any()
        select (type, method);

    private static bool IsFull(MemberInfo? member) =>
        member is not null && (member.CustomAttributes.Any(IsFullTrait) || (member is Type type && IsFull(type.BaseType)));

    private static bool IsFullTrait(CustomAttributeData attribute) =>
        attribute.AttributeType == typeof(TraitAttribute)
        && attribute.ConstructorArguments.Select(argument => argument.Value).SequenceEqual([Tier.Trait, Tier.Full]);

    /// <summary>The calls that lead from a test, or from what its class sets up, to something that starts; null where there are none.</summary>
    private static string? StartedBy(Type type, MethodInfo method)
    {
        var waiting = new Queue<(MethodBase Method, string Way)>(SetUp(type).Append(method).Select(m => (m, "")));
        var seen = new HashSet<(Module, int)>();
        while (waiting.TryDequeue(out var next))
        {
            var way = $"{next.Way} {next.Method.DeclaringType?.Name}.{next.Method.Name}".Trim();
            if (Starts(next.Method))
                return way;
            if (next.Method.Module.Assembly != Tests || !seen.Add((next.Method.Module, next.Method.MetadataToken)))
                continue;
            foreach (var called in Calls.GetOrAdd(next.Method, m => [.. CompiledCode.Calls(m)]))
                waiting.Enqueue((called, way));
        }

        return null;
    }

    private static bool Starts(MethodBase method) =>
        Starters.Contains(method.DeclaringType)
        || (
            method.DeclaringType == typeof(PostgresCluster)
            && method.Name is nameof(PostgresCluster.StartNewAsync) or nameof(PostgresCluster.StartAsync)
        )
        || method.DeclaringType?.Namespace == "Microsoft.Playwright";

    // What xunit calls around a test: of its class, of what that is made from, and of what is shared by its class or its collection.
    private static IEnumerable<MethodBase> SetUp(Type type)
    {
        string[] around =
        [
            ".ctor",
            ".cctor",
            nameof(IAsyncLifetime.InitializeAsync),
            nameof(IAsyncLifetime.DisposeAsync),
            nameof(IDisposable.Dispose),
        ];
        var collection = NameIn<CollectionAttribute>(type);
        var definition = Tests
            .GetTypes()
            .Where(t => collection is not null && Equals(NameIn<CollectionDefinitionAttribute>(t), collection));
        Type[] shared = [typeof(IClassFixture<>), typeof(ICollectionFixture<>)];
        var fixtures = definition
            .Prepend(type)
            .SelectMany(t => t.GetInterfaces())
            .Where(i => i.IsGenericType && shared.Contains(i.GetGenericTypeDefinition()))
            .SelectMany(i => i.GetGenericArguments());
        return Bases(type).Concat(fixtures.SelectMany(Bases)).SelectMany(CompiledCode.Methods).Where(m => around.Contains(m.Name));
    }

    private static object? NameIn<T>(Type type) =>
        type.CustomAttributes.FirstOrDefault(a => a.AttributeType == typeof(T))?.ConstructorArguments[0].Value;

    private static IEnumerable<Type> Bases(Type? type) => type is null || type == typeof(object) ? [] : [type, .. Bases(type.BaseType)];
}
