using PlanRunner.Steps.Processes;
using Xunit;

namespace PlanRunner.Tests.Processes;

/// <summary>Folders that hold passwords and scripts: each is its maker's, however many are made and looked at in the same moment.</summary>
public sealed class PrivateFolderTests
{
    /// <summary>Each that is made looks for abandoned ones first, and so at those that are being made beside it.</summary>
    [Fact]
    public void Many_are_made_at_once()
    {
        var made = new int[8];
        Parallel.For(
            0,
            made.Length,
            new ParallelOptions { MaxDegreeOfParallelism = made.Length },
            maker =>
            {
                for (var times = 0; times < 100; times++)
                {
                    using var folder = PrivateFolder.Create();
                    File.WriteAllText(folder.Write("script", "true") + ".read", File.ReadAllText(Path.Combine(folder.Path, "script")));
                    made[maker]++;
                }
            }
        );
        Assert.All(made, count => Assert.Equal(100, count));
    }

    [Fact]
    public void One_whose_maker_is_gone_is_removed_and_one_in_use_is_not()
    {
        using var used = PrivateFolder.Create();
        var abandoned = Directory.CreateTempSubdirectory("planrunner-step-").FullName;
        File.WriteAllText(Path.Combine(abandoned, "lock"), "");
        PrivateFolder.RemoveAbandoned();
        Assert.False(Directory.Exists(abandoned));
        Assert.True(Directory.Exists(used.Path));
    }
}
