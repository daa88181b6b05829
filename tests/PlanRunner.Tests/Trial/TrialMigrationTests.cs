using Xunit;

namespace PlanRunner.Tests.Trial;

/// <summary>The base that every case stands on goes through by itself.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class TrialMigrationTests
{
    [Fact]
    public async Task The_base_of_all_cases_migrates()
    {
        await using var migration = await TrialMigration.SetUpAsync("SELECT 1");
        await migration.ProveAsync();
    }
}
