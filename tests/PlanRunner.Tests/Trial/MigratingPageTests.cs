using System.Text;
using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.Trial;

/// <summary>The table of docs/migrating.md is written from what is tried. With PLANRUNNER_ACCEPT_SNAPSHOTS=1 it is written anew.</summary>
public sealed class MigratingPageTests
{
    [Fact]
    public void The_page_lists_every_kind_of_object_that_is_tried()
    {
        var table = new StringBuilder("| what the source has | what happens to it | |\n| --- | --- | --- |\n");
        foreach (var fate in ObjectFates.All)
            table.Append($"| {fate.Kind} | {Word(fate.Fate)} | {fate.Remark} |\n");

        PageTable.IsTrue("migrating.md", "kinds", table.ToString());
    }

    [Fact]
    public void Every_row_is_proved_by_a_seed_or_by_a_test()
    {
        var tests = typeof(MigratingPageTests)
            .Assembly.GetTypes()
            .SelectMany(type =>
                type.GetMethods()
                    .Where(m => m.GetCustomAttributes(typeof(FactAttribute), inherit: true).Length > 0)
                    .Select(m => $"{type.Name}.{m.Name}")
            )
            .ToHashSet(StringComparer.Ordinal);
        foreach (var fate in ObjectFates.All)
        {
            var seeded =
                (fate.Seed ?? fate.SuperuserSeed) is not null
                && (fate.Fate == Fate.Carried ? fate.Question is not null : fate.Said.Count > 0);
            Assert.True(seeded || fate.ProvedBy is { } test && tests.Contains(test), $"nothing proves: {fate.Kind}");
        }
    }

    private static string Word(Fate fate) =>
        fate switch
        {
            Fate.Carried => "carried",
            Fate.Refused => "refused",
            _ => "left to you",
        };
}
